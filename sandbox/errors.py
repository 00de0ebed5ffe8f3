"""The two kinds of refusal: Telegram's to a bot, and ours to a person."""

from __future__ import annotations

from typing import Any


class ApiError(Exception):
    """Telegram's answer to a request that it refuses."""

    def __init__(self, code: int, description: str, **parameters: Any) -> None:
        """Take the error code, the description and ResponseParameters."""
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def as_json(self) -> dict[str, Any]:
        """Return the answer's body."""
        body: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            body["parameters"] = self.parameters
        return body


def bad_request(reason: str, **parameters: Any) -> ApiError:
    """Return Telegram's 400 with a reason."""
    return ApiError(400, f"Bad Request: {reason}", **parameters)


def forbidden(reason: str) -> ApiError:
    """Return Telegram's 403 with a reason."""
    return ApiError(403, f"Forbidden: {reason}")


class PhoneError(Exception):
    """What a phone can't do; ``str(error)`` is the sentence to show."""

    def __init__(self, code: str, sentence: str, status: int = 400) -> None:
        """Take a machine's word, the sentence for a person and the HTTP status."""
        super().__init__(sentence)
        self.code = code
        self.status = status


class OracleError(Exception):
    """Something of ours does not fit the Bot API's schema: a bug of the sandbox."""
