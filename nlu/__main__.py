"""The commands of what runs inside Rasa, in its environment: ``python -m nlu train|serve|parse|evaluate|compare``."""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import importlib.util
import json
import logging
import os
import socket
import subprocess
import sys
import tarfile
import time
import warnings
import zlib
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from nlu import start
from nlu.evaluation import Answer, Parser, answer_of, compare, flat, parse, score
from nlu.figures import as_text, comparison_text, confusion_picture
from nlu.labelled import Labelled, Trouble, read_labelled
from nlu.places import ROOT, models_folder

EX_CONFIG = 78
"""The exit code for what a restart does not mend (sysexits.h)."""
INPUTS = (
    *("config.yml", "domain.yml", "data/nlu/*.yml", "data/rules/*.yml", "data/vocabulary/*.csv"),
    *("data/countries.csv", "nlu/component.py", "nlu/spelling.py", "nlu/gazetteer.py", "nlu/tokenizer.py"),
    *("nlu/encoder.py", "nlu/vectors.py", "nlu/terms.py", "nlu/intents.py", "nlu/tagging.py", "nlu/tagger.py"),
    "nlu/caution.py",
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
        *("--data", "data/nlu", "data/rules", "--skip-validation", "--out", str(draft)),
        *("--fixed-model-name", model.name.removesuffix(".tar.gz")),
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
    model = newest_or_trouble()
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
    print(json.dumps(parse(url, text), ensure_ascii=False, indent=2))
    return 0


def evaluate(file: Path, model: str | None, url: str | None, as_json: bool, picture: Path | None) -> int:
    """Score labelled messages with a model in this process, or with a running server."""
    messages = read_labelled(file)
    if picture is not None and not picture.absolute().parent.is_dir():
        raise Trouble(f"there is no folder {picture.parent} for the picture")
    if picture is not None and importlib.util.find_spec("matplotlib") is None:
        raise Trouble("the picture needs matplotlib, which Rasa's environment has: use .venv-rasa/bin/python")
    parser: Parser
    if url is not None:
        name, parser = url, partial(parse, url)
    else:
        archive = find_model(str(newest_or_trouble()) if model is None else model, models_folder())
        name, parser = archive.name, load_model(archive)
    report = {"file": str(file), "model": name, **score(messages, answers(messages, parser, name))}
    if picture is not None:
        title = f"{name}: {report['intent_accuracy']:.3f} of {len(messages)} intents right"
        try:
            picture.write_bytes(confusion_picture(report, title))
        except OSError as problem:
            raise Trouble(f"{picture} can't be written: {problem.strerror}") from problem
    print(json.dumps(report, ensure_ascii=False, indent=2) if as_json else f"{name}\n\n{as_text(report, flat(report))}")
    return 0


def compare_models(first: str, second: str, file: Path, as_json: bool) -> int:
    """Score labelled messages with two models, one after the other, and show what changed."""
    messages = read_labelled(file)
    archives = [find_model(name, models_folder()) for name in (first, second)]
    said = [answers(messages, load_model(archive), archive.name) for archive in archives]
    comparison = compare(messages, *said)
    names = str(archives[0]), str(archives[1])
    if as_json:
        for letter, name in zip("ab", names, strict=True):
            comparison[letter]["model"] = name
        print(json.dumps({"file": str(file), **comparison}, ensure_ascii=False, indent=2))
    else:
        print(comparison_text(comparison, names))
    return 0


def newest_or_trouble() -> Path:
    """Give the newest model, or say how to get one."""
    model = newest()
    if model is None:
        raise Trouble("there is no NLU model: run «make setup», or «python -m nlu train»", EX_CONFIG)
    return model


def find_model(name: str, folder: Path) -> Path:
    """Give the archive of a path, a file's name or the beginning of a fingerprint.

    Raises:
        Trouble: There is none, there are several, or it is damaged.
    """
    path = Path(name)
    if not path.is_file():
        known = sorted(folder.glob("nlu-*.tar.gz"), key=lambda one: one.stat().st_mtime, reverse=True)
        found = [one for one in known if one.name in (name, f"{name}.tar.gz", f"nlu-{name}.tar.gz")]
        found = found or [one for one in known if name and one.name.startswith((name, f"nlu-{name}"))]
        if len(found) != 1:
            why = "can be any of" if found else "is none of" if known else "is not there, and no other in"
            named = ", ".join(one.name for one in found or known) or str(folder)
            raise Trouble(f"the model {name!r} {why} {named}")
        path = found[0]
    try:
        with tarfile.open(path, "r:gz") as archive:
            archive.getmembers()
    except (tarfile.TarError, EOFError, OSError, zlib.error) as problem:
        raise Trouble(f"{path} is damaged, or is no model ({problem})") from problem
    return path


def load_model(path: Path) -> Parser:
    """Load a model into this process, as the server does, and give what parses one text.

    Says so on standard error: it takes ten seconds, and thirty on a busy machine.

    Raises:
        Trouble: Rasa is not here, or can't load the archive.
    """
    if importlib.util.find_spec("rasa") is None:
        raise Trouble("Rasa is not in this environment: use .venv-rasa/bin/python, or --url for a running server")
    print(f"loading {path.name} …", file=sys.stderr, flush=True)
    os.environ.update(environment())
    start.import_in_order()
    from rasa.core.agent import Agent

    from nlu.logs import configure
    from nlu.processor import install

    warnings.simplefilter("ignore")
    configure("rasa")
    for name in (None, "rasa", "matplotlib"):
        logging.getLogger(name).setLevel(logging.ERROR)
    install()
    try:
        agent = Agent.load(str(path))
    except Exception as problem:  # components, NumPy, JSON, the archive: each fails in its own way
        raise Trouble(
            f"{path.name} can't be loaded ({type(problem).__name__}: {problem}): it was made by another version of "
            f"nlu/, or is damaged; «python -m nlu train» makes a new one"
        ) from problem
    loop = asyncio.new_event_loop()

    def understand(text: str) -> dict[str, Any]:
        parsed: dict[str, Any] = loop.run_until_complete(agent.parse_message(text))
        return parsed

    understand("halo")  # the first parse opens the sentence encoder, which is no part of a message's time
    return understand


def answers(messages: Sequence[Labelled], parser: Parser, name: str) -> list[Answer]:
    """Have all messages parsed, and show how far it is: on a terminal each, in a file or pipe every tenth of them."""
    result = []
    total, terminal = len(messages), sys.stderr.isatty()
    try:
        for number, message in enumerate(messages, start=1):
            begin = time.perf_counter()
            parsed = parser(message.text)
            result.append(answer_of(parsed, time.perf_counter() - begin))
            if terminal:
                print(f"\r{name}: {number} of {total}", end="", file=sys.stderr, flush=True)
            elif number * 10 // total > (number - 1) * 10 // total:
                print(f"{name}: {number} of {total}", file=sys.stderr, flush=True)
    finally:
        if terminal:
            print(file=sys.stderr)
    return result


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
    shape = "JSON lines, or Rasa's NLU YAML, or a folder of it (docs/nlu.md)"
    scoring = verbs.add_parser("evaluate", help="score labelled messages with a model, or with a running server")
    scoring.add_argument("file", type=Path, help=shape)
    source = scoring.add_mutually_exclusive_group()
    source.add_argument("--model", help="an archive, its name or its fingerprint (default: the newest)")
    source.add_argument("--url", help="ask the server there instead")
    scoring.add_argument("--json", action="store_true", help="print the whole report as JSON")
    scoring.add_argument("--png", type=Path, metavar="FILE", help="draw the confusion table there")
    comparing = verbs.add_parser("compare", help="set two models side by side on labelled messages")
    comparing.add_argument("a", metavar="A", help="an archive, its name or its fingerprint")
    comparing.add_argument("b", metavar="B", help="another")
    comparing.add_argument("file", type=Path, help=shape)
    comparing.add_argument("--json", action="store_true", help="print the whole comparison as JSON")
    options = parser.parse_args()
    if options.verb == "train":
        return train(options.force)
    try:
        if options.verb == "serve":
            return serve(options.port, options.actions_url)
        if options.verb == "parse":
            return show_parse(options.text, options.url)
        if options.verb == "compare":
            return compare_models(options.a, options.b, options.file, options.json)
        return evaluate(options.file, options.model, options.url, options.json, options.png)
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
        return trouble.code


if __name__ == "__main__":
    sys.exit(main())
