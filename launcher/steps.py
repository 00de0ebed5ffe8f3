"""Steps that are done once: each leaves a stamp with a hash of its inputs, and is done again when these changed."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from launcher.fingerprint import fingerprint, listing
from launcher.progress import Progress


@dataclass(frozen=True)
class Step:
    """One thing to bring about.

    Attributes:
        key: the name of its stamp.
        title: what a person reads.
        run: brings it about; finishing something half-made is its business.
        inputs: files and folders on which the result depends.
        facts: other things on which it depends, as text.
        outputs: files and folders whose names and sizes must be as they were left.
        whole: a further check of the result; quick.
    """

    key: str
    title: str
    run: Callable[[Progress], None]
    inputs: tuple[Path, ...] = ()
    facts: tuple[str, ...] = ()
    outputs: tuple[Path, ...] = ()
    whole: Callable[[], bool] = lambda: True

    def stamp(self) -> dict[str, object]:
        """Return what the stamp must say for the step to be done."""
        return {"inputs": fingerprint(self.inputs, self.facts), "outputs": listing(self.outputs)}

    def done(self, stamps: Path) -> bool:
        """Tell whether it is finished, with the inputs of now."""
        try:
            kept = json.loads((stamps / f"{self.key}.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return False
        return bool(kept == self.stamp()) and all(output.exists() for output in self.outputs) and self.whole()


def bring_about(steps: Sequence[Step], stamps: Path) -> int:
    """Do the steps that are not done, in order, visibly; return how many were done.

    Raises:
        Stuck: one failed; those before it are kept.
    """
    # A step may change another's inputs, so whether it is due is asked when its turn comes.
    progress = Progress(len(steps))
    count = 0
    for step in steps:
        if step.done(stamps):
            progress.number += 1
            continue
        count += 1
        stamp = stamps / f"{step.key}.json"
        stamp.unlink(missing_ok=True)
        with progress.step(step.title):
            step.run(progress)
        stamps.mkdir(parents=True, exist_ok=True)
        half = stamp.with_suffix(".half")
        half.write_text(json.dumps(step.stamp()), encoding="utf-8")
        half.replace(stamp)
    return count
