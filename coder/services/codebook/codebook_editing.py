"""Editing a codebook as a team does: all fields at once, merge, split, retire, restore, colours of a group."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypedDict, Unpack, cast

from coder.domain.changes import ChangeSet
from coder.domain.codebook import Code, CodeKind, CodeLink, CodeStatus, LinkType
from coder.domain.colour import is_colour
from coder.domain.content import normalised_name
from coder.domain.ids import new_code_id
from coder.domain.span import Span
from coder.domain.transcript import Consent
from coder.errors import InvalidValueError
from coder.services import lookup
from coder.services.codebook.codebook_content import move_codings, put_code
from coder.services.counted import talk_in
from coder.services.hearing import Silenced, hushed
from coder.services.project import Project
from coder.services.tables import Audience, as_kept
from coder.storage.unit_of_work import UnitOfWork

_TEXTS = ("short_definition", "full_definition", "when_to_use", "when_not_to_use")
_LISTS = ("example_quotes", "key_terms")


class CodeFields(TypedDict, total=False):
    """Fields of a code to write; those that are left out stay."""

    name: str
    kind: CodeKind
    colour: str
    shortcut: str
    short_definition: str
    full_definition: str
    when_to_use: str
    when_not_to_use: str
    example_quotes: Sequence[str]
    key_terms: Sequence[str]
    links: Sequence[tuple[LinkType, str]]


@dataclass(frozen=True, slots=True)
class CodeUse:
    """How much a code is used."""

    codings: int = 0
    transcripts: int = 0
    participants: int = 0
    offered: int = 0
    """Suggestions of it that were decided."""
    accepted: int = 0


@dataclass(frozen=True, slots=True)
class CodedPassage:
    """A passage with a code, to read while the code is defined."""

    coding_id: str
    transcript_id: str
    transcript: str
    speaker: str
    """Who is first to speak in the passage: a participant's pseudonym, else the name in the transcript."""
    text: str
    span: Span
    version: str
    counts: bool = True
    """Whether it is evidence; what only askers say is kept and counts nowhere."""


def edit_code(project: Project, *, code_id: str, **fields: Unpack[CodeFields]) -> ChangeSet:
    """Write fields of a code as one step; blank and repeated lines of lists are left out.

    Raises `InvalidValueError` for an empty or taken name, a colour that is none and a shortcut that is taken.
    """
    with project.action("Edit code") as action:
        before = lookup.code(action.rows, code_id)
        action.rename(f"Edit code “{before.name}”")
        codes = action.rows.codes()
        after = before
        if "name" in fields:
            after = replace(after, name=free_name(codes, fields["name"], before.parent_id, but=code_id))
        if "kind" in fields:
            after = replace(after, kind=CodeKind(fields["kind"]))
        if "colour" in fields:
            after = replace(after, colour=_colour(fields["colour"]))
        if "shortcut" in fields:
            after = replace(after, shortcut=_shortcut(codes, fields["shortcut"], but=code_id))
        texts: dict[str, Any] = {name: str(fields.get(name, "")).strip() for name in _TEXTS if name in fields}
        for name in _LISTS:
            if name in fields:
                lines: Sequence[str] = cast(Any, fields)[name]
                texts[name] = tuple(dict.fromkeys(line.strip() for line in lines if line.strip()))
        after = replace(after, **texts)
        put_code(action.rows, before, after)
        if "links" in fields:
            _put_links(action.rows, code_id, fields["links"])
    return action.changes


