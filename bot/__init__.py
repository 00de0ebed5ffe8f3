"""Telegram: updates in, messages out, the officers' group. Reaches Rasa over HTTP; decides nothing of the domain."""
