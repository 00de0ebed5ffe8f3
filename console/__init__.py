"""The web, as far as it is there: a page on which anybody checks whether a proof of registration is valid."""
