"""What all tests share; fixtures live in ``tests/fixtures``, one module a subject."""

pytest_plugins = [
    "tests.fixtures.not_run",
    "tests.fixtures.postgres",
    "tests.fixtures.browser",
    "tests.fixtures.storage",
    "tests.fixtures.sandbox",
    "tests.fixtures.rasa",
]
