"""Yes, no and «not yet» in one's own words, heard where it is known what was asked."""

from __future__ import annotations

import pytest

from placement.queue_talk import needs_none, wonders
from placement.reading.replies import agrees, declines, found_work, objects, still_searching


@pytest.mark.parametrize(
    "text",
    [
        "udah pas itu min, thanks ya",
        "sip makasih, cocok semua",
        "mantul bener banget",
        "ga ada yang salah kok kak",
        "terima kasih, sudah sesuai semuanya pak",
        "nggih leres mas",
        "looks good, thank you",
        "ya bener",
    ],
)
def test_a_yes_is_heard_through_thanks_and_praise(text: str) -> None:
    assert agrees(text)
    assert not objects(text)


@pytest.mark.parametrize(
    "text",
    [
        "makasih ya",
        "mantap botnya",
        "kok lama",
        "bisa pas kerja malam ga",
        "bener tapi kotanya beda",
        "sip?",
        "namaku Siti",
    ],
)
def test_what_carries_no_yes_is_none(text: str) -> None:
    assert not agrees(text)


@pytest.mark.parametrize(
    "text",
    ["masih ada yg kurang pas", "belum sesuai pak", "namanya salah", "bener tapi namanya kurang", "that's wrong"],
)
def test_what_is_said_to_be_wrong_is_no_yes(text: str) -> None:
    assert objects(text)
    assert not agrees(text)


@pytest.mark.parametrize(
    ("text", "no"),
    [
        ("nanti-nanti aja kak", True),
        ("gausah deh bu", True),
        ("blm minat kak", True),
        ("maybe later", True),
        ("boleh kak", False),
        ("kasir di bekasi", False),
    ],
)
def test_an_offer_is_put_off_in_any_words(text: str, no: bool) -> None:
    assert declines(text) is no


@pytest.mark.parametrize(
    ("text", "still", "found"),
    [
        ("masih nyari kak", True, False),
        ("iya masih", True, False),
        ("belum dapet kerja min", True, False),
        ("still looking", True, False),
        ("udah keterima di gudang", False, True),
        ("alhamdulillah udah kerja", False, True),
        ("kasir di bekasi", False, False),
        ("udah cari tapi belum dapat", True, False),
    ],
)
def test_whether_somebody_is_still_looking_is_heard(text: str, still: bool, found: bool) -> None:
    assert still_searching(text) is still
    assert found_work(text) is found


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("petugasnya kok blm nongol", True),
        ("kok belum dibales juga", True),
        ("antrian saya nomor berapa", True),
        ("masih lama ga kak", True),
        ("gaji saya belum dibayar", False),
        ("kejadiannya di pabrik minggu lalu", False),
    ],
)
def test_who_asks_where_the_officer_stays_is_heard(text: str, asks: bool) -> None:
    assert wonders(text) is asks


@pytest.mark.parametrize(
    ("text", "just_asked", "none"),
    [
        ("ga usah deh, udah beres sendiri", False, True),
        ("petugasnya ga perlu lagi kak", False, True),
        ("gak jadi kak", True, True),
        ("gak jadi kak", False, False),
        ("petugasnya ga mau bantu saya", True, False),
        ("ga perlu bayar kan?", True, False),
        ("bos bilang ga usah masuk lagi, saya dipecat lewat wa", True, False),
    ],
)
def test_an_officer_is_called_off_by_a_reason_or_at_once(text: str, just_asked: bool, none: bool) -> None:
    assert needs_none(text, just_asked=just_asked) is none
