"""Chat spelling made regular: every word keeps its place, whatever is typed; and what is made of the words."""

from __future__ import annotations

import csv
import math
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlu.gazetteer import TABLES, Gazetteer, Mark
from nlu.labelled import read_labelled
from nlu.spelling import LONGEST, MAX_WORDS, Spelling, Word, fold, read_chat_words
from nlu.tagging import features, labels, spans
from nlu.terms import KINDS, TermWeights, regular

DATA = Path(__file__).resolve().parent.parent / "data"
CHAT_WORDS = DATA / "vocabulary" / "chat_words.csv"

MEANINGS = {
    "yg": "yang", "gk": "tidak", "dmn": "di mana", "gpp": "tidak apa apa", "krj": "kerja", "jg": "juga",
    "gawe": "kerja", "sengko'": "saya", "ka'bada": "ada", "jum'at": "jumat", "cafe": "restoran",
    "duwit": "uang",
}  # fmt: skip
COUNTS = {
    "kerja": 90, "loker": 60, "mau": 50, "di": 50, "kasir": 40, "daftar": 30, "masak": 20, "gaji": 20, "pengalaman": 9,
    "bulan": 9, "kantor": 9, "lowongan": 9, "jawab": 8, "potong": 5, "sopir": 5, "mobil": 5, "tanya": 5, "kirim": 5,
    "jt": 4, "masuk": 3, "halo": 3, "uang": 2,
}  # fmt: skip
SMALL = Spelling(MEANINGS, COUNTS)

# What people, their telephones and those who mean harm put between and into words.
PIECES = (
    "loker", "KERJA", "dmn2", "krjaaa", "l0ker", "sengko'", "jum’at", "3bulan", "4jt", "081234567890", "a@b.id", "café",
    "cafe\u0301", "ker\u200bja", "ha\u00adlo", "\ufeff", "\u202e", "\u2066", "\x00", "\ud800", "\udfff", "工作",
    "работа", "سلام", "ꦲꦏ꧀ꦱꦫ", "नौकरी", "İ", "ß", "ﬁ", "ﷺ", "½", "²", "①", "Ⅷ", "¨", "´", "`", "'", "’’", "_", "__", "[",
    "](", "{}", "))))", "\n", "\t", "\u00a0", "\u3000", " ", "   ", "-", "–", "/", "\\", "%s", "<b>", "&amp;",
    "👍🏽", "👨‍👩‍👧", "❤️", "🇮🇩",
)  # fmt: skip
TEXTS = st.one_of(
    st.text(max_size=60),
    st.text(st.characters(categories=["Lu", "Ll", "Lo", "Mn", "Nd", "No", "Cf", "Sk", "So", "Cs"]), max_size=40),
    st.lists(st.sampled_from(PIECES), max_size=30).map(" ".join),
    st.lists(st.sampled_from(PIECES), max_size=30).map("".join),
)
LONG_TEXTS = st.builds(
    lambda unit, length: (unit * 4096)[:length],
    st.one_of(st.sampled_from(PIECES), st.text(min_size=1, max_size=9)),
    st.integers(400, 4096),
)


@cache
def real() -> Spelling:
    """What a model learns from the real tables and the training sentences."""
    texts = [message.text for message in read_labelled(DATA / "nlu")]
    return Spelling.learn(read_chat_words(CHAT_WORDS), texts, also=gazetteer().words())


@cache
def gazetteer() -> Gazetteer:
    return Gazetteer.read(DATA)


def said(text: str, spelling: Spelling = SMALL) -> str:
    """The regular spelling of a text."""
    return " ".join(word.normal for word in spelling.words(text))


# Words and their places


@given(TEXTS)
@settings(max_examples=150)
def test_offsets_cut_the_text_as_it_was_written(text: str) -> None:
    end = 0
    for word in SMALL.words(text):
        assert end <= word.start < word.end <= len(text)
        assert fold(text[word.start : word.end]) == word.folded != ""
        assert not fold(text[end : word.start]).strip(), "nothing that is seen is left out"
        end = word.end
    assert not fold(text[end:]).strip()


def test_words_keep_their_places_between_signs() -> None:
    text = "Kak, ada  LOKER\u200b kasir?👍🏽"
    assert [text[word.start : word.end] for word in SMALL.words(text)] == [
        "Kak", ",", "ada", "LOKER", "kasir", "?", "👍", "🏽",
    ]  # fmt: skip


