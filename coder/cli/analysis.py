"""The commands on what was coded: export tables, search, keep consent."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from coder.cli.opened import AsJson, ProjectPath, opened_project
from coder.cli.output import print_result
from coder.cli.written import written_to
from coder.domain.text import one_line
from coder.domain.transcript import Consent

analysis_commands = typer.Typer(rich_markup_mode=None)


class Format(StrEnum):
    """In what a table is written."""

    CSV = "csv"
    XLSX = "xlsx"
    HTML = "html"
    DOCX = "docx"
    JSON = "json"


class Level(StrEnum):
    """Consent as it is typed."""

    INTERNAL = "internal"
    ANONYMISED = "anonymised"
    ATTRIBUTED = "attributed"
    WITHDRAWN = "withdrawn"

    @property
    def consent(self) -> Consent:
        """Return the consent that is meant."""
        return Consent[self.name]


@analysis_commands.command()
def export(
    project: ProjectPath,
    output: Annotated[Path, typer.Option("-o", "--output", help="The file to write; - for standard output.")],
    table: Annotated[
        str, typer.Option(help="Which table; `coder tables` lists them. `all` writes every table into one file.")
    ] = "evidence",
    file_format: Annotated[
        Format | None, typer.Option("--format", help="Which format; by the file's ending, or csv, if left out.")
    ] = None,
    query: Annotated[str, typer.Option(help="Only what fits this saved query.")] = "",
    bom: Annotated[bool, typer.Option("--bom", help="Begin a CSV file with a byte order mark, for Excel.")] = False,
) -> None:
    """Export a table, as far as the participants' consent goes."""
    from coder.services.consent import what_is_withheld
    from coder.services.exporting import export_table, saved_query

    ending = output.suffix.lower().removeprefix(".")
    chosen = file_format or (Format(ending) if ending in tuple(Format) else Format.CSV)
    with written_to(output, f".{chosen}") as place, opened_project(project, writes=False) as opened:
        asked = saved_query(opened, query) if query else None
        count = export_table(opened, table=table, file_format=chosen, file=place.file, query=asked, bom=bom)
        withholding = what_is_withheld(opened)
    place.say(f"Wrote {count} rows to {place.name}.")
    for line in withholding.sentences():
        print(f"note: {line}", file=sys.stderr)


@analysis_commands.command()
def tables(as_json: AsJson = False) -> None:
    """List the tables that can be exported, with what their columns mean."""
    from coder.services.exporting import table_heads

    heads = table_heads()
    document = [
        {
            "table": head.name,
            "title": head.title,
            "description": head.description,
            "columns": [
                {"name": each.name, "title": each.title, "type": each.type, "meaning": each.meaning}
                for each in head.columns
            ],
        }
        for head in heads
    ]
    width = max(len(head.name) for head in heads)
    print_result(document, as_json, "\n".join(f"{head.name.ljust(width)}  {head.description}" for head in heads))


@analysis_commands.command()
def search(
    project: ProjectPath,
    words: Annotated[str, typer.Argument(help='Words, "phrases" in quotation marks, and prefixes*.')],
    limit: Annotated[int, typer.Option(min=1, help="How many turns at most.")] = 300,
    as_json: AsJson = False,
) -> None:
    """Look for words in all transcripts; all of them must be said in one turn."""
    from coder.services.searching import search_text

    with opened_project(project, writes=False) as opened:
        found = search_text(opened, words, limit=limit)
    document = {
        "turns": found.turns,
        "hits": [
            {
                "transcript": hit.transcript,
                "turn": hit.turn,
                "time": hit.time,
                "speaker": hit.speaker,
                "participant": hit.participant,
                "spans": [[span.start, span.end] for span in hit.spans],
                "before": hit.before,
                "words": hit.words,
                "after": hit.after,
            }
            for hit in found.hits
        ],
    }
    lines = [
        f"{hit.transcript}, turn {hit.turn}{f' ({hit.speaker})' if hit.speaker else ''}: "
        + one_line(f"{hit.before}[{hit.words}]{hit.after}")
        for hit in found.hits
    ]
    if found.cut:
        lines.append(f"… and {found.turns - len(found.hits):,} more turns; use --limit to see more.")
    print_result(document, as_json, "\n".join(lines) if lines else "Nothing was found.")


@analysis_commands.command()
def consent(
    project: ProjectPath,
    participant: Annotated[str, typer.Option(help="The participant's pseudonym.")] = "",
    level: Annotated[Level | None, typer.Option(help="What the participant agreed to.")] = None,
    as_json: AsJson = False,
) -> None:
    """Say what a participant agreed to; without options, show what exports withhold and why."""
    from coder.services.consent import set_consent, what_is_withheld
    from coder.services.participants import participant_named

    if bool(participant) != (level is not None):
        raise typer.BadParameter("Give --participant and --level together, or neither.")
    with opened_project(project, writes=level is not None) as opened:
        if level is not None:
            with opened.read() as rows:
                person = participant_named(rows.participants(), participant)
            set_consent(opened, participant_ids=[person.id], consent=level.consent)
        withholding = what_is_withheld(opened)
    document = {
        "withheld": [
            {
                "participant": item.participant,
                "group": item.group,
                "consent": item.consent,
                "reason": item.reason,
                "codings": item.rows,
            }
            for item in withholding.withheld
        ],
        "small_groups": [{"group": group, "people": count} for group, count in withholding.small_groups],
    }
    print_result(document, as_json, "\n".join(withholding.sentences()) or "Nothing is withheld.")
