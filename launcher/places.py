"""Where things lie in a checkout."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Places:
    """The folders of one checkout; `root` is the folder that holds the Makefile, `var_folder` is for what is made."""

    root: Path
    var_folder: Path | None = None

    @property
    def var(self) -> Path:
        """All that is made at run time."""
        return self.var_folder or self.root / "var"

    @property
    def log(self) -> Path:
        """One log file a process and a set-up step."""
        return self.var / "log"

    @property
    def run(self) -> Path:
        """Locks and ready files of running processes."""
        return self.var / "run"

    @property
    def stamps(self) -> Path:
        """What set-up has finished, one file a step."""
        return self.var / "setup"

    @property
    def app(self) -> Path:
        """The application's environment."""
        return self.root / ".venv"

    @property
    def rasa(self) -> Path:
        """Rasa's environment."""
        return self.root / ".venv-rasa"

    @property
    def app_python(self) -> str:
        """The application's interpreter."""
        return str(self.app / "bin" / "python")

    @property
    def rasa_python(self) -> str:
        """Rasa's interpreter."""
        return str(self.rasa / "bin" / "python")

    @property
    def embedding(self) -> Path:
        """The embedded sentence model."""
        return self.var / "models" / "embedding"

    @property
    def nlu_models(self) -> Path:
        """Trained NLU models."""
        return self.var / "models" / "nlu"


def installed(root: Path, settings: Mapping[str, str]) -> Places:
    """Return the places of an installation: VAR may put what is made at run time elsewhere, as the processes read it.

    Tests and the bench have no part of it: they use `CHECKOUT`.
    """
    var = settings.get("VAR")
    return Places(root, root / var if var else None)  # A relative one counts from where the processes start.


CHECKOUT = Places(Path(__file__).resolve().parent.parent)
