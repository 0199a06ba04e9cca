"""Where the rows of a table of codings belong: by their quotes, and by places once it is known what these count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from coder.domain.placing import Counting, Places, exactly
from coder.domain.search import folded
from coder.domain.source_map import SourcePlaces, source_map
from coder.domain.span import Span
from coder.domain.text import excerpt, text_hash
from coder.domain.transcript import ParsedTranscript, SourceMap, Transcript
from coder.errors import InvalidValueError
from coder.storage.repository import Repository

_ENOUGH = 0.95
"""The share of quotes that must stand where the places say, so that the places of other rows are believed."""
_WORDS = {
    Counting.TEXT: "in the transcripts as they stand here",
    Counting.SOURCE: "in the files that the transcripts came from",
    Counting.SOURCE_LF: "in the files that the transcripts came from, each line end as one",
}


@dataclass(frozen=True, slots=True)
class Source:
    """The file of a transcript, read again: its text, and the map to the transcript's."""

    text: str
    known: SourceMap


def read_sources(rows: Repository, files: Sequence[Path]) -> dict[str, Source]:
    """Return the sources of transcripts, by transcript, from the files that they came from.

    Raises `ImportFileError` for a file that cannot be read, and `InvalidValueError` for one that holds the text of no
    transcript in the project.
    """
    found: dict[str, Source] = {}
    transcripts = rows.transcripts() if files else []
    for file in files:
        of_file = _sources(rows, file, transcripts)
        if not of_file:
            raise InvalidValueError(
                f"“{file.name}” does not hold the text of any transcript in this project; give the file that a "
                "transcript was imported from, unchanged."
            )
        found.update(of_file)
    return found


def _sources(rows: Repository, file: Path, transcripts: Sequence[Transcript]) -> dict[str, Source]:
    from coder.importers import ENCODINGS, read_transcript

    labels = {encoding.label for encoding in ENCODINGS}
    named = [each for each in transcripts if folded(each.source_name) == folded(file.name)]
    tries = dict.fromkeys(each.encoding if each.encoding in labels else None for each in named) or {None: None}
    found: dict[str, Source] = {}
    for encoding in tries:
        parsed = read_transcript(file, encoding=encoding)
        digest = text_hash("\n".join(turn.text for turn in parsed.turns))
        for transcript in transcripts:
            # A layout may be read better today than when it came in: then every word must still be there.
            if transcript.text_hash == digest or transcript in named:
                known = _mapped(rows, transcript, parsed)
                if transcript.text_hash == digest or _holds_all(transcript.text, known):
                    found[transcript.id] = Source(parsed.source, known)
    return found


def _mapped(rows: Repository, transcript: Transcript, parsed: ParsedTranscript) -> SourceMap:
    labels = {speaker.id: speaker.label for speaker in rows.speakers(transcript.id)}
    said = [
        (labels.get(turn.speaker_id or ""), transcript.text[turn.start : turn.end])
        for turn in rows.turns(transcript.id)
    ]
    return source_map(transcript.id, turns=said, source=parsed.source)


def _holds_all(text: str, known: SourceMap) -> bool:
    """Tell whether every letter and digit of a text has its place in the file."""
    covered = sum(
        sum(map(str.isalnum, text[start : start + length]))
        for start, length in zip(known.pieces[0::3], known.pieces[2::3], strict=True)
    )
    return covered == sum(map(str.isalnum, text))