def merge_codes(project: Project, *, code_id: str, into: str) -> ChangeSet:
    """Merge a code into another one: its codings, the codes below it and its key terms go there.

    The code stays as a retired one that knows its successor, so that others who use it find their way.
    """
    with project.action("Merge codes") as action:
        rows = action.rows
        source, target = lookup.code(rows, code_id), lookup.code(rows, into)
        tree = rows.code_tree()
        if source.codebook_id != target.codebook_id:
            raise InvalidValueError(f"“{source.name}” and “{target.name}” are in different codebooks.")
        if into in tree.with_descendants(code_id):
            raise InvalidValueError(f"“{source.name}” cannot be merged into itself or into a code below it.")
        if target.status is CodeStatus.RETIRED:
            raise InvalidValueError(f"“{target.name}” is retired; restore it first, or choose another code.")
        action.rename(f"Merge “{source.name}” into “{target.name}”")
        terms = tuple(dict.fromkeys((*target.key_terms, *source.key_terms)))
        rows.put(target, replace(target, key_terms=terms))
        gone = replace(source, status=CodeStatus.RETIRED, merged_into=into, shortcut="")
        rows.put(source, gone)
        last = len(tree.children(into))
        for place, child in enumerate(tree.children(code_id)):
            rows.put(child, replace(child, parent_id=into, position=last + place))
        move_codings(rows, rows.codings_with([code_id]), into)
    return action.changes


def split_code(project: Project, *, code_id: str, name: str, coding_ids: Sequence[str]) -> ChangeSet:
    """Make a new code beside a code, with its definition, and give it some of the code's codings."""
    with project.action("Split code") as action:
        rows = action.rows
        before = lookup.code(rows, code_id)
        codes = rows.codes()
        clean = free_name(codes, name, before.parent_id)
        codings = [lookup.coding(rows, coding_id) for coding_id in coding_ids]
        foreign = next((coding for coding in codings if coding.code_id != code_id), None)
        if foreign is not None:
            raise InvalidValueError(f"One of the passages is not coded with “{before.name}” any more; choose again.")
        action.rename(f"Split “{before.name}”")
        new = replace(
            before,
            id=new_code_id(clean, {code.id for code in codes}),
            name=clean,
            shortcut="",
            key_terms=(),
            example_quotes=(),
            position=before.position,
            revision=0,
        )
        rows.add(new)
        for link in rows.code_links():
            if link.code_id == code_id:
                rows.add(CodeLink(code_id=new.id, type=link.type, target_id=link.target_id))
        move_codings(rows, codings, new.id)
    return action.changes


def retire_code(project: Project, *, code_id: str) -> ChangeSet:
    """Take a code out of use; its codings stay, and it can be restored."""
    return _set_status(project, code_id, CodeStatus.RETIRED, "Retire")


def restore_code(project: Project, *, code_id: str) -> ChangeSet:
    """Take a retired code into use again; what was merged away stays where it went."""
    return _set_status(project, code_id, CodeStatus.ACTIVE, "Restore")


def recolour_codes(project: Project, *, colours: Mapping[str, str]) -> ChangeSet:
    """Give several codes a colour each (`#rrggbb`, or empty to take it from domain and theme) as one step."""
    with project.action(f"Recolour {len(colours)} codes") as action:
        for code_id, colour in colours.items():
            before = lookup.code(action.rows, code_id)
            action.rows.put(before, replace(before, colour=_colour(colour)))
    return action.changes


def uses(project: Project) -> dict[str, CodeUse]:
    """Return how much each code is used: codings, transcripts, participants, and what became of its suggestions.

    As in every table, what is no evidence counts nowhere.
    """
    from coder.analysis.consent import seen_by

    with project.read() as rows:
        facts = seen_by(as_kept(rows), Audience.TEAM).counting.facts
        silenced = Silenced.of(rows)
        decided: dict[str, list[bool]] = {}
        for item in rows.decisions():
            if silenced.hides(item.transcript_id, item.span):
                continue
            decided.setdefault(item.code_id, []).append(item.verdict == "accepted")
    counts: dict[str, int] = {}
    places: dict[str, set[int]] = {}
    people: dict[str, set[int]] = {}
    for code, where, voice in zip(facts.code.tolist(), facts.transcript.tolist(), facts.voice.tolist(), strict=True):
        code_id = facts.code_ids[code]
        counts[code_id] = counts.get(code_id, 0) + 1
        places.setdefault(code_id, set()).add(where)
        people.setdefault(code_id, set()).update(facts.voices[voice].people)
    return {
        code_id: CodeUse(
            counts.get(code_id, 0),
            len(places.get(code_id, ())),
            len(people.get(code_id, ())),
            len(decided.get(code_id, ())),
            sum(decided.get(code_id, ())),
        )
        for code_id in counts.keys() | decided.keys()
    }


