"""The officers' side of cases over the real bot: topics for what a group may see, private chats for the rest."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from placement import cases as rules
from placement import privacy, staff
from sandbox import cast
from tests.fixtures.desk import GROUP, Desk
from tests.fixtures.sandbox import Person

NIK = "3275014501990001"


async def held_privately(desk: Desk, seeker: Person, rina: Person, said: str = "") -> tuple[int, Person, Person]:
    """Have Rina hold a complaint of a seeker; give the case, Rina in its topic, and Rina at home."""
    await desk.comes(seeker)
    home = rina.at("bot")
    if not await home.history():
        await home.starts("meja")
        await home.hears("terhubung")
    case_id = await desk.asks(seeker, "complaint", said)
    topic = await desk.topic(case_id, rina)
    await topic.presses("Ambil kasus")
    await seeker.hears("Rina")
    await home.hears(f"Kasus #{case_id}: Pengaduan")
    return case_id, topic, home


def text_of(messages: list[dict[str, Any]]) -> str:
    return "\n".join(one["text"] or "" for one in messages)


def from_bot(messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [one for one in messages if not one["out"] and not one["service"]]


async def shows(person: Person, text: str) -> None:
    """Wait until a phone shows a text, wherever it stands: edits are no news."""
    await person.sandbox.until(
        lambda seen: next((one for one in seen if text in (one["text"] or "")), None), person, text
    )


async def gets(person: Person, *kinds: str) -> None:
    """Wait until a phone has got just these files and places from the bot, in this order."""

    def got(seen: list[dict[str, Any]]) -> dict[str, Any] | None:
        found = [one for one in from_bot(seen) if one["media"]]
        return found[-1] if [one["media"]["kind"] for one in found] == list(kinds) else None

    await person.sandbox.until(got, person, ", ".join(kinds))


# --- sensitive cases ---------------------------------------------------------------------------------------------


async def test_a_sensitive_case_is_worked_in_private_and_the_group_sees_nothing(
    desk: Desk, siti: Person, rina: Person
) -> None:
    case_id, topic, home = await held_privately(desk, siti, rina, f"gaji saya ditahan, NIK {NIK}")
    packet = text_of(await home.history())
    assert f"gaji saya ditahan, NIK {NIK}" in packet
    assert "sampai ke pencari kerja" in packet
    await siti.says("sudah dua bulan, bu")
    await home.hears("sudah dua bulan")
    await home.says("saya bantu ya, kak")
    assert "Rina (petugas): saya bantu ya, kak" in (await siti.hears("saya bantu"))["text"]
    await home.hears("✓ Sampai")
    await home.says("// tanya mediator besok")
    await home.hears("Catatan disimpan")
    await siti.says("terima kasih banyak")
    await home.hears("terima kasih")
    await home.presses("Selesai")
    await siti.hears("sudah selesai")
    await home.hears("sudah berakhir")
    await desk.quiet()
    assert "mediator" not in text_of(await siti.history())
    shown = text_of(await topic.history())
    assert "Dipegang Rina" in shown
    assert "Diselesaikan oleh Rina" in shown
    await desk.shows_nothing_of("gaji", "dua bulan", "saya bantu", "mediator", "terima kasih", NIK, "Siti", "Pengaduan")
    assert [(one.author, one.text) for one in await desk.messages(case_id) if one.kind != "packet"] == [
        ("seeker", "sudah dua bulan, bu"),
        ("officer", "saya bantu ya, kak"),
        ("note", "tanya mediator besok"),
        ("seeker", "terima kasih banyak"),
    ]


async def test_everything_can_be_sent_both_ways_in_private(desk: Desk, siti: Person, rina: Person) -> None:
    _, topic, home = await held_privately(desk, siti, rina)
    for person, other in ((siti, home), (home, siti)):
        for kind, name in (("photo", "slip.png"), ("document", "kontrak.pdf"), ("voice", "suara.ogg")):
            content = PNG if kind == "photo" else b"isi"
            await person.sends_file(kind, content, name, caption=f"ini {name}" if kind != "voice" else "")
            if kind != "voice":
                await shows(other, f"ini {name}")
        await person.sends(location={"latitude": -6.24, "longitude": 106.99})
        await gets(other, "photo", "document", "voice", "location")
    await siti.sends(contact={"own": True})
    await gets(home, "photo", "document", "voice", "location", "contact")
    assert not [one for one in await topic.history() if one["media"]]


PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)


async def test_edits_are_marked_and_followed_both_ways(desk: Desk, siti: Person, rina: Person) -> None:
    _, _, home = await held_privately(desk, siti, rina)
    hers = await siti.says("tolong sya")
    await home.hears("tolong sya")
    await siti.edits(hers["id"], "tolong saya")
    await home.sandbox.until(
        lambda seen: next((one for one in seen if "tolong saya (diubah)" in (one["text"] or "")), None),
        home,
        "the edit",
    )
    mine = await home.says("bsk jam 9")
    await siti.hears("bsk jam 9")
    await home.hears("✓ Sampai")
    await home.edits(mine["id"], "besok jam 9")
    await shows(siti, "Rina (petugas): besok jam 9")


async def test_a_message_can_be_taken_back_in_all_its_parts(desk: Desk, siti: Person, rina: Person) -> None:
    _, _, home = await held_privately(desk, siti, rina)
    await home.says("panjang " * 512)
    await siti.hears("panjang")
    mark = await home.hears("✓ Sampai")
    await desk.quiet()
    assert text_of(await siti.history()).count("panjang") > 500
    await home.presses("Tarik kembali", mark["id"])
    await home.hears("sudah ditarik kembali")
    assert "panjang" not in text_of(await siti.history())


async def test_an_officer_who_never_began_a_chat_is_told_how_and_loses_nothing(
    desk: Desk, siti: Person, rina: Person
) -> None:
    await desk.comes(siti)
    case_id = await desk.asks(siti, "complaint", "mandor memukul saya")
    topic = await desk.topic(case_id, rina)
    await topic.presses("Ambil kasus")
    told = await topic.hears("tekan Mulai")
    assert f"https://t.me/{cast.BOT_USERNAME}?start=meja" in str(told)
    await siti.says("masih di sini, bu")
    await siti.sends_file("document", b"isi", "bukti.pdf")
    await desk.quiet()
    assert (await desk.case(case_id)).state == "claimed"
    home = rina.at("bot")
    assert await home.history() == []
    await home.starts("meja")
    packet = await home.hears("mandor memukul saya")
    assert "masih di sini, bu" in packet["text"]
    await gets(home, "document")
    await home.says("saya di sini")
    await siti.hears("saya di sini")
    assert text_of(await topic.history()).count("tekan Mulai") == 1


async def test_an_officer_who_blocks_the_bot_meanwhile_finds_all_after_coming_back(
    desk: Desk, siti: Person, rina: Person
) -> None:
    _, topic, home = await held_privately(desk, siti, rina)
    await home.blocks()
    await desk.quiet()
    await siti.says("halo bu, masih ada?")
    await siti.says("tolong dibaca ya")
    await desk.quiet()
    await home.starts("meja")
    await home.hears("tolong dibaca ya")
    await desk.quiet()
    shown = text_of(from_bot(await home.history()))
    assert shown.count("halo bu, masih ada?") == shown.count("tolong dibaca ya") == 1
    await desk.shows_nothing_of("masih ada", "dibaca ya")
    assert await topic.history()


async def test_with_several_cases_a_reply_goes_to_its_case_and_else_the_bot_asks(
    desk: Desk, siti: Person, budi: Person, rina: Person
) -> None:
    first, _, home = await held_privately(desk, siti, rina)
    second, _, home = await held_privately(desk, budi, rina)
    await siti.says("saya Siti")
    shown = await home.hears("saya Siti")
    await home.says("halo Siti", reply_to=shown["id"])
    await siti.hears("halo Siti")
    await home.hears("✓ Sampai")
    await home.says("halo, siapa ini?")
    question = await home.hears("kasus yang mana?")
    assert [button["text"] for row in question["buttons"] for button in row] == [
        f"#{first} Pengaduan",
        f"#{second} Pengaduan",
    ]
    await home.presses(f"#{second} Pengaduan", question["id"])
    await budi.hears("halo, siapa ini?")
    await desk.quiet()
    assert "siapa ini" not in text_of(await siti.history())
    assert "halo Siti" not in text_of(await budi.history())
    assert f"Dikirim ke kasus #{second}" in text_of(await home.history())


async def test_a_message_goes_to_one_case_even_when_both_buttons_are_pressed(
    desk: Desk, siti: Person, budi: Person, rina: Person
) -> None:
    first, _, home = await held_privately(desk, siti, rina)
    second, _, home = await held_privately(desk, budi, rina)
    await desk.sandbox.fault("error", method="editMessageText", status=400, times=0)
    await home.says("rahasia Siti")
    question = await home.hears("kasus yang mana?")
    await home.presses(f"#{first} Pengaduan", question["id"])
    await siti.hears("rahasia Siti")
    answer = await home.presses(f"#{second} Pengaduan", question["id"])
    assert "sudah ditekan" in answer["text"]
    await desk.quiet()
    assert "rahasia" not in text_of(await budi.history())


async def test_after_the_end_nothing_that_the_officer_writes_reaches_the_seeker(
    desk: Desk, siti: Person, rina: Person
) -> None:
    case_id, _, home = await held_privately(desk, siti, rina)
    await siti.says("makasih bu")
    shown = await home.hears("makasih bu")
    mine = await home.says("sama-sama")
    await siti.hears("sama-sama")
    await home.presses("Kembalikan ke bot")
    await home.hears("sudah berakhir")
    await siti.hears("asisten otomatis")
    await home.says("satu lagi", reply_to=shown["id"])
    await home.hears("sudah selesai; pesan tadi tidak dikirim")
    await home.edits(mine["id"], "sama-sama, Siti")
    await desk.quiet()
    assert "satu lagi" not in text_of(await siti.history())
    assert "sama-sama, Siti" not in text_of(await siti.history())
    assert (await desk.case(case_id)).state == "returned"


async def test_a_colleague_can_not_write_into_a_case_by_forged_buttons(
    desk: Desk, siti: Person, rina: Person, hadi: Person
) -> None:
    case_id, topic, _ = await held_privately(desk, siti, rina)
    stranger = hadi.at("bot")
    await stranger.starts("meja")
    greeting = await stranger.hears("terhubung")
    answer = await stranger.forges(greeting["id"], "x" * 22)
    assert "tidak berlaku" in answer["text"]
    await hadi.at(GROUP, topic.thread).presses("Selesai")
    await hadi.at(GROUP, topic.thread).says("saya kira sudah")
    await desk.quiet()
    assert (await desk.case(case_id)).state == "claimed"
    assert "saya kira" not in text_of(await siti.history())


async def test_the_owner_is_told_in_the_topic_that_answers_belong_in_private(
    desk: Desk, siti: Person, rina: Person
) -> None:
    _, topic, _ = await held_privately(desk, siti, rina)
    await topic.says("halo kak Siti")
    await topic.hears("dijawab lewat chat pribadi")
    await topic.says("// catatan saja")
    await desk.quiet()
    assert "halo kak Siti" not in text_of(await siti.history())
    assert "catatan" not in text_of(await siti.history())


async def test_a_case_that_becomes_sensitive_leaves_the_group(desk: Desk, siti: Person, rina: Person) -> None:
    await desk.comes(siti)
    home = rina.at("bot")
    await home.starts("meja")
    case_id = await desk.asks(siti, "asked", "mau tanya soal kerja")
    topic = await desk.topic(case_id, rina)
    await topic.presses("Ambil kasus")
    await siti.hears("Rina")
    await siti.says("paspor saya ditahan majikan")
    await topic.hears("paspor saya ditahan")
    await siti.sends_file("voice", b"suara", "suara.ogg")
    await gets(topic, "voice")
    await desk.quiet()
    await desk.asks(siti, "distress")
    await home.hears("DARURAT")
    await desk.quiet()
    thread = (await desk.case(case_id)).topic_id
    assert thread != topic.thread
    assert topic.thread not in [one["thread"] for one in (await rina.look())["topics"]]
    shown = text_of(await rina.at(GROUP, thread).history())
    assert "paspor" not in shown
    assert "tanya soal kerja" not in shown
    assert "lebih mendesak" in shown
    assert "paspor saya ditahan majikan" in text_of(await home.history())
    await gets(home, "voice")
    await home.says("di mana Kakak sekarang?")
    await siti.hears("di mana Kakak sekarang?")


async def test_a_silent_owner_is_reminded_and_then_another_takes_over_with_the_whole_conversation(
    desk: Desk, siti: Person, rina: Person, hadi: Person
) -> None:
    case_id, topic, home = await held_privately(desk, siti, rina, "upah saya dipotong")
    await siti.sends_file("document", b"isi", "slip.pdf")
    await siti.says("halo bu")
    shown = await home.hears("halo bu")
    await desk.later(rules.REMIND_AFTER + timedelta(seconds=1))
    await home.hears("menunggu balasan")
    await topic.hears("menunggu balasan")
    await desk.later(rules.RETURN_AFTER)
    await home.hears("kembali ke antrean")
    await siti.hears("kembali ke antrean")
    await home.says("maaf baru baca", reply_to=shown["id"])
    await home.hears("Ambil kasusnya dulu")
    his = hadi.at("bot")
    await his.starts("meja")
    await his.hears("terhubung")
    await hadi.at(GROUP, topic.thread).presses("Ambil kasus")
    packet = await his.hears(f"Kasus #{case_id}")
    assert "upah saya dipotong" in packet["text"]
    assert "halo bu" in packet["text"]
    await gets(his, "document")
    await home.says("saya lagi", reply_to=shown["id"])
    await home.hears("dipegang orang lain")
    await siti.says("siapa ya?")
    await his.hears("siapa ya?")
    await desk.quiet()
    assert "siapa ya?" not in text_of(await home.history())
    assert "maaf baru baca" not in text_of(await siti.history())
    assert "saya lagi" not in text_of(await siti.history())


async def test_erasing_a_seeker_takes_the_case_out_of_the_officers_private_chat(
    desk: Desk, siti: Person, rina: Person
) -> None:
    case_id, topic, home = await held_privately(desk, siti, rina, "gaji saya ditahan")
    await siti.says("tolong bu")
    await home.hears("tolong bu")
    await desk.quiet()
    chat_id = await desk.chat_of(siti)
    async with desk.write() as session:
        await privacy.erase(session, chat_id)
    await desk.quiet()
    shown = text_of(await home.history())
    assert "gaji saya ditahan" not in shown
    assert "tolong bu" not in shown
    assert topic.thread not in [one["thread"] for one in (await rina.look())["topics"]]
    assert (await desk.case(case_id)).state == "returned"


# --- ordinary cases ----------------------------------------------------------------------------------------------


async def held_in_topic(desk: Desk, seeker: Person, rina: Person, said: str = "mau tanya") -> tuple[int, Person]:
    """Have Rina hold an ordinary case; give it, and Rina in its topic."""
    await desk.comes(seeker)
    case_id = await desk.asks(seeker, "asked", said)
    topic = await desk.topic(case_id, rina)
    await topic.presses("Ambil kasus")
    await seeker.hears("Rina")
    await topic.hears("Dipegang Rina")
    return case_id, topic


async def test_papers_contacts_and_numbers_reach_the_owner_and_not_the_group(
    desk: Desk, siti: Person, rina: Person
) -> None:
    home = rina.at("bot")
    await home.starts("meja")
    await home.hears("terhubung")
    case_id, topic = await held_in_topic(desk, siti, rina, f"NIK saya {NIK}")
    await siti.says("hp saya 0812-3456-7890 ya bu")
    await topic.hears("hp saya ••• ya bu")
    await home.hears(f"#{case_id} hp saya 0812-3456-7890")
    await siti.sends_file("photo", PNG, "ktp.png")
    await topic.hears("Mengirim foto")
    await siti.sends_file("document", b"isi", "ijazah.pdf", caption="ijazah saya")
    await topic.hears("Mengirim dokumen")
    await siti.sends(contact={"own": True})
    await topic.hears("Mengirim kontak")
    await siti.sends(location={"latitude": -6.24, "longitude": 106.99})
    await topic.hears("lokasi di sekitar Kota Bekasi")
    await gets(home, "photo", "document", "contact", "location")
    assert not [one for one in await topic.history() if one["media"]]
    await desk.shows_nothing_of(NIK, "0812-3456-7890", "ijazah")
    paper = [one for one in from_bot(await home.history()) if one["media"]][1]
    await home.says("ijazahnya jelas", reply_to=paper["id"])
    await siti.hears("ijazahnya jelas")


async def test_what_is_harmless_stays_in_the_topic(desk: Desk, siti: Person, rina: Person) -> None:
    _, topic = await held_in_topic(desk, siti, rina)
    await siti.says("gaji 4.500.000 cukup?")
    await topic.hears("gaji 4.500.000 cukup?")
    await siti.sends_file("voice", b"suara", "suara.ogg")
    await gets(topic, "voice")
    for kind in ("photo", "document", "voice"):
        await topic.sends_file(kind, PNG if kind == "photo" else b"isi", "surat.pdf")
    await topic.sends(location={"latitude": -6.2, "longitude": 106.8})
    await gets(siti, "photo", "document", "voice", "location")


async def test_what_was_written_in_the_queue_is_shown_at_the_claim(desk: Desk, siti: Person, rina: Person) -> None:
    await desk.comes(siti)
    case_id = await desk.asks(siti, "asked", "mau ke petugas")
    topic = await desk.topic(case_id, rina)
    desk.clock.advance(timedelta(seconds=1))
    await desk.says_to_bot(siti, "ijazah saya hilang, hp 081234567890")
    await topic.presses("Ambil kasus")
    told = await topic.hears("Ditulis sejak kasus dibuka")
    assert "ijazah saya hilang, hp •••" in told["text"]


async def test_only_the_owners_words_after_the_claim_reach_the_seeker(
    desk: Desk, siti: Person, rina: Person, hadi: Person, sandbox: Any
) -> None:
    await desk.comes(siti)
    case_id = await desk.asks(siti, "asked", "mau tanya")
    topic = await desk.topic(case_id, rina)
    colleague = hadi.at(GROUP, topic.thread)
    await topic.says("sebelum diambil")
    await topic.hears("Ambil kasusnya dulu")
    await topic.presses("Ambil kasus")
    await siti.hears("Rina")
    await colleague.says("obrolan rekan")
    await topic.says("// catatan pemilik")
    await colleague.says("// catatan rekan")
    member = {"id": hadi.id, "status": "administrator", "anonymous": True}
    await sandbox.ask("POST", f"/phone/accounts/{hadi.id}/chats/{GROUP}/members", json=member)
    await colleague.says("dari admin anonim")
    outsider = await sandbox.newcomer("Orang Lain")
    await sandbox.ask(
        "POST", f"/phone/accounts/{rina.id}/chats/{GROUP}/members", json={"id": outsider.id, "status": "member"}
    )
    await outsider.at(GROUP, topic.thread).says("bukan petugas")
    await topic.says("/halo kak")
    await siti.hears("/halo kak")
    await desk.quiet()
    reached = [one["text"] for one in from_bot(await siti.history())][2:]
    assert reached == ["Rina (petugas): /halo kak"]
    kept = [(one.author, one.text) for one in await desk.messages(case_id)]
    assert kept == [("note", "catatan pemilik"), ("note", "catatan rekan"), ("officer", "/halo kak")]


async def test_two_officers_press_at_once_and_one_gets_the_case(
    desk: Desk, siti: Person, rina: Person, hadi: Person
) -> None:
    await desk.comes(siti)
    case_id = await desk.asks(siti, "asked", "mau tanya")
    topic = await desk.topic(case_id, rina)
    card = next(one for one in await topic.history() if one["buttons"])
    await desk.sandbox.fault("error", method="editMessageText", status=400, times=0, description="Bad Request: x")
    await topic.presses("Ambil kasus", card["id"])
    answer = await hadi.at(GROUP, topic.thread).presses("Ambil kasus", card["id"])
    assert "Sudah diambil" in answer["text"]
    case = await desk.case(case_id)
    assert case.owner is not None
    assert case.owner.name == "Rina"


async def test_a_message_that_does_not_arrive_is_marked(desk: Desk, siti: Person, rina: Person) -> None:
    case_id, topic = await held_in_topic(desk, siti, rina)
    await desk.sandbox.fault("error", method="sendMessage", chat_id=siti.id, status=400, description="Bad Request: x")
    first = await topic.says("pertama")
    mark = await topic.hears("✗ Tidak terkirim. Coba kirim lagi")
    assert mark["reply_to"]["id"] == first["id"]
    await siti.blocks()
    await desk.quiet()
    await topic.says("kedua")
    await topic.hears("memblokir bot")
    await siti.unblocks()
    await desk.quiet()
    await topic.says("ketiga")
    await siti.hears("ketiga")
    await topic.hears("✓ Sampai")
    assert [(one.text, one.delivery) for one in await desk.messages(case_id)] == [
        ("pertama", "failed"),
        ("kedua", "failed"),
        ("ketiga", "sent"),
    ]


async def test_a_block_that_shows_only_at_sending_is_marked_too(desk: Desk, siti: Person, rina: Person) -> None:
    _, topic = await held_in_topic(desk, siti, rina)
    await desk.sandbox.fault("forbidden", method="sendMessage", chat_id=siti.id)
    await topic.says("halo")
    await topic.hears("memblokir bot")


async def test_a_change_or_a_taking_back_that_does_not_arrive_is_marked(desk: Desk, siti: Person, rina: Person) -> None:
    _, topic = await held_in_topic(desk, siti, rina)
    mine = await topic.says("besok jam 9")
    mark = await topic.hears("✓ Sampai")
    refusal = {"status": 400, "chat_id": siti.id, "description": "Bad Request: message can't be deleted"}
    await desk.sandbox.fault("error", method="editMessageText", **refusal)
    await topic.edits(mine["id"], "besok jam 10")
    await topic.hears("Perubahannya tidak sampai")
    await desk.sandbox.fault("error", method="deleteMessage", **refusal)
    await topic.presses("Tarik kembali", mark["id"])
    await topic.hears("Tidak bisa ditarik lagi")


async def test_a_kind_that_can_not_be_copied_is_told_of(desk: Desk, siti: Person, rina: Person) -> None:
    _, topic = await held_in_topic(desk, siti, rina)
    await desk.sandbox.fault(
        "error", method="copyMessage", status=400, description="Bad Request: message can't be copied"
    )
    await siti.sends_file("voice", b"suara", "suara.ogg")
    await topic.hears("Mengirim pesan suara, tapi tidak bisa ditampilkan")


# --- the group itself ----------------------------------------------------------------------------------------------


async def test_a_deleted_topic_is_made_anew_with_what_stood_in_it(desk: Desk, siti: Person, rina: Person) -> None:
    case_id, topic = await held_in_topic(desk, siti, rina)
    await siti.says("satu")
    await topic.hears("satu")
    path = f"/phone/accounts/{rina.id}/chats/{GROUP}/topics/{topic.thread}"
    await desk.sandbox.ask("DELETE", path)
    await siti.says("dua")
    await siti.says("tiga")

    async def anew(session: Any) -> int | None:
        case = await session.get(type(await desk.case(case_id)), case_id)
        return case.topic_id if case.card_message_id and case.topic_id != topic.thread else None

    thread = await desk.until(anew, "a new topic")
    await desk.quiet()
    shown = from_bot(await rina.at(GROUP, thread).history())
    assert [one["text"] for one in shown][1:] == ["👤 satu", "👤 dua", "👤 tiga"]
    await rina.at(GROUP, thread).says("saya baca semua")
    await siti.hears("saya baca semua")


async def test_a_bot_that_was_removed_shows_all_when_it_is_back(
    desk: Desk, siti: Person, budi: Person, rina: Person, hadi: Person
) -> None:
    case_id, topic = await held_in_topic(desk, siti, rina)
    members = f"/phone/accounts/{hadi.id}/chats/{GROUP}/members"
    await desk.sandbox.ask("POST", members, json={"id": "bot", "status": "kicked"})
    await desk.quiet()
    await siti.says("ada orang?")
    await desk.comes(budi)
    waiting = await desk.asks(budi, "asked", "saya juga")
    await desk.quiet()
    assert (await desk.case(case_id)).state == "claimed"
    assert (await desk.case(waiting)).topic_id is None
    await desk.sandbox.ask("POST", members, json={"id": "bot", "status": "administrator"})
    await topic.hears("ada orang?")
    assert "saya juga" in text_of(await (await desk.topic(waiting, rina)).history())
    await topic.says("ada, kak")
    await siti.hears("ada, kak")


async def test_without_the_right_to_make_topics_a_case_waits_and_is_tried_again(
    desk: Desk, siti: Person, rina: Person, hadi: Person
) -> None:
    members = f"/phone/accounts/{hadi.id}/chats/{GROUP}/members"
    await desk.sandbox.ask("POST", members, json={"id": "bot", "status": "member"})
    await desk.comes(siti)
    case_id = await desk.asks(siti, "asked", "mau tanya")
    await desk.quiet()
    assert (await desk.case(case_id)).topic_id is None
    await desk.sandbox.ask("POST", members, json={"id": "bot", "status": "administrator"})
    assert "mau tanya" in text_of(await (await desk.topic(case_id, rina)).history())


async def test_a_group_that_gets_a_new_id_is_followed(desk: Desk, siti: Person, rina: Person) -> None:
    small = await desk.sandbox.ask(
        "POST",
        f"/phone/accounts/{rina.id}/chats",
        json={"title": "Petugas", "supergroup": False, "bot": "administrator"},
    )
    async with desk.write() as session:
        await staff.ensure_offices(session, desk.services.settings.data / "offices.csv", small["id"])
    await desk.comes(siti)
    case_id = await desk.asks(siti, "asked", "mau tanya")
    await desk.quiet()
    assert (await desk.case(case_id)).topic_id is None, "a small group has no topics"
    new = await desk.sandbox.ask("POST", f"/phone/accounts/{rina.id}/chats/{small['id']}/migrate")
    await desk.quiet()
    assert (await desk.case(case_id)).officers_chat_id == new["id"]

    tried = [entry["params"]["chat_id"] for entry in await desk.sandbox.journal("createForumTopic")]
    assert str(tried[-1]) == str(new["id"])
    await desk.later(timedelta(minutes=6))
    assert len(await desk.sandbox.journal("createForumTopic")) > len(tried), "tried again until topics are switched on"


async def test_a_foreign_group_is_left_each_time(desk: Desk, sandbox: Any, budi: Person) -> None:
    group = await sandbox.ask(
        "POST", f"/phone/accounts/{budi.id}/chats", json={"title": "Loker", "forum": False, "bot": "administrator"}
    )
    there = budi.at(group["id"])
    for _ in range(2):
        await there.hears("Saya melayani lewat chat pribadi")
        await desk.quiet()
        await desk.until(lambda _session: _left(sandbox), "leaving")
        await sandbox.ask(
            "POST",
            f"/phone/accounts/{budi.id}/chats/{group['id']}/members",
            json={"id": "bot", "status": "administrator"},
        )


async def _left(sandbox: Any) -> bool:
    return bool(await sandbox.journal("leaveChat"))


@pytest.mark.parametrize("reason", sorted(rules.SENSITIVE))
async def test_a_waiting_sensitive_case_shows_its_number_and_no_more(
    desk: Desk, siti: Person, rina: Person, reason: str
) -> None:
    await desk.comes(siti)
    case_id = await desk.asks(siti, reason, f"rahasia saya {NIK}")
    topic = await desk.topic(case_id, rina)
    await desk.quiet()
    shown = text_of(await topic.history())
    assert f"#{case_id}" in shown
    assert "http" not in shown, "no link that points nowhere"
    await desk.shows_nothing_of("rahasia", NIK, "Pengaduan", "disabilitas")


async def test_a_card_without_facts_says_so_and_follows_its_case(desk: Desk, siti: Person, rina: Person) -> None:
    await desk.comes(siti)
    case_id = await desk.asks(siti, "asked")
    topic = await desk.topic(case_id, rina)
    card = next(one for one in await topic.history() if one["buttons"])
    assert "\n\n\n" not in card["text"]
    assert "Belum ada data" in card["text"]
    assert "Tekan «Ambil kasus»" in card["text"]
    await topic.presses("Ambil kasus")
    await siti.hears("Rina")
    await desk.quiet()
    card = next(one for one in await topic.history() if one["id"] == card["id"])
    assert "Dipegang Rina." in card["text"]
    assert "Ambil kasus" not in card["text"]


async def test_danger_is_ended_by_two_presses_only(desk: Desk, siti: Person, rina: Person) -> None:
    await desk.comes(siti)
    home = rina.at("bot")
    await home.starts("meja")
    case_id = await desk.asks(siti, "distress", "tolong")
    topic = await desk.topic(case_id, rina)
    await topic.presses("Ambil kasus")
    await home.hears(f"Kasus #{case_id}")
    for there in (home, topic):
        answer = await there.presses("Selesai")
        assert "Yakin" in answer["text"]
        assert (await desk.case(case_id)).state == "claimed"
        await desk.quiet()
        await there.presses("Belum")
        await desk.quiet()
    await home.presses("Selesai")
    await desk.quiet()
    await home.presses("Ya, akhiri")
    await siti.hears("sudah selesai")
    assert (await desk.case(case_id)).state == "resolved"


async def test_a_case_ended_by_mistake_is_opened_again_for_a_day_by_its_owner(
    desk: Desk, siti: Person, rina: Person, hadi: Person
) -> None:
    await desk.registers(siti)  # The topic of somebody without a record goes with its words, after a day.
    case_id, topic = await held_in_topic(desk, siti, rina)
    await topic.presses("Selesai")
    ended = await topic.hears("Diselesaikan oleh Rina")
    refused = await hadi.at(GROUP, topic.thread).presses("Buka lagi", ended["id"])
    assert "Hanya petugas yang memegangnya" in refused["text"]
    await desk.quiet()
    before = len(await siti.history())
    await topic.presses("Buka lagi", ended["id"])
    await desk.quiet()
    assert "Rina" in (await siti.history())[before]["text"]
    assert (await desk.case(case_id)).state == "claimed"
    assert await desk.sandbox.journal("reopenForumTopic")
    await topic.says("maaf, salah tekan")
    await siti.hears("maaf, salah tekan")
    await topic.presses("Selesai")
    ended = await topic.hears("Diselesaikan oleh Rina")
    await desk.later(timedelta(days=1, minutes=1))
    assert "lebih dari sehari" in (await topic.presses("Buka lagi", ended["id"]))["text"]
    assert (await desk.case(case_id)).state == "resolved"


async def test_a_topic_closed_by_hand_is_opened_again_while_its_case_goes_on(
    desk: Desk, siti: Person, rina: Person
) -> None:
    await desk.comes(siti)
    topic = await desk.topic(await desk.asks(siti, "asked", "mau tanya"), rina)

    async def closes() -> None:
        await desk.sandbox.call("closeForumTopic", chat_id=GROUP, message_thread_id=topic.thread)
        group = {"id": GROUP, "type": "supergroup", "title": "Petugas", "is_forum": True}
        where = {"chat": group, "message_thread_id": topic.thread, "is_topic_message": True}
        await topic.injects(**where, forum_topic_closed={})

    async def is_open() -> None:
        assert not [one for one in (await topic.look())["topics"] if one["thread"] == topic.thread and one["closed"]]

    await closes()
    await topic.hears("kasusnya masih menunggu")
    await is_open()
    await topic.presses("Ambil kasus")
    await topic.hears("Dipegang Rina")
    await closes()
    await topic.hears("kasusnya belum berakhir")
    await is_open()


async def test_the_words_that_raise_a_case_come_first_in_its_packet(desk: Desk, siti: Person, rina: Person) -> None:
    await desk.comes(siti)
    home = rina.at("bot")
    await home.starts("meja")
    case_id = await desk.asks(siti, "asked", "mau bicara")
    topic = await desk.topic(case_id, rina)
    await topic.presses("Ambil kasus")
    await siti.hears("Rina")
    await siti.says("saya pengen mati aja")
    answer = (await siti.hears("Kakak berarti"))["text"]
    assert "119" in answer
    packet = (await home.hears("DARURAT"))["text"]
    assert packet.index("pengen mati aja") < packet.index("mau bicara")
    await desk.quiet()
    assert "Dipegang Rina" in "\n".join(str(one["text"]) for one in await (await desk.topic(case_id, rina)).history())
