"""The kinds of known errors: what went wrong, with which data, in the words of the people who use it.

Anything that is not a `CoderError` is a bug and is never swallowed.
"""

from __future__ import annotations


class CoderError(Exception):
    """A known problem that a person can do something about.

    The message is one sentence (or two): what is wrong, where, and what to do.
    """

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class InvalidValueError(CoderError):
    """A value that breaks a rule of the field, such as a span outside its text."""


class NotFoundError(CoderError):
    """A transcript, code, coding or participant that is not in the project."""


class ProjectFileError(CoderError):
    """A project file that cannot be opened, read or written."""


class ProjectLockedError(ProjectFileError):
    """A project that somebody else has open."""


class DamagedProjectError(ProjectFileError):
    """A project file with something in it that cannot be read as what it should be."""


class StaleError(CoderError):
    """A change based on rows that have changed since they were read."""


class ImportFileError(CoderError):
    """A file that cannot be imported."""


class EncodingError(ImportFileError):
    """A text file whose encoding a person has to choose."""


class ColumnsError(ImportFileError):
    """A table that does not say which of its columns is which."""


class CodebookFileError(CoderError):
    """A codebook file that is not valid; names file, entry and field."""


class ExportError(CoderError):
    """An export that could not be written."""


class ExportCancelledError(ExportError):
    """An export that a person stopped; no file was written."""
