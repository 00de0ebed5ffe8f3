"""Where things lie in a checkout."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Places:
    """The folders of one checkout; `root` is the folder that holds the Makefile."""

    root: Path

    @property
    def var(self) -> Path:
        """All that is made at run time."""
        return self.root / "var"

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


CHECKOUT = Places(Path(__file__).resolve().parent.parent)
