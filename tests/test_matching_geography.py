"""Places: covering, nearness, labour markets, names people say."""

from pathlib import Path

import pytest

from matching.errors import BadTable
from matching.geography import KINDS, Geography

BEKASI_CITY, BEKASI_REGENCY, KARAWANG, JAKARTA, SURABAYA, WEST_JAVA = "3275", "3216", "3215", "31", "3578", "32"
HEADER = "code,name,kind,province,words,latitude,longitude,labour_area\n"


def kind(geography: Geography, wished: str, place: str, moves: bool = False) -> str:
    return KINDS[int(geography.reach((wished,), moves).kind[geography.place(place)])]


@pytest.mark.parametrize(
    ("wished", "place", "expected"),
    [
        (BEKASI_CITY, BEKASI_CITY, "same"),
        (BEKASI_CITY, BEKASI_REGENCY, "area"),
        (BEKASI_CITY, SURABAYA, "far"),
        (WEST_JAVA, KARAWANG, "province"),
        (KARAWANG, WEST_JAVA, "province"),
        (WEST_JAVA, SURABAYA, "far"),
        (JAKARTA, BEKASI_CITY, "area"),
        (SURABAYA, "3515", "area"),
        ("3471", "3404", "area"),
    ],
    ids=lambda value: value,
)
def test_how_a_place_lies_to_the_wished_one(geography: Geography, wished: str, place: str, expected: str) -> None:
    assert kind(geography, wished, place) == expected


def test_who_moves_reaches_far_places(geography: Geography) -> None:
    assert kind(geography, BEKASI_CITY, SURABAYA, moves=True) == "move"


def test_a_short_way_over_the_border_of_a_labour_market_is_a_commute(tmp_path: Path) -> None:
    path = tmp_path / "regions.csv"
    path.write_text(
        HEADER + "91,Prov,province,,prov,,,\n9101,A,regency,91,a,-2.0,110.0,X\n"
        "9102,B,regency,91,b,-2.2,110.0,\n9103,C,regency,91,c,-3.0,110.0,\n"
    )
    assert kind(Geography.from_csv(path), "9101", "9102") == "commute"
    assert kind(Geography.from_csv(path), "9101", "9103") == "far"


def test_neighbours_and_areas_come_from_the_tables_beside(tmp_path: Path) -> None:
    path = tmp_path / "regions.csv"
    path.write_text(
        HEADER + "91,Prov,province,,prov,,,\n9101,A,regency,91,a,-2.0,110.0,x\n9102,B,regency,91,b,-2.2,110.0,y\n"
        "9103,C,regency,91,c,-2.1,110.1,z\n9104,D,regency,91,d,-3.9,110.0,x\n9105,E,regency,91,e,-3.0,110.0,v\n"
    )
    (tmp_path / "labour_areas.csv").write_text("id,name\nv,V\nx,Kawasan X\ny,Y\nz,Z\n")
    (tmp_path / "neighbours.csv").write_text("code,neighbours\n9102,9101; 9105\n9105,9101\n")
    places = Geography.from_csv(path)
    assert [kind(places, "9101", code) for code in ("9102", "9103", "9104", "9105")] == [
        "commute",
        "far",
        "area",
        "far",
    ]
    assert kind(places, "9102", "9101") == "commute", "each pair stands once and holds both ways"
    assert places.regions[places.place("9101")].labour_area == "Kawasan X", "people read the name"


def test_a_labour_area_without_a_name_is_refused_by_its_id(tmp_path: Path) -> None:
    path = tmp_path / "regions.csv"
    path.write_text(HEADER + "9101,A,regency,91,a,-2.0,110.0,nowhere\n")
    (tmp_path / "labour_areas.csv").write_text("id,name\nx,Kawasan X\n")
    with pytest.raises(BadTable, match="nowhere"):
        Geography.from_csv(path)


def test_a_neighbour_that_is_no_region_is_refused_by_its_code(tmp_path: Path) -> None:
    path = tmp_path / "regions.csv"
    path.write_text(HEADER + "9101,A,regency,91,a,-2.0,110.0,\n")
    (tmp_path / "neighbours.csv").write_text("code,neighbours\n9101,9999\n")
    with pytest.raises(BadTable, match="9999"):
        Geography.from_csv(path)


def test_of_several_wishes_the_nearest_counts(geography: Geography) -> None:
    reach = geography.reach((SURABAYA, BEKASI_CITY), False)
    place = geography.place(BEKASI_REGENCY)
    assert KINDS[int(reach.kind[place])] == "area"
    assert geography.regions[int(reach.nearest[place])].code == BEKASI_CITY


def test_distances_are_real(geography: Geography) -> None:
    between = geography.distance_km("3171", SURABAYA)
    assert between == pytest.approx(665, abs=25), "Jakarta to Surabaya as the crow flies"
    assert geography.distance_km("3171", "0000") is None


def test_unknown_codes_are_nowhere(geography: Geography) -> None:
    assert geography.place("9999") == geography.place(None) == -1
    assert kind(geography, "9999", BEKASI_CITY) == "unsaid"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("kasir di jaksel dong", {"3174"}),
        ("loker Bandung Barat", {"3217"}),
        ("loker bandung", {"3204", "3273"}),
        ("CARI KERJA DI JOGJA!!", {"3471"}),
        ("barista", set()),
    ],
)
def test_places_are_found_by_the_names_people_say(geography: Geography, text: str, expected: set[str]) -> None:
    codes, _ = geography.mentioned(text)
    assert expected <= set(codes) if expected else not codes


@pytest.mark.parametrize(
    ("table", "problem"),
    [
        ("code,name\n31,DKI\n", "column 'latitude' is missing"),
        (HEADER + "31,DKI,province,,jkt,north,106,\n", "line 2: latitude and longitude must be numbers"),
        (HEADER + "31,DKI,province,,jkt,,,\n31,DKI,province,,jkt,,,\n", "a code appears twice"),
    ],
)
def test_a_malformed_table_is_refused_by_line(tmp_path: Path, table: str, problem: str) -> None:
    path = tmp_path / "regions.csv"
    path.write_text(table)
    with pytest.raises(BadTable, match=problem):
        Geography.from_csv(path)


def test_a_missing_table_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadTable, match="cannot be read"):
        Geography.from_csv(tmp_path / "none.csv")
