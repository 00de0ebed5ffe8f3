"""What the launcher tells when it cannot go on."""


class Stuck(Exception):
    """Work cannot go on; the text is one sentence that says what to do."""
