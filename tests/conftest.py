"""What all tests share; fixtures live in ``tests/fixtures``, one module a subject."""

pytest_plugins = [
    "tests.fixtures.actions",
    "tests.fixtures.browser",
    "tests.fixtures.matching",
    "tests.fixtures.not_run",
    "tests.fixtures.postgres",
    "tests.fixtures.rasa",
    "tests.fixtures.sandbox",
    "tests.fixtures.storage",
]
