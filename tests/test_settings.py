"""Settings: one frozen object; what is malformed is named, what is secret never printed."""

from pathlib import Path

import pytest

from placement.errors import EX_CONFIG, SettingError
from placement.settings import ENV_FILE, SANDBOX_TOKEN, Settings, load_settings

TOKEN = "123456789:AAsecret-token_of_the_tests"
NAMES = [name.upper() for name in Settings.model_fields]


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Nothing is set, and there is no .env."""
    for name in (*NAMES, ENV_FILE):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("ADMIN_IDS", "1, two", "ADMIN_IDS"),
        ("OFFICERS_CHAT_ID", "@group", "OFFICERS_CHAT_ID"),
        ("TELEGRAM_API_URL", "api.telegram.org", "must start with http:// or https://"),
        ("RASA_URL", "localhost:5005", "must start with http:// or https://"),
        ("PUBLIC_URL", "antarkerja.example", "must start with http:// or https://"),
        ("TELEGRAM_BOT_TOKEN", "a-secret-but-malformed", "must be as @BotFather gives it"),
        ("TELEGRAM_BOT_TOKEN", f" {TOKEN}", "must be as @BotFather gives it"),
        ("TELEGRAM_WEBHOOK_SECRET", "not allowed!", "1 to 256 letters"),
        ("WEBHOOK_LISTEN", "8443", "must be an address and a port"),
        ("WEBHOOK_LISTEN", "127.0.0.1:99999", "must be an address and a port"),
        ("TIMEZONE", "Jakarta", "like Asia/Jakarta"),
        ("TIMEZONE", "../../etc/passwd", "like Asia/Jakarta"),
        ("RASA_TIMEOUT", "0", "RASA_TIMEOUT"),
        ("BOT_WORKERS", "65", "BOT_WORKERS"),
        ("LOG_LEVEL", "chatty", "LOG_LEVEL"),
        ("LOG_FORMAT", "xml", "LOG_FORMAT"),
    ],
)
def test_a_malformed_setting_is_named_and_no_secret_said(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, words: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingError) as told:
        load_settings()
    assert str(told.value).startswith(f"Setting malformed: {name}")
    assert words in str(told.value)
    assert not name.endswith(("TOKEN", "SECRET")) or value not in str(told.value)
    assert told.value.exit_code == EX_CONFIG
    # Not even in the chain that a traceback would show.
    assert told.value.__suppress_context__


def test_all_that_is_malformed_is_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RASA_URL", "x")
    monkeypatch.setenv("BOT_WORKERS", "x")
    with pytest.raises(SettingError, match=r"RASA_URL.*BOT_WORKERS"):
        load_settings()


def test_secrets_never_print(monkeypatch: pytest.MonkeyPatch) -> None:
    secrets = {"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_WEBHOOK_SECRET": "hook-secret", "FIELD_KEY": "key-secret"}
    for name, value in secrets.items():
        monkeypatch.setenv(name, value)
    settings = load_settings()
    for shown in (repr(settings), str(settings), str(settings.model_dump()), settings.model_dump_json()):
        assert not [value for value in secrets.values() if value in shown]
    assert settings.bot_token == TOKEN


def test_settings_can_not_be_changed() -> None:
    with pytest.raises(ValueError, match="frozen"):
        load_settings().log_level = "DEBUG"


def test_defaults_are_those_of_a_first_start() -> None:
    settings = load_settings()
    assert settings.sandbox
    assert (settings.bot_token, settings.bot_api_url) == (SANDBOX_TOKEN, "http://127.0.0.1:8081")
    assert settings.database == f"sqlite+aiosqlite:///{settings.var / 'antarkerja.sqlite3'}"
    assert settings.admin_ids == ()


def test_people_s_ways_of_writing_are_understood(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADMIN_IDS", "1, 2;3,")
    monkeypatch.setenv("LOG_LEVEL", "debug")
    monkeypatch.setenv("TELEGRAM_API_URL", "https://api.example/")
    monkeypatch.setenv("OFFICERS_CHAT_ID", "")
    settings = load_settings(telegram_bot_token=TOKEN)
    assert settings.admin_ids == (1, 2, 3)
    assert settings.log_level == "DEBUG"
    assert settings.bot_api_url == "https://api.example"
    assert settings.officers_chat_id is None


@pytest.mark.parametrize(
    ("url", "full"),
    [
        ("sqlite:////srv/x.sqlite3", "sqlite+aiosqlite:////srv/x.sqlite3"),
        ("postgresql://u:p@h/d", "postgresql+asyncpg://u:p@h/d"),
        ("postgres://u:p@h/d", "postgresql+asyncpg://u:p@h/d"),
        ("postgresql+asyncpg://u:p@h/d", "postgresql+asyncpg://u:p@h/d"),
    ],
)
def test_the_driver_of_a_database_need_not_be_named(url: str, full: str) -> None:
    assert load_settings(database_url=url).database == full


def test_the_environment_wins_over_the_file(monkeypatch: pytest.MonkeyPatch, bare: Path) -> None:
    (bare / ".env").write_text("LOG_LEVEL=ERROR\nTIMEZONE=Asia/Makassar\nUNKNOWN=1\n")
    monkeypatch.setenv("LOG_LEVEL", "WARNING")
    settings = load_settings()
    assert (settings.log_level, settings.timezone) == ("WARNING", "Asia/Makassar")


def test_another_file_or_none_can_be_named(monkeypatch: pytest.MonkeyPatch, bare: Path) -> None:
    (bare / ".env").write_text("TIMEZONE=Asia/Makassar\n")
    (bare / "other.env").write_text("TIMEZONE=Asia/Jayapura\n")
    monkeypatch.setenv(ENV_FILE, str(bare / "other.env"))
    assert load_settings().timezone == "Asia/Jayapura"
    monkeypatch.setenv(ENV_FILE, "")
    assert load_settings().timezone == "Asia/Jakarta"


def test_a_file_that_can_not_be_read_is_named(bare: Path) -> None:
    (bare / ".env").write_bytes(b"LOG_LEVEL=\xff\xfe")
    with pytest.raises(SettingError, match=r"\.env can't be read: it is not UTF-8"):
        load_settings()
