"""Wording that both forms of the report share."""

from __future__ import annotations

import re
from collections.abc import Iterator

from coder.domain.coding import Direction
from coder.exporters.charts.data import SIGNS, WAY_WORDS, counted
from coder.exporters.report.data import Figures, Quote, Report

NOTHING_YET = "Nothing is coded yet, so there is nothing to report."

_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def plain(text: str) -> str:
    """Return a text without what no document may hold; line ends are `\\n`."""
    return _NOT_IN_XML.sub("", re.sub("\r\n?|[\x0b\x0c\u2028\u2029\x85]", "\n", text))


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of what somebody wrote: blank lines part them, single line ends stay."""
    return [part.strip() for part in re.split(r"\n\s*\n", plain(text)) if part.strip()]


def figures_in_words(figures: Figures) -> str:
    """Return the figures as one sentence."""
    if not figures.codings:
        return "Nothing is coded with this."
    ways = ", ".join(f"{count} {WAY_WORDS[way]}" for way, count in figures.ways)
    groups = f"{counted(figures.groups, 'stakeholder group')} and " if figures.groups else ""
    return (
        f"{counted(figures.codings, 'coding')} from {counted(figures.people, 'person', 'people')} in "
        f"{groups}{counted(figures.transcripts, 'transcript')}: {ways}."
    )


def overview_in_words(report: Report) -> str:
    """Return the first sentence of the report: how much was heard."""
    one = report.things.removesuffix("s")
    every = counted(report.outcomes, one, report.things)
    return (
        f"{figures_in_words(report.overview)} {report.outcomes_heard} of {every} "
        f"{'has' if report.outcomes_heard == 1 else 'have'} evidence."
    )


def no_gaps_in_words(report: Report) -> str:
    """Return what is said where nothing is missing."""
    one = report.things.removesuffix("s")
    if not report.outcomes:
        return f"The codebook has no {report.things}."
    groups = " and more than one group" if report.groups_set else ""
    return f"Every {one} has evidence from more than one person{groups}, for and against."


def gap_columns(report: Report) -> tuple[str, str, str, str]:
    """Return the heads of the table of gaps."""
    if report.things == "outcomes":
        return "Outcome", "Domain", "State", "Not heard from"
    return "Code", "Under", "State", "Not heard from"


def about_quote(quote: Quote, *, with_code: bool) -> str:
    """Return what stands under a quote: who, where, which way, how strong."""
    parts = [quote.who, quote.where]
    if with_code and quote.code:
        parts.append(quote.code)
    if quote.direction is not None:
        parts.append(direction_in_words(quote.direction))
    if quote.strength:
        parts.append(quote.strength)
    return " · ".join(part for part in parts if part)


def references(report: Report) -> set[str]:
    """Return by what the report's quotes can be referred to."""
    subjects = [part for domain in report.domains for part in (domain, *domain.parts)]
    if report.unintended is not None:
        subjects.append(report.unintended)
    return {quote.ref for subject in subjects for quote in (*subject.quotes, *subject.counter)}


def linked(text: str, refs: set[str]) -> Iterator[tuple[str, str]]:
    """Yield the text in parts, each with the quote that it refers to in brackets, or with an empty reference."""
    position = 0
    for match in re.finditer(r"\[([^\[\]\s]+)\]", text):
        if match[1] in refs:
            yield text[position : match.start()], ""
            yield match[0], match[1]
            position = match.end()
    yield text[position:], ""


def direction_in_words(direction: Direction) -> str:
    """Return a direction with its sign, not to be parted at a line's end."""
    return f"{SIGNS[direction]}\N{NO-BREAK SPACE}{WAY_WORDS[direction]}"
