"""The logs of Rasa's process, in the form of the application's: text for a terminal, JSON otherwise.

Rasa's own set-up has three forms at once, and its debug lines hold what people write.
"""

from __future__ import annotations

import logging
import sys
import traceback
from typing import Any

import structlog

from nlu.places import setting

QUIET = ("sanic.access", "asyncio", "apscheduler", "matplotlib", "absl", "tensorflow")
WORDY = ("rasa",)
"""Below INFO these write texts, slots and events."""


def told(problem: BaseException) -> str:
    """Tell an exception by kind and place; its own words may hold what a person wrote."""
    place = "".join(traceback.format_tb(problem.__traceback__))
    kind = f"{place}{type(problem).__module__}.{type(problem).__qualname__}"
    earlier = problem.__cause__ or (None if problem.__suppress_context__ else problem.__context__)
    return kind if earlier is None else f"{told(earlier)}\n\nwhich led to:\n\n{kind}"


def _tell_exceptions(_logger: Any, _method: str, event: dict[str, Any]) -> dict[str, Any]:
    """Put an exception's place into the line, in the form of neither engine's own."""
    found = event.pop("exc_info", None)
    if found is True:
        found = sys.exc_info()
    problem = found[1] if isinstance(found, tuple) else found
    if isinstance(problem, BaseException):
        event["exception"] = told(problem)
    return event


def configure(process: str) -> None:
    """Send all logs of this process to standard error in one form."""
    form = setting("LOG_FORMAT") or "auto"
    as_text = form == "text" or (form == "auto" and sys.stderr.isatty())
    level = (setting("LOG_LEVEL") or "INFO").upper()
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _tell_exceptions,
    ]
    renderer = (
        structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
        if as_text
        else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    for name in list(logging.root.manager.loggerDict):
        logger = logging.getLogger(name)
        if logger.handlers and name.partition(".")[0] in ("sanic", "rasa", "apscheduler", "absl", "tensorflow"):
            logger.handlers, logger.propagate = [], True  # Else a line comes twice, once in another form.
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    for name in WORDY:
        logging.getLogger(name).setLevel(max(logging.INFO, logging.getLevelName(level)))
    structlog.contextvars.bind_contextvars(process=process)
