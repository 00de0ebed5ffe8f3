"""Reading an advertisement («analisis jabatan»): the facts that its text tells, each with the words that say it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from matching.adverts.abilities import (
    LICENCES_SPELT,
    NOT_LANGUAGES,
    NOT_SKILLS,
    read_languages,
    read_licences,
    read_skills,
)
from matching.adverts.demands import Age, read_age, read_demands, read_sex
from matching.adverts.education import NOT_IN_ADVERTS, SPELLINGS, read_schooling
from matching.adverts.experience import read_experience
from matching.adverts.papers import read_kept_papers
from matching.adverts.phrases import Phrases, phrases_of, read_rows
from matching.adverts.texts import Advert, Found
from matching.adverts.wages import read_pay
from matching.adverts.working import (
    NEEDS_SPELT,
    NOT_NEEDS,
    NOT_WORK_TYPES,
    TYPES_SPELT,
    read_accommodations,
    read_lodging,
    read_remote,
    read_work_types,
)

NAMES = ("name_id", "name_en")


@dataclass(frozen=True, slots=True)
class Analysis:
    """What an advertisement says; None or empty where it says nothing.

    Codes are those of data/vocabulary: `education_min` of education.csv («none» where any schooling will do), `majors`
    of majors.csv, `work_types` of work_types.csv, `skills` and `licences` of skills.csv (as in a table of vacancies:
    «sim-c»), `languages` of spoken_languages.csv, `accommodations` of accommodation.csv. Experience is in months, pay
    in rupiah a month, `age` (least, most) in years. `sex` is «female» or «male». `keeps_papers` is never False.
    `demands` are further ones that discriminate: «marital», «looks», «religion», «ethnicity».
    """

    education_min: Found[str] | None = None
    majors: tuple[Found[str], ...] = ()
    experience_months: Found[int] | None = None
    wage_min: Found[int] | None = None
    wage_max: Found[int] | None = None
    work_types: tuple[Found[str], ...] = ()
    remote: Found[bool] | None = None
    skills: tuple[Found[str], ...] = ()
    licences: tuple[Found[str], ...] = ()
    languages: tuple[Found[str], ...] = ()
    age: Found[Age] | None = None
    sex: Found[str] | None = None
    keeps_papers: Found[bool] | None = None
    accommodations: tuple[Found[str], ...] = ()
    lodging: Found[bool] | None = None
    demands: tuple[Found[str], ...] = ()


class AdvertReader:
    """Reads advertisements by the words of the vocabularies; may be shared between threads."""

    def __init__(
        self,
        levels: Phrases,
        majors: Phrases,
        types: Phrases,
        skills: Phrases,
        kinds: dict[str, str],
        languages: Phrases,
        needs: tuple[Phrases, Phrases],
    ) -> None:
        """Take words to codes; `kinds` is skill id to kind, `needs` are clear words and those that need a context."""
        self._levels, self._majors, self._types = levels, majors, types
        self._skills, self._kinds, self._languages = skills, kinds, languages
        self._needs, self._weak_needs = needs

    @classmethod
    def from_folder(cls, vocabulary: Path) -> AdvertReader:
        """Read the tables of a folder like data/vocabulary.

        Raises:
            BadTable: a table can't be read or lacks a column.
        """
        education = [row for row in read_rows(vocabulary / "education.csv", ("code", "words")) if row["code"] != "none"]
        types = read_rows(vocabulary / "work_types.csv", ("code", "words"))
        skills = read_rows(vocabulary / "skills.csv", ("id", "kind", "words", *NAMES))
        needs = phrases_of(read_rows(vocabulary / "accommodation.csv", ("code", "words")), "code")
        kinds = {row["id"]: row["kind"] for row in skills}
        spelt = {phrase: code for phrase, code in LICENCES_SPELT.items() if code in kinds}
        return cls(
            Phrases({**phrases_of(education, "code", NOT_IN_ADVERTS), **SPELLINGS}),
            Phrases(phrases_of(read_rows(vocabulary / "majors.csv", ("id", "words", *NAMES)), "id", names=True)),
            Phrases({**phrases_of(types, "code", NOT_WORK_TYPES), **TYPES_SPELT}),
            Phrases({**phrases_of(skills, "id", NOT_SKILLS, names=True), **spelt}),
            kinds,
            Phrases(
                phrases_of(read_rows(vocabulary / "spoken_languages.csv", ("code", "words")), "code", NOT_LANGUAGES)
            ),
            (
                Phrases({**{word: code for word, code in needs.items() if word not in NOT_NEEDS}, **NEEDS_SPELT}),
                Phrases({word: code for word, code in needs.items() if word in NOT_NEEDS}),
            ),
        )

    def read(self, title: str, description: str) -> Analysis:
        """Read an advertisement; any text will do, markup is stripped, and more than `texts.MAX_TEXT` is not read."""
        advert = Advert.of(title, description)
        schooling = read_schooling(advert, self._levels, self._majors)
        pay = read_pay(advert)
        languages = read_languages(advert, self._languages)
        abilities = list(self._skills.find(advert.tokens))
        return Analysis(
            education_min=schooling.education,
            majors=schooling.majors,
            experience_months=read_experience(advert),
            wage_min=pay.least,
            wage_max=pay.most,
            work_types=read_work_types(advert, self._types, pay.daily),
            remote=read_remote(advert),
            skills=read_skills(advert, abilities, self._kinds, languages),
            licences=read_licences(advert, abilities, self._kinds),
            languages=languages,
            age=read_age(advert),
            sex=read_sex(advert),
            keeps_papers=read_kept_papers(advert),
            accommodations=read_accommodations(advert, self._needs, self._weak_needs),
            lodging=read_lodging(advert),
            demands=tuple(read_demands(advert)),
        )
