"""What a machine does to us: damaged files, full disks, busy ports, lost keys. Each says what to do next.

A process ends with 78 when only a person can mend it (the launcher then stops), with 1 when a restart may help.
"""

from __future__ import annotations

import asyncio
import ctypes
import os
import resource
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select, text
from typer.testing import CliRunner

from placement.__main__ import app as placement_app
from placement.clock import ManualClock
from placement.crypto import KEY_FILE, WRONG_KEY, FieldCipher, make_key_file
from placement.errors import EX_CONFIG, SettingError, StorageError, UnusableStorageError
from placement.settings import ROOT, load_settings
from placement.storage import buttons, inbox, readiness, schema, troubles
from placement.storage.database import Database, make_engine, open_database
from placement.storage.models import Button, Update
from tests.fixtures.not_run import not_run
from tests.fixtures.postgres import PostgresServer, free_port
from tests.fixtures.rasa import RASA_PYTHON
from tests.fixtures.sandbox import Person, Sandbox

CAP_DAC_OVERRIDE = 1
PR_CAPBSET_DROP = 24
NOBODY_LISTENS = "postgresql://somebody:very-secret@127.0.0.1:1/antarkerja"


def without_rights_of_root() -> None:
    """Make file permissions bind even root; runs in the child, before the program."""
    if os.geteuid() == 0:
        ctypes.CDLL(None).prctl(PR_CAPBSET_DROP, CAP_DAC_OVERRIDE, 0, 0, 0)


def small_files() -> None:
    """Refuse files that grow beyond 400 kB, as a full disk or a quota would; runs in the child."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))


class Machine:
    """A folder of data, and commands run over it; each gives its exit code and all that it said, on one line."""

    def __init__(self, folder: Path) -> None:
        """Take the folder."""
        self.var = folder / "var"
        self.file = self.var / "antarkerja.sqlite3"
        self.env = {"VAR": str(self.var), "DATABASE_URL": "", "FIELD_KEY": "", "LOG_FORMAT": "text"}

    def placement(self, *words: str, **env: str) -> tuple[int, str]:
        """Run one of the domain's commands in this process, which spares its start."""
        done = CliRunner().invoke(placement_app, words, env={**self.env, **env})
        if done.exception and not isinstance(done.exception, SystemExit):
            raise done.exception
        return done.exit_code, " ".join(done.output.split())

    def run(self, *words: str, before: Callable[[], None] | None = None, **env: str) -> tuple[int, str]:
        """Run `python -m …` as a process of its own."""
        done = subprocess.run(
            [sys.executable, "-m", *words],
            cwd=ROOT,
            env={**os.environ, "EMBEDDING_MODEL": str(ROOT / "var" / "models" / "embedding"), **self.env, **env},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=120,
            preexec_fn=before,
            check=False,
        )
        return done.returncode, " ".join(done.stdout.split())


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """A machine on which nothing is yet."""
    return Machine(tmp_path)


@pytest.fixture
def installed(machine: Machine) -> Machine:
    """A machine with a database."""
    assert machine.placement("init") == (0, "database ready")
    return machine


