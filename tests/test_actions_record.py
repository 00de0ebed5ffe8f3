"""The rest of the record: topics in order, several facts at once, nothing to tell, what can't be, and the end."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest

from placement import registration
from placement.office_facts import FILE, OfficeFacts
from placement.registration import Profile
from placement.storage import records
from tests.fixtures.actions import Stage

FOUR: dict[str, Any] = {
    "person_name": "siti aminah",
    "home_region": "3275",
    "education": "smk",
    "wish": {"text": "kasir", "occupations": ["5230"]},
}


async def profile(stage: Stage) -> Profile:
    async with stage.services.database.reading() as session:
        known = await registration.profile(session, stage.chat_id)
    assert known is not None
    return known


async def begin(stage: Stage, purpose: str = "all") -> list[str]:
    """Register somebody, and let the form ask its first question; gives the keys of the question."""
    async with stage.services.database.transaction("chat", "turn") as session:
        await registration.give_consent(session, stage.chat_id)
        for field, value in FOUR.items():
            await registration.record_fact(
                session, stage.chat_id, field, value, quote=None, source="chat", turn_id=None
            )
        await registration.complete(session, stage.chat_id)
    stage.slots["record_for"] = purpose
    answered = await stage.act("action_register", "register", "lengkapi data")
    assert answered.follows == "record_form"
    stage.form = "record_form"
    asked = await stage.act("validate_record_form", "register", "lengkapi data", after="action_register")
    return stage.take(asked).keys


async def test_the_topics_come_in_order_until_the_record_is_complete(stage: Stage) -> None:
    assert await begin(stage) == ["ask_phone"]
    for text, intent, key in (
        ("0812-3456-7890", "inform", "ask_experience"),
        ("2 th jadi kasir di Indomaret, sebelumnya jaga toko setahun", "inform", "ask_schooling"),
        ("akuntansi, 2017", "inform", "ask_skills"),
        ("excel, masak, SIM C", "inform", "ask_languages"),
        ("jawa lancar, inggris dikit", "inform", "ask_terms"),
        ("4 juta, full time", "inform", "ask_reach"),
        ("deket rumah aja", "inform", "ask_availability"),
        ("bulan depan", "inform", "ask_accommodation"),
        ("nggak ada", "deny", "ask_birth"),
        ("Bekasi, 3 mei 1999, cewek", "inform", "ask_card_region"),
        ("sama", "affirm", "ask_nik"),
    ):
        answered = await stage.form_takes(intent, text)
        assert answered.keys == [key], text
    answered = await stage.form_takes("skip", "lewati aja")
    assert answered.keys == [] and stage.slots["requested_slot"] is None
    known = await profile(stage)
    assert known.complete
    assert (known.phone, known.experience_months, known.school_year) == ("+6281234567890", 36, 2017)
    assert [job["employer"] for job in known.experiences] == ["Indomaret", None]
    assert (known.driving_licences, known.wage_min, known.willing_to_move) == (("sim_c",), 4_000_000, False)
    assert (known.sex, str(known.birth_date), known.card_region) == ("female", "1999-05-03", "3275")
    stage.form = None
    done = await stage.act("action_record_done", "skip")
    assert done.keys == ["record_complete"]


async def test_a_job_held_is_no_job_wished_for(stage: Stage) -> None:
    await begin(stage)
    await stage.form_takes("skip")
    await stage.form_takes("inform", "3 tahun sopir truk", occupation="sopir truk", experience="3 tahun")
    known = await profile(stage)
    assert known.wish_text == "kasir"
    assert [job["occupation_code"] for job in known.experiences] == ["8332"]


@pytest.mark.parametrize(
    ("topic", "text", "key"),
    [
        ("birth", "lahir 1 januari 2030, perempuan", "invalid_birth_future"),
        ("birth", "3 mei 1890 perempuan", "invalid_birth_year"),
        ("birth", "31 februari 1999", "invalid_date"),
        ("birth", "umur 24, lahir 3 mei 1980", "birth_contradicts_age"),
        ("nik", "1234567", "invalid_nik"),
        ("phone", "0812abc3456", "invalid_phone"),
        ("terms", "3", "invalid_wage_unit"),
        ("terms", "3000000000", "invalid_wage"),
        ("card_region", "Wakanda", "invalid_region"),
        ("accommodation", "saya punya penyakit jantung", "accommodation_to_officer"),
    ],
)
async def test_what_cannot_be_is_told_and_asked_again(stage: Stage, topic: str, text: str, key: str) -> None:
    await begin(stage)
    stage.slots |= {"requested_slot": topic, "record_for": topic}
    before = await profile(stage)
    answered = await stage.form_takes("inform", text)
    said = str(answered.replies)
    assert key in said
    assert stage.slots["requested_slot"] == topic, "it is asked again"
    known = await profile(stage)
    assert known == dataclasses.replace(before, sex=known.sex), "of it only what can be is kept"


async def test_somebody_under_eighteen_is_kept_no_longer(stage: Stage) -> None:
    await begin(stage)
    stage.slots["requested_slot"] = "birth"
    answered = await stage.form_takes("inform", "lahir 3 mei 2012, cowok")
    assert answered.keys == ["under_age"]
    async with stage.services.database.reading() as session:
        assert await registration.profile(session, stage.chat_id) is None


async def test_an_ambiguous_region_is_chosen(stage: Stage) -> None:
    await begin(stage)
    stage.slots |= {"requested_slot": "card_region", "record_for": "card_region"}
    answered = await stage.form_takes("inform", "Bandung", location="Bandung")
    assert answered.keys == ["ask_which_region"]
    codes = [one["entities"]["location"] for one in answered.replies[0]["buttons"]]
    assert "3273" in codes
    await stage.form_takes("inform", location="3273")
    assert (await profile(stage)).card_region == "3273"


async def test_an_application_asks_only_what_an_officer_needs(stage: Stage) -> None:
    assert await begin(stage, "apply") == ["ask_phone"]
    assert (await stage.form_takes("inform", "081234567890")).keys == ["ask_experience"]
    await stage.form_takes("deny", "belum pernah kerja")
    assert stage.slots["requested_slot"] is None
    known = await profile(stage)
    assert known.experience_months == 0 and known.settled("experience")
    stage.form = None
    done = await stage.act("action_record_done", "deny")
    assert done.keys == ["record_so_far"]


async def test_whoever_asks_something_else_after_applying_is_not_asked_on(stage: Stage) -> None:
    await begin(stage, "apply")
    answered = await stage.act("validate_record_form", "ask_cost", "bayar gak?", after="utter_ask_cost")
    assert answered.keys == []
    stage.take(answered)
    assert stage.slots["requested_slot"] is None
    assert (await stage.act("action_record_done", "ask_cost")).keys == []


async def test_somebody_elses_contact_is_not_kept(stage: Stage) -> None:
    await begin(stage, "phone")
    answered = await stage.form_takes("contact_shared", phone="+6281234567890", own="false")
    assert "contact_foreign" in str(answered.replies)
    assert (await profile(stage)).phone is None
    await stage.form_takes("contact_shared", phone="6281234567890", own="true")
    assert (await profile(stage)).phone == "+6281234567890"


async def test_a_clear_question_is_no_answer(stage: Stage) -> None:
    await begin(stage)
    answered = await stage.act("validate_record_form", "ask_cost", "ini bayar gak?")
    assert (answered.keys, answered.events) == ([], [])


async def test_an_answer_that_was_lost_is_kept_once(stage: Stage) -> None:
    await begin(stage)
    stage.slots["requested_slot"] = "experience"
    for again in (False, True):
        answered = await stage.act("validate_record_form", "inform", "kasir 1 tahun", again=again)
    assert answered.keys == ["ask_phone"]
    assert len((await profile(stage)).experiences) == 1


async def test_of_forty_jobs_the_rest_is_told(stage: Stage) -> None:
    await begin(stage)
    stage.slots["requested_slot"] = "experience"
    text = ", ".join(f"kasir di toko {number}" for number in range(40))
    answered = await stage.form_takes("inform", text)
    assert "too_many_jobs" in str(answered.replies)
    assert len((await profile(stage)).experiences) == 20


async def test_the_need_is_kept_and_never_the_words_around_it(stage: Stage) -> None:
    await begin(stage)
    stage.slots["requested_slot"] = "accommodation"
    await stage.form_takes("disability_service", "saya lumpuh jadi perlu kursi roda")
    async with stage.services.database.reading() as session:
        seeker = await registration.consenting(session, stage.chat_id)
        kept = [fact for fact in await records.facts_of(session, seeker.id) if fact.field == "accommodation"]
    assert (await profile(stage)).accommodation == ("wheelchair",)
    assert [fact.quote for fact in kept] == [None]


async def test_whoever_objects_is_not_chosen_for_until_it_is_taken_back(stage: Stage) -> None:
    await begin(stage)
    stage.form = None
    assert (await stage.act("action_privacy", "privacy", right="object")).keys == ["matching_objected"]
    assert (await profile(stage)).matching_objected_at is not None
    assert (await stage.act("action_after_registration", "affirm")).keys == ["matching_objected"]
    assert (await stage.act("action_privacy", "privacy", right="match_again")).keys == ["matching_again"]
    assert (await profile(stage)).matching_objected_at is None
    shown = await stage.act("action_after_registration", "affirm")
    assert "matching_objected" not in shown.keys


async def test_an_answer_to_another_question_is_kept_and_the_question_stays(stage: Stage) -> None:
    assert await begin(stage) == ["ask_phone"]
    answered = await stage.form_takes("inform", "3 th jadi kasir di Indomaret, sebelumnya jaga toko setahun")
    assert answered.keys == ["ask_phone"]
    assert "invalid_phone" not in str(answered.replies)
    known = await profile(stage)
    assert (known.experience_months, known.phone) == (48, None)
    assert "button_leave" in str(answered.replies), "whoever can't answer finds a way out"
    answered = await stage.form_takes("inform", "jawa lancar, inggris dikit")
    assert [one["code"] for one in (await profile(stage)).spoken_languages] == ["jv", "en"]


@pytest.mark.parametrize("text", ["umur saya rahasia", "ga mau kasih tau", "i'd rather not say"])
async def test_whoever_would_rather_not_say_is_not_pressed(stage: Stage, text: str) -> None:
    await begin(stage)
    stage.slots["requested_slot"] = "birth"
    answered = await stage.form_takes("inform", text)
    assert "left_aside" in str(answered.replies)
    known = await profile(stage)
    assert known.settled("birth") and known.birth_date is None


async def test_only_indonesian_is_an_answer_and_no_change_of_language(stage: Stage) -> None:
    await begin(stage)
    stage.slots["requested_slot"] = "languages"
    answered = await stage.act("validate_record_form", "change_language", "pakai bahasa inggris dong")
    assert answered.keys == []
    answered = await stage.form_takes("change_language", "cuma indonesia")
    assert "left_aside" in str(answered.replies)
    assert (await profile(stage)).settled("languages")


async def test_a_language_taken_for_a_no_is_kept(stage: Stage) -> None:
    await begin(stage)
    stage.slots["requested_slot"] = "languages"
    answered = await stage.form_takes("deny", "jawa")
    assert "left_aside" not in str(answered.replies)
    assert [one["code"] for one in (await profile(stage)).spoken_languages] == ["jv"]


@pytest.mark.parametrize(("intent", "text"), [("skip", "gak"), ("deny", "gak bisa jauh2"), ("skip", "dekat rumah aja")])
async def test_a_short_no_to_moving_is_an_answer(stage: Stage, intent: str, text: str) -> None:
    await begin(stage)
    stage.slots["requested_slot"] = "reach"
    await stage.form_takes(intent, text)
    assert (await profile(stage)).willing_to_move is False


@pytest.mark.parametrize("intent", ["inform", "ask_market"])
async def test_the_minimum_wage_is_the_office_s_where_it_is_told(stage: Stage, tmp_path: Path, intent: str) -> None:
    (tmp_path / FILE).write_text(
        "fact,region,value_id,value_en,valid_from,valid_until\nminimum_wage,3275,5999443,5999443,2020-01-01,\n"
    )
    object.__setattr__(stage.services, "facts", OfficeFacts(tmp_path))
    await begin(stage)
    stage.slots |= {"requested_slot": "terms", "record_for": "terms"}
    await stage.form_takes(intent, "umr aja kak")
    assert (await profile(stage)).wage_min == 5_999_443


async def test_an_unknown_minimum_wage_is_left_aside(stage: Stage) -> None:
    await begin(stage)
    stage.slots |= {"requested_slot": "terms", "record_for": "terms"}
    answered = await stage.form_takes("ask_market", "umr")
    assert (await profile(stage)).wage_min is None
    assert stage.slots["requested_slot"] is None, answered.keys
