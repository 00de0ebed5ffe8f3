"""Searching and applying: cards with why, which one is meant, further away, and saying plainly what happens next."""

from actions.cards import brief
from placement import applications, search
from tests.fixtures.actions import Stage


async def search_cashier(stage: Stage) -> None:
    stage.take(
        await stage.act(
            "action_search", "search_job", "cari kerja kasir di Bekasi", occupation="kasir", location="Bekasi"
        )
    )


async def test_the_kind_said_before_a_place_narrows_a_search(stage: Stage) -> None:
    for text, regions in (("kasir di bekasi", {"3216", "3275"}), ("kasir di kab bekasi", {"3216"})):
        await stage.act("action_search", "search_job", text, occupation="kasir", location="bekasi")
        async with stage.services.database.reading() as session:
            shown = await search.shown(session, stage.chat_id)
        assert shown is not None
        assert (set(shown.query.regions), shown.query.text) == (regions, "kasir di")


async def test_a_search_shows_three_cards_with_why_and_buttons(stage: Stage) -> None:
    found = await stage.act(
        "action_search", "search_job", "cari kerja kasir di Bekasi", occupation="kasir", location="Bekasi"
    )
    assert found.keys == ["results"]
    shown = found.replies[0]
    assert shown["total"] == 4
    assert len(shown["cards"]) == 3
    assert all("Kasir" in card["args"]["title"] for card in shown["cards"])
    assert all(card["args"]["why"] for card in shown["cards"])
    assert [button["intent"] for button in shown["buttons"]] == ["apply_job", "job_detail"] * 3 + ["more_results"]


async def test_more_goes_on_and_then_offers_to_look_further(stage: Stage) -> None:
    await search_cashier(stage)
    more = stage.take(await stage.act("action_more_results", "more_results", "lainnya"))
    assert more.keys == ["results_more"]
    assert len(more.replies[0]["cards"]) == 1
    no_more = stage.take(await stage.act("action_more_results", "more_results", "lagi"))
    assert no_more.keys == ["no_more"]
    assert no_more.slot("asking") == "widen"


async def test_a_search_whose_answer_was_lost_is_answered_the_same(stage: Stage) -> None:
    await search_cashier(stage)
    first = await stage.act("action_more_results", "more_results")
    second = await stage.act("action_more_results", "more_results", again=True)
    assert first.replies == second.replies


async def test_a_search_for_nothing_asks_what_work(stage: Stage) -> None:
    asked = stage.take(await stage.act("action_search", "search_job", "cari kerja dong"))
    assert asked.keys == ["ask_what_work"]
    assert asked.slot("asking") == "search"
    assert asked.follows == "action_listen"
    found = await stage.act("action_search", "inform", "kasir", occupation="kasir")
    assert found.keys == ["results"]


async def test_a_place_said_before_the_question_is_kept_for_the_answer(stage: Stage) -> None:
    asked = stage.take(await stage.act("action_search", "search_job", "ada loker di Surabaya?", location="Surabaya"))
    assert asked.keys == ["ask_what_work_there"]
    found = await stage.act("action_search", "inform", "kasir", occupation="kasir")
    assert found.keys == ["nothing_found"]
    assert found.replies[0]["place"]["args"]["codes"] == ["3578"]


async def test_only_a_place_narrows_the_last_search(stage: Stage) -> None:
    await search_cashier(stage)
    narrowed = await stage.act("action_search", "search_job", "yang di kota bekasi aja", location="kota bekasi")
    assert narrowed.replies[0]["total"] >= 3
    assert all("Kasir" in card["args"]["title"] for card in narrowed.replies[0]["cards"])


async def test_nothing_found_says_what_stood_in_the_way_and_looks_further(stage: Stage) -> None:
    far = stage.take(
        await stage.act("action_search", "search_job", "kasir di Merauke", occupation="kasir", location="Merauke")
    )
    assert far.keys == ["nothing_found"]
    assert far.replies[0]["why"]["response"] == "removed_region"
    assert far.slot("asking") == "widen"
    # Nothing is in the province either: the whole country is searched at once.
    wide = await stage.act("action_search_wider", "affirm", "iya")
    assert wide.keys == ["results"]
    assert wide.replies[0]["place"]["response"] == "searched_far"


