"""Stock Rasa on our data: the project that `rasa init`'s defaults would make of it, trained once and kept.

What differs from ours is only what the comparison is about: the default pipeline and policies, the REST channel, the
SQLite tracker store and Rasa's own responses. Intents, entities, examples, slots, form, rules and the action server
are the same. TED and UnexpecTED learn from stories, which we have none of: those are chained from the plain rules.

By default learning is cut short: the networks' size, and so what a turn costs, does not depend on how long they learn,
and the full 100 epochs take more than an hour on two cores.
"""

from __future__ import annotations

import hashlib
import random
import re
import shutil
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from launcher.environment import child_environment
from launcher.places import CHECKOUT
from launcher.progress import Progress

HOME = CHECKOUT.var / "bench"
QUIET = {
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "SQLALCHEMY_WARN_20": "0",
    "RASA_TELEMETRY_ENABLED": "false",
    "TF_CPP_MIN_LOG_LEVEL": "3",
}
STORIES = 60
"""Stories that are chained from rules."""
TURNS = 6
SEED = 20261124
FORMAT = re.compile(r"\{(\w+):\w+\}")
"""How our wording asks for money, days and places; Rasa's knows plain names only."""

EPOCHS = 20
"""How long the networks learn; the default pipeline's own is 100."""

CONFIG = """\
# What `rasa train` takes when config.yml says nothing (3.6.21, rasa/engine/recipes/config_files/default_config.yml).
recipe: default.v1
assistant_id: stock
language: id
pipeline:
  - name: WhitespaceTokenizer
  - name: RegexFeaturizer
  - name: LexicalSyntacticFeaturizer
  - name: CountVectorsFeaturizer
  - name: CountVectorsFeaturizer
    analyzer: char_wb
    min_ngram: 1
    max_ngram: 4
  - name: DIETClassifier
    epochs: {epochs}
    constrain_similarities: true
  - name: EntitySynonymMapper
  - name: ResponseSelector
    epochs: {epochs}
    constrain_similarities: true
  - name: FallbackClassifier
    threshold: 0.3
    ambiguity_threshold: 0.1
policies:
  - name: MemoizationPolicy
  - name: RulePolicy
  - name: UnexpecTEDIntentPolicy
    max_history: 5
    epochs: {epochs}
  - name: TEDPolicy
    max_history: 5
    epochs: {epochs}
    constrain_similarities: true
"""
CREDENTIALS = "rest:\n"
ENDPOINTS = """\
tracker_store:
  type: SQL
  dialect: sqlite
  db: ${STOCK_TRACKER}
action_endpoint:
  url: ${ACTIONS_WEBHOOK}
"""


@dataclass(frozen=True)
class StockProject:
    """A folder that Rasa can train and run.

    Attributes:
        folder: holds config, domain, endpoints, credentials and data.
        trained_in: seconds that training took in this run; None when the model was there.
    """

    folder: Path
    trained_in: float | None = None

    @property
    def model(self) -> Path:
        """The trained model."""
        return self.folder / "models" / "stock.tar.gz"


def contents(epochs: int = EPOCHS) -> dict[str, str]:
    """Return path → text of every file of the project, all that its model depends on."""
    files = {
        "config.yml": CONFIG.format(epochs=epochs),
        "credentials.yml": CREDENTIALS,
        "endpoints.yml": ENDPOINTS,
        "domain.yml": _dump(_domain()),
        "data/stories.yml": _dump({"version": "3.1", "stories": _stories()}),
    }
    for folder in ("nlu", "rules"):
        for path in sorted((CHECKOUT.root / "data" / folder).glob("*.yml")):
            files[f"data/{folder}/{path.name}"] = path.read_text(encoding="utf-8")
    return files


def fingerprint(files: dict[str, str]) -> str:
    """Return a hash over a project's files; answers may be worded anew without training anew."""
    domain = yaml.safe_load(files["domain.yml"])
    hashed = files | {"domain.yml": _dump(domain | {"responses": sorted(domain["responses"])})}
    digest = hashlib.sha256()
    for name in sorted(hashed):
        digest.update(f"{name}\0{hashed[name]}\0".encode())
    return digest.hexdigest()[:16]


def find_trained(epochs: int = EPOCHS) -> StockProject | None:
    """Return the project when a model of just these inputs was trained before."""
    project = StockProject(HOME / f"stock-{fingerprint(contents(epochs))}")
    return project if project.model.exists() else None


def newest_trained() -> StockProject | None:
    """Return the project that was trained last, be its inputs changed since or not."""
    models = sorted(HOME.glob("stock-*/models/stock.tar.gz"), key=lambda path: path.stat().st_mtime)
    return StockProject(models[-1].parent.parent) if models else None


