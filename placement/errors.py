"""The errors that a person can do something about.

Each carries a sentence that says what is wrong and what to do next, and whether trying again helps.
One place in every process catches them; anything else is a bug, logged with a short code that the person sees too.
"""

from __future__ import annotations

import secrets

EX_CONFIG = 78
"""The exit code of a process that says: starting me again will not help, a person must act first (sysexits.h)."""


class PlacementError(Exception):
    """Something a person can act on; ``str(error)`` is the sentence to show."""

    retry = False
    exit_code = 1
    """With what a process ends that can't go on because of it."""


class SettingError(PlacementError):
    """A setting is missing or malformed; the sentence names it."""

    exit_code = EX_CONFIG


class StorageError(PlacementError):
    """The database can't be read or written just now."""

    retry = True


class UnusableStorageError(StorageError):
    """The database can't be used until a person has acted: damaged, read-only, of another version."""

    retry = False
    exit_code = EX_CONFIG


class NotFoundError(PlacementError):
    """What was asked for does not exist, or no longer."""


class NotAllowedError(PlacementError):
    """This person may not do this."""


class ConflictError(PlacementError):
    """Somebody else was faster, or the state has moved on."""


class InvalidError(PlacementError):
    """What was given can't be right; ``key`` names the response that tells the seeker why."""

    def __init__(self, key: str, **args: object) -> None:
        """Take the response's key and its arguments."""
        super().__init__(key)
        self.key = key
        self.args_of_response = args


class NeedsRegistrationError(PlacementError):
    """This needs facts that are not known yet; ``missing`` names them."""

    def __init__(self, missing: tuple[str, ...]) -> None:
        """Take the names of the missing facts."""
        super().__init__("registration is needed first")
        self.missing = missing


class UnavailableError(PlacementError):
    """A part that is needed does not answer just now; trying again helps."""

    retry = True


def incident_code() -> str:
    """Make the short code by which a person and the log name the same unexpected error."""
    return secrets.token_hex(3).upper()
