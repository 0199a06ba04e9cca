"""Word files made part by part, so that a test can hold exactly what Word writes, or exactly what is broken."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import escape

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
NAMESPACES = (
    f'xmlns:w="{_W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
MAIN = "word/document.xml"


def text(words: str) -> str:
    """Write text of a run; a newline is a soft break and a tab a tab."""
    result = []
    for number, line in enumerate(words.split("\n")):
        if number:
            result.append("<w:br/>")
        result.append("<w:tab/>".join(f'<w:t xml:space="preserve">{escape(part)}</w:t>' for part in line.split("\t")))
    return "".join(result)


def run(words: str, *, bold: bool = False) -> str:
    """Write a run."""
    return f"<w:r>{'<w:rPr><w:b/></w:rPr>' if bold else ''}{text(words)}</w:r>"


def paragraph(*parts: str, style: str = "", listed: str = "") -> str:
    """Write a paragraph from runs or plain words; `listed` is the id of a list."""
    look = f'<w:pStyle w:val="{style}"/>' if style else ""
    if listed:
        look += f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{listed}"/></w:numPr>'
    inner = "".join(part if part.startswith("<") else run(part) for part in parts)
    return f"<w:p>{f'<w:pPr>{look}</w:pPr>' if look else ''}{inner}</w:p>"


def table(*rows: tuple[str, ...]) -> str:
    """Write a table; a cell is plain words (a newline is a new paragraph) or an element."""
    lines = ("".join(_cell(content) for content in cells) for cells in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{line}</w:tr>' for line in lines)}</w:tbl>"


def _cell(content: str) -> str:
    inner = content if content.startswith("<") else "".join(paragraph(line) for line in content.split("\n"))
    return f"<w:tc>{inner}</w:tc>"


def notes(kind: str, texts: Mapping[str, str]) -> str:
    """Write a part with footnotes or endnotes, and the separators that Word always puts there."""
    items = "".join(f'<w:{kind} w:id="{number}">{paragraph(words)}</w:{kind}>' for number, words in texts.items())
    separator = f'<w:{kind} w:id="-1" w:type="separator"><w:p><w:r><w:separator/></w:r></w:p></w:{kind}>'
    return f"{_HEAD}<w:{kind}s {NAMESPACES}>{separator}{items}</w:{kind}s>"


def part(tag: str, inner: str) -> str:
    """Write any other part by its root element, such as a "hdr"."""
    return f"{_HEAD}<w:{tag} {NAMESPACES}>{inner}</w:{tag}>"


STYLES = part(
    "styles",
    "".join(
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/></w:style>'
        for key, name in {"Title": "Title", "H1": "heading 1", "LB": "List Bullet", "LN": "List Number"}.items()
    ),
)
NUMBERING = part(
    "numbering",
    "".join(
        f'<w:abstractNum w:abstractNumId="{number}"><w:lvl w:ilvl="0"><w:numFmt w:val="{kind}"/></w:lvl>'
        "</w:abstractNum>"
        for number, kind in enumerate(("bullet", "decimal"))
    )
    + "".join(f'<w:num w:numId="{number + 1}"><w:abstractNumId w:val="{number}"/></w:num>' for number in range(2)),
)


def document(*body: str) -> str:
    """Write the main part."""
    return f"{_HEAD}<w:document {NAMESPACES}><w:body>{''.join(body)}</w:body></w:document>"


def word_file(*body: str, related: Mapping[str, str] | None = None, main_type: str = _MAIN_TYPE) -> bytes:
    """Return a Word file with a body and the parts that belong to it by kind ("footnotes", "header", ...)."""
    parts = {"styles": STYLES, "numbering": NUMBERING, **(related or {})}
    overrides = f'<Override PartName="/{MAIN}" ContentType="{main_type}"/>'
    relations = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{kind}.xml"/>'
        for number, kind in enumerate(parts, start=1)
    )
    files = {
        "[Content_Types].xml": f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>',
        "_rels/.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="{MAIN}"/></Relationships>',
        MAIN: document(*body),
        "word/_rels/document.xml.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{relations}'
        "</Relationships>",
        **{f"word/{kind}.xml": xml for kind, xml in parts.items()},
    }
    return zipped(files)


def zipped(files: Mapping[str, str | bytes]) -> bytes:
    """Return a zip package."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(name, content)
    return target.getvalue()


def with_part(data: bytes, name: str, content: str | bytes | None) -> bytes:
    """Return a package with one part put in place of another, or taken out."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        files: dict[str, str | bytes] = {part: package.read(part) for part in package.namelist()}
    if content is None:
        files.pop(name)
    else:
        files[name] = content
    return zipped(files)