def trained(epochs: int = EPOCHS, threads: int = 2) -> StockProject:
    """Return the trained project; it is made and trained when its inputs are new, which takes minutes.

    Raises:
        Stuck: training failed; what Rasa said last stands above it.
    """
    if known := find_trained(epochs):
        return known
    files = contents(epochs)
    project = StockProject(HOME / f"stock-{fingerprint(files)}")
    shutil.rmtree(project.folder, ignore_errors=True)
    for name, text in files.items():
        path = project.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    began = time.monotonic()
    progress = Progress(1)
    with progress.step("stock Rasa learns (several minutes, once)"):
        progress.run(
            [*(CHECKOUT.rasa_python, "-m", "rasa", "train", "--data", "data", "--out", "draft"),
             *("--fixed-model-name", "stock")],
            HOME / "train.log",
            cwd=project.folder,
            env=QUIET | {"OMP_NUM_THREADS": str(threads), "TF_INTRA_OP_PARALLELISM_THREADS": str(threads),
                         "TF_INTER_OP_PARALLELISM_THREADS": "1"},
            detail=_epoch,
        )  # fmt: skip
    project.model.parent.mkdir(exist_ok=True)
    (project.folder / "draft" / "stock.tar.gz").replace(project.model)
    return StockProject(project.folder, time.monotonic() - began)


def serve_command(project: StockProject, port: int) -> tuple[str, ...]:
    """Return the command that serves the project on loopback."""
    return (
        *(CHECKOUT.rasa_python, "-m", "rasa", "run", "--model", str(project.model), "--enable-api"),
        *(
            "--endpoints",
            str(project.folder / "endpoints.yml"),
            "--credentials",
            str(project.folder / "credentials.yml"),
        ),
        *("--interface", "127.0.0.1", "--port", str(port)),
    )


def serve_environment(tracker: Path, actions_url: str) -> dict[str, str]:
    """Return the environment to serve in: one thread, as ours has, which is the faster way."""
    return child_environment(
        QUIET
        | {
            "STOCK_TRACKER": str(tracker),
            "ACTIONS_WEBHOOK": f"{actions_url}/webhook",
            "OMP_NUM_THREADS": "1",
            "TF_INTRA_OP_PARALLELISM_THREADS": "1",
            "TF_INTER_OP_PARALLELISM_THREADS": "1",
        }
    )


def _domain() -> dict[str, Any]:
    """Return our domain with Rasa's own responses, worded as ours are."""
    domain: dict[str, Any] = yaml.safe_load((CHECKOUT.root / "domain.yml").read_text(encoding="utf-8"))
    for path in sorted((CHECKOUT.root / "data" / "responses" / "id").glob("*.yml")):
        told = yaml.safe_load(path.read_text(encoding="utf-8"))["responses"]
        domain["responses"] |= {key: [_variant(one) for one in variants] for key, variants in told.items()}
    return domain


def _variant(variant: dict[str, Any]) -> dict[str, Any]:
    kept: dict[str, Any] = {"text": FORMAT.sub(r"{\1}", str(variant["text"]))}
    # Rasa fills braces in buttons too; ours that carry values are doubled for it.
    if buttons := variant.get("buttons"):
        kept["buttons"] = [
            {"title": one["title"], "payload": one["payload"].replace("{", "{{").replace("}", "}}")}
            for one in buttons
            if isinstance(one.get("payload"), str)
        ]
    return kept


def _stories() -> list[dict[str, Any]]:
    """Chain rules of one intent and one action, which hold at any time, to stories; always the same ones."""
    pairs = []
    for path in sorted((CHECKOUT.root / "data" / "rules").glob("*.yml")):
        for rule in yaml.safe_load(path.read_text(encoding="utf-8"))["rules"]:
            steps = rule["steps"]
            if "condition" not in rule and len(steps) == 2 and "intent" in steps[0] and "action" in steps[1]:
                pairs.append((steps[0]["intent"], steps[1]["action"]))
    dice = random.Random(SEED)
    stories: list[dict[str, Any]] = []
    for number in range(1, STORIES + 1):
        steps = []
        for intent, action in dice.sample(pairs, TURNS):
            steps += [{"intent": intent}, {"action": action}]
        stories.append({"story": f"chained {number}", "steps": steps})
    return stories


def _dump(value: Any) -> str:
    return yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=1000)


def _epoch(line: str) -> str | None:
    """Return what is worth showing of a line: how many epochs of what are done."""
    return line[-100:] if "Epochs" in line or "Training" in line or "Finished" in line else None
