"""Officers, danger, rights, languages, the not understood; and a turn that can't be read."""

import pytest

from actions.meanings import MEANINGS
from placement.chats import chat_of
from placement.registration import profile
from placement.settings import ROOT
from placement.vocabulary import Vocabularies
from placement.wording import Wording
from tests.fixtures.actions import Stage


async def test_an_officer_is_asked_for_once_and_the_place_is_told(stage: Stage) -> None:
    first = await stage.act("action_talk_to_officer", "talk_to_officer", "mau ngomong sama petugas")
    lost = await stage.act("action_talk_to_officer", "talk_to_officer", "mau ngomong sama petugas", again=True)
    later = await stage.act("action_talk_to_officer", "talk_to_officer", "halo petugas")
    assert first.keys == ["case_opened"]
    assert first.replies[0]["who"] == {"response": "case_queued", "args": {"place": 1}}
    assert lost.replies == first.replies
    assert later.keys == ["case_open_already"]


@pytest.mark.parametrize(
    ("intent", "reason"),
    [
        ("report_scam", "scam"),
        ("complaint", "complaint"),
        ("work_abroad", "abroad"),
        ("disability_service", "disability"),
        ("ask_layoff", "layoff"),
    ],
)
async def test_what_a_machine_should_not_decide_offers_an_officer(stage: Stage, intent: str, reason: str) -> None:
    offered = stage.take(await stage.act("action_offer_officer", intent, "…"))
    assert offered.keys == [f"offer_{reason}"]
    assert (offered.slot("asking"), offered.slot("case_reason")) == ("officer", reason)
    opened = await stage.act("action_talk_to_officer", "affirm", "iya")
    assert opened.keys == ["case_opened"]


async def test_danger_shows_contacts_and_says_truly_whether_somebody_reads(stage: Stage) -> None:
    answered = await stage.act("action_distress", "distress", "saya disekap")
    assert answered.keys == ["distress"]
    assert answered.replies[0]["who"]["response"] == "case_queued"
    assert answered.slot("asking") == "safe"
    safe = await stage.act("action_distress_safe", "affirm", "aman")
    assert safe.keys == ["distress_safe"]
    assert safe.replies[0]["who"]["response"] == "case_queued", "nobody is promised to read who may not be there"


async def test_danger_abroad_is_answered_with_the_numbers_there(stage: Stage) -> None:
    answered = await stage.act("action_distress", "distress", "saya disekap majikan di malaysia")
    assert answered.replies[0]["numbers"]["args"] == {"country": {"response": "help_in_MY"}}
    again = await stage.act("action_distress", "distress", "sekarang saya di hong kong")
    assert again.keys == ["seeker_passed_on_abroad"]


async def test_erasing_asks_first_and_then_forgets_everything(registered: Stage) -> None:
    asked = registered.take(await registered.act("action_privacy", "privacy", right="erase"), "action_privacy")
    assert asked.keys == ["erase_confirm"]
    assert [button["intent"] for button in asked.replies[0]["buttons"]] == ["privacy", "privacy"]
    gone = await registered.act("action_erase", "affirm", "iya")
    lost = await registered.act("action_erase", "affirm", "iya", again=True)
    assert gone.keys == lost.keys == ["erased"]
    assert {"reset_slots", "active_loop"} <= {event["event"] for event in gone.events}
    async with registered.services.database.reading() as session:
        assert await profile(session, registered.chat_id) is None


async def test_only_a_yes_in_words_to_the_question_just_asked_erases(registered: Stage) -> None:
    registered.take(await registered.act("action_privacy", "privacy", right="erase"), "action_privacy")
    pressed = registered.take(await registered.act("action_erase", "affirm"), "action_erase")
    assert pressed.keys == ["erase_confirm"]
    kept = registered.take(await registered.act("action_erase", "deny", "tidak jadi"), "action_erase")
    assert kept.keys == ["erase_kept"]
    registered.take(await registered.act("action_privacy", "privacy", right="erase"), "action_privacy")
    registered.past += [{"event": "user", "text": "bayar gak?"}, {"event": "action", "name": "utter_ask_cost"}]
    late = await registered.act("action_erase", "affirm", "iya")
    assert (late.keys, late.follows) == ([], "action_affirm")
    async with registered.services.database.reading() as session:
        assert await profile(session, registered.chat_id) is not None


