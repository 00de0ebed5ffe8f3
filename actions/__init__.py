"""Rasa's custom actions: from what was said to one use case, and from its result to events and named responses.

No wording is here (data/responses holds it), no rule (placement holds them) and no SQL. `python -m actions serve`
starts the server, which also holds the one matcher that other processes ask over HTTP.
"""
