"""The text of an advertisement made fit for reading: without markup, with its clauses, and with what is only a wish.

Everything is looked for in `Advert.folded`, which has a character for each of `Advert.text`: what is found there at
some place is quoted from the text at the same place. All patterns of this package are bounded, and none may
backtrack more than a clause.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from html.parser import HTMLParser
from typing import Generic, NamedTuple, TypeVar

MAX_TEXT = 20_000
"""Characters of an advertisement that are read."""
MAX_MARKUP = 60_000
"""Characters of markup that are looked at, attributes counted."""

T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Found(Generic[T_co]):
    """A fact and the piece of the text that says it."""

    value: T_co
    quote: str


class Clause(NamedTuple):
    """A piece between commas, brackets or ends of sentences (`start`–`end`), and the sentence that it stands in.

    `wished` says that what stands there would be welcome, and is not demanded: «diutamakan S1», «nilai plus».
    """

    start: int
    end: int
    sentence_start: int
    sentence_end: int
    wished: bool = False


class Token(NamedTuple):
    """A word of the folded text; `joined` when only a space, hyphen, dot or apostrophe parts it from the one before."""

    word: str
    start: int
    end: int
    joined: bool


_LINES = frozenset(
    [
        "address", "article", "blockquote", "br", "dd", "div", "dl", "dt", "h1", "h2", "h3", "h4", "h5", "h6",
        "hr", "li", "ol", "p", "pre", "section", "table", "td", "th", "tr", "ul",
    ]
)  # fmt: skip
_UNSEEN = frozenset({"script", "style"})
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,15})(?:\s[^<>]{0,2000}|/)?>")
_OTHER = re.compile(r"<(?!/?[a-zA-Z][a-zA-Z0-9]{0,15}>)")
_MARKUP = re.compile(r"</?[a-zA-Z]|<!--|&#?\w{1,20};")


class _Text(HTMLParser):
    """Collects what a reader would see."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.seen: list[str] = []
        self.unseen: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag in _UNSEEN:
            self.unseen = []
        elif tag in _LINES:
            self.seen.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self.unseen = None
        elif tag in _LINES:
            self.seen.append("\n")

    def handle_data(self, data: str) -> None:
        (self.seen if self.unseen is None else self.unseen).append(data)


def strip_markup(text: str) -> str:
    """Give what is seen of a text that may be HTML; plain text comes back as it is, «gaji < 5 jt & bonus» too."""
    text = text[:MAX_MARKUP]
    if not _MARKUP.search(text):
        return text
    # Comments and attributes go, and what is no whole tag becomes plain text: the parser is quadratic on broken tags.
    first, *others = text.split("<!--")
    text = first + "".join(part.partition("-->")[2] or part for part in others)
    tidy = _OTHER.sub("&lt;", _TAG.sub(r"<\1\2>", text))[:MAX_TEXT]
    parser = _Text()
    parser.feed(tidy)
    parser.close()
    # A script that never ends would hide all that follows.
    return "".join([*parser.seen, *(parser.unseen or []), parser.rawdata])


def clean(text: str) -> str:
    """Strip markup, cut to `MAX_TEXT`, drop what is invisible, and make what no database can hold a space."""
    return strip_markup(text).translate(_CLEAN)[:MAX_TEXT]


def fold_letters(text: str) -> str:
    """Give the text in lower case without accents, a character for a character."""
    return text.translate(_FOLD)


class _Cleaning(dict[int, str]):
    """Character to what stands for it: nothing for the invisible, a space for controls and lone surrogates."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        kind = unicodedata.category(char)
        self[code] = "" if kind == "Cf" else char if kind not in ("Cc", "Cs") or char in "\n\t" else " "
        return self[code]


class _Folding(dict[int, str]):
    """Character to one plain lower-case character; emoji become bullets, for so they are used."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        plain = next((mark for mark in unicodedata.normalize("NFKD", char) if not unicodedata.combining(mark)), " ")
        plain = plain.lower()[:1]
        kind = unicodedata.category(plain)
        if kind == "So":
            plain = "•"
        elif kind == "Pd" or plain == "−":
            plain = "-"
        elif kind == "Zs" or plain == "\t":
            plain = " "
        self[code] = {"’": "'", "‘": "'", "`": "'"}.get(plain, plain)
        return self[code]


_CLEAN = _Cleaning()
_FOLD = _Folding()

_SHORT = "min max maks rp pt cv ud pd jl no tb bb sdr bpk dr gd kec kab kel"
_BOUND = re.compile(
    r"(?=[\n;!?•●▪|.:,()\[\]* -])(?:"  # Letters, most of a text, are passed over at once.
    r"(?P<sentence>[\n;!?•●▪|]|" + "".join(rf"(?<!\b{word})" for word in _SHORT.split()) + r"(?<!\bs\.d)\.(?=\s|$))"
    r"|:(?!\d|/)|(?<!\d),(?!-)|,(?=[^\d-])|[()\[\]]|(?<=[a-z]) -+ (?=[a-z])|^ ?[-*] ?|(?<=\n)[-*])"
)
_WISH = re.compile(
    r"\b(?:(?P<leads>(?:(?:lebih|sangat|akan) )?(?:di ?utamakan|di ?prioritaskan|di ?sukai)|preferably|preferred"
    r"|lebih baik)"
    r"|nilai (?:plus|tambah|lebih|bonus)|(?:nilai|poin|point)? ?plus(?: point)?(?= ?(?:$|[.,;\n)]))|is a (?:big )?plus"
    r"|(?:an? |added )advantage|nice to have|(?:itu|jadi|menjadi) (?:bonus|kelebihan)|kelebihan yang|(?:akan"
    r"|sangat) bermanfaat"
    r"|(?:sangat|akan) membantu|is (?:useful|helpful|nice|optional)|helps(?= ?(?:$|[.,;\n]))|di ?hargai"
    r"|(?:tidak|tdk|tak) wajib"
    r"|opsional|optional|would be (?:good|better|nice|great)|(?:jika|bila|kalau|apabila|if) (?:ada|punya|bisa|any)"
    r"|lebih di ?hargai|disayang|preferable)\b"
)
_WHOLE = re.compile(r" ?(?:untuk|bagi|namun|tapi|tetapi|dan|serta|tidak|di|pada|yaitu)\b")
_WORD = re.compile(r"[a-z0-9]+")
_JOINS = frozenset({" ", "-", "'", ".", "  ", "", "' "})


