"""The coded transcript as one HTML page: the text in the middle, the codes in the margin, good to print."""

from __future__ import annotations

import html
from collections.abc import Iterator

from coder.domain.lanes import assign_lanes
from coder.domain.span import Span
from coder.exporters.coded_transcript import (
    CodedPassage,
    CodedTranscript,
    CodedTurn,
    Piece,
    codes_used,
    count_in_words,
    passage_in_words,
    pieces,
)
from coder.exporters.contents import NOBODY, Watch
from coder.exporters.word_parts import plain

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_LINES_AT_MOST = 6
"""Lanes of lines under the text; passages beyond them still have their numbers."""
_STYLE = """
:root { color-scheme: light; --ink: #1f2328; --soft: #4f5359; --hair: #e2dfda; }
* { box-sizing: border-box; }
body { font: 16px/1.9 Charter, "Bitstream Charter", Georgia, Cambria, "Times New Roman", serif; color: var(--ink);
  background: #fff; max-width: 72rem; margin: 0 auto; padding: 2.5rem 1.25rem 4rem; overflow-wrap: anywhere; }
h1, h2, .about, .who, .codes, table, .note {
  font-family: Inter, "Segoe UI", "Helvetica Neue", Helvetica, Arial, sans-serif; line-height: 1.4; }
h1 { font-size: 1.7rem; margin: 0 0 .2rem; }
h2 { font-size: 1.1rem; margin: 2.5rem 0 .6rem; }
.about, .note { color: var(--soft); font-size: .85rem; margin: .2rem 0; }
.turn { display: grid; grid-template-columns: 7.5rem minmax(0, 1fr) 17rem; gap: 0 1.4rem; padding: .7rem 0;
  border-top: 1px solid var(--hair); }
.turns { margin-top: 2rem; }
.who { font-size: .8rem; font-weight: 600; padding-top: .35rem; }
.who span { display: block; font-weight: 400; color: var(--soft); font-variant-numeric: tabular-nums; }
.said p { margin: 0; white-space: pre-line; }
.asks .said, .asks .who { color: var(--soft); }
.said .withheld { color: var(--soft); font-style: italic; }
mark { background-color: transparent; color: inherit; background-repeat: no-repeat; padding-top: 1px;
  -webkit-box-decoration-break: clone; box-decoration-break: clone; }
.n { font: 600 .62em/1 Inter, "Segoe UI", Helvetica, Arial, sans-serif; vertical-align: .55em; color: var(--soft);
  white-space: nowrap; }
.codes { font-size: .78rem; list-style: none; margin: 0; padding: .3rem 0 0; }
.codes li { margin-bottom: .45rem; padding-left: .6rem; border-left: 4px solid; break-inside: avoid; }
.codes b { font-variant-numeric: tabular-nums; }
.codes .by, .codes .memo { display: block; color: var(--soft); }
.codes .memo { white-space: pre-line; }
table { border-collapse: collapse; font-size: .85rem; }
th, td { text-align: left; padding: .25rem 1.2rem .25rem 0; border-bottom: 1px solid var(--hair); font-weight: 400; }
thead th { font-weight: 600; }
.swatch { display: inline-block; width: .7em; height: .7em; margin-right: .45em; }
@media (max-width: 50rem) { .turn { grid-template-columns: 1fr; } }
@page { size: A4 landscape; margin: 15mm; }
@media print {
  body { font-size: 10pt; line-height: 1.8; max-width: none; padding: 0; }
  .turn { grid-template-columns: 26mm minmax(0, 1fr) 70mm; }
  h2, .who { break-after: avoid; }
  * { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
}
""".strip()


def coded_transcript_as_html(transcript: CodedTranscript, *, watch: Watch = NOBODY) -> bytes:
    """Return the transcript as an HTML page in UTF-8; it loads nothing and runs nothing.

    `watch` is told how many turns of how many are done. The same transcript gives the same bytes.
    """
    return ("\n".join(_lines(transcript, watch)) + "\n").encode("utf-8")


