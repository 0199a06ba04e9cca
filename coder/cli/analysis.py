"""The commands on what was coded: export tables, search, keep consent."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from coder.cli.audience import ForOption, chosen, say
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
    NOT_RECORDED = "not-recorded"

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
    whom: ForOption = None,
    query: Annotated[str, typer.Option(help="Only what fits this saved query.")] = "",
    bom: Annotated[bool, typer.Option("--bom", help="Begin a CSV file with a byte order mark, for Excel.")] = False,
) -> None:
    """Export a table for the team or for readers.

    The quote bank is for readers unless --for says otherwise, every other table for the team, and `all` is for the team
    without the quote bank.
    """
    from coder.services.evidence.audiences import usual_for_table
    from coder.services.evidence.exporting import export_table, saved_query

    ending = output.suffix.lower().removeprefix(".")
    written = file_format or (Format(ending) if ending in tuple(Format) else Format.CSV)
    choice = chosen(whom, usual_for_table(table))
    with written_to(output, f".{written}") as place, opened_project(project, writes=False) as opened:
        asked = saved_query(opened, query) if query else None
        count = export_table(
            opened, table=table, file_format=written, file=place.file, audience=choice.audience, query=asked, bom=bom
        )
        told = choice.told(opened, query=asked)
    say(place, f"Wrote {count} rows to {place.name}.", told)


@analysis_commands.command()
def tables(as_json: AsJson = False) -> None:
    """List the tables that can be exported, with what their columns mean."""
    from coder.services.evidence.exporting import table_heads

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
    from coder.services.transcripts.searching import search_text

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
    everybody: Annotated[bool, typer.Option("--all", help="Everybody but those who withdrew.")] = False,
    group: Annotated[str, typer.Option(help="Everybody in this stakeholder group but those who withdrew.")] = "",
    level: Annotated[Level | None, typer.Option(help="What they agreed to.")] = None,
    as_json: AsJson = False,
) -> None:
    """Record what one participant, everybody or a group agreed to; without options, show what readers do not get."""
    from coder.services.evidence.consent import record_consent, set_consent, what_is_withheld
    from coder.services.transcripts.participants import participant_named

    if sum([bool(participant), everybody, bool(group)]) > 1:
        raise typer.BadParameter("Give one of --participant, --group and --all.")
    if (bool(participant) or everybody or bool(group)) != (level is not None):
        raise typer.BadParameter("Give --level together with --participant, --group or --all, or none of them.")
    with opened_project(project, writes=level is not None) as opened:
        if level is not None and participant:
            with opened.read() as rows:
                person = participant_named(rows.participants(), participant)
            set_consent(opened, participant_ids=[person.id], consent=level.consent)
        elif level is not None:
            record_consent(opened, consent=level.consent, group=group or None)
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
        "small_groups": [{"group": name, "people": count} for name, count in withholding.small_groups],
        "passages": withholding.passages,
        "passages_withheld": withholding.count,
    }
    print_result(document, as_json, "\n".join([*withholding.sentences(), withholding.sentence()]))