def test_words_beyond_the_first_few_hundred_are_only_folded() -> None:
    words = SMALL.words("YG " * (MAX_WORDS + 2))
    assert Counter(word.normal for word in words) == {"yang": MAX_WORDS}


@given(st.text(max_size=60))
@settings(max_examples=150)
def test_folding_leaves_no_capitals_and_nothing_unseen(text: str) -> None:
    folded = fold(text)
    assert folded == folded.casefold()
    assert "\u200b" not in folded
    folded.encode("utf-8")


# The rules, each on a small vocabulary


@pytest.mark.parametrize(
    ("chat", "plain"),
    [
        ("yg", "yang"),
        ("gawe", "kerja"),
        ("dmn", "di mana"),
        ("kerja", "kerja"),
        ("zebra", "zebra"),
        ("bxqv", "bxqv"),
    ],
)
def test_a_word_of_chat_gets_its_meaning_and_an_unknown_one_stays(chat: str, plain: str) -> None:
    assert said(chat) == plain


@pytest.mark.parametrize(
    ("rule", "chat", "plain"),
    [
        ("stretched", "kerjaaaa", "kerja"),
        ("stretched", "haloooo", "halo"),
        ("stretched", "kkkasirrr", "kasir"),
        ("stretched", "ygggg", "yang"),
        ("doubled", "kassirr", "kasir"),
        ("digits", "l0ker", "loker"),
        ("digits", "k3rja", "kerja"),
        ("digits", "g4ji", "gaji"),
        ("digits", "p3ngalam4n", "p3ngalam4n"),
        ("twice", "kerja2", "kerja"),
        ("twice", "dmn2", "di mana"),
        ("twice", "mobil2nya", "mobil"),
        ("twice", "tanya2an", "tanya"),
        ("twice", "kerja²", "kerja"),
        ("vowels", "lwngn", "lowongan"),
        ("vowels", "pnglmn", "pengalaman"),
        ("vowels", "dftr", "daftar"),
        ("vowels", "kntr", "kantor"),
        ("slip", "kasr", "kasir"),
        ("slip", "kasirt", "kasir"),
        ("slip", "daftat", "daftar"),
        ("slip", "dafatr", "daftar"),
        ("slip", "lowonagn", "lowongan"),
        ("slip", "lowonggan", "lowongan"),
        ("affixes", "kerjanya", "kerja"),
        ("affixes", "gajiku", "gaji"),
        ("affixes", "bekerja", "kerja"),
        ("affixes", "mengirimkan", "kirim"),
        ("affixes", "memasak", "masak"),
        ("affixes", "nanyain", "tanya"),
        ("affixes", "dikirimin", "kirim"),
        ("affixes", "motong", "potong"),
        ("affixes", "gawean", "kerja"),
    ],
)
def test_a_rule_finds_the_word(rule: str, chat: str, plain: str) -> None:
    assert said(chat) == plain


@pytest.mark.parametrize("amount", ["3bulan", "4bulan", "3jt", "4jt", "5jt", "3kasir", "4kantor", "7jt", "1bulan"])
def test_a_number_stuck_to_what_it_counts_stays_a_number(amount: str) -> None:
    assert said(amount) == amount
    assert said(amount, real()) == amount


@pytest.mark.parametrize("unit", ["thn", "tahun", "bln", "rb", "ribu", "juta", "hari", "jam", "kali", "orang", "km"])
@pytest.mark.parametrize("number", ["3", "4"])
def test_no_amount_is_taken_for_a_word(number: str, unit: str) -> None:
    assert said(number + unit, real()) == number + unit


@pytest.mark.parametrize("name", ["s1", "d3", "b1", "smk3", "b2b", "2024", "x4x", "d3akuntansi"])
def test_digits_that_make_no_word_stay(name: str) -> None:
    assert said(name) == name


@pytest.mark.parametrize("word", ["aku", "mau", "kas", "di", "a", "yu"])
def test_a_short_word_is_no_slip_of_another(word: str) -> None:
    assert said(word) == word


def test_of_two_near_words_the_commoner_is_meant() -> None:
    assert Spelling({}, {"masak": 5, "masuk": 9}).normal("masik") == "masuk"
    assert Spelling({}, {"masak": 9, "masuk": 5}).normal("masik") == "masak"


