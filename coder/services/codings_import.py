"""Taking in codings from a table, by quote or by place."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from coder.domain.alike import find_once_alike
from coder.domain.changes import ChangeSet
from coder.domain.codebook import Code
from coder.domain.coding import Coding, Direction, Strength
from coder.domain.span import Span
from coder.domain.text import excerpt, normalised
from coder.domain.transcript import Transcript
from coder.errors import CoderError, InvalidValueError
from coder.services import lookup
from coder.services.coding import codebook_version
from coder.services.project import Project, now

if TYPE_CHECKING:
    from coder.importers import CodingRow

Kind = TypeVar("Kind", Direction, Strength)


@dataclass(frozen=True, slots=True)
class RowProblem:
    """A row of the file that was not imported: its line, and why."""

    line: int
    message: str


@dataclass(frozen=True, slots=True)
class CodingsReport:
    """What became of a table of codings."""

    changes: ChangeSet
    imported: int
    already_there: int
    problems: tuple[RowProblem, ...]


def import_codings(project: Project, *, file: Path, coder: str) -> CodingsReport:
    """Take in the rows of a CSV file that can be placed, as one action, and report each one that cannot.

    `coder` is whose codings they are where the file does not say. A row that is in the project already is counted,
    not added. Raises `ImportFileError` for a file that is not such a table.
    """
    from coder.importers import read_codings_table

    table = read_codings_table(file)
    problems = [RowProblem(problem.line, problem.message) for problem in table.problems]
    new: list[Coding] = []
    already = 0
    with project.action(f"Import codings from “{file.name}”") as action:
        transcripts = action.rows.transcripts()
        codes = {code.id: code for code in action.rows.codes()}
        versions = {
            book: codebook_version(action.rows, sample)
            for book, sample in {code.codebook_id: code for code in codes.values()}.items()
        }
        have = {_key(coding) for coding in action.rows.codings()}
        people: dict[str, str] = {}
        for row in table.rows:
            try:
                transcript, code, span = _placed(row, transcripts, codes)
                direction = _choice(Direction, row.direction, "direction")
                strength = _choice(Strength, row.strength, "strength")
            except CoderError as error:
                problems.append(RowProblem(row.line, error.message))
                continue
            name = row.coder.strip() or coder
            if name not in people:
                people[name] = lookup.coder_for(action.rows, name).id
            coding = Coding(
                transcript_id=transcript.id,
                code_id=code.id,
                coder_id=people[name],
                start=span.start,
                end=span.end,
                direction=direction,
                strength=strength,
                memo=row.memo.strip(),
                created_at=now(),
                codebook_version=versions[code.codebook_id],
            )
            if _key(coding) in have:
                already += 1
                continue
            have.add(_key(coding))
            new.append(coding)
        action.rows.add_all(new)
    problems.sort(key=lambda problem: problem.line)
    return CodingsReport(action.changes, len(new), already, tuple(problems))


def _placed(row: CodingRow, transcripts: list[Transcript], codes: dict[str, Code]) -> tuple[Transcript, Code, Span]:
    transcript = lookup.transcript_named(transcripts, row.transcript)
    code = lookup.code_named(codes, row.code)
    if row.start is not None and row.end is not None:
        span = Span(row.start, row.end).within(len(transcript.text))
        if row.quote and span.of(transcript.text) != normalised(row.quote):
            raise InvalidValueError(
                f"The quote “{excerpt(row.quote, words=6)}” is not what stands at {row.start} to {row.end} of "
                f"“{transcript.name}”."
            )
        return transcript, code, span
    return transcript, code, _quoted(row.quote, transcript)


def _quoted(quote: str, transcript: Transcript) -> Span:
    wanted = normalised(quote).strip()
    span, often = find_once_alike(transcript.text, wanted)
    if span is not None:
        return span
    fault = "occurs more than once in" if often else "does not occur in"
    hint = "Quote more of it, or give start and end." if often else "Quote it letter by letter."
    raise InvalidValueError(f"The quote “{excerpt(quote, words=6)}” {fault} “{transcript.name}”. {hint}")


def _choice(kind: type[Kind], text: str, name: str) -> Kind | None:
    clean = text.strip().lower()
    if not clean:
        return None
    try:
        return kind(clean)
    except ValueError:
        choices = ", ".join(kind)
        raise InvalidValueError(f"“{text}” is not a {name}; use one of: {choices}.") from None


def _key(coding: Coding) -> tuple[str, str, str, int, int]:
    return (coding.transcript_id, coding.code_id, coding.coder_id, coding.start, coding.end)
