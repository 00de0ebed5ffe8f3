"""Several people on one phone, and chats joined to a record by a start link; on both engines."""

from __future__ import annotations

from datetime import timedelta

import pytest

from placement import merging, people, registration, staff
from placement.clock import ManualClock
from placement.errors import ConflictError, InvalidError, NotAllowedError, NotFoundError
from placement.storage.database import Database
from placement.storage.models import StartLink
from tests.test_registration import new_chat, registered, tell


async def test_two_people_on_one_phone_have_a_record_each(database: Database) -> None:
    async with database.transaction("chat:1", "turn") as session:
        chat_id = await registered(session, person_name="siti aminah")
        siti = (await registration.consenting(session, chat_id)).id
        await people.another_person(session, chat_id)
        assert await registration.profile(session, chat_id) is None, "the second has not agreed to anything"
        await registration.give_consent(session, chat_id)
        await tell(session, chat_id, person_name="joko")
        assert [(one.name, one.active) for one in await people.people_of(session, chat_id)] == [
            ("Joko", True),
            ("Siti Aminah", False),
        ]
        known = await people.switch(session, chat_id, siti)
        assert known.person_name == "Siti Aminah"
        stranger = (await registration.consenting(session, await registered(session, 2002))).id
        with pytest.raises(NotFoundError):
            await people.switch(session, chat_id, stranger)


@pytest.mark.parametrize(
    ("text", "another"),
    [
        ("sekarang ini bapaknya yang nulis", True),
        ("iki ibune maneh", True),
        ("gantian saya ya", True),
        ("this is her mother again", True),
        ("ini kak datanya", False),
        ("mau lihat data saya", False),
        ("ibu saya sakit", False),
    ],
)
def test_who_says_to_be_another_one_is_heard(text: str, another: bool) -> None:
    assert people.another_writes(text) is another


async def test_a_phone_holds_a_bounded_number_of_people(database: Database) -> None:
    async with database.transaction("chat:1", "turn") as session:
        chat_id = await new_chat(session)
        for _ in range(people.MOST_PEOPLE):
            await people.another_person(session, chat_id)
            await registration.give_consent(session, chat_id)
        with pytest.raises(InvalidError, match="too_many_people"):
            await people.another_person(session, chat_id)


async def test_a_start_link_joins_one_chat_once(database: Database, clock: ManualClock) -> None:
    async with database.transaction("staff:1", "walk-in") as session:
        rina = await staff.add_staff(session, 900, "Rina", "officer")
        first = await registered(session, 1)
        seeker_id = (await registration.consenting(session, first)).id
        token = await people.make_link(session, seeker_id, rina)
        assert await session.get(StartLink, token) is None, "only the token's hash is kept"
        second, third = await new_chat(session, 2), await new_chat(session, 3)
        assert (await people.join(session, second, token)).seeker_id == seeker_id
        assert (await people.join(session, second, token)).seeker_id == seeker_id, "pressed twice"
        with pytest.raises(ConflictError):
            await people.join(session, third, token)
        with pytest.raises(NotFoundError):
            await people.join(session, third, "made-up")
        late = await people.make_link(session, seeker_id, rina)
    clock.advance(people.LINK_LASTS + timedelta(seconds=1))
    async with database.transaction("chat:3", "turn") as session:
        with pytest.raises(ConflictError):
            await people.join(session, third, late)
        assert await registration.profile(session, third) is None


async def test_a_link_to_a_record_that_was_merged_leads_to_the_one_it_became(database: Database) -> None:
    async with database.transaction("staff:1", "walk-in") as session:
        rina = await staff.add_staff(session, 900, "Rina", "officer")
        kept, dropped = [
            (await registration.consenting(session, await registered(session, number))).id for number in (1, 2)
        ]
        token = await people.make_link(session, dropped, rina)
        await merging.merge(session, kept, dropped, rina)
        assert (await people.join(session, await new_chat(session, 3), token)).seeker_id == kept
        with pytest.raises(NotFoundError):
            await people.make_link(session, dropped, rina)
        viewer = await staff.add_staff(session, 901, "Adi", "viewer")
        with pytest.raises(NotAllowedError):
            await people.make_link(session, kept, viewer)