def test_the_first_letter_is_never_the_slip() -> None:
    assert said("basir") == "basir"


@pytest.mark.parametrize("mark", ["'", "’", "‘", "`", "´"])
def test_all_apostrophes_are_one(mark: str) -> None:
    assert said(f"jum{mark}at") == "jumat"
    assert said(f"ka{mark}bada loker") == "ada loker"
    assert said(f"sengko{mark}") == "saya '"
    assert said(f"{mark}loker{mark}") == "' loker '"


def test_a_form_without_its_last_apostrophe_is_another_word() -> None:
    assert said("sengko") == "sengko"


@pytest.mark.parametrize(
    "word", ["café", "cafe\u0301", "CAFÉ", "ｃａｆｅ", "ca\u200bfe", "\u200bcafe\u200b", "c\u00adafe", "𝐜𝐚𝐟𝐞"]
)
def test_accents_forms_and_unseen_signs_make_no_other_word(word: str) -> None:
    assert said(word) == "restoran"


@pytest.mark.parametrize("text", ["", " ", "\n\t", "\u200b\u200d", "\ufeff", "\ud800", "\u0301", "\ufe0f", "\u00ad"])
def test_what_nobody_sees_is_no_word(text: str) -> None:
    assert SMALL.words(text) == []


@pytest.mark.parametrize("emoji", ["👍", "🙏🙏", "❤️", "👨‍👩‍👧", "🇮🇩"])
def test_emoji_stand_by_themselves(emoji: str) -> None:
    words = SMALL.words(f"loker{emoji}yg")
    assert [words[0].normal, words[-1].normal] == ["loker", "yang"]
    assert all(not word.normal.isalnum() for word in words[1:-1])
    assert len(words) > 2


def test_a_run_of_letters_too_long_for_a_word_stays() -> None:
    word = "kerja" + "x" * LONGEST
    assert said(word) == word


def test_chat_and_plain_words_come_to_share_their_words() -> None:
    chat = set(regular(SMALL.words("mw krjaaa dmn2 jg gpp")))
    plain = set(regular(SMALL.words("mau kerja di mana-mana juga tidak apa-apa")))
    assert {"kerja", "di", "mana", "juga", "tidak", "apa", "di mana"} <= chat & plain


# What is learnt and kept


def test_a_rare_word_of_the_sentences_may_be_a_slip_and_a_name_is_none() -> None:
    spelling = Spelling.learn({}, ["cari kasir", "kasir", "kasirr kasit", "loker Kaser"], also=["kaser"])
    assert [spelling.normal(word) for word in ("kasit", "kaser", "kasir")] == ["kasir", "kaser", "kasir"]


def test_a_kept_spelling_is_the_same() -> None:
    again = Spelling.from_dict(SMALL.as_dict())
    for text in ("krjaaa dmn2", "kasirt sengko'", *PIECES):
        assert again.words(text) == SMALL.words(text)


# The real table


def rows() -> list[dict[str, str]]:
    with CHAT_WORDS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def forms() -> list[tuple[str, str]]:
    return [(form.strip(), row["meaning"]) for row in rows() for form in row["forms"].split(";")]


def test_the_table_has_two_columns_and_no_empty_cell() -> None:
    for row in rows():
        assert set(row) == {"forms", "meaning"}, row
        assert row["meaning"].strip(), row
        assert all(form.strip() for form in row["forms"].split(";")), row


def test_no_form_stands_twice() -> None:
    assert [form for form, count in Counter(form for form, _ in forms()).items() if count > 1] == []


def test_no_meaning_has_two_rows() -> None:
    assert [meaning for meaning, count in Counter(row["meaning"] for row in rows()).items() if count > 1] == []


def test_forms_and_meanings_are_folded() -> None:
    assert [form for form, _ in forms() if form != " ".join(fold(form).split())] == []
    assert [row["meaning"] for row in rows() if row["meaning"] != " ".join(fold(row["meaning"]).split())] == []


def test_a_form_is_one_word_and_gets_its_meaning() -> None:
    missed = [(form, meaning) for form, meaning in forms() if said(form, real()).removesuffix(" '") != meaning]
    assert missed == []


def test_a_meaning_of_one_word_means_itself() -> None:
    meanings = {meaning for _, meaning in forms() if " " not in meaning}
    assert [meaning for meaning in meanings if said(meaning, real()) != meaning] == []


