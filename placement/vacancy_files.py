"""Files of vacancies: CSV and XLSX, read into numbered rows of cells, whatever a spreadsheet does to them."""

from __future__ import annotations

import contextlib
import csv
import io
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, ZipFile

import openpyxl

from placement.errors import PlacementError

DAMAGED_WORKBOOK = (BadZipFile, ParseError, zlib.error, EOFError, LookupError, TypeError, ValueError, AttributeError)
"""What openpyxl raises over files that are no workbooks, or damaged ones."""
LARGEST = 50 * 1024 * 1024
"""Bytes of a file that is read at all."""


class ImportFileError(PlacementError):
    """A file that can't be read as a table; the sentence says what to do."""


@dataclass(frozen=True)
class Line:
    """A row as it stands in a file: the number of its (first) line, and its cells by column."""

    number: int
    cells: Mapping[str, Any]
    trouble: str = ""
    """Why the cells can't be trusted, if they can't."""


def read_lines(path: Path) -> list[Line]:
    """Read a CSV or XLSX with a header row; ImportFileError when it is not one, or holds nothing below the header."""
    try:
        if path.stat().st_size > LARGEST:
            raise ImportFileError(f"{path.name} is larger than {LARGEST // 2**20} MB: split it.")
        lines = _read_xlsx(path) if path.suffix.lower() == ".xlsx" else _read_csv(path)
    except OSError as problem:
        raise ImportFileError(f"{path} can't be read: {problem.strerror}.") from problem
    if not lines:
        raise ImportFileError(f"{path.name} holds no vacancies: the first line names the columns, each next is one.")
    return lines


def _columns(cells: Iterable[Any]) -> list[str]:
    """Read the header; ImportFileError when a column stands in it twice."""
    names = [_column(cell) for cell in cells]
    twice = sorted({name for name in names if name and names.count(name) > 1})
    if twice:
        raise ImportFileError(f"The header names {', '.join(twice)} twice: keep one column of each.")
    return names


def _column(name: Any) -> str:
    """Give a column's name as it is meant: without the spaces and capitals of spreadsheets."""
    return str(name or "").strip().lower()


def _read_csv(path: Path) -> list[Line]:
    """Read lines separated by comma or semicolon, whichever the header has more of."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise ImportFileError(f"{path.name} is not UTF-8: save it as «CSV UTF-8».") from problem
    first_line = text.partition("\n")[0]
    delimiter = ";" if first_line.count(";") > first_line.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    lines: list[Line] = []
    try:
        header = _columns(next(reader, []))
        before = reader.line_num
        for row in reader:
            number, before = before + 1, reader.line_num  # A description may go over several lines.
            if any(cell.strip() for cell in row):
                lines.append(Line(number, dict(zip(header, row, strict=False)), _shifted(len(row), len(header))))
    except csv.Error as problem:
        raise ImportFileError(
            f"{path.name}, line {reader.line_num}: this is not CSV ({problem}); quote cells that hold commas, quotes "
            "or line ends."
        ) from problem
    return lines


def _shifted(cells: int, columns: int) -> str:
    """Say so when a row has not the header's number of cells, for then they stand in the wrong columns."""
    if cells == columns:
        return ""
    return f"{cells} cells for {columns} columns: put cells that hold a comma or semicolon into quotes"


def _read_xlsx(path: Path) -> list[Line]:
    """Read the first sheet; values as text, so that codes keep their zeros."""
    try:
        with contextlib.closing(openpyxl.load_workbook(path, read_only=True, data_only=True)) as book:
            return list(_xlsx_lines(book.worksheets[0], _formulas(path)))
    except DAMAGED_WORKBOOK as problem:
        raise ImportFileError(f"{path.name} is not a workbook: save it as .xlsx or as CSV.") from problem


def _formulas(path: Path) -> set[tuple[int, int]]:
    """Give row and column of the first sheet's formulas."""
    with ZipFile(path) as parts:
        sheets = [name for name in parts.namelist() if name.startswith("xl/worksheets/")]
        if not any(b"<f>" in parts.read(name) or b"<f " in parts.read(name) for name in sheets):
            return set()
    with contextlib.closing(openpyxl.load_workbook(path, read_only=True)) as book:
        return {
            (row, column)
            for row, cells in enumerate(book.worksheets[0].iter_rows(), start=1)
            for column, cell in enumerate(cells)
            if cell.data_type == "f"
        }


def _xlsx_lines(sheet: Any, formulas: set[tuple[int, int]]) -> Iterator[Line]:
    """Give the rows below the header; a formula counts with the value that the spreadsheet saved for it."""
    rows = sheet.iter_rows(values_only=True)
    header = _columns(next(rows, ()))
    for number, row in enumerate(rows, start=2):
        if all(value is None for value in row):
            continue
        empty = [header[place] for place, value in enumerate(row[: len(header)])
                 if value is None and (number, place) in formulas]  # fmt: skip
        trouble = f"{', '.join(empty)}: a formula without a value; put the value itself there" if empty else ""
        if any(value is not None for value in row[len(header) :]):
            trouble = _shifted(len(row), len(header))
        yield Line(number, {name: _cell(value) for name, value in zip(header, row, strict=False)}, trouble)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, datetime):
        value = value.date()
    return value.isoformat() if isinstance(value, date) else str(value)