async def test_withdrawn_consent_stops_the_use(registered: Stage) -> None:
    withdrawn = await registered.act("action_privacy", "privacy", right="withdraw")
    assert withdrawn.keys == ["consent_withdrawn"]
    shown = await registered.act("action_show_profile", "show_profile")
    assert shown.keys == ["profile_withdrawn"], "for three days it would be untrue that nothing is kept"
    assert shown.replies[0]["until"]


async def test_a_copy_carries_everything_as_a_file(registered: Stage) -> None:
    copy = await registered.act("action_privacy", "privacy", right="copy")
    assert copy.keys == ["privacy_copy"]
    assert copy.replies[0]["document"]["json"]["profile"]["person_name"] == "Siti Aminah"


async def test_twice_unclear_in_a_row_offers_an_officer(stage: Stage) -> None:
    first = stage.take(await stage.act("action_unclear", "nlu_fallback", "qwerty"), "action_unclear")
    second = await stage.act("action_unclear", "nlu_fallback", "asdf")
    assert first.keys == ["utter_unclear"]
    assert second.keys == ["unclear_again"]
    assert second.slot("asking") == "officer"


async def test_an_odd_message_that_names_a_job_is_a_search(stage: Stage) -> None:
    found = await stage.act("action_unclear", "nlu_fallback", "kasir dong", occupation="kasir")
    assert found.keys == ["results"]


async def test_a_newcomer_and_somebody_known_are_greeted_differently(registered: Stage) -> None:
    back = await registered.act("action_greet", "greet", "halo")
    assert back.keys == ["greet_back"]
    assert back.replies[0]["name"] == "Siti Aminah"
    registered.form = "registration_form"
    assert (await registered.act("action_greet", "greet", "halo")).keys == ["greet_again"]


async def test_a_language_is_set_by_button_and_otherwise_offered(stage: Stage) -> None:
    assert (await stage.act("action_change_language", "change_language", "ganti bahasa")).keys == ["ask_language"]
    assert (await stage.act("action_change_language", "change_language", language="en")).keys == ["language_set"]
    assert (await stage.act("action_change_language", "change_language", language="xx")).keys == ["ask_language"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("pakai bahasa inggris", "en"),
        ("english please", "en"),
        ("pke bhs indo aja", "id"),
        ("Bahasa Indonesia saja kak", "id"),
        ("I don't speak Indonesian", "en"),
        ("jangan english dong", "id"),
    ],
)
async def test_a_language_that_is_named_is_set_at_once(stage: Stage, text: str, language: str) -> None:
    assert (await stage.act("action_change_language", "change_language", text)).keys == ["language_set"]
    async with stage.services.database.reading() as session:
        assert (await chat_of(session, stage.chat_id)).language == language


@pytest.mark.parametrize("text", ["ganti bahasa", "indonesia atau inggris?", "pakai bahasa jawa", "/bahasa"])
async def test_a_language_that_is_not_clear_is_asked(stage: Stage, text: str) -> None:
    assert (await stage.act("action_change_language", "change_language", text)).keys == ["ask_language"]


@pytest.mark.parametrize(
    ("kind", "key"), [("voice", "media_voice"), ("dice", "media_dice"), ("hologram", "media_other")]
)
async def test_every_kind_of_file_has_an_answer(stage: Stage, kind: str, key: str) -> None:
    assert (await stage.act("action_media", "media_received", kind=kind)).keys == [key]


