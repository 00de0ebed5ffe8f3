"""Set-up: finding Pythons, steps that are done once, environments that were cut half-way, the pinned files."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from launcher import cleaning, installation, interpreters, pip, system_packages
from launcher.environment import child_environment, local_port, read_env_file, settings
from launcher.errors import Stuck
from launcher.fingerprint import fingerprint
from launcher.interpreters import find_python
from launcher.places import CHECKOUT, Places, installed
from launcher.processes import processes
from launcher.progress import Progress, clock
from launcher.sandbox_cast import OFFICERS, sandbox_settings
from launcher.steps import Step, bring_about
from nlu.places import var_folder
from placement.settings import ENV_FILE, load_settings

ROOT = CHECKOUT.root


def program(path: Path, script: str) -> Path:
    """Write a shell script that can be started."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


# Finding a Python


def test_a_shim_that_does_not_work_is_passed_over(tmp_path: Path) -> None:
    program(tmp_path / "shims" / "python3.10", "echo 'python3.10: command not found' >&2; exit 127")
    good = program(tmp_path / "good" / "python3.10", "echo 3.10")
    environ = {"PATH": f"{tmp_path / 'shims'}:{tmp_path / 'good'}", "HOME": str(tmp_path)}
    assert find_python(("3.10",), "Rasa", environ) == good


def test_a_python_that_lies_about_its_version_is_not_taken(tmp_path: Path) -> None:
    program(tmp_path / "bin" / "python3.10", "echo 3.9")
    with pytest.raises(Stuck):
        find_python(("3.10",), "Rasa", {"PATH": str(tmp_path / "bin"), "HOME": str(tmp_path)})


def test_pyenv_gives_its_newest_patch(tmp_path: Path) -> None:
    for version in ("3.10.2", "3.10.13", "3.11.1"):
        program(tmp_path / ".pyenv" / "versions" / version / "bin" / f"python{version[:4]}", f"echo {version[:4]}")
    found = find_python(("3.10",), "Rasa", {"PATH": "/nowhere", "HOME": str(tmp_path)})
    assert found.parent.parent.name == "3.10.13"


def test_uv_installs_what_it_does_not_have(tmp_path: Path) -> None:
    python = program(tmp_path / "uv-python" / "python3.10", "echo 3.10")
    program(
        tmp_path / "bin" / "uv",
        f'case "$2" in install) touch {tmp_path}/installed;; '
        f"find) [ -e {tmp_path}/installed ] && echo {python} || exit 2;; esac",
    )
    environ = {"PATH": f"{tmp_path / 'bin'}:/usr/bin:/bin", "HOME": str(tmp_path)}
    assert list(interpreters.through_uv("3.10", environ)) == [python]
    assert find_python(("3.10",), "Rasa", {"PATH": str(tmp_path / "bin"), "HOME": str(tmp_path)} | environ) == python


def test_without_any_the_sentence_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(Stuck, match=re.escape("pyenv install 3.10")) as stuck:
        find_python(("3.10",), "Rasa's environment", {"PATH": str(tmp_path), "HOME": str(tmp_path)})
    assert "\n" not in str(stuck.value)


