"""What is written while an officer holds a chat, over the whole line: the bot is silent, and still awake."""

from __future__ import annotations

from dataclasses import dataclass

from bot.relay import wants_bot_back
from bot.services import make_services
from placement.settings import load_settings
from sandbox import cast
from tests.fixtures.sandbox import Json, Person, Sandbox

PATIENCE = 60.0
"""Seconds: the line is four processes, and the machine may be busy."""
GROUP = cast.OFFICERS_CHAT_ID


@dataclass
class Held:
    """A case that Rina holds: its seeker, its number, and Rina at home and in its topic."""

    seeker: Person
    number: int
    rina: Person
    topic: Person

    async def said_by_bot(self) -> str:
        """Give all that the seeker got, but for the officer's words."""
        return "\n".join(one["text"] or "" for one in await self.seeker.history() if not one["out"])

    async def ends(self, *, danger: bool = False) -> None:
        """Leave nothing behind: all tests share the office. The end of danger is asked for once more."""
        await self.topic.presses("Selesai", wait=PATIENCE)
        if danger:
            await self.topic.presses("Ya, akhiri", wait=PATIENCE)
        await self.seeker.hears("sudah selesai", patience=PATIENCE)


def at_home(telegram: Sandbox) -> Person:
    """Give Rina in her private chat, deaf to what earlier tests left there."""
    return telegram.person(cast.RINA)


async def connected(telegram: Sandbox) -> Person:
    """Have Rina open the private chat by the link that topics show."""
    rina = at_home(telegram)
    before = await rina.history()
    rina.seen = before[-1]["id"] if before else 0
    await rina.starts("meja")
    await rina.hears("terhubung", patience=PATIENCE)
    return rina


async def claimed(telegram: Sandbox, seeker: Person, title: str) -> Held:
    """Have Rina claim the newest case in the queue, whose card begins with a title."""
    group = telegram.person(cast.RINA).at(GROUP)

    def is_card(message: Json) -> bool:
        titles = [button["text"] for row in message["buttons"] or [] for button in row]
        return "Ambil kasus" in titles and title in (message["text"] or "")

    card = await telegram.until(
        lambda seen: next((one for one in reversed(seen) if is_card(one)), None), group, title, PATIENCE
    )
    topic = group.at(GROUP, card["thread"])
    await topic.presses("Ambil kasus", card["id"], wait=PATIENCE)
    await seeker.hears("Rina", patience=PATIENCE)
    number = int(card["text"].split("#")[1].split(":")[0])
    return Held(seeker, number, at_home(telegram), topic)


async def asks_for_a_person(telegram: Sandbox, name: str) -> Held:
    """Have a newcomer ask for an officer, and Rina take the case."""
    seeker = await telegram.newcomer(name)
    await seeker.says("mau ngomong sama petugas")
    answer = await seeker.hears("petugas", patience=PATIENCE)
    assert "urutan ke-" in answer["text"]
    assert "Kantor" in answer["text"] or "kantor" in answer["text"], "whether somebody reads now, or from when on"
    return await claimed(telegram, seeker, "Minta petugas")


async def complains(telegram: Sandbox, name: str) -> Held:
    """Have a newcomer complain and take the offer, and Rina take the case."""
    seeker = await telegram.newcomer(name)
    await seeker.says("gaji saya gak dibayar 2 bulan")
    await seeker.presses("Sambungkan ke petugas", wait=PATIENCE)
    await seeker.hears("saya sambungkan", patience=PATIENCE)
    return await claimed(telegram, seeker, "Kasus khusus")