async def test_a_location_at_sea_is_told_and_one_on_land_offers_a_search(stage: Stage) -> None:
    assert (await stage.act("action_location", "location_shared", region="")).keys == ["invalid_location_alone"]
    assert (await stage.act("action_location", "location_shared", region="3275")).keys == ["location_seen"]


async def test_a_turn_without_its_number_fails(stage: Stage) -> None:
    stage.chat_id = "nobody"  # type: ignore[assignment]
    with pytest.raises(ValueError, match="turn_id and chat"):
        await stage.act("action_greet", "greet", "halo")


async def test_a_review_that_is_open_is_shown_again_in_the_chosen_language(registered: Stage) -> None:
    registered.slots["asking"] = "review"
    chosen = await registered.act("action_change_language", "change_language", language="en")
    assert chosen.keys == ["language_set", "review"]


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("saya mantan napi bisa kerja ga", "hurdle_past"),
        ("baru keluar dari penjara, ada yg mau nerima?", "hurdle_past"),
        ("saya hamil 5 bulan bisa kerja?", "hurdle_pregnant"),
    ],
)
async def test_what_is_feared_has_an_answer_of_its_own(stage: Stage, text: str, answer: str) -> None:
    for action, intent in (
        ("action_offer_officer", "disability_service"),
        ("action_inform", "inform"),
        ("action_unclear", "nlu_fallback"),
        ("action_search", "search_job"),
    ):
        assert (await stage.act(action, intent, text)).keys == [answer]
    assert (await stage.act("action_offer_officer", "disability_service", "saya tuli")).keys == ["offer_disability"]


async def test_a_greeting_in_the_middle_introduces_nobody_and_says_what_is_open(stage: Stage) -> None:
    assert (await stage.act("action_greet", "greet", "halo")).keys == ["greet_new"]
    await stage.act("action_talk_to_officer", "talk_to_officer", "mau ngomong sama petugas")
    again = await stage.act("action_greet", "greet", "halo?")
    assert again.keys == ["greet_on"]
    assert again.replies[0]["things"][0]["args"]["who"]["response"] == "case_queued"


async def test_a_place_alone_is_no_yes(stage: Stage) -> None:
    handed = await stage.act("action_affirm", "affirm", "depok", location="depok")
    assert handed.follows == "action_inform"
    assert (await stage.act("action_affirm", "affirm", "oke")).keys == ["affirm_nothing"]


async def test_two_meanings_that_are_about_as_likely_are_both_offered(stage: Stage) -> None:
    stage.ranking = [("nlu_fallback", 0.35), ("ask_cost", 0.41), ("report_scam", 0.38), ("greet", 0.02)]
    answered = await stage.act("action_unclear", "nlu_fallback", "bayar 50rb buat kartu?")
    assert answered.keys == ["which_meaning"]
    assert [button["intent"] for button in answered.replies[0]["buttons"]] == ["ask_cost", "report_scam"]


@pytest.mark.parametrize(
    "ranking",
    [
        [("ask_cost", 0.3), ("report_scam", 0.1)],  # the second is far behind
        [("ask_cost", 0.2), ("report_scam", 0.18)],  # it may be about anything
        [("affirm", 0.4), ("greet", 0.4)],  # nobody presses a button for these
        [],
    ],
)
async def test_no_meanings_are_offered_where_there_is_no_choice(stage: Stage, ranking: list[tuple[str, float]]) -> None:
    stage.ranking = ranking
    assert (await stage.act("action_unclear", "nlu_fallback", "hmm")).keys == ["utter_unclear"]


def test_every_meaning_has_a_title_in_both_languages() -> None:
    for language in ("id", "en"):
        wording = Wording(ROOT / "data" / "responses", Vocabularies.load(ROOT / "data"))
        assert {f"meaning_{intent}" for intent in MEANINGS} <= wording.keys(language)


