"""Participants and their consent: every edit is one action, and figures follow."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from coder.domain.changes import ChangeSet
from coder.domain.transcript import Consent
from coder.gui.analysis.people_page import PeoplePage
from coder.gui.analysis.places import BY_NAME
from coder.gui.analysis.work import Work
from coder.services.evidence import consent
from coder.services.evidence.consent import Withholding
from coder.services.transcripts import participants


class PeopleController(QObject):
    """Connects the page of participants to the services."""

    def __init__(self, work: Work, parent: QObject) -> None:
        super().__init__(parent)
        self._work = work
        self._page = page = PeoplePage(BY_NAME["participants"], theme=work.theme, icons=work.icons)
        page.group_edited.connect(self._set_group)
        page.consent_edited.connect(self._set_consent)
        page.attributes_edited.connect(self._set_attributes)
        page.withdraw_requested.connect(self._withdraw)
        page.pseudonym_edited.connect(self._rename)
        page.consent_for_many.connect(self._record)

    @property
    def page(self) -> QWidget:
        """Return the page."""
        return self._page

    def refresh(self) -> None:
        """Show the people as they are now, and which groups are small."""
        project = self._work.session.project
        with project.read() as rows:
            people, speakers = rows.participants(), rows.speakers()
        labels: dict[str, list[str]] = {}
        for speaker in speakers:
            known = labels.setdefault(speaker.participant_id or "", [])
            if speaker.label not in known:
                known.append(speaker.label)

        def show(found: Withholding) -> None:
            groups = ", ".join(f"{group} ({count})" for group, count in found.small_groups)
            small = f"In these groups so few people took part that the group may tell who is quoted: {groups}."
            self._page.show_people(people, small if groups else "", labels)

        self._work.tasks.start(
            lambda _flag: consent.what_is_withheld(project),
            done=show,
            failed=lambda error: self._work.session.notifier.problem(error.message),
            key="people",
        )

    def _set_group(self, ids: list[str], group: str) -> None:
        project = self._work.session.project
        self._do(lambda: participants.set_group(project, participant_ids=ids, group=group))

    def _set_attributes(self, participant_id: str, attributes: list[str]) -> None:
        project = self._work.session.project
        self._do(lambda: participants.set_attributes(project, participant_id=participant_id, attributes=attributes))

    def _set_consent(self, ids: list[str], level: Consent) -> None:
        project = self._work.session.project
        if self._do(lambda: consent.set_consent(project, participant_ids=ids, consent=level)):
            self._work.session.notifier.say(f"Consent is now “{level}”; every table and file follows it.")

    def _record(self, group: str | None, level: Consent) -> None:
        project = self._work.session.project
        done = self._do(lambda: consent.record_consent(project, consent=level, group=group))
        if done is not None:
            count = len(done.changes)
            people = "1 person" if count == 1 else f"{count} people"
            self._work.session.notifier.say(f"Consent of {people} is now “{level}”. Ctrl+Z takes it back.")

    def _rename(self, participant_id: str, pseudonym: str) -> None:
        project = self._work.session.project
        self._do(lambda: participants.rename_participant(project, participant_id=participant_id, pseudonym=pseudonym))

    def _withdraw(self, ids: list[str]) -> None:
        session = self._work.session
        with session.project.read() as rows:
            people = {person.id: person.pseudonym for person in rows.participants()}
        names = ", ".join(people[each] for each in ids if each in people)
        one = len(ids) == 1
        agreed = session.notifier.ask(
            f"Withdraw {names}?",
            f"Everything that {'this person' if one else 'these people'} said leaves every table, figure, chart, "
            "search, export and report. The codings stay in the project, so that Ctrl+Z, or a later consent, brings "
            "them back. Files that were exported before are not changed: delete them, and tell whoever has a copy. To "
            "destroy the words themselves, remove the transcripts.",
            yes="Withdraw",
            dangerous=True,
        )
        if not agreed:
            return
        project = session.project
        if self._do(lambda: consent.set_consent(project, participant_ids=ids, consent=Consent.WITHDRAWN)):
            session.notifier.say(f"Withdrew {names}. Ctrl+Z takes it back.")

    def _do(self, action: Callable[[], ChangeSet]) -> ChangeSet | None:
        done = self._work.session.do(action)
        if done is None:
            self.refresh()
        return done
