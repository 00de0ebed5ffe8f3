"""Vacancies from files: every row judged, nothing half-imported, whatever a spreadsheet does to them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sqlalchemy import func, select
from typer.testing import CliRunner, Result

from placement.__main__ import app
from placement.clock import ManualClock
from placement.settings import ROOT
from placement.storage import vacancies
from placement.storage.database import Database
from placement.storage.models import Change, Employer, Vacancy
from placement.vacancy_files import ImportFileError, read_lines
from placement.vacancy_import import ImportReport, check_lines, import_rows
from placement.vocabulary import Vocabularies

KNOWN = Vocabularies.load(ROOT / "data")
ROW = {
    "ref": "A-1", "employer": "Toko Berkah", "title": "Kasir", "occupation": "5230", "headcount": "2",
    "valid_for_days": "30", "valid_until": "", "region": "3275", "education_min": "sma", "majors": "", "skills": "",
    "licences": "", "experience_months": "0", "wage_min": "4000000", "wage_max": "4500000", "work_type": "full_time",
    "remote": "no", "age_demand": "", "sex_demand": "", "description": "Jaga kasir.", "source": "test",
    "how_to_apply": "officer", "contact": "",
}  # fmt: skip


def table(*rows: Mapping[str, Any], delimiter: str = ",") -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(ROW), delimiter=delimiter, extrasaction="ignore")
    writer.writeheader()
    writer.writerows({**ROW, **row} for row in rows)
    return text.getvalue()


def csv_file(folder: Path, *rows: Mapping[str, Any]) -> Path:
    file = folder / "vacancies.csv"
    file.write_text(table(*rows), encoding="utf-8")
    return file


def xlsx_file(folder: Path, *rows: Iterable[Any]) -> Path:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(list(row))
    file = folder / "vacancies.xlsx"
    book.save(file)
    return file


def judge(file: Path) -> tuple[list[str], dict[int, str]]:
    """Give the references taken, and line → why not."""
    good, refused = check_lines(read_lines(file), KNOWN)
    return [row.ref for row in good], {one.line: one.why for one in refused}


async def take(database: Database, file: Path) -> ImportReport:
    good, _ = check_lines(read_lines(file), KNOWN)
    async with database.transaction("import", "test") as session:
        return await import_rows(session, good)


# --- rows -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ({"ref": ""}, "ref: "),
        ({"ref": "x" * 41}, "ref: "),
        ({"employer": "  "}, "employer: "),
        ({"title": "x" * 201}, "title: "),
        ({"occupation": "kasir"}, "occupation: "),
        ({"headcount": "0"}, "headcount: "),
        ({"headcount": "dua"}, "headcount: "),
        ({"valid_for_days": ""}, "valid_until or valid_for_days is needed"),
        ({"valid_for_days": "-5"}, "valid_for_days: "),
        ({"valid_until": "31-12-2026"}, "valid_until: "),
        ({"valid_until": "2026-31-12"}, "valid_until: "),
        ({"region": "9999"}, "unknown region 9999"),
        ({"region": "32"}, "region: "),
        ({"education_min": "s9"}, "unknown education_min s9"),
        ({"majors": "sihir"}, "unknown majors sihir"),
        ({"skills": "jujur; terbang"}, "unknown skills terbang"),
        ({"licences": "sim-z"}, "unknown licences sim-z"),
        ({"work_type": "full_time; kapan-kapan"}, "unknown work_type kapan-kapan"),
        ({"wage_min": "0"}, "wage_min: "),
        ({"wage_max": str(10**12)}, "wage_max: "),
        ({"wage_min": "-4000000"}, "wage_min: "),
        ({"wage_min": "4.5jt"}, "wage_min: "),
        ({"wage_min": "5000000"}, "wage_min is above wage_max"),
        ({"experience_months": "-1"}, "experience_months: "),
        ({"sex_demand": "cantik"}, "sex_demand: "),
        ({"description": ""}, "description: "),
        ({"how_to_apply": "whatsapp"}, "how_to_apply: "),
        ({"how_to_apply": "direct"}, "contact is needed"),
        ({"title": "Kasir\x00"}, "NUL"),
    ],
)
def test_a_row_that_can_not_be_is_refused_with_its_reason(tmp_path: Path, cells: dict[str, str], why: str) -> None:
    taken, refused = judge(csv_file(tmp_path, {"ref": "GOOD"}, cells))
    assert taken == ["GOOD"]
    assert why in refused[3]


def test_what_is_optional_may_be_empty_or_absent(tmp_path: Path) -> None:
    optional = {name: "" for name in ("occupation", "education_min", "experience_months", "wage_min", "wage_max",
                                      "work_type", "remote", "source", "how_to_apply")}  # fmt: skip
    assert judge(csv_file(tmp_path, optional)) == (["A-1"], {})
    needed = {name: ROW[name] for name in ("ref", "employer", "title", "headcount", "region", "description")}
    file = xlsx_file(tmp_path, [*needed, "valid_for_days"], [*needed.values(), 30])
    assert judge(file) == (["A-1"], {})


def test_a_reference_counts_once_in_a_file(tmp_path: Path) -> None:
    taken, refused = judge(csv_file(tmp_path, {"title": "first"}, {"ref": "A-2"}, {"title": "second"}))
    assert taken == ["A-1", "A-2"]
    assert refused == {4: "the reference stands in this file before"}


def test_a_refused_row_does_not_take_its_reference_away(tmp_path: Path) -> None:
    taken, refused = judge(csv_file(tmp_path, {"wage_min": "0"}, {}))
    assert taken == ["A-1"]
    assert list(refused) == [2]


def test_lines_are_those_of_the_file_also_after_long_descriptions_and_gaps(tmp_path: Path) -> None:
    file = csv_file(tmp_path, {"description": "over\nthree\nlines"}, {"ref": "A-2", "region": "0000"})
    assert list(judge(file)[1]) == [5]
    file.write_text(table({}) + "\n\n" + table({"ref": "A-2", "headcount": "0"}).splitlines()[1] + "\n")
    assert list(judge(file)[1]) == [5]


def test_a_comma_without_quotes_does_not_shift_cells_unseen(tmp_path: Path) -> None:
    file = tmp_path / "shifted.csv"
    shifted = table({}).replace("Jaga kasir.", "Jaga kasir, jujur")
    file.write_text(shifted + table({"ref": "SHORT"}).splitlines()[1].rpartition(",")[0], encoding="utf-8")
    taken, refused = judge(file)
    assert taken == []
    assert "24 cells for 23 columns" in refused[2]
    assert "22 cells for 23 columns" in refused[3]


# --- files ----------------------------------------------------------------------------------------------------------


def test_semicolons_a_byte_order_mark_and_capitals_in_the_header_are_read(tmp_path: Path) -> None:
    header, rest = table({}, {"ref": "A-2"}, delimiter=";").split("\n", 1)
    file = tmp_path / "excel.csv"
    file.write_text(header.upper().replace(";", " ; ") + "\n" + rest, encoding="utf-8-sig")
    assert judge(file) == (["A-1", "A-2"], {})


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("latin.csv", table({"title": "Café"}).encode("latin-1"), "is not UTF-8: save it as «CSV UTF-8»"),
        ("utf16.csv", table({}).encode("utf-16"), "is not UTF-8"),
        ("empty.csv", b"", "holds no vacancies"),
        ("header.csv", table().encode(), "holds no vacancies"),
        ("quote.csv", table({}).replace("Jaga", '"Jaga').encode(), "line 2: this is not CSV"),
        ("foreign.csv", b"name,price\nbread,5\n", "lacks the columns: description, employer, headcount"),
        ("twice.csv", table({}).replace("source", "ref", 1).encode(), "names ref twice"),
        ("book.xlsx", b"PK\x03\x04 but no workbook", "is not a workbook"),
        ("text.xlsx", table({}).encode(), "is not a workbook"),
        ("empty.xlsx", b"", "is not a workbook"),
    ],
)
def test_a_file_that_is_no_table_says_what_to_do(tmp_path: Path, name: str, content: bytes, words: str) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    with pytest.raises(ImportFileError) as told:
        judge(file)
    assert words in str(told.value)


def test_a_cut_workbook_says_what_to_do(tmp_path: Path) -> None:
    whole = xlsx_file(tmp_path, ROW, ROW.values()).read_bytes()
    for length in range(100, len(whole), 500):
        file = tmp_path / "cut.xlsx"
        file.write_bytes(whole[:length])
        with pytest.raises(ImportFileError, match="is not a workbook"):
            read_lines(file)


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    for path in (tmp_path / "nothing.csv", tmp_path):
        with pytest.raises(ImportFileError, match="can't be read"):
            read_lines(path)


def test_cells_of_a_workbook_mean_what_they_show(tmp_path: Path) -> None:
    typed: dict[str, Any] = {**ROW, "headcount": 2.0, "region": 3275, "wage_min": 4_000_000.0, "remote": False,
                             "valid_for_days": None, "valid_until": date(2026, 12, 31)}  # fmt: skip
    good, refused = check_lines(read_lines(xlsx_file(tmp_path, typed, typed.values(), [], typed.values())), KNOWN)
    assert [(row.region, row.wage_min, row.remote, row.valid_until) for row in good] == [
        ("3275", 4_000_000, False, date(2026, 12, 31))
    ]
    assert [one.line for one in refused] == [4], "an empty row counts as a line"


def test_a_formula_without_a_value_is_refused_rather_than_taken_for_empty(tmp_path: Path) -> None:
    cells = list(ROW.values())
    cells[list(ROW).index("wage_min")] = "=4000000+1"
    _, refused = judge(xlsx_file(tmp_path, ROW, cells))
    assert refused == {2: "wage_min: a formula without a value; put the value itself there"}


def test_formulas_of_a_csv_are_words(tmp_path: Path) -> None:
    good, _ = check_lines(read_lines(csv_file(tmp_path, {"title": '=HYPERLINK("http://x")'})), KNOWN)
    assert good[0].title == '=HYPERLINK("http://x")'
    assert "wage_min" in judge(csv_file(tmp_path, {"wage_min": "=1+1"}))[1][2]


def test_ten_megabytes_are_read_and_judged(tmp_path: Path) -> None:
    words = "Jaga kasir. " * 150
    file = csv_file(tmp_path, *({"ref": f"A-{number}", "description": words} for number in range(6000)))
    assert file.stat().st_size > 10 * 2**20
    taken, refused = judge(file)
    assert (len(taken), refused) == (6000, {})


def test_a_file_too_large_to_be_meant_is_not_read(tmp_path: Path) -> None:
    file = tmp_path / "large.csv"
    with file.open("wb") as sparse:
        sparse.truncate(51 * 2**20)
    with pytest.raises(ImportFileError, match="larger than 50 MB: split it"):
        read_lines(file)


# --- keeping --------------------------------------------------------------------------------------------------------


async def test_an_import_adds_then_changes_then_leaves_alone(database: Database, tmp_path: Path) -> None:
    report = await take(database, csv_file(tmp_path, {}, {"ref": "A-2", "employer": "Lain"}))
    assert (report.new, report.changed, report.unchanged) == (2, 0, 0)
    report = await take(database, csv_file(tmp_path, {"wage_max": "4600000"}, {"ref": "A-2", "employer": "Lain"}))
    assert (report.new, report.changed, report.unchanged) == (0, 1, 1)
    async with database.reading() as session:
        changes = await session.execute(select(Change).where(Change.field == "wage_max", Change.old.is_not(None)))
        assert [(row.old, row.new, row.actor, row.why) for row in changes.scalars()] == [
            (4_500_000, 4_600_000, "import", "test")
        ]
        assert (await session.execute(select(func.count()).select_from(Employer))).scalar_one() == 2


async def test_a_changed_vacancy_loses_its_vector(database: Database, tmp_path: Path) -> None:
    await take(database, csv_file(tmp_path, {}))
    async with database.transaction("test", "vector") as session:
        vacancy = (await session.execute(select(Vacancy))).scalar_one()
        vacancy.vector, vacancy.vector_model = b"1234", "m"
    await take(database, csv_file(tmp_path, {"description": "Jaga kasir malam."}))
    async with database.reading() as session:
        vacancy = (await session.execute(select(Vacancy))).scalar_one()
        assert (vacancy.vector, vacancy.vector_model) == (None, None)


async def test_days_count_from_the_import_and_a_day_that_has_passed_is_reported(
    database: Database, tmp_path: Path, clock: ManualClock
) -> None:
    passed = {"ref": "A-2", "valid_for_days": "", "valid_until": "2026-11-23"}
    report = await take(database, csv_file(tmp_path, {}, passed))
    assert (report.new, report.expired) == (2, 1)
    clock.advance(timedelta(days=1))
    assert (await take(database, csv_file(tmp_path, {}))).unchanged == 1, "a later import alone is no change"
    async with database.reading() as session:
        kept = dict((await session.execute(select(Vacancy.ref, Vacancy.valid_until))).all())
    assert kept == {"A-1": date(2026, 12, 24), "A-2": date(2026, 11, 23)}


async def test_a_failure_in_the_middle_keeps_nothing(database: Database, tmp_path: Path) -> None:
    good, _ = check_lines(read_lines(csv_file(tmp_path, *({"ref": f"A-{n}"} for n in range(20)))), KNOWN)

    def pull_the_plug(done: int) -> None:
        if done == 10:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        async with database.transaction("import", "test") as session:
            await import_rows(session, good, pull_the_plug)
    async with database.reading() as session:
        for kept in (Vacancy, Employer, Change):
            assert (await session.execute(select(func.count()).select_from(kept))).scalar_one() == 0


# --- the command ----------------------------------------------------------------------------------------------------


def command(folder: Path, *words: str) -> Result:
    env = {"VAR": str(folder / "var"), "DATABASE_URL": "", "FIELD_KEY": ""}
    return CliRunner().invoke(app, words, env=env)


def test_the_command_reports_by_line_and_a_dry_run_keeps_nothing(tmp_path: Path) -> None:
    assert command(tmp_path, "init").exit_code == 0
    file = str(csv_file(tmp_path, {}, {"ref": "[bad]", "region": "0000"}))
    dry = command(tmp_path, "import-vacancies", file, "--dry-run")
    assert "1 would be taken, 0 changed, 0 unchanged, 1 refused" in dry.output
    assert "line 3 [bad]: unknown region 0000: see data/vocabulary" in dry.output
    real = command(tmp_path, "import-vacancies", file, "--json")
    assert json.loads(real.stdout) == {
        "new": 1, "changed": 0, "unchanged": 0, "expired": 0,
        "refused": [{"line": 3, "ref": "[bad]", "why": "unknown region 0000: see data/vocabulary"}],
        "held": [],
    }  # fmt: skip
    again = command(tmp_path, "import-vacancies", file, "--only-if-empty")
    assert "there are vacancies already" in again.output


def test_the_command_says_what_is_wrong_with_a_file(tmp_path: Path) -> None:
    assert command(tmp_path, "init").exit_code == 0
    told = command(tmp_path, "import-vacancies", str(tmp_path / "nothing.csv"))
    assert "can't be read: No such file or directory" in " ".join(told.output.split())
    assert told.exit_code == 1


async def test_an_evidently_false_vacancy_is_held_until_an_officer_has_looked(
    database: Database, tmp_path: Path
) -> None:
    false = {"ref": "A-2", "description": "Wajib deposit Rp350.000."}
    report = await take(database, csv_file(tmp_path, {}, false))
    assert [(held.ref, held.why) for held in report.held] == [("A-2", "asks money of the seeker («Wajib deposit»)")]

    async def states() -> dict[str, str]:
        async with database.reading() as session:
            return {row.ref: row.state for row in (await session.execute(select(Vacancy))).scalars()}

    assert await states() == {"A-1": "open", "A-2": "held"}
    async with database.transaction("test", "an officer looked") as session:
        vacancy = (await session.execute(select(Vacancy).where(Vacancy.ref == "A-2"))).scalar_one()
        vacancy.state = "open"
    again = await take(database, csv_file(tmp_path, {}, false))
    assert again.held == []
    assert (await states())["A-2"] == "open", "the same row again changes nothing"
    changed = await take(database, csv_file(tmp_path, {**false, "ref": "A-1"}, {**false, "headcount": "9"}))
    assert [held.ref for held in changed.held] == ["A-1", "A-2"]
    assert await states() == {"A-1": "held", "A-2": "held"}


async def test_an_index_that_looks_every_second_finds_what_a_long_import_brings_at_last(
    database: Database, clock: ManualClock, tmp_path: Path
) -> None:
    def takes_long(_done: int) -> None:
        clock.advance(vacancies.OVERLAP * 2)

    for wage in ("4000000", "4100000"):
        rows, _ = check_lines(
            read_lines(csv_file(tmp_path, {"wage_min": wage}, {"ref": "A-2", "wage_min": wage})), KNOWN
        )
        async with database.transaction("import", "test") as session:
            await import_rows(session, rows, takes_long)
        async with database.reading() as session:  # Another office's change, seen meanwhile, has moved the index on.
            found = await vacancies.changed_since(session, clock.now(), {})
        assert [(row.ref, row.wage_min) for row in found] == [("A-1", int(wage)), ("A-2", int(wage))]
