"""Proofs of registration: the same code on every print, and what it reveals of whom."""

from __future__ import annotations

import io
from datetime import date, timedelta

import pytest
from PIL import Image

from placement import proofs, registration
from placement.clock import ManualClock
from placement.crypto import FieldCipher
from placement.errors import InvalidError, NeedsRegistrationError, NotFoundError
from placement.proofs import Validity
from placement.storage import inbox
from placement.storage.database import Database
from placement.storage.models import Document, DocumentContent, Seeker
from placement.storage.types import CIPHER

FACTS = {
    "person_name": "Siti Rahmawati",
    "home_region": "3275",
    "education": "smk",
    "wish": {"text": "kasir", "occupations": ["5230"]},
    "birth_date": date(1999, 5, 3),
    "sex": "female",
}


async def registered(database: Database, *, complete: bool = True, telegram_id: int = 17) -> int:
    """Register somebody; give the record's id."""
    async with database.transaction("test", "a person registers") as session:
        chat = await inbox.ensure_chat(session, bot_id=1, telegram_id=telegram_id, kind="private", language="id")
        known = await registration.give_consent(session, chat)
        if complete:
            for field, value in FACTS.items():
                await registration.record_fact(session, chat, field, value, quote=None, source="chat", turn_id=None)
            await registration.complete(session, chat)
        return known.seeker_id


async def token_of(database: Database, seeker_id: int) -> str:
    async with database.transaction("test", "a proof is made") as session:
        return await proofs.issue(session, seeker_id)


async def checked(database: Database, token: str) -> Validity | None:
    async with database.reading() as session:
        return await proofs.check(session, token)


async def change(database: Database, seeker_id: int, **values: object) -> None:
    async with database.transaction("test", "something happens") as session:
        seeker = await session.get(Seeker, seeker_id)
        for name, value in values.items():
            setattr(seeker, name, value)


async def test_every_print_bears_the_same_code(database: Database) -> None:
    seeker = await registered(database)
    token = await token_of(database, seeker)
    assert await token_of(database, seeker) == token
    assert await token_of(database, await registered(database, telegram_id=18)) != token
    async with database.reading() as session:
        row = await session.get(Seeker, seeker)
        assert row is not None
        assert row.proof_mark
        assert token not in row.proof_mark


async def test_a_print_stays_good_when_the_key_changes(database: Database) -> None:
    seeker = await registered(database)
    token = await token_of(database, seeker)
    old = getattr(database.engine.dialect, CIPHER)
    newer = FieldCipher(["A" * 43 + "="])
    newer._marking += old._marking
    newer._fernet = old._fernet
    setattr(database.engine.dialect, CIPHER, newer)
    assert await token_of(database, seeker) == token
    assert await checked(database, token) is not None


async def test_a_proof_is_valid_for_two_years(database: Database, clock: ManualClock) -> None:
    token = await token_of(database, await registered(database))
    assert await checked(database, token) == Validity("valid", date(2028, 11, 23))
    clock.advance(timedelta(days=730))
    assert await checked(database, token) == Validity("valid", date(2028, 11, 23))
    clock.advance(timedelta(days=1))
    assert await checked(database, token) == Validity("expired", date(2028, 11, 23))


async def test_a_proof_ends_with_the_registration(database: Database, clock: ManualClock) -> None:
    seeker = await registered(database)
    token = await token_of(database, seeker)
    await change(database, seeker, ended_at=clock.now(), ended_why="placed")
    assert await checked(database, token) == Validity("ended", date(2026, 11, 24))
    with pytest.raises(InvalidError, match="proof_ended"):
        await token_of(database, seeker)


async def test_a_proof_of_who_withdrew_consent_is_unknown(database: Database, clock: ManualClock) -> None:
    seeker = await registered(database)
    token = await token_of(database, seeker)
    await change(database, seeker, consent_withdrawn_at=clock.now())
    assert await checked(database, token) is None
    with pytest.raises(NotFoundError):
        await token_of(database, seeker)


async def test_a_proof_of_a_record_that_was_merged_speaks_of_the_one_kept(database: Database) -> None:
    dropped, kept = await registered(database), await registered(database, telegram_id=18)
    token = await token_of(database, dropped)
    await change(database, kept, valid_until=date(2027, 1, 1))
    await change(database, dropped, merged_into=kept)
    assert await checked(database, token) == Validity("valid", date(2027, 1, 1))


async def test_records_merged_in_a_ring_hang_nobody(database: Database) -> None:
    one, other = await registered(database), await registered(database, telegram_id=18)
    token = await token_of(database, one)
    await change(database, one, merged_into=other)
    await change(database, other, merged_into=one)
    assert await checked(database, token) is None


@pytest.mark.parametrize("token", ["", "0" * 32, "x" * 32, "0" * 31, "0" * 33, "' OR 1=1 --", "\x00", "é" * 32])
async def test_any_other_code_is_unknown(database: Database, token: str) -> None:
    await token_of(database, await registered(database))
    assert await checked(database, token) is None


async def test_who_is_not_registered_gets_no_proof(database: Database) -> None:
    seeker = await registered(database, complete=False)
    with pytest.raises(NeedsRegistrationError) as refused:
        await token_of(database, seeker)
    assert refused.value.missing == registration.REQUIRED
    with pytest.raises(NotFoundError):
        await token_of(database, 999)


async def test_a_proof_holds_what_the_record_does(database: Database, clock: ManualClock) -> None:
    seeker = await registered(database)
    photo = io.BytesIO()
    Image.new("RGB", (354, 472)).save(photo, "JPEG")
    async with database.transaction("test", "a photo is kept") as session:
        for content in (b"an older one", photo.getvalue()):
            paper = Document(seeker_id=seeker, kind="photo", media_type="image/jpeg", size=len(content),
                             digest=str(len(content)), sent_at=clock.now())  # fmt: skip
            session.add(paper)
            await session.flush()
            session.add(DocumentContent(document_id=paper.id, content=content))
    await change(database, seeker, reported_at=clock.now() + timedelta(days=100))
    async with database.transaction("test", "a proof is made") as session:
        bare = await proofs.proof_of(session, seeker, public_url=None)
        proof = await proofs.proof_of(session, seeker, public_url="https://kerja.example.go.id")
    assert bare.check_url is None
    token = await token_of(database, seeker)
    assert proof.check_url == f"https://kerja.example.go.id/v/{token}"
    assert (proof.person_name, proof.sex, proof.education) == ("Siti Rahmawati", "female", "smk")
    assert (proof.registered_on, proof.valid_until) == (date(2026, 11, 24), date(2028, 11, 23))
    assert proof.photo == photo.getvalue()
    assert [(report.due, report.made) for report in proof.reports] == [
        (date(2027, 5, 25), date(2027, 3, 4)),
        (date(2027, 11, 23), None),
        (date(2028, 5, 23), None),
        (date(2028, 11, 21), None),
    ]
