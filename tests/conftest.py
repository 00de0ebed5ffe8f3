"""What all tests share; fixtures live in ``tests/fixtures``, one module a subject."""

# Those that others import stand first: pytest can't rewrite the assertions of a module that is imported already.
pytest_plugins = [
    "tests.fixtures.environment",
    "tests.fixtures.not_run",
    "tests.fixtures.postgres",
    "tests.fixtures.sandbox",
    "tests.fixtures.storage",
    "tests.fixtures.matching",
    "tests.fixtures.actions",
    "tests.fixtures.rasa",
    "tests.fixtures.browser",
    "tests.fixtures.line",
    "tests.fixtures.ledger",
    "tests.fixtures.desk",
]
