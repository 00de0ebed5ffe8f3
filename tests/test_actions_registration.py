"""Registration: nothing kept before consent, facts in any order, once, with what is refused and what is asked."""

import pytest

from actions.record import WAITING_FOR
from placement import registration
from placement.clock import ManualClock
from tests.fixtures.actions import Stage


async def profile(stage: Stage) -> registration.Profile | None:
    async with stage.services.database.reading() as session:
        return await registration.profile(session, stage.chat_id)


async def begin(stage: Stage, text: str = "mau daftar", **entities: str | list[str]) -> None:
    """Say that one wants to register: the form asks for consent."""
    stage.take(await stage.act("action_register", "register", text, again=False, after=None, metadata=None, **entities))
    stage.past.append({"event": "user", "text": text})
    stage.past.append({"event": "action", "name": "action_register"})
    stage.form = "registration_form"
    stage.slots["requested_slot"] = "consent"


async def test_facts_said_before_consent_wait_and_are_kept_after_a_yes(stage: Stage) -> None:
    await begin(
        stage, "mau daftar, saya Budi Santoso dari Depok lulusan SMA",
        person_name="Budi Santoso", location="Depok", education_level="SMA",
    )  # fmt: skip
    assert await profile(stage) is None
    agreed = await stage.form_takes("affirm", "setuju")
    kept = await profile(stage)
    assert kept is not None
    assert (kept.person_name, kept.home_region, kept.education) == ("Budi Santoso", "3276", "sma")
    assert agreed.keys == ["ask_wish"]
    assert stage.slots["waiting"] is None


async def test_a_yes_or_no_to_another_question_is_none_to_consent(stage: Stage) -> None:
    await begin(stage)
    stage.slots["asking"] = "erase"
    for intent, text in (("affirm", "iya"), ("deny", "tidak jadi"), ("cancel", "ga jadi")):
        answered = await stage.act("validate_registration_form", intent, text)
        assert (answered.keys, answered.events) == ([], [])
    refused = await stage.act("action_deny", "deny", "tidak jadi")
    assert refused.keys == ["denied_in_form"]
    stage.slots["asking"] = None
    assert (await stage.act("validate_registration_form", "affirm")).keys == [], "another question's button"
    assert await profile(stage) is None
    agreed = await stage.form_takes("consent", agree="yes")
    assert agreed.keys == ["ask_person_name"]


async def test_the_buttons_of_an_old_question_for_consent_lead_on(stage: Stage) -> None:
    late = await stage.act("action_consent", "consent", agree="yes")
    assert late.follows == "action_register"
    declined = await stage.act("action_consent", "consent", agree="no")
    assert declined.keys == ["consent_declined"]
    assert await profile(stage) is None


async def test_a_no_drops_what_waited(stage: Stage) -> None:
    await begin(stage, "mau daftar, saya Budi", person_name="Budi")
    refused = stage.take(await stage.act("action_deny", "deny", "nggak"))
    assert refused.keys == ["consent_declined"]
    assert stage.slots["waiting"] is None
    assert not stage.form
    assert await profile(stage) is None


async def test_what_waited_for_more_than_a_day_is_forgotten(stage: Stage) -> None:
    await begin(stage, "mau daftar, saya Budi", person_name="Budi")
    clock = stage.services.database.clock
    assert isinstance(clock, ManualClock)
    clock.advance(WAITING_FOR)
    agreed = await stage.form_takes("affirm", "setuju")
    assert agreed.keys == ["ask_person_name"]


async def test_a_question_is_left_to_the_other_rules(stage: Stage) -> None:
    await begin(stage)
    asked = await stage.act("validate_registration_form", "ask_cost", "bayar gak?")
    assert [event for event in asked.events if event["event"] == "slot" and event["name"] != "requested_slot"] == []


async def test_several_facts_in_one_message_leave_one_question(stage: Stage) -> None:
    await begin(stage)
    await stage.form_takes("affirm", "setuju")
    told = await stage.form_takes(
        "inform", "Siti, 23, SMK akuntansi, Bekasi Kota",
        person_name="Siti", age="23", education_level="SMK", major="akuntansi", location="Kota Bekasi",
    )  # fmt: skip
    assert told.keys == ["ask_wish"]
    kept = await profile(stage)
    assert kept is not None
    assert kept.missing == ("wish",)
    assert kept.major == "akuntansi"


