"""The report on a project: what it says is worked out here, how it looks is up to the exporters."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from coder.domain.coding import Origin, Review
from coder.domain.evidence import SEPARATOR
from coder.domain.quoting import RULE
from coder.domain.text import word_count
from coder.domain.transcript import Consent, TranscriptKind, TurnKind
from coder.errors import InvalidValueError
from coder.exporters.charts.data import BarChart, Chart, counted
from coder.exporters.charts.drawing import PictureFormat, draw
from coder.exporters.charts.looks import Look
from coder.exporters.charts.progress import day_in_words
from coder.exporters.contents import Watch
from coder.exporters.report.data import Fact, Gap, Picture, Report, Subject, Withheld
from coder.services.evidence.audiences import notice_for
from coder.services.evidence.chart_parts import bar_of, limited, rows_by_name, things
from coder.services.evidence.charts import MOST, chart_of
from coder.services.evidence.findings import by_subject
from coder.services.evidence.report_parts import homes
from coder.services.evidence.report_subjects import SubjectMaker, figures_of
from coder.services.project import Project
from coder.services.tables import AnalysisData, Audience, as_kept, build_table

FORMATS = ("html", "docx")

_SCALE = 2.0
"""Pixels of a PNG for one of the page."""
_MISSING = {"none": "anybody", "only supporting": "anybody who challenges it"}
_ANOTHER = {"one source": "a second person", "one group": "a second group"}
"""Who is missing where nobody else is known to be."""
_CODED = (
    "Transcripts were read and passages marked with codes of the shared codebook. A coding is one passage marked with "
    "one code by one coder. A coding with an outcome counts for the domain to which the outcome is linked. A person "
    "counts once wherever people are counted, however often they speak. What only interviewers or facilitators say is "
    "no evidence: it counts nowhere and is not quoted.",
    "Transcripts were read and passages marked with codes of the shared codebook. A coding is one passage marked with "
    "one code by one coder, and counts for the codes above that code as well. A person counts once wherever people are "
    "counted, however often they speak. What only interviewers or facilitators say is no evidence: it counts nowhere "
    "and is not quoted.",
)

Step = Callable[[int, int], None]
"""Told how many steps of how many are done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportOptions:
    """What a report holds."""

    title: str = ""
    """The project's name if empty."""
    by_group: bool = True
    """A chart by stakeholder group for each outcome."""
    audience: Audience = Audience.READERS
    """For whom it is made."""


