"""The marks of one transcript, sorted so that those over a stretch of text are found without looking at all."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator

from coder.domain.span import Span
from coder.gui.reading.view.content import Mark

_CHUNK = 64

_Key = tuple[int, int, str]


class MarkIndex:
    """Marks by id and by place, in order of their start with longer ones first."""

    def __init__(self, marks: Iterable[Mark] = ()) -> None:
        self._marks = {mark.id: mark for mark in marks}
        self._keys = sorted(_key(mark) for mark in self._marks.values())
        self._reach: list[int] | None = None

    def __len__(self) -> int:
        return len(self._marks)

    def __iter__(self) -> Iterator[Mark]:
        return (self._marks[key[2]] for key in self._keys)

    def get(self, mark_id: str | None) -> Mark | None:
        """Return the mark with an id, or None."""
        return self._marks.get(mark_id) if mark_id is not None else None

    def add(self, mark: Mark) -> Mark | None:
        """Add a mark; return the one with the same id that it replaces, if any."""
        replaced = self.remove(mark.id)
        self._marks[mark.id] = mark
        insort(self._keys, _key(mark))
        self._reach = None
        return replaced

    def remove(self, mark_id: str) -> Mark | None:
        """Take a mark out and return it, or None if there is none with this id."""
        mark = self._marks.pop(mark_id, None)
        if mark is not None:
            del self._keys[bisect_left(self._keys, _key(mark))]
            self._reach = None
        return mark

    def overlapping(self, start: int, end: int) -> list[Mark]:
        """Return the marks that share a character with `[start, end)`, in order."""
        if self._reach is None:
            # How far each chunk of keys reaches: a chunk that ends before `start` is passed over as a whole.
            self._reach = [
                -min(key[1] for key in self._keys[first : first + _CHUNK])
                for first in range(0, len(self._keys), _CHUNK)
            ]
        stop = bisect_left(self._keys, (end,))
        found: list[Mark] = []
        for chunk, first in enumerate(range(0, stop, _CHUNK)):
            if self._reach[chunk] > start:
                found += [self._marks[k[2]] for k in self._keys[first : min(first + _CHUNK, stop)] if -k[1] > start]
        return found

    def at(self, position: int) -> list[Mark]:
        """Return the marks over the character at a position, the shortest (topmost) first."""
        return sorted(self.overlapping(position, position + 1), key=depth)

    def within(self, span: Span) -> list[Mark]:
        """Return the marks that share a character with a span, in order."""
        return self.overlapping(span.start, span.end)


def depth(mark: Mark) -> tuple[int, bool, int]:
    """Return the sort key for what lies on top: shorter passages first, codings before suggestions."""
    return mark.end - mark.start, mark.hollow, mark.start


def _key(mark: Mark) -> _Key:
    return mark.start, -mark.end, mark.id