async def test_an_ambiguous_place_is_asked_and_narrowed_by_one_word(stage: Stage) -> None:
    await begin(stage)
    await stage.form_takes("affirm", "setuju")
    await stage.form_takes("inform", "Siti", person_name="Siti")
    which = await stage.form_takes("inform", "bandung", location="bandung")
    assert which.keys == ["ask_which_region"]
    assert {button["entities"]["location"] for button in which.replies[0]["buttons"]} == {"3204", "3273"}
    await stage.form_takes("nlu_fallback", "yang kota")
    kept = await profile(stage)
    assert kept is not None
    assert kept.home_region == "3273"


@pytest.mark.parametrize(
    ("text", "code"),
    [("tgl di kab bandung", "3204"), ("di Kab. Bandung", "3204"), ("kota  bandung aja", "3273")],
)
async def test_the_kind_said_before_a_place_counts_though_the_tagger_left_it_out(
    stage: Stage, text: str, code: str
) -> None:
    await begin(stage)
    await stage.form_takes("affirm", "setuju")
    await stage.form_takes("inform", "Siti", person_name="Siti")
    await stage.form_takes("inform", text, location="Bandung" if "Bandung" in text else "bandung")
    kept = await profile(stage)
    assert kept is not None
    assert kept.home_region == code


async def test_what_is_said_to_the_reader_is_no_part_of_a_wish(stage: Stage) -> None:
    await begin(stage)
    await stage.form_takes("affirm", "setuju")
    await stage.form_takes("inform", "Siti, sma, Depok", person_name="Siti", education="sma", location="Depok")
    await stage.form_takes("inform", "satpam aja bang", occupation="satpam")
    kept = await profile(stage)
    assert kept is not None
    assert kept.wish_text == "satpam"


async def test_words_that_are_no_name_are_refused(stage: Stage) -> None:
    await begin(stage)
    await stage.form_takes("affirm", "setuju")
    refused = await stage.form_takes("inform", "12345")
    assert refused.keys == ["ask_person_name"]
    assert {"response": "invalid_name", "args": {}} in refused.replies[0]["before"]
    payload = await stage.act("validate_registration_form", "inform", '/inform{"person_name": "x"}')
    assert payload.keys == []
    kept = await profile(stage)
    assert kept is not None
    assert kept.person_name is None


async def test_a_correction_changes_a_known_fact_and_a_wished_place_does_not(registered: Stage) -> None:
    await registered.act("action_inform", "inform", "mau kerja di Depok", location="Depok")
    kept = await profile(registered)
    assert kept is not None
    assert kept.home_region == "3275"
    changed = await registered.act("action_correct", "correct", "eh salah, harusnya Depok", location="Depok")
    kept = await profile(registered)
    assert kept is not None
    assert kept.home_region == "3276"
    assert changed.keys == ["review"]


async def test_the_same_turn_again_keeps_nothing_twice_and_says_the_same(registered: Stage) -> None:
    first = await registered.act("action_correct", "correct", "eh salah, harusnya Depok", location="Depok")
    second = await registered.act("action_correct", "correct", "eh salah, harusnya Depok", again=True, location="Depok")
    assert second.replies == first.replies


async def test_consent_whose_answer_was_lost_is_answered_again(stage: Stage) -> None:
    await begin(stage, "mau daftar, saya Budi", person_name="Budi")
    first = await stage.act("validate_registration_form", "affirm", "setuju")
    second = await stage.act("validate_registration_form", "affirm", "setuju", again=True)
    assert first.keys == ["ask_home_region"]
    assert second.replies == first.replies


async def test_completing_gives_one_number(registered: Stage) -> None:
    first = await registered.act("action_complete_registration", "affirm")
    second = await registered.act("action_complete_registration", "affirm", again=True)
    assert first.keys == ["registered"]
    assert first.replies == second.replies
    assert first.replies[0]["number"].startswith("3275-")


