"""YAML as plain data with line numbers: every value is the text that stands in the file.

Dates, numbers and words such as `no` stay text. Anchors, aliases and tags are refused, and nothing here is
recursive, so that a hostile file can neither grow in memory nor exhaust the stack.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from coder.codebooks.problems import Path, Problem, quoted
from coder.errors import CodebookFileError

if TYPE_CHECKING:
    from ruamel.yaml.events import Event, ScalarEvent

MOST_LEVELS = 8
"""A codebook needs five: the file, its codes, a code, its links, a link."""

MOST_VALUES = 150_000
"""Names of fields and values: some 5,000 codes with all their fields; the parser takes about 10 s for this many."""

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_CONFLICT = re.compile(r"^(?:<{7}|>{7})(?: .*)?$", re.MULTILINE)
_BLOCK_COMMENT = re.compile(r"[|>][-+\d]*\s+(#.*)")
_HYPHEN_COMMENT = re.compile(r"(?:- +)+(#.*)")
_LOST_COLOUR = re.compile(r":\s+#[0-9a-fA-F]{3,8}\b")


@dataclass(frozen=True, slots=True)
class Document:
    """A YAML file as dicts, lists, texts and None, with the line of each field and item (from 1)."""

    data: object
    lines: dict[Path, int] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    comments: tuple[tuple[int, str], ...] = ()
    """Line (from 1) and text of comments, with empty texts for the blank lines after one. A comment at the end of a
    line belongs to that line."""


@dataclass(slots=True)
class _Open:
    """A mapping or list that is being read."""

    path: Path
    items: dict[str, object] | list[object]
    key: str | None = None


def load(text: str, name: str) -> Document:
    """Return the one YAML document in `text`; its data is None if there is nothing in it.

    Raises `CodebookFileError` with file, line and reason for text that is not YAML, for what conflicts in git
    leave behind, and for YAML that a codebook never needs: anchors, aliases, tags, several documents, deep nesting.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    conflict = _CONFLICT.search(text)
    if conflict:
        line = text.count("\n", 0, conflict.start()) + 1
        raise CodebookFileError(
            f"“{name}” still holds both sides of a conflict from git (line {line}: {quoted(conflict.group())}); "
            "decide what is to stay, remove the marks and open it again."
        )
    return _Reader(text, name).document()


