"""Files that came to harm in every way that chance knows: for each reader samples, and how they are damaged.

Whatever comes, a reader takes it or says in one sentence why not. Seeds are fixed, so a finding can be found again.
"""

from __future__ import annotations

import csv
import io
import json
import random
import sqlite3
import zipfile
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from coder.codebooks.exchange import convert_in, convert_out
from coder.codebooks.file import read_codebook
from coder.errors import CoderError
from coder.importers.reading import read_transcript
from coder.services.checking import check_project
from coder.services.coding.codings_import import import_codings
from coder.services.project import Project, open_project
from coder.services.settings import Settings
from coder.shipped import codebooks_folder
from tests.helpers.builders import a_code, a_coding, a_participant, a_transcript
from tests.helpers.projects import a_project
from tests.importers import word_files

TALK = a_transcript("INTERVIEWER: And then?\nROSA: We walked home.\nINTERVIEWER: Why?\nROSA: It was late, café.")
_TOKENS = [
    b"\xff",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\x00",
    b"\xed\xa0\x80",
    b"\xf4\x90\x80\x80",
    b"\x80",
    b'"',
    b"'",
    b"\\",
    b"\r",
    b"\n\n",
    b"\t",
    b"sep=",
    b"sep=;\n",
    b": ",
    b"- ",
    b"| ",
    b"&a",
    b"*a",
    b"!!x",
    b"---\n",
    b"<",
    b">",
    b"<!--",
    b"]]>",
    b"&#0;",
    b"-->",
    b"00:00:99.999 --> 0",
    b"[00:61:61]",
    b"9" * 30,
    b"-1",
    b"1e999",
    b"{",
    b"[" * 500,
    b"\xe2\x80\xa8",
    b"\xe2\x80\xae",
    "ß".encode("utf-16-le"),
]


@dataclass(frozen=True)
class Reader:
    """Something that reads files of strangers, with sound samples by the names that they have."""

    samples: Mapping[str, bytes]
    read: Callable[[Path], object]


def readers(folder: Path) -> dict[str, Reader]:
    """Return all readers; `folder` is where they may make what they need."""
    book = read_codebook(codebooks_folder() / "outcomes.yaml")
    turns = (
        "INTERVIEWER: And then?\n\nROSA: We walked home, and it was café time.\n\nINTERVIEWER: Why?\n\nROSA: Late.\n"
    )
    captions = "WEBVTT\n\n1\n00:00:01.000 --> 00:00:04.000\n<v Rosa>We walked home.\n\n00:05.000 --> 00:06.000\nWhy?\n"
    subtitles = "1\n00:00:01,000 --> 00:00:04,000\nROSA: We walked.\n\n2\n00:00:05,000 --> 00:00:06,500\nWhy?\n"
    word = word_files.word_file(*(word_files.paragraph(line) for line in turns.split("\n") if line))
    project = a_project(
        folder,
        [TALK],
        [a_code("loss")],
        [a_coding(TALK, "walked home", "loss")],
        participants=[a_participant("Worker 1")],
    )
    project.close()
    table = io.StringIO()
    csv.writer(table).writerows([["transcript", "code", "quote"], [TALK.transcript.name, "loss", "We walked home."]])
    otter = "Mara Field  0:02\nHow did it go?\n\nRosa Lind  0:09\nWe walked home.\n"
    return {
        "transcripts": Reader(
            {
                "a.txt": turns.encode(),
                "b.txt": turns.encode("utf-16"),
                "c.txt": turns.encode("cp1252"),
                "d.txt": otter.encode(),
                "a.md": ("# First\n\n" + turns.replace("ROSA", "**ROSA**")).encode(),
                "a.vtt": captions.encode(),
                "a.srt": subtitles.encode(),
                "a.docx": word,
            },
            read_transcript,
        ),
        "codebooks": Reader(
            {f"a{ending}": convert_out(_small(book), ending, {}) for ending in (".yaml", ".csv", ".xlsx", ".qdc")},
            convert_in,
        ),
        "codings": Reader({"a.csv": table.getvalue().encode()}, lambda path: _codings(folder / "Pilot.coder", path)),
        "projects": Reader({"a.coder": (folder / "Pilot.coder").read_bytes()}, _checked),
        "settings": Reader(
            {"settings.json": json.dumps({"coder": "AB", "recent_projects": ["/a"], "places": {"a": 3}}).encode()},
            lambda path: Settings(path.parent),
        ),
    }


