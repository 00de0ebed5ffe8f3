"""Telephone numbers and e-mail addresses in a message."""

from __future__ import annotations

import re
from dataclasses import dataclass

import phonenumbers

from placement.errors import InvalidError

_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}(?![\w@])")
_TRIED = re.compile(r"\d[\d\s().-]{4,}\d|\+\d{5,}")


@dataclass(frozen=True)
class Phone:
    """A telephone number.

    Attributes:
        number: E.164.
        foreign: whether it is of another country.
    """

    number: str
    foreign: bool


def read_phone(text: str) -> Phone | None:
    """Give the number that a text tells; None without one, InvalidError «invalid_phone» for digits that are none."""
    for match in phonenumbers.PhoneNumberMatcher(text[:300], "ID", leniency=phonenumbers.Leniency.VALID):
        number = match.number
        return Phone(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164), number.country_code != 62)
    if _TRIED.search(text) or re.search(r"\b0?8[\da-z]{8,}\b", text, re.IGNORECASE):
        raise InvalidError("invalid_phone")
    return None


def find_email(text: str) -> str | None:
    """Give an e-mail address in lower case; None without one."""
    found = _EMAIL.search(text)
    return found[0].casefold().rstrip(".") if found else None