class _Reader:
    """Builds the data from parser events with a stack of open mappings and lists."""

    def __init__(self, text: str, name: str) -> None:
        self._text = text
        self._rows = text.split("\n")
        self._name = name
        self._stack: list[_Open] = []
        self._lines: dict[Path, int] = {}
        self._problems: list[Problem] = []
        self._root: object = None
        self._documents = 0
        self._line = 1
        self._scalars: list[tuple[int, int]] = []
        self._values = 0
        self._beside: list[tuple[int, str]] = []

    def document(self) -> Document:
        """Read everything."""
        from ruamel.yaml.events import DocumentStartEvent, MappingEndEvent, SequenceEndEvent

        for event in self._events():
            self._line = event.start_mark.line + 1
            if isinstance(event, DocumentStartEvent):
                self._documents += 1
                if self._documents > 1:
                    raise self._error("a second document begins; remove this line")
            elif isinstance(event, MappingEndEvent | SequenceEndEvent):
                self._stack.pop()
                if event.end_mark.index > event.start_mark.index:
                    self._see_beside(event)
            else:
                self._take(event)
        return Document(self._root, self._lines, tuple(self._problems), tuple(self._comments()))

    def _comments(self) -> list[tuple[int, str]]:
        """Return the comments; a line within a text that begins with # is no comment."""
        inside = {line for first, last in self._scalars for line in range(first + 1, last + 1)}
        found = list(self._beside)
        after = False
        for number, row in enumerate(self._rows, start=1):
            text = row.strip()
            if number in inside:
                after = False
            elif text.startswith("#"):
                found.append((number, text))
                after = True
            elif hyphens := _HYPHEN_COMMENT.match(text):
                found.append((number, hyphens[1]))
            elif text:
                after = False
            elif after and number < len(self._rows):
                found.append((number, ""))
        return sorted(found, key=lambda comment: comment[0])

    def _see(self, event: ScalarEvent) -> None:
        """Note which lines a text takes, and a comment that stands behind it."""
        first, last = event.start_mark.line + 1, event.end_mark.line + 1
        if event.style in ("|", ">"):
            # A block ends where the next thing begins.
            self._scalars.append((first, last - 1))
            if found := _BLOCK_COMMENT.match(self._rows[first - 1][event.start_mark.column :]):
                self._beside.append((first, found[1].rstrip()))
            return
        self._scalars.append((first, last))
        self._see_beside(event)

    def _see_beside(self, event: Event) -> None:
        """Note a comment behind a text, or behind the bracket that ends a list."""
        line = event.end_mark.line + 1
        rest = self._rows[line - 1][event.end_mark.column :].lstrip(":, ") if line <= len(self._rows) else ""
        if rest.startswith("#"):
            self._beside.append((line, rest.rstrip()))

    def _events(self) -> Iterator[Event]:
        from ruamel.yaml import YAML
        from ruamel.yaml.error import MarkedYAMLError, YAMLError
        from ruamel.yaml.reader import ReaderError

        try:
            yield from YAML(typ="safe", pure=True).parse(self._text)
        except MarkedYAMLError as error:
            raise self._syntax_error(error) from error
        except ReaderError as error:
            self._line = self._text.count("\n", 0, error.position) + 1
            raise self._error(f"the character U+{error.character:04X} cannot stand in a text file") from error
        except (YAMLError, ValueError, OverflowError) as error:
            # The parser lets Python's own errors through for escapes such as "\U00110000".
            raise self._error("there is an escape (a backslash in double quotes) that stands for nothing") from error

    def _take(self, event: Event) -> None:
        """Put a scalar, or the start of a mapping or list, where it belongs."""
        from ruamel.yaml.events import AliasEvent, MappingStartEvent, NodeEvent, ScalarEvent, SequenceStartEvent

        if not isinstance(event, NodeEvent):
            return
        if isinstance(event, AliasEvent):
            raise self._error("text that begins with “*” must be in quotes (a codebook has no aliases)")
        if event.anchor is not None:
            raise self._error("text that begins with “&” must be in quotes (a codebook has no anchors)")
        if getattr(event, "tag", None) is not None:
            raise self._error("text that begins with “!” must be in quotes (a codebook has no tags)")
        self._values += 1
        if self._values > MOST_VALUES:
            raise self._error(f"it holds more than {MOST_VALUES:,} fields and values, far more than a codebook has")
        value: object
        if isinstance(event, ScalarEvent):
            self._see(event)
            value = None if not event.style and event.value in _NULLS else event.value
        elif isinstance(event, MappingStartEvent | SequenceStartEvent):
            if len(self._stack) == MOST_LEVELS:
                raise self._error(f"lists and fields are nested more than {MOST_LEVELS} levels deep")
            value = {} if isinstance(event, MappingStartEvent) else []
        path = self._place(value)
        if path is not None and isinstance(value, dict | list):
            self._stack.append(_Open(path, value))

    def _place(self, value: object) -> Path | None:
        """Store a value and return its path, or None if it is the name of a field."""
        if not self._stack:
            self._root = value
            self._lines[()] = self._line
            return ()
        parent = self._stack[-1]
        if isinstance(parent.items, list):
            path: Path = (*parent.path, len(parent.items))
            parent.items.append(value)
            self._lines[path] = self._line
            return path
        if parent.key is None:
            if not isinstance(value, str):
                raise self._error("the name of a field must be one word, such as “name:”")
            parent.key = value
            path = (*parent.path, value)
            if value in parent.items:
                self._problems.append(Problem(path, f"is there twice (again in line {self._line}); keep one"))
            self._lines.setdefault(path, self._line)
            return None
        key, parent.key = parent.key, None
        path = (*parent.path, key)
        if value is None and _LOST_COLOUR.search(self._source(self._lines[path])):
            self._problems.append(Problem(path, 'what follows “#” is lost as a comment; put it in quotes: "#2f8f5b"'))
        parent.items[key] = value
        return path

    def _source(self, line: int) -> str:
        return self._rows[line - 1] if line <= len(self._rows) else ""

    def _syntax_error(self, error: object) -> CodebookFileError:
        """Word the parser's message for somebody who does not know YAML."""
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        if mark is not None:
            self._line = mark.line + 1
        problem = str(getattr(error, "problem", "") or "")
        context = str(getattr(error, "context", "") or "")
        opened = getattr(error, "context_mark", None)
        source = self._source(self._line)
        blanks = source[: len(source) - len(source.lstrip())]
        if "'\\t'" in problem or "\t" in blanks:
            return self._error("the line is indented with a tab; use blanks")
        if "quoted scalar" in context and "end of stream" in problem and opened is not None:
            self._line = opened.line + 1
            return self._error("a quotation mark is opened here and never closed")
        if "mapping values are not allowed" in problem:
            return self._error("there is a second colon; put text that holds a colon in quotes")
        if "cannot start any token" in problem and mark is not None:
            return self._error(f"text that begins with “{source[mark.column : mark.column + 1]}” must be in quotes")
        if "expected <block end>" in problem:
            return self._error("the line does not fit to those above it; check its indentation and its quotation marks")
        if "could not find expected ':'" in problem:
            return self._error("the line is neither “field: text” nor part of the text above it; check its indentation")
        return self._error(", ".join(part for part in (context, problem) if part) or "it cannot be read")

    def _error(self, reason: str) -> CodebookFileError:
        return _refused(self._name, self._line, reason)


def _refused(name: str, line: int, reason: str) -> CodebookFileError:
    return CodebookFileError(f"“{name}” cannot be read as a codebook: line {line}: {reason}.")
