"""While a case waits, what is told is the officer's, and what is asked of the bot stays the bot's."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.waiting_case import Parsed, Question, asked, is_called_off, is_told, open_question
from tests.fixtures.desk import Desk
from tests.fixtures.sandbox import Person


def parsed(text: str, intent: str, confidence: float = 0.99, *entities: str) -> Parsed:
    return Parsed(
        {
            "text": text,
            "intent": {"name": intent, "confidence": confidence},
            "entities": [{"entity": name, "value": "x"} for name in entities],
        }
    )


NOTHING = Question()


@pytest.mark.parametrize(
    ("said", "reason", "question", "told"),
    [
        (parsed("bos saya bilang nanti2 terus", "ask_guidance", 0.38), "complaint", NOTHING, True),
        (parsed("gajinya belum dibayar dari bulan lalu", "complaint"), "asked", NOTHING, True),
        (parsed("sudah 3 bulan saya kerja di sana", "report_placed", 0.83), "complaint", NOTHING, True),
        (parsed("kejadiannya kemarin malam di pabrik", "withdraw_application", 0.51), "scam", NOTHING, True),
        (parsed("ini surat dokter", "nlu_fallback", 0.3), "disability", NOTHING, True),
        (parsed("ternyata minta uang lagi", "report_scam"), "asked", NOTHING, True),
        (parsed("bapak saya sakit jadi saya berhenti", "cancel"), "asked", NOTHING, True),
        (parsed("cari kerja kasir", "search_job"), "complaint", NOTHING, False),
        (parsed("kasir di bekasi", "inform", 0.67, "occupation", "location"), "asked", NOTHING, False),
        (parsed("kasir di bekasi", "inform", 0.67, "occupation", "location"), "distress", NOTHING, True),
        (parsed("status lamaran saya gimana", "application_status", 0.99), "complaint", NOTHING, False),
        (parsed("petugasnya mana", "talk_to_officer", 0.98), "complaint", NOTHING, False),
        (parsed("oke kak", "affirm"), "asked", NOTHING, False),
        # The first words of danger are answered with the numbers; after that they are the officer's too.
        (parsed("saya dipukul", "distress"), "complaint", NOTHING, False),
        (parsed("saya di kos, capek banget", "distress", 0.54), "distress", NOTHING, True),
        (parsed("saya di kos, capek banget", "distress", 0.54), "distress", Question("safe"), True),
        (parsed("iya aman", "affirm"), "distress", Question("safe"), False),
        # An answer to the bot's own question is the bot's.
        (parsed("yang di depok aja", "inform"), "asked", Question("search"), False),
        (parsed("yang di depok aja", "inform"), "asked", NOTHING, True),
        (parsed("Siti Aminah", "nlu_fallback", 0.3), "asked", Question(None, True), False),
        (parsed("gaji saya ditahan", "complaint"), "asked", Question(None, True), True),
    ],
)
def test_who_is_spoken_to(said: Parsed, reason: str, question: Question, told: bool) -> None:
    assert is_told(said, reason, question) is told


def test_the_open_question_is_read_from_the_state() -> None:
    assert open_question(None) == Question()
    events: list[dict[str, Any]] = [
        {"event": "slot", "name": "asking", "value": "search"},
        {"event": "active_loop", "name": "registration_form"},
    ]
    assert open_question({"version": 1, "events": events}) == Question("search", True)
    events += [{"event": "active_loop", "name": None}, {"event": "slot", "name": "asking", "value": None}]
    assert open_question({"version": 1, "events": events}) == Question()


@pytest.mark.parametrize(
    ("text", "intent", "reason", "question", "off"),
    [
        ("gausah deh, udah beres", "feedback", "asked", NOTHING, True),
        ("gak jadi kak", "cancel", "asked", Question(after="action_talk_to_officer"), True),
        ("gak jadi kak", "cancel", "asked", Question(after="action_search"), False),
        ("gausah deh, udah beres", "deny", "distress", NOTHING, False),
        ("gausah deh, udah beres", "deny", "asked", Question("search"), False),
        ("gausah deh, udah beres", "deny", "asked", Question(None, True), False),
    ],
)
def test_when_an_officer_is_called_off(text: str, intent: str, reason: str, question: Question, off: bool) -> None:
    assert is_called_off(text, parsed(text, intent), reason, question) is off


def test_what_the_bot_asks_by_itself_is_in_the_state() -> None:
    state = {"version": 1, "events": [{"event": "slot", "name": "asking", "value": None}]}
    assert open_question(asked(state, "report")).asking == "report"
    assert asked(None, "report") is None


# --- over the bot, with no Rasa behind it -------------------------------------------------------------------------


def shown(messages: list[dict[str, Any]]) -> str:
    return "\n".join(one["text"] or "" for one in messages if not one["out"])


async def test_words_of_danger_reach_the_officer_though_nothing_understands_them(
    desk: Desk, siti: Person, rina: Person
) -> None:
    await desk.comes(siti)
    case_id = await desk.asks(siti, "distress", "saya dipukul")
    await siti.says("saya di kos, capek banget")
    await siti.hears("teruskan ke petugas")
    await siti.says("dia di luar kamar")
    await desk.quiet()
    assert shown(await siti.history()).count("teruskan ke petugas") == 1, "not after every line"
    await siti.says("saya pengen mati aja")
    assert "119" in (await siti.hears("Kakak berarti"))["text"], "such words are always answered"
    await desk.shows_nothing_of("kos", "kamar", "mati")
    home = rina.at("bot")
    await home.starts("meja")
    topic = await desk.topic(case_id, rina)
    await topic.presses("Ambil kasus")
    packet = (await home.hears("dia di luar kamar"))["text"]
    assert "saya di kos" in packet
    assert "mati aja" in packet


async def test_a_paper_sent_to_a_waiting_case_comes_to_whoever_takes_it(desk: Desk, siti: Person, rina: Person) -> None:
    await desk.comes(siti)
    case_id = await desk.asks(siti, "asked", "mau tanya")
    topic = await desk.topic(case_id, rina)
    await siti.sends_file("document", b"isi", "surat.pdf", caption="ini surat dokter")
    await siti.hears("Sudah saya teruskan ke petugas")
    notice = await topic.hears("Tidak ditampilkan di grup")
    assert "yang mengambil kasus" in notice["text"]
    await siti.sends_file("voice", b"suara", "cerita.ogg")
    await topic.sandbox.until(
        lambda seen: next((one for one in seen if (one["media"] or {}).get("kind") == "voice"), None), topic, "voice"
    )
    home = rina.at("bot")
    await home.starts("meja")
    await topic.presses("Ambil kasus")
    await home.sandbox.until(
        lambda seen: next((one for one in seen if "ini surat dokter" in (one["text"] or "")), None), home, "document"
    )
    await desk.quiet()
    assert len([one for one in await topic.history() if one["media"]]) == 1, "shown once"


async def test_after_some_minutes_it_is_said_again(desk: Desk, siti: Person) -> None:
    await desk.comes(siti)
    await desk.asks(siti, "complaint", "gaji ditahan")
    for wait, times in ((0, 1), (1, 1), (6, 2)):
        await desk.later(timedelta(minutes=wait))
        await siti.sends_file("photo", PNG, "slip.png")
        await desk.quiet()
        assert shown(await siti.history()).count("Sudah saya teruskan") == times
    await desk.shows_nothing_of("slip.png")


async def test_an_edit_of_what_was_passed_on_is_passed_on_too(desk: Desk, siti: Person) -> None:
    await desk.comes(siti)
    case_id = await desk.asks(siti, "distress", "tolong")
    hers = await siti.says("saya di jalan mawr")
    await siti.hears("teruskan ke petugas")
    await siti.edits(hers["id"], "saya di jalan mawar 5")
    await desk.quiet()
    assert [one.text for one in await desk.messages(case_id) if one.author == "seeker"] == ["saya di jalan mawar 5"]


PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)