def coded_passages(project: Project, *, code_id: str) -> list[CodedPassage]:
    """Return the passages with a code, by transcript and place; none of people who withdrew."""
    with project.read() as rows:
        transcripts = {item.id: item for item in rows.transcripts()}
        order = {transcript_id: place for place, transcript_id in enumerate(transcripts)}
        found = sorted(rows.codings_with([code_id]), key=lambda item: (order[item.transcript_id], item.start, item.end))
        silenced = Silenced.of(rows)
        found = [item for item in found if not silenced.hides(item.transcript_id, item.span)]
        names = hushed(rows)
        people = {item.id: item.pseudonym for item in rows.participants() if item.consent is not Consent.WITHDRAWN}
        heard = talk_in(rows, {coding.transcript_id for coding in found}).heard
        labels = {
            speaker.id: people.get(speaker.participant_id or "", "" if speaker.participant_id else speaker.label)
            for speaker in rows.speakers()
        }
        turns = {
            transcript_id: rows.turns(transcript_id) for transcript_id in {coding.transcript_id for coding in found}
        }
    result = []
    for coding in found:
        said = [turn for turn in turns[coding.transcript_id] if turn.start < coding.end and coding.start < turn.end]
        speaker = next((who for turn in said if (who := labels.get(turn.speaker_id or "", ""))), "")
        talk = transcripts[coding.transcript_id]
        result.append(
            CodedPassage(
                coding.id,
                talk.id,
                names.left_out_of(talk.name),
                speaker,
                silenced.words(talk.id, talk.text, coding.span),
                coding.span,
                coding.codebook_version,
                heard(talk.id, coding.start, coding.end),
            )
        )
    return result


def free_name(codes: Sequence[Code], name: str, parent_id: str | None, *, but: str = "") -> str:
    """Return a name without outer blanks; `InvalidValueError` if it is empty or taken by a code in the same place."""
    clean = " ".join(name.split())
    if not clean:
        raise InvalidValueError("A code needs a name.")
    for code in codes:
        same = code.parent_id == parent_id and normalised_name(code.name) == normalised_name(clean)
        if same and code.id != but and not code.merged_into:
            raise InvalidValueError(f"There is a code “{code.name}” in this place already; choose another name.")
    return clean


def _set_status(project: Project, code_id: str, status: CodeStatus, what: str) -> ChangeSet:
    with project.action(what) as action:
        before = lookup.code(action.rows, code_id)
        action.rename(f"{what} code “{before.name}”")
        merged = None if status is CodeStatus.ACTIVE else before.merged_into
        action.rows.put(before, replace(before, status=status, merged_into=merged))
    return action.changes


def _colour(colour: str) -> str:
    if colour and not is_colour(colour):
        raise InvalidValueError(f"“{colour}” is not a colour; write it as #rrggbb.")
    return colour.lower()


def _shortcut(codes: Sequence[Code], shortcut: str, *, but: str) -> str:
    clean = shortcut.strip()
    for code in codes:
        if clean and code.id != but and code.shortcut.strip().casefold() == clean.casefold():
            raise InvalidValueError(f"“{clean}” is the shortcut of “{code.name}” already.")
    return clean


def _put_links(rows: UnitOfWork, code_id: str, wanted: Sequence[tuple[LinkType, str]]) -> None:
    there = {(link.type, link.target_id): link for link in rows.code_links() if link.code_id == code_id}
    for kind, target in wanted:
        lookup.code(rows, target)
        if target == code_id:
            raise InvalidValueError("A code cannot be linked to itself.")
        if (kind, target) not in there:
            rows.add(CodeLink(code_id=code_id, type=kind, target_id=target))
    rows.remove_all([link for key, link in there.items() if key not in set(wanted)])
