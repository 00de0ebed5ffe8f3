"""Logs say what went wrong and where, never what a person wrote."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
import structlog

from placement.errors import StorageError
from placement.logs import configure_logging
from placement.settings import load_settings

MARK = "Zulaikha"


@pytest.fixture(autouse=True)
def _as_it_was() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    yield
    root.handlers, root.level = handlers, level
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()


def fails() -> None:
    try:
        raise ValueError(f"Failing row contains ({MARK})")
    except ValueError as problem:
        raise StorageError("The disk is full: make room.") from problem


@pytest.mark.parametrize("form", ["json", "text"])
def test_an_exception_is_told_without_its_words_unless_they_are_ours(
    form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    configure_logging("test", load_settings(log_format=form))
    for log in (structlog.get_logger("ours"), logging.getLogger("library")):
        try:
            fails()
        except StorageError:
            log.exception("it failed")
        said = capsys.readouterr().err
        assert "it failed" in said
        assert "ValueError" in said and "in fails" in said
        assert "The disk is full: make room." in said
        assert MARK not in said
