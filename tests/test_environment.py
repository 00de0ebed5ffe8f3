"""Tests in the folder of a real bot: its token and its database stay out of them."""

import os

from placement.settings import ENV_FILE, ROOT, Settings, load_settings


def test_no_setting_of_an_installation_reaches_a_test_or_a_process_that_it_starts() -> None:
    assert not {name.upper() for name in Settings.model_fields} & set(os.environ)
    assert os.environ[ENV_FILE] == ""
    assert load_settings().sandbox
    assert load_settings().var == ROOT / "var"
