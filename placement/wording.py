"""What the assistant says: responses in ``data/responses/{language}``, rendered in the reader's language.

The files have Rasa's own shape (``responses:`` → key → variants with ``text``, ``buttons``, ``custom``), and are read
again when they change, so that an answer is edited without training and without a restart.
"""

from __future__ import annotations

import random
import re
import string
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from placement.edited import Edited
from placement.errors import SettingError
from placement.office_facts import OfficeFacts
from placement.vocabulary import Vocabularies

LANGUAGES = ("id", "en")
FACT = "fact."
"""How the name of an office fact begins in a template."""
_NOT_TOLD = "\0"
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_GAP = re.compile(r"\n{3,}")
_MONTHS_ID = "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember"
_MONTHS_EN = "January February March April May June July August September October November December"
YES_NO = {"id": ("tidak", "ya"), "en": ("no", "yes")}
MONTHS = {"id": _MONTHS_ID.split(), "en": _MONTHS_EN.split()}
DAYS = {
    "id": ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}


@dataclass(frozen=True)
class Rendered:
    """A message ready to be sent: text, buttons as (title, payload or meaning), and special keyboards."""

    text: str
    buttons: list[tuple[str, Any]] = field(default_factory=list)
    keyboard: str | None = None


class Wording(string.Formatter):
    """Renders responses; ``escape`` makes arguments safe for the markup of where they go."""

    def __init__(
        self,
        folder: Path,
        vocabularies: Vocabularies,
        *,
        zone: str = "Asia/Jakarta",
        escape: Callable[[str], str] = str,
        facts: OfficeFacts | None = None,
        choose: Callable[[Sequence[Any]], Any] = random.choice,
    ) -> None:
        """Read all responses below a folder; SettingError says what is wrong with which file.

        ``facts`` are the office's, which a template names as ``{fact.address}``; those beside the folder if left out.
        """
        self._vocabularies = vocabularies
        self._zone = ZoneInfo(zone)
        self._escape = escape
        self._facts = facts or OfficeFacts(folder.parent, lambda: datetime.now(self._zone).date())
        self._choose = choose
        self._responses = Edited("wording", lambda: sorted(folder.glob("*/*.yml")), _read)

    def keys(self, language: str) -> set[str]:
        """Give the keys of all responses in a language."""
        return set(self._responses.current()[language])

    def variants(self, key: str, language: str) -> list[dict[str, Any]]:
        """Give a response's variants; SettingError when there is none."""
        responses = self._responses.current()
        found = responses.get(language, {}).get(key) or responses["id"].get(key)
        if not found:
            raise SettingError(f"There is no response {key} in data/responses/{language}.")
        return found

    def render(self, key: str, args: Mapping[str, Any], language: str) -> Rendered:
        """Render one response with its arguments."""
        variant = self._choose(self.variants(key, language))
        text = self._fill(variant["text"], args, language, key)
        buttons = [
            (self._fill(button["title"], args, language, key, escape=str), button["payload"])
            for button in variant.get("buttons", [])
        ]
        # An argument with nothing to say leaves no gap.
        text = _GAP.sub("\n\n", text.strip())
        return Rendered(text, buttons, (variant.get("custom") or {}).get("keyboard"))

    def text(self, key: str, language: str, **args: Any) -> str:
        """Render one response's text alone."""
        return self.render(key, args, language).text

    def plain_text(self, part: Any, language: str) -> str:
        """Render a button's title, or anything nested, without markup."""
        if isinstance(part, Mapping) and "response" in part:
            return self._nested(part, language, escape=str)
        return str(part)

    def _nested(self, part: Mapping[str, Any], language: str, escape: Callable[[str], str]) -> str:
        """Render a response that stands inside another one, with the outer one's escaping."""
        key = part["response"]
        variant = self._choose(self.variants(key, language))
        return self._fill(variant["text"], part.get("args") or {}, language, key, escape).strip()

    def _fill(
        self,
        template: str,
        args: Mapping[str, Any],
        language: str,
        key: str,
        escape: Callable[[str], str] | None = None,
    ) -> str:
        """Fill a template; SettingError names the argument that is missing or the format that is unknown."""
        pieces = []
        try:
            for literal, name, spec, _conversion in self.parse(template):
                pieces.append(literal)
                if name is not None and name.startswith(FACT):
                    fact = self._facts.told(name.removeprefix(FACT))
                    pieces.append((escape or self._escape)(fact.value(language)) if fact else _NOT_TOLD)
                elif name is not None:
                    pieces.append(self._show(args[name], spec or "", language, escape or self._escape))
        except (KeyError, ValueError, TypeError, OverflowError) as problem:
            raise SettingError(f"The response {key} ({language}) can't be filled: {problem}") from problem
        return _without_untold("".join(pieces))

    def _show(self, value: Any, spec: str, language: str, escape: Callable[[str], str]) -> str:
        """Show an argument: nested responses, words by language, lists; then codes and amounts by the format."""
        if value is None:
            return ""
        if isinstance(value, Mapping) and "response" in value:
            return self._nested(value, language, escape)
        if isinstance(value, Mapping) and value.keys() == set(LANGUAGES):
            return escape(str(value[language]))
        if isinstance(value, list | tuple):
            nested = any(isinstance(item, Mapping) for item in value)
            shown = [self._show(item, spec, language, escape) for item in value]
            pieces = [piece for piece in shown if piece]
            if not nested or spec == "list":
                return ", ".join(pieces)
            # Cards of several lines stand apart.
            return ("\n\n" if any("\n" in piece for piece in pieces) else "\n").join(pieces)
        if not spec:
            return escape(str(value))
        return escape(self._format(value, spec, language))

    def _format(self, value: Any, spec: str, language: str) -> str:
        """Write a code, amount or time in the reader's language; ValueError for an unknown format."""
        match spec:
            case "rupiah":
                return f"Rp{int(value):,}".replace(",", ".") if language == "id" else f"Rp{int(value):,}"
            case "date":
                day = _instant(value, self._zone)
                return f"{day.day} {MONTHS[language][day.month - 1]} {day.year}"
            case "weekday":
                return DAYS[language][_instant(value, self._zone).weekday()]
            case "time":
                instant = _instant(value, self._zone)
                return instant.strftime("%H.%M" if language == "id" else "%H:%M")
            case "region":
                region = self._vocabularies.regions.by_code.get(str(value))
                return region.name if region else str(value)
            case "education":
                return self._vocabularies.education.name(str(value), language)
            case "work_type":
                return self._vocabularies.work_types.name(str(value), language)
            case "occupation":
                return self._vocabularies.occupations.name(str(value), language)
            case "major":
                return self._vocabularies.majors.name(str(value), language)
            case "skill" | "licence":
                return self._vocabularies.skills.name(str(value), language)
            case "spoken_language" | "language_level" | "driving_licence" | "sex" | "marital" | "accommodation":
                return self._vocabularies.of(spec).name(str(value), language)
            case "yes_no":
                return YES_NO[language][value == "yes"]
            case "kilometres" | "number":
                return f"{round(float(value)):,}".replace(",", "." if language == "id" else ",")
            case "months":
                return _months(int(value), language)
        raise ValueError(f"unknown format {spec}")


