"""Encryption of the columns that hold personal data (UU 27/2022, art. 35: protection by technical means)."""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import os
import secrets
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from placement.errors import SettingError, UnusableStorageError
from placement.settings import Settings

KEY_FILE = "field.key"
WRONG_KEY = (
    "FIELD_KEY does not open what this database holds: restore the key that it was made with, from the backup of "
    "var/field.key or of .env (several keys, newest first, may stand in FIELD_KEY with commas between). Without that "
    "key the data can't be read; to start empty, move the database away."
)


def token_mark(token: str) -> str:
    """Give what is kept of a token of ours: it is long and random, so that a plain hash tells nothing."""
    return hashlib.sha256(token.encode("utf-8")).hexdigest()


class FieldCipher:
    """Encrypts and decrypts single values; the first key encrypts, all of them decrypt."""

    def __init__(self, keys: list[str]) -> None:
        """Take Fernet keys, newest first; SettingError when one is malformed."""
        try:
            self._fernet = MultiFernet([Fernet(key) for key in keys])
        except ValueError as problem:
            raise SettingError(
                "FIELD_KEY is not a Fernet key (32 bytes, url-safe base64): restore the key that made this database."
            ) from problem
        # A key of its own for marks, so that what one reveals says nothing about the other.
        self._marking = [hmac.digest(key.encode("ascii"), b"mark", "sha256") for key in keys]

    def marks(self, value: str) -> list[str]:
        """Give the keyed hashes of a value, by the newest key first: to store the first, and to look for any."""
        return [hmac.new(key, value.encode("utf-8"), hashlib.sha256).hexdigest() for key in self._marking]

    def encrypt(self, value: str) -> str:
        """Give the token for a text of any length; what UTF-8 can't hold becomes «?»."""
        return self.encrypt_bytes(value.encode("utf-8", "replace")).decode("ascii")

    def encrypt_bytes(self, value: bytes) -> bytes:
        """Give the token for bytes of any length."""
        return self._fernet.encrypt(value)

    def decrypt_bytes(self, token: bytes) -> bytes:
        """Give the bytes back; SettingError when the key is not the one that encrypted them."""
        try:
            return self._fernet.decrypt(token)
        except InvalidToken as problem:
            raise SettingError(WRONG_KEY) from problem

    def decrypt(self, token: str) -> str:
        """Give the text back; SettingError when the key is not the one that encrypted it."""
        try:
            return self.decrypt_bytes(token.encode("ascii")).decode("utf-8")
        except UnicodeError as problem:
            raise SettingError(WRONG_KEY) from problem


def make_key_file(path: Path) -> str:
    """Make a key that only its owner can read, unless one is there; give the key.

    UnusableStorageError when the file can't be read or made.
    """
    try:
        if not path.exists():
            _make_key(path)
        return path.read_text(encoding="ascii").strip()
    except UnicodeDecodeError as problem:
        raise SettingError(f"{path} holds no key: restore it from the backup.") from problem
    except OSError as problem:
        raise UnusableStorageError(
            f"The key file {path} can't be read or made ({problem.strerror}): let this user write the folder, "
            "choose another with VAR, or set FIELD_KEY in .env."
        ) from problem


def _make_key(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(Fernet.generate_key().decode("ascii"))
        file.flush()
        os.fsync(file.fileno())
    with contextlib.suppress(FileExistsError):
        os.link(draft, path)  # Of several processes that start together, one key wins, whole.
    draft.unlink()


def load_cipher(settings: Settings) -> FieldCipher:
    """Give the cipher for FIELD_KEY (several keys, newest first, separated by commas), or for the key in ``var/``."""
    if settings.field_key:
        return FieldCipher([key.strip() for key in settings.field_key.get_secret_value().split(",")])
    return FieldCipher([make_key_file(settings.var / KEY_FILE)])
