"""The report as one HTML file: it loads nothing, runs nothing, and prints well."""

from __future__ import annotations

import base64
import html
from collections.abc import Iterator, Sequence

from coder.exporters.charts.data import TextAlternative
from coder.exporters.report.data import Figures, Picture, Quote, Report, Subject
from coder.exporters.report.style import STYLE
from coder.exporters.report.words import (
    NOTHING_YET,
    about_quote,
    direction_in_words,
    figures_in_words,
    gap_columns,
    linked,
    no_gaps_in_words,
    overview_in_words,
    paragraphs,
    plain,
    references,
)

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def report_as_html(report: Report) -> bytes:
    """Return the report as an HTML page in UTF-8; the same report gives the same bytes."""
    return ("\n".join(_Page(report).lines()) + "\n").encode("utf-8")


class _Page:
    """One report while it is written; figures and sections are numbered as they come."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._figure = 0
        self._refs = references(report)
        self._quoted: set[str] = set()

    def lines(self) -> Iterator[str]:
        report = self._report
        title = _safe(report.title)
        yield "<!DOCTYPE html>"
        yield '<html lang="en-GB">'
        yield "<head>"
        yield '<meta charset="utf-8">'
        yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
        yield f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        yield f"<title>{title}</title>"
        yield f"<style>\n{STYLE}\n</style>"
        yield "</head>"
        yield "<body>"
        yield "<header>"
        yield f'<h1 dir="auto">{title}</h1>'
        if report.notice:
            yield f'<p class="subtitle"><strong>{_safe(report.notice)}</strong></p>'
        if report.subtitle:
            yield f'<p class="subtitle">{_safe(report.subtitle)}</p>'
        yield "</header>"
        yield from self._contents()
        yield "<main>"
        yield from self._opening()
        for number, domain in enumerate(report.domains, start=1):
            yield from self._domain(domain, number)
        if report.unintended is not None:
            yield from self._unintended(report.unintended)
        yield from self._gaps()
        if report.conclusion:
            yield from _section("conclusion", "Conclusion", self._finding(report.conclusion))
        yield from self._method()
        yield "</main>"
        yield "</body>"
        yield "</html>"

    def _contents(self) -> Iterator[str]:
        report = self._report
        entries = [("overview", "Overview")]
        entries += [(f"domain-{number}", domain.name) for number, domain in enumerate(report.domains, start=1)]
        if report.unintended is not None:
            entries.append(("unintended", report.unintended.name))
        entries.append(("gaps", "Gaps in the evidence"))
        if report.conclusion:
            entries.append(("conclusion", "Conclusion"))
        entries.append(("method", "How this report was made"))
        yield '<nav aria-labelledby="contents">'
        yield '<h2 id="contents">Contents</h2>'
        yield "<ol>"
        for anchor, name in entries:
            yield f'<li><a href="#{anchor}" dir="auto">{_safe(name)}</a></li>'
        yield "</ol>"
        yield "</nav>"

    def _opening(self) -> Iterator[str]:
        report = self._report
        yield '<section aria-labelledby="overview">'
        yield '<h2 id="overview">Overview</h2>'
        if report.introduction:
            yield from self._finding(report.introduction)
        if report.overview.codings:
            yield f"<p>{_safe(overview_in_words(report))}</p>"
        else:
            yield f'<p class="none">{NOTHING_YET}</p>'
        for picture in report.pictures:
            yield from self._picture(picture)
        yield "</section>"

    def _domain(self, domain: Subject, number: int) -> Iterator[str]:
        yield f'<section aria-labelledby="domain-{number}">'
        yield f'<h2 id="domain-{number}" dir="auto">{_safe(domain.name)}</h2>'
        yield from self._subject(domain, below=3)
        for place, part in enumerate(domain.parts, start=1):
            anchor = f"outcome-{number}-{place}"
            yield f'<section aria-labelledby="{anchor}">'
            yield f'<h3 id="{anchor}" dir="auto">{_safe(part.name)}</h3>'
            yield from self._subject(part, below=4)
            yield "</section>"
        yield "</section>"

    def _unintended(self, subject: Subject) -> Iterator[str]:
        yield '<section aria-labelledby="unintended">'
        yield f'<h2 id="unintended">{_safe(subject.name)}</h2>'
        yield from self._subject(subject, below=3)
        yield "</section>"

    def _subject(self, subject: Subject, *, below: int) -> Iterator[str]:
        """Yield what there is on a subject; `below` is the level of the headings in it."""
        with_code = below == 3
        if subject.definition:
            yield f'<p class="definition" dir="auto">{_safe(subject.definition)}</p>'
        if subject.status:
            yield f'<p class="status">{_safe(subject.status)}</p>'
        yield from self._finding(subject.finding)
        yield from _numbers(subject.figures)
        for picture in subject.pictures:
            yield from self._picture(picture)
        if subject.quotes:
            yield '<div class="quotes">'
            yield f'<h{below} class="label">In people’s words</h{below}>'
            for quote in subject.quotes:
                yield from self._quote(quote, with_code=with_code)
            yield "</div>"
        if subject.counter:
            yield '<div class="counter">'
            yield f'<h{below} class="label">Evidence that challenges or is mixed</h{below}>'
            for quote in subject.counter:
                yield from self._quote(quote, with_code=with_code)
            yield "</div>"
        for note in subject.notes:
            yield f'<p class="page-note">{_safe(note)}</p>'
        if subject.traces:
            places = "; ".join(
                f"<bdi>{_safe(trace.transcript)}</bdi> ({_safe(trace.places)})" for trace in subject.traces
            )
            yield f'<p class="where">All passages behind these figures: {places}.</p>'

    def _picture(self, picture: Picture) -> Iterator[str]:
        self._figure += 1
        data = base64.b64encode(picture.data).decode("ascii")
        yield "<figure>"
        yield (
            f'<img src="data:{picture.media_type};base64,{data}" width="{picture.width}" height="{picture.height}" '
            f'alt="{_safe(picture.alternative.summary)}">'
        )
        yield f"<figcaption>Figure {self._figure}. {_safe(picture.caption)}</figcaption>"
        if picture.alternative.rows:
            yield "<details>"
            yield f"<summary>Figure {self._figure} as a table</summary>"
            yield from _alternative(picture.alternative)
            yield "</details>"
        yield "</figure>"

    def _finding(self, text: str) -> Iterator[str]:
        written = paragraphs(text)
        if not written:
            return
        yield '<div class="finding">'
        for part in written:
            said = "".join(
                f'<a href="#quote-{_safe(ref)}">{_safe(words)}</a>' if ref else _safe(words)
                for words, ref in linked(part, self._refs)
            )
            yield f'<p dir="auto">{said}</p>'
        yield "</div>"

    def _quote(self, quote: Quote, *, with_code: bool) -> Iterator[str]:
        # A passage that is quoted again keeps its reference; the first time is where links to it lead.
        anchor = "" if quote.ref in self._quoted else f' id="quote-{_safe(quote.ref)}"'
        self._quoted.add(quote.ref)
        yield f"<blockquote{anchor}>"
        yield f'<p dir="auto">“{_safe(quote.text)}”</p>'
        yield (
            f'<footer class="about"><span class="ref">[{_safe(quote.ref)}]</span> '
            f"{_safe(about_quote(quote, with_code=with_code))}</footer>"
        )
        yield "</blockquote>"

    def _gaps(self) -> Iterator[str]:
        report = self._report
        yield '<section aria-labelledby="gaps">'
        yield '<h2 id="gaps">Gaps in the evidence</h2>'
        if report.gaps:
            rows = [(gap.name, gap.under, gap.status, gap.missing) for gap in report.gaps]
            yield from _table(gap_columns(report), rows)
        else:
            yield f"<p>{no_gaps_in_words(report)}</p>"
        yield "</section>"

    def _method(self) -> Iterator[str]:
        report = self._report
        yield '<section aria-labelledby="method">'
        yield '<h2 id="method">How this report was made</h2>'
        if report.method_finding:
            yield from self._finding(report.method_finding)
        for text in report.method_text:
            yield f"<p>{_safe(text)}</p>"
        if report.method:
            yield from _table(("", ""), [(fact.name, fact.value) for fact in report.method], headed=False)
        if report.withheld:
            yield "<h3>What was withheld, and why</h3>"
            rows = [(item.what, f"{item.count:,}", item.why) for item in report.withheld]
            yield from _table(("What", "Passages", "Why"), rows)
        yield "</section>"


def _section(anchor: str, name: str, content: Iterator[str]) -> Iterator[str]:
    yield f'<section aria-labelledby="{anchor}">'
    yield f'<h2 id="{anchor}">{_safe(name)}</h2>'
    yield from content
    yield "</section>"


def _numbers(figures: Figures) -> Iterator[str]:
    if not figures.codings:
        yield f'<p class="page-note">{figures_in_words(figures)}</p>'
        return
    counts = [
        (figures.people, "person", "people"),
        (figures.groups, "group", "groups"),
        (figures.codings, "coding", "codings"),
        (figures.transcripts, "transcript", "transcripts"),
    ]
    yield '<ul class="numbers">'
    for count, one, many in counts:
        if not count and one == "group":
            continue
        yield f"<li><b>{count:,}</b>{one if count == 1 else many}</li>"
    for way, count in figures.ways:
        word = direction_in_words(way) if way is not None else "no direction"
        yield f"<li><b>{count:,}</b>{word}</li>"
    yield "</ul>"


def _alternative(alternative: TextAlternative) -> Iterator[str]:
    yield from _table(alternative.columns, alternative.rows)


def _table(columns: Sequence[str], rows: Sequence[Sequence[str]], *, headed: bool = True) -> Iterator[str]:
    yield '<div class="wide">'
    yield "<table>"
    if headed:
        heads = "".join(f'<th scope="col">{_safe(name)}</th>' for name in columns)
        yield f"<thead><tr>{heads}</tr></thead>"
    yield "<tbody>"
    for row in rows:
        first, *rest = row
        cells = "".join(f'<td dir="auto">{_safe(value)}</td>' for value in rest)
        yield f'<tr><th scope="row" dir="auto">{_safe(first)}</th>{cells}</tr>'
    yield "</tbody>"
    yield "</table>"
    yield "</div>"


def _safe(text: str) -> str:
    return html.escape(plain(text))
