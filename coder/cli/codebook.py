"""The commands on codebook files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from coder.cli.output import print_result

codebook_app = typer.Typer(help="Codebook files.", rich_markup_mode=None)


@codebook_app.callback()
def codebooks() -> None:
    """Codebook files."""


@codebook_app.command("validate")
def validate(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A codebook file.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Check a codebook file."""
    from coder.codebooks import read_codebook

    found = read_codebook(file)
    count = len(found.codes)
    print_result(
        {"valid": True, "codebook": found.codebook.id, "version": found.codebook.version, "codes": count},
        as_json,
        f"{file.name} is valid: “{found.codebook.name}” {found.codebook.version} with {count} codes.",
    )