def _lines(transcript: CodedTranscript, watch: Watch) -> Iterator[str]:
    title = _safe(transcript.title)
    yield "<!DOCTYPE html>"
    yield '<html lang="en-GB">'
    yield "<head>"
    yield '<meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
    yield f"<title>{title}: coded transcript</title>"
    yield f"<style>\n{_STYLE}\n</style>"
    yield "</head>"
    yield "<body>"
    yield "<header>"
    yield f'<h1 dir="auto">{title}</h1>'
    count = count_in_words(transcript.passages)
    yield f'<p class="about">{_safe(" · ".join(part for part in (transcript.about, count) if part))}</p>'
    for note in transcript.notes:
        yield f'<p class="note">{_safe(note)}</p>'
    yield "</header>"
    yield "<main>"
    yield '<div class="turns">'
    lanes = assign_lanes([Span(passage.start, passage.end) for passage in transcript.passages])
    lane_of = {passage.number: lane for passage, lane in zip(transcript.passages, lanes, strict=True)}
    for done, (turn, inside) in enumerate(_by_turn(transcript)):
        watch.at(done, len(transcript.turns))
        yield from _turn(transcript, turn, inside, lane_of)
    if not transcript.turns:
        yield '<p class="note">This transcript has no text.</p>'
    yield "</div>"
    if transcript.passages:
        yield "<h2>Codes in this transcript</h2>"
        yield "<table>"
        yield '<thead><tr><th scope="col">Code</th><th scope="col">Codings</th></tr></thead>'
        yield "<tbody>"
        for code, colour, times in codes_used(transcript.passages):
            swatch = f'<span class="swatch" style="background:{_safe(colour)}"></span>'
            yield f'<tr><th scope="row" dir="auto">{swatch}{_safe(code)}</th><td>{times:,}</td></tr>'
        yield "</tbody>"
        yield "</table>"
    yield "</main>"
    yield "</body>"
    yield "</html>"


def _by_turn(transcript: CodedTranscript) -> Iterator[tuple[CodedTurn, list[CodedPassage]]]:
    """Yield each turn with the passages in it; both go by their place, so that no turn looks through all passages."""
    waiting = sorted(transcript.passages, key=lambda passage: (passage.start, -passage.end, passage.number))
    place, open_ones = 0, list[CodedPassage]()
    for turn in transcript.turns:
        while place < len(waiting) and waiting[place].start < turn.end:
            open_ones.append(waiting[place])
            place += 1
        open_ones = [passage for passage in open_ones if passage.end > turn.start]
        yield turn, list(open_ones)


def _turn(
    transcript: CodedTranscript, turn: CodedTurn, inside: list[CodedPassage], lane_of: dict[int, int]
) -> Iterator[str]:
    yield f'<section class="turn{" asks" if turn.asks else ""}" aria-label="Turn {turn.number}">'
    about = f"{turn.time} · turn {turn.number}" if turn.time else f"turn {turn.number}"
    yield f'<div class="who"><bdi>{_safe(turn.who)}</bdi><span>{_safe(about)}</span></div>'
    if turn.withheld:
        yield f'<div class="said"><p class="withheld">{_safe(turn.withheld)}</p></div>'
        yield "</section>"
        return
    text = "".join(_piece(transcript.text, piece, lane_of) for piece in pieces(turn, inside))
    yield f'<div class="said"><p dir="auto">{text}</p></div>'
    if inside:
        yield '<ul class="codes">'
        for passage in inside:
            yield _margin(passage, turn)
        yield "</ul>"
    yield "</section>"


def _piece(text: str, piece: Piece, lane_of: dict[int, int]) -> str:
    said = _safe(text[piece.start : piece.end])
    if not piece.over:
        return said
    shown = sorted((lane_of[passage.number], passage.colour) for passage in piece.over)[:_LINES_AT_MOST]
    lines = ",".join(f"linear-gradient({colour},{colour})" for _, colour in shown)
    sizes = ",".join("100% 2px" for _ in shown)
    places = ",".join(f"0 calc(100% - {max(0, 3 * (_LINES_AT_MOST - 1 - lane))}px)" for lane, _ in shown)
    bottom = 3 * _LINES_AT_MOST
    style = f"background-image:{lines};background-size:{sizes};background-position:{places};padding-bottom:{bottom}px"
    begins = "".join(f'<span class="n">[{passage.number}</span>' for passage in piece.begins)
    ends = "".join(f'<span class="n">{passage.number}]</span>' for passage in reversed(piece.ends))
    return f'{begins}<mark style="{style}">{said}</mark>{ends}'


def _margin(passage: CodedPassage, turn: CodedTurn) -> str:
    goes_on = " (goes on)" if passage.start < turn.start else ""
    by = f'<span class="by">{_safe(passage.coder)}</span>' if passage.coder and not goes_on else ""
    memo = f'<span class="memo" dir="auto">{_safe(passage.memo)}</span>' if passage.memo and not goes_on else ""
    words = f"<b>{passage.number}</b> <bdi>{_safe(passage_in_words(passage))}</bdi>"
    return f'<li style="border-color:{_safe(passage.colour)}">{words}{goes_on}{by}{memo}</li>'


def _safe(text: str) -> str:
    return html.escape(plain(text))
