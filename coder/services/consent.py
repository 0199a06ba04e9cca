"""What participants agreed to, and what an export will leave out because of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from coder.domain.changes import ChangeSet
from coder.domain.transcript import Consent
from coder.services.learning import KEPT_AS
from coder.services.participants import participant
from coder.services.project import Project
from coder.services.tables import as_kept

if TYPE_CHECKING:
    from coder.analysis.consent import Withheld


@dataclass(frozen=True, slots=True)
class Withholding:
    """What an export will not say, and where it may still say too much."""

    withheld: tuple[Withheld, ...]
    """Each participant of whom something is withheld, why, and how many codings it touches."""
    small_groups: tuple[tuple[str, int], ...]
    """Stakeholder groups of so few people that the group may tell who is quoted, with their number."""

    def sentences(self) -> list[str]:
        """Return it for people, one line each."""
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


def what_is_withheld(project: Project) -> Withholding:
    """Return what consent withholds from every export of the project as it is now."""
    from coder.analysis.consent import small_groups, withheld

    with project.read() as rows:
        data = as_kept(rows)
    return Withholding(tuple(withheld(data)), tuple(small_groups(data)))


def _rows(count: int) -> str:
    return "1 coding" if count == 1 else f"{count:,} codings"
