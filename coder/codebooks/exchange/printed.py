"""The codebook to read on paper: one HTML file that needs nothing else, or a Word document."""

from __future__ import annotations

import html
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from coder.codebooks.exchange.description import plain
from coder.codebooks.exchange.packages import steady
from coder.codebooks.file import CodebookFile
from coder.domain.codebook import Code, CodeKind, CodeStatus, CodeTree, LinkType
from coder.domain.colour import code_colours, is_colour

if TYPE_CHECKING:
    from docx.document import Document

_KINDS = {
    CodeKind.DOMAIN: "Domain",
    CodeKind.THEME: "Theme",
    CodeKind.OUTCOME: "Outcome",
    CodeKind.DIMENSION: "Output dimension",
    CodeKind.OTHER: "Code",
}
_LINKS = {LinkType.BELONGS_TO_DOMAIN: "Belongs to domain", LinkType.COMES_FROM_DIMENSION: "Comes from dimension"}

_STYLE = """
:root { color-scheme: light; }
body { font: 11pt/1.5 Georgia, "Times New Roman", serif; color: #1f2328; background: #fff; max-width: 46rem;
  margin: 2rem auto; padding: 0 1rem; overflow-wrap: anywhere; }
h1, h2, h3, h4, h5, h6, dt, .about, nav { font-family: "Segoe UI", Helvetica, Arial, sans-serif; }
h2 { margin-top: 2.5rem; border-bottom: 1px solid #6e7781; padding-bottom: .2rem; }
h3, h4, h5, h6 { margin: 1.6rem 0 .3rem; }
p, dd, li { white-space: pre-line; }
.about { color: #4b535d; font-size: .85em; margin: .2rem 0 .6rem; }
.swatch { display: inline-block; width: .8em; height: .8em; margin-right: .4em; border: 1px solid #57606a;
  -webkit-print-color-adjust: exact; print-color-adjust: exact; }
dt { font-weight: 600; font-size: .9em; margin-top: .6rem; }
dd { margin: 0; }
dd ul, nav ul { margin: 0; padding-left: 1.2rem; }
nav ul { list-style: none; }
a { color: inherit; }
@page { margin: 2cm; }
@media print {
  body { font-size: 10pt; max-width: none; margin: 0; padding: 0; }
  h1, h2, h3, h4, h5, h6, dt, .about { break-after: avoid; }
  li { break-inside: avoid; }
  nav a { text-decoration: none; }
}
""".strip()


@dataclass(frozen=True, slots=True)
class _Part:
    """A code as it is printed."""

    code: Code
    depth: int
    """From 1."""
    about: str
    """Kind, id, status and use on one line."""
    colour: str
    texts: tuple[tuple[str, str | tuple[str, ...]], ...]
    """Label and text, or label and items."""


def as_html(file: CodebookFile, usage: Mapping[str, int]) -> str:
    """Return the codebook as one HTML page with a style for printing; it loads nothing and runs nothing.

    `usage` says how often each code is used, by its id; when it is empty nothing is said of use.
    """
    name = _safe(file.codebook.name)
    parts = list(_parts(file, usage))
    lines = [
        "<!DOCTYPE html>",
        '<html lang="en-GB">',
        "<head>",
        '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">",
        f"<title>{name}: codebook</title>",
        f"<style>\n{_STYLE}\n</style>",
        "</head>",
        "<body>",
        "<header>",
        f"<h1>{name}</h1>",
        f'<p class="about">{_safe(_summary(file))}</p>',
    ]
    if file.codebook.description:
        lines.append(f"<p>{_safe(file.codebook.description)}</p>")
    lines.append("</header>")
    tops = [part for part in parts if part.depth == 1]
    if len(tops) > 1:
        lines += ['<nav aria-label="Contents">', "<ul>"]
        lines += [f'<li><a href="#{_safe(part.code.id)}">{_safe(part.code.name)}</a></li>' for part in tops]
        lines += ["</ul>", "</nav>"]
    lines.append("<main>")
    for part in parts:
        lines += _html_part(part)
    if not parts:
        lines.append("<p>This codebook has no codes yet.</p>")
    lines += ["</main>", "</body>", "</html>"]
    return "\n".join(lines) + "\n"