async def test_somebody_under_age_is_shown_a_kind_way_on_and_not_kept(stage: Stage) -> None:
    await begin(stage)
    young = await stage.form_takes("inform", "Adi, 16 tahun", person_name="Adi", age="16 tahun")
    assert young.keys == ["under_age"]
    assert not stage.form
    assert await profile(stage) is None


async def test_a_needed_fact_is_explained_when_skipped(stage: Stage) -> None:
    await begin(stage)
    await stage.form_takes("affirm", "setuju")
    skipped = await stage.act("action_skip", "skip", "lewati")
    assert skipped.keys == ["why_person_name"]


async def test_cancel_keeps_what_was_kept_and_registering_goes_on_there(stage: Stage) -> None:
    await begin(stage)
    await stage.form_takes("affirm", "setuju")
    await stage.form_takes("inform", "Siti", person_name="Siti")
    stopped = stage.take(await stage.act("action_cancel", "cancel", "batal"))
    assert stopped.keys == ["cancelled_registration"]
    again = await stage.act("action_register", "register", "daftar")
    assert again.follows == "registration_form"
    kept = await profile(stage)
    assert kept is not None
    assert kept.person_name == "Siti"


async def test_somebody_elses_contact_is_not_kept(registered: Stage) -> None:
    foreign = await registered.act("action_contact", "contact_shared", phone="+6281200000001", own="False")
    own = await registered.act("action_contact", "contact_shared", phone="+6281200000002", own="True")
    assert (foreign.keys, own.keys) == (["contact_foreign"], ["contact_kept"])
    kept = await profile(registered)
    assert kept is not None
    assert kept.phone == "+6281200000002"


async def asked_for_a_name(stage: Stage) -> None:
    await begin(stage)
    await stage.form_takes("affirm", "setuju")


async def test_trades_are_a_wish_and_no_name(stage: Stage) -> None:
    await asked_for_a_name(stage)
    told = await stage.form_takes("inform", "sopir atau kuli", occupation=["sopir", "kuli"])
    kept = await profile(stage)
    assert kept is not None
    assert (told.keys, kept.person_name, kept.wish_text) == (["ask_person_name"], None, "sopir, kuli")


async def test_one_word_is_a_name_even_where_it_was_taken_for_a_place(stage: Stage) -> None:
    await asked_for_a_name(stage)
    told = await stage.form_takes("inform", "Joko", location="Joko")
    kept = await profile(stage)
    assert kept is not None
    assert (told.keys, kept.person_name) == (["ask_home_region"], "Joko")


async def test_who_speaks_is_no_name_where_one_follows(stage: Stage) -> None:
    await asked_for_a_name(stage)
    await stage.form_takes("inform", "Sy Dewi Lestari, SMA", person_name=["Sy", "Dewi Lestari"], education_level="SMA")
    kept = await profile(stage)
    assert kept is not None
    assert (kept.person_name, kept.education) == ("Dewi Lestari", "sma")


async def test_a_name_that_nothing_was_found_in_is_taken_beside_other_facts(stage: Stage) -> None:
    await asked_for_a_name(stage)
    await stage.form_takes("inform", "siti aminah, depok", location="depok")
    kept = await profile(stage)
    assert kept is not None
    assert (kept.person_name, kept.home_region) == ("Siti Aminah", "3276")


async def test_the_last_place_is_the_home_and_the_denied_one_is_not(registered: Stage) -> None:
    text = "eh salah, bukan jogja tapi sleman"
    changed = await registered.act("action_correct", "correct", text, location=["jogja", "sleman"])
    kept = await profile(registered)
    assert kept is not None
    assert (changed.keys, kept.home_region) == (["review"], "3404")


async def test_a_denied_fact_alone_is_asked_anew(registered: Stage) -> None:
    denied = registered.take(await registered.act("action_correct", "correct", "bukan bekasi", location="bekasi"))
    assert denied.follows == "registration_form"
    assert denied.slot("editing") == "home_region"