async def test_one_vacancy_is_meant_by_place_or_asked_for(stage: Stage) -> None:
    early = await stage.act("action_job_detail", "job_detail", "detail no 1", vacancy_ref="no 1")
    assert early.keys == ["nothing_shown_yet"]
    assert early.slot("asking") == "search"
    await search_cashier(stage)
    asked = stage.take(await stage.act("action_job_detail", "job_detail", "syaratnya apa"))
    assert asked.keys == ["ask_which_vacancy"]
    assert asked.slot("asking") == "detail"
    detail = await stage.act("action_job_detail", "inform", "yang kedua")
    assert detail.keys == ["detail"]
    by_code = await stage.act("action_job_detail", "job_detail", "T-2", vacancy_ref="T-2")
    assert by_code.replies[0]["title"] == "Kasir Warung Makan"


async def test_why_is_told_for_one_that_does_not_fit_too(registered: Stage) -> None:
    await search_cashier(registered)
    why = await registered.act("action_explain_match", "explain_match", "kenapa", vacancy_ref="yang pertama")
    assert why.keys == ["explained"]
    by_code = await registered.act("action_explain_match", "explain_match", "T-5", vacancy_ref="T-5")
    assert by_code.keys[0] in ("explained", "explained_not")


async def test_applying_without_registration_starts_it_and_goes_on_by_itself(stage: Stage) -> None:
    await search_cashier(stage)
    started = stage.take(
        await stage.act("action_apply_job", "apply_job", "lamar yang pertama", vacancy_ref="yang pertama")
    )
    assert started.keys == ["apply_needs_facts"]
    assert started.follows == "registration_form"
    pending = started.slot("pending_vacancy")
    await stage.form_takes("apply_job")
    assert stage.slots["requested_slot"] == "consent"
    stage.past.clear()
    await stage.form_takes("consent", agree="yes")
    await stage.form_takes(
        "inform", "Siti, SMA, kota bekasi, kasir",
        person_name="Siti", education_level="SMA", location="kota bekasi", occupation="kasir",
    )  # fmt: skip
    stage.form = None
    done = await stage.act("action_after_registration", "affirm")
    assert done.keys[0].startswith("applied_")
    assert done.slot("pending_vacancy") is None
    async with stage.services.database.reading() as session:
        rows = await applications.list_applications(session, stage.chat_id)
    assert [row.vacancy.vacancy_id for row in rows] == [pending]


async def test_an_application_says_who_acts_next_and_counts_once(registered: Stage) -> None:
    first = await registered.act("action_apply_job", "apply_job", vacancy_ref="T-1")
    lost = await registered.act("action_apply_job", "apply_job", again=True, vacancy_ref="T-1")
    later = await registered.act("action_apply_job", "apply_job", vacancy_ref="T-1")
    direct = await registered.act("action_apply_job", "apply_job", vacancy_ref="T-2")
    assert first.keys == ["applied_officer"]
    assert first.replies[0]["day"] == "2026-11-26"
    assert lost.replies == first.replies
    assert later.keys == ["applied_already"]
    assert direct.replies[0]["contact"] == "hrd@sari.example"
    status = await registered.act("action_application_status", "application_status")
    assert len(status.replies[0]["lines"]) == 2


async def test_an_application_is_taken_back_once_it_is_clear_which(registered: Stage) -> None:
    none = await registered.act("action_withdraw_application", "withdraw_application")
    assert none.keys == ["nothing_to_withdraw"]
    for ref in ("T-1", "T-2"):
        await registered.act("action_apply_job", "apply_job", vacancy_ref=ref)
    which = await registered.act("action_withdraw_application", "withdraw_application")
    assert which.keys == ["ask_which_application"]
    gone = await registered.act("action_withdraw_application", "withdraw_application", company="Toko Berkah")
    lost = await registered.act(
        "action_withdraw_application", "withdraw_application", again=True, company="Toko Berkah"
    )
    assert gone.keys == ["application_withdrawn"]
    assert gone.replies == lost.replies


async def test_vacancies_that_do_not_fit_are_answered_with_what_can_change(stage: Stage) -> None:
    await search_cashier(stage)
    rejected = await stage.act("action_reject_results", "reject_results", "kejauhan kak")
    assert rejected.keys == ["rejected"]
    refined = await stage.act("action_reject_results", "reject_results", "bukan, gudang aja", occupation="gudang")
    assert refined.keys == ["results"]


async def test_a_place_said_alone_narrows_the_last_search(stage: Stage) -> None:
    await search_cashier(stage)
    for action, intent in (("action_unclear", "nlu_fallback"), ("action_inform", "inform")):
        narrowed = await stage.act(action, intent, "Kabupaten Bekasi", location="Kabupaten Bekasi")
        assert narrowed.keys == ["results"]


