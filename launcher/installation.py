"""The table of set-up: what must be there before anything can run, in order."""

from collections.abc import Mapping
from pathlib import Path

from launcher import interpreters
from launcher.pip import environment_step
from launcher.places import Places
from launcher.progress import Progress
from launcher.sandbox_cast import OFFICERS, sandbox_settings
from launcher.steps import Step


def application(places: Places) -> Step:
    """The application's environment."""
    return environment_step(
        places,
        "app",
        "the application's environment",
        places.app,
        interpreters.APPLICATION,
        places.root / "requirements.txt",
    )


def rasa(places: Places) -> Step:
    """Rasa's environment."""
    return environment_step(
        places,
        "rasa",
        "Rasa's environment",
        places.rasa,
        interpreters.RASA,
        places.root / "nlu" / "requirements.txt",
    )


def development(places: Places) -> Step:
    """What tests and lint need on top, in the application's environment."""
    return environment_step(
        places,
        "dev",
        "the tools of tests and lint",
        places.app,
        interpreters.APPLICATION,
        places.root / "requirements-dev.txt",
    )


def embedding(places: Places) -> Step:
    """The embedded sentence model."""
    command = [places.app_python, "-m", "matching", "build", "--to", str(places.embedding)]
    source = places.root / "matching"
    return Step(
        "embedding",
        "the embedding model",
        lambda progress: progress.run(command, places.log / "setup-embedding.log", cwd=places.root),
        inputs=(source / "embedded.py", source / "use_module.py", places.root / "requirements.txt"),
        outputs=(places.embedding,),
    )


def nlu_model(places: Places) -> Step:
    """The trained NLU model; the command itself compares all that it depends on."""
    command = [places.rasa_python, "-m", "nlu", "train"]
    root = places.root
    return Step(
        "nlu",
        "the NLU model",
        lambda progress: progress.run(command, places.log / "setup-nlu.log", cwd=root, env={"VAR": str(places.var)}),
        inputs=(
            *(root / name for name in ("config.yml", "domain.yml", "nlu")),
            *(root / "data" / name for name in ("nlu", "rules", "stories", "responses", "vocabulary")),
        ),
        outputs=(places.nlu_models,),
    )


def database(places: Places, settings: Mapping[str, str]) -> Step:
    """The database's tables and offices; with the sandbox also its cast and the sample vacancies.

    The samples' employers are invented, so they never get into an installation with a real bot.
    """
    played = "TELEGRAM_BOT_TOKEN" not in settings
    extra = sandbox_settings(settings)
    samples = places.root / "data" / "vacancies" / "sample.csv"
    offices = places.root / "data" / "offices.csv"
    url = settings.get("DATABASE_URL", "")
    file = places.var / "antarkerja.sqlite3"

    def run(progress: Progress) -> None:
        def placement(*words: str) -> None:
            command = [places.app_python, "-m", "placement", *words]
            progress.run(command, places.log / "setup-database.log", cwd=places.root, env=extra)

        placement("init")
        if played:
            for telegram_id, name in OFFICERS:
                placement("add-staff", telegram_id, name)
            placement("import-vacancies", str(samples), "--only-if-empty")

    facts = (url, settings.get("OFFICERS_CHAT_ID", ""), settings.get("ADMIN_IDS", ""), str(played))
    return Step(
        "database",
        "the database",
        run,
        inputs=(places.root / "placement" / "storage" / "migrations", offices),
        facts=facts,
        # Of a database elsewhere we cannot know cheaply what it holds: then the commands look, each time.
        whole=lambda: not url and file.is_file(),
    )


def all_steps(places: Places, settings: Mapping[str, str]) -> list[Step]:
    """Return what `make run` needs."""
    return [application(places), rasa(places), embedding(places), database(places, settings), nlu_model(places)]


def test_steps(places: Places) -> list[Step]:
    """Return what `make test` needs: all but a database, which tests make themselves."""
    return [application(places), development(places), rasa(places), embedding(places), nlu_model(places)]


def lint_steps(places: Places) -> list[Step]:
    """Return what `make lint` needs."""
    return [application(places), development(places)]


def model_folders(places: Places) -> list[Path]:
    """Return what set-up makes and `make clean` removes."""
    return [places.app, places.rasa, places.var / "models", places.stamps]
