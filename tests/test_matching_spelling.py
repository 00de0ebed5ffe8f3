"""Chat spelling and advertisements come to the same words."""

import pytest

from matching.spelling import normalise, stem, without, words


@pytest.mark.parametrize(
    ("chat", "formal"),
    [
        ("supir", "SOPIR"),
        ("kasirrrr", "Kasir"),
        ("loker kasier dong kakkk", "cari kerja kasir"),
        ("lg nyari krj gdg", "Gudang"),
        ("adm kantor", "Administrasi Kantor"),
        ("cs bank", "Customer Service Bank"),
        ("anak2", "anak"),
        ("Teknisi\u200b AC", "teknisi ac"),
        ("ｂａｒｉｓｔａ", "barista"),
    ],
)
def test_chat_and_advertisement_share_words(chat: str, formal: str) -> None:
    assert words(chat) == words(formal) != []


@pytest.mark.parametrize("text", ["", "   ", "kak ada loker gak", "🙏🙏", "\x00\ud800", "?!", "工作"])
def test_noise_has_no_words(text: str) -> None:
    assert words(text) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("menjahit", "penjahit"),
        ("memasak", "masak"),
        ("pengemudi", "mengemudi"),
        ("melayani", "pelayan"),
        ("jahitan", "jahit"),
    ],
)
def test_words_of_one_root_share_a_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize("word", ["kasir", "menu", "perawat", "pena", "las", "bank", "mesin"])
def test_short_and_plain_words_are_kept_apart(word: str) -> None:
    assert stem(word) not in {stem(other) for other in ("gudang", "sopir", "toko")}
    assert len(stem(word)) >= min(len(word), 3)


def test_places_can_be_taken_out() -> None:
    assert without("Kasir di Bandung Barat, Bandung", ["bandung", "bandung barat"]) == "kasir di"


def test_a_very_long_text_is_cut_not_refused() -> None:
    assert len(normalise("kasir " * 1_000_000)) <= 20_000
