"""The suggestions under review in their order: which one is at hand, which come next, where one has been."""

from __future__ import annotations

from collections.abc import Sequence

from coder.domain.span import Span
from coder.services.suggestions.reviewing import Review, ReviewItem

Key = tuple[str, Span]
"""A suggestion within a transcript: code and passage."""


def key_of(item: ReviewItem) -> Key:
    """Return what tells a suggestion apart within its transcript."""
    return item.suggestion.code_id, item.passage.span


class ReviewQueue:
    """Keeps the suggestion at hand in place while what is left around it changes."""

    def __init__(self) -> None:
        self.given: tuple[ReviewItem, ...] = ()
        """All suggestions, decided or not, as they were worked out."""
        self.left: tuple[ReviewItem, ...] = ()
        """What is still to be decided, in order."""
        self.decided = 0
        self.current: Key | None = None
        self._at = 0
        self._trail: list[Key] = []

    @property
    def item(self) -> ReviewItem | None:
        """Return the suggestion at hand, decided or not."""
        return next((item for item in (*self.left, *self.given) if key_of(item) == self.current), None)

    @property
    def is_open(self) -> bool:
        """Tell whether the suggestion at hand is still to be decided."""
        return any(key_of(item) == self.current for item in self.left)

    @property
    def is_skipped(self) -> bool:
        """Tell whether the suggestion at hand was left for later once already."""
        return any(key_of(item) == self.current and item.skipped for item in self.left)

    @property
    def total(self) -> int:
        """Return how many suggestions there were."""
        return self.decided + len(self.left)

    def clear(self) -> None:
        """Forget everything."""
        self.given, self.left, self.decided = (), (), 0
        self.begin()

    def begin(self) -> None:
        """Begin at the first suggestion, as in another order."""
        self.current, self._at = None, 0
        self._trail.clear()

    def give(self, items: Sequence[ReviewItem]) -> None:
        """Take other suggestions; what is at hand stays until it is decided, whatever was learned meanwhile."""
        here = self.item
        self.given = tuple(items)
        if here is not None and key_of(here) not in {key_of(item) for item in items}:
            self.given = (here, *self.given)

    def knows(self, key: Key) -> bool:
        """Tell whether a suggestion is among those that were given."""
        return any(key_of(item) == key for item in self.given)

    def take(self, found: Review, *, prefer: Key | None = None) -> None:
        """Follow what is left: a decided suggestion makes way for the one that came after it."""
        self.left, self.decided = found.items, found.decided
        keys = [key_of(item) for item in self.left]
        if prefer in keys:
            self.move_to(prefer)
        elif self.current not in keys:
            self.move_to(keys[self._at if self._at < len(keys) else 0] if keys else None)
        if self.current in keys:
            self._at = keys.index(self.current)

    def following(self) -> Key | None:
        """Return the next one that is left, after the last again the first; None if nothing is left."""
        keys = [key_of(item) for item in self.left]
        if not keys:
            return None
        if self.current in keys:
            return keys[(keys.index(self.current) + 1) % len(keys)]
        return keys[self._at if self._at < len(keys) else 0]

    def move_to(self, key: Key | None) -> None:
        """Make another suggestion the one at hand."""
        if key == self.current:
            return
        if self.current is not None and (not self._trail or self._trail[-1] != self.current):
            self._trail.append(self.current)
        self.current = key
        self._at = next((at for at, item in enumerate(self.left) if key_of(item) == key), self._at)

    def go_back(self) -> bool:
        """Make the one before the one at hand again, also if it is decided; tell whether there was one."""
        while self._trail:
            before = self._trail.pop()
            if before != self.current and self.knows(before):
                self.current = before
                self._at = next((at for at, item in enumerate(self.left) if key_of(item) == before), self._at)
                return True
        return False
