"""Transcripts with their codings, to read on paper or in Word."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from coder.domain.coding import Direction
from coder.domain.colour import code_colours, is_colour
from coder.domain.text import clock
from coder.domain.transcript import Consent, SpeakerRole, TurnKind
from coder.errors import NotFoundError
from coder.exporters.charts.data import counted
from coder.exporters.charts.progress import day_in_words
from coder.exporters.coded_transcript import CodedPassage, CodedTranscript, CodedTurn
from coder.exporters.contents import Watch
from coder.services.evidence.audiences import notice_for
from coder.services.evidence.report_subjects import attribution
from coder.services.evidence.reporting import document_format
from coder.services.project import Project
from coder.services.tables import AnalysisData, Audience, as_kept

_ROLES = {
    SpeakerRole.INTERVIEWER: "Interviewer",
    SpeakerRole.FACILITATOR: "Facilitator",
    SpeakerRole.OTHER: "Another voice",
}
_NO_COLOUR = "#6b6f76"
_WITHDRAWN = "Withheld: this person took their consent back."
_MENTIONED = (
    "Words are as they were said: names that people mention in them are not taken out. Read it before you pass it on."
)
_INTERNAL = "Words withheld: consent is for internal use only."
_NOT_RECORDED = "Words withheld: nobody recorded yet what this person agreed to."
_NAMES = "Withheld: it names people who are not to be named."
_NOBODY = "Words withheld: it is not known who speaks, so nobody can have agreed."


def coded_transcript(
    kept: AnalysisData, transcript_id: str, *, audience: Audience = Audience.READERS
) -> CodedTranscript:
    """Return a transcript with its codings as an audience may see it, from a project as it is kept.

    Turns of people who withdrew are left out, and for readers the words of people whose consent is internal or not
    recorded, with the passages that lie in them alone. Raises `NotFoundError` for a transcript that is not there, or of
    which nothing may be shown.
    """
    from coder.analysis.consent import seen_by

    data = seen_by(kept, audience)
    found = next((item for item in data.transcripts if item.id == transcript_id), None)
    if found is None:
        raise NotFoundError("This transcript is not in the project, or everybody in it has withdrawn.")
    turns = _turns(kept, data, transcript_id)
    silent = [(turn.start, turn.end) for turn in turns if turn.withheld]
    shown = [(turn.start, turn.end) for turn in turns if not turn.withheld]
    passages = _passages(data, transcript_id, shown)
    facts = [found.kind.value.capitalize(), day_in_words(found.date) if found.date else "", found.place]
    notes = [*filter(None, [notice_for(audience)])]
    if silent:
        notes.append(f"{counted(len(silent), 'turn')} {'is' if len(silent) == 1 else 'are'} withheld, as consent asks.")
    return CodedTranscript(
        title=found.name,
        about=" · ".join(fact for fact in facts if fact),
        text=found.text,
        turns=tuple(turns),
        passages=tuple(passages),
        notes=tuple(notes),
        warnings=(_MENTIONED,) if audience is Audience.READERS else (),
    )


def title_for(data: AnalysisData, transcript_id: str, *, audience: Audience) -> str:
    """Return what a transcript is called for an audience, such as in a file's name; empty if it may not know of it."""
    from coder.analysis.consent import seen_by

    return next((item.name for item in seen_by(data, audience).transcripts if item.id == transcript_id), "")


def export_coded_transcript(
    project: Project,
    *,
    transcript_id: str,
    file: Path,
    audience: Audience = Audience.READERS,
    file_format: str = "",
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> CodedTranscript:
    """Write a transcript with its codings as HTML, or as a Word document whose comments are the codings.

    Raises `InvalidValueError` for another format, `NotFoundError`, `ExportCancelledError` once `cancelled` says so, and
    `ExportError` if the file cannot be written; an older file of that name is kept in each case.
    """
    from coder.exporters.files import replaced

    chosen = document_format(file, file_format)
    with project.read() as rows:
        kept = as_kept(rows)
    transcript = coded_transcript(kept, transcript_id, audience=audience)
    if chosen == "html":
        from coder.exporters.coded_transcript_html import coded_transcript_as_html as written
    else:
        from coder.exporters.coded_transcript_docx import coded_transcript_as_docx as written
    content = written(transcript, watch=Watch(progress, cancelled))
    with replaced(file) as stream:
        stream.write(content)
    return transcript


def _turns(kept: AnalysisData, data: AnalysisData, transcript_id: str) -> list[CodedTurn]:
    from coder.analysis.evidence import MASK

    consent = {person.id: person.consent for person in kept.participants}
    people = {person.id: person for person in data.participants}
    speakers = {speaker.id: speaker for speaker in kept.speakers}
    columns = data.turns
    texts = {item.id: item.text for item in data.transcripts}
    turns = []
    for place, owner in enumerate(columns.transcript_id):
        if owner != transcript_id:
            continue
        speaker = speakers.get(columns.speaker_id[place] or "")
        level = consent.get(speaker.participant_id or "") if speaker else None
        who, withheld = "", ""
        if level is Consent.WITHDRAWN:
            withheld = _WITHDRAWN
        elif speaker is not None and speaker.role is not SpeakerRole.PARTICIPANT:
            who = _ROLES[speaker.role]
        elif speaker is not None:
            person = people.get(speaker.participant_id or "")
            who = attribution(person.pseudonym if person else "", person.group if person else "")
        heading = speaker is None and columns.kind[place] == TurnKind.HEADING
        if heading and MASK in texts[transcript_id][columns.start[place] : columns.end[place]]:
            withheld = _NAMES
        if not withheld and data.audience is Audience.READERS and not heading:
            withheld = _why_withheld(level, asks=speaker is not None and speaker.role.asks)
        turns.append(
            CodedTurn(
                number=columns.number[place],
                start=columns.start[place],
                end=columns.end[place],
                who=who,
                time=clock(columns.time[place]),
                asks=speaker is not None and speaker.role.asks,
                withheld=withheld,
            )
        )
    return sorted(turns, key=lambda turn: turn.start)


def _why_withheld(level: Consent | None, *, asks: bool) -> str:
    """Return why readers are not given a turn's words; `level` is None where no participant is behind it."""
    if level is None:
        return "" if asks else _NOBODY
    return {Consent.INTERNAL: _INTERNAL, Consent.NOT_RECORDED: _NOT_RECORDED}.get(level, "")


def _passages(data: AnalysisData, transcript_id: str, shown: list[tuple[int, int]]) -> list[CodedPassage]:
    """Return the codings that touch words which are shown, numbered by place."""
    codings, tree = data.codings, data.tree
    colours = code_colours(tree)
    names = {coder.id: coder.name for coder in data.coders}
    passages: list[CodedPassage] = []
    for place in data.facts.order.tolist():
        if codings.transcript_id[place] != transcript_id:
            continue
        start, end = codings.start[place], codings.end[place]
        if not any(start < high and low < end for low, high in shown):
            continue
        code_id, way = codings.code_id[place], codings.direction[place]
        code = tree.codes.get(code_id)
        colour = _NO_COLOUR
        if code is not None:
            colour = code.colour if is_colour(code.colour) else colours[code.id].light
        passages.append(
            CodedPassage(
                number=len(passages) + 1,
                start=start,
                end=end,
                code=code.name if code else code_id,
                colour=colour,
                direction=Direction(way) if way else None,
                strength=codings.strength[place] or "",
                memo=codings.memo[place],
                coder=names.get(codings.coder_id[place], ""),
                coded_at=codings.created_at[place],
                counts=bool(data.facts.heard[place]),
            )
        )
    return passages
