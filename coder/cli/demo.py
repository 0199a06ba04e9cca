"""The sample project without a window: the whole job in print."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Annotated, Protocol

import typer

from coder.cli.output import described
from coder.domain.text import excerpt, one_line
from coder.files import make_folder
from coder.services.evidence.evidence import export_table
from coder.services.sample import build_sample, free_path
from coder.services.suggestions.suggesting import build_engine, passages, suggest_for
from coder.services.transcripts.transcripts import summaries

PASSAGES = 3


class RunDemo(Protocol):
    """Opens the sample project."""

    def __call__(self, folder: Path | None, *, headless: bool) -> int:
        """Open a copy in a folder and return the exit code."""


def add_demo(root: typer.Typer, run: RunDemo) -> None:
    """Add the `demo` command, which needs to know the window."""

    @root.command()
    def demo(
        folder: Annotated[Path | None, typer.Argument(help="Where to put the sample project.")] = None,
        headless: Annotated[bool, typer.Option("--headless", help="Do the job in print, without a window.")] = False,
    ) -> None:
        """Open a fresh copy of the sample project."""
        raise typer.Exit(run(folder, headless=headless))


def headless_demo(folder: Path | None, *, coder: str) -> None:
    """Build the sample project, print suggestions with reasons for three passages, write the evidence, say where."""
    place = folder or Path(tempfile.mkdtemp(prefix="coder-demo-"))
    make_folder(place)
    path = free_path(place, "Sample")
    project = build_sample(path, coder=coder)
    try:
        coded = {item.transcript.id: item.codings for item in summaries(project) if item.codings}
        with project.read() as rows:
            tree = rows.code_tree()
            transcripts = rows.transcripts()
            uncoded = [item for item in transcripts if item.id not in coded] or transcripts
            print(f"Sample project: {path}")
            for item in transcripts:
                print(
                    f"  {item.name}: {item.layout}, {len(rows.turns(item.id))} turns, {coded.get(item.id, 0)} codings"
                )
            talk = [passage for passage in passages(rows, uncoded[0].id) if len(passage.text.split()) > 20]
        engine = build_engine(list(tree))
        offers = [offer for offer in suggest_for(engine, talk) if offer.suggestions]
        best = sorted(offers, key=lambda offer: offer.suggestions[0].score, reverse=True)[:PASSAGES]
        found = sorted(best, key=lambda offer: offer.passage.turn)
        print(f"Suggestions for {len(found)} passages of “{uncoded[0].name}”:")
        for offer in found:
            print(f"\n  turn {offer.passage.turn}: “{excerpt(one_line(offer.passage.text), words=24)}”")
            print(described(offer.suggestions, tree))
        table = path.with_name(f"{path.stem} evidence.csv")
        count = export_table(project, file=table)
        print(f"\nEvidence table: {table} ({count} rows)")
    finally:
        project.close()