async def test_schooling_that_was_not_finished_is_not_kept(stage: Stage) -> None:
    await asked_for_a_name(stage)
    await stage.form_takes("inform", "Siti, depok", person_name="Siti", location="depok")
    begun = await stage.form_takes("inform", "smp ga lulus", education_level="smp")
    assert begun.keys == ["ask_education"]
    assert begun.replies[0]["before"][0]["response"] == "education_unfinished"
    await stage.form_takes("inform", "sd aja gak lulus", education_level="sd")
    kept = await profile(stage)
    assert kept is not None
    assert kept.education == "none"


async def test_a_place_that_is_known_answers_no_other_question(stage: Stage) -> None:
    await asked_for_a_name(stage)
    await stage.form_takes("inform", "Siti, depok", person_name="Siti", location="depok")
    again = await stage.form_takes("search_job", "depok", location="depok")
    assert again.keys == ["ask_education"]
    searched = await stage.act("validate_registration_form", "search_job", "loker di depok", location="depok")
    assert searched.keys == []


async def test_a_skipped_question_leaves_the_facts_that_were_told(stage: Stage) -> None:
    await asked_for_a_name(stage)
    told = await stage.form_takes("skip", "gk punya ijazah", education_level="gk punya ijazah")
    kept = await profile(stage)
    assert kept is not None
    assert (told.keys, kept.education) == (["ask_person_name"], "none")


async def test_any_work_is_asked_about_and_can_be_chosen(stage: Stage) -> None:
    await asked_for_a_name(stage)
    await stage.form_takes("inform", "Siti, depok", person_name="Siti", location="depok", education_level="sma")
    asked = await stage.form_takes("inform", "apa aja yg penting halal")
    assert asked.keys == ["ask_wish_open"]
    await stage.form_takes("inform", occupation="serabutan")
    kept = await profile(stage)
    assert kept is not None
    assert kept.wish_occupations == ("9622",)


async def test_a_place_where_work_is_sought_is_no_home(stage: Stage) -> None:
    await stage.act("action_search", "search_job", "kasir di bekasi", occupation="kasir", location="bekasi")
    stage.take(await stage.act("action_inform", "inform", "yang di kota bekasi aja", location="kota bekasi"))
    assert "home_region" not in (stage.slots.get("waiting") or {"facts": {}})["facts"]
    await begin(stage, "mau daftar, cari kerja di Kota Bekasi", location="Kota Bekasi")
    assert "home_region" not in (stage.slots["waiting"] or {"facts": {}})["facts"]


async def test_an_own_number_is_kept_and_shown_as_it_is_written(registered: Stage) -> None:
    text = "umur saya 25 no hp 081234567890"
    told = await registered.act("action_inform", "inform", text, age="25", phone="081234567890")
    kept = await profile(registered)
    assert kept is not None
    assert kept.phone == "+6281234567890"
    assert told.replies[0]["facts"]["args"]["facts"][0]["args"]["value"] == "0812-3456-7890"
    other = await registered.act("action_inform", "inform", "hp suami 085611223300", phone="085611223300")
    assert other.follows == "action_unclear"
    age = await registered.act("action_inform", "inform", "umur saya 25", age="25")
    assert age.keys == ["age_not_kept"]


async def test_who_is_registered_hears_the_number_when_asking_for_the_card(registered: Stage) -> None:
    assert (await registered.act("action_ask_ak1", "ask_ak1")).keys == ["utter_ask_ak1"]
    await registered.act("action_complete_registration", "affirm")
    card = await registered.act("action_ask_ak1", "ask_ak1")
    assert card.keys == ["ak1_number"]
    assert card.replies[0]["number"].startswith("3275-")


async def test_a_plain_name_is_taken_whatever_it_seems_to_be(stage: Stage) -> None:
    await asked_for_a_name(stage)
    stage.sureness = 0.55
    kept = await stage.form_takes("out_of_scope", "hana safitri")
    assert kept.keys == ["ask_home_region"]
    known = await profile(stage)
    assert known is not None and known.person_name == "Hana Safitri"


async def test_a_name_given_as_such_is_kept_with_the_rest(stage: Stage) -> None:
    found = stage.take(
        await stage.act(
            "action_unclear",
            "nlu_fallback",
            "nama saya eko prasetyo, smk mesin, cikarang, cari operator produksi",
            education_level="smk",
            location="cikarang",
            occupation="operator produksi",
        )
    )
    assert found.keys[-1] == "search_told_facts"
    assert stage.slots["waiting"]["facts"]["person_name"]["value"] == "Eko Prasetyo"


