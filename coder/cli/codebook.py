"""The commands on codebook files, and on the codebook of a project that is shared by such a file."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from coder.cli.opened import opened_project
from coder.cli.output import print_result, said
from coder.cli.written import written_to
from coder.domain.codebook_diff import CodeDifference, Difference, differences
from coder.errors import CodebookFileError

if TYPE_CHECKING:
    from coder.domain.codebook_merge import Conflict, Merged, Side
    from coder.domain.content import CodebookContent

codebook_app = typer.Typer(help="Codebook files, and sharing a project's codebook.", rich_markup_mode=None)

File = Annotated[Path, typer.Argument(metavar="FILE", help="A codebook file.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
ProjectPath = Annotated[Path, typer.Argument(metavar="PROJECT", help="The project file, NAME.coder.")]
SharedFile = Annotated[
    Path | None, typer.Argument(metavar="[FILE]", help="The shared file; the linked one if left out.")
]
Prefer = Annotated[str, typer.Option("--prefer", help="mine or theirs: whose text stays in conflicts.")]
Which = Annotated[str, typer.Option("--codebook", help="Which codebook of the project, if it has several.")]


@codebook_app.callback()
def codebooks() -> None:
    """Codebook files, and sharing a project's codebook."""


@codebook_app.command("validate")
def validate(file: File, as_json: AsJson = False) -> None:
    """Check a codebook file."""
    from coder.codebooks import read_codebook

    found = read_codebook(file)
    count = len(found.codes)
    print_result(
        {"valid": True, "codebook": found.codebook.id, "version": found.codebook.version, "codes": count},
        as_json,
        f"{file.name} is valid: “{found.codebook.name}” {found.codebook.version} with {count} codes.",
    )


@codebook_app.command("show")
def show(file: File, as_json: AsJson = False) -> None:
    """Show a codebook as a tree with its short definitions and its change log."""
    content = _read(file)
    book = content.codebook
    codes = [
        {
            "id": code.id,
            "parent": code.parent_id or "",
            "kind": code.kind.value,
            "name": code.name,
            "status": code.status.value,
            "merged_into": code.merged_into or "",
            "short_definition": code.short_definition,
        }
        for code in content.codes
    ]
    log = [
        {"version": e.version, "date": e.date, "editor": e.editor, "what": e.what, "why": e.why} for e in content.log
    ]
    lines = [f"{book.name} {book.version} [{book.id}], {len(codes)} codes"]
    depth: dict[str, int] = {}
    for code in content.codes:
        depth[code.id] = depth.get(code.parent_id or "", -1) + 1
        mark = f" (merged into {code.merged_into})" if code.merged_into else f" ({code.status})"
        lines.append(
            "  " * (depth[code.id] + 1) + f"{code.name} [{code.id}]" + ("" if code.status == "active" else mark)
        )
    lines += [f"{entry['version']}, {entry['date']}, {entry['editor']}: {entry['why']}" for entry in reversed(log)]
    document = {"codebook": book.id, "name": book.name, "version": book.version, "codes": codes, "log": log}
    print_result(document, as_json, "\n".join(lines))


@codebook_app.command("diff", context_settings={"ignore_unknown_options": True})
def diff(
    a: Annotated[Path, typer.Argument(metavar="A", help="The older codebook.")],
    b: Annotated[Path | None, typer.Argument(metavar="B", help="The newer codebook.")] = None,
    rest: Annotated[list[str] | None, typer.Argument(hidden=True)] = None,
    as_json: AsJson = False,
) -> None:
    """Tell what is different between two codebooks, code by code; can serve as git's diff driver."""
    if _GIT_CALLS in os.environ and (b is None or rest):
        _diff_for_git(a, b, rest or [])
        return
    if b is None or rest:
        raise typer.BadParameter("name two files, the older one and the newer one", param_hint="A B")
    found = differences(_read_or_nothing(a), _read_or_nothing(b))
    print_result([_as_document(item) for item in found], as_json, _all_told(found))


_GIT_CALLS = "GIT_DIFF_PATH_COUNTER"
"""Set by git when it calls a diff driver."""


def _diff_for_git(named: Path, old: Path | None, rest: list[str]) -> None:
    """Print what git wants to show: called with path, old file, its hash and mode, new file, its hash and mode.

    An unmerged file comes with its path alone. A version that is no codebook is told and stops nothing: git would
    not show the other files.
    """
    print(f"codebook {named}")
    if old is None or len(rest) < 3:
        print("It is in conflict; decide what is to stay first.")
        return
    try:
        print(_all_told(differences(_read_or_nothing(old), _read_or_nothing(Path(rest[2])))))
    except CodebookFileError as error:
        print(error.message)


