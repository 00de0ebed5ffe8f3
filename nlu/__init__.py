"""What runs inside Rasa: the turn channel, NLU components and their commands.

Loads on Python 3.10 in Rasa's own environment and imports nothing of ours outside this package.
"""
