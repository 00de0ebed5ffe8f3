"""A local stand-in for Telegram: its Bot API, and the people on the other side."""