@pytest.fixture
def busy_port() -> Iterator[int]:
    """A port on which something listens."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


async def something_encrypted(database: Database) -> None:
    async with database.transaction("chat:1", "test") as session:
        chat = await inbox.ensure_chat(session, bot_id=1, telegram_id=1, kind="private", language="id")
        await buttons.put(session, chat, {"intent": "affirm"})


# --- the file ------------------------------------------------------------------------------------------------------


def no_database(file: Path) -> None:
    file.write_bytes(b"this was a database once" * 1000)


def bad_pages(file: Path) -> None:
    whole = file.read_bytes()
    file.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))


@pytest.mark.parametrize("damage", [no_database, bad_pages])
def test_a_damaged_file_is_told(installed: Machine, damage: Callable[[Path], None]) -> None:
    damage(installed.file)
    assert installed.placement("init") == (EX_CONFIG, troubles.DAMAGED)


@pytest.mark.parametrize("command", [("bot", "run"), ("actions", "serve", "--port", str(free_port()))])
def test_a_damaged_file_ends_the_processes(installed: Machine, command: tuple[str, ...]) -> None:
    bad_pages(installed.file)
    code, said = installed.run(*command)
    assert said.endswith(troubles.DAMAGED)
    assert code == EX_CONFIG


def test_a_folder_that_can_not_be_written_is_named(machine: Machine) -> None:
    machine.var.mkdir(mode=0o555)
    code, said = machine.run("placement", "init", before=without_rights_of_root)
    assert str(machine.var / KEY_FILE) in said
    assert "let this user write" in said
    assert code == EX_CONFIG


def test_a_folder_that_can_not_be_made_is_named(machine: Machine) -> None:
    machine.var.parent.joinpath("file").touch()
    code, said = machine.placement("init", DATABASE_URL=f"sqlite:///{machine.var.parent}/file/deep/x.sqlite3")
    assert "file/deep can't be made" in said
    assert code == EX_CONFIG


def test_a_database_that_can_not_be_written_is_told(installed: Machine) -> None:
    installed.file.chmod(0o444)
    installed.var.chmod(0o555)
    try:
        code, said = installed.run("placement", "init", before=without_rights_of_root)
    finally:
        installed.var.chmod(0o755)
    assert said.endswith(troubles.READ_ONLY)
    assert code == EX_CONFIG


# --- the disk ------------------------------------------------------------------------------------------------------


async def test_a_full_disk_is_told_and_what_was_confirmed_stays(tmp_path: Path, clock: ManualClock) -> None:
    cipher = FieldCipher([make_key_file(tmp_path / KEY_FILE)])
    database = Database(make_engine(f"sqlite+aiosqlite:///{tmp_path / 'full.sqlite3'}", cipher), clock)
    await schema.migrate(database)
    await something_encrypted(database)
    with pytest.raises(StorageError) as told:
        async with database.transaction("chat:1", "too much") as session:
            pages = (await session.execute(text("PRAGMA page_count"))).scalar_one()
            await session.execute(text(f"PRAGMA max_page_count = {pages + 1}"))
            for number in range(200):
                await buttons.put(session, 1, {"filler": f"{number}" * 500})
    assert str(told.value) == troubles.FULL
    assert told.value.exit_code == 1, "room may be made meanwhile"
    async with database.transaction("chat:1", "there is room again") as session:
        await session.execute(text("PRAGMA max_page_count = 1000000"))
        await buttons.put(session, 1, {"intent": "deny"})
    async with database.reading() as session:
        kept = (await session.execute(select(Button.meaning))).scalars().all()
    assert sorted(one["intent"] for one in kept) == ["affirm", "deny"], "nothing of what failed, all of what did not"
    await database.close()


def test_a_quota_is_told_and_nothing_is_half_imported(installed: Machine) -> None:
    sample = str(ROOT / "data" / "vacancies" / "sample.csv")
    code, said = installed.run("placement", "import-vacancies", sample, before=small_files)
    assert said.endswith(troubles.DISK) or said.endswith(troubles.FULL)
    assert code == 1
    code, said = installed.placement("import-vacancies", sample)
    assert code == 0
    assert ", 0 changed, 0 unchanged, 0 refused" in said


# --- versions ------------------------------------------------------------------------------------------------------


def test_each_version_has_its_advice() -> None:
    assert schema.trouble_with("2", "2", {"1", "2"}) is None
    assert schema.trouble_with(None, "2", {"1", "2"}) == schema.EMPTY
    assert schema.trouble_with("1", "2", {"1", "2"}) == schema.OLDER
    assert schema.trouble_with("3", "2", {"1", "2"}) == schema.NEWER


async def test_a_database_of_a_newer_program_is_left_alone(database: Database) -> None:
    await readiness.check(database)
    async with database.transaction("test", "as a newer program would") as session:
        await session.execute(text("UPDATE alembic_version SET version_num = 'of_tomorrow'"))
    for refused in (readiness.check, schema.migrate):
        with pytest.raises(UnusableStorageError, match="newer version"):
            await refused(database)


def test_a_bot_over_an_empty_database_says_what_to_run(machine: Machine) -> None:
    code, said = machine.run("bot", "run")
    assert said.endswith(schema.EMPTY)
    assert code == EX_CONFIG


# --- keys ----------------------------------------------------------------------------------------------------------


def test_a_lost_key_is_found_at_the_start(installed: Machine) -> None:
    async def fill() -> None:
        database = open_database(load_settings(var=installed.var, database_url=f"sqlite:///{installed.file}"))
        await something_encrypted(database)
        await database.close()

    asyncio.run(fill())
    key = installed.var / KEY_FILE
    right = key.read_text()
    key.unlink()
    assert installed.placement("init") == (EX_CONFIG, WRONG_KEY)
    code, said = installed.run("bot", "run")
    assert said.endswith(WRONG_KEY)
    assert code == EX_CONFIG
    # A new key before the old one opens both: what is old stays readable.
    assert installed.placement("init", FIELD_KEY=f"{key.read_text()},{right}") == (0, "database ready")


async def test_a_lost_key_is_found_on_each_engine(database: Database, database_url: str, tmp_path: Path) -> None:
    await something_encrypted(database)
    await readiness.check(database)
    other = Database(make_engine(database_url, FieldCipher([make_key_file(tmp_path / "other.key")])))
    with pytest.raises(SettingError, match="FIELD_KEY does not open"):
        await readiness.check(other)
    await other.close()


@pytest.mark.parametrize("key", ["short", "not a key at all!", "ключ"])
def test_a_malformed_key_is_named_and_not_shown(machine: Machine, key: str) -> None:
    code, said = machine.placement("init", FIELD_KEY=key)
    assert said.startswith("FIELD_KEY is not a Fernet key")
    assert key not in said
    assert code == EX_CONFIG


# --- PostgreSQL ----------------------------------------------------------------------------------------------------


def test_a_server_that_is_down_at_the_start_may_come_up(machine: Machine) -> None:
    code, said = machine.run("bot", "run", DATABASE_URL=NOBODY_LISTENS)
    assert "PostgreSQL does not answer on 127.0.0.1:1: start it, or correct DATABASE_URL" in said
    assert "very-secret" not in said
    assert code == 1


@pytest.mark.postgres
def test_a_database_that_is_not_there_is_named(machine: Machine, postgres_server: PostgresServer) -> None:
    code, said = machine.run("placement", "init", DATABASE_URL=postgres_server.url("nowhere"))
    assert "does not take us into «nowhere»" in said
    assert code == EX_CONFIG


@pytest.mark.postgres
async def test_a_server_that_goes_away_is_told_and_taken_up_again(
    postgres_server: PostgresServer, postgres_database: str, clock: ManualClock, tmp_path: Path
) -> None:
    database = Database(make_engine(postgres_database, FieldCipher([make_key_file(tmp_path / KEY_FILE)])), clock)
    await schema.migrate(database)
    await something_encrypted(database)
    with pytest.raises(StorageError) as cut:
        async with database.transaction("chat:1", "cut in the middle") as session:
            await buttons.put(session, 1, {"intent": "deny"})
            postgres_server.stop()
            await buttons.put(session, 1, {"intent": "deny"})
    try:
        with pytest.raises(StorageError) as down:
            await something_encrypted(database)
    finally:
        postgres_server.start()
    for told in (cut, down):
        assert told.value.retry
        assert "PostgreSQL" in str(told.value)
    async with database.reading() as session:
        assert len((await session.execute(select(Button))).scalars().all()) == 1, "nothing of the cut transaction"
    await something_encrypted(database)
    await database.close()


@pytest.mark.postgres
async def test_a_bot_outlives_its_database_and_loses_nothing(
    machine: Machine, postgres_server: PostgresServer, postgres_database: str, sandbox: Sandbox, siti: Person
) -> None:
    # In a thread: the command has a loop of its own.
    made = await asyncio.to_thread(machine.placement, "init", DATABASE_URL=postgres_database)
    assert made == (0, "database ready")
    env = {**os.environ, **machine.env, "DATABASE_URL": postgres_database, "SANDBOX_URL": sandbox.url,
           "RASA_URL": "http://127.0.0.1:1", "LOG_FORMAT": "json"}  # fmt: skip
    log = machine.var / "bot.log"
    with log.open("wb") as said:
        bot = await asyncio.create_subprocess_exec(sys.executable, "-m", "bot", "run", cwd=ROOT, env=env, stderr=said)
    try:
        async with asyncio.timeout(100):
            await told(log, '"event": "ready"')
            await siti.says("halo")
            postgres_server.stop()
            try:
                await told(log, "PostgreSQL")
                await siti.says("masih di sana?")
            finally:
                postgres_server.start()
            await stored(postgres_database, machine, 2)
        assert bot.returncode is None, "the same process goes on"
    except TimeoutError:
        raise AssertionError(log.read_text()[-5000:]) from None
    finally:
        if bot.returncode is None:
            bot.terminate()
        code = await bot.wait()
    assert code == 0


async def told(log: Path, words: str) -> None:
    """Wait until a process has said this."""
    while words not in log.read_text():  # noqa: ASYNC110, ASYNC240 - another process writes it
        await asyncio.sleep(0.1)


async def stored(url: str, machine: Machine, number: int) -> None:
    """Wait until the inbox holds so many messages."""
    database = Database(make_engine(url, FieldCipher([make_key_file(machine.var / KEY_FILE)])))
    count = 0
    while count < number:
        async with database.reading() as session:
            count = (await session.execute(select(func.count()).select_from(Update))).scalar_one()
        await asyncio.sleep(0.1)
    await database.close()


@pytest.mark.parametrize(
    "url", ["mysql://u:very-secret@h/d", "no url", "sqlite+pysqlite:///x", "postgresql+psycopg://h/d"]
)
def test_a_database_of_another_kind_is_refused_by_name(machine: Machine, url: str) -> None:
    code, said = machine.placement("init", DATABASE_URL=url)
    assert said == troubles.BAD_URL
    assert code == EX_CONFIG


# --- ports and tokens ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("command", "setting"), [(("actions", "serve"), "ACTIONS_URL"), (("sandbox", "serve"), "SANDBOX_URL")]
)
def test_a_busy_port_is_told(installed: Machine, busy_port: int, command: tuple[str, ...], setting: str) -> None:
    code, said = installed.run(*command, "--port", str(busy_port))
    assert f"Port {busy_port} on 127.0.0.1 can't be used" in said
    assert setting in said
    assert "Traceback" not in said
    assert code == EX_CONFIG


@pytest.mark.rasa
def test_rasa_tells_a_busy_port_too(busy_port: int) -> None:
    if not RASA_PYTHON.exists():
        not_run("Rasa's busy port", "Rasa's environment; run «make setup»")
    done = subprocess.run(
        [str(RASA_PYTHON), "-m", "nlu", "serve", "--port", str(busy_port), "--actions-url", "http://127.0.0.1:1"],
        cwd=ROOT, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert f"Port {busy_port} on 127.0.0.1 can't be used" in done.stderr
    assert "RASA_URL" in done.stderr
    assert done.returncode == EX_CONFIG


def test_the_webhook_tells_a_busy_port_too(installed: Machine, busy_port: int, sandbox_server: str) -> None:
    code, said = installed.run(
        "bot", "run", SANDBOX_URL=sandbox_server, TELEGRAM_WEBHOOK_URL="https://bot.example/x",
        TELEGRAM_WEBHOOK_SECRET="s", WEBHOOK_LISTEN=f"127.0.0.1:{busy_port}",
    )  # fmt: skip
    assert f"WEBHOOK_LISTEN: 127.0.0.1:{busy_port} can't be listened on" in said
    assert code == EX_CONFIG


async def test_a_wrong_token_is_told(installed: Machine, sandbox: Sandbox) -> None:
    await sandbox.fault("error", method="getMe", status=401, description="Unauthorized")
    code, said = await asyncio.to_thread(
        installed.run, "bot", "run", TELEGRAM_BOT_TOKEN="999:wrong-and-secret", TELEGRAM_API_URL=sandbox.url
    )
    assert "does not accept TELEGRAM_BOT_TOKEN: copy it again from @BotFather" in said
    assert "wrong-and-secret" not in said
    assert code == EX_CONFIG


def test_a_missing_embedding_model_says_how_to_make_it(installed: Machine) -> None:
    code, said = installed.run(
        "actions", "serve", "--port", str(free_port()), EMBEDDING_MODEL=str(installed.var / "no")
    )
    assert "run `python -m matching build" in said
    assert code == EX_CONFIG