def as_docx(file: CodebookFile, usage: Mapping[str, int]) -> bytes:
    """Return the codebook as a Word document with the content of `as_html`: the same bytes for the same content."""
    import docx

    document = docx.Document()
    properties = document.core_properties
    # The template's own properties name a program and a day that have nothing to do with the codebook.
    properties.title, properties.author, properties.comments = plain(file.codebook.name)[:255], "", ""
    properties.created = properties.modified = datetime(2000, 1, 1)
    properties.language = "en-GB"
    document.add_heading(plain(file.codebook.name), 0)
    document.add_paragraph(plain(_summary(file)))
    if file.codebook.description:
        document.add_paragraph(plain(file.codebook.description))
    parts = list(_parts(file, usage))
    for part in parts:
        _docx_part(document, part)
    if not parts:
        document.add_paragraph("This codebook has no codes yet.")
    target = io.BytesIO()
    document.save(target)
    return steady(target.getvalue())


def _parts(file: CodebookFile, usage: Mapping[str, int]) -> Iterator[_Part]:
    """Yield the codes in display order."""
    tree = CodeTree(file.codes, file.links)
    colours = code_colours(tree)
    depths: dict[str, int] = {}
    for code in tree:
        depth = depths[code.id] = depths.get(code.parent_id or "", 0) + 1
        colour = code.colour if is_colour(code.colour) else colours[code.id].light
        yield _Part(code, depth, _about(code, tree, usage), colour, tuple(_texts(code, tree)))


def _about(code: Code, tree: CodeTree, usage: Mapping[str, int]) -> str:
    facts = [_KINDS[code.kind], code.id]
    if code.shortcut:
        facts.append(f"shortcut {code.shortcut}")
    if code.status is CodeStatus.DRAFT:
        facts.append("draft")
    elif code.status is CodeStatus.RETIRED:
        facts.append("retired")
    if code.merged_into:
        facts.append(f"merged into {_name(code.merged_into, tree)}")
    if usage:
        count = usage.get(code.id, 0)
        facts.append("not used yet" if count == 0 else "used once" if count == 1 else f"used {count:,} times")
    return " · ".join(facts)


def _texts(code: Code, tree: CodeTree) -> Iterator[tuple[str, str | tuple[str, ...]]]:
    labelled: list[tuple[str, str | tuple[str, ...]]] = [
        ("Short definition", code.short_definition),
        ("Full definition", code.full_definition),
        ("When to use", code.when_to_use),
        ("When not to use", code.when_not_to_use),
        ("Example quotes", code.example_quotes),
        ("Key terms", ", ".join(code.key_terms)),
    ]
    for link_type, label in _LINKS.items():
        targets = [_name(link.target_id, tree) for link in tree.links(code.id) if link.type is link_type]
        labelled.append((label, ", ".join(targets)))
    yield from ((label, text) for label, text in labelled if text)


def _name(code_id: str, tree: CodeTree) -> str:
    return tree[code_id].name if code_id in tree else code_id


def _summary(file: CodebookFile) -> str:
    count = len(file.codes)
    return f"Version {file.codebook.version} · {'one code' if count == 1 else f'{count:,} codes'}"


def _html_part(part: _Part) -> Iterator[str]:
    level = min(part.depth + 1, 6)
    # Beyond the sixth level HTML has no headings; the level is told to assistive technology all the same.
    deeper = f' aria-level="{part.depth + 1}"' if part.depth + 1 > level else ""
    swatch = (
        f'<span class="swatch" style="background:{part.colour}" role="img" aria-label="Colour {part.colour}"></span>'
    )
    yield f'<section id="{_safe(part.code.id)}">'
    yield f"<h{level}{deeper}>{swatch}{_safe(part.code.name)}</h{level}>"
    yield f'<p class="about">{_safe(part.about)} · colour {part.colour}</p>'
    if part.texts:
        yield "<dl>"
        for label, text in part.texts:
            yield f"<dt>{label}</dt>"
            if isinstance(text, str):
                yield f"<dd>{_safe(text)}</dd>"
            else:
                yield f"<dd><ul>{''.join(f'<li>{_safe(item)}</li>' for item in text)}</ul></dd>"
        yield "</dl>"
    yield "</section>"


def _docx_part(document: Document, part: _Part) -> None:
    from docx.shared import RGBColor

    heading = document.add_heading("", min(part.depth, 9))
    square = heading.add_run("■ ")
    square.font.color.rgb = RGBColor.from_string(part.colour[1:].upper())
    heading.add_run(plain(part.code.name))
    about = document.add_paragraph().add_run(f"{plain(part.about)} · colour {part.colour}")
    about.italic = True
    for label, text in part.texts:
        paragraph = document.add_paragraph()
        paragraph.add_run(f"{label}:").bold = True
        if isinstance(text, str):
            paragraph.add_run(f" {plain(text)}")
            continue
        paragraph.paragraph_format.keep_with_next = True
        for item in text:
            document.add_paragraph(plain(item), style="List Bullet")


def _safe(text: str) -> str:
    return html.escape(plain(text))
