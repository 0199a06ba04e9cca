"""Transcripts as a table of text with tabs: NVivo's and ELAN's exports, Whisper's TSV, and others like them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from coder.domain.search import folded
from coder.importers.names import Likeness, likeness, seconds
from coder.importers.turns import Draft, Recognised, turns

_STARTS = frozenset(
    "timespan time start begin begin_time start_time starttime timestamp timecode in tc zeit zeitspanne startzeit "
    "anfang tiempo inicio temps debut tempo inizio tijd begintijd onset".split()
)
_TEXTS = frozenset(
    "content text transcript transcription annotation annotation_value utterance said talk inhalt transkript beitrag "
    "contenido texto contenu texte contenuto testo conteudo inhoud tekst sentence".split()
)
_SPEAKERS = frozenset(
    "speaker speakers name tier participant who voice person role speaker_name sprecher sprecherin hablante locuteur "
    "intervenant parlante orador falante spreker persona personne".split()
)
_CLOCK = r"(?:\d{1,3}:)?\d{1,3}:\d{2}(?:[.,]\d{1,3})?"
_TIME = re.compile(rf"[\[(]?(?P<time>{_CLOCK})[\])]?(?:\s*(?:-+>?|–|—|to)\s*{_CLOCK}[\])]?)?")
_FIGURE = re.compile(r"\d+(?:[.,]\d+)?")
_LEAST_COLUMNS = 3


@dataclass(frozen=True, slots=True)
class _Columns:
    """Which column holds what; None for what the table does not have."""

    text: int
    speaker: int | None
    start: int | None


def read_grid(text: str) -> Recognised | None:
    """Return the turns of a table with tabs that has a column of text and one of times or speakers, else None."""
    if "\t" not in text:
        return None
    rows = [[_unquoted(cell) for cell in line.split("\t")] for line in text.split("\n") if line.strip()]
    if not rows:
        return None
    width = Counter(map(len, rows)).most_common(1)[0][0]
    heads = [folded(cell).replace(" ", "_").strip("_:.") for cell in rows[0]]
    named = _by_heads(heads)
    if named is None and (width < _LEAST_COLUMNS or sum(len(row) == width for row in rows) < 0.8 * len(rows)):
        return None
    body = rows[1:] if named is not None else rows
    columns = named or _by_contents(body, width)
    if columns is None or not body:
        return None
    left_out = [" | ".join(cell for cell in rows[0] if cell)] if named is not None else []
    drafts: list[Draft] = []
    for row in body:
        if len(row) <= columns.text or (len(row) == 1 and drafts):
            # A line end within a cell: what is said goes on.
            _go_on(drafts, " ".join(cell for cell in row if cell))
            continue
        speaker = row[columns.speaker].rstrip(":").strip() if columns.speaker is not None else ""
        drafts.append(Draft(speaker or None, row[columns.text], _time(row, columns.start)))
        left_out += _others(row, columns, speaker)
    warnings = []
    ordered = _in_time(drafts)
    if ordered != drafts:
        warnings.append("The rows were not in the order in which they were said; they were put in the order of time.")
    made = turns(ordered)
    layout = "Table of speakers (text)" if columns.speaker is not None else "Table with times (text)"
    return Recognised(layout, made, "", tuple(warnings), tuple(dict.fromkeys(left_out))) if made else None


def _by_heads(heads: Sequence[str]) -> _Columns | None:
    def first(words: frozenset[str]) -> int | None:
        return next((at for at, head in enumerate(heads) if head in words), None)

    text, speaker, start = first(_TEXTS), first(_SPEAKERS), first(_STARTS)
    return _Columns(text, speaker, start) if text is not None and (speaker, start) != (None, None) else None


def _by_contents(rows: Sequence[Sequence[str]], width: int) -> _Columns | None:
    """Return what the columns of a table without heads hold, by what stands in them."""
    cells = [[row[at] for row in rows if len(row) == width] for at in range(width)]
    times = [at for at, column in enumerate(cells) if _mostly(column, _TIME)]
    figures = [at for at, column in enumerate(cells) if _mostly(column, _FIGURE)]
    words = [at for at in range(width) if at not in times and at not in figures and any(cells[at])]
    if not times or not words:
        return None
    text = max(words, key=lambda at: sum(map(len, cells[at])))
    speaker = next((at for at in words if at != text and _are_names(cells[at])), None)
    return _Columns(text, speaker, times[0])


def _mostly(column: Sequence[str], form: re.Pattern[str]) -> bool:
    filled = [cell for cell in column if cell]
    return bool(filled) and sum(1 for cell in filled if form.fullmatch(cell)) >= 0.9 * len(filled)


def _are_names(column: Sequence[str]) -> bool:
    filled = [cell.rstrip(":") for cell in column if cell]
    likely = sum(1 for cell in filled if likeness(cell) >= Likeness.WEAK or cell.isdigit())
    return bool(filled) and likely >= 0.8 * len(filled) and len(set(filled)) <= max(2, 0.7 * len(filled))


def _time(row: Sequence[str], column: int | None) -> float | None:
    if column is None or column >= len(row):
        return None
    if match := _TIME.fullmatch(row[column]):
        return seconds(match["time"])
    if _FIGURE.fullmatch(row[column]):
        value = float(row[column].replace(",", "."))
        # Whisper counts in milliseconds, others in seconds with a fraction.
        return value if re.search("[.,]", row[column]) else value / 1000
    return None


def _others(row: Sequence[str], columns: _Columns, speaker: str) -> list[str]:
    """Return what stands in the other columns and is neither a time nor the speaker again."""
    known = {columns.text, columns.speaker, columns.start}
    cells = [cell for at, cell in enumerate(row) if at not in known and cell and cell != speaker]
    return [cell for cell in cells if any(char.isalpha() for char in cell)]


def _go_on(drafts: list[Draft], text: str) -> None:
    if drafts:
        drafts[-1] = drafts[-1]._replace(text=f"{drafts[-1].text}\n{text}")
    else:
        drafts.append(Draft(None, text))


def _in_time(drafts: list[Draft]) -> list[Draft]:
    """Return the rows in the order of time: ELAN writes one speaker after the other."""
    times = [draft.time for draft in drafts if draft.time is not None]
    if len(times) < len(drafts) or times == sorted(times):
        return drafts
    return sorted(drafts, key=lambda draft: draft.time or 0.0)


def _unquoted(cell: str) -> str:
    clean = cell.strip()
    if len(clean) >= 2 and clean[0] == clean[-1] == '"':
        return clean[1:-1].replace('""', '"').strip()
    return clean