# Known names

NAMES = Gazetteer(
    {
        "bekasi": ["location"],
        "bekasi timur": ["location"],
        "bau bau": ["location"],
        "kasir": ["occupation", "skill"],
        "admin": ["occupation"],
        "admin kantor pos": ["occupation"],
        "s 1": ["education_level"],
        "kerja": ["skill"],
    }
)


def marked(text: str) -> list[tuple[str, tuple[str, ...]]]:
    """The names that are found, as they are written."""
    words = SMALL.words(text)
    return [(text[words[mark.first].start : words[mark.last].end], mark.kinds) for mark in NAMES.marks(words)]


def test_the_longest_name_is_found() -> None:
    assert marked("loker kasir di Bekasi Timur dekat Bekasi") == [
        ("kasir", ("occupation", "skill")),
        ("Bekasi Timur", ("location",)),
        ("Bekasi", ("location",)),
    ]


def test_the_beginning_of_a_longer_name_is_found_by_itself() -> None:
    assert marked("admin kantor desa") == [("admin", ("occupation",))]


def test_a_name_is_found_in_other_spelling() -> None:
    assert [text for text, _ in marked("KASIRRR di bekasi, gawe")] == ["KASIRRR", "bekasi", "gawe"]


def test_a_hyphen_in_a_name_is_a_space() -> None:
    assert [text for text, _ in marked("Bau-Bau, lulusan S-1")] == ["Bau-Bau", "S-1"]
    assert marked("- bau - - bau") == []


def test_names_never_overlap_and_words_without_names_give_none() -> None:
    words = SMALL.words("admin kantor pos bekasi bekasi timur")
    assert NAMES.marks(words) == [
        Mark(0, 2, ("occupation",)),
        Mark(3, 3, ("location",)),
        Mark(4, 5, ("location",)),
    ]
    assert NAMES.marks([]) == []
    assert Gazetteer({}).marks(words) == []


def test_every_name_of_the_tables_is_found_whole() -> None:
    missed = []
    for table, (kind, column) in TABLES.items():
        with (DATA / table).open(encoding="utf-8", newline="") as file:
            names = {name.strip() for row in csv.DictReader(file) for name in (row[column] or "").split(";")}
        for name in names:
            words = real().words(name)
            found = gazetteer().marks(words)
            if len(name) >= 3 and not any(
                kind in mark.kinds and (mark.first, mark.last) == (0, len(words) - 1) for mark in found
            ):
                missed.append((table, name))
    assert missed == []


def test_a_kept_gazetteer_is_the_same() -> None:
    words = SMALL.words("admin kantor pos di bekasi timur")
    assert Gazetteer(NAMES.as_dict()).marks(words) == NAMES.marks(words)
    assert gazetteer().as_dict() == Gazetteer(gazetteer().as_dict()).as_dict()


# Labels


@st.composite
def words_and_spans(draw: st.DrawFn) -> tuple[list[Word], list[tuple[str, int, int]]]:
    """Words in a row, and entities that begin and end with words."""
    lengths = draw(st.lists(st.tuples(st.integers(0, 3), st.integers(1, 5)), max_size=12))
    words: list[Word] = []
    for gap, length in lengths:
        start = (words[-1].end if words else 0) + gap
        words.append(Word(start, start + length, "x", "x"))
    found = []
    at = 0
    while at < len(words):
        last = draw(st.integers(at, len(words) - 1))
        name = draw(st.sampled_from(["", "location", "skill", "date_time"]))
        if name:
            found.append((name, words[at].start, words[last].end))
        at = last + 1
    return words, found


@given(words_and_spans())
def test_entities_become_labels_and_back(case: tuple[list[Word], list[tuple[str, int, int]]]) -> None:
    words, given_spans = case
    assert spans(words, labels(words, given_spans)) == given_spans


@given(st.lists(st.sampled_from(["O", "B-location", "I-location", "B-skill", "I-skill"]), max_size=12))
def test_any_labels_are_entities(given_labels: list[str]) -> None:
    words = [Word(3 * at, 3 * at + 2, "x", "x") for at in range(len(given_labels))]
    found = spans(words, given_labels)
    assert spans(words, labels(words, found)) == found
    assert sum(end - start + 1 for _, start, end in found) == 3 * sum(label != "O" for label in given_labels)


