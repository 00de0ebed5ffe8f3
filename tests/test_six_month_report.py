"""Half a year after registering, over the whole line: the reminder comes, and an answer in words is kept."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from placement import standing
from placement.storage import due, moment
from placement.storage.models import Chat, DueWork, Seeker
from tests.chats import Telling
from tests.fixtures.ledger import Ledger
from tests.fixtures.sandbox import Person, Sandbox


async def registers(telegram: Sandbox, ledger: Ledger, name: str, told: str) -> Telling:
    """Register somebody by talking, and let half a year pass: the report falls due."""
    telling = Telling(ledger, await telegram.newcomer(name))
    for step in (
        {"says": told, "hears": "boleh data Kakak"},
        {"presses": "Setuju", "hears": "Kerja apa"},
        {"says": "kasir", "hears": "Sudah benar?"},
        {"presses": "Sudah benar", "hears": "Nomor:"},
    ):
        await telling.plays(step)
    async with ledger.database.transaction("test", "half a year passes") as session:
        seeker = await seeker_of(ledger, telling.person)
        await due.plan(session, standing.REPORT_DUE, str(seeker.id), moment.now(session), {"reminders": 0})
    await telling.person.hears("sudah enam bulan sejak pendaftaran")
    return telling


async def seeker_of(ledger: Ledger, person: Person) -> Seeker:
    async with ledger.database.reading() as session:
        query = select(Seeker).join(Chat, Chat.seeker_id == Seeker.id).where(Chat.telegram_id == person.id)
        return (await session.execute(query)).scalar_one()


async def plans(ledger: Ledger, seeker: Seeker) -> dict[str, DueWork]:
    async with ledger.database.reading() as session:
        rows = await session.execute(select(DueWork).where(DueWork.subject == str(seeker.id)))
        return {row.kind: row for row in rows.scalars()}


async def test_who_is_still_looking_says_so_and_it_is_kept(telegram: Sandbox, ledger: Ledger) -> None:
    nur = await registers(telegram, ledger, "Nur", "mau daftar, nama saya Nur Hidayah, kota bekasi, lulusan sma")
    assert (await seeker_of(ledger, nur.person)).reported_at is None
    await nur.plays({"says": "masih nyari", "hears": "sudah dicatat: Kakak masih cari kerja"})
    seeker = await seeker_of(ledger, nur.person)
    assert seeker.reported_at is not None
    assert seeker.ended_at is None
    report = (await plans(ledger, seeker))[standing.REPORT_DUE]
    assert report.payload == {"reminders": 0}, "the next one is half a year away"
    assert report.due_at - seeker.reported_at == standing.REPORT_EVERY
    await nur.plays({"says": "loker kasir di kota bekasi dong", "hears": ["Kasir", "Lamar"]})


async def test_who_has_work_says_so_and_the_registration_ends(telegram: Sandbox, ledger: Ledger) -> None:
    edi = await registers(telegram, ledger, "Edi", "mau daftar, nama saya Edi Susanto, kota depok, lulusan smk")
    await edi.plays({"says": "udah kerja alhamdulillah", "hears": "Benar sudah kerja?"})
    assert (await seeker_of(ledger, edi.person)).ended_at is None, "only after a yes"
    await edi.plays({"says": "iya bener kak", "hears": "Selamat bekerja"})
    seeker = await seeker_of(ledger, edi.person)
    assert seeker.ended_why == "placed"
    assert standing.REPORT_DUE not in await plans(ledger, seeker)


async def test_whoever_asks_for_something_else_gets_it(telegram: Sandbox, ledger: Ledger) -> None:
    ida = await registers(telegram, ledger, "Ida", "mau daftar, nama saya Ida Farida, kota bogor, lulusan sma")
    await ida.plays({"says": "kasir di kota depok aja ada?", "hears": ["Depok", "Lamar"]})
    seeker = await seeker_of(ledger, ida.person)
    assert seeker.reported_at is None
    again = (await plans(ledger, seeker))[standing.REPORT_DUE]
    async with ledger.database.reading() as session:
        assert again.due_at <= moment.now(session) + standing.REMIND_AGAIN + timedelta(minutes=1), "reminded once more"
