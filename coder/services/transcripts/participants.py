"""The people who took part: their stakeholder group, and what else to compare them by.

Labels of these actions name nobody: the audit trail is exported, and who withdrew must not be in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from coder.domain.changes import ChangeSet
from coder.domain.query import attribute
from coder.domain.search import folded
from coder.domain.transcript import Participant
from coder.errors import InvalidValueError, NotFoundError
from coder.services.project import Project
from coder.storage.repository import Repository


def participant_named(participants: Iterable[Participant], name: str) -> Participant:
    """Return the participant with a pseudonym (case does not matter) or id; raises `NotFoundError`."""
    everybody = list(participants)
    wanted = folded(" ".join(name.split()))
    for person in everybody:
        if person.id == name or folded(person.pseudonym) == wanted:
            return person
    there = ", ".join(f"“{person.pseudonym}”" for person in everybody[:12])
    more = f" and {len(everybody) - 12} more" if len(everybody) > 12 else ""
    raise NotFoundError(
        f"There is no participant “{name}”. There are: {there}{more}."
        if everybody
        else f"There is no participant “{name}”; the project has none yet."
    )


def set_group(project: Project, *, participant_ids: Sequence[str], group: str) -> ChangeSet:
    """Put people into a stakeholder group; an empty one takes them out of theirs."""
    clean = " ".join(group.split())
    if ";" in clean:
        raise InvalidValueError("A group's name cannot hold a semicolon: tables put it between groups.")
    with project.action("Set stakeholder group") as action:
        for each in participant_ids:
            before = participant(action.rows, each)
            action.rows.put(before, replace(before, group=clean))
    return action.changes


def rename_participant(project: Project, *, participant_id: str, pseudonym: str) -> ChangeSet:
    """Give a person another pseudonym; raises `InvalidValueError` for none, or one that somebody else has."""
    clean = " ".join(pseudonym.split())
    if not clean:
        raise InvalidValueError("A participant needs a pseudonym; P01, P02 and so on will do.")
    if ";" in clean:
        raise InvalidValueError("A pseudonym cannot hold a semicolon: tables put it between people.")
    with project.action("Change a pseudonym") as action:
        before = participant(action.rows, participant_id)
        if any(folded(each.pseudonym) == folded(clean) for each in action.rows.participants() if each.id != before.id):
            raise InvalidValueError(f"Somebody else is called “{clean}” already; one pseudonym is one person.")
        action.rows.put(before, replace(before, pseudonym=clean))
    return action.changes


def set_attributes(project: Project, *, participant_id: str, attributes: Sequence[str]) -> ChangeSet:
    """Say what else to compare a person by, each as `name: value`; these take the place of the old ones."""
    clean: dict[str, None] = {}
    for each in attributes:
        if not each.strip():
            continue
        name, value = (" ".join(part.split()) for part in attribute(each))
        if not name or not value:
            raise InvalidValueError(
                f"“{each.strip()}” is no attribute; write it as “name: value”, such as “area: North”."
            )
        clean[f"{name}: {value}"] = None
    with project.action("Set attributes") as action:
        before = participant(action.rows, participant_id)
        action.rows.put(before, replace(before, attributes=tuple(clean)))
    return action.changes


def attributes_in_use(participants: Iterable[Participant]) -> dict[str, list[str]]:
    """Return the values of each attribute that somebody has, by the attribute's name."""
    found: dict[str, set[str]] = {}
    for person in participants:
        for each in person.attributes:
            name, value = attribute(each)
            found.setdefault(name, set()).add(value)
    return {name: sorted(found[name]) for name in sorted(found)}


def participant(rows: Repository, participant_id: str) -> Participant:
    """Return a participant, or raise `NotFoundError`."""
    found = rows.get(Participant, participant_id)
    if found is None:
        raise NotFoundError("This participant is no longer in the project.")
    return found
