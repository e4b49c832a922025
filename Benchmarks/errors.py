"""What keeps a measurement from being made or from being believed."""


class Skipped(Exception):
    """The subject cannot be measured here; the text says what is missing."""


class Invalid(Exception):
    """The measurement was made and its numbers must not be used; the text says why."""
