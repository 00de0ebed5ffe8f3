"""Faults of a folder of vocabularies, as an office sees them that replaces ours."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from placement.__main__ import app
from placement.settings import ROOT
from placement.vocabulary_check import check_folder, read_everyday

OURS = ROOT / "data" / "vocabulary"
EVERYDAY = read_everyday(OURS / "everyday.csv")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy = tmp_path / "vocabulary"
    shutil.copytree(OURS, copy)
    return copy


def test_ours_has_no_fault() -> None:
    assert check_folder(OURS, EVERYDAY) == []


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("peri,5999,Peri,Fairy,peri hutan", "«5999» is no unit group"),
        ("kasir-dua,5230,Kasir,Cashier,kasir", "«kasir» stands in line"),
        ("kasir,5230,Kasir,Cashier,kasir kedua", "«kasir» stands in line"),
        ("penolong,9622,Penolong,Helper,bantu", "«bantu» is a word of everyday talk"),
        ("orang-cikarang,9622,Orang,Person,cikarang", "«cikarang» stands in occupations.csv"),
        ("penolong,9622,Penolong,Helper,Tolong-Menolong", "write it in lower case without signs, as «tolong menolong»"),
        ("penolong,9622,Penolong", "has another number of cells than the header"),
    ],
)
def test_a_bad_row_is_named_with_what_to_do(folder: Path, row: str, why: str) -> None:
    with (folder / "occupations.csv").open("a") as file:
        file.write(row + "\n")
    assert [fault.why for fault in check_folder(folder, EVERYDAY) if why in fault.why]


def test_a_unit_group_without_a_row_is_missed(folder: Path) -> None:
    table = folder / "occupations.csv"
    kept = [line for line in table.read_text().splitlines(keepends=True) if ",5111," not in line]
    table.write_text("".join(kept))
    assert [fault.why for fault in check_folder(folder, EVERYDAY)] == [
        "the unit group 5111 (Pramugari) has no row: add one"
    ]


def test_a_form_of_chat_has_one_meaning(folder: Path) -> None:
    with (folder / "chat_words.csv").open("a") as file:
        file.write("gawe,buat\n")
    assert [fault.why for fault in check_folder(folder, EVERYDAY) if "«gawe» stands in line" in fault.why]


def test_a_broken_tree_of_groups_is_a_fault(folder: Path) -> None:
    with (folder / "occupation_groups.csv").open("a") as file:
        file.write("9999,Lain,Other\n")
    faults = [fault for fault in check_folder(folder, EVERYDAY) if fault.file == "occupation_groups.csv"]
    assert "lacks the group 999 above 9999" in faults[0].why


def test_the_command_says_and_ends_by_what_it_found(folder: Path, tmp_path: Path) -> None:
    runner = CliRunner()
    good = runner.invoke(app, ["vocabulary", "check", str(folder)])
    assert (good.exit_code, good.stderr.strip()) == (0, "sound")
    with (folder / "occupations.csv").open("a") as file:
        file.write("penolong,9622,Penolong,Helper,bantu\n")
    bad = runner.invoke(app, ["vocabulary", "check", str(folder)])
    assert bad.exit_code == 1 and "is a word of everyday talk" in " ".join(bad.stderr.split())
    empty = tmp_path / "empty"
    empty.mkdir()
    none = runner.invoke(app, ["vocabulary", "check", str(empty)])
    assert none.exit_code == 1 and "holds no tables" in " ".join(none.stderr.split())