def _all_told(found: list[CodeDifference]) -> str:
    return "\n".join(line for item in found for line in _told(item)) or "Nothing is different."


@codebook_app.command("merge")
def merge_files(
    base: Annotated[Path, typer.Argument(metavar="BASE", help="The common ancestor.")],
    mine: Annotated[Path, typer.Argument(metavar="MINE", help="My codebook.")],
    theirs: Annotated[Path, typer.Argument(metavar="THEIRS", help="The other codebook.")],
    output: Annotated[Path, typer.Option("-o", "--output", metavar="OUT", help="Where to write the merged codebook.")],
    prefer: Prefer = "",
    as_json: AsJson = False,
) -> None:
    """Merge two codebooks three ways; with conflicts, list them and exit with 1.

    Nothing is written then, unless OUT is MINE, as git wants it: the file gets everything that both sides agree in,
    and git's marks around what is to be decided.
    """
    from coder.codebooks import write_codebook
    from coder.codebooks.marks import with_marks
    from coder.domain.codebook_merge import Side
    from coder.services.codebook.codebook_exchange import write_whole

    preferred = _side(prefer)
    one, other, older = _read(mine), _read(theirs), _read_or_nothing(base)
    if one.codebook.id != other.codebook.id:
        raise CodebookFileError(
            f"The files hold different codebooks: “{mine.name}” has “{one.codebook.id}”, "
            f"“{theirs.name}” has “{other.codebook.id}”."
        )
    merged = _merged(older, one, other, preferred)
    conflicts = [_conflict(item) for item in merged.open]
    document = {"merged": not conflicts, "codes": len(merged.content.codes), "conflicts": conflicts}
    if conflicts:
        marked = output.exists() and mine.exists() and output.samefile(mine)
        if marked:
            texts = [write_codebook(_merged(older, one, other, side).content) for side in (Side.MINE, Side.THEIRS)]
            write_whole(output, with_marks(*texts).encode())
        print_result(document, as_json, "")
        _tell_conflicts(merged.open, f"the marks in {output.name} show where" if marked else "nothing was changed")
        raise typer.Exit(1)
    with written_to(output, ".yaml") as place:
        write_whole(place.file, write_codebook(merged.content).encode())
    place.say(said(document, as_json, f"Merged into {place.name}: {len(merged.content.codes)} codes."))


@codebook_app.command("publish")
def publish_codebook(
    project: ProjectPath,
    file: SharedFile = None,
    reason: Annotated[str, typer.Option("--reason", help="Why the codebook changes, for the change log.")] = "",
    editor: Annotated[str, typer.Option("--editor", help="Who publishes; yourself if left out.")] = "",
    codebook: Which = "",
    as_json: AsJson = False,
) -> None:
    """Write a project's codebook to the shared file as a new version."""
    from coder.services.codebook.sharing import publish
    from coder.services.settings import Settings

    who = editor or Settings().coder
    with opened_project(project, person=who) as opened:
        made = publish(opened, reason=reason, editor=who, file=file, codebook=codebook)
    print_result(
        {"version": made.version, "date": made.date, "editor": made.editor, "what": made.what, "why": made.why},
        as_json,
        f"Published version {made.version}: {made.what or 'as it is'}.",
    )


@codebook_app.command("pull")
def pull_codebook(
    project: ProjectPath,
    file: SharedFile = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only tell what would change.")] = False,
    prefer: Prefer = "",
    codebook: Which = "",
    as_json: AsJson = False,
) -> None:
    """Take the shared file into a project by a three-way merge; with conflicts, list them and change nothing."""
    from coder.services.codebook.sharing import preview_pull, pull

    preferred = _side(prefer)
    choices: dict[tuple[str, str], Side] = {}
    with opened_project(project, writes=not dry_run) as opened:
        preview = preview_pull(opened, file=file, codebook=codebook)
        # A decision can bring up another one, such as two moves into each other.
        while preferred is not None and preview.merged.open:
            choices |= {item.key: preferred for item in preview.merged.open}
            preview = preview_pull(opened, file=file, codebook=codebook, choices=choices)
        if not dry_run and not preview.merged.open:
            pull(opened, file=file, codebook=codebook, choices=choices)
    touched = [_as_document(item.difference) | {"codings": item.codings} for item in preview.touched]
    conflicts = [_conflict(item) for item in preview.merged.open]
    document = {"version": preview.version, "taken_in": not dry_run and not conflicts, "changes": touched}
    lines = [f"Version {preview.version} " + ("would change:" if dry_run or conflicts else "was taken in:")]
    for item in preview.touched:
        first, *more = _told(item.difference)
        lines += [f"{first} ({item.codings} codings)", *more]
    if not preview.touched:
        lines = [f"Version {preview.version}: the project has everything already."]
    print_result(document | {"conflicts": conflicts}, as_json, "\n".join(lines))
    if conflicts:
        _tell_conflicts(preview.merged.open)
        raise typer.Exit(1)