@pytest.mark.parametrize(
    ("intent", "text"),
    [
        ("thank", "makasih, udah cocok semua"),
        ("feedback", "mantap bener"),
        ("nlu_fallback", "sip sesuai lah"),
    ],
)
async def test_thanks_and_praise_that_carry_a_yes_confirm_the_review(registered: Stage, intent: str, text: str) -> None:
    registered.slots["asking"] = "review"
    told = await registered.act("action_reviewed", intent, text)
    assert told.keys[0] == "registered"
    kept = await profile(registered)
    assert kept is not None and kept.registration_number


async def test_thanks_alone_leave_the_review_open(registered: Stage) -> None:
    registered.slots["asking"] = "review"
    told = await registered.act("action_reviewed", "thank", "makasih ya")
    assert (told.keys, told.events) == (["utter_thank"], [])
    odd = await registered.act("action_reviewed", "nlu_fallback", "hmmm")
    assert odd.follows == "action_unclear"
    wrong = await registered.act("action_reviewed", "more_results", "masih ada yang belum pas")
    assert wrong.keys == ["ask_which_fact"]


async def test_what_is_told_at_the_review_is_what_is_right(registered: Stage) -> None:
    registered.slots["asking"] = "review"
    named = await registered.act("action_inform", "inform", "Siti Aminah Zahra")
    assert named.keys == ["review"]
    moved = await registered.act("action_inform", "inform", "saya tinggal di Depok", location="Depok")
    assert moved.keys == ["review"]
    kept = await profile(registered)
    assert kept is not None
    assert (kept.person_name, kept.home_region) == ("Siti Aminah Zahra", "3276")
    nothing = await registered.act("action_inform", "inform", "hehe gitu deh pokoknya")
    assert (nothing.keys, nothing.events) == (["utter_unclear"], []), "the review is still open"


async def test_a_yes_is_no_work_that_is_sought(stage: Stage) -> None:
    await begin(stage)
    await stage.form_takes("affirm", "setuju")
    await stage.form_takes("inform", "Siti Aminah, Depok, SMA", person_name="Siti", location="Depok",
                           education_level="SMA")  # fmt: skip
    kept = await profile(stage)
    assert kept is not None and kept.person_name == "Siti Aminah", "the tagger's half of a name is completed"
    stage.take(await stage.form_takes("affirm", "udah bener semua"))
    await stage.form_takes("search_job", "nama saya Siti Zahra, cari kerja kasir", person_name="Siti Zahra",
                           occupation="kasir")  # fmt: skip
    kept = await profile(stage)
    assert kept is not None and kept.wish_text == "kasir"


async def test_a_wish_in_place_of_a_name_is_noted_and_nothing_is_wrong(stage: Stage) -> None:
    await begin(stage)
    await stage.form_takes("affirm", "setuju")
    told = await stage.form_takes("inform", "aku pengen jadi kasir", occupation="kasir")
    assert told.keys == ["ask_person_name"]
    assert [line["response"] for line in told.replies[0]["before"]] == ["noted"]
    given_in = await stage.form_takes("inform", "ya sudah, Yanti Astuti")
    assert given_in.keys == ["ask_home_region"]


async def test_a_record_begun_by_somebody_under_eighteen_is_erased(stage: Stage) -> None:
    await begin(stage)
    await stage.form_takes("affirm", "setuju")
    told = await stage.form_takes("inform", "Zidan, umur 16", person_name="Zidan", age="16")
    assert told.keys == ["under_age"]
    assert await profile(stage) is None


async def test_where_somebody_has_a_number_nobody_is_told_that_nothing_is_kept(registered: Stage) -> None:
    registered.slots["asking"] = "review"
    registered.take(await registered.act("action_reviewed", "thank", "makasih, udah cocok semua"))
    told = await registered.act("action_search", "search_job", "umur saya 16 mau kerja")
    assert told.keys == ["under_age_registered"]
    assert await profile(registered) is not None