async def test_a_job_named_hundreds_of_times_is_one_wish(stage: Stage) -> None:
    text = "cari kerja kasir " * 241
    found = await stage.act("action_search", "search_job", text[:4096], occupation=["kasir"] * 241)
    assert found.keys == ["results"]
    assert found.replies[0]["total"] == 4


async def test_what_is_only_near_is_not_said_to_be_there(stage: Stage) -> None:
    found = await stage.act(
        "action_search", "search_job", "cari kerja kasir di Depok", occupation="kasir", location="Depok"
    )
    assert found.keys == ["results_near"]
    assert found.replies[0]["codes"] == ["3276"]


def test_a_title_on_a_button_is_cut_between_words() -> None:
    assert brief("Kasir Warung") == "Kasir Warung"
    assert brief("Admin Gudang Online (BISA DARI RUMAH)") == "Admin Gudang Online (BISA…"
    assert brief("x" * 40) == "x" * 30 + "…"


async def test_the_vacancy_looked_at_last_is_meant(registered: Stage) -> None:
    await search_cashier(registered)
    looked = registered.take(await registered.act("action_job_detail", "job_detail", "yg kedua syaratnya apa"))
    assert looked.keys == ["detail"]
    why = registered.take(await registered.act("action_explain_match", "explain_match", "kenapa cocok?"))
    assert why.replies[0]["title"] == looked.replies[0]["title"]
    applied = await registered.act("action_apply_job", "apply_job", "lamar")
    assert applied.replies[0]["title"] == looked.replies[0]["title"]
    await search_cashier(registered)
    assert (await registered.act("action_apply_job", "apply_job", "lamar")).keys == ["ask_which_vacancy"]


async def test_an_english_place_in_the_list_is_understood(registered: Stage) -> None:
    await search_cashier(registered)
    applied = await registered.act("action_apply_job", "apply_job", "i want to apply for the first")
    assert applied.keys[0].startswith("applied_")


async def test_which_vacancy_is_not_asked_for_ever(stage: Stage) -> None:
    await search_cashier(stage)
    stage.take(await stage.act("action_apply_job", "apply_job", "i want to apply"))
    told = await stage.act("action_apply_job", "inform", "My name is Emma Watson", person_name="Emma Watson")
    assert (told.keys, told.follows, told.slot("asking")) == ([], "action_inform", None)
    odd = await stage.act("action_apply_job", "nlu_fallback", "hmm gimana ya")
    assert odd.follows == "action_unclear"


async def test_facts_told_with_a_search_wait_and_registering_is_offered(stage: Stage) -> None:
    found = stage.take(
        await stage.act(
            "action_search", "search_job", "cari kerjaan kasir, sy Joko lulusan SMA tinggal di Depok",
            occupation="kasir", person_name="Joko", education_level="SMA", location="Depok",
        )
    )  # fmt: skip
    assert found.keys[-1] == "search_told_facts"
    assert stage.slots["asking"] == "register"
    assert set(stage.slots["waiting"]["facts"]) == {"person_name", "education", "home_region", "wish"}


async def test_a_place_that_is_denied_is_not_searched(stage: Stage) -> None:
    text = "kasir bukan di depok tapi di kota bekasi"
    found = await stage.act("action_search", "search_job", text, occupation="kasir", location=["depok", "kota bekasi"])
    assert found.replies[0]["place"]["args"]["codes"] == ["3275"]


async def test_a_place_in_english_is_found(stage: Stage) -> None:
    found = await stage.act(
        "action_search", "search_job", "waiter in south jakarta", occupation="waiter", location="south jakarta"
    )
    assert found.replies[0]["place"]["args"]["codes"] == ["3174"]


async def test_work_that_is_named_to_apply_for_is_searched_when_nothing_of_it_is_shown(stage: Stage) -> None:
    found = await stage.act(
        "action_apply_job", "apply_job", "mau lamar kasir di bekasi", occupation="kasir", location="bekasi"
    )
    assert found.keys == ["results"]


async def test_a_position_beyond_what_is_shown_is_told_as_such(stage: Stage) -> None:
    await search_cashier(stage)
    stage.take(await stage.act("action_more_results", "more_results", "lainnya"))
    asked = await stage.act("action_job_detail", "job_detail", "yg kedua", vacancy_ref="kedua")
    assert asked.keys == ["shown_are_fewer"]
    assert asked.replies[0]["count"] == 1


