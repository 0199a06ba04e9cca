"""Full-text search over turns with SQLite's FTS5; the one module that knows how."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, text
from sqlmodel import Session

from coder.domain.alike import seen_span, without_unseen
from coder.domain.changes import Change
from coder.domain.span import Span
from coder.domain.transcript import Consent, Transcript, Turn

CREATE = (
    "CREATE VIRTUAL TABLE turn_fts USING fts5("
    'text, turn_id UNINDEXED, transcript_id UNINDEXED, tokenize = "unicode61 remove_diacritics 2")'
)


@dataclass(frozen=True, slots=True)
class TurnHit:
    """A turn that holds all the words."""

    transcript_id: str
    turn_id: str


def create(session: Session) -> None:
    """Create the empty index."""
    session.connection().execute(text(CREATE))


def follow(session: Session, changes: Iterable[Change]) -> None:
    """Bring the index in line with changed turns; called once in each unit of work."""
    gone: set[str] = set()
    texts: dict[str, str] = {}
    added: list[Turn] = []
    for change in changes:
        if isinstance(change.row, Transcript):
            if change.after is None:
                gone.add(change.row.id)
            elif isinstance(change.after, Transcript):
                texts[change.after.id] = change.after.text
        elif isinstance(change.after, Turn) and change.before is None:
            added.append(change.after)
    connection = session.connection()
    for transcript_id in gone:
        connection.execute(text("DELETE FROM turn_fts WHERE transcript_id = :id"), {"id": transcript_id})
    if added:
        connection.exec_driver_sql(
            "INSERT INTO turn_fts (text, turn_id, transcript_id) VALUES (?, ?, ?)",
            [
                (without_unseen(texts[turn.transcript_id][turn.start : turn.end]), turn.id, turn.transcript_id)
                for turn in added
                if turn.transcript_id in texts
            ],
        )


def matching_turns(session: Session, words: str, *, limit: int = 500) -> list[TurnHit]:
    """Return the turns that hold all the words (the last one may be unfinished), by transcript and place.

    The person's words are quoted, so that none of them is taken for an operator. What somebody said who withdrew is
    not found.
    """
    terms = without_unseen(words).replace('"', " ").split()
    if not terms:
        return []
    query = " ".join(f'"{term}"' for term in terms) + "*"
    connection = session.connection()
    found = connection.execute(
        text(
            "SELECT f.transcript_id, f.turn_id FROM turn_fts f JOIN turn t ON t.id = f.turn_id"
            " JOIN transcript x ON x.id = f.transcript_id"
            f" WHERE {_fits(connection, 'f.turn_id')} ORDER BY x.position, x.name, t.number LIMIT :limit"
        ),
        {"query": query, "limit": limit},
    )
    return [TurnHit(row[0], row[1]) for row in found]


@dataclass(frozen=True, slots=True)
class MarkedTurn:
    """A turn that fits a search, with where in its text the words are (code points of the turn, half-open)."""

    transcript_id: str
    transcript: str
    turn_id: str
    number: int
    start: int
    end: int
    time: float | None
    speaker: str
    role: str
    participant: str
    text: str
    spans: tuple[Span, ...]


def expression(words: str) -> str:
    """Return what a person typed as a query to the index: words, “phrases” in quotation marks, and prefixes*.

    All of it must be said in one turn, in any order. Everything is quoted, so that nothing is taken for an operator.
    An empty text means that nothing was typed to look for.
    """
    terms: list[str] = []
    for phrase, word in _TERM.findall(without_unseen(words)):
        # A typed line end, or a control character that would end the query.
        term = " ".join((phrase or word.rstrip("*")).replace('"', " ").split()).replace("\0", " ")
        if any(char.isalnum() for char in term):
            terms.append(f'"{term}"' + (" *" if not phrase and word.endswith("*") else ""))
    return " ".join(terms)


def marked_turns(session: Session, words: str, *, limit: int) -> tuple[list[MarkedTurn], int]:
    """Return the turns that fit, at most `limit` of those that came in first, in display order; and how many there are.

    For what can be typed see `expression`. What somebody said who withdrew is not found.
    """
    query = expression(words)
    if not query:
        return [], 0
    connection = session.connection()
    where = _fits(connection, "turn_id")
    total = connection.execute(text(f"SELECT count(*) FROM turn_fts WHERE {where}"), {"query": query}).scalar_one()
    found = connection.execute(
        text(
            "SELECT x.id, x.name, t.id, t.number, t.start, t.\"end\", t.time, coalesce(s.label, ''),"
            " coalesce(s.role, ''), coalesce(p.pseudonym, ''), f.marked,"
            # The index has no soft hyphens and the like; where some are missing the text itself is looked at.
            ' CASE WHEN f.said < t."end" - t.start THEN substr(x.text, t.start + 1, t."end" - t.start) END'
            " FROM (SELECT turn_id, highlight(turn_fts, 0, :opening, :closing) AS marked, length(text) AS said"
            " FROM turn_fts"
            f" WHERE {where} ORDER BY rowid LIMIT :limit) f"
            " JOIN turn t ON t.id = f.turn_id JOIN transcript x ON x.id = t.transcript_id"
            " LEFT JOIN speaker s ON s.id = t.speaker_id LEFT JOIN participant p ON p.id = s.participant_id"
            " ORDER BY x.position, x.name, t.number"
        ),
        {"query": query, "limit": limit, "opening": _OPENING, "closing": _CLOSING},
    )
    return [_marked(*row) for row in found], total


def _fits(connection: Connection, turn_id: str) -> str:
    """Return the condition that a turn fits `:query` and was not said by somebody who withdrew."""
    where = "turn_fts MATCH :query"
    # Looking up who spoke costs more than the search, so it is done only where somebody withdrew.
    if connection.execute(text(f"SELECT count(*) {_WITHDRAWN_SPEAKERS}")).scalar_one():
        where += f" AND {turn_id} NOT IN (SELECT id FROM turn WHERE speaker_id IN (SELECT s.id {_WITHDRAWN_SPEAKERS}))"
    return where


_TERM = re.compile(r'["“”„]([^"“”„]*)(?:["“”]|$)|([^\s"“”„]+)')
_OPENING, _CLOSING = "\ufdd0", "\ufdd1"
"""Marks around what was found; no transcript has these characters, they are left out at import."""

_WITHDRAWN_SPEAKERS = (
    f"FROM speaker s JOIN participant p ON p.id = s.participant_id WHERE p.consent = '{Consent.WITHDRAWN.value}'"
)


def _marked(
    transcript_id: str,
    transcript: str,
    turn_id: str,
    number: int,
    start: int,
    end: int,
    time: float | None,
    speaker: str,
    role: str,
    participant: str,
    marked: str,
    whole: str | None,
) -> MarkedTurn:
    said, spans = _unmarked(marked)
    if whole is not None:
        spans = tuple(seen_span(whole, span.start, span.end) for span in spans)
        said = whole
    return MarkedTurn(
        transcript_id, transcript, turn_id, number, start, end, time, speaker, role, participant, said, spans
    )


def _unmarked(marked: str) -> tuple[str, tuple[Span, ...]]:
    """Return a text without marks, and the spans that they marked."""
    parts: list[str] = []
    spans: list[Span] = []
    position = 0
    for piece in marked.split(_OPENING):
        inside, closing, outside = piece.partition(_CLOSING)
        if closing:
            spans.append(Span(position, position + len(inside)))
        parts += [inside, outside]
        position += len(inside) + len(outside)
    return "".join(parts), tuple(spans)


def problems(session: Session, *, deep: bool) -> list[str]:
    """Return what is wrong with the index, in words; empty when it is sound and complete.

    The deep check needs a session that may write, and raises the database's own error when the index is damaged.
    """
    connection = session.connection()
    result: list[str] = []
    missing = connection.execute(
        text("SELECT count(*) FROM turn WHERE id NOT IN (SELECT turn_id FROM turn_fts)")
    ).scalar_one()
    extra = connection.execute(
        text("SELECT count(*) FROM turn_fts WHERE turn_id NOT IN (SELECT id FROM turn)")
    ).scalar_one()
    if missing:
        result.append(f"The search index lacks {missing} turns.")
    if extra:
        result.append(f"The search index holds {extra} turns that are not in the project.")
    # Every text of it is read once: a damaged one stops each search that comes upon it.
    for _ in connection.execute(text("SELECT text FROM turn_fts")):
        pass
    if deep:
        connection.execute(text("INSERT INTO turn_fts (turn_fts) VALUES ('integrity-check')"))
    return result
