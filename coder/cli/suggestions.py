"""The commands on suggestions: offer codes with reasons, find passages for a code, say how good it all is."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

import typer

from coder.cli.opened import AsJson, ProjectPath, opened_project
from coder.cli.output import described, print_columns, print_result, print_suggestions, suggestion_document
from coder.domain.codebook import CodeTree
from coder.domain.learning import Evaluation
from coder.domain.text import excerpt, one_line
from coder.errors import InvalidValueError
from coder.services.suggestions.reviewing import ReviewItem

suggestion_commands = typer.Typer(rich_markup_mode=None)

CODEBOOK, LEARNED = "codebook", "learned"

_FIGURES = {
    "precision_at_1": "first suggestion right",
    "recall_at_3": "codes among the first three",
    "lrap": "ranking (LRAP)",
    "micro_f1": "micro F1",
    "macro_f1": "macro F1",
    "calibration_error": "calibration error",
}

Transcript = Annotated[str, typer.Option(help="Only this transcript.")]
Text = Annotated[str | None, typer.Option(help="A loose passage instead of the project's.")]
Top = Annotated[int, typer.Option("--top", min=1, max=200, help="How many codes for each passage, or passages.")]
ForCode = Annotated[str, typer.Option("--for-code", metavar="ID", help="Find passages for this code instead.")]
Engine = Annotated[
    str,
    typer.Option(
        help="learned: codebook and the project's codings; codebook: the codebook alone; or a spaCy model with "
        "vectors, by name or folder."
    ),
]


@suggestion_commands.command()
def suggest(
    project: ProjectPath,
    transcript: Transcript = "",
    text: Text = None,
    for_code: ForCode = "",
    engine: Engine = LEARNED,
    top: Top = 3,
    as_json: AsJson = False,
) -> None:
    """Suggest codes for the participants' passages, or passages for a code, with reasons; nothing is coded."""
    from coder.services.lookup import code_named, transcript_named
    from coder.services.suggestions.learning import open_engine
    from coder.services.suggestions.reviewing import find_passages
    from coder.services.suggestions.suggesting import passages, suggest_for

    if for_code and (text is not None or transcript):
        raise InvalidValueError("--for-code looks through all transcripts; leave out --text and --transcript.")
    with opened_project(project, writes=False) as opened:
        vectors = "" if engine in (CODEBOOK, LEARNED) else engine
        built = open_engine(opened, learned=engine != CODEBOOK, vectors=vectors)
        with opened.read() as rows:
            tree = rows.code_tree()
            transcripts = rows.transcripts()
            if transcript:
                transcripts = [transcript_named(transcripts, transcript)]
            wanted = (
                [] if text is not None or for_code else [part for t in transcripts for part in passages(rows, t.id)]
            )
        if for_code:
            code = code_named(tree.codes, for_code)
            _print_found(find_passages(opened, built, code_id=code.id)[:top], tree, as_json=as_json)
            return
    if text is not None:
        print_suggestions([], tree, as_json, loose=(text, built.suggest([text], top=top)[0]))
        return
    print_suggestions(suggest_for(built, wanted, top=top), tree, as_json)


@suggestion_commands.command()
def evaluate(
    project: ProjectPath,
    folds: Annotated[int, typer.Option(min=2, max=20, help="In how many parts transcripts are held out.")] = 5,
    as_json: AsJson = False,
) -> None:
    """Estimate how good the suggestions are, on transcripts that were held out; changes nothing."""
    from coder.services.suggestions.evaluating import evaluate as measure

    with opened_project(project, writes=False) as opened:
        found = measure(opened, folds=folds)
        with opened.read() as rows:
            tree = rows.code_tree()
    document = {**asdict(found), "per_code": [{**asdict(item)} for item in found.per_code]}
    print_result(document, as_json, _said(found))
    if not as_json and found.per_code:
        print()
        print_columns([_line(item.code_id, tree, asdict(item)) for item in found.per_code])


def _print_found(found: list[ReviewItem], tree: CodeTree, *, as_json: bool) -> None:
    if as_json:
        document = [
            {
                "transcript": item.passage.transcript,
                "turn": item.passage.turn,
                "start": item.passage.span.start,
                "end": item.passage.span.end,
                "text": item.passage.text,
                **suggestion_document(item.suggestion, tree),
            }
            for item in found
        ]
        print_result(document, True, "")
        return
    for place, item in enumerate(found, start=1):
        passage = item.passage
        print(f"{place}. {passage.transcript}, turn {passage.turn} ({passage.span.start}-{passage.span.end})")
        print(f"  “{excerpt(one_line(passage.text), words=24)}”")
        print(described([item.suggestion], tree, names=False))
    if not found:
        print("No passage speaks for this code that does not carry it already.")


def _said(found: Evaluation) -> str:
    size = f"{found.passages} coded passages of {found.groups} transcripts"
    lines = [f"{found.engine}: {size}, held out in {found.folds} parts"]
    if found.note:
        lines.append(found.note)
    for name, words in _FIGURES.items() if not found.too_little else ():
        value = getattr(found, name)
        if value is not None:
            lines.append(f"  {words}: {value:.3f}")
    if found.precision_at_1 is not None and not found.too_little:
        lines.append("  percentages may be shown" if found.calibrated else "  too little for percentages: ranks only")
    return "\n".join(lines)


def _line(code_id: str, tree: CodeTree, values: dict[str, Any]) -> dict[str, Any]:
    shares = {
        name: "" if values[name] is None or values["too_little"] else f"{values[name]:.2f}"
        for name in ("precision", "recall", "f1")
    }
    name = tree[code_id].name if code_id in tree else code_id
    return {"code": name, "examples": values["examples"], **shares, "": "too little" if values["too_little"] else ""}
