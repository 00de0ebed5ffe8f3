"""The commands of what runs inside Rasa: ``python -m nlu train|serve|parse|evaluate``, in Rasa's own environment."""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import socket
import subprocess
import sys
from pathlib import Path

from nlu import start
from nlu.evaluation import parse, read_labelled, score
from nlu.places import ROOT, models_folder

EX_CONFIG = 78
"""The exit code for what a restart does not mend (sysexits.h)."""
INPUTS = (
    *("config.yml", "domain.yml", "data/nlu/*.yml", "data/rules/*.yml", "data/vocabulary/*.csv"),
    *(
        "data/countries.csv",
        "nlu/spelling.py",
        "nlu/gazetteer.py",
        "nlu/tokenizer.py",
        "nlu/encoder.py",
        "nlu/vectors.py",
    ),
    *("nlu/terms.py", "nlu/intents.py", "nlu/tagging.py", "nlu/tagger.py", "nlu/caution.py"),
)


def fingerprint() -> str:
    """Give a hash over everything that a model is made of."""
    digest = hashlib.sha256()
    for pattern in INPUTS:
        for path in sorted(ROOT.glob(pattern)):
            digest.update(str(path.relative_to(ROOT)).encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def environment() -> dict[str, str]:
    """Give the environment in which Rasa is quiet, quick to import, and keeps to one thread."""
    return {
        **{key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"},
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "SQLALCHEMY_WARN_20": "0",
        "RASA_TELEMETRY_ENABLED": "false",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "OMP_NUM_THREADS": "1",
        "TF_INTRA_OP_PARALLELISM_THREADS": "1",
        "TF_INTER_OP_PARALLELISM_THREADS": "1",
        "PYTHONPATH": str(ROOT),
    }


def train(force: bool) -> int:
    """Train when an input has changed; the finished model takes its name in one step."""
    models = models_folder()
    model = models / f"nlu-{fingerprint()}.tar.gz"
    if model.exists() and not force:
        print("the NLU model is up to date")
        return 0
    models.mkdir(parents=True, exist_ok=True)
    draft = models / "draft"
    print("training the NLU model (a minute or two) …", flush=True)
    command = [
        *(sys.executable, "-m", "nlu.start", "train", "--config", "config.yml", "--domain", "domain.yml"),
        *(
            "--data",
            "data/nlu",
            "data/rules",
            "--out",
            str(draft),
            "--skip-validation",
            "--fixed-model-name",
            model.name[: -len(".tar.gz")],
        ),
    ]
    done = subprocess.run(command, cwd=ROOT, env=environment(), check=False)
    if done.returncode != 0 or not (draft / model.name).exists():
        print("training failed: the reason stands above; the old model stays", file=sys.stderr)
        return done.returncode or 1
    os.replace(draft / model.name, model)
    for old in sorted(models.glob("nlu-*.tar.gz"), key=lambda path: path.stat().st_mtime)[:-10]:
        old.unlink()
    print(f"trained {model.name}")
    return 0


def newest() -> Path | None:
    """Give the model that was trained last."""
    return max(models_folder().glob("nlu-*.tar.gz"), key=lambda path: path.stat().st_mtime, default=None)


def busy(port: int) -> str | None:
    """Say why a loopback port can't be listened on: Rasa, which finds out last, would end as if all was well."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as problem:
            return problem.strerror
    return None


def serve(port: int, actions_url: str) -> int:
    """Be a Rasa server on loopback, with the newest model and our channel."""
    model = newest()
    if model is None:
        print("there is no NLU model: run «make setup», or «python -m nlu train»", file=sys.stderr)
        return EX_CONFIG
    why = busy(port)
    if why:
        print(
            f"Port {port} on 127.0.0.1 can't be used ({why}): stop what uses it, or choose another with --port and "
            f"RASA_URL=http://127.0.0.1:{port + 1} in .env.",
            file=sys.stderr,
        )
        return EX_CONFIG
    os.chdir(ROOT)
    os.environ.update(environment(), ACTIONS_WEBHOOK=f"{actions_url.rstrip('/')}/webhook")
    sys.dont_write_bytecode = False
    start.serve(model, port, ROOT / "endpoints.yml", ROOT / "credentials.yml")
    return 0


def show_parse(text: str, url: str) -> int:
    """Print what the running server makes of one text."""
    try:
        print(json.dumps(parse(url, text), ensure_ascii=False, indent=2))
    except OSError as problem:
        return unreachable(url, problem)
    return 0


def evaluate(file: Path, url: str, as_json: bool) -> int:
    """Score a labelled file against the running server; shows how far it is."""
    try:
        messages = read_labelled(file)
        parsed = []
        for number, message in enumerate(messages, start=1):
            parsed.append(parse(url, message.text))
            if sys.stderr.isatty() and number % 10 == 0:
                print(f"\r{number} of {len(messages)}", end="", file=sys.stderr, flush=True)
    except ValueError as problem:
        print(problem, file=sys.stderr)
        return 2
    except FileNotFoundError:
        print(f"there is no file {file}", file=sys.stderr)
        return 2
    except OSError as problem:
        return unreachable(url, problem)
    report = score(messages, parsed)
    if as_json:
        print(json.dumps(report, ensure_ascii=False, indent=2))
        return 0
    for name, value in report.items():
        if isinstance(value, dict):
            print(f"{name}:")
            for key, number in list(value.items())[:25]:
                print(f"  {key:40} {number if isinstance(number, int) else f'{number:.3f}'}")
        else:
            print(f"{name:26} {f'{value:.3f}' if isinstance(value, float) else value}")
    return 0


def unreachable(url: str, problem: OSError) -> int:
    """Say that the server does not answer, and what to do."""
    print(f"{url} does not answer ({problem}): start it with «python -m nlu serve»", file=sys.stderr)
    return 1


def main() -> int:
    """Read the arguments and do what they say."""
    parser = argparse.ArgumentParser(prog="python -m nlu", description="What runs inside Rasa: train it, serve it.")
    verbs = parser.add_subparsers(dest="verb", required=True)
    training = verbs.add_parser("train", help="train the NLU and dialogue model when its inputs changed")
    training.add_argument("--force", action="store_true", help="train even if nothing changed")
    serving = verbs.add_parser("serve", help="run Rasa on 127.0.0.1 with the newest model")
    serving.add_argument("--port", type=int, default=5005, help="port (default: %(default)s)")
    serving.add_argument("--actions-url", default="http://127.0.0.1:5055", help="the action server")
    url = os.environ.get("RASA_URL", "http://127.0.0.1:5005")
    parsing = verbs.add_parser("parse", help="show what a running server makes of a text")
    parsing.add_argument("text", help="the message")
    parsing.add_argument("--url", default=url, help="the server (default: %(default)s)")
    scoring = verbs.add_parser("evaluate", help="score labelled messages (JSON lines) against a running server")
    scoring.add_argument("file", type=Path, help='lines of {"text", "intent", "style", "entities"}')
    scoring.add_argument("--url", default=url, help="the server (default: %(default)s)")
    scoring.add_argument("--json", action="store_true", help="print the whole report as JSON")
    options = parser.parse_args()
    if options.verb == "train":
        return train(options.force)
    if options.verb == "serve":
        return serve(options.port, options.actions_url)
    if options.verb == "parse":
        return show_parse(options.text, options.url)
    return evaluate(options.file, options.url, options.json)


if __name__ == "__main__":
    sys.exit(main())
