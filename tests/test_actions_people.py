"""Several people on one phone, in talk: who is asked, a record each, and always a way back."""

from __future__ import annotations

from placement import people, registration, staff
from placement.registration import Profile
from tests.fixtures.actions import Stage


async def profile(stage: Stage) -> Profile | None:
    async with stage.services.database.reading() as session:
        return await registration.profile(session, stage.chat_id)


async def finished(stage: Stage) -> None:
    async with stage.services.database.transaction("chat", "turn") as session:
        await registration.complete(session, stage.chat_id)


async def test_a_new_name_is_asked_about_before_anything_is_changed(registered: Stage) -> None:
    await finished(registered)
    asked = await registered.act("action_register", "register", "saya Joko, mau daftar juga", person_name="Joko")
    assert asked.keys == ["ask_same_person"]
    known = await profile(registered)
    assert known is not None and known.person_name == "Siti Aminah"
    same = await registered.act("action_register", "register", "saya Siti mau daftar", person_name="Siti")
    assert "ask_same_person" not in same.keys


async def test_another_person_begins_with_their_own_consent_and_both_find_their_record_again(registered: Stage) -> None:
    await finished(registered)
    first = await profile(registered)
    assert first is not None
    begun = await registered.act("action_person", "person", who="other", person_name="Joko")
    assert (begun.keys, begun.follows) == (["another_person"], "registration_form")
    assert await profile(registered) is None, "nobody has agreed yet"
    assert begun.slot("waiting")["facts"]["person_name"]["value"] == "Joko"
    seen = await registered.act("action_show_profile", "show_profile", "lihat data saya")
    assert seen.keys == ["people"], "whoever shares the phone finds the way back"
    who = [one["entities"].get("who") for one in seen.replies[0]["buttons"]]
    assert who == [str(first.seeker_id), "other"]
    back = await registered.act("action_person", "person", who=str(first.seeker_id))
    assert back.keys == ["person_switched"]
    assert await profile(registered) == first
    stays = await registered.act("action_person", "person", who=str(first.seeker_id))
    assert stays.keys == ["person_stays"]
    assert (await registered.act("action_person", "person", who="99")).keys == ["person_gone"]


async def test_a_start_link_joins_the_chat_and_only_once(registered: Stage, stage: Stage) -> None:
    async with registered.services.database.transaction("staff", "link") as session:
        rina = await staff.add_staff(session, 900, "Rina", "officer")
        known = await registration.profile(session, registered.chat_id)
        assert known is not None
        token = await people.make_link(session, known.seeker_id, rina)
    joined = await registered.act("action_greet", "greet", start=token)
    assert joined.keys == ["link_joined"]
    word = await registered.act("action_greet", "greet", start="poster-pasar")
    assert word.keys == ["greet_back"], "a word that is no link's is only a greeting"


async def test_an_ended_registration_begins_anew_when_its_owner_says_so(registered: Stage) -> None:
    await finished(registered)
    assert (await registered.act("action_report_placed", "report_placed", "udah kerja")).keys == ["placed_confirm"]
    ended = await registered.act("action_report_placed", "report_placed", agree="yes")
    assert ended.keys == ["placed_ended"]
    shown = await registered.act("action_show_profile", "show_profile")
    assert "registration_ended" in str(shown.replies)
    again = await registered.act("action_register", "register", "daftar")
    assert again.keys == ["reported"]
    known = await profile(registered)
    assert known is not None and known.ended_at is None


async def test_whoever_says_to_be_another_one_is_asked_before_a_record_is_shown(registered: Stage) -> None:
    alone = await registered.act("action_show_profile", "show_profile", "ini ibunya, mau lihat data")
    assert alone.keys != ["people"], "one person alone is not asked"
    async with registered.services.database.transaction("chat", "turn") as session:
        await people.another_person(session, registered.chat_id)
        await registration.give_consent(session, registered.chat_id)
    asked = await registered.act("action_show_profile", "show_profile", "ini ibunya, mau lihat data")
    assert asked.keys == ["people"]
    greeted = await registered.act("action_greet", "greet", "halo ini ibunya lagi")
    assert greeted.keys == ["people"]