def build_report(
    kept: AnalysisData,
    *,
    picture_format: PictureFormat = "svg",
    options: ReportOptions | None = None,
    progress: Step | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Report:
    """Return the report on a project as it is kept (`coder.services.tables.as_kept`), as its audience may see it.

    The same project gives the same report, whenever it is made. Raises `ExportCancelledError` once `cancelled` says so.
    """
    return _Maker(kept, picture_format, options or ReportOptions(), Watch(progress, cancelled)).report()


def export_report(
    project: Project,
    *,
    file: Path,
    file_format: str = "",
    options: ReportOptions | None = None,
    progress: Step | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Report:
    """Write the report as HTML or as a Word document, by `file_format` or the file's ending; return what it says.

    Raises `InvalidValueError` for another format, `ExportCancelledError` once `cancelled` says so, and `ExportError`
    if the file cannot be written; an older file of that name is kept in each case. The same project gives the same
    bytes.
    """
    from coder.exporters.files import replaced

    chosen = document_format(file, file_format)
    with project.read() as rows:
        kept = as_kept(rows)
    report = build_report(
        kept,
        picture_format="svg" if chosen == "html" else "png",
        options=options,
        progress=progress,
        cancelled=cancelled,
    )
    if chosen == "html":
        from coder.exporters.report.html_report import report_as_html as written
    else:
        from coder.exporters.report.docx_report import report_as_docx as written
    content = written(report)
    Watch(cancelled=cancelled).at(1, 1)
    with replaced(file) as stream:
        stream.write(content)
    return report


def document_format(file: Path, wanted: str) -> str:
    """Return `html` or `docx`, as asked for or by a file's ending; raises `InvalidValueError` for anything else."""
    ending = file.suffix.lower().removeprefix(".")
    chosen = (wanted or {"htm": "html"}.get(ending, ending)).lower()
    if chosen not in FORMATS:
        raise InvalidValueError(f"It can be written as {' or '.join(FORMATS)}; say which, or end the file's name so.")
    return chosen


class _Maker:
    """One report while it is made."""

    def __init__(
        self,
        kept: AnalysisData,
        picture_format: PictureFormat,
        options: ReportOptions,
        watch: Watch,
    ) -> None:
        from coder.analysis.consent import in_files, seen_by

        self._kept = kept
        seen = in_files(seen_by(kept, options.audience))
        self._aside = len(seen.codings) - len(seen.counting.codings)
        self._data = seen.counting
        self._things = things(self._data)
        self._groups_set = bool(self._data.facts.groups)
        self._format: PictureFormat = picture_format
        self._options = options
        self._watch = watch
        self._findings = by_subject(seen.findings)
        self._subjects = SubjectMaker(self._data, self._picture, self._findings)
        self._coverage = build_table(self._data, "coverage")
        self._rows = {row["code_id"]: (number, row) for number, row in enumerate(rows_by_name(self._coverage))}
        self._done = 0

    def report(self) -> Report:
        data = self._data
        everything = data.facts.order.tolist()
        domains = self._domains()
        unintended = self._unintended()
        pictures: tuple[Picture, ...] = ()
        if everything and self._rows:
            caption = f"Coverage of {self._things}: codings by direction, and people."
            pictures = (self._picture(chart_of(data, "coverage"), caption),)
            if self._groups_set:
                by_group = chart_of(data, "outcome-by-group")
                pictures += (self._picture(by_group, by_group.subtitle),)
        return Report(
            title=self._options.title or f"{data.name}: evidence report",
            subtitle=self._subtitle(),
            notice=notice_for(self._options.audience),
            introduction=self._findings.get("introduction", ""),
            conclusion=self._findings.get("conclusion", ""),
            overview=figures_of(data, everything),
            outcomes=len(self._rows),
            outcomes_heard=sum(row["codings"] > 0 for _, row in self._rows.values()),
            things=self._things,
            groups_set=self._groups_set,
            pictures=pictures,
            domains=domains,
            unintended=unintended,
            gaps=self._gaps(),
            method=self._method(),
            method_text=self._method_text(),
            method_finding=self._findings.get("method", ""),
            withheld=self._withheld(),
            warnings=self._warnings(),
        )

    def _step(self) -> None:
        total = len(self._rows) + 2
        self._watch.at(min(self._done, total), total)
        self._done += 1

    def _picture(self, chart: Chart, caption: str) -> Picture:
        self._step()
        scale = 1.0 if self._format == "svg" else _SCALE
        drawn = draw(chart, look=Look.PRINT, scale=scale, file_format=self._format, headed=False)
        return Picture(
            data=drawn.data,
            media_type="image/svg+xml" if self._format == "svg" else "image/png",
            width=round(drawn.width / scale),
            height=round(drawn.height / scale),
            caption=caption,
            alternative=drawn.alternative,
        )

    def _places(self, codes: Sequence[str]) -> list[list[int]]:
        """Return for each code the numbers of the codings that count for it, in the order of reading."""
        facts = self._data.facts
        cells, codings = facts.counted_codes(codes)
        place = {number: at for at, number in enumerate(facts.order.tolist())}
        found: list[list[int]] = [[] for _ in codes]
        for cell, coding in zip(cells.tolist(), codings.tolist(), strict=True):
            found[cell].append(coding)
        for one in found:
            one.sort(key=place.__getitem__)
        return found

    def _domains(self) -> tuple[Subject, ...]:
        """Return a part for each top domain, then one for each codebook's outcomes outside of every domain."""
        found = homes(self._data, self._rows, self._findings)
        reading = {place: at for at, place in enumerate(self._data.facts.order.tolist())}
        result = []
        for home in found:
            if home.code is not None:
                (places,) = self._places([home.key])
            else:
                every = {place for places in self._places(home.codes) for place in places}
                places = sorted(every, key=reading.__getitem__)
            definition = home.code.short_definition if home.code is not None else ""
            result.append(self._part(home.key, home.name, definition, places, home.codes))
        return tuple(result)

    def _part(self, key: str, name: str, definition: str, places: list[int], codes: Sequence[str]) -> Subject:
        covered = [self._rows[code_id] for code_id in codes if code_id in self._rows]
        pictures: tuple[Picture, ...] = ()
        if covered and any(row["codings"] for _, row in covered):
            bars = [
                bar_of(self._coverage, number, row, name=row["code"], note=_state(row["level"]))
                for number, row in covered
            ]
            chart = BarChart(
                title=f"{name}: its {self._things}",
                bars=limited(bars, self._data, MOST, self._things),
                things=self._things,
                with_groups=self._groups_set,
            )
            one = self._things.removesuffix("s")
            voices = "people and groups" if self._groups_set else "people"
            pictures = (self._picture(chart, f"{name}: codings by {one} and direction, {voices}."),)
        own = self._rows.get(key)
        return self._subjects.make(
            key,
            name,
            places,
            definition=definition,
            status=_state(own[1]["level"]) if own else "",
            pictures=pictures,
            with_groups=own is not None and self._options.by_group,
            parts=lambda: self._outcomes(codes),
        )

    def _outcomes(self, codes: Sequence[str]) -> tuple[Subject, ...]:
        tree = self._data.tree
        made = []
        for code_id, places in zip(codes, self._places(codes), strict=True):
            row = self._rows.get(code_id)
            self._step()
            made.append(
                self._subjects.make(
                    code_id,
                    tree[code_id].name,
                    places,
                    definition=tree[code_id].short_definition,
                    status=_state(row[1]["level"]) if row else "",
                    with_groups=self._options.by_group,
                )
            )
        return tuple(made)

    def _unintended(self) -> Subject | None:
        """Return the part on passages that no coding ties to an outcome, or None where nothing was foreseen."""
        from coder.analysis.counting import unintended

        loose = unintended(self._data)
        if loose is None:
            return None
        return self._subjects.make(
            "unintended",
            "Unintended change",
            loose.tolist(),
            definition="Passages that are coded but tied to no outcome: neither they nor any passage that overlaps "
            "them carries a code that counts for one. This is change that the theory did not foresee, and what else "
            "people spoke about.",
        )

    def _gaps(self) -> tuple[Gap, ...]:
        from coder.analysis.coverage import gaps

        tree, found = self._data.tree, []
        for code_id, level in gaps(self._coverage):
            _, row = self._rows[code_id]
            missing = _MISSING.get(level, row["silent"].replace(SEPARATOR, ", ") or _ANOTHER.get(level, ""))
            under = row["domain"] or " › ".join(code.name for code in tree.path(code_id)[:-1])
            found.append(Gap(name=row["code"], under=under, status=_state(level), missing=missing))
        return tuple(found)

    def _subtitle(self) -> str:
        dates = [day for day in self._data.codings.created_at if day]
        parts = [f"State of the coding: {day_in_words(max(dates))}"] if dates else []
        for book in self._data.codebooks:
            parts.append(f"{book.name} v{book.version}")
        return " · ".join(parts)

    def _method(self) -> tuple[Fact, ...]:
        data, codings = self._data, self._data.codings
        kinds = [
            counted(sum(item.kind is kind for item in data.transcripts), kind.value)
            for kind in TranscriptKind
            if any(item.kind is kind for item in data.transcripts)
        ]
        words = self._words()
        held = sorted(item.date for item in data.transcripts if item.date)
        coded = sorted(day for day in codings.created_at if day)
        names = {coder.id: coder.name for coder in data.coders}
        coders = sorted({names.get(each, "") for each in codings.coder_id} - {""})
        groups: dict[str, int] = {}
        for person in data.participants if self._groups_set else ():
            name = person.group.strip() or "no group"
            groups[name] = groups.get(name, 0) + 1
        accepted = sum(origin == Origin.SUGGESTED for origin in codings.origin)
        facts = [
            ("Conversations", f"{' and '.join(kinds)}, {words:,} words" if kinds else "none"),
            ("Held", _span_of_days(held)),
            ("Participants", self._people_in_words(groups)),
            ("Codings", f"{len(codings):,}, of which {accepted:,} began as a suggestion that a coder accepted"),
            ("Not counted", f"{counted(self._aside, 'coding')} on what askers say" if self._aside else ""),
            ("Coded by", ", ".join(coders)),
            ("Coded", _span_of_days(coded)),
            ("Second look", _reviews(codings.review)),
        ]
        for book in data.codebooks:
            codes = sum(code.codebook_id == book.id for code in data.tree)
            facts.append(("Codebook", f"{book.name}, version {book.version}, {counted(codes, 'code')}"))
        if data.older:
            facts.append(("Older definitions", f"{counted(len(data.older), 'coding')} made before a code was reworded"))
        return tuple(Fact(name=name, value=value) for name, value in facts if value)

    def _method_text(self) -> tuple[str, ...]:
        one = "An outcome" if self._things == "outcomes" else "A code"
        groups = " of two or more stakeholder groups" if self._groups_set else ""
        covered = (
            f"{one} is well covered when two or more people{groups} speak of it and something challenges it or is "
        )
        covered += "mixed." if groups else "mixed. No stakeholder groups are recorded, so nothing is said of groups."
        return (_CODED[0] if self._things == "outcomes" else _CODED[1], covered, RULE)

    def _words(self) -> int:
        """Return how many words were said, without headings and those of people who withdrew."""
        kept = self._kept
        gone = {person.id for person in kept.participants if person.consent is Consent.WITHDRAWN}
        silent = {speaker.id for speaker in kept.speakers if speaker.participant_id in gone}
        texts = {item.id: item.text for item in kept.transcripts}
        turns = kept.turns
        return sum(
            word_count(texts[transcript_id][start:end])
            for transcript_id, speaker_id, start, end, kind in zip(
                turns.transcript_id, turns.speaker_id, turns.start, turns.end, turns.kind, strict=True
            )
            if speaker_id not in silent and transcript_id in texts and kind != TurnKind.HEADING
        )

    def _people_in_words(self, groups: dict[str, int]) -> str:
        if not self._data.participants:
            return "nobody is recorded as a participant"
        each = "; ".join(f"{name}: {count:,}" for name, count in groups.items())
        people = counted(len(self._data.participants), "person", "people")
        return f"{people}. {each}" if each else people

    def _withheld(self) -> tuple[Withheld, ...]:
        """Return what consent kept out, without saying who."""
        from coder.analysis.consent import silenced, withheld

        reasons = {Consent.WITHDRAWN: ("All that they said, and its codings", "consent was withdrawn")}
        if self._data.audience is Audience.READERS:
            reasons |= {
                Consent.NOT_RECORDED: ("Their words; the codings are counted", "consent is not recorded"),
                Consent.INTERNAL: ("Their words; the codings are counted", "consent is for internal use only"),
                Consent.ANONYMISED: ("Their pseudonyms; quoted by role", "consent is for anonymised quotes"),
            }
        people: dict[Consent, int] = {}
        rows: dict[Consent, int] = {}
        for item in withheld(self._kept):
            people[item.consent] = people.get(item.consent, 0) + 1
            rows[item.consent] = rows.get(item.consent, 0) + item.rows
        nobody = [item.rows for item in silenced(self._data) if item.consent is None]
        more = [
            Withheld(what="Words of people who are not known", count=count, why="nobody can have agreed")
            for count in nobody
            if self._data.audience is Audience.READERS
        ]
        return tuple(
            Withheld(
                what=f"{counted(people[level], 'person', 'people').capitalize()}: {what[0].lower()}{what[1:]}",
                count=rows[level],
                why=why,
            )
            for level, (what, why) in reasons.items()
            if level in people
        ) + tuple(more)

    def _warnings(self) -> tuple[str, ...]:
        from coder.analysis.consent import small_groups

        small = small_groups(self._data)
        if not small:
            return ()
        named = ", ".join(f"{group} ({count})" for group, count in small)
        return (
            f"Some stakeholder groups have so few people that the role alone may tell who speaks: {named}. Check the "
            "quotes from these groups before this report is handed on.",
        )


def _state(level: str) -> str:
    return "no evidence" if level == "none" else str(level)


def _span_of_days(days: Sequence[str]) -> str:
    if not days:
        return ""
    first, last = day_in_words(days[0]), day_in_words(days[-1])
    return first if first == last else f"{first} to {last}"


def _reviews(reviews: Sequence[str]) -> str:
    done = sum(review == Review.DONE for review in reviews)
    discuss = sum(review == Review.DISCUSS for review in reviews)
    if not done and not discuss:
        return ""
    return f"{done:,} codings reviewed, {discuss:,} to discuss"
