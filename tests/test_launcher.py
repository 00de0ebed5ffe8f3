"""The launcher's run: order, health, deaths and their reasons, restarts, stopping, no orphans, busy ports."""

import asyncio
import os
import signal
import socket
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from launcher import running
from launcher.environment import child_environment
from launcher.errors import Stuck
from launcher.logfiles import LONGEST, ProcessLog
from launcher.places import Places
from launcher.ports import check_free, holder, is_free
from launcher.processes import Process, answers, processes
from launcher.supervisor import EX_CONFIG, Patience, Supervisor, why

ROOT = Path(__file__).resolve().parent.parent
QUICK = Patience(first_pause=0.05, longest_pause=0.2, start=20, stop=1, poll=0.02, attempts=3)

# Says it is ready by a file, as the bot does, and waits to be ended.
WELL = """
    import pathlib, signal, sys, time
    def end(*_):
        with open({folder!r} + "/order", "a") as file: file.write("stop {name}\\n")
        sys.exit(0)
    signal.signal(signal.SIGTERM, end)
    with open({folder!r} + "/order", "a") as file: file.write("start {name}\\n")
    print("{name} is here", flush=True)
    pathlib.Path({folder!r}, "{name}.ready").touch()
    while True: time.sleep(60)
"""


def process(folder: Path, name: str, script: str = WELL, after: tuple[str, ...] = ()) -> Process:
    """Return a process that runs a script; it is well when its file is there."""
    text = textwrap.dedent(script).replace("{folder!r}", repr(str(folder))).replace("{name}", name)
    ready = folder / f"{name}.ready"
    return Process(name, (sys.executable, "-c", text), ready.exists, after=after, fresh=(ready,))


class Run:
    """A supervisor, what it told, and a way to end it."""

    def __init__(self, folder: Path, table: list[Process], patience: Patience = QUICK) -> None:
        self.told: list[str] = []
        self.heard = asyncio.Event()
        self.supervisor = Supervisor(table, folder, folder / "log", patience, quiet=True, tell=self.tell)

    def tell(self, text: str) -> None:
        self.told.append(text)
        self.heard.set()

    async def until(self, condition: Callable[[], bool]) -> None:
        """Run until a condition holds, then stop and see the end."""
        work = asyncio.create_task(self.supervisor.run(lambda seconds: self.tell("all ready")))
        async with asyncio.timeout(30):
            while not condition() and not work.done():
                await asyncio.wait({work}, timeout=0.02)
        self.supervisor.stop()
        await work
        assert condition(), "\n".join(self.told)

    def said(self, text: str) -> Callable[[], bool]:
        return lambda: any(text in line for line in self.told)


async def test_all_start_in_order_and_stop_in_reverse(tmp_path: Path) -> None:
    table = [
        process(tmp_path, "sandbox"),
        process(tmp_path, "rasa"),
        process(tmp_path, "bot", after=("sandbox", "rasa")),
    ]
    run = Run(tmp_path, table)
    await run.until(run.said("all ready"))
    order = (tmp_path / "order").read_text().splitlines()
    assert set(order[:2]) == {"start sandbox", "start rasa"}
    assert order[2:] == ["start bot", "stop bot", "stop rasa", "stop sandbox"]
    assert "bot is here" in (tmp_path / "log" / "bot.log").read_text()


async def test_the_dead_says_why_and_starts_again(tmp_path: Path) -> None:
    script = """
        import os, pathlib
        lives = pathlib.Path({folder!r}, "lives")
        lives.write_text(lives.read_text() + "x" if lives.exists() else "x")
        if len(lives.read_text()) == 1:
            print("the disk is full")
            os._exit(7)
    """
    run = Run(tmp_path, [process(tmp_path, "bot", textwrap.dedent(script) + textwrap.dedent(WELL))])
    await run.until(run.said("all ready"))
    assert any("bot ended with exit code 7" in line for line in run.told)
    assert any("the disk is full" in line for line in run.told)
    assert any("starting again in 0.05 s" in line for line in run.told)


