"""Where a command writes: a file, or standard output for “-”."""

from __future__ import annotations

import errno
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from coder.errors import ExportError

STANDARD_OUTPUT = Path("-")


@dataclass(frozen=True, slots=True)
class Destination:
    """The file that a command is to write, and what people call the place."""

    file: Path
    name: str
    passes_on: bool = False

    @property
    def named(self) -> str:
        """Return what was written: the file by its name."""
        return f"to {self.name}" if self.passes_on else self.name

    def say(self, sentence: str) -> None:
        """Say what was done, beside what is written and not in the middle of it."""
        print(sentence, file=sys.stderr if self.passes_on else sys.stdout)


@contextmanager
def written_to(output: Path, ending: str) -> Iterator[Destination]:
    """Yield where to write; for “-” what was written goes to standard output once it is whole.

    `ending`, such as `.csv`, is that of what goes to standard output, which has no name to tell its format.
    """
    if output != STANDARD_OUTPUT:
        yield Destination(output, str(output))
        return
    with tempfile.TemporaryDirectory(prefix="coder-") as folder:
        file = Path(folder) / f"output{ending}"
        yield Destination(file, "standard output", passes_on=True)
        made = file.read_bytes()
        try:
            sys.stdout.flush()
            sys.stdout.buffer.write(made)
            sys.stdout.buffer.flush()
        except BrokenPipeError:
            raise  # who reads has seen enough
        except OSError as error:
            why = "there is no room left" if error.errno == errno.ENOSPC else (error.strerror or "it is not open")
            raise ExportError(f"Standard output took only a part: {why}. Write to a file, or elsewhere.") from error
