"""Papers in talk: consent first, what was read is confirmed one by one, the rest gets a name; the proof is enclosed."""

from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image

from actions.services import Services
from placement import papers, privacy, registration
from placement.documents import cv
from placement.documents.kinds import picture_type
from placement.documents.reading import read
from placement.registration import Profile
from placement.wording import Wording
from tests.fixtures.actions import Answered, Stage, new_stage
from tests.test_documents_cv import LABELLED
from tests.test_documents_reading import pdf

CV = pdf(LABELLED.splitlines())


def picture(size: tuple[int, int] = (600, 800)) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", size, "#336699").save(made, "JPEG")
    return made.getvalue()


async def keep(stage: Stage, content: bytes, name: str | None, turn: int = 1) -> dict[str, Any]:
    """Keep a file as the bot does; gives what the actions are told."""
    reading = await read(content, name)
    services = stage.services
    found = cv.propose(reading.pages, services.today(), services.vocabularies)
    async with services.database.transaction("test", "test") as session:
        kept = await papers.keep(session, stage.chat_id, content, reading, found, turn_id=turn)
    told = [reading.told] if reading.told and kept.new else []
    return {"consent": True, "papers": [{"id": kept.paper.id, "new": kept.new, "name": name}], "told": told}


async def sends(stage: Stage, files: dict[str, Any], kind: str = "document") -> Answered:
    return stage.take(await stage.act("action_media", "media_received", metadata={"files": files}, kind=kind))


async def profile(stage: Stage) -> Profile:
    async with stage.services.database.reading() as session:
        found = await registration.profile(session, stage.chat_id)
    assert found is not None
    return found


def said(answered: Answered, wording: Wording) -> str:
    return "\n".join(wording.plain_text({"response": one["response"], "args": one}, "id") for one in answered.replies)


def buttons(answered: Answered) -> list[dict[str, Any]]:
    return [button for reply in answered.replies for button in reply.get("buttons") or []]


def meaning(answered: Answered, number: int, yes: str) -> dict[str, Any]:
    """Give what the button of a suggestion says."""
    found = [
        one["entities"]
        for one in buttons(answered)
        if one["title"]["args"].get("n") == number and one["entities"]["answer"] == yes
    ]
    return dict(found[0])


@pytest.fixture
def wording(services: Services) -> Wording:
    return Wording(services.settings.data / "responses", services.vocabularies)


async def test_a_cv_is_read_shown_with_its_words_and_kept_by_a_yes_alone(registered: Stage, wording: Wording) -> None:
    before = await profile(registered)
    shown = await sends(registered, await keep(registered, CV, "cv.pdf"))
    assert shown.keys == ["proposals"]
    text = said(shown, wording)
    assert "cv.pdf" in text
    assert "Kebumen, 3 Mei 1999" in text, "the words that it was taken from"
    assert await profile(registered) == before, "nothing is a fact by itself"
    assert registered.slots["asking"] == "proposals"

    first = meaning(shown, 1, "yes")
    one = registered.take(await registered.act("action_proposals", "proposal", **first))
    assert one.keys == ["proposals_left"]
    again = await registered.act("action_proposals", "proposal", **first)
    assert "sudah dijawab" in said(again, wording)
    wrong = meaning(shown, 2, "no")
    registered.take(await registered.act("action_proposals", "proposal", **wrong))
    known = await profile(registered)
    async with registered.services.database.reading() as session:
        waiting = {one.id for one in await papers.suggestions(session, registered.chat_id)}
    assert not waiting & {int(first["proposal"]), int(wrong["proposal"])}
    assert known != before

    # In words, all that is still shown; then the next few come by themselves, until none is left.
    answered = registered.take(await registered.act("action_proposals", "affirm", "iya benar"))
    for _ in range(10):
        if answered.keys != ["proposals"]:
            break
        every = buttons(answered)[-1]["entities"]
        answered = registered.take(await registered.act("action_proposals", "proposal", **every))
    assert answered.keys == ["proposals_done"]
    assert registered.slots["asking"] is None
    known = await profile(registered)
    assert {job["employer"] for job in known.experiences} >= {"PT Maju Jaya Logistik"}
    async with registered.services.database.reading() as session:
        data = await privacy.copy(session, registered.chat_id)
    assert data is not None
    assert data["documents"][0]["file_name"] == "cv.pdf"
    assert not data["proposals"]
    assert any(fact["source"].startswith("document:") and fact["quote"] for fact in data["facts"])


