"""The commands of the domain: ``python -m placement VERB``."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from placement import record_commands, staff, vacancy_import, vocabulary_check
from placement.errors import PlacementError
from placement.office_facts import FILE, VITAL, OfficeFacts
from placement.settings import Settings, load_settings
from placement.storage import readiness, schema, vacancies
from placement.storage.database import Database, open_database
from placement.vacancy_files import read_lines
from placement.vocabulary import Vocabularies

app = typer.Typer(
    help="Antarkerja's domain: database, offices, staff, vacancies.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
vocabulary = typer.Typer(help="Vocabularies: what people say, and the codes that it means.", no_args_is_help=True)
app.add_typer(vocabulary, name="vocabulary")
err = Console(stderr=True)


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Database]:
    """Open the database of the settings for the length of a command."""
    database = open_database(settings)
    try:
        yield database
    finally:
        await database.close()


def run(work: Coroutine[Any, Any, None]) -> None:
    """Run a command; a PlacementError is shown as its sentence, and its exit code given."""
    try:
        asyncio.run(work)
    except PlacementError as problem:
        err.print(f"[red]{problem}[/red]", highlight=False)
        raise typer.Exit(problem.exit_code) from None


@app.command()
def init() -> None:
    """Make or upgrade the database, and the office, administrators and group of the settings."""

    async def work() -> None:
        settings = load_settings()
        async with opened(settings) as database:
            await database.check()
            await schema.migrate(database)
            await readiness.check_key(database)
            async with database.transaction("system", "set-up") as session:
                await staff.ensure_offices(session, settings.data / "offices.csv", settings.officers_chat_id)
                await staff.ensure_administrators(session, settings.admin_ids)
        err.print("database ready")
        warn_of_untold(OfficeFacts(settings.data))

    run(work())


def warn_of_untold(facts: OfficeFacts) -> None:
    """Say which numbers for people in danger are not valid today, so that nobody is told them."""
    for name in (name for name in VITAL if facts.told(name) is None):
        err.print(f"[yellow]{FILE}: «{name}» is not valid today, and people in danger are not told it.[/yellow]")


@app.command("facts")
def show_facts() -> None:
    """Show the office's facts: what is told today, and what is not because of its dates."""

    async def work() -> None:
        facts = OfficeFacts(load_settings().data)
        untold = facts.not_told()
        table = Table("fact", "region", "Indonesian", "English", "from", "until", "told today")
        for fact in facts.all():
            until = fact.valid_until.isoformat() if fact.valid_until else "–"
            told = "no" if fact in untold else "yes"
            table.add_row(fact.name, fact.region or "all", *fact.values, fact.valid_from.isoformat(), until, told)
        Console().print(table)
        warn_of_untold(facts)

    run(work())


@app.command()
def new_migration(
    message: Annotated[str, typer.Argument(help="What changes, such as «add the birth date».")],
) -> None:
    """Write a migration for what the models have and the database, which must be of the newest version, has not."""

    async def work() -> None:
        async with opened(load_settings()) as database:
            await schema.check_version(database)
            await schema.new_migration(database, message)
        err.print(f"written below {schema.MIGRATIONS / 'versions'}: read it, then «python -m placement init»")

    run(work())


@app.command()
def import_vacancies(
    file: Annotated[Path, typer.Argument(help="A CSV or XLSX in the format of data/README.md.")],
    dry_run: Annotated[bool, typer.Option(help="Judge every row, keep nothing.")] = False,
    only_if_empty: Annotated[bool, typer.Option(help="Do nothing when there are vacancies already.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
) -> None:
    """Import vacancies; rows that are refused are reported with their line, the others are kept all together."""

    async def work() -> None:
        settings = load_settings()
        async with opened(settings) as database:
            await readiness.check(database)
            if only_if_empty:
                async with database.reading() as session:
                    if await vacancies.count(session):
                        err.print("there are vacancies already")
                        return
            known = Vocabularies.load(settings.data)
            good, refused = vacancy_import.check_lines(read_lines(file), known)
            report = vacancy_import.ImportReport(new=len(good), held=vacancy_import.to_hold(good))
            if good and not dry_run:
                with Progress(console=err) as bar:
                    task = bar.add_task("importing", total=len(good))
                    async with database.transaction("import", f"import of {file.name}") as session:
                        report = await vacancy_import.import_rows(
                            session, good, lambda done: bar.update(task, completed=done)
                        )
            report.refused = refused
        if as_json:
            typer.echo(json.dumps(asdict(report), ensure_ascii=False))
            return
        verb = "would be taken" if dry_run else "new"
        err.print(
            f"{report.new} {verb}, {report.changed} changed, {report.unchanged} unchanged, {len(refused)} refused",
            highlight=False,
        )
        if report.expired:
            err.print(f"{report.expired} of them have passed their valid_until: kept, and shown to nobody")
        for held in report.held:
            err.print(f"  held for an officer, {held.ref}: {held.why}", highlight=False, markup=False)
        for refusal in refused:
            err.print(f"  line {refusal.line} {refusal.ref}: {refusal.why}", highlight=False, markup=False)

    run(work())


@vocabulary.command("check")
def check_vocabulary(
    folder: Annotated[
        Path | None, typer.Argument(help="A folder of tables as in data/vocabulary; ours when left out.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the faults as JSON.")] = False,
) -> None:
    """Say whether vocabularies, such as an office's own, can be used: each fault with file, line and remedy."""

    async def work() -> None:
        ours = load_settings().data / "vocabulary"
        where = folder or ours
        if not any(where.glob("*.csv")):
            raise PlacementError(f"{where} holds no tables: name a folder with files such as occupations.csv.")
        faults = vocabulary_check.check_folder(where, vocabulary_check.read_everyday(ours / "everyday.csv"))
        if as_json:
            typer.echo(json.dumps([asdict(fault) for fault in faults], ensure_ascii=False))
        else:
            for fault in faults:
                err.print(f"{fault.file}, line {fault.line}: {fault.why}", highlight=False, markup=False)
            err.print(f"{len(faults)} faults" if faults else "sound", highlight=False)
        if faults:
            raise typer.Exit(1)

    run(work())


@app.command()
def add_staff(
    telegram_id: Annotated[int, typer.Argument(help="The person's Telegram id.")],
    name: Annotated[str, typer.Argument(help="The name that seekers see.")],
    role: Annotated[str, typer.Option(help=f"One of {', '.join(staff.ROLES)}.")] = "officer",
) -> None:
    """Add a member of staff to the office."""

    async def work() -> None:
        if role not in staff.ROLES:
            raise PlacementError(f"«{role}» is not a role: take one of {', '.join(staff.ROLES)}.")
        async with opened(load_settings()) as database:
            await readiness.check(database)
            async with database.transaction("system", "added by command") as session:
                added = await staff.add_staff(session, telegram_id, name, role)
            err.print(f"{added.role} {added.name} added", highlight=False)

    run(work())


record_commands.add_to(app, opened, run)

if __name__ == "__main__":
    sys.exit(app())
