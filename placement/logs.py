"""Structured logs: for people on a terminal, JSON otherwise; the turn's id goes with every line; no personal data.

Log calls pass ids and counts, never texts, names, numbers or payloads: ``log.info("turn done", messages=2)``.
"""

from __future__ import annotations

import logging
import sys
import traceback
from typing import TextIO

import structlog
from structlog.typing import ExcInfo

from placement.errors import PlacementError
from placement.settings import Settings

QUIET = (
    "httpx",
    "httpcore",
    "telegram",
    "aiosqlite",
    "sanic.access",
    "sentence_transformers",
    "alembic",
    "asyncio",
    "uvicorn.access",
)
"""Libraries whose usual lines hold addresses with tokens, or nothing of use."""


def told(problem: BaseException) -> str:
    """Tell an exception by kind and place; its words only if they are ours.

    Others' may hold what a person wrote: PostgreSQL says «Failing row contains (…)».
    """
    kind = f"{type(problem).__module__}.{type(problem).__qualname__}"
    last = f"{kind}: {problem}" if isinstance(problem, PlacementError) else kind
    parts = ["".join(traceback.format_tb(problem.__traceback__)) + last]
    if isinstance(problem, BaseExceptionGroup):
        parts += [told(inner) for inner in problem.exceptions]
    earlier = problem.__cause__ or (None if problem.__suppress_context__ else problem.__context__)
    if earlier is not None:
        parts.insert(0, f"{told(earlier)}\n\nwhich led to:\n")
    return "\n".join(parts)


def _render(exc_info: ExcInfo) -> str:
    return told(exc_info[1])


def _write(stream: TextIO, found: ExcInfo) -> None:
    stream.write(f"\n{told(found[1])}")


def configure_logging(process: str, settings: Settings) -> None:
    """Send all logs of this process to standard error in one form."""
    as_text = settings.log_format == "text" or (settings.log_format == "auto" and sys.stderr.isatty())
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    renderer: list[structlog.typing.Processor] = (
        [structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=_write)]
        if as_text
        else [structlog.processors.ExceptionRenderer(_render), structlog.processors.JSONRenderer(ensure_ascii=False)]
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *renderer],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(settings.log_level.upper())
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    structlog.contextvars.bind_contextvars(process=process)


def bind_turn(turn_id: int) -> None:
    """Put the turn's id on every line that this task logs from now on."""
    structlog.contextvars.bind_contextvars(turn=turn_id)


def unbind_turn() -> None:
    """Take the turn's id off again."""
    structlog.contextvars.unbind_contextvars("turn")
