"""What participants agreed to, and what an export will leave out because of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from coder.domain.changes import ChangeSet
from coder.domain.query import Query
from coder.domain.search import folded
from coder.domain.transcript import Consent
from coder.errors import NotFoundError
from coder.services.evidence.audiences import Audience, for_whom
from coder.services.project import Project
from coder.services.suggestions.learning import KEPT_AS
from coder.services.tables import AnalysisData, as_kept
from coder.services.transcripts.participants import participant

if TYPE_CHECKING:
    from coder.analysis.consent import Silenced, Withheld


@dataclass(frozen=True, slots=True, kw_only=True)
class Withholding:
    """What an export for an audience will not say, and where it may still say too much."""

    audience: Audience
    passages: int
    """How many coded passages there are, whoever may see them."""
    left_out: int
    """How many of them are left out for everybody, as all who speak in them have withdrawn."""
    silenced: tuple[Silenced, ...]
    """How many of them readers are not given, by reason."""
    unrecorded: int
    """Of how many participants nobody recorded what they agreed to."""
    withheld: tuple[Withheld, ...]
    """Each participant of whom something is withheld, why, and how many codings it touches."""
    small_groups: tuple[tuple[str, int], ...]
    """Stakeholder groups of so few people that the group may tell who is quoted, with their number."""

    @property
    def count(self) -> int:
        """Return how many coded passages the audience is not given."""
        if self.audience is Audience.TEAM:
            return self.left_out
        return self.left_out + sum(each.rows for each in self.silenced)

    def sentence(self) -> str:
        """Return for whom it is, how many passages are withheld and why, in one line."""
        whom = for_whom(self.audience)
        whom = f"{whom[:1].upper()}{whom[1:]}"
        if not self.passages:
            return f"{whom}: no passage is coded yet."
        if not self.count:
            return f"{whom}: nothing is withheld of {_passages(self.passages)}."
        some = f"{self.count:,} of {_passages(self.passages)}"
        if self.audience is Audience.READERS:
            return f"{whom}: the words of {some} are withheld ({', '.join(self._reasons())})."
        return f"{whom}: {some} {'is' if self.count == 1 else 'are'} left out ({', '.join(self._reasons())})."

    def _reasons(self) -> list[str]:
        said = []
        if self.audience is Audience.READERS:
            for each in self.silenced:
                if each.consent is None:
                    said.append(f"{each.rows:,}: nobody is named who could have agreed")
                else:
                    said.append(f"{each.rows:,}: {_WHY[each.consent]}, {_people(each.people)}")
        if self.left_out:
            said.append(f"{self.left_out:,}: withdrawn")
        return said

    def warning(self) -> str:
        """Return which groups may tell who is quoted, in one line; nothing if there are none, or for the team."""
        if not self.small_groups or self.audience is Audience.TEAM:
            return ""
        named = ", ".join(f"{group} ({count})" for group, count in self.small_groups)
        return f"So few people that the group may tell who is quoted: {named}."

    def sentences(self) -> list[str]:
        """Return it for people, one line for each participant and small group."""
        lines = [f"{item.participant}: {item.reason} ({_rows(item.rows)})." for item in self.withheld]
        for group, count in self.small_groups:
            people = "1 person" if count == 1 else f"{count} people"
            lines.append(f"“{group}” has only {people}: the group by itself may tell who is quoted.")
        return lines


def set_consent(project: Project, *, participant_ids: Sequence[str], consent: Consent) -> ChangeSet:
    """Note what people agreed to; from then on every table, figure and export follows it.

    Who withdraws is left out of all of them, but the codings stay in the project: a later consent, or undo, brings
    them back. To destroy them, remove the transcripts. What suggestions learned from them is forgotten at once.
    """
    label = "Withdraw a participant" if consent is Consent.WITHDRAWN else f"Set consent to “{consent}”"
    with project.action(label) as action:
        for each in participant_ids:
            before = participant(action.rows, each)
            action.rows.put(before, replace(before, consent=consent))
    if consent is Consent.WITHDRAWN:
        with project.note() as notes:
            notes.forget(KEPT_AS)
    return action.changes


def record_consent(project: Project, *, consent: Consent, group: str | None = None) -> ChangeSet:
    """Note what everybody, or everybody in a stakeholder group, agreed to, as one action.

    Whoever withdrew is passed over: only a word of their own brings them back. Raises `NotFoundError` for a group that
    nobody is in, and where nobody took part yet.
    """
    with project.read() as rows:
        people = rows.participants()
    if not people:
        raise NotFoundError("The project has no participants yet, so there is no consent to record.")
    wanted = folded(" ".join(group.split())) if group is not None else None
    chosen = [person for person in people if wanted is None or folded(person.group) == wanted]
    if not chosen:
        there = ", ".join(sorted({f"“{person.group}”" for person in people if person.group}))
        raise NotFoundError(
            f"Nobody is in the group “{group}”. There are: {there}."
            if there
            else f"Nobody is in the group “{group}”; no participant has a group yet."
        )
    return set_consent(
        project,
        participant_ids=[person.id for person in chosen if person.consent not in (Consent.WITHDRAWN, consent)],
        consent=consent,
    )


def what_is_withheld(
    project: Project,
    *,
    audience: Audience = Audience.READERS,
    query: Query | None = None,
    transcript_id: str = "",
) -> Withholding:
    """Return what consent withholds from an export of the project as it is now, or of what fits a query in it."""
    from coder.analysis.queries import asked

    with project.read() as rows:
        kept = as_kept(rows)
    if transcript_id:
        kept = asked(Query(transcript_ids=(transcript_id,)), kept)
    return withholding(kept, audience=audience, query=query)


def withholding(kept: AnalysisData, *, audience: Audience, query: Query | None = None) -> Withholding:
    """Return the same from a project as it is kept (`coder.services.tables.as_kept`)."""
    from coder.analysis.consent import seen_by, silenced, small_groups, withheld
    from coder.analysis.queries import asked

    narrowed = asked(query, kept)
    team = asked(query, seen_by(kept, Audience.TEAM))
    found = [item for item in withheld(narrowed) if audience is Audience.READERS or item.consent is Consent.WITHDRAWN]
    return Withholding(
        audience=audience,
        passages=len(narrowed.codings),
        left_out=len(narrowed.codings) - len(team.codings),
        silenced=tuple(silenced(team)),
        unrecorded=sum(person.consent is Consent.NOT_RECORDED for person in kept.participants),
        withheld=tuple(found),
        small_groups=tuple(small_groups(kept)) if audience is Audience.READERS else (),
    )


_WHY = {Consent.NOT_RECORDED: "consent not recorded", Consent.INTERNAL: "internal only"}


def _passages(count: int) -> str:
    return "1 coded passage" if count == 1 else f"{count:,} coded passages"


def _people(count: int) -> str:
    return "1 person" if count == 1 else f"{count:,} people"


def _rows(count: int) -> str:
    return "1 coding" if count == 1 else f"{count:,} codings"
