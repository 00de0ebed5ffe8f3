"""What can go wrong in matching; every message says what to do next."""

from __future__ import annotations


class MatchingError(Exception):
    """Base of all errors of this package; the message is fit to be shown."""


class EmptyWish(MatchingError):
    """A search was asked for without saying anything about the work; ask the seeker instead of guessing."""


class UnknownVacancy(MatchingError):
    """The vacancy asked about is not in the index (closed, removed, or never put)."""


class BadVectors(MatchingError):
    """Vectors do not fit: another model, another shape, or not finite; encode the texts again."""


class BadModel(MatchingError):
    """The embedding model is missing, damaged or of another making; build it again."""


class BadTable(MatchingError):
    """A vocabulary, vacancy or judgement file does not have the documented shape."""
