"""One call of a method: what it has to work with."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sandbox.webhook import Webhook
from sandbox.world import World


@dataclass(slots=True)
class Upload:
    """A file that came with a request."""

    name: str
    mime: str
    content: bytes


@dataclass(slots=True)
class Call:
    """The world, the webhook and the files of one request."""

    world: World
    webhook: Webhook
    uploads: Mapping[str, Upload] = field(default_factory=dict)


Handler = Callable[[Call, Any], Awaitable[Any]]
