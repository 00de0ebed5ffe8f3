"""Counts in digits or in words: «2», «1,5», «dua belas», «dua puluh lima», «satu setengah», «twenty five»."""

from __future__ import annotations

import re

_ONES = {
    "satu": 1, "dua": 2, "tiga": 3, "empat": 4, "lima": 5, "enam": 6, "tujuh": 7, "delapan": 8, "lapan": 8,
    "sembilan": 9,
}  # fmt: skip
_WHOLE = {
    "sepuluh": 10, "sebelas": 11, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15,
    "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "a": 1, "an": 1,
}  # fmt: skip
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60}


def _any(words: dict[str, int]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_HALF = r"setengah|stengah|1/2|½|and a half"
COUNT = (
    rf"(?:\d{{1,3}}(?:[.,]\d{{1,2}})?|(?:{_any(_ONES)})\s(?:belas|puluh(?:\s(?:{_any(_ONES)}))?)"
    rf"|(?:{_any(_TENS)})(?:[\s-](?:{_any(_WHOLE)}))?|(?:{_any(_ONES)}|{_any(_WHOLE)}))(?:\s?(?:{_HALF}))?"
)
"""A pattern for what `number` understands; bounded, without groups."""
_IS_HALF = re.compile(rf"\s?(?:{_HALF})$", re.IGNORECASE)


ONES = _any(_ONES)
"""A pattern for one to nine in Indonesian."""


def number(said: str) -> float:
    """Give the number that words matched by `COUNT` mean."""
    text = said.casefold().strip()
    half = 0.5 if _IS_HALF.search(text) else 0.0
    text = _IS_HALF.sub("", text)
    if text[:1].isdigit():
        return float(text.replace(",", ".")) + half
    total = 0
    for word in re.split(r"[\s-]", text):
        if word == "belas":
            total += 10
        elif word == "puluh":
            total *= 10
        else:
            total += _ONES.get(word) or _WHOLE.get(word) or _TENS.get(word) or 0
    return total + half