async def test_a_killed_one_starts_again_while_the_others_go_on(tmp_path: Path) -> None:
    table = [process(tmp_path, "rasa"), process(tmp_path, "bot")]
    run = Run(tmp_path, table)
    first: list[int] = []

    def killed_and_back() -> bool:
        if run.said("all ready")() and not first:
            first.append(run.supervisor.pids()["bot"])
            os.kill(first[0], signal.SIGKILL)
        return bool(first) and sum("bot: ready" in line for line in run.told) == 2

    await run.until(killed_and_back)
    assert any("bot was ended by SIGKILL" in line for line in run.told)
    assert (tmp_path / "order").read_text().splitlines().count("start rasa") == 1


async def test_what_can_never_start_ends_the_run_with_its_reason(tmp_path: Path) -> None:
    broken = process(tmp_path, "bot", f"print('TELEGRAM_BOT_TOKEN is wrong.'); raise SystemExit({EX_CONFIG})")
    run = Run(tmp_path, [process(tmp_path, "rasa"), broken])
    with pytest.raises(Stuck, match=r"bot does not start: TELEGRAM_BOT_TOKEN is wrong\."):
        await run.until(lambda: False)
    assert run.said("rasa: stopped")()


async def test_patience_with_one_that_never_gets_well_ends(tmp_path: Path) -> None:
    run = Run(tmp_path, [process(tmp_path, "bot", "print('no'); raise SystemExit(1)")])
    with pytest.raises(Stuck, match="bot does not start: no"):
        await run.until(lambda: False)
    assert sum("ended with exit code 1" in line for line in run.told) == QUICK.attempts


async def test_one_that_can_not_be_started_is_tried_again_and_said(tmp_path: Path) -> None:
    run = Run(tmp_path, [process(tmp_path, "bot")])
    run.supervisor.root = tmp_path / "later"  # As a machine that has no memory for another process for a while.

    def well() -> bool:
        if run.said("bot can't be started")():
            run.supervisor.root.mkdir(exist_ok=True)
        return run.said("all ready")()

    await run.until(well)


async def test_one_that_hangs_at_the_start_is_ended(tmp_path: Path) -> None:
    patience = Patience(first_pause=0.05, start=0.3, stop=1, poll=0.02, attempts=1)
    run = Run(tmp_path, [process(tmp_path, "rasa", "import time; time.sleep(60)")], patience)
    with pytest.raises(Stuck):
        await run.until(lambda: False)
    assert run.said("not ready after 0.3 s")()


async def test_one_that_does_not_stop_is_killed(tmp_path: Path) -> None:
    stubborn = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)\n" + textwrap.dedent(WELL).replace(
        "signal.signal(signal.SIGTERM, end)", ""
    )
    run = Run(tmp_path, [process(tmp_path, "rasa", stubborn)])
    await run.until(run.said("all ready"))
    assert run.said("rasa: does not stop, killing it")()


async def test_what_a_dead_process_started_dies_with_it(tmp_path: Path) -> None:
    script = (
        "import subprocess\n"
        "child = subprocess.Popen(['sleep', '600'])\n"
        "open({folder!r} + '/grandchild', 'w').write(str(child.pid))\n"
    ) + textwrap.dedent(WELL)
    run = Run(tmp_path, [process(tmp_path, "rasa", script)])
    await run.until(run.said("all ready"))
    await gone(int((tmp_path / "grandchild").read_text()))