def _without_untold(text: str) -> str:
    """Leave out the sentences, or points of a list, whose fact is not valid: no number is better than a wrong one."""
    if _NOT_TOLD not in text:
        return text
    lines = []
    for line in text.split("\n"):
        kept = [sentence for sentence in _SENTENCE.split(line) if _NOT_TOLD not in sentence]
        if kept or _NOT_TOLD not in line:
            lines.append(" ".join(kept))
    return "\n".join(lines)


def _read(files: Sequence[Path]) -> dict[str, dict[str, list[dict[str, Any]]]]:
    """Read all responses by language and key; SettingError says what is wrong with which file."""
    responses: dict[str, dict[str, list[dict[str, Any]]]] = {language: {} for language in LANGUAGES}
    for path in files:
        if path.parent.name not in responses:
            continue
        try:
            read = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
            for key, variants in read["responses"].items():
                if key in responses[path.parent.name]:
                    raise SettingError(f"{path.name}: the response {key} stands in two files; keep one.")
                if not variants or not all(isinstance(variant["text"], str) for variant in variants):
                    raise SettingError(f"{path.name}: the response {key} needs at least one variant with a text.")
                responses[path.parent.name][key] = variants
        except (yaml.YAMLError, OSError, UnicodeDecodeError, KeyError, AttributeError, TypeError) as problem:
            raise SettingError(f"The responses in {path} can't be read: {problem}") from problem
    return responses


def _instant(value: Any, zone: ZoneInfo) -> datetime:
    """Read an ISO date or instant as local time."""
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    if isinstance(value, datetime):
        return value.astimezone(zone) if value.tzinfo else value
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day)
    raise ValueError(f"not a date: {value!r}")


def _months(months: int, language: str) -> str:
    """Write a length of time as people say it: «2 tahun 3 bulan»."""
    years, rest = divmod(months, 12)
    if language == "id":
        parts = [f"{years} tahun" if years else "", f"{rest} bulan" if rest or not years else ""]
    else:
        parts = [
            f"{years} year{'s' * (years != 1)}" if years else "",
            f"{rest} month{'s' * (rest != 1)}" if rest or not years else "",
        ]
    return " ".join(part for part in parts if part)
