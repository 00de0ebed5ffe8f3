"""The settings: read once, from the environment or ``.env``, into one frozen object."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from placement.errors import SettingError

ROOT = Path(__file__).resolve().parent.parent
"""The folder of the checkout: data and var stand in it."""

ENV_FILE = "ANTARKERJA_ENV_FILE"
"""Names another file than ``.env``, or none when it is empty: tests must never meet an installation's real bot."""

SANDBOX_TOKEN = "123456:SANDBOX"  # noqa: S105 - opens nothing but the local stand-in
SANDBOX_URL = "http://127.0.0.1:8081"
SHAPES = {
    "telegram_bot_token": (r"\d{3,}:[A-Za-z0-9_-]{3,}", "must be as @BotFather gives it, like 123456789:AA…"),
    "telegram_webhook_secret": (r"[A-Za-z0-9_-]{1,256}", "must be 1 to 256 letters, digits, _ or -"),
}
"""What Telegram takes, and how it is said."""


class Settings(BaseSettings):
    """All settings; names in the environment are the field names in capitals."""

    model_config = SettingsConfigDict(extra="ignore", frozen=True, env_ignore_empty=True)

    telegram_bot_token: SecretStr | None = None
    telegram_api_url: str = "https://api.telegram.org"
    telegram_webhook_url: str | None = None
    telegram_webhook_secret: SecretStr | None = None
    webhook_listen: str = "127.0.0.1:8443"
    officers_chat_id: int | None = None
    admin_ids: Annotated[tuple[int, ...], NoDecode] = ()
    database_url: str = ""
    rasa_url: str = "http://127.0.0.1:5005"
    actions_url: str = "http://127.0.0.1:5055"
    sandbox_url: str = SANDBOX_URL
    embedding_model: str = ""
    public_url: str | None = None
    field_key: SecretStr | None = None
    var: Path = ROOT / "var"
    data: Path = ROOT / "data"
    timezone: str = "Asia/Jakarta"
    rasa_timeout: float = Field(default=8.0, gt=0, description="seconds a turn may take in Rasa")
    bot_workers: int = Field(default=8, ge=1, le=64, description="chats that one bot process handles at once")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: str = Field(default="auto", pattern="^(auto|text|json)$")

    @field_validator("admin_ids", mode="before")
    @classmethod
    def _split_ids(cls, value: Any) -> Any:
        """Accept ``1, 2, 3`` as people write it."""
        if isinstance(value, str):
            return tuple(part.strip() for part in value.replace(";", ",").split(",") if part.strip())
        return value

    @field_validator("log_level", mode="before")
    @classmethod
    def _in_capitals(cls, value: Any) -> Any:
        return value.upper() if isinstance(value, str) else value

    @field_validator("telegram_bot_token", "telegram_webhook_secret")
    @classmethod
    def _check_shape(cls, value: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        """Refuse what Telegram would; the value itself is never said."""
        shape, words = SHAPES[str(info.field_name)]
        if value is not None and not re.fullmatch(shape, value.get_secret_value()):
            raise ValueError(words)
        return value

    @field_validator("webhook_listen")
    @classmethod
    def _check_address(cls, value: str) -> str:
        host, _, port = value.rpartition(":")
        if not host or not port.isdecimal() or not 0 < int(port) < 65536:
            raise ValueError("must be an address and a port, like 127.0.0.1:8443")
        return value

    @field_validator("timezone")
    @classmethod
    def _check_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ValueError("must be a time zone's name, like Asia/Jakarta, Asia/Makassar or Asia/Jayapura") from None
        return value

    @field_validator("telegram_api_url", "rasa_url", "actions_url", "sandbox_url", "public_url", "telegram_webhook_url")
    @classmethod
    def _check_url(cls, value: str | None) -> str | None:
        """Take only http and https, without a slash at the end."""
        if value is None:
            return None
        if not value.startswith(("http://", "https://")):
            raise ValueError("must start with http:// or https://")
        return value.rstrip("/")

    @property
    def sandbox(self) -> bool:
        """Say whether the local stand-in plays Telegram: no token is set."""
        return self.telegram_bot_token is None

    @property
    def bot_token(self) -> str:
        """Give the token to use with ``bot_api_url``."""
        return self.telegram_bot_token.get_secret_value() if self.telegram_bot_token else SANDBOX_TOKEN

    @property
    def bot_api_url(self) -> str:
        """Give the root of the Bot API, without a slash at the end."""
        return self.sandbox_url if self.sandbox else self.telegram_api_url

    @property
    def database(self) -> str:
        """Give the SQLAlchemy URL, with the asynchronous driver named."""
        url = self.database_url or f"sqlite:///{self.var / 'antarkerja.sqlite3'}"
        for plain, driver in (
            ("sqlite:", "sqlite+aiosqlite:"),
            ("postgresql:", "postgresql+asyncpg:"),
            ("postgres:", "postgresql+asyncpg:"),
        ):
            if url.startswith(plain):
                return driver + url.removeprefix(plain)
        return url

    @property
    def embedding_folder(self) -> Path:
        """Give the folder in which set-up builds the embedded model."""
        return self.var / "models" / "embedding"


def load_settings(**overrides: Any) -> Settings:
    """Read the settings; SettingError names every one that is malformed."""
    try:
        return Settings(**{"_env_file": os.environ.get(ENV_FILE, ".env") or None, **overrides})
    except ValidationError as problem:
        # Only names and reasons: the values may be secrets.
        wrong = "; ".join(
            f"{'.'.join(str(part) for part in error['loc']).upper()}: {error['msg']}" for error in problem.errors()
        )
        raise SettingError(f"Setting malformed: {wrong}. Correct it in .env or in the environment.") from None
    except (OSError, UnicodeDecodeError) as problem:
        reason = problem.strerror if isinstance(problem, OSError) else "it is not UTF-8 text"
        raise SettingError(f"The file .env can't be read: {reason}. Correct it, or set the environment.") from None
