"""Recorded talks from a blank chat to a complete record, played through the real bot, Rasa and matcher."""

from __future__ import annotations

import asyncio
import statistics

import pytest
from playwright.async_api import Page, expect

from tests.chats import CONVERSATIONS, PATIENCE, groups, newcomer, read, short
from tests.fixtures.browser import PICTURES, SLOW, hears, says
from tests.fixtures.line import Line
from tests.fixtures.sandbox import Sandbox

TALKS = read(CONVERSATIONS)
COMPLETE = ("Data Kakak sudah lengkap", "Your record is complete")
"""How the last answer of each talk begins."""
MOST_MESSAGES = 18
"""Messages of a seeker to a complete record, at the median."""
FIRST_VACANCIES = 5
"""Messages of a seeker to the first vacancies, at the median."""


@pytest.mark.parametrize("names", groups(TALKS), ids=short)
async def test_talks_go_as_they_were_recorded(telegram: Sandbox, names: tuple[str, ...]) -> None:
    """Several people at a time, as on any day."""
    await asyncio.gather(*(plays(telegram, name) for name in names))


async def plays(telegram: Sandbox, name: str) -> None:
    """Tell one talk on a new phone."""
    person = await newcomer(telegram, name, TALKS[name])
    for line in TALKS[name]["talk"]:
        if line["says"].startswith("#"):
            await person.presses(line["says"][1:])
        else:
            await person.says(line["says"])
        await person.hears(line["hears"], patience=PATIENCE)
    assert TALKS[name]["talk"][-1]["hears"].startswith(COMPLETE)


@pytest.mark.parametrize("name", ["putri_graduate", "wulan_tailor"])
async def test_a_talk_goes_the_same_in_a_browser(page: Page, line: Line, telegram: Sandbox, name: str) -> None:
    person = await newcomer(telegram, name, TALKS[name])
    await page.goto(f"{line.sandbox_url}/?phones={person.id}")
    phone = page.locator(f".phone[data-account='{person.id}']")
    await phone.get_by_role("button", name="MULAI").click()
    await hears(phone, "Halo")
    for talked in TALKS[name]["talk"]:
        heard = await phone.locator(".message:not(.out)").count()
        if talked["says"].startswith("#"):
            await phone.get_by_role("button", name=talked["says"][1:], exact=True).last.click()
            await hears(phone, talked["hears"])
        else:
            await says(phone, talked["says"])
            newest = phone.locator(".message:not(.out)").nth(heard)
            await expect(newest).to_be_visible(timeout=SLOW)
            await hears(phone, talked["hears"])
    PICTURES.mkdir(parents=True, exist_ok=True)
    await page.screenshot(path=PICTURES / f"talk-{name}.png", animations="disabled")


def test_a_record_takes_few_messages() -> None:
    assert len(TALKS) >= 20
    lengths = [len(talk["talk"]) for talk in TALKS.values()]
    assert statistics.median(lengths) <= MOST_MESSAGES
    to_vacancies = [
        next(
            number
            for number, line in enumerate(talk["talk"], start=1)
            if "Lamar" in line["hears"] or "Apply" in line["hears"]
        )
        for talk in TALKS.values()
    ]
    assert statistics.median(to_vacancies) <= FIRST_VACANCIES