@dataclass(frozen=True)
class Advert:
    """An advertisement ready to be read.

    Attributes:
        text: title and description, cleaned, a line apart.
        folded: the same in lower case without accents, character for character.
        body: where the description begins.
    """

    text: str
    folded: str
    body: int

    @classmethod
    def of(cls, title: str, description: str) -> Advert:
        """Clean and fold; any text will do."""
        head = clean(title[:MAX_TEXT]).strip().replace("\n", " ")[:300]
        body = clean(description).strip()
        text = f"{head}\n{body}"[:MAX_TEXT]
        return cls(text, fold_letters(text), len(head) + 1)

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """All words in order."""
        tokens: list[Token] = []
        end = -1
        for match in _WORD.finditer(self.folded):
            start, last = match.span()
            tokens.append(Token(match.group(), start, last, end >= 0 and self.folded[end:start] in _JOINS))
            end = last
        return tuple(tokens)

    @cached_property
    def clauses(self) -> tuple[Clause, ...]:
        """All clauses in order; together they cover the text."""
        return tuple(_wished(self.folded, _parted(self.folded)))

    @cached_property
    def _starts(self) -> list[int]:
        return [clause.start for clause in self.clauses]

    def clause(self, place: int) -> Clause:
        """Give the clause that a place lies in."""
        return self.clauses[max(bisect_right(self._starts, place) - 1, 0)]

    def before(self, place: int, most: int = 60) -> str:
        """Give the folded clause before a place."""
        return self.folded[max(self.clause(place).start, place - most) : place]

    def after(self, place: int, most: int = 60) -> str:
        """Give the folded clause from a place on (the end of something found)."""
        return self.folded[place : min(max(self.clause(max(place - 1, 0)).end, place), place + most)]

    def sentence_before(self, place: int, most: int = 120) -> str:
        """Give the folded sentence before a place."""
        return self.folded[max(self.clause(place).sentence_start, place - most) : place]

    def sentence(self, place: int) -> str:
        """Give the folded sentence around a place, at most 400 characters to each side."""
        clause = self.clause(place)
        return self.folded[max(clause.sentence_start, place - 400) : min(clause.sentence_end, place + 400)]

    def quote(self, start: int, end: int) -> str:
        """Give the text itself between two places."""
        return self.text[start:end].strip()


def _parted(folded: str) -> list[Clause]:
    """Part into clauses and sentences; a colon parts clauses only."""
    cuts = [(match.start(), match.end(), match["sentence"] is not None) for match in _BOUND.finditer(folded)]
    cuts.append((len(folded), len(folded), True))
    clauses: list[Clause] = []
    pieces: list[tuple[int, int]] = []
    start = sentence_start = 0
    for at, end, ends_sentence in cuts:
        pieces.append((start, at))
        start = end
        if ends_sentence:
            clauses += [Clause(first, last, sentence_start, at) for first, last in pieces]
            pieces, sentence_start = [], end
    return clauses


def _wished(folded: str, clauses: list[Clause]) -> Iterator[Clause]:
    """Mark what is only wished for: the clause of such a word, what follows its colon, or the lines below it."""
    starts = [clause.start for clause in clauses]
    marked: dict[int, int] = {}
    below = set[int]()
    for match in _WISH.finditer(folded):
        number = bisect_right(starts, match.start()) - 1
        clause = clauses[number]
        begin = clause.start
        rest = folded[match.end() : clause.end]
        if match["leads"] and rest.strip(" .*") and not _WHOLE.match(rest):
            begin = match.start()  # «minimal D3 diutamakan S1»: the first is demanded.
        marked[number] = min(begin, marked.get(number, begin))
        if not folded[begin : match.start()].strip(" *-") and not rest.strip(" *:"):
            if folded[clause.end : clause.end + 1] == ":":
                below |= set(_below(folded, clauses, number))
            elif number and clauses[number - 1].sentence_end == clause.sentence_end:
                marked.setdefault(number - 1, clauses[number - 1].start)  # «SIM C (diutamakan)»
    for number, clause in enumerate(clauses):
        begin = clause.start if number in below else marked.get(number, clause.end)
        if begin > clause.start:
            yield Clause(clause.start, begin, clause.sentence_start, clause.sentence_end)
        if begin < clause.end or clause.start == clause.end:
            yield Clause(begin, clause.end, clause.sentence_start, clause.sentence_end, wished=begin < clause.end)


def _below(folded: str, clauses: list[Clause], number: int) -> Iterator[int]:
    """Give the clauses that a heading «Nilai plus:» covers: the rest of its line, or lines up to a gap or heading."""
    heading = clauses[number]
    line_ends = folded.find("\n", heading.end)
    alone = line_ends < 0 or not folded[heading.end + 1 : line_ends].strip()
    for other in range(number + 1, len(clauses)):
        clause = clauses[other]
        if not alone and clause.sentence_start != heading.sentence_start:
            return
        between = folded[heading.end : clause.start].lstrip(": \n")
        if alone and between and ("\n\n" in between or folded[clause.end : clause.end + 2] == ":\n"):
            return
        yield other
