"""Officers' commands over records: doubles, merging and its undoing, start links; added to ``python -m placement``."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from contextlib import AbstractAsyncContextManager
from typing import Annotated, Any

import typer
from rich.console import Console
from sqlalchemy.ext.asyncio import AsyncSession

from placement import merging, people
from placement.errors import InvalidError, NotFoundError, PlacementError
from placement.settings import Settings, load_settings
from placement.storage import readiness, seekers
from placement.storage.database import Database
from placement.storage.models import Staff

err = Console(stderr=True)
SECRET = frozenset({"nik", "phone", "email"})
"""Fields whose values are not printed."""

Open = Callable[[Settings], AbstractAsyncContextManager[Database]]
Run = Callable[[Coroutine[Any, Any, None]], None]
As = Annotated[int, typer.Option("--as", help="The Telegram id of the officer who does it.")]


def add_to(app: typer.Typer, opened: Open, run: Run) -> None:
    """Add the commands."""

    @app.command()
    def duplicates(seeker: Annotated[int, typer.Argument(help="The record's id.")]) -> None:
        """List the records that bear the same identity or telephone number as one; perhaps the same person's."""

        async def work() -> None:
            async with opened(load_settings()) as database:
                await readiness.check(database)
                async with database.reading() as session:
                    found = await merging.duplicates(session, seeker)
            for one in found:
                typer.echo(one)
            if not found:
                err.print("none")

        run(work())

    @app.command()
    def merge(
        kept: Annotated[int, typer.Argument(help="The record that stays.")],
        dropped: Annotated[int, typer.Argument(help="The record that goes into it.")],
        officer: As,
        take: Annotated[list[str] | None, typer.Option(help="A field in which the dropped record is right.")] = None,
        yes: Annotated[bool, typer.Option(help="Do it; without, only show what it would do.")] = False,
    ) -> None:
        """Make two records of one person one; shows what changes first, and can be undone by `unmerge`."""

        async def work() -> None:
            async with opened(load_settings()) as database:
                await readiness.check(database)
                async with database.transaction(f"staff:{officer}", "merged by command") as session:
                    acting = await _staff(session, officer)
                    plan = await merging.preview(session, kept, dropped, take or [])
                    for one in plan.differences:
                        shown = "•••" if one.field in SECRET else f"{one.kept!r} ← {one.dropped!r}"
                        err.print(
                            f"  {'takes' if one.taken else 'keeps'} {one.field}: {shown}", highlight=False, markup=False
                        )
                    err.print("  moves " + ", ".join(f"{count} {name}" for name, count in plan.moved.items()))
                    if yes:
                        done = await merging.merge(session, kept, dropped, acting, take or [])
                        err.print(f"merged; «python -m placement unmerge {done} --as {officer}» undoes it")
                    else:
                        err.print("nothing was changed: add --yes to do it")

        run(told(work()))

    @app.command()
    def unmerge(
        merge_id: Annotated[int, typer.Argument(help="The merge's id, as `merge` has told it.")], officer: As
    ) -> None:
        """Part two records again that were merged."""

        async def work() -> None:
            async with opened(load_settings()) as database:
                await readiness.check(database)
                async with database.transaction(f"staff:{officer}", "unmerged by command") as session:
                    await merging.undo(session, merge_id, await _staff(session, officer))
            err.print("parted again")

        run(told(work()))

    @app.command()
    def start_link(seeker: Annotated[int, typer.Argument(help="The record's id.")], officer: As) -> None:
        """Make a single-use start link that joins a chat to a record; prints what stands after «?start=»."""

        async def work() -> None:
            async with opened(load_settings()) as database:
                await readiness.check(database)
                async with database.transaction(f"staff:{officer}", "start link by command") as session:
                    token = await people.make_link(session, seeker, await _staff(session, officer))
            typer.echo(token)
            err.print(
                f"good for {people.LINK_LASTS.days} days, once: https://t.me/YOUR_BOT?start={token}", highlight=False
            )

        run(told(work()))


async def told(work: Coroutine[Any, Any, None]) -> None:
    """Give an error that was meant for a seeker as a sentence for the terminal."""
    try:
        await work
    except InvalidError as problem:
        details = ", ".join(f"{name}: {value}" for name, value in problem.args_of_response.items())
        raise PlacementError(
            f"That can't be done ({problem.key.replace('_', ' ')}{f'; {details}' if details else ''})."
        ) from None


async def _staff(session: AsyncSession, telegram_id: int) -> Staff:
    found = await seekers.staff_by_telegram(session, telegram_id)
    if found is None:
        raise NotFoundError(f"Nobody of the staff has the Telegram id {telegram_id}: add them with add-staff.")
    return found