def lives(pid: int) -> bool:
    """Tell whether a process is there, and not a zombie that its new parent has yet to bury."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


async def gone(pid: int) -> None:
    """Wait until a process is no more."""
    async with asyncio.timeout(10):
        while lives(pid):  # noqa: ASYNC110 - the kernel tells nobody of a foreign process's end
            await asyncio.sleep(0.02)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nothing ties a child to its parent")
async def test_a_killed_launcher_leaves_no_orphan(tmp_path: Path) -> None:
    script = f"""
        import asyncio, sys
        from pathlib import Path
        from tests.test_launcher import QUICK, process
        from launcher.supervisor import Supervisor
        folder = Path({str(tmp_path)!r})
        supervisor = Supervisor([process(folder, "rasa"), process(folder, "bot")], folder, folder / "log", QUICK)
        asyncio.run(supervisor.run(lambda seconds: print("PIDS", *supervisor.pids().values(), flush=True)))
    """
    launcher = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        textwrap.dedent(script),
        cwd=ROOT,
        env=child_environment({"PYTHONPATH": str(ROOT)}),
        stdout=asyncio.subprocess.PIPE,
    )
    assert launcher.stdout is not None
    pids: list[bytes] = []
    while not pids and (line := await launcher.stdout.readline()):
        pids = line.split()[1:] if line.startswith(b"PIDS") else []
    launcher.kill()
    await launcher.wait()
    assert len(pids) == 2
    for pid in pids:
        await gone(int(pid))


@pytest.mark.parametrize(
    ("code", "text"),
    [(3, "ended with exit code 3"), (-15, "was ended by SIGTERM"), (-9, "was ended by SIGKILL (often: out of memory)")],
)
def test_an_end_is_put_in_words(code: int, text: str) -> None:
    assert why(code) == text


# Ports


def test_a_busy_port_is_named_with_who_holds_it_and_what_to_do() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        assert not is_free(port)
        with pytest.raises(Stuck) as stuck:
            check_free(port, "rasa", "RASA_URL")
        assert f"RASA_URL=http://127.0.0.1:{port + 1}" in str(stuck.value)
        assert str(os.getpid()) in str(stuck.value)
    assert is_free(port)
    assert holder(port) is None


def test_two_that_want_one_port_are_named() -> None:
    table = [Process("rasa", (), lambda: True, 1, "RASA_URL"), Process("actions", (), lambda: True, 1, "ACTIONS_URL")]
    with pytest.raises(Stuck, match="change RASA_URL or ACTIONS_URL"):
        running.check_ports(table)


# The table


def names(settings: dict[str, str]) -> list[str]:
    return [process.name for process in processes(Places(ROOT), settings)]


def test_the_sandbox_plays_telegram_only_without_a_token() -> None:
    assert names({}) == ["sandbox", "rasa", "actions", "console", "bot"]
    assert names({"TELEGRAM_BOT_TOKEN": "1:x"}) == ["rasa", "actions", "console", "bot"]


def test_what_runs_elsewhere_is_not_started_here() -> None:
    assert names({"RASA_URL": "http://10.0.0.7:5005"}) == ["sandbox", "actions", "console", "bot"]
    assert names({"CONSOLE_URL": "http://10.0.0.7:8000"}) == ["sandbox", "rasa", "actions", "bot"]


def test_the_bot_starts_last_and_a_port_follows_its_setting() -> None:
    table = {process.name: process for process in processes(Places(ROOT), {"RASA_URL": "http://127.0.0.1:6005"})}
    assert set(table["bot"].after) == {"sandbox", "rasa", "actions"}
    assert table["rasa"].port == 6005
    assert "6005" in table["rasa"].command


def test_the_banner_says_where_to_look() -> None:
    text = running.banner(processes(Places(ROOT), {}), 12.3)
    assert "ready in 12 s" in text
    assert "http://127.0.0.1:8081" in text
    assert "Telegram" in running.banner(processes(Places(ROOT), {"TELEGRAM_BOT_TOKEN": "1:x"}), 1)


def test_a_server_that_does_not_answer_is_not_well() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        assert not answers(f"http://127.0.0.1:{listener.getsockname()[1]}/")()


# Logs and the lock


def test_logs_take_any_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log = ProcessLog("bot", tmp_path, 0, 7)
    for line in ("100 % of {it}\n", "\n", "é🙂\0", "x" * 100_000):
        log.write(line)
    log.close()
    assert (tmp_path / "bot.log").read_text().splitlines()[:2] == ["100 % of {it}", "é🙂\0"]
    assert len((tmp_path / "bot.log").read_text().splitlines()[2]) == LONGEST
    assert capsys.readouterr().out.startswith("bot     | 100 % of {it}\n")


def test_a_second_launcher_in_one_checkout_is_refused(tmp_path: Path) -> None:
    places = Places(tmp_path)
    with (
        running.only_one(places),
        pytest.raises(Stuck, match=f"launcher's process {os.getpid()}"),
        running.only_one(places),
    ):
        pass
    with running.only_one(places):
        pass
