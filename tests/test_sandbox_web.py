"""The web phones, in a real browser, before a real bot library: what a person sees, presses and hears."""

import base64
import re
from collections.abc import AsyncIterator
from typing import Any

import pytest
from playwright.async_api import Browser, FilePayload, Locator, Page, expect
from telegram import (
    BotCommand,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    ReplyKeyboardMarkup,
    Update,
)
from telegram.ext import Application, ApplicationBuilder, CallbackQueryHandler, ContextTypes, MessageHandler, filters

from sandbox import cast
from tests.fixtures.sandbox import Person, Sandbox

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
ATTACK = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>'


async def _reply(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Answer as a small bot: buttons, a contact keyboard, or an echo."""
    message = update.effective_message
    assert message is not None
    if message.contact is not None:
        await message.reply_text(f"Nomor diterima: {message.contact.phone_number}")
    elif message.photo:
        await message.reply_text("Foto diterima")
    elif message.text == "tombol":
        keys = [[InlineKeyboardButton("Lamar", callback_data="a"), InlineKeyboardButton("Awas", callback_data="b")]]
        await message.reply_text("Pilih", reply_markup=InlineKeyboardMarkup(keys))
    elif message.text == "nomor":
        keyboard = ReplyKeyboardMarkup([[KeyboardButton("Kirim nomor", request_contact=True)]], resize_keyboard=True)
        await message.reply_text("Minta nomor", reply_markup=keyboard)
    elif message.text is not None:
        await message.reply_text(f"Anda bilang: {message.text}")


async def _press(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    query = update.callback_query
    assert query is not None
    await query.answer("Hati-hati" if query.data == "b" else "Sudah dikirim", show_alert=query.data == "b")


@pytest.fixture
async def bot(sandbox: Sandbox) -> AsyncIterator[Application[Any, Any, Any, Any, Any, Any]]:
    """A bot that polls the sandbox."""
    builder = ApplicationBuilder().token(cast.TOKEN)
    application = builder.base_url(f"{sandbox.url}/bot").base_file_url(f"{sandbox.url}/file/bot").build()
    application.add_handler(MessageHandler(filters.ALL & ~filters.UpdateType.EDITED_MESSAGE, _reply))
    application.add_handler(CallbackQueryHandler(_press))
    async with application:
        await application.bot.set_my_commands([BotCommand("menu", "Pilihan utama"), BotCommand("batal", "Batalkan")])
        await application.start()
        assert application.updater is not None
        await application.updater.start_polling(poll_interval=0, timeout=1)
        yield application
        await application.updater.stop()
        await application.stop()


async def _phone(page: Page, sandbox: Sandbox, account: int) -> Locator:
    """Open the page and return one account's phone."""
    await page.goto(f"{sandbox.url}/?phones={account}")
    phone = page.locator(f".phone[data-account='{account}']")
    await expect(phone.locator(".head h3")).to_be_visible()
    return phone


async def _write(phone: Locator, text: str) -> None:
    await phone.locator(".compose-input").fill(text)
    await phone.get_by_role("button", name="Kirim", exact=True).click()


@pytest.fixture
async def seeker(page: Page, sandbox: Sandbox, bot: object) -> Locator:
    """Siti's phone, with START pressed and the bot's first answer on it."""
    phone = await _phone(page, sandbox, cast.SITI)
    await phone.get_by_role("button", name="MULAI").click()
    await expect(phone.get_by_text("Anda bilang: /start")).to_be_visible()
    return phone


async def test_a_text_is_sent_read_and_answered(seeker: Locator) -> None:
    await _write(seeker, "cari kerja di Bekasi")
    own = seeker.locator(".message.out", has_text="cari kerja di Bekasi")
    await expect(own).to_have_count(1)
    await expect(own.locator(".tick.read")).to_be_visible()
    await expect(seeker.get_by_text("Anda bilang: cari kerja di Bekasi")).to_be_visible()


async def test_an_inline_button_shows_the_bots_answer(seeker: Locator, page: Page) -> None:
    await _write(seeker, "tombol")
    await seeker.get_by_role("button", name="Lamar").click()
    await expect(seeker.locator(".toast")).to_have_text("Sudah dikirim")
    await seeker.get_by_role("button", name="Awas").click()
    alert = page.get_by_role("alertdialog")
    await expect(alert).to_contain_text("Hati-hati")
    await alert.get_by_role("button", name="Baik").click()
    await expect(alert).to_have_count(0)


async def test_the_contact_keyboard_asks_before_the_number_is_given(seeker: Locator, page: Page) -> None:
    await _write(seeker, "nomor")
    key = seeker.locator(".reply-keyboard").get_by_role("button", name="Kirim nomor")
    await key.click()
    await page.get_by_role("alertdialog").get_by_role("button", name="Batal").click()
    await expect(seeker.locator(".contact")).to_have_count(0)
    await key.click()
    await page.get_by_role("alertdialog").get_by_role("button", name="Kirim").click()
    await expect(seeker.locator(".contact")).to_contain_text("Siti")
    await expect(seeker.get_by_text("Nomor diterima")).to_be_visible()


async def test_photos_go_as_an_album_with_a_caption(seeker: Locator, page: Page) -> None:
    await seeker.get_by_role("button", name="Lampirkan").click()
    await seeker.get_by_role("menuitem", name="Foto").click()
    dialog = page.get_by_role("dialog")
    pictures = [FilePayload(name=f"{letter}.png", mimeType="image/png", buffer=PNG) for letter in "ab"]
    await dialog.locator("input[type=file]").set_input_files(pictures)
    await dialog.get_by_label("Keterangan").fill("ijazah saya")
    await dialog.get_by_role("button", name="Kirim").click()
    album = seeker.locator(".message.out", has_text="ijazah saya")
    await expect(album.locator(".album img")).to_have_count(2)
    await expect(seeker.get_by_text("Foto diterima").first).to_be_visible()
    await album.get_by_role("button", name="Besarkan foto").first.click()
    await expect(page.get_by_role("dialog").get_by_role("button", name="Tutup")).to_be_visible()


async def test_the_menu_lists_commands_and_the_keyboard_walks_it(seeker: Locator, page: Page) -> None:
    await seeker.get_by_role("button", name="Perintah bot").press("Enter")
    await expect(seeker.get_by_role("menuitem", name="/menu")).to_be_focused()
    await page.keyboard.press("ArrowDown")
    await expect(seeker.get_by_role("menuitem", name="/batal")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(seeker.get_by_role("button", name="Perintah bot")).to_be_focused()


async def test_own_messages_can_be_answered_changed_and_deleted(seeker: Locator, page: Page) -> None:
    await _write(seeker, "satu")
    message = seeker.locator(".message.out", has_text="satu")
    await message.click(button="right")
    await seeker.get_by_role("menuitem", name="Ubah").click()
    await seeker.locator(".compose-input").fill("dua")
    await seeker.get_by_role("button", name="Simpan").click()
    changed = seeker.locator(".message.out", has_text="dua")
    await expect(changed).to_contain_text("diedit")
    await changed.focus()
    await page.keyboard.press("Enter")
    await seeker.get_by_role("menuitem", name="Balas").click()
    await _write(seeker, "tiga")
    await expect(seeker.locator(".message.out", has_text="tiga").locator(".reply-line")).to_contain_text("dua")
    await changed.first.click(button="right")
    await seeker.get_by_role("menuitem", name="Hapus").click()
    await page.get_by_role("alertdialog").get_by_role("button", name="Hapus").click()
    await expect(seeker.locator(".text", has_text="dua")).to_have_count(0)


async def test_an_officer_makes_opens_and_closes_a_topic(page: Page, sandbox: Sandbox, hadi: Person) -> None:
    phone = await _phone(page, sandbox, cast.RINA)
    await phone.get_by_role("button", name="Topik baru").click()
    await page.get_by_label("Nama topik").fill("K-1 · Siti")
    await page.get_by_role("dialog").get_by_role("button", name="Buat").click()
    await expect(phone.locator(".head h3")).to_have_text("K-1 · Siti")
    await _write(phone, "catatan di topik")
    await expect(phone.locator(".message.out")).to_contain_text("catatan di topik")
    await phone.get_by_role("button", name="Menu obrolan").click()
    await phone.get_by_role("menuitem", name="Tutup topik").click()
    await phone.get_by_role("button", name="Kembali").click()
    await expect(phone.get_by_role("button", name=re.compile(r"K-1 · Siti\s*, ditutup"))).to_be_visible()
    await hadi.says("pengumuman")
    await expect(phone.get_by_role("button", name=re.compile(r"1\s*belum dibaca"))).to_contain_text("pengumuman")


async def test_nothing_anybody_writes_runs_as_a_script(page: Page, sandbox: Sandbox, siti: Person) -> None:
    await siti.says(ATTACK)
    await sandbox.call("sendMessage", chat_id=cast.SITI, text=ATTACK)
    await sandbox.call(
        "sendMessage", chat_id=cast.SITI, text="<b>tebal</b> <tg-spoiler>rahasia</tg-spoiler>", parse_mode="HTML"
    )
    phone = await _phone(page, sandbox, cast.SITI)
    await expect(phone.get_by_text(ATTACK)).to_have_count(2)
    await expect(phone.locator(".text b")).to_have_text("tebal")
    await phone.get_by_role("button", name="Teks disembunyikan").click()
    await expect(phone.get_by_text("tebal rahasia")).to_be_visible()
    assert await phone.locator(".text img, .text script").count() == 0
    assert await page.evaluate("window.hacked") is None
    hostile = "<a href='javascript:1'>x</a><b onclick='1'>y</b><svg onload='1'>"
    clean = await page.evaluate(
        "async (html) => { const m = await import('/web/dom.js'); const d = document.createElement('div');"
        " d.append(m.richText(html, {hidden: ''})); return d.innerHTML; }",
        hostile,
    )
    assert clean == "x<b>y</b>"


async def test_the_stream_comes_back_after_a_cut(seeker: Locator, page: Page, sandbox: Sandbox) -> None:
    await page.context.set_offline(True)
    await page.evaluate("window.dispatchEvent(new Event('offline'))")
    await sandbox.call("sendMessage", chat_id=cast.SITI, text="selama putus")
    await page.context.set_offline(False)
    await expect(seeker.get_by_text("selama putus")).to_be_visible()


async def test_dark_and_light_are_seen_and_kept(seeker: Locator, page: Page) -> None:
    paper = "getComputedStyle(document.querySelector('.phone')).backgroundColor"
    await page.get_by_role("radio", name="Terang").check()
    light = await page.evaluate(paper)
    await page.get_by_role("radio", name="Gelap").check()
    assert await page.evaluate(paper) != light
    await page.reload()
    await expect(page.get_by_role("radio", name="Gelap")).to_be_checked()


@pytest.mark.parametrize("width", [360, 390, 768, 1366, 1920])
async def test_no_width_cuts_anything_off(
    browser: Browser, sandbox: Sandbox, siti: Person, width: int, bot: object
) -> None:
    await siti.starts()
    await siti.hears("/start")
    await siti.says("nomor")
    await siti.hears("Minta nomor")
    page = await browser.new_page(viewport={"width": width, "height": 740})
    await page.goto(sandbox.url)
    phone = page.locator(f".phone[data-account='{cast.SITI}']")
    await expect(phone.locator(".reply-keyboard")).to_be_visible()
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    box = await phone.bounding_box()
    field = await phone.locator(".compose-input").bounding_box()
    assert box is not None
    assert field is not None
    assert box["width"] >= 340
    assert field["width"] >= 100
    if width < 860:
        await page.get_by_role("navigation").get_by_role("button", name="Rina").click()
        await expect(page.locator(f".phone[data-account='{cast.RINA}']")).to_be_visible()
        await expect(phone).to_be_hidden()
    await page.close()


async def test_every_control_has_words_and_messages_are_a_log(seeker: Locator, page: Page) -> None:
    await _write(seeker, "tombol")
    await expect(seeker.get_by_role("button", name="Lamar")).to_be_visible()
    await expect(seeker.get_by_role("log")).to_have_attribute("aria-live", "polite")
    nameless = await page.evaluate(
        "[...document.querySelectorAll('button, a, input, textarea, select')]"
        ".filter((e) => !(e.hidden || e.getAttribute('aria-label')"
        " || e.textContent.trim() || e.closest('label')?.textContent.trim())).map((e) => e.outerHTML)"
    )
    assert nameless == []
    assert await page.evaluate("document.documentElement.lang") == "id"
    unnamed_images = await page.evaluate("[...document.images].filter((e) => !e.hasAttribute('alt')).length")
    assert unnamed_images == 0


async def test_a_new_seeker_gets_a_phone_beside_the_others(seeker: Locator, page: Page) -> None:
    await _write(seeker, "tetap di sini")
    await page.get_by_role("button", name="Pencari kerja baru").click()
    await page.get_by_label("Nama", exact=True).fill("Dewi")
    await page.get_by_role("dialog").get_by_role("button", name="Buat").click()
    await expect(page.get_by_role("region", name="Ponsel Dewi (pencari kerja)")).to_be_visible()
    await expect(seeker.get_by_text("Anda bilang: tetap di sini")).to_be_visible()
    await _write(seeker, "masih tersambung")
    await expect(seeker.get_by_text("Anda bilang: masih tersambung")).to_be_visible()