def test_an_entity_that_cuts_a_word_takes_all_of_it() -> None:
    words = SMALL.words("gaji 4jt di Bekasi")
    assert labels(words, [("salary", 5, 6), ("location", 12, 18)]) == ["O", "B-salary", "O", "B-location"]


def test_features_tell_the_known_names_and_the_kind_of_number() -> None:
    text = "Kasir di Bekasi Timur, gaji 4jt"
    rows = features(text, SMALL.words(text), NAMES)
    assert "g=B-occupation+skill" in rows[0]
    assert {"g=B-location", "sh=xxx+"} <= set(rows[2])
    assert "g=I-location" in rows[3]
    assert {"sh=dxx", "is=money", "last"} <= set(rows[-1])
    assert features("", [], NAMES) == []


def test_capitals_change_nothing() -> None:
    """Most people type none: a tagger that trusts them finds fewer of the facts that are typed without."""
    text = "Saya Budi, cari kerja di Bekasi Timur"
    quiet = text.lower()
    assert features(text, SMALL.words(text), NAMES) == features(quiet, SMALL.words(quiet), NAMES)


# Terms


DOCUMENTS = ["loker kasir", "loker sopir bekasi", "mau kerja", "kasir kasir bekasi"]


@pytest.mark.parametrize("terms", KINDS)
@given(text=TEXTS)
@settings(max_examples=60)
def test_weights_have_length_one_unless_nothing_is_known(terms: type, text: str) -> None:
    known = TermWeights.learn((terms(SMALL.words(document)) for document in DOCUMENTS), 1)
    columns, weights = known.weigh(terms(SMALL.words(f"{text} loker")))
    assert math.isclose(sum(weight * weight for weight in weights), 1)
    assert len(set(columns)) == len(columns) == len(weights)
    assert all(0 <= column < len(known.columns) for column in columns)


def test_unknown_terms_weigh_nothing() -> None:
    known = TermWeights.learn([["loker"], ["loker", "kasir"]], 2)
    assert list(known.columns) == ["loker"]
    assert known.weigh(["kasir", "sopir"]) == ([], [])
    assert known.weigh([]) == ([], [])
    assert TermWeights.learn([], 1).weigh(["loker"]) == ([], [])


def test_a_rare_term_weighs_more_than_a_common_one() -> None:
    known = TermWeights.learn((document.split() for document in DOCUMENTS), 1)
    columns, weights = known.weigh(["kasir", "mau"])
    by_column = dict(zip(columns, weights, strict=True))
    assert by_column[known.columns["mau"]] > by_column[known.columns["kasir"]]


def test_numbers_are_alike_and_a_meaning_of_two_words_is_two_words() -> None:
    assert regular(SMALL.words("umur 23")) == regular(SMALL.words("umur 7"))
    assert regular(SMALL.words("dmn kasir")) == ["di", "mana", "kasir", "di mana", "mana kasir"]


# Anything at all


def read_all(text: str) -> None:
    """Do with a text all that a parse does before the models."""
    words = real().words(text)
    rows = features(text, words, gazetteer())
    assert len(rows) == len(words)
    for terms in KINDS:
        for term in terms(words):
            term.encode("utf-8")


@given(TEXTS)
@settings(max_examples=150)
def test_no_text_raises(text: str) -> None:
    read_all(text)


@given(LONG_TEXTS)
@settings(max_examples=25, deadline=None)
def test_no_long_text_raises(text: str) -> None:
    read_all(text)


@pytest.mark.parametrize(
    "text",
    [
        "a" * 4096, "a'" * 2048, "a\u0301" * 2048, "a\u200b" * 2048, "\u200b" * 4096, "a" + "\u200b" * 4095, "1" * 4096,
        "4a" * 2048, "a2" * 2048, "yg " * 1365, "'" * 4096, "a" + "'" * 4095, "aeiou" * 819, "bcdfg " * 682,
        "👍🏽" * 2048, " " * 4096, "[" * 2048 + "]" * 2048, "\ud800" * 4096, "ﷺ" * 4096, "bekasi " * 585,
        "admin kantor " * 315,
    ],
    ids=lambda text: ascii(text[:6]),
)  # fmt: skip
def test_no_repetition_raises(text: str) -> None:
    read_all(text)
