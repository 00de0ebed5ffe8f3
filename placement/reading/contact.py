"""Telephone numbers and e-mail addresses in a message."""

from __future__ import annotations

import re
from dataclasses import dataclass

import phonenumbers
from email_validator import EmailNotValidError, validate_email

from placement.errors import InvalidError

MOST = 300
"""Characters of a message in which a number is looked for."""

_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}\s?@\s?[\w-]{1,63}(?:\s?[.,]\s?[\w-]{2,63}){1,4}(?![\w@])")
_AT_ONCE = re.compile(r"(?<=[@.])\s|\s(?=[@.])|,(?=\s?(?:com|co|id|net|org)\b)")
"""What phones put into addresses: «budi @ gmail . com», «budi@gmail,com»."""
_SIGN = re.compile(r"\w@\s?\w|\w\s@\s\w")
_TRIED = re.compile(r"\d[\d\s().-]{5,20}\d|\+\d{5,15}|(?<!\d)08\d{2,9}(?!\d)")
_LETTERS = re.compile(r"(?<!\w)[0o]?8(?=\w{0,14}[a-z])(?=\w{0,14}\d)[\da-z]{8,14}(?!\w)", re.IGNORECASE)
_NO_NUMBER = re.compile(r"\d{1,2}[-/. ]\d{1,2}[-/. ](?:\d{4}|\d{2})(?!\d)|(?<![\d.])\d{1,3}(?:\.\d{3}){1,3}(?![\d.])")
"""Dates and amounts, which are no try at a telephone number."""
_ABROAD = re.compile(r"(?<![\d+])(?<!\d[\s.-])00(?=[1-9]\d)")
_OWN = re.compile(r"(?<![\d+])\+?62[\s-]?(?:\(0\)|0)?(?=8)")
_BARE = re.compile(r"(?<![\d+])(?<!\d[\s.-])(?=8[1-9]\d{7,10}(?!\d))")


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
    """Give the first number that a text tells; None without one, InvalidError «invalid_phone» for digits that are none.

    Indonesian unless it has another country's code; «62812…», «812…» and «0062…» are ways of writing «0812…».
    """
    said = _BARE.sub("0", _OWN.sub("+62", _ABROAD.sub("+", text[:MOST])))
    for match in phonenumbers.PhoneNumberMatcher(said, "ID", leniency=phonenumbers.Leniency.VALID):
        number = match.number
        return Phone(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164), number.country_code != 62)
    rest = _NO_NUMBER.sub(" ", said)
    if _TRIED.search(rest) or _LETTERS.search(rest):
        raise InvalidError("invalid_phone")
    return None


def shown(number: str) -> str:
    """Give a number as it is written in Indonesia, «0813-8284-0080»; one from elsewhere, or none, stays as it is."""
    try:
        kept = read_phone(number)
    except InvalidError:
        kept = None
    if kept is None or kept.foreign:
        return number
    return phonenumbers.format_number(phonenumbers.parse(kept.number), phonenumbers.PhoneNumberFormat.NATIONAL)


def find_email(text: str) -> str | None:
    """Give an e-mail address in lower case, with slips of the keyboard mended; None without a possible one."""
    for found in _EMAIL.finditer(text[: MOST * 10]):
        address = _AT_ONCE.sub(lambda slip: "." if slip[0] == "," else "", found[0]).casefold().rstrip(".,")
        try:
            return validate_email(address, check_deliverability=False).normalized.casefold()
        except EmailNotValidError:
            continue
    return None


def read_email(text: str) -> str | None:
    """Give an e-mail address; None without one, InvalidError «invalid_email» for a try that is none."""
    address = find_email(text)
    if address is None and _SIGN.search(text[: MOST * 10]):
        raise InvalidError("invalid_email")
    return address