async def test_an_answer_that_was_lost_is_given_again(registered: Stage, wording: Wording) -> None:
    shown = await sends(registered, await keep(registered, CV, "cv.pdf"))
    first = meaning(shown, 1, "yes")
    one = await registered.act("action_proposals", "proposal", **first)
    assert (await registered.act("action_proposals", "proposal", again=True, **first)).replies == one.replies


async def test_a_no_in_words_asks_which_one(registered: Stage) -> None:
    await sends(registered, await keep(registered, CV, "cv.pdf"))
    answered = await registered.act("action_proposals", "deny", "bukan")
    assert answered.keys == ["proposals_which"]


async def test_another_persons_suggestions_are_nobody_elses(registered: Stage, services: Services) -> None:
    shown = await sends(registered, await keep(registered, CV, "cv.pdf"))
    other = await new_stage(services, registered.executor, 77)
    async with services.database.transaction("test", "test") as session:
        await registration.give_consent(session, other.chat_id)
    before = await profile(other)
    await other.act("action_proposals", "proposal", **meaning(shown, 1, "yes"))
    assert await profile(other) == before


async def test_the_same_file_twice_is_kept_once_and_asked_on(registered: Stage) -> None:
    await sends(registered, await keep(registered, CV, "cv.pdf"))
    again = await keep(registered, CV, "cv-baru.pdf", turn=2)
    assert not again["papers"][0]["new"]
    assert (await sends(registered, again)).keys == ["proposals"], "what was not answered is asked again"


async def test_without_consent_nothing_is_kept_and_the_reason_is_said(stage: Stage) -> None:
    answered = await sends(stage, {"consent": False, "papers": [], "told": []})
    assert answered.keys == ["document_needs_consent"]
    assert [one["intent"] for one in buttons(answered)] == ["register"]


async def test_what_can_not_be_read_is_told(registered: Stage, wording: Wording) -> None:
    told = {"response": "document_too_large", "args": {"megabytes": 10}}
    answered = await sends(registered, {"consent": True, "papers": [], "told": [told]})
    assert "10 MB" in said(answered, wording)


async def test_a_photo_gets_a_name_and_a_portrait_is_made_small(registered: Stage, wording: Wording) -> None:
    files = await keep(registered, picture(), None)
    answered = await sends(registered, files, "photo")
    assert answered.keys == ["document_which_kind"]
    photo = next(one["entities"] for one in buttons(answered) if one["entities"]["kind"] == "photo")
    named = await registered.act("action_media", "media_received", **photo)
    assert "pas foto" in said(named, wording)
    async with registered.services.database.reading() as session:
        content = await papers.content_of(session, registered.chat_id, files["papers"][0]["id"])
    assert picture_type(content) == "image/jpeg"
    assert content != picture()


async def test_a_paper_that_is_not_to_be_kept_is_gone(registered: Stage) -> None:
    answered = await sends(registered, await keep(registered, picture((90, 120)), None), "photo")
    drop = next(one["entities"] for one in buttons(answered) if one["entities"]["kind"] == "drop")
    assert (await registered.act("action_media", "media_received", **drop)).keys == ["document_dropped"]
    assert (await registered.act("action_media", "media_received", **drop)).keys == ["document_gone"]
    async with registered.services.database.reading() as session:
        data = await privacy.copy(session, registered.chat_id)
    assert data is not None
    assert not data["documents"]


async def test_the_proof_asks_first_for_what_it_needs(registered: Stage) -> None:
    async with registered.services.database.transaction("test", "test") as session:
        await registration.complete(session, registered.chat_id)
    asked = await registered.act("action_ask_ak1", "ask_ak1", right="proof")
    assert asked.keys == ["proof_needs"]
    assert asked.follows == "record_form"
    async with registered.services.database.transaction("test", "test") as session:
        for field, value in (("birth_date", "1999-05-03"), ("sex", "female"), ("card_region", "3275")):
            await registration.record_fact(
                session, registered.chat_id, field, value, quote=None, source="chat", turn_id=None
            )
    sent = await registered.act("action_ask_ak1", "ask_ak1", "minta bukti pendaftaran")
    assert sent.keys == ["ak1_registered"]
    known = await profile(registered)
    assert sent.replies[0]["document"]["proof"] == known.seeker_id
    # The questions were asked for it: it comes at their end as well.
    registered.slots |= {"record_for": "proof", "record": True}
    assert (await registered.act("action_record_done", "inform")).keys == ["ak1_registered"]