async def test_erasing_is_asked_for_and_confirmed_in_words(registered: Stage) -> None:
    words = "tolong apus semua dataku"
    asked = registered.take(await registered.act("action_privacy", "privacy", words), "action_privacy")
    assert asked.keys == ["erase_confirm"]
    gone = await registered.act("action_privacy", "privacy", "yakin, hapus aja semua")
    assert gone.keys == ["erased"]


async def test_not_to_be_kept_after_consent_asks_for_erasing(registered: Stage) -> None:
    assert (await registered.act("action_cancel", "cancel", "ga jadi deh, jangan simpan data gue")).keys == [
        "erase_confirm"
    ]
    assert (await registered.act("action_cancel", "cancel", "ga jadi deh")).keys == ["cancelled"]


@pytest.mark.parametrize(
    ("action", "intent"),
    [
        ("action_unclear", "nlu_fallback"),
        ("action_skip", "skip"),
        ("action_cancel", "cancel"),
        ("action_change_language", "change_language"),
        ("action_deny", "deny"),
    ],
)
async def test_an_offer_is_declined_in_any_words(stage: Stage, action: str, intent: str) -> None:
    stage.slots |= {"asking": "officer", "case_reason": "abroad"}
    told = await stage.act(action, intent, "nanti dulu aja kak")
    assert told.keys == ["denied"]
    assert (told.slot("asking"), told.slot("case_reason")) == (None, None)


async def test_whoever_begins_to_tell_is_offered_the_officer_again(stage: Stage) -> None:
    stage.slots |= {"asking": "officer", "case_reason": "disability"}
    told = await stage.act("action_unclear", "nlu_fallback", "butuh tempat duduk saja kalau lama")
    assert told.keys == ["offer_again"]
    assert told.replies[0]["buttons"][0]["entities"] == {"reason": "disability"}
    assert told.events == [], "a yes still means the officer"


@pytest.mark.parametrize(
    ("text", "answer", "reason"),
    [
        ("pelayanan loketnya buruk sekali", "offer_service", "complaint"),
        ("disuruh setor uang masuk dulu", "offer_scam", "scam"),
        ("lelah ditolak terus tiap interview", "worn_out", "asked"),
        ("gaji saya ditahan bos", "offer_complaint", "complaint"),
    ],
)
async def test_a_complaint_is_answered_by_what_it_is_about(stage: Stage, text: str, answer: str, reason: str) -> None:
    told = await stage.act("action_offer_officer", "complaint", text)
    assert told.keys == [answer]
    assert told.slot("case_reason") == reason


async def test_a_farewell_in_the_middle_of_registration_lets_it_rest(registered: Stage) -> None:
    assert (await registered.act("action_goodbye", "goodbye", "dadah")).keys == ["utter_goodbye"]
    registered.form = "record_form"
    told = registered.take(await registered.act("action_goodbye", "goodbye", "dadah besok lagi"))
    assert told.keys == ["cancelled_record"]
    assert registered.form is None


@pytest.mark.parametrize("text", ["dataku masih ada gak", "data saya masih disimpan kah", "is my data still stored?"])
async def test_whether_anything_is_kept_is_answered_by_what_is_kept(stage: Stage, text: str) -> None:
    assert (await stage.act("action_privacy", "privacy", text)).keys == ["utter_profile_none"]


@pytest.mark.parametrize(
    ("ranking", "follows"),
    [
        ([("affirm", 0.41), ("talk_to_officer", 0.37)], "action_talk_to_officer"),
        ([("ask_office", 0.41), ("affirm", 0.37)], None),
    ],
)
async def test_half_a_yes_to_an_officer_is_one(
    stage: Stage, ranking: list[tuple[str, float]], follows: str | None
) -> None:
    stage.slots |= {"asking": "officer", "case_reason": "abroad"}
    stage.ranking = ranking
    assert (await stage.act("action_unclear", "nlu_fallback", "gas sambungin kak")).follows == follows
