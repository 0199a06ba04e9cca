"""What an action means where the person is: something may cover the transcripts, and leads back to them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

EVERYWHERE = frozenset(
    {"undo", "redo", "import_transcripts", "import_codings", "edit_codebook", "analyse", "show_suggestions", "trust"}
    | {"export_tables"}
)
"""What does the same wherever the person is."""
BACK_TO_TEXT = frozenset(
    {"find", "find_next", "find_previous", "go_text", "go_transcripts", "next_transcript", "previous_transcript"}
    | {"show_evidence", "review", "find_passages"}
)
"""What leads back to the transcripts from whatever covers them."""


@dataclass(frozen=True, slots=True)
class Cover:
    """Something that is shown in place of the transcripts."""

    shown: Callable[[], bool]
    leave: Callable[[], object]
    instead: Callable[[], Mapping[str, Callable[[], object]]]
    """What some actions mean there, by their names."""


def in_place(name: str, do: Callable[[], object], covers: Sequence[Cover]) -> Callable[[], object]:
    """Return what an action does where the person is: in a cover it means the cover, leads back, or does nothing."""
    if name in EVERYWHERE:
        return do

    def act() -> object:
        cover = next((each for each in covers if each.shown()), None)
        if cover is None:
            return do()
        instead = cover.instead()
        if name in instead:
            return instead[name]()
        if name not in BACK_TO_TEXT:
            # What acts on a passage must not act on one that nobody sees.
            return None
        cover.leave()
        return do()

    return act


def uncover(covers: Sequence[Cover]) -> None:
    """Leave what covers the transcripts."""
    for cover in covers:
        if cover.shown():
            cover.leave()
