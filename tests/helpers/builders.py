"""Small builders of domain objects, so that a test says only what matters to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from coder.domain.codebook import Code, Codebook, CodeKind, CodeLink, CodeTree, LinkType
from coder.domain.coding import Coder, Coding
from coder.domain.ids import slug
from coder.domain.span import Span
from coder.domain.text import laid_out, normalised, text_hash
from coder.domain.transcript import Consent, Participant, Speaker, SpeakerRole, Transcript, Turn, TurnKind

WHEN = "2026-03-02T09:30:00+00:00"
"""A moment for everything that needs one."""

ASKING = {"INTERVIEWER": SpeakerRole.INTERVIEWER, "FACILITATOR": SpeakerRole.FACILITATOR}


@dataclass(frozen=True)
class Talk:
    """A transcript with everything that belongs to it."""

    transcript: Transcript
    speakers: tuple[Speaker, ...]
    turns: tuple[Turn, ...]

    @property
    def text(self) -> str:
        return self.transcript.text

    def speaker(self, label: str) -> Speaker:
        """Return the speaker with a label."""
        return next(speaker for speaker in self.speakers if speaker.label == label)

    def span(self, quote: str) -> Span:
        """Return where a quote is first said; a quote may run over a line end."""
        start = self.text.index(quote)
        return Span(start, start + len(quote))


def a_codebook(codebook_id: str = "book", **fields: Any) -> Codebook:
    """Build a codebook; its name is made from the id."""
    return Codebook(**({"id": codebook_id, "name": codebook_id.replace("-", " ").capitalize()} | fields))


def a_code(code_id: str, *, codebook_id: str = "book", **fields: Any) -> Code:
    """Build a code; its name is made from the id."""
    return Code(
        **({"id": code_id, "codebook_id": codebook_id, "name": code_id.replace("-", " ").capitalize()} | fields)
    )


def a_domain(code_id: str, **fields: Any) -> Code:
    """Build a code of the kind domain."""
    return a_code(code_id, kind=CodeKind.DOMAIN, **fields)


def a_theme(code_id: str, **fields: Any) -> Code:
    """Build a code of the kind theme."""
    return a_code(code_id, kind=CodeKind.THEME, **fields)


def an_outcome(code_id: str, parent_id: str | None = None, **fields: Any) -> Code:
    """Build a code of the kind outcome, under a theme."""
    return a_code(code_id, kind=CodeKind.OUTCOME, parent_id=parent_id, **fields)


def a_link(code_id: str, target_id: str, link_type: LinkType = LinkType.BELONGS_TO_DOMAIN) -> CodeLink:
    """Build a link with a readable id; to a domain unless said otherwise."""
    return CodeLink(id=f"{code_id} {link_type.value} {target_id}", code_id=code_id, type=link_type, target_id=target_id)


def a_framework() -> CodeTree:
    """Build a small evaluation framework: two domains, a theme with two outcomes linked to one domain each."""
    codes = [
        a_domain("growth"),
        a_domain("learning", parent_id="growth"),
        a_domain("wellbeing", name="Well-being"),
        a_theme("peer-support", name="Peer support"),
        an_outcome("peer-learning", "peer-support"),
        an_outcome("gifted-care", "peer-support"),
        a_code("aside"),
    ]
    numbered = [replace(code, position=position) for position, code in enumerate(codes)]
    return CodeTree(numbered, [a_link("peer-learning", "growth"), a_link("gifted-care", "wellbeing")])


def a_participant(pseudonym: str, group: str = "Care worker", **fields: Any) -> Participant:
    """Build a participant who agreed to be quoted by pseudonym; the id is made from the pseudonym."""
    known = {"id": slug(pseudonym), "pseudonym": pseudonym, "group": group, "consent": Consent.ATTRIBUTED}
    return Participant(**(known | fields))


def a_transcript(
    talk: str | Sequence[str],
    *,
    name: str = "Interview 1",
    participants: Mapping[str, Participant] | None = None,
    times: Sequence[float | None] = (),
    **fields: Any,
) -> Talk:
    """Build a transcript from lines such as "ROSA: I came in March."; a line without a name has no speaker.

    `INTERVIEWER` and `FACILITATOR` ask, everybody else takes part; `participants` says who a label is. Ids are
    made from the name.
    """
    lines = talk.strip().split("\n") if isinstance(talk, str) else talk
    said = [_said(line) for line in lines]
    text, spans = laid_out(normalised(words) for _, words in said)
    key = slug(name) or "transcript"
    labels = list(dict.fromkeys(label for label, _ in said if label))
    people = participants or {}
    speakers = tuple(
        Speaker(
            id=f"{key}-{slug(label) or position}",
            transcript_id=key,
            label=label,
            role=ASKING.get(label.upper(), SpeakerRole.PARTICIPANT),
            participant_id=people[label].id if label in people else None,
            position=position,
        )
        for position, label in enumerate(labels)
    )
    by_label = {speaker.label: speaker.id for speaker in speakers}
    above = next((place for place, (label, *_) in enumerate(said) if label), 0)
    turns = tuple(
        Turn(
            id=f"{key}-turn-{number}",
            transcript_id=key,
            number=number,
            speaker_id=by_label.get(label),
            start=span.start,
            end=span.end,
            time=times[number - 1] if number <= len(times) else None,
            kind=TurnKind.HEADING if by_label and number <= above else TurnKind.TALK,
        )
        for number, ((label, _), span) in enumerate(zip(said, spans, strict=True), start=1)
    )
    whole = Transcript(**({"id": key, "name": name, "text": text, "text_hash": text_hash(text)} | fields))
    return Talk(whole, speakers, turns)


def a_coder(name: str = "AB") -> Coder:
    """Build a coder; its id is made from the name."""
    return Coder(id=slug(name), name=name)


def a_coding(talk: Talk, quote: str | Span, code: Code | str, coder: Coder | None = None, **fields: Any) -> Coding:
    """Build a coding of a quote (or span) of a transcript; its id says what is coded where."""
    span = talk.span(quote) if isinstance(quote, str) else quote
    code_id = code if isinstance(code, str) else code.id
    values = {
        "id": f"{talk.transcript.id}-{span.start}-{span.end}-{code_id}",
        "transcript_id": talk.transcript.id,
        "code_id": code_id,
        "coder_id": (coder or a_coder()).id,
        "start": span.start,
        "end": span.end,
        "created_at": WHEN,
    }
    return Coding(**(values | fields))


def _said(line: str) -> tuple[str, str]:
    label, colon, words = line.partition(": ")
    return (label.strip(), words.strip()) if colon else ("", line.strip())