async def test_distress_in_a_held_case_is_seen_and_leaves_the_group(telegram: Sandbox) -> None:
    rina = await connected(telegram)
    held = await asks_for_a_person(telegram, "Darurat")
    await held.seeker.says("tolong kak saya dikurung di mess ga boleh keluar")
    packet = await rina.hears(f"Kasus #{held.number}: DARURAT", patience=PATIENCE)
    assert "dikurung di mess" in packet["text"]
    await telegram.until(
        lambda seen: next(
            (one for one in seen if f"#{held.number}: Kasus khusus, DARURAT" in (one["text"] or "")), None
        ),
        rina.at(GROUP),
        "a card without content",
        PATIENCE,
    )
    topics = [one["thread"] for one in (await rina.at(GROUP).look())["topics"] if f"#{held.number} " in one["name"]]
    assert topics != [held.topic.thread]
    held.topic = rina.at(GROUP, topics[0])
    assert "dikurung" not in str(await held.topic.history())
    await rina.says("Kakak aman sekarang?")
    await held.seeker.hears("Kakak aman sekarang?", patience=PATIENCE)
    await held.seeker.says("mereka jaga pintunya, saya dikurung")
    await rina.hears("jaga pintunya", patience=PATIENCE)
    said = await held.said_by_bot()
    assert said.count("keselamatan Kakak") == 1, "the numbers at once, and once: a person is there"
    assert "112" in said
    await held.ends(danger=True)


async def test_a_scam_in_a_held_case_is_seen(telegram: Sandbox) -> None:
    held = await asks_for_a_person(telegram, "Waspada")
    await held.seeker.says("kak ini beneran ga ya, disuruh bayar seragam 350rb dulu")
    await held.topic.hears("disuruh bayar seragam", patience=PATIENCE)
    await held.topic.hears("lebih mendesak", patience=PATIENCE)
    topics = (await held.topic.look())["topics"]
    assert any(f"#{held.number} Dugaan penipuan" in one["name"] for one in topics)
    assert "Hati-hati" not in await held.said_by_bot()
    await held.ends()


async def test_the_bot_is_silent_until_the_seeker_wants_it_back(telegram: Sandbox) -> None:
    held = await asks_for_a_person(telegram, "Kembali")
    await held.seeker.says("cari kerja kasir di Bekasi")
    await held.topic.hears("cari kerja kasir", patience=PATIENCE)
    assert "lowongan" not in (await held.said_by_bot()).lower()
    await held.seeker.says("Kembali ke bot")
    await held.seeker.hears("asisten otomatis", patience=PATIENCE)
    await held.topic.hears("Dikembalikan ke bot", patience=PATIENCE)
    await held.seeker.says("cari kerja kasir di Bekasi")
    await held.seeker.hears("kasir", patience=PATIENCE)


async def test_an_officers_private_chat_keeps_its_commands_and_gives_all_else_to_the_case(telegram: Sandbox) -> None:
    rina = await connected(telegram)
    held = await complains(telegram, "Rahasia")
    packet = await rina.hears(f"Kasus #{held.number}: Pengaduan", patience=PATIENCE)
    assert "gaji saya gak dibayar" in packet["text"]
    assert "sampai ke pencari kerja" in packet["text"]
    await rina.says("/help")
    await rina.hears("Yang bisa saya bantu", patience=PATIENCE)
    await rina.says("cari kerja kasir di Bekasi", reply_to=packet["id"])
    await held.seeker.hears("cari kerja kasir di Bekasi", patience=PATIENCE)
    await rina.hears("Sampai ke pencari kerja", patience=PATIENCE)
    await rina.says("saya bantu urus gajinya ya")
    await held.seeker.hears("saya bantu urus", patience=PATIENCE)
    assert "Yang bisa saya bantu" not in await held.said_by_bot()
    shown = str(await held.topic.history())
    assert "gaji" not in shown
    assert "kasir" not in shown
    await held.ends()
    await rina.hears("sudah berakhir", patience=PATIENCE)
    await rina.says("cari kerja kasir di Bekasi")
    answer = await rina.hears("kasir", patience=PATIENCE)
    assert "Sampai" not in answer["text"]
    assert (await held.said_by_bot()).count("cari kerja kasir di Bekasi") == 1


def test_the_button_s_words_give_the_chat_back_in_both_languages() -> None:
    services = make_services(load_settings(database_url="sqlite+aiosqlite:///:memory:", field_key="x" * 43 + "="))
    for words in ("Kembali ke bot", "kembali ke BOT ", services.wording.text("button_return", "en")):
        assert wants_bot_back(services, words), words
    for other in ("bot", "kapan kembali ke bot?", None):
        assert not wants_bot_back(services, other), other