def test_the_start_script_takes_a_working_python(tmp_path: Path) -> None:
    program(tmp_path / "python3.11", "exit 127")
    environ = {"PATH": f"{tmp_path}:{os.environ['PATH']}", "HOME": os.environ["HOME"]}
    done = subprocess.run(
        ["/bin/sh", ROOT / "launcher" / "start", "--help"], env=environ, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0
    assert "setup" in done.stdout


def test_the_start_script_without_a_python_says_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "dirname").symlink_to("/usr/bin/dirname")
    environ = {"PATH": str(tmp_path), "HOME": str(tmp_path)}
    done = subprocess.run(
        ["/bin/sh", ROOT / "launcher" / "start", "setup"], env=environ, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "Python 3.11" in done.stderr


# Steps


@pytest.fixture
def counted(tmp_path: Path) -> Callable[..., tuple[Step, list[str]]]:
    """A step that writes one file and counts how often it is done."""

    def make(*, fails: bool = False) -> tuple[Step, list[str]]:
        runs: list[str] = []

        def run(_: Progress) -> None:
            runs.append("run")
            (tmp_path / "out").mkdir(exist_ok=True)
            (tmp_path / "out" / "model").write_text("weights")
            if fails:
                raise Stuck("no")

        (tmp_path / "in").write_text("one")
        return Step("it", "it", run, inputs=(tmp_path / "in",), outputs=(tmp_path / "out",)), runs

    return make


def test_a_step_is_done_once(tmp_path: Path, counted: Callable[..., tuple[Step, list[str]]]) -> None:
    step, runs = counted()
    assert bring_about([step], tmp_path / "stamps") == 1
    assert bring_about([step], tmp_path / "stamps") == 0
    assert runs == ["run"]


@pytest.mark.parametrize(
    "damage",
    [
        lambda folder: (folder / "in").write_text("two"),
        lambda folder: (folder / "out" / "model").write_text("wei"),
        lambda folder: (folder / "out" / "model").unlink(),
        lambda folder: (folder / "stamps" / "it.json").write_text("{"),
    ],
    ids=["input changed", "output cut", "output gone", "stamp damaged"],
)
def test_a_step_is_done_again_when(
    damage: Callable[[Path], object], tmp_path: Path, counted: Callable[..., tuple[Step, list[str]]]
) -> None:
    step, runs = counted()
    bring_about([step], tmp_path / "stamps")
    damage(tmp_path)
    bring_about([step], tmp_path / "stamps")
    assert runs == ["run", "run"]
    assert bring_about([step], tmp_path / "stamps") == 0


def test_a_step_that_failed_is_not_taken_for_done(
    tmp_path: Path, counted: Callable[..., tuple[Step, list[str]]]
) -> None:
    first, first_runs = counted()
    failing, _ = counted(fails=True)
    with pytest.raises(Stuck):
        bring_about([first, Step("other", "other", failing.run)], tmp_path / "stamps")
    with pytest.raises(Stuck):
        bring_about([first, Step("other", "other", failing.run)], tmp_path / "stamps")
    assert first_runs == ["run"]


def test_a_failed_command_shows_its_last_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    progress = Progress(1)
    with pytest.raises(Stuck, match="exit code 3") as stuck, progress.step("the model"):
        progress.run(["sh", "-c", "echo disk is full; exit 3"], tmp_path / "log" / "x.log", cwd=tmp_path)
    assert "disk is full" in capsys.readouterr().out
    assert str(tmp_path / "log" / "x.log") in str(stuck.value)
    assert "disk is full" in (tmp_path / "log" / "x.log").read_text()


def test_caches_do_not_change_a_fingerprint(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("x = 1")
    before = fingerprint([tmp_path])
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "a.pyc").write_text("compiled")
    assert fingerprint([tmp_path]) == before
    (tmp_path / "a.py").rename(tmp_path / "b.py")
    assert fingerprint([tmp_path]) != before


def test_a_half_made_environment_is_finished(tmp_path: Path) -> None:
    places = Places(tmp_path)
    file = tmp_path / "requirements.txt"
    file.write_text("# nothing\n")
    version = "{}.{}".format(*sys.version_info)
    step = pip.environment_step(places, "app", "an environment", places.app, (version,), file)
    (places.app / "bin").mkdir(parents=True)
    (places.app / "bin" / "python").symlink_to("/gone/python")  # its Python was removed since
    assert not step.done(places.stamps)
    bring_about([step], places.stamps)
    assert step.done(places.stamps)
    assert pip.version_of(places.app) == version
    file.write_text("certainly-missing==1.0\n")
    assert not pip.holds(places.app, file)


def test_pins_are_read_with_what_they_refer_to(tmp_path: Path) -> None:
    (tmp_path / "base.txt").write_text("Ruamel.YAML==0.18  # by hand\n")
    (tmp_path / "dev.txt").write_text("# made\n-r base.txt\npytest[x]==9.0 ; python_version > '3'\n")
    assert pip.pins(tmp_path / "dev.txt") == {"ruamel-yaml": "0.18", "pytest": "9.0"}
    (tmp_path / "bad.txt").write_text("pytest>=9\n")
    with pytest.raises(Stuck, match=r"bad\.txt, line 1"):
        pip.pins(tmp_path / "bad.txt")


# The pinned files


@pytest.mark.parametrize("name", ["requirements", "requirements-dev", "nlu/requirements"])
def test_every_wish_is_pinned_as_wished(name: str) -> None:
    pinned = pip.pins(ROOT / f"{name}.txt")
    for line in (ROOT / f"{name}.in").read_text().splitlines():
        text = line.partition("#")[0].strip()
        if text and not text.startswith("-"):
            wish = Requirement(text)
            assert wish.specifier.contains(pinned[canonicalize_name(wish.name)]), text


def test_no_pin_brings_a_graphics_card() -> None:
    text = "".join((ROOT / f"{name}.txt").read_text() for name in ("requirements", "requirements-dev"))
    assert re.search(r"^torch==2\.13\.0\s", text, re.MULTILINE)
    assert not re.search(r"^(nvidia|triton|cuda)", text, re.MULTILINE)


def test_this_environment_holds_its_pins() -> None:
    wrong = {
        name: (version, pip.installed(CHECKOUT.app).get(name))
        for name, version in pip.pins(ROOT / "requirements-dev.txt").items()
        if pip.installed(CHECKOUT.app).get(name, "").partition("+")[0] != version
    }
    assert wrong == {}


# Settings of the launcher


def test_the_settings_file_is_read_as_people_write_it(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("# ours\nexport A='1 2' # why\nB=\nC=x=y\n\n")
    assert read_env_file(tmp_path / ".env") == {"A": "1 2", "B": "", "C": "x=y"}
    assert settings(tmp_path, {"A": "9"}) == {"A": "9", "C": "x=y"}


@pytest.mark.parametrize("line", ["just words", "A='open", "1A=3"])
def test_a_bad_line_is_named_without_its_value(tmp_path: Path, line: str) -> None:
    (tmp_path / ".env").write_text(f"A=1\n{line}\n")
    with pytest.raises(Stuck, match=r"line 2") as stuck:
        read_env_file(tmp_path / ".env")
    assert "open" not in str(stuck.value)


@pytest.mark.parametrize(
    ("line", "folder"),
    [("", "var"), ("VAR=/srv/antarkerja # made there", "/srv/antarkerja"), ("export VAR='data kita'", "data kita"),
     ("VAR=", "var"), ("VAR=a\nVAR=b", "b")],
)  # fmt: skip
def test_everybody_finds_what_is_made_at_run_time_in_one_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str, folder: str
) -> None:
    (tmp_path / ".env").write_text(f"{line}\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(ENV_FILE, ".env")
    monkeypatch.delenv("VAR", raising=False)
    places = installed(tmp_path, settings(tmp_path, {}))
    assert places.var == var_folder(tmp_path) == tmp_path / folder
    if line and folder != "var":  # Its default is the real checkout's.
        assert tmp_path / load_settings().var == places.var
    monkeypatch.setenv("VAR", "elsewhere")
    assert installed(tmp_path, settings(tmp_path)).var == var_folder(tmp_path) == tmp_path / load_settings().var


def test_with_var_set_the_launcher_looks_where_the_bot_and_set_up_write(tmp_path: Path) -> None:
    places = installed(ROOT, {"VAR": str(tmp_path)})
    rasa, bot = (one for one in processes(places, {}) if one.name in ("rasa", "bot"))
    assert bot.fresh == (tmp_path / "run" / "bot.ready",)
    assert rasa.env["VAR"] == str(tmp_path)
    (tmp_path / "antarkerja.sqlite3").touch()
    assert installation.database(places, {}).whole()
    assert installation.embedding(places).outputs == (tmp_path / "models" / "embedding",)


def test_ports_are_read_off_loopback_addresses() -> None:
    assert local_port("http://127.0.0.1:5005", "RASA_URL") == 5005
    assert local_port("https://rasa.example.org", "RASA_URL") is None
    for url in ("5005", "http://localhost", "http://127.0.0.1:many"):
        with pytest.raises(Stuck, match="RASA_URL"):
            local_port(url, "RASA_URL")


def test_children_may_keep_compiled_modules(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    assert "PYTHONDONTWRITEBYTECODE" not in child_environment()


def test_the_sandbox_cast_is_the_sandbox_own() -> None:
    from sandbox import cast

    assert sandbox_settings({}) == {"OFFICERS_CHAT_ID": str(cast.OFFICERS_CHAT_ID), "ADMIN_IDS": str(cast.HADI)}
    assert [int(telegram_id) for telegram_id, _ in OFFICERS] == [cast.RINA]
    assert sandbox_settings({"TELEGRAM_BOT_TOKEN": "1:x"}) == {}
    assert "ADMIN_IDS" not in sandbox_settings({"ADMIN_IDS": "7"})


@pytest.mark.parametrize(
    ("given", "verbs"),
    [
        ({"TELEGRAM_BOT_TOKEN": "1:x"}, ["init"]),
        ({}, ["init", "add-staff", "import-vacancies"]),
    ],
    ids=["real bot", "sandbox"],
)
def test_invented_employers_never_reach_a_real_bot(tmp_path: Path, given: dict[str, str], verbs: list[str]) -> None:
    program(tmp_path / ".venv" / "bin" / "python", f'echo "$3" >> {tmp_path}/said')
    installation.database(Places(tmp_path), given).run(Progress(1))
    assert (tmp_path / "said").read_text().split() == verbs


# What comes through the system's package manager


def test_what_is_missing_is_brought_when_we_may(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    brought = tmp_path / "browser"
    program(tmp_path / "bin" / "apt-get", f'[ "$2" = install ] && touch {brought} || true')
    program(tmp_path / "bin" / "sudo", 'shift; [ "$1" = true ] || exec "$@"')
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin")
    need = system_packages.Need("a browser", "browser tests", ("browser",), brought.exists)
    assert system_packages.bring(lambda text: None, [need]) == []


def test_what_stays_missing_is_one_sentence_each(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    need = system_packages.Need("a browser", "browser tests", ("browser",), lambda: False)
    [sentence] = system_packages.bring(lambda text: None, [need])
    assert "apt-get install browser" in sentence
    assert "browser tests" in sentence


# Cleaning and the commands


def test_cleaning_keeps_what_people_entered(tmp_path: Path) -> None:
    for name in (".venv/bin/python", "var/models/nlu/a.tar.gz", "var/antarkerja.sqlite3", "var/files/ktp.jpg", "a.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    cleaning.clean(Places(tmp_path))
    left = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()}
    assert left == {"var/antarkerja.sqlite3", "var/files/ktp.jpg", "a.py"}


def test_make_help_names_every_command() -> None:
    done = subprocess.run(["make", "-s", "help"], cwd=ROOT, capture_output=True, text=True, check=True)
    verbs = {"setup", "run", "test", "soak", "lint", "bench", "pins", "clean", "help"}
    assert {line.split()[1] for line in done.stdout.splitlines()} == verbs


@pytest.mark.parametrize(("seconds", "text"), [(0.4, "0 s"), (59.4, "59 s"), (60, "1 min 00 s"), (125, "2 min 05 s")])
def test_durations_read_well(seconds: float, text: str) -> None:
    assert clock(seconds) == text
