"""What every test of the importers needs: a file with given contents, read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from coder.domain.transcript import ParsedTranscript
from coder.importers import read_transcript

Read = Callable[..., ParsedTranscript]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Return what writes a file (text as UTF-8) and reads it as a transcript."""

    def do(contents: str | bytes, name: str = "interview.txt", *, encoding: str | None = None) -> ParsedTranscript:
        path = tmp_path / name
        path.write_bytes(contents.encode("utf-8") if isinstance(contents, str) else contents)
        return read_transcript(path, encoding=encoding)

    return do
