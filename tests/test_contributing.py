"""What CONTRIBUTING tells to touch is there: files, folders, and the names that stand in them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
PATHS = sorted({path for path in re.findall(r"`([\w./<>-]+)`", TEXT) if "/" in path or path.endswith((".yml", ".md"))})
NAMED = re.findall(r"`([\w./-]+\.(?:py|yml))` \(([^)]+)\)", TEXT)
RESPONSES = re.findall(r"`([a-z_]+)_<(?:field|code|name)>`", TEXT)


@pytest.mark.parametrize("path", PATHS)
def test_a_path_exists(path: str) -> None:
    known = re.sub(r"<\w+>", "*", path).rstrip("/")
    assert list(ROOT.glob(known)), f"nothing is at {path}"


@pytest.mark.parametrize(("path", "names"), NAMED)
def test_a_name_stands_in_its_file(path: str, names: str) -> None:
    text = (ROOT / path).read_text(encoding="utf-8")
    for name in re.findall(
        r"\b(?:[A-Z]{3,}|[A-Z][a-z]+|[a-z]+_[a-z_]+|intents|slots|forms|actions|responses)\b", names
    ):
        assert re.search(rf"\b{name}\b", text), f"{path} has no {name}"


@pytest.mark.parametrize("prefix", sorted({*RESPONSES} - {"name"}))
@pytest.mark.parametrize("language", ["id", "en"])
def test_a_kind_of_response_is_in_use(prefix: str, language: str) -> None:
    texts = [path.read_text(encoding="utf-8") for path in (ROOT / "data" / "responses" / language).glob("*.yml")]
    assert any(re.search(rf"^  {prefix}_\w+:", text, re.MULTILINE) for text in texts), f"no {prefix}_… in {language}"


def test_the_page_was_read() -> None:
    assert len(PATHS) > 15 and len(NAMED) > 6 and len(RESPONSES) > 5
