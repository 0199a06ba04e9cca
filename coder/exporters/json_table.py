"""Tables as JSON: the definition of the columns, then the rows as objects."""

from __future__ import annotations

import json
from pathlib import Path

from coder.exporters.contents import NOBODY, Contents, Watch
from coder.exporters.files import replaced


def write_json(contents: Contents, path: Path, *, watch: Watch = NOBODY) -> None:
    """Write a table as one JSON document in UTF-8, a row on each line.

    Whole numbers and shares are numbers, what is unknown is null, everything else is text. Raises `ExportError`; an
    older file is kept then.
    """
    head, total = contents.head, len(contents.frame)
    names = [column.name for column in head.columns]
    about = {
        "table": head.name,
        "title": head.title,
        "description": head.description,
        "notes": [*filter(None, [contents.notice]), *contents.notes],
        "columns": [
            {"name": each.name, "title": each.title, "type": each.type.value, "meaning": each.meaning}
            for each in head.columns
        ],
    }
    with replaced(path) as stream:
        opening = json.dumps(about, ensure_ascii=False, indent=1)
        stream.write((opening.removesuffix("\n}") + ',\n "rows": [').encode("utf-8"))
        separator = "\n  "
        for row in watch.over(contents.rows(), total):
            line = json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False)
            stream.write((separator + line).encode("utf-8"))
            separator = ",\n  "
        stream.write(b"\n ]\n}\n")
        watch.at(total, total)
