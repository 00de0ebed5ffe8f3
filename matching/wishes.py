"""A search as typed, understood without a conversation: what it says of place, schooling, pay and kind of work."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

from matching.adverts.analysis import AdvertReader
from matching.geography import Geography
from matching.models import Wish

SAID = frozenset({"text", "home_region", "person"})
"""What is known of somebody who has only typed a search."""


def understood(wish: Wish, geography: Geography, reader: AdvertReader) -> Wish:
    """Fill a wish that is only a text with what the text says; a profile stands as it is.

    In the assistant the conversation has read the message already; this serves the commands and measuring.
    """
    known = {item.name for item in fields(wish) if getattr(wish, item.name) not in (None, (), "", False)}
    if known - SAID:
        return wish
    told: dict[str, Any] = {"regions": geography.mentioned(wish.text)[0]}
    read = reader.read("", wish.text)
    if read.education_min and read.education_min.value != "none":
        told["education"] = read.education_min.value
    if read.wage_min:
        told["wage_min"] = read.wage_min.value
    if read.experience_months:
        told["experience_months"] = read.experience_months.value
    if read.work_types:
        told["work_types"] = tuple(found.value for found in read.work_types)
    if read.remote:
        told["remote"] = read.remote.value
    return replace(wish, **told)
