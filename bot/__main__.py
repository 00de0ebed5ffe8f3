"""The bot's command: ``python -m bot run``."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import signal
import sys

import structlog
import typer
from telegram.error import InvalidToken, TelegramError

from bot.dispatcher import dispatch
from bot.intake import NOT_ACCEPTED, poll
from bot.later import work_off
from bot.profile import introduce
from bot.sender import send
from bot.services import Services, make_services
from bot.waking import watch
from bot.webhook import serve
from placement.errors import PlacementError, SettingError
from placement.logs import configure_logging
from placement.settings import load_settings
from placement.storage import readiness

app = typer.Typer(help="Antarkerja's bot.", no_args_is_help=True, pretty_exceptions_enable=False)
log = structlog.get_logger("bot")


async def connect(services: Services) -> None:
    """Make sure that Telegram knows this token; SettingError when it does not, patience when it can't be reached."""
    while not services.stopping.is_set():
        try:
            await services.bot.initialize()
        except InvalidToken as problem:
            raise SettingError(NOT_ACCEPTED) from problem
        except TelegramError as problem:
            log.warning("Telegram can't be reached yet", error=type(problem).__name__)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(services.stopping.wait(), 1)
        else:
            return


async def main() -> None:
    """Start every part and run them until the process is told to stop."""
    settings = load_settings()
    configure_logging("bot", settings)
    services = make_services(settings)
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, services.stop)
    try:
        await readiness.check(services.database)
        await connect(services)
        if services.stopping.is_set():
            return
        await introduce(services.bot, services.wording)
        gc.freeze()  # What is there now stays: it need not be looked through again and again.
        intake = serve(services) if settings.telegram_webhook_url else poll(services)
        tasks = [
            asyncio.create_task(part, name=name)
            for name, part in (
                ("intake", intake),
                ("watch", watch(services)),
                ("dispatch", dispatch(services)),
                ("send", send(services)),
                ("later", work_off(services)),
            )
        ]
        ready = settings.var / "run" / "bot.ready"
        ready.parent.mkdir(parents=True, exist_ok=True)
        ready.write_text(services.name, encoding="utf-8")
        log.info("ready", mode="webhook" if settings.telegram_webhook_url else "polling")
        stopped = asyncio.create_task(services.stopping.wait(), name="stop")
        await asyncio.wait([*tasks, stopped], return_when=asyncio.FIRST_COMPLETED)
        services.stop()  # One part that failed takes the others along: half a bot would look alive.
        for task in tasks:
            if task.get_name() == "intake":
                task.cancel()  # A long poll would keep the process for half a minute.
        for outcome in await asyncio.gather(*tasks, return_exceptions=True):
            if isinstance(outcome, Exception):
                raise outcome
    finally:
        await services.close()


@app.command()
def run() -> None:
    """Run the bot: by polling, or by webhook when TELEGRAM_WEBHOOK_URL is set."""
    try:
        asyncio.run(main())
    except PlacementError as problem:
        typer.echo(str(problem), err=True)
        raise typer.Exit(problem.exit_code) from None


@app.callback()
def _commands() -> None:
    """Keep «run» a command of its own, as in the other packages."""


if __name__ == "__main__":
    sys.exit(app())