async def test_searching_anew_drops_what_narrowed_the_last_search(stage: Stage) -> None:
    await stage.act("action_search", "search_job", "kasir di cimahi", occupation="kasir", location="cimahi")
    stage.take(await stage.act("action_search", "search_job", "ada yg bisa dari rumah?", work_type="dari rumah"))
    asked = await stage.act("action_search", "search_job", "cari kerja")
    assert asked.keys == ["ask_what_work"]


async def test_a_wage_alone_narrows_and_is_no_kind_of_work(stage: Stage) -> None:
    await search_cashier(stage)
    narrowed = await stage.act("action_search", "search_job", "gaji 3 juta", salary="3 juta")
    assert all("Kasir" in card["args"]["title"] for card in narrowed.replies[0].get("cards", []))
    assert narrowed.keys in (["results"], ["nothing_found"])


async def test_a_trade_after_a_place_is_searched_there(stage: Stage) -> None:
    asked = stage.take(await stage.act("action_inform", "inform", "kota bekasi", location="kota bekasi"))
    assert asked.keys == ["ask_what_work_there"]
    stage.slots["asking"] = "widen"
    found = await stage.act("action_search", "search_job", "kasir", occupation="kasir")
    assert found.replies[0]["place"]["args"]["codes"] == ["3275"]


async def test_near_is_asked_where_no_home_is_known(stage: Stage) -> None:
    asked = await stage.act("action_search", "search_job", "yg deket aja")
    assert asked.keys == ["ask_near_where"]


async def test_near_is_near_home(registered: Stage) -> None:
    found = await registered.act("action_search", "search_job", "yg deket aja")
    assert found.replies[0]["place"]["response"] == "searched_places"


async def test_somebody_under_eighteen_is_shown_a_kind_way_on_in_a_search_too(stage: Stage) -> None:
    for intent, action in (("search_job", "action_search"), ("nlu_fallback", "action_unclear")):
        told = await stage.act(action, intent, "umur saya 16 mau kerja")
        assert told.keys == ["under_age"]
    grown = await stage.act("action_search", "search_job", "umur 19 cari kerja kasir", occupation="kasir")
    assert grown.keys == ["results"]


async def test_a_wage_or_a_place_in_many_words_keeps_the_work(stage: Stage) -> None:
    await search_cashier(stage)
    narrowing: tuple[tuple[str, dict[str, str]], ...] = (
        ("yang gajinya 4 juta ke atas", {"salary": "4 juta"}),
        ("nek nang kota bekasi iso ora mas", {"location": "kota bekasi"}),
        ("gajinya kecil amat, paling dikit 4 juta", {}),
    )
    for text, told in narrowing:
        await stage.act("action_search", "search_job", text, again=False, after=None, metadata=None, **told)
        async with stage.services.database.reading() as session:
            shown = await search.shown(session, stage.chat_id)
        assert shown is not None
        assert shown.query.occupations[0] == "5230"
        assert shown.query.wage_min == 4_000_000


async def test_near_is_near_what_was_searched_where_no_home_is_known(stage: Stage) -> None:
    await search_cashier(stage)
    found = await stage.act("action_search", "search_job", "yang deket aja")
    assert found.keys == ["results"]
    async with stage.services.database.reading() as session:
        shown = await search.shown(session, stage.chat_id)
    assert shown is not None
    assert (shown.query.nearest, set(shown.query.regions)) == (True, {"3216", "3275"})


async def test_a_yes_to_searching_around_a_location_searches_there(stage: Stage) -> None:
    seen = stage.take(await stage.act("action_location", "location_shared", region="3275"))
    assert seen.slot("asking") == "search"
    asked = await stage.act("action_affirm", "affirm", "iya")
    assert asked.keys == ["ask_what_work_there"]
    found = await stage.act("action_affirm", "affirm", "iya mau jadi kasir", occupation="kasir")
    assert found.replies[0]["place"]["args"]["codes"] == ["3275"]


async def test_the_only_one_elsewhere_is_meant_by_that_one(stage: Stage) -> None:
    await stage.act(
        "action_search", "search_job", "gudang di kota surabaya", occupation="gudang", location="kota surabaya"
    )
    told = await stage.act("action_job_detail", "job_detail", "yang itu syaratnya apa")
    assert told.keys == ["detail"]
    assert told.replies[0]["title"] == "Staf Gudang"
