"""Proofs of registration: what stands on one, and whether one that somebody shows is still valid."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlalchemy.ext.asyncio import AsyncSession

from placement.crypto import token_mark
from placement.documents.kinds import picture_type
from placement.documents.proof import Proof, Report
from placement.errors import InvalidError, NeedsRegistrationError, NotFoundError
from placement.registration import profile_of
from placement.standing import REPORT_EVERY, VALID_FOR
from placement.storage import moment, proofs, seekers
from placement.storage.models import Seeker
from placement.storage.types import cipher_of

TOKEN = re.compile(r"[0-9a-f]{32}")
"""128 bits: nobody finds one by trying."""
LARGEST_PHOTO = 400_000
"""Bytes; what `placement.documents.reading.portrait` makes is far smaller, and nothing else belongs on a proof."""


@dataclass(frozen=True)
class Validity:
    """What a proof's code reveals: nothing about who it is.

    Attributes:
        state: valid; expired (its time is over); ended (by finding work, or at the person's wish).
        until: the day until which it is or was valid; of an ended one, the day it ended.
    """

    state: Literal["valid", "expired", "ended"]
    until: date


async def issue(session: AsyncSession, seeker_id: int) -> str:
    """Give the token by which a registration's proof is checked; the record keeps only its hash.

    It is derived from the field key and the number, so that every print of one registration bears the same code and
    an older print stays good. NotFoundError, NeedsRegistrationError, or InvalidError when the registration has ended.
    """
    seeker = await _registered(session, seeker_id)
    keyed = cipher_of(session).marks(f"proof:{seeker.id}:{seeker.registration_number}")
    tokens = [digest[:32] for digest in keyed]
    # After a change of the key, what was printed before still counts.
    token = next((one for one in tokens if token_mark(one) == seeker.proof_mark), tokens[0])
    seeker.proof_mark = token_mark(token)
    await session.flush()
    return token


async def check(session: AsyncSession, token: str) -> Validity | None:
    """Say whether a proof is valid; None for a token that no record has, or whose person has withdrawn consent."""
    if not TOKEN.fullmatch(token):
        return None
    seeker = await proofs.by_mark(session, token_mark(token))
    if seeker is None or seeker.consent_withdrawn_at or seeker.valid_until is None:
        return None
    if seeker.ended_at and seeker.ended_why != "expired":
        return Validity("ended", moment.local(session, seeker.ended_at).date())
    today = moment.today(session)
    return Validity("valid" if seeker.valid_until >= today else "expired", seeker.valid_until)


async def proof_of(session: AsyncSession, seeker_id: int, *, public_url: str | None) -> Proof:
    """Gather what stands on a person's proof; with an address of ours it bears a code. Raises as `issue` does."""
    seeker = await _registered(session, seeker_id)
    token = await issue(session, seeker_id) if public_url else None
    office = await proofs.office_name(session, seeker.office_id)
    if office is None:
        default = await seekers.default_office(session)
        office = default.name if default else ""
    photo = await proofs.photo_of(session, seeker.id)
    fits = photo is not None and len(photo) <= LARGEST_PHOTO and picture_type(photo) == "image/jpeg"
    registered_at, valid_until = seeker.registered_at, seeker.valid_until
    today = moment.today(session)
    registered_on = moment.local(session, registered_at).date() if registered_at else today
    reported = moment.local(session, seeker.reported_at).date() if seeker.reported_at else None
    return Proof(
        number=seeker.registration_number or "",
        person_name=seeker.person_name or "",
        registered_on=registered_on,
        valid_until=valid_until or registered_on + VALID_FOR,
        made_on=today,
        office=office,
        birth_place=seeker.birth_place,
        birth_date=seeker.birth_date,
        sex=seeker.sex,
        nik=seeker.nik,
        card_region=seeker.card_region,
        education=seeker.education,
        major=seeker.major,
        wish_text=seeker.wish_text,
        photo=photo if fits else None,
        reports=reports_of(registered_on, valid_until or registered_on + VALID_FOR, reported),
        check_url=f"{public_url}/v/{token}" if public_url else None,
    )


def reports_of(registered_on: date, valid_until: date, reported: date | None) -> tuple[Report, ...]:
    """Give the six-monthly reports of a registration; the last one made stands where it was due."""
    rows, before = [], registered_on
    due = registered_on + REPORT_EVERY
    while due <= valid_until:
        rows.append(Report(due, reported if reported and before < reported <= due else None))
        before, due = due, due + REPORT_EVERY
    return tuple(rows)


async def _registered(session: AsyncSession, seeker_id: int) -> Seeker:
    seeker = await session.get(Seeker, seeker_id)
    if seeker is None or seeker.consent_withdrawn_at:
        raise NotFoundError("There is no such record.")
    if seeker.registration_number is None:
        raise NeedsRegistrationError(profile_of(seeker).missing)
    if seeker.ended_at:
        raise InvalidError("proof_ended", day=moment.local(session, seeker.ended_at).date())
    return seeker
