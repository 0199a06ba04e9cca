"""Looking for words in all transcripts, and coding what was found."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from coder.domain.changes import ChangeSet
from coder.domain.codebook import CodeStatus
from coder.domain.coding import Coding
from coder.domain.names import Names
from coder.domain.span import Span, merged, trimmed
from coder.domain.text import clock, context
from coder.domain.transcript import SpeakerRole
from coder.errors import InvalidValueError
from coder.services import lookup
from coder.services.coding.coding import codebook_version
from coder.services.hearing import hushed
from coder.services.project import Project, now
from coder.storage import fulltext

WIDTH = 60
"""Code points of what is said on either side of a hit."""


class Extent(StrEnum):
    """How much is coded around what was found."""

    WORDS = "words"
    """Each of the found words or phrases by itself."""
    SENTENCE = "sentence"
    """The sentences in which they are."""
    TURN = "turn"
    """The whole turn."""


@dataclass(frozen=True, slots=True)
class TextHit:
    """A turn in which everything that was looked for is said; places are code points of the transcript."""

    transcript_id: str
    transcript: str
    turn_id: str
    turn: int
    turn_span: Span
    time: str
    speaker: str
    participant: str
    role: SpeakerRole
    spans: tuple[Span, ...]
    """Where the words are, in order."""
    before: str
    words: str
    after: str
    """The first of them in its context, within the turn."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found."""

    hits: tuple[TextHit, ...]
    """In display order of the transcripts, turn by turn."""
    turns: int
    """How many turns fit; more than there are hits if the search was cut short."""

    @property
    def cut(self) -> bool:
        """Tell whether some are left out."""
        return self.turns > len(self.hits)


def search_text(project: Project, words: str, *, limit: int = 300) -> Found:
    """Look for words, “phrases” and prefixes* in all transcripts; all must be said in one turn, in any order.

    Case and accents do not matter. What somebody said who withdrew is not found. Raises `InvalidValueError` if there
    is no word to look for.
    """
    if not fulltext.expression(words):
        raise InvalidValueError("Type a word to look for; several words are looked for in one turn, in any order.")
    with project.read() as rows:
        found, total = rows.turns_found(words, limit=limit)
        names = hushed(rows)
    return Found(tuple(_hit(turn, names) for turn in found), total)


def _hit(turn: fulltext.MarkedTurn, names: Names) -> TextHit:
    first = turn.spans[0] if turn.spans else Span(0, len(turn.text))
    before, after = context(turn.text, first, width=WIDTH)
    # Blanks that are there, so that nothing is glued to the hit and no comma stands apart from it.
    before += " " if before and turn.text[first.start - 1].isspace() else ""
    after = " " + after if after and turn.text[first.end].isspace() else after
    return TextHit(
        transcript_id=turn.transcript_id,
        transcript=names.left_out_of(turn.transcript),
        turn_id=turn.turn_id,
        turn=turn.number,
        turn_span=Span(turn.start, turn.end),
        time=clock(turn.time),
        speaker=turn.speaker,
        participant=turn.participant,
        role=SpeakerRole(turn.role) if turn.role else SpeakerRole.PARTICIPANT,
        spans=tuple(span.shifted(turn.start) for span in turn.spans),
        before=before,
        words=first.of(turn.text),
        after=after,
    )


def code_hits(
    project: Project, *, hits: Sequence[TextHit], code_id: str, coder: str, extent: Extent = Extent.SENTENCE
) -> ChangeSet:
    """Put a code on what was found, as one step; what this coder has coded with it already is left as it is.

    That is any passage that lies within one of the coder's own with this code. Raises `InvalidValueError` for a
    retired code and `NotFoundError` for a hit whose transcript is gone.
    """
    with project.action("Code hits") as action:
        rows = action.rows
        code = lookup.code(rows, code_id)
        if code.status is CodeStatus.RETIRED:
            raise InvalidValueError(f"“{code.name}” is retired; restore it first, or choose another code.")
        person = lookup.coder_for(rows, coder)
        version, moment = codebook_version(rows, code), now()
        by_transcript: dict[str, list[TextHit]] = {}
        for hit in hits:
            by_transcript.setdefault(hit.transcript_id, []).append(hit)
        new: list[Coding] = []
        for transcript_id, some in by_transcript.items():
            text = lookup.transcript(rows, transcript_id).text
            own = [
                coding.span
                for coding in rows.codings(transcript_id)
                if coding.code_id == code_id and coding.coder_id == person.id
            ]
            for span in passages_of(text, some, extent):
                if not any(done.start <= span.start and span.end <= done.end for done in own):
                    new.append(
                        Coding(
                            transcript_id=transcript_id,
                            code_id=code_id,
                            coder_id=person.id,
                            start=span.start,
                            end=span.end,
                            created_at=moment,
                            codebook_version=version,
                        )
                    )
        if new:
            rows.add_all(new)
        action.rename(f"Code {len(new)} hits with “{code.name}”" if len(new) != 1 else f"Code “{code.name}”")
    return action.changes


def passages_of(text: str, hits: Iterable[TextHit], extent: Extent) -> list[Span]:
    """Return the passages that would be coded for hits in one transcript, each once, in order."""
    spans: set[Span] = set()
    for hit in hits:
        if extent is Extent.TURN:
            spans.add(hit.turn_span.within(len(text)))
        elif extent is Extent.WORDS:
            spans.update(span.within(len(text)) for span in hit.spans)
        else:
            sentences = _sentences(text, hit.turn_span.within(len(text)))
            spans.update(_around(span, sentences) for span in hit.spans)
    if extent is Extent.SENTENCE:
        # A phrase over a sentence's end takes in both, which a hit in one of them must not code again.
        return [span for span in sorted(spans) if not any(_inside(span, other) for other in spans)]
    return sorted(spans)


_SENTENCE_END = re.compile(r"[.!?…。！？؟]+[\"'”’»)\]]*(?=\s|$)|\n")
_ABBREVIATION = re.compile(r"(?:^|[\s(\"'“‘])(?:Mr|Mrs|Ms|Dr|Prof|St|Rev|vs|e\.g|i\.e|[A-Z])\.$")


def _sentences(text: str, turn: Span) -> list[Span]:
    """Return the sentences of a turn; a full stop after a title or an initial ends none."""
    result: list[Span] = []
    start = turn.start
    for end in _SENTENCE_END.finditer(text, turn.start, turn.end):
        if _ABBREVIATION.search(text, max(turn.start, end.end() - 12), end.end()):
            continue
        sentence = trimmed(text, start, end.end())
        if sentence is not None:
            result.append(sentence)
        start = end.end()
    rest = trimmed(text, start, turn.end)
    return [*result, rest] if rest is not None else result


def _around(span: Span, sentences: Sequence[Span]) -> Span:
    touched = [sentence for sentence in sentences if sentence.start < span.end and span.start < sentence.end]
    return merged([Span(touched[0].start, touched[-1].end), span])[0] if touched else span


def _inside(span: Span, other: Span) -> bool:
    return span != other and other.start <= span.start and span.end <= other.end
