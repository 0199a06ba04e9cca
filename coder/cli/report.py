"""The commands that write what an evaluator hands in: the report, charts, coded transcripts; and findings."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from coder.cli.audience import ForOption, chosen, say
from coder.cli.opened import opened_project
from coder.cli.written import written_to
from coder.errors import InvalidValueError

report_commands = typer.Typer(rich_markup_mode=None)

ProjectPath = Annotated[Path, typer.Argument(metavar="PROJECT", help="The project file, NAME.coder.")]
Output = Annotated[Path, typer.Option("-o", "--output", help="The file to write; - for standard output.")]
TranscriptName = Annotated[str, typer.Option("--transcript", help="The transcript's name.")]


class Form(StrEnum):
    """In which form a document is written."""

    HTML = "html"
    DOCX = "docx"


class Picture(StrEnum):
    """What kind of picture a chart is."""

    SVG = "svg"
    PNG = "png"


class LookName(StrEnum):
    """For which ground a chart is drawn."""

    PRINT = "print"
    LIGHT = "light"
    DARK = "dark"


FormOption = Annotated[Form | None, typer.Option("--format", help="In which form; by the file's ending if left out.")]


@report_commands.command()
def report(
    project: ProjectPath,
    output: Output,
    form: FormOption = None,
    title: Annotated[str, typer.Option("--title", help="The report's title; the project's name if left out.")] = "",
    whom: ForOption = None,
) -> None:
    """Write the report: per domain and outcome findings, figures, charts, quotes, counter-evidence and gaps.

    It is for readers unless --for says otherwise.
    """
    from coder.services.evidence.audiences import Audience
    from coder.services.evidence.reporting import ReportOptions, export_report

    choice = chosen(whom, Audience.READERS)
    with written_to(output, f".{form or Form.HTML}") as place, opened_project(project, writes=False) as opened:
        options = ReportOptions(title=title, audience=choice.audience)
        made = export_report(opened, file=place.file, file_format=form.value if form else "", options=options)
        told = choice.told(opened)
    for warning in made.warnings:
        print(f"note: {warning}", file=sys.stderr)
    parts = sum(1 + len(domain.parts) for domain in made.domains)
    say(place, f"Wrote the report on {made.overview.codings} codings in {parts} parts to {place.name}.", told)


@report_commands.command()
def chart(
    project: ProjectPath,
    name: Annotated[str, typer.Argument(metavar="NAME", help="Which chart; `list` names them.")],
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="The file to write, .svg or .png; - for standard output.")
    ] = None,
    transcript: TranscriptName = "",
    look: Annotated[
        LookName, typer.Option("--look", help="For paper, or for a light or dark screen.")
    ] = LookName.PRINT,
    codes: Annotated[
        int, typer.Option("--codes", min=0, help="How many codes at most, the most coded ones; 0 for all.")
    ] = 40,
    width: Annotated[int, typer.Option("--width", min=360, max=4000, help="In pixels.")] = 860,
    picture: Annotated[
        Picture, typer.Option("--format", help="What goes to standard output; files tell it by their ending.")
    ] = Picture.SVG,
    whom: ForOption = None,
) -> None:
    """Draw a chart as SVG or PNG, by the file's ending; it is for readers unless --for says otherwise."""
    from coder.services.evidence.audiences import usual_for_chart
    from coder.services.evidence.charts import CHARTS, Look, export_chart
    from coder.services.lookup import transcript_named

    if name == "list":
        for kind in CHARTS.values():
            print(f"{kind.name:18} {kind.description}")
        return
    if output is None:
        raise typer.BadParameter("say which file to write: -o FILE.svg or FILE.png", param_hint="-o")
    choice = chosen(whom, usual_for_chart())
    with written_to(output, f".{picture}") as place, opened_project(project, writes=False) as opened:
        transcript_id = ""
        if transcript:
            with opened.read() as rows:
                transcript_id = transcript_named(rows.transcripts(), transcript).id
        drawn = export_chart(
            opened,
            name,
            file=place.file,
            transcript_id=transcript_id,
            audience=choice.audience,
            most=codes,
            look=Look(look.value),
            width=float(width),
        )
        told = choice.told(opened, transcript_id=transcript_id)
    say(place, f"Wrote {place.named}. {drawn.alternative.summary}", told)


@report_commands.command("transcript")
def coded_transcript(
    project: ProjectPath, output: Output, transcript: TranscriptName, form: FormOption = None, whom: ForOption = None
) -> None:
    """Write a transcript with its codings: HTML with codes in the margin, or Word with comments.

    It is for readers unless --for says otherwise.
    """
    from coder.services.evidence.audiences import Audience
    from coder.services.evidence.coded_transcripts import export_coded_transcript
    from coder.services.lookup import transcript_named

    choice = chosen(whom, Audience.READERS)
    with written_to(output, f".{form or Form.HTML}") as place, opened_project(project, writes=False) as opened:
        with opened.read() as rows:
            transcript_id = transcript_named(rows.transcripts(), transcript).id
        written = export_coded_transcript(
            opened,
            transcript_id=transcript_id,
            file=place.file,
            audience=choice.audience,
            file_format=form.value if form else "",
        )
        told = choice.told(opened, transcript_id=transcript_id)
    for warning in written.warnings:
        print(f"note: {warning}", file=sys.stderr)
    counting = sum(each.counts for each in written.passages)
    say(place, f"Wrote “{written.title}” with {counting} codings to {place.name}.", told)


@report_commands.command()
def finding(
    project: ProjectPath,
    subject: Annotated[
        str, typer.Argument(metavar="CODE", help="A code, or introduction, unintended, conclusion, method.")
    ],
    text: Annotated[str | None, typer.Option("--text", help="What the report is to say; empty takes it away.")] = None,
    file: Annotated[Path | None, typer.Option("--file", help="A text file that holds it.")] = None,
) -> None:
    """Show what the report says on a code or part, or write it."""
    from coder.services.evidence.findings import PARTS, finding_on, set_finding
    from coder.services.hearing import hushed
    from coder.services.lookup import code_named

    if text is not None and file is not None:
        raise typer.BadParameter("say either --text or --file", param_hint="--text")
    with opened_project(project, writes=text is not None or file is not None) as opened:
        key = subject
        if subject not in PARTS:
            with opened.read() as rows:
                key = code_named(rows.codes(), subject).id
        if file is not None:
            text = _read(file)
        if text is None:
            with opened.read() as rows:
                names = hushed(rows)
            print(names.left_out_of(finding_on(opened, key)) or "No finding has been written yet.")
            return
        changed = set_finding(opened, key, text)
    print(f"{changed.label}." if changed else "Nothing changed.")


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidValueError(f"“{file}” cannot be read as text in UTF-8; check the name, or save it so.") from error
