"""The story in a real browser: a seeker's phone and the officers' group side by side on the sandbox's page.

Each scene leaves a picture; ``README_PICTURES=1`` puts them where README shows them.
"""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable

import pytest
from playwright.async_api import Page, expect

from placement.settings import ROOT
from sandbox import cast
from tests.fixtures.browser import PICTURES, SLOW, hears, says
from tests.fixtures.line import Line
from tests.fixtures.sandbox import Sandbox

Picture = Callable[[str], Awaitable[None]]


@pytest.fixture
def picture(page: Page) -> Picture:
    """Take a picture of the page as it is."""
    folder = ROOT / "docs" / "pictures" if os.environ.get("README_PICTURES") else PICTURES
    folder.mkdir(parents=True, exist_ok=True)

    async def take(name: str) -> None:
        await page.screenshot(path=folder / f"{name}.png", animations="disabled")

    return take


async def test_search_why_facts_apply_officer_answer_resolved_and_the_bot_again(
    page: Page, line: Line, telegram: Sandbox, picture: Picture
) -> None:
    seeker = await telegram.newcomer("Dewi")
    await page.goto(f"{line.sandbox_url}/?phones={seeker.id},{cast.RINA}")
    phone = page.locator(f".phone[data-account='{seeker.id}']")
    desk = page.locator(f".phone[data-account='{cast.RINA}']")

    await phone.get_by_role("button", name="MULAI").click()
    await hears(phone, "Halo")
    await picture("01-start")

    await says(phone, "cari kerja kasir di Bekasi")
    results = await hears(phone, "Kota Bekasi")
    await expect(results).to_contain_text("Sesuai kerja yang Kakak cari")
    await expect(results.get_by_role("button", name="Lamar 1")).to_be_visible()
    await picture("02-search")

    await says(phone, "yang kedua kenapa cocok?")
    await hears(phone, "Kenapa")
    await picture("03-why")

    await says(phone, "mau daftar")
    consent = await hears(phone, "boleh data Kakak")
    await consent.get_by_role("button", name="Setuju").click()
    await hears(phone, "nama")
    await says(phone, "Dewi Lestari, lulusan SMK akuntansi, tinggal di Kota Bekasi, mau jadi kasir")
    card = await hears(phone, "sudah benar")
    for fact in ("Dewi Lestari", "SMK", "Kota Bekasi", "kasir"):
        await expect(card).to_contain_text(fact)
    await picture("04-facts")
    await card.get_by_role("button", name="Benar").click()
    await hears(phone, "3275-")
    vacancies = await hears(phone, "Ini yang teratas")
    await picture("05-registered")

    await vacancies.get_by_role("button", name="Lamar 1").click()
    applied = await hears(phone, "sudah saya catat")
    await expect(applied).to_contain_text("belum menerima apa-apa")
    await picture("06-applied")

    await says(phone, "mau ngomong sama petugas")
    await hears(phone, "urutan ke-")
    await desk.get_by_text("Petugas Antarkerja").first.click()
    await desk.get_by_text("Dewi Lestari").first.click(timeout=SLOW)
    packet = await hears(desk, "Kasus #")
    await expect(packet).to_contain_text("mau ngomong sama petugas")
    await picture("07-case")

    await packet.get_by_role("button", name="Ambil kasus").click()
    await hears(phone, "Rina sudah terhubung")
    await says(desk, "Halo Kak Dewi, saya Rina dari dinas. Ada yang bisa saya bantu?")
    await hears(phone, "Rina dari dinas")
    await says(phone, "kak, lowongannya masih buka kan?")
    await hears(desk, "masih buka kan?")
    await says(desk, "// cek dulu ke toko")
    await says(desk, "Masih, Kak. Besok saya kabari jadwalnya ya.")
    await hears(phone, "Besok saya kabari")
    await expect(phone.get_by_text("cek dulu ke toko")).to_have_count(0)
    await picture("08-officer")

    await desk.get_by_role("button", name="Selesai").last.click()
    ended = await hears(phone, "sudah selesai")
    await ended.get_by_role("button", name="5 ★").click()
    await hears(phone, "penilaiannya")
    await says(phone, "gimana lamaran saya?")
    await hears(phone, "Kabar lamaran")
    await picture("09-bot-again")