def attack(reader: Reader, folder: Path, *, seed: int, rounds: int) -> tuple[int, int]:
    """Give a reader damaged files; return how many it took and how many it refused in words.

    Raises what it should not raise, with the file that did it kept in `folder`.
    """
    taken = refused = 0
    for number in range(rounds):
        chance = random.Random(f"{seed} {number}")
        name = chance.choice(list(reader.samples))
        path = folder / name
        path.write_bytes(damaged(reader.samples[name], chance))
        try:
            reader.read(path)
            taken += 1
        except CoderError as error:
            refused += bool(error.message.strip())
        except Exception as error:
            error.add_note(f"seed {seed}, round {number}: {path}")
            raise
    return taken, refused


def damaged(data: bytes, chance: random.Random) -> bytes:
    """Return bytes that came to harm: within a package in one of its parts, or as a whole."""
    if data.startswith(b"PK") and chance.random() < 0.6:
        return _part_damaged(data, chance)
    if data.startswith(b"SQLite") and chance.random() < 0.7:
        return _row_damaged(data, chance)
    for _ in range(chance.choice([1, 1, 1, 2, 5, 20])):
        data = _harmed(data, chance)
    return data


def _harmed(data: bytes, chance: random.Random) -> bytes:
    # What tells how to read the rest stands at the beginning and, in packages, at the end.
    size = len(data)
    at = chance.choice(
        [chance.randrange(size + 1), min(size, chance.randrange(60)), max(0, size - chance.randrange(90))]
    )
    end = min(size, at + chance.choice([1, 2, 4, 30, 1000]))
    match chance.randrange(7):
        case 0:
            return data[:at] + bytes([chance.randrange(256)]) + data[at + 1 :]
        case 1:
            return data[:at] + chance.choice(_TOKENS) + data[at:]
        case 2:
            return data[:at] + chance.choice(_TOKENS) + data[end:]
        case 3:
            return data[:at] + data[end:]
        case 4:
            return data[:at] + data[at:end] * chance.choice([2, 3, 40]) + data[end:]
        case 5:
            return data[:at] or b"\xff"
        case _:
            return data[:at] + bytes(byte ^ 1 << chance.randrange(8) for byte in data[at:end]) + data[end:]


def _part_damaged(data: bytes, chance: random.Random) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as package, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        hit = chance.choice(package.namelist())
        for name in package.namelist():
            content = package.read(name)
            copy.writestr(name, _harmed(content, chance) if name == hit else content)
    return target.getvalue()


def _row_damaged(data: bytes, chance: random.Random) -> bytes:
    with closing(sqlite3.connect(":memory:")) as raw:
        raw.deserialize(data)
        raw.execute("PRAGMA ignore_check_constraints = ON")
        tables = raw.execute("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE TABLE%' ORDER BY name").fetchall()
        (table,) = chance.choice(tables)
        columns = [row[1] for row in raw.execute(f'PRAGMA table_info("{table}")')]
        value = chance.choice([b"\xff", "", "x", -1, 2**40, 0.5, "[]", "{}", '["a"', None, "\0"])
        try:
            raw.execute(f'UPDATE "{table}" SET "{chance.choice(columns)}" = ?', [value])
            if chance.random() < 0.2:
                raw.execute(f'DELETE FROM "{chance.choice(tables)[0]}"')
            raw.commit()
        except sqlite3.Error:
            raw.rollback()
        return raw.serialize()


def _small(book: object) -> object:
    from dataclasses import replace

    kept = book.codes[:4]  # type: ignore[attr-defined]
    ids = {code.id for code in kept}
    links = tuple(link for link in book.links if {link.code_id, link.target_id} <= ids)  # type: ignore[attr-defined]
    return replace(book, codes=tuple(replace(code, parent_id=None) for code in kept), links=links)  # type: ignore[type-var]


def _codings(project: Path, file: Path) -> object:
    with closing(open_project(project)) as opened:
        return import_codings(opened, file=file, coder="AB")


def _checked(path: Path) -> object:
    for ending in ("-wal", "-shm", "-journal"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
    with closing(open_project(path)) as project:
        _read_all(project)
        return check_project(project)


def _read_all(project: Project) -> None:
    with project.read() as rows:
        rows.code_tree()
        rows.coding_columns()
        rows.turn_columns()
        rows.audit_trail()
        rows.turns_found("home", limit=3)
    with project.notes() as notes:
        notes.shown()
        notes.measurements()
        notes.kept("learner")
