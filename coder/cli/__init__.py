"""Headless commands over the same services as the window.

Exit codes: 0 done, 1 a known problem (one clear line on stderr), 2 wrong usage.
"""

from __future__ import annotations

from typing import Annotated

import typer

from coder import __version__
from coder.cli.analysis import analysis_commands
from coder.cli.codebook import codebook_app
from coder.cli.commands import codings_app, project_commands
from coder.cli.demo import RunDemo, add_demo, headless_demo
from coder.cli.report import report_commands
from coder.cli.suggestions import suggestion_commands
from coder.cli.typed import CheckedGroup

__all__ = ["command_line", "headless_demo"]


def command_line(*, demo: RunDemo) -> typer.Typer:
    """Return all commands; `demo` opens the sample project in whatever way there is."""
    root = typer.Typer(
        cls=CheckedGroup,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        help="Code interview and workshop transcripts, offline.\n\n"
        "`coder` opens the window, `coder PROJECT` a project in it.",
    )

    @root.callback()
    def options(
        version: Annotated[
            bool, typer.Option("--version", callback=_tell_version, is_eager=True, help="Say which version this is.")
        ] = False,
    ) -> None:
        """Take what holds for every command."""

    add_demo(root, demo)
    root.add_typer(project_commands)
    root.add_typer(suggestion_commands)
    root.add_typer(report_commands)
    root.add_typer(analysis_commands)
    root.add_typer(codings_app, name="codings")
    root.add_typer(codebook_app, name="codebook")
    return root


def _tell_version(wanted: bool) -> None:
    if wanted:
        print(f"coder {__version__}")
        raise typer.Exit
