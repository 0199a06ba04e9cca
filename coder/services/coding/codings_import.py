"""Taking in codings from a table, by quote or by place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from coder.domain.changes import ChangeSet
from coder.domain.codebook import Code
from coder.domain.coding import Coding, Direction, Strength
from coder.domain.placing import Counting
from coder.domain.span import Span
from coder.domain.text import one_line
from coder.domain.transcript import Transcript
from coder.errors import CoderError, InvalidValueError, NotFoundError
from coder.services import lookup
from coder.services.coding.coding import codebook_version
from coder.services.coding.coding_places import Placing, read_sources
from coder.services.project import Project, now
from coder.storage.repository import Repository

if TYPE_CHECKING:
    from coder.importers import CodingColumns, CodingRow, CodingTable

Kind = TypeVar("Kind", Direction, Strength)


@dataclass(frozen=True, slots=True)
class RowProblem:
    """A row of the file that was not imported: its line, and why."""

    line: int
    message: str


@dataclass(frozen=True, slots=True)
class RowChoice:
    """A row whose quote occurs several times, so that its place chose: its line, how many, and what was taken."""

    line: int
    hits: int
    start: int
    passage: str


@dataclass(frozen=True, slots=True)
class PlacedRow:
    """A row of the file with what it becomes; `told` is said about it where something was decided for it."""

    line: int
    transcript: Transcript
    code: Code
    span: Span
    direction: Direction | None
    strength: Strength | None
    memo: str
    coder: str
    hits: int = 1
    told: str = ""

    @property
    def passage(self) -> str:
        """Return the words that are coded."""
        return self.span.of(self.transcript.text)


@dataclass(frozen=True, slots=True)
class CodingsPlan:
    """What a table of codings would become; nothing is written yet."""

    rows: tuple[PlacedRow, ...]
    problems: tuple[RowProblem, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CodingsReport:
    """What became of a table of codings."""

    changes: ChangeSet
    imported: int
    already_there: int
    problems: tuple[RowProblem, ...]
    chosen: tuple[RowChoice, ...] = field(default=())
    notes: tuple[str, ...] = field(default=())


def table_columns() -> tuple[str, ...]:
    """Return what the columns of a table of codings can hold."""
    from coder.importers import COLUMNS

    return tuple(COLUMNS)


def look_at_columns(file: Path) -> CodingColumns:
    """Return what the columns of a table are called and which are known; raises `ImportFileError`."""
    from coder.importers import codings_columns

    return codings_columns(file)


def look_at_codings(
    project: Project,
    *,
    file: Path,
    columns: Mapping[str, str] | None = None,
    positions: Counting | None = None,
    sources: Sequence[Path] = (),
) -> CodingsPlan:
    """Return what `import_codings` would do; nothing is written."""
    from coder.importers import read_codings_table

    table = read_codings_table(file, columns=columns)
    with project.read() as rows:
        placing = Placing(rows, positions=positions, sources=read_sources(rows, sources))
        return _planned(rows, table, placing, "")


def import_codings(
    project: Project,
    *,
    file: Path,
    coder: str,
    columns: Mapping[str, str] | None = None,
    positions: Counting | None = None,
    sources: Sequence[Path] = (),
) -> CodingsReport:
    """Take in the rows of a CSV file that can be placed, as one action, and report each one that cannot.

    A quote decides where a row belongs; its places (code points) only choose where the quote occurs several times.
    Places without a quote are taken if `positions` says what they are counted in, or if the quotes of other rows do.
    `sources` are the files of transcripts that were imported before their places were kept; their maps are kept then.
    `columns` tells what a column is called, and `coder` whose codings they are, where the file does not say. A row
    that is in the project already is counted, not added. Raises `ImportFileError` for a file that is not such a table.
    """
    from coder.importers import read_codings_table

    table = read_codings_table(file, columns=columns)
    new: list[Coding] = []
    already = 0
    with project.action(f"Import codings from “{file.name}”") as action:
        found = read_sources(action.rows, sources)
        plan = _planned(action.rows, table, Placing(action.rows, positions=positions, sources=found), coder)
        versions: dict[str, str] = {}
        have = {_key(coding) for coding in action.rows.codings()}
        people: dict[str, str] = {}
        for row in plan.rows:
            if row.coder not in people:
                people[row.coder] = lookup.coder_for(action.rows, row.coder).id
            if row.code.codebook_id not in versions:
                versions[row.code.codebook_id] = codebook_version(action.rows, row.code)
            coding = Coding(
                transcript_id=row.transcript.id,
                code_id=row.code.id,
                coder_id=people[row.coder],
                start=row.span.start,
                end=row.span.end,
                direction=row.direction,
                strength=row.strength,
                memo=row.memo,
                created_at=now(),
                codebook_version=versions[row.code.codebook_id],
            )
            if _key(coding) in have:
                already += 1
                continue
            have.add(_key(coding))
            new.append(coding)
        action.rows.add_all(new)
        kept = {each.id for each in action.rows.source_maps()}
        action.rows.add_all([each.known for each in found.values() if each.known.id not in kept])
    return CodingsReport(action.changes, len(new), already, plan.problems, _choices(plan.rows), plan.notes)


def _planned(rows: Repository, table: CodingTable, placing: Placing, coder: str) -> CodingsPlan:
    problems = [RowProblem(problem.line, problem.message) for problem in table.problems]
    transcripts = rows.transcripts()
    codes = {code.id: code for code in rows.codes()}
    found: list[tuple[CodingRow, Transcript, Code, Direction | None, Strength | None]] = []
    names: dict[str, Transcript | CoderError] = {}
    for row in table.rows:
        try:
            transcript = _remembered(names, row.transcript, transcripts)
            code = _code(codes, row)
            direction = _choice(Direction, row.direction, "direction")
            strength = _choice(Strength, row.strength, "strength")
        except CoderError as error:
            problems.append(RowProblem(row.line, error.message))
            continue
        found.append((row, transcript, code, direction, strength))
    placing.learn((transcript, row.quote, row.start, row.end) for row, transcript, *_ in found)
    placed: list[PlacedRow] = []
    for row, transcript, code, direction, strength in found:
        try:
            span, hits, told = placing.place(transcript, row.quote, row.start, row.end)
        except CoderError as error:
            problems.append(RowProblem(row.line, error.message))
            continue
        who = row.coder.strip() or coder
        placed.append(
            PlacedRow(row.line, transcript, code, span, direction, strength, row.memo.strip(), who, hits, told)
        )
    problems.sort(key=lambda problem: problem.line)
    return CodingsPlan(tuple(placed), tuple(problems), tuple(placing.notes()))


def _remembered(names: dict[str, Transcript | CoderError], name: str, transcripts: Sequence[Transcript]) -> Transcript:
    """Return the transcript with a name; a table names the same one in many rows."""
    if name not in names:
        try:
            names[name] = lookup.transcript_named(transcripts, name)
        except CoderError as error:
            names[name] = error
    known = names[name]
    if isinstance(known, CoderError):
        raise known
    return known


def _code(codes: Mapping[str, Code], row: CodingRow) -> Code:
    """Return the code of a row by its id or name, or by the last part of a path of names, as some tools write it."""
    tries = [row.code, row.also_code]
    tries += [
        part for sign in (" > ", "\\", "::", " / ") for part in [row.code.rsplit(sign, 1)[-1]] if part != row.code
    ]
    first: NotFoundError | None = None
    for name in filter(None, (each.strip() for each in tries)):
        try:
            return lookup.code_named(codes, name)
        except NotFoundError as error:
            first = first or error
    assert first is not None
    raise first


def _choices(rows: Iterable[PlacedRow]) -> tuple[RowChoice, ...]:
    return tuple(
        RowChoice(row.line, row.hits, row.span.start, one_line(row.passage))
        for row in rows
        if row.hits > 1 and row.told
    )


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
