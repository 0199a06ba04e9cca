"""The commands on a project: make, import, list, code, check."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from coder import shipped
from coder.cli.opened import AsJson, ProjectPath, opened_project
from coder.cli.output import print_columns, print_result
from coder.domain.coding import Coding, Direction
from coder.domain.placing import Counting
from coder.domain.span import Span
from coder.domain.text import excerpt, one_line
from coder.domain.transcript import Consent, Speaker, TranscriptKind, TurnKind
from coder.errors import CodebookFileError, ColumnsError, ImportFileError
from coder.services.project import Project, create_project
from coder.services.settings import Settings
from coder.storage.repository import Repository

if TYPE_CHECKING:
    from coder.services.coding.codings_import import RowProblem
    from coder.services.transcripts.import_plan import ImportPlan

project_commands = typer.Typer(rich_markup_mode=None)
codings_app = typer.Typer(help="Codings from other tools.", rich_markup_mode=None)

CoderName = Annotated[str, typer.Option("--coder", help="Who codes; yourself if left out.")]


class Listed(StrEnum):
    """What `coder list` lists."""

    TRANSCRIPTS = "transcripts"
    CODES = "codes"
    CODINGS = "codings"
    PARTICIPANTS = "participants"
    QUERIES = "queries"


class Agreed(StrEnum):
    """What people agreed to before they come in, as it is typed."""

    INTERNAL = "internal"
    ANONYMISED = "anonymised"
    ATTRIBUTED = "attributed"

    @property
    def consent(self) -> Consent:
        """Return the consent that is meant."""
        return Consent[self.name]


@project_commands.command()
def new(
    project: ProjectPath,
    codebook: Annotated[
        list[str] | None, typer.Option("--codebook", help="A codebook file, or the name of one that ships.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Make a new project, with one or more codebooks."""
    from coder.services.codebook.codes import add_codebook

    files = [_codebook_file(name) for name in codebook or []]
    opened = create_project(project, person=Settings().coder)
    try:
        for file in files:
            add_codebook(opened, file=file)
        with opened.read() as rows:
            names, codes = [book.name for book in rows.codebooks()], len(rows.codes())
    except BaseException:
        opened.close()
        project.unlink(missing_ok=True)
        raise
    opened.close()
    print_result(
        {"project": str(project), "codebooks": names, "codes": codes}, as_json, f"Made {project} with {codes} codes."
    )