@codebook_app.command("convert")
def convert(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="A codebook (.yaml .qdc .csv .xlsx), or a project (.coder).")
    ],
    output: Annotated[
        Path,
        typer.Option(
            "-o",
            "--output",
            metavar="FILE",
            help="The new file: .yaml .qdc .csv .xlsx .html or .docx; - for standard output.",
        ),
    ],
    base: Annotated[Path | None, typer.Option("--base", help="The codebook that a spreadsheet was made from.")] = None,
    codebook: Which = "",
    form: Annotated[
        str, typer.Option("--format", help="What goes to standard output, such as qdc; files tell it by their ending.")
    ] = "yaml",
) -> None:
    """Convert a codebook to another form: for other tools, for a spreadsheet, or to print."""
    from coder.codebooks.exchange import convert_in, convert_out
    from coder.services.codebook.codebook_exchange import export_codebook, write_whole

    with written_to(output, f".{form.lower().removeprefix('.')}") as place:
        if file.suffix.lower() == ".coder":
            with opened_project(file, writes=False) as project:
                count = export_codebook(project, file=place.file, codebook=codebook)
        else:
            content = convert_in(file, base=_read(base) if base else None)
            write_whole(place.file, convert_out(content, place.file.suffix, {}))
            count = len(content.codes)
    place.say(f"Wrote {place.named} with {count} codes.")


def _read(file: Path) -> CodebookContent:
    from coder.codebooks import read_codebook

    return read_codebook(file)


def _read_or_nothing(file: Path) -> CodebookContent:
    """Return a codebook, or an empty one for the empty file with which git stands for no file."""
    from coder.domain.codebook import Codebook
    from coder.domain.content import CodebookContent

    if file.name in ("null", "nul") or (file.is_file() and file.stat().st_size == 0):
        return CodebookContent(Codebook(id="nothing", name=""))
    return _read(file)


def _side(prefer: str) -> Side | None:
    from coder.domain.codebook_merge import Side

    if prefer not in ("", "mine", "theirs"):
        raise typer.BadParameter("write mine or theirs", param_hint="--prefer")
    return Side(prefer) if prefer else None


def _merged(base: CodebookContent, mine: CodebookContent, theirs: CodebookContent, prefer: Side | None) -> Merged:
    """Merge, deciding every conflict for the preferred side if there is one."""
    from coder.domain.codebook_merge import merge

    choices: dict[tuple[str, str], Side] = {}
    merged = merge(base, mine, theirs)
    while prefer is not None and merged.open:
        choices |= {item.key: prefer for item in merged.open}
        merged = merge(base, mine, theirs, choices)
    return merged


def _told(item: CodeDifference) -> list[str]:
    head = f"{item.name} [{item.code_id}]: {item.what}" if item.code_id else f"the codebook: {item.what}"
    if item.what in (Difference.ADDED, Difference.REMOVED):
        return [head]
    return [head, *(f"  {change.field}: {_short(change.before)} → {_short(change.after)}" for change in item.fields)]


def _short(text: str) -> str:
    line = " / ".join(text.split("\n"))
    return f"“{line if len(line) <= 70 else line[:69] + '…'}”" if line else "nothing"


def _as_document(item: CodeDifference) -> dict[str, Any]:
    return {
        "code": item.code_id,
        "name": item.name,
        "what": str(item.what),
        "fields": [{"field": c.field, "before": c.before, "after": c.after} for c in item.fields],
    }


def _conflict(item: Conflict) -> dict[str, str]:
    return {
        "code": item.code_id,
        "name": item.name,
        "field": item.field,
        "base": item.base,
        "mine": item.mine,
        "theirs": item.theirs,
    }


def _tell_conflicts(conflicts: tuple[Conflict, ...], done: str = "nothing was changed") -> None:
    print(f"{len(conflicts)} to be decided; {done}:", file=sys.stderr)
    for item in conflicts:
        where = f"{item.name} [{item.code_id}]" if item.code_id else "the codebook"
        print(f"{where}, {item.field}: mine {_short(item.mine)}, theirs {_short(item.theirs)}", file=sys.stderr)
