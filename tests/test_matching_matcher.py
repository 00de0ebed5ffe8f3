"""Searching and explaining over real texts with the real model."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from matching.errors import BadVectors, EmptyWish, UnknownVacancy
from matching.matcher import Matcher, Vectors
from matching.models import Match, Reason, Vacancy, Wish
from tests.fixtures.matching import TODAY, TOWN

BY_TITLE = {vacancy.title: vacancy for vacancy in TOWN}
Make = Callable[..., Matcher]


def titles(matcher: Matcher, wish: Wish, limit: int = 10) -> list[str]:
    return [matcher.title(match.vacancy_id) for match in matcher.search(wish, TODAY, limit=limit).matches]


@pytest.mark.parametrize(
    ("said", "first"),
    [
        ("kasir", "Kasir Minimarket"),
        ("loker kasir di bekasi dong kak", "Kasir Minimarket"),
        ("jaga toko", "Pramuniaga Toko Pakaian"),
        ("SPG baju", "Pramuniaga Toko Pakaian"),
        ("supir", "Pengemudi Truk"),
        ("nyetir truk", "Pengemudi Truk"),
        ("cs bank", "Customer Service Bank"),
        ("teller", "Customer Service Bank"),
        ("gudang", "Staf Gudang"),
        ("kuli angkut barang", "Staf Gudang"),
        ("masak di hotel", "Juru Masak"),
        ("koki", "Juru Masak"),
        ("kerja pabrik", "Operator Produksi"),
        ("suster", "Perawat Klinik"),
        ("tukang jahit", "Penjahit Konveksi"),
        ("programmer python", "Web Developer"),
        ("bikin website", "Web Developer"),
        ("OB kantor", "Petugas Kebersihan"),
        ("cleaner", "Petugas Kebersihan"),
    ],
)
def test_what_people_say_finds_what_employers_write(town: Matcher, said: str, first: str) -> None:
    assert titles(town, Wish(said, education="s1", willing_to_move=True))[0] == first


def test_other_work_is_not_ranked_above_the_work_that_is_wished_for(town: Matcher) -> None:
    found = titles(town, Wish("kasir", home_region="3216", education="sma", willing_to_move=True))
    assert found[0] == "Kasir Minimarket"
    assert "Staf Gudang" not in found[: found.index("Kasir Restoran")]


def test_other_work_is_left_out(town: Matcher) -> None:
    assert "Perawat Klinik" not in titles(town, Wish("sopir truk"))
    assert town.search(Wish("presiden perancis"), TODAY).total == 0


def test_near_goes_before_far(town: Matcher) -> None:
    assert titles(town, Wish("kasir", home_region="3578", willing_to_move=True))[:2] == [
        "Kasir Restoran",
        "Kasir Minimarket",
    ]
    assert titles(town, Wish("kasir", home_region="3275", willing_to_move=True))[:2] == [
        "Kasir Minimarket",
        "Kasir Restoran",
    ]


def test_the_nearest_come_first_where_nothing_is_there_or_that_is_asked(make_matcher: Make) -> None:
    far, near, other = (
        Vacancy(1, "Satpam Hotel", region="8171", occupation="5414"),
        Vacancy(2, "Satpam Pabrik", region="3515", occupation="5414"),
        Vacancy(3, "Kasir Toko", region="3519", occupation="5230"),
    )
    matcher = make_matcher(far, near, other)
    assert titles(matcher, Wish("satpam", home_region="3577"))[:2] == ["Satpam Pabrik", "Satpam Hotel"]
    assert titles(matcher, Wish("satpam", home_region="3515", nearest=True))[0] == "Satpam Pabrik"


def test_a_named_place_is_meant(town: Matcher) -> None:
    assert titles(town, Wish("kasir di surabaya", regions=("3578",), home_region="3275")) == ["Kasir Restoran"]


def test_far_work_comes_last_while_nobody_asked_about_moving(town: Matcher) -> None:
    result = town.search(Wish("kasir", home_region="3275", education="sma"), TODAY)
    assert [match.vacancy_id for match in result.matches[:2]] == [1, 6]
    assert result.unknown["region"] == 1
    far = result.matches[1]
    assert [reason.kind for reason in far.unknown] == ["ask_move"]
    assert far.unknown[0].args["km"] == pytest.approx(640, abs=40)
    assert far.score < 0.7 * result.matches[0].score


def test_the_result_tells_what_the_conditions_removed(town: Matcher) -> None:
    result = town.search(Wish("kasir", regions=("3275",), education="smp"), TODAY)
    assert not {1, 6} & {match.vacancy_id for match in result.matches}
    assert result.failed["education"] == 2
    assert result.failed["region"] == 1
    assert result.failed["wage"] == 0


def test_wanted_occupations_alone_are_enough(town: Matcher) -> None:
    assert titles(town, Wish(occupations=("5230",)))[:2] == ["Kasir Minimarket", "Kasir Restoran"]


def test_text_is_linked_to_occupations_unless_they_are_given(town: Matcher) -> None:
    assert town.search(Wish("tukang jahit"), TODAY).occupations[0] == "7531"
    assert town.search(Wish("tukang jahit", occupations=("8153",)), TODAY).occupations == ("8153",)


def test_a_title_without_a_code_is_put_under_a_linked_occupation(make_matcher: Make) -> None:
    matcher = make_matcher(Vacancy(1, "Dibutuhkan driver box"), Vacancy(2, "Dibutuhkan penjahit"))
    match = matcher.search(Wish(occupations=("8322",)), TODAY).matches[0]
    assert match.vacancy_id == 1
    assert match.parts["occupation"] > 0.5


def test_any_work_near_home_can_be_asked_for(town: Matcher) -> None:
    found = titles(town, Wish("kerja apa aja", home_region="3275", education="sma", willing_to_move=False))
    assert {"Kasir Minimarket", "Staf Gudang", "Pramuniaga Toko Pakaian"} <= set(found)
    assert "Juru Masak" not in found


def test_skills_and_majors_decide_between_equals(make_matcher: Make) -> None:
    plain = Vacancy(1, "Staf Administrasi", occupation="4110", skills=("surat menyurat",), majors=("Perkantoran",))
    fitting = replace(plain, id=2, skills=("Excel", "Word"), majors=("Akuntansi",))
    matcher = make_matcher(plain, fitting)
    match = matcher.search(Wish("admin", skills=("excel",), majors=("akuntansi",)), TODAY).matches[0]
    assert match.vacancy_id == 2
    assert {"skills", "major"} <= {reason.kind for reason in match.reasons}
    assert match.missing == (Reason("skills_missing", {"skills": ("Word",)}),)


def test_pages_do_not_overlap_and_follow_the_score(make_matcher: Make) -> None:
    matcher = make_matcher(*(replace(TOWN[0], id=number, title=f"Kasir {number}") for number in range(1, 31)))
    wish = Wish("kasir")
    pages = [matcher.search(wish, TODAY, limit=7, offset=offset).matches for offset in (0, 7, 14, 21, 28)]
    seen = [match.vacancy_id for page in pages for match in page]
    assert len(seen) == len(set(seen)) == 30
    scores = [match.score for page in pages for match in page]
    assert scores == sorted(scores, reverse=True)
    assert matcher.search(wish, TODAY, limit=5, offset=30).matches == ()


def test_what_was_refused_is_not_shown_again(town: Matcher) -> None:
    result = town.search(Wish("kasir"), TODAY, exclude={1})
    assert 1 not in {match.vacancy_id for match in result.matches}


def test_scores_and_parts_lie_between_0_and_1(town: Matcher) -> None:
    wish = Wish("kasir", home_region="3275", education="sma", wage_min=1, experience_months=0, skills=("excel",))
    for match in town.search(wish, TODAY, limit=20).matches:
        assert 0 <= match.score <= 1
        assert all(0 <= part <= 1 for part in match.parts.values()), match.parts


def test_an_expired_vacancy_vanishes_and_can_be_explained(make_matcher: Make) -> None:
    matcher = make_matcher(replace(TOWN[0], valid_until=date(2026, 11, 23)))
    assert matcher.search(Wish("kasir"), TODAY).total == 0
    match = matcher.explain(Wish("kasir"), 1, TODAY)
    assert match.failed == ("validity",)
    assert match.missing[0] == Reason("expired", {"valid_until": "2026-11-23"})


def test_search_and_explain_agree(town: Matcher) -> None:
    wish = Wish("kasir", home_region="3275", education="sma", wage_min=4_000_000)
    for match in town.search(wish, TODAY).matches:
        assert town.explain(wish, match.vacancy_id, TODAY) == match


def test_a_change_is_searchable_at_once(make_matcher: Make) -> None:
    matcher = make_matcher(TOWN[0])
    matcher.put([replace(TOWN[0], title="Barista", description="Meracik kopi.", occupation="5132")])
    assert titles(matcher, Wish("barista")) == ["Barista"]
    assert titles(matcher, Wish("kasir")) == []
    matcher.remove([1])
    assert len(matcher) == 0
    assert matcher.search(Wish("barista"), TODAY).total == 0
    with pytest.raises(UnknownVacancy, match="may have closed"):
        matcher.explain(Wish("barista"), 1, TODAY)


def test_kept_vectors_give_the_same_as_fresh_ones(town: Matcher, make_matcher: Make) -> None:
    matcher = make_matcher()
    matcher.put(TOWN, matcher.encode(TOWN))
    wish = Wish("jaga toko", home_region="3275")
    assert matcher.search(wish, TODAY) == town.search(wish, TODAY)


@pytest.mark.parametrize("wish", [Wish(), Wish("   "), Wish("🙏"), Wish("kak ada loker?"), Wish(home_region="3275")])
def test_a_wish_without_work_is_asked_about_not_guessed(town: Matcher, wish: Wish) -> None:
    with pytest.raises(EmptyWish, match="ask what kind of work"):
        town.search(wish, TODAY)


def test_contradictory_wishes_find_nothing_and_say_why(town: Matcher) -> None:
    result = town.search(Wish("web developer", education="s1", remote=False, regions=("3171",)), TODAY)
    assert result.matches == ()
    assert result.failed["remote"] == 1


@pytest.mark.parametrize(
    "said", ["kasir " * 20_000, "x" * 100_000, "kasir \ud800\x00\u202e", "<b>kasir</b> <script>alert(1)</script>"]
)
def test_hostile_text_is_survived(town: Matcher, said: str) -> None:
    town.search(Wish(said, home_region="3275"), TODAY)


def test_a_huge_description_is_survived(make_matcher: Make) -> None:
    matcher = make_matcher(replace(TOWN[0], description="Melayani pembeli. " * 600_000))
    assert titles(matcher, Wish("kasir")) == ["Kasir Minimarket"]


def test_vectors_of_another_model_are_refused_and_change_nothing(make_matcher: Make) -> None:
    matcher = make_matcher(TOWN[0])
    with pytest.raises(BadVectors, match="encode them again"):
        matcher.put(TOWN[1:2], Vectors("some-other-model", matcher.encode(TOWN[1:2]).array))
    assert len(matcher) == 1


def test_vectors_with_nan_are_refused(make_matcher: Make) -> None:
    matcher = make_matcher()
    array = matcher.encode(TOWN[:1]).array
    array[0, 0] = np.nan
    with pytest.raises(BadVectors, match="not a number"):
        matcher.put(TOWN[:1], Vectors(matcher.model, array))


def test_strange_codes_count_as_not_said(make_matcher: Make) -> None:
    odd = Vacancy(
        1, "Kasir", occupation="52", region="zz", education_min="?", work_types=("night",), experience_months=-5
    )
    match = make_matcher(odd).explain(
        Wish("kasir", occupations=("ABCD",), education="smk", home_region="3275"), 1, TODAY
    )
    assert match.failed == ()


def test_absurd_pay_does_not_win(make_matcher: Make) -> None:
    honest = replace(TOWN[0], wage_min=5_000_000, wage_max=5_500_000)
    lure = replace(TOWN[0], id=2, wage_min=10**12, wage_max=10**12)
    assert titles(make_matcher(lure, honest), Wish("kasir", wage_min=4_000_000))
    found = make_matcher(lure, honest).search(Wish("kasir", wage_min=4_000_000), TODAY).matches
    assert [match.vacancy_id for match in found] == [1, 2]


def test_it_searches_while_it_is_written_to(make_matcher: Make) -> None:
    matcher = make_matcher(*TOWN)
    vectors = matcher.encode(TOWN)
    found: list[tuple[Match, ...]] = []

    def read() -> None:
        for _ in range(30):
            found.append(matcher.search(Wish("kasir", home_region="3275"), TODAY).matches)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    while any(reader.is_alive() for reader in readers):
        matcher.put(TOWN, vectors)
    assert len(found) == 90
    assert {matches[0].vacancy_id for matches in found} == {1}


def test_it_tells_how_many_are_in_the_very_place(town: Matcher) -> None:
    here = town.search(Wish("kasir", regions=("3275",)), TODAY)
    near = town.search(Wish("kasir", regions=("3276",)), TODAY)
    assert here.there >= 1
    assert (near.total >= 1, near.there) == (True, 0), "Depok has none; Bekasi is near"
    anywhere = town.search(Wish("kasir"), TODAY)
    assert anywhere.there == anywhere.total


def test_one_code_may_hold_two_trades_and_only_the_wished_one_is_told_as_the_same(make_matcher: Make) -> None:
    porter = Vacancy(1, "Petugas Troli & Porter", occupation="9621", region="3471")
    courier = Vacancy(2, "Kurir Paket", occupation="9621", region="3471")
    matcher = make_matcher(porter, courier)
    kinds = {
        vacancy.id: [reason.kind for reason in matcher.explain(Wish("kurir"), vacancy.id, TODAY).reasons]
        for vacancy in (porter, courier)
    }
    assert "occupation_same" in kinds[2]
    assert "occupation_same" not in kinds[1]
    assert "occupation_near" in kinds[1]
    by_code = matcher.explain(Wish(occupations=("9621",)), 1, TODAY)
    assert "occupation_same" in [reason.kind for reason in by_code.reasons]