@project_commands.command("import")
def import_files(
    project: ProjectPath,
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Transcripts: .txt .md .docx .vtt .srt")],
    kind: Annotated[TranscriptKind | None, typer.Option(help="What the files are; guessed if left out.")] = None,
    consent: Annotated[
        Agreed | None,
        typer.Option(help="What the people who are new to the project agreed to; not recorded if left out."),
    ] = None,
    speaker: Annotated[
        list[str] | None, typer.Option(help="Who speaks in files that name nobody; give it again for more, in turn.")
    ] = None,
    speaker_per_paragraph: Annotated[
        bool, typer.Option("--speaker-per-paragraph", help="The speakers take turns, one paragraph each.")
    ] = False,
    same_people: Annotated[
        bool, typer.Option("--same-people", help="“P1” or “Interviewee” is the same person in all files.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Import transcripts; files that cannot be read are named and the others still come in."""
    from coder.services.transcripts.import_people import known_roles, notes_on_people, with_known_roles
    from coder.services.transcripts.import_plan import proposed
    from coder.services.transcripts.importing import duplicates, import_transcripts, look_at_all
    from coder.services.transcripts.pseudonyms import KnownPeople

    with opened_project(project) as opened:
        plans, problems = look_at_all(files)
        if kind is not None:
            plans = [proposed(plan.parsed, kind=kind) for plan in plans]
        plans = [_with_speakers(plan, speaker or [], in_turn=speaker_per_paragraph) for plan in plans]
        plans = with_known_roles(plans, known_roles(opened))
        twice = duplicates(opened, plans)
        failed = [{"file": str(item.path), "problem": item.message} for item in problems]
        for index, other in twice.items():
            name = plans[index].parsed.source_name
            failed.append({"file": name, "problem": f"“{name}” holds the same text as “{other}”; it was left out."})
        wanted = [plan for index, plan in enumerate(plans) if index not in twice]
        with opened.read() as rows:
            known = KnownPeople(rows.participants(), rows.speakers())
        guesses = notes_on_people(wanted, known, same_people=same_people)
        wanted = [replace(plan, warnings=(*plan.warnings, *notes)) for plan, notes in zip(wanted, guesses, strict=True)]
        if wanted:
            agreed = consent.consent if consent else Consent.NOT_RECORDED
            import_transcripts(opened, wanted, consent=agreed, same_people=same_people)
        with opened.read() as rows:
            added = rows.transcripts()[-len(wanted) :] if wanted else []
            unrecorded = sum(person.consent is Consent.NOT_RECORDED for person in rows.participants())
            kinds = {item.id: Counter(turn.kind for turn in rows.turns(item.id)) for item in added}
            called = {person.id: person.pseudonym for person in rows.participants()}
            speakers = {item.id: rows.speakers(item.id) for item in added}
    result = [
        {
            "transcript": item.name,
            "file": item.source_name,
            "kind": item.kind,
            "layout": item.layout,
            "encoding": item.encoding,
            "turns": kinds[item.id][TurnKind.TALK],
            "headings": kinds[item.id][TurnKind.HEADING],
            "date": item.date,
            "place": item.place,
            "characters": len(item.text),
            "speakers": [
                {"label": who.label, "role": who.role, "participant": called.get(who.participant_id or "", "")}
                for who in speakers[item.id]
            ],
            "warnings": list(plan.warnings),
            "left_out": list(plan.parsed.left_out),
        }
        for item, plan in zip(added, wanted, strict=True)
    ]
    lines = [
        f"{entry['transcript']}: {entry['layout']}, {entry['turns']} turns, "
        f"{len(speakers[item.id])} speakers{_leading(speakers[item.id])}"
        + "".join(f"\n  note: {note}" for note in plan.warnings)
        for entry, item, plan in zip(result, added, wanted, strict=True)
    ]
    print_result({"imported": result, "problems": failed}, as_json, "\n".join(lines))
    if wanted and consent is None and unrecorded:
        print(f"note: {_ask_for_consent(unrecorded)}", file=sys.stderr)
    for entry in failed:
        print(entry["problem"], file=sys.stderr)
    if failed:
        raise typer.Exit(1)


def _ask_for_consent(people: int) -> str:
    count = "1 person" if people == 1 else f"{people:,} people"
    return (
        f"nobody recorded what {count} in the project agreed to, so readers get none of their words; record it with "
        "“coder consent PROJECT --all --level LEVEL”, or import with --consent LEVEL."
    )


@project_commands.command("list")
def list_things(
    project: ProjectPath, what: Annotated[Listed, typer.Argument(help="What to list.")], as_json: AsJson = False
) -> None:
    """List transcripts, codes, codings, participants or saved queries."""
    with opened_project(project, writes=False) as opened:
        found = _listing(opened, what)
    if as_json:
        print_result(found, True, "")
    elif found:
        print_columns(found)


@project_commands.command()
def code(
    project: ProjectPath,
    transcript: Annotated[str, typer.Option(help="The transcript's name.")],
    start: Annotated[int, typer.Option(min=0, help="First character of the passage, counted from 0.")],
    end: Annotated[int, typer.Option(min=1, help="The character after the last one.")],
    code_id: Annotated[str, typer.Option("--code", help="The code's id.")],
    direction: Annotated[Direction | None, typer.Option(help="Which way the passage speaks.")] = None,
    coder: CoderName = "",
    memo: Annotated[str, typer.Option(help="A note on this coding.")] = "",
    as_json: AsJson = False,
) -> None:
    """Put a code on a passage."""
    from coder.services.coding.coding import apply_code
    from coder.services.counted import no_evidence, no_evidence_in_words
    from coder.services.hearing import Silenced
    from coder.services.lookup import code_named, transcript_named

    with opened_project(project) as opened:
        with opened.read() as rows:
            where = transcript_named(rows.transcripts(), transcript)
            which = code_named(rows.codes(), code_id)
            silenced = Silenced.of(rows)
        span = Span(start, end)
        changes = apply_code(
            opened,
            transcript_id=where.id,
            span=span,
            code_id=which.id,
            coder=coder or Settings().coder,
            direction=direction,
            memo=memo,
        )
        new = [change.row for change in changes.of(Coding) if isinstance(change.row, Coding)]
        added = [coding.id for coding in new]
        aside = no_evidence(opened, new)
    passage = silenced.words(where.id, where.text, span)
    said = f"Coded “{one_line(passage)}” as “{which.name}”." if added else "This passage has that code already."
    document = {"coding": added[0] if added else None, "code": which.id, "passage": passage, "counts": not aside}
    print_result(document, as_json, said)
    if aside:
        print(f"note: {no_evidence_in_words(len(aside), len(new))}", file=sys.stderr)


@codings_app.callback()
def codings() -> None:
    """Codings from other tools."""


@codings_app.command("import")
def codings_import(
    project: ProjectPath,
    file: Annotated[Path, typer.Argument(metavar="FILE.csv", help="Columns transcript, code, and quote or start+end.")],
    coder: CoderName = "",
    positions: Annotated[
        Counting | None,
        typer.Option(
            help="What start and end are counted in, from 0: the transcript's text here, or the file it came from, "
            "as characters after decoding (source-lf: each line end counts as one). Needed where no quotes tell."
        ),
    ] = None,
    source: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE", help="The file of a transcript that was imported before places were kept."),
    ] = None,
    column: Annotated[
        list[str] | None, typer.Option(metavar="WHAT=HEAD", help="What a column is called, as in quote=Excerpt.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Import codings by quote, or by place where it is told what places count.

    A quote decides; places choose only where it occurs several times. Rows that cannot be placed are reported, the
    others come in.
    """
    from coder.services.coding.codings_import import import_codings
    from coder.services.counted import no_evidence, no_evidence_in_words

    columns = _told_columns(column or [])
    try:
        with opened_project(project) as opened:
            report = import_codings(
                opened,
                file=file,
                coder=coder or Settings().coder,
                columns=columns,
                positions=positions,
                sources=source or [],
            )
            made = [row for change in report.changes.of(Coding) if isinstance(row := change.row, Coding)]
            aside = no_evidence(opened, made)
    except ColumnsError as error:
        raise ImportFileError(f"{error.message} Say which is which, as in --column quote=Excerpt.") from error
    problems = [asdict(problem) for problem in report.problems]
    said = f"Imported {report.imported} codings"
    said += f"; {report.already_there} were there already." if report.already_there else "."
    result = {
        "imported": report.imported,
        "already_there": report.already_there,
        "problems": problems,
        "chosen": [asdict(choice) for choice in report.chosen],
        "notes": list(report.notes),
    }
    chosen = (
        f"  line {item.line}: {item.hits} times, taken at {item.start}: {excerpt(item.passage)}"
        for item in report.chosen
    )
    print_result(result, as_json, "\n".join([said, *(f"note: {note}" for note in report.notes), *chosen]))
    if aside:
        print(f"note: {no_evidence_in_words(len(aside), report.imported)}", file=sys.stderr)
    for lines, message in _by_message(report.problems):
        print(f"{lines}: {message}", file=sys.stderr)
    if any("say which" in problem.message.casefold() for problem in report.problems):
        print("Say it with --positions text or --positions source.", file=sys.stderr)
    if any("as its source" in problem.message for problem in report.problems):
        print("Give it with --source FILE.", file=sys.stderr)
    if problems:
        raise typer.Exit(1)


@project_commands.command()
def check(project: ProjectPath, as_json: AsJson = False) -> None:
    """Check that a project is sound; changes nothing."""
    from coder.services.checking import check_project

    with opened_project(project, writes=False) as opened:
        report = check_project(opened)
    counts = f"{report.transcripts} transcripts, {report.turns} turns, {report.codes} codes, {report.codings} codings"
    print_result(
        {"sound": not report.problems, **asdict(report)}, as_json, f"{counts}: sound." if not report.problems else ""
    )
    for problem in report.problems:
        print(problem, file=sys.stderr)
    if report.problems:
        raise typer.Exit(1)


def _told_columns(given: Iterable[str]) -> dict[str, str]:
    """Return what columns are called, from WHAT=HEAD."""
    from coder.services.coding.codings_import import table_columns

    told: dict[str, str] = {}
    names = ", ".join(table_columns())
    for each in given:
        what, equals, head = each.partition("=")
        if not equals or what.strip().casefold() not in table_columns() or not head.strip():
            raise typer.BadParameter(
                f"“{each}” does not name a column; write it as quote=Excerpt, with one of {names}.",
                param_hint="--column",
            )
        told[what.strip().casefold()] = head.strip()
    return told


def _by_message(problems: Iterable[RowProblem]) -> list[tuple[str, str]]:
    """Return the problems with the lines that have each, so that hundreds of rows are told in one sentence."""
    lines: dict[str, list[int]] = {}
    for problem in problems:
        lines.setdefault(problem.message, []).append(problem.line)
    return [
        (
            f"line {at[0]}"
            if len(at) == 1
            else f"lines {', '.join(map(str, at[:5]))}" + (f" and {len(at) - 5} more" if len(at) > 5 else ""),
            message,
        )
        for message, at in lines.items()
    ]


def _leading(speakers: list[Speaker]) -> str:
    """Say who was taken for the one who asks, since that may be a guess."""
    asking = [who.label for who in speakers if who.role.asks]
    return f" ({', '.join(asking)} asking)" if asking else ""


def _with_speakers(plan: ImportPlan, names: list[str], *, in_turn: bool) -> ImportPlan:
    """Give the speakers named on the command line to a file that names none."""
    from coder.services.transcripts.import_people import with_speakers

    if not names or any(turn.speaker for turn in plan.parsed.turns):
        return plan
    return with_speakers(plan, names, in_turn=in_turn)


def _codebook_file(name: str) -> Path:
    """Return the file that is meant: a path, or the name of a codebook that ships."""
    path = Path(name)
    if path.exists():
        return path
    shipping = shipped.codebooks_folder() / f"{name}.yaml"
    if path.name == name and shipping.is_file():
        return shipping
    offered = ", ".join(sorted(file.stem for file in shipped.codebooks_folder().glob("*.yaml")))
    raise CodebookFileError(
        f"There is no codebook file “{name}”. Give a file, or one of the names that ship: {offered}."
    )


def _listing(project: Project, what: Listed) -> list[dict[str, Any]]:
    from coder.services.counted import counts_by_code, talk_in
    from coder.services.transcripts.transcripts import summaries

    if what is Listed.TRANSCRIPTS:
        return [
            {
                "transcript": item.transcript.name,
                "kind": item.transcript.kind,
                "date": item.transcript.date,
                "place": item.transcript.place,
                "turns": item.turns,
                "headings": item.headings,
                "characters": len(item.transcript.text),
                "codings": item.codings,
                "coded_share": round(item.coded_share, 4),
                "participants": list(item.voices),
                "file": item.transcript.source_name,
                "layout": item.transcript.layout,
                "id": item.transcript.id,
            }
            for item in summaries(project)
        ]
    with project.read() as rows:
        if what is Listed.CODES:
            counts, tree = counts_by_code(rows, talk_in(rows)), rows.code_tree()
            return [
                {
                    "id": code.id,
                    "name": code.name,
                    "kind": code.kind,
                    "parent": code.parent_id,
                    "domains": [domain.id for domain in tree.domains(code.id)],
                    "codings": counts.get(code.id, 0),
                    "codebook": code.codebook_id,
                }
                for code in tree
            ]
        if what is Listed.PARTICIPANTS:
            speakers, names = rows.speakers(), rows.transcript_names()
            return [
                {
                    "participant": person.pseudonym,
                    "group": person.group,
                    "consent": person.consent,
                    "attributes": list(person.attributes),
                    "transcripts": sorted({names[s.transcript_id] for s in speakers if s.participant_id == person.id}),
                }
                for person in rows.participants()
            ]
        if what is Listed.QUERIES:
            return [{"query": item.name, "asks": item.definition} for item in rows.saved_queries()]
        return _codings_listed(rows)


def _codings_listed(rows: Repository) -> list[dict[str, Any]]:
    """Return the codings but those of people who withdrew; what only askers say is listed, but counts nowhere."""
    from coder.services.counted import talk_in
    from coder.services.hearing import Silenced, hushed

    heard = talk_in(rows).heard
    people = {person.id: person.name for person in rows.coders()}
    texts = {item.id: item for item in rows.transcripts()}
    place = {transcript_id: index for index, transcript_id in enumerate(texts)}
    silenced, names = Silenced.of(rows), hushed(rows)
    codings = sorted(rows.codings(), key=lambda coding: (place[coding.transcript_id], coding.start, coding.end))
    return [
        {
            "transcript": names.left_out_of(texts[coding.transcript_id].name),
            "start": coding.start,
            "end": coding.end,
            "code": coding.code_id,
            "direction": coding.direction,
            "strength": coding.strength,
            "coder": people[coding.coder_id],
            "memo": names.left_out_of(coding.memo),
            "origin": coding.origin,
            "counts": heard(coding.transcript_id, coding.start, coding.end),
            "passage": silenced.words(coding.transcript_id, texts[coding.transcript_id].text, coding.span),
            "id": coding.id,
        }
        for coding in codings
        if not silenced.hides(coding.transcript_id, coding.span)
    ]