class Placing:
    """Places the rows of one table."""

    def __init__(
        self, rows: Repository, *, positions: Counting | None = None, sources: Mapping[str, Source] | None = None
    ) -> None:
        self._rows = rows
        self._told = positions
        self._sources = sources or {}
        self._places: dict[str, Places] = {}
        self._believed: tuple[Counting, ...] = () if positions is None else (positions,)
        self._agreed: Counter[Counting] = Counter()
        self._tested: Counter[Counting] = Counter()
        self._by_place = self._chosen = 0

    def learn(self, rows: Iterable[tuple[Transcript, str, int | None, int | None]]) -> None:
        """Look at the rows that have both a quote and a place, to see what the places are counted in."""
        for transcript, quote, start, end in rows:
            if not quote or start is None or end is None:
                continue
            places = self._of(transcript)
            if not places.hits(quote):
                continue
            for counting in Counting:
                if counting is Counting.TEXT or places.source is not None:
                    self._tested[counting] += 1
                    self._agreed[counting] += places.agrees(quote, places.counted(start, end, counting))
        if self._told is None and self._tested:
            best = max(self._share(each) for each in Counting)
            if best >= _ENOUGH:
                self._believed = tuple(each for each in Counting if self._share(each) == best)
        elif self._told is Counting.SOURCE and self._share(Counting.SOURCE_LF) > self._share(Counting.SOURCE):
            # Who says "the file" need not know how its lines end; the quotes do.
            self._believed = (Counting.SOURCE_LF,)

    def _share(self, counting: Counting) -> float:
        """Return the share of quotes that stand where the places say, so counted."""
        return self._agreed[counting] / self._tested[counting] if self._tested[counting] else 0.0

    def _fit(self, counting: Counting) -> str:
        return f"{self._agreed[counting]:,} of {self._tested[counting]:,}"

    def place(self, transcript: Transcript, quote: str, start: int | None, end: int | None) -> tuple[Span, int, str]:
        """Return where a row belongs, how often its quote occurs, and what is to be told about the choice.

        Raises `InvalidValueError` with the reason where it cannot be placed.
        """
        places = self._of(transcript)
        if not quote:
            assert start is not None
            assert end is not None
            self._by_place += 1
            return self._at(transcript, places, start, end), 1, ""
        hits = places.hits(quote)
        exact = None
        if start is not None and end is not None and self._told in (None, Counting.TEXT):
            exact = exactly(transcript.text, quote, start, end)
        if not hits:
            raise InvalidValueError(
                f"The quote “{excerpt(quote, words=6)}” does not occur in “{transcript.name}”. "
                "Quote it letter by letter."
            )
        if len(hits) == 1:
            return exact or hits[0], 1, ""
        if start is not None and end is not None:
            chosen = self._choose(places, hits, quote, start, end)
            if chosen is not None:
                self._chosen += 1
                return (
                    exact if exact is not None and exact.overlaps(chosen) else chosen,
                    len(hits),
                    f"The quote occurs {len(hits)} times; its place chose the one at {chosen.start:,}.",
                )
        whole = places.whole_words(hits)
        if len(whole) == 1:
            return whole[0], 1, ""
        hint = (
            "Quote more of it, or give start and end."
            if start is None
            else f"The place {start:,} to {end:,} is at none of them, or it is not clear what it counts. "
            "Quote more of it."
        )
        raise InvalidValueError(
            f"The quote “{excerpt(quote, words=6)}” occurs more than once in “{transcript.name}”. {hint}"
        )

    def notes(self) -> Iterator[str]:
        """Say what was decided for the whole table."""
        if self._told is None and self._believed and self._by_place:
            yield (
                f"The places are counted {_WORDS[self._believed[0]]}: "
                f"{self._fit(self._believed[0])} rows with a quote agree. "
                "Rows without a quote were placed so."
            )
        if self._chosen:
            quotes = "1 quote occurs" if self._chosen == 1 else f"{self._chosen:,} quotes occur"
            yield f"{quotes} more than once; the places in the table chose among them."
        if self._tested and not (self._believed and self._share(self._believed[0]) >= _ENOUGH):
            yield (
                f"The quotes decided: the places in the table fit only {self._fit(self._likeliest())} quotes, so they "
                "are counted in another way, or in another version of the files."
            )

    def _choose(self, places: Places, hits: Sequence[Span], quote: str, start: int, end: int) -> Span | None:
        """Return the one hit that the place is at, in the countings that are believed, or else in any."""
        found: set[Span] = set()
        for counting in self._believed or tuple(Counting):
            span = places.counted(start, end, counting)
            if span is None:
                continue
            if span in hits:
                found.add(span)
            elif self._believed or places.agrees(quote, span):
                near = [hit for hit in hits if hit.overlaps(span)]
                found.update(near[:1] if len(near) == 1 else ())
        return next(iter(found)) if len(found) == 1 else None

    def _at(self, transcript: Transcript, places: Places, start: int, end: int) -> Span:
        """Return the passage at a place that no quote confirms."""
        if not self._believed:
            raise InvalidValueError(self._doubt())
        if Counting.TEXT in self._believed and self._told is Counting.TEXT:
            return Span(start, end).within(len(transcript.text))
        if places.source is None and self._believed != (Counting.TEXT,):
            raise InvalidValueError(
                f"It is not known where the text of “{transcript.name}” stood in its file: it was imported before that "
                f"was kept. Give the file{_called(transcript)} as its source."
            )
        found = {places.counted(start, end, counting) for counting in self._believed}
        if len(found) > 1:
            raise InvalidValueError(
                f"The place {start:,} to {end:,} means one passage if it is counted in the text of “{transcript.name}” "
                "and another if it is counted in its file; say which."
            )
        span = next(iter(found))
        if span is None:
            where = "text" if self._believed[0] is Counting.TEXT else "file"
            raise InvalidValueError(
                f"At {start:,} to {end:,} of the {where} of “{transcript.name}” stands nothing that came into the "
                "project."
            )
        return span

    def _doubt(self) -> str:
        if not self._tested:
            return (
                "The row has a place but no quote, and it is not said what places are counted in: the transcript's "
                "text here, or the file it came from. Say which."
            )
        return (
            "The row has a place but no quote, and the places of other rows do not fit their quotes "
            f"(only {self._fit(self._likeliest())} do), so it is not clear what they count. "
            "Say what they are counted in, or give quotes."
        )

    def _likeliest(self) -> Counting:
        return self._believed[0] if self._told is not None else max(Counting, key=self._share)

    def _of(self, transcript: Transcript) -> Places:
        if transcript.id not in self._places:
            labels = {speaker.id: speaker.label for speaker in self._rows.speakers(transcript.id)}
            known = {each.id: each for each in self._rows.source_maps(transcript.id)}.get(transcript.id)
            source = self._sources.get(transcript.id)
            if source is not None:
                known = source.known
            self._places[transcript.id] = Places(
                transcript.text,
                voices=[
                    (turn.start, labels.get(turn.speaker_id or "", "")) for turn in self._rows.turns(transcript.id)
                ],
                source=SourcePlaces(known) if known is not None else None,
                source_text=source.text if source is not None else "",
            )
        return self._places[transcript.id]


def _called(transcript: Transcript) -> str:
    return f" “{PurePath(transcript.source_name).name}”" if transcript.source_name else ""
