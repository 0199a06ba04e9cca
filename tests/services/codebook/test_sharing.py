"""A team shares a codebook file: everybody codes, everybody edits, nothing is lost."""

from __future__ import annotations

import contextlib
import os
import random
import re
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from coder.codebooks import read_codebook, write_codebook
from coder.domain.codebook import Codebook, CodeStatus
from coder.domain.codebook_merge import Conflict, Side, successor
from coder.domain.coding import Coding
from coder.domain.span import Span
from coder.errors import CodebookFileError, CoderError, InvalidValueError, StaleError
from coder.services.checking import check_project
from coder.services.codebook import codebook_editing as editing
from coder.services.codebook import codes, sharing
from coder.services.codebook.codebook_content import content_of
from coder.services.codebook.sharing import Standing
from coder.services.coding import coding, redefined
from coder.services.project import Project, create_project
from coder.services.transcripts.import_plan import proposed
from coder.services.transcripts.importing import import_transcripts
from coder.shipped import codebooks_folder
from tests.gui.importing.robot import a_parsed
from tests.helpers.codebooks import a_content

Member = Callable[[str], Project]


@pytest.fixture
def shared_file(tmp_path: Path) -> Path:
    path = tmp_path / "drive" / "team.yaml"
    path.parent.mkdir()
    path.write_text(write_codebook(a_content(8)), encoding="utf-8")
    return path


@pytest.fixture
def member(tmp_path: Path, shared_file: Path) -> Iterator[Member]:
    """Return a way to sit another evaluator down with a project of their own on the shared file."""
    projects: list[Project] = []

    def sit(name: str) -> Project:
        project = create_project(tmp_path / f"{name}.coder")
        projects.append(project)
        codes.add_codebook(project, file=shared_file)
        sharing.link_file(project, file=shared_file)
        import_transcripts(project, [proposed(a_parsed("A: Where?", "Rosa: " + "I learned a lot there. " * 40))])
        return project

    yield sit
    for project in projects:
        project.close()


def put(project: Project, code_id: str, start: int = 8, end: int = 20) -> str:
    with project.read() as rows:
        talk = rows.transcripts()[0].id
    done = coding.apply_code(project, transcript_id=talk, span=Span(start, end), code_id=code_id, coder="Ana")
    return done.of(Coding)[0].row.id


def all_codings(project: Project) -> dict[str, Coding]:
    with project.read() as rows:
        return {item.id: item for item in rows.codings()}


def coded(project: Project) -> dict[str, str]:
    with project.read() as rows:
        return {item.id: item.code_id for item in rows.codings()}


def state(project: Project) -> object:
    with project.read() as rows:
        content = content_of(rows, "book")
    return content.codes, {(link.code_id, link.type, link.target_id) for link in content.links}


def publish(project: Project, editor: str = "Ana", reason: str = "Clearer") -> str:
    return sharing.publish(project, reason=reason, editor=editor).version


def standing(project: Project) -> sharing.Standing:
    return sharing.look_at_shared(project).standing


# -- publishing and taking in ------------------------------------------------------------------------------


def test_a_change_travels_to_the_other_with_version_reason_and_log(member: Member, shared_file: Path) -> None:
    ana, ben = member("Ana"), member("Ben")
    assert standing(ana) is standing(ben) is sharing.Standing.SAME
    codes.rename_code(ana, code_id="c2", name="Fair pay")
    assert standing(ana) is sharing.Standing.HERE
    assert publish(ana, reason="Pay was too vague") == "1.1"
    assert standing(ben) is sharing.Standing.THERE
    sharing.pull(ben)
    assert state(ana) == state(ben)
    assert standing(ben) is sharing.Standing.SAME
    (entry,) = read_codebook(shared_file).log
    assert (entry.version, entry.editor, entry.why) == ("1.1", "Ana", "Pay was too vague")
    assert "Fair pay: changed: name" in entry.what
    assert shared_file.with_name("team (before).yaml").exists()


def test_taking_in_is_one_step_that_can_be_undone(member: Member) -> None:
    ana, ben = member("Ana"), member("Ben")
    before = state(ben)
    codes.rename_code(ana, code_id="c2", name="Fair pay")
    codes.add_code(ana, name="New")
    publish(ana)
    sharing.pull(ben)
    ben.undo()
    assert state(ben) == before
    assert standing(ben) is sharing.Standing.THERE
    ben.redo()
    assert state(ben) == state(ana)


def test_the_preview_says_what_would_change_and_how_many_codings_it_touches(member: Member) -> None:
    ana, ben = member("Ana"), member("Ben")
    put(ben, "c2")
    editing.edit_code(ana, code_id="c2", full_definition="Money for work.")
    publish(ana)
    before = state(ben)
    preview = sharing.preview_pull(ben)
    (touched,) = preview.touched
    assert (touched.difference.code_id, touched.difference.sentence) == ("c2", "changed: full definition")
    assert touched.codings == 1
    assert state(ben) == before, "looking changes nothing"


def test_a_version_that_was_not_seen_is_never_overwritten(member: Member, shared_file: Path) -> None:
    ana, ben = member("Ana"), member("Ben")
    codes.rename_code(ana, code_id="c2", name="Fair pay")
    codes.rename_code(ben, code_id="c3", name="Rest")
    publish(ana)
    written = shared_file.read_bytes()
    with pytest.raises(StaleError, match="Take it in first"):
        publish(ben)
    assert shared_file.read_bytes() == written
    sharing.pull(ben)
    assert publish(ben) == "1.2"
    sharing.pull(ana)
    assert state(ana) == state(ben)


def test_who_publishes_at_the_same_moment_is_told(member: Member, shared_file: Path) -> None:
    ana = member("Ana")
    codes.rename_code(ana, code_id="c2", name="Fair pay")
    lock = shared_file.with_name(".team.yaml.lock")
    lock.touch()
    with pytest.raises(StaleError, match="at this moment"):
        publish(ana)
    assert lock.exists()
    os.utime(lock, (time.time() - 600,) * 2)
    assert publish(ana) == "1.1", "a lock that was left behind is no obstacle"
    assert not lock.exists()


def test_of_two_who_publish_at_once_one_is_told_and_nothing_is_lost(member: Member, shared_file: Path) -> None:
    team = [member(name) for name in ("Ana", "Ben", "Cleo", "Dan")]
    for round_ in range(4):
        start = threading.Barrier(len(team))
        told: list[str] = []

        def go(at: int, start: threading.Barrier = start, told: list[str] = told, round_: int = round_) -> None:
            codes.rename_code(team[at], code_id=f"c{at + 2}", name=f"Name {round_} of {at}")
            start.wait()
            try:
                told.append(publish(team[at], editor=f"Person {at}"))
            except StaleError:
                told.append("")

        threads = [threading.Thread(target=go, args=(at,)) for at in range(len(team))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(told) == len(team)
        assert sum(bool(version) for version in told) <= 1, "nobody overwrites what they have not seen"
        for at, project in enumerate(team):
            sharing.pull(project)
            if standing(project) is sharing.Standing.HERE:
                publish(project, editor=f"Person {at}")
        for project in team:
            sharing.pull(project)
        assert len({str(state(project)) for project in team}) == 1
        names = [code.name for code in codes.code_tree(team[0])]
        assert {f"Name {round_} of {at}" for at in range(len(team))} <= set(names)
    assert sorted(path.name for path in shared_file.parent.iterdir()) == ["team (before).yaml", "team.yaml"]


def test_a_change_between_the_look_and_the_writing_is_not_overwritten(
    member: Member, shared_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana = member("Ana")
    codes.rename_code(ana, code_id="c2", name="Fair pay")
    by_hand = shared_file.read_text(encoding="utf-8").replace("Code 3", "By hand")

    def meanwhile(_descriptor: int) -> None:
        shared_file.write_text(by_hand, encoding="utf-8")

    monkeypatch.setattr(os, "fsync", meanwhile)
    with pytest.raises(StaleError, match="nothing was overwritten"):
        publish(ana)
    monkeypatch.undo()
    assert shared_file.read_text(encoding="utf-8") == by_hand
    assert standing(ana) is sharing.Standing.BOTH
    sharing.pull(ana)
    publish(ana)
    assert {"Fair pay", "By hand"} <= {code.name for code in read_codebook(shared_file).codes}


def test_a_lock_that_somebody_else_took_over_keeps_the_file(
    member: Member, shared_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana = member("Ana")
    codes.rename_code(ana, code_id="c2", name="Fair pay")
    lock, written = shared_file.with_name(".team.yaml.lock"), shared_file.read_bytes()
    monkeypatch.setattr(os, "fsync", lambda _descriptor: lock.write_text("somebody else"))
    with pytest.raises(StaleError, match="at this moment"):
        publish(ana)
    assert shared_file.read_bytes() == written
    assert lock.read_text(encoding="utf-8") == "somebody else", "their lock stays theirs"


def test_a_folder_in_the_file_s_place_or_no_folder_at_all_is_told(member: Member, shared_file: Path) -> None:
    ana = member("Ana")
    codes.rename_code(ana, code_id="c2", name="Fair pay")
    before = state(ana)
    shared_file.unlink()
    shared_file.mkdir()
    assert standing(ana) is sharing.Standing.BROKEN
    with pytest.raises(CodebookFileError, match="it is a folder"):
        publish(ana)
    shared_file.rmdir()
    shared_file.parent.rmdir()
    assert standing(ana) is sharing.Standing.MISSING
    with pytest.raises(CodebookFileError, match="Nothing can be written"):
        publish(ana)
    assert state(ana) == before
    assert standing(ana) is sharing.Standing.MISSING


def test_a_disk_that_refuses_leaves_file_and_project_as_they_were(
    member: Member, shared_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana = member("Ana")
    codes.rename_code(ana, code_id="c2", name="Fair pay")
    written = shared_file.read_bytes()

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(CodebookFileError, match=r"No space left on device.*as it was"):
        publish(ana)
    monkeypatch.undo()
    assert shared_file.read_bytes() == written
    assert sorted(path.name for path in shared_file.parent.iterdir()) == ["team.yaml"]
    assert standing(ana) is sharing.Standing.HERE
    assert publish(ana) == "1.1"


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps permissions elsewhere.")
def test_the_team_may_write_the_file_after_publishing_as_before(member: Member, shared_file: Path) -> None:
    ana = member("Ana")
    shared_file.chmod(0o664)
    codes.rename_code(ana, code_id="c2", name="Fair pay")
    publish(ana)
    assert shared_file.stat().st_mode & 0o777 == 0o664


# -- files that went another way ---------------------------------------------------------------------------


def test_an_older_copy_of_the_file_takes_nothing_back(member: Member, shared_file: Path) -> None:
    ana, ben = member("Ana"), member("Ben")
    old = shared_file.read_bytes()
    codes.rename_code(ana, code_id="c2", name="Fair pay")
    publish(ana)
    sharing.pull(ben)
    shared_file.write_bytes(old)
    for project in (ana, ben):
        assert standing(project) is sharing.Standing.THERE
        assert sharing.preview_pull(project).changes_nothing
        sharing.pull(project)
        assert codes.code_tree(project)["c2"].name == "Fair pay"
    assert publish(ben, editor="Ben") == "1.2", "a number that was given is never given again"
    assert [entry.editor for entry in read_codebook(shared_file).log] == ["Ana", "Ben"]


def test_copies_that_travel_by_mail_are_brought_together(member: Member, shared_file: Path, tmp_path: Path) -> None:
    ana, ben = member("Ana"), member("Ben")
    mailed = tmp_path / "mailed.yaml"
    mailed.write_bytes(shared_file.read_bytes())
    old = put(ana, "c3")
    codes.rename_code(ana, code_id="c2", name="Fair pay")
    added = codes.add_code(ana, name="Rota").changes[0].row.id
    assert publish(ana) == "1.1"
    editing.edit_code(ben, code_id="c3", full_definition="From Ben.")
    assert sharing.publish(ben, reason="By mail", editor="Ben", file=mailed).version == "1.1"
    sharing.pull(ana, file=mailed)
    tree = codes.code_tree(ana)
    assert (tree["c2"].name, tree["c3"].full_definition) == ("Fair pay", "From Ben.")
    assert added in tree, "what the other copy never had was not taken out there"
    (item,) = redefined.redefined(ana)
    assert [made.id for made in item.codings] == [old], "1.1 of Ben is not 1.1 of Ana"
    assert sharing.publish(ana, reason="Together", editor="Ana", file=mailed).version == "1.2"
    assert [entry.editor for entry in read_codebook(mailed).log] == ["Ana", "Ben", "Ana"]
    sharing.pull(ben, file=mailed)
    assert state(ana) == state(ben)


def test_two_codebooks_of_one_id_without_a_common_version_keep_all_codes(tmp_path: Path) -> None:
    ana, ben = (create_project(tmp_path / f"{name}.coder") for name in ("Ana", "Ben"))
    for project, own in ((ana, "Rest"), (ben, "Trust")):
        for name in ("Pay", own):
            codes.add_code(project, name=name)
    file = tmp_path / "team.yaml"
    sharing.publish(ana, reason="Begin", editor="Ana", file=file)
    sharing.pull(ben, file=file)
    names = sorted(code.name for code in codes.code_tree(ben) if code.status is CodeStatus.ACTIVE)
    assert names == ["Pay", "Rest", "Trust"]
    ana.close()
    ben.close()


def test_a_wording_changed_by_hand_without_a_new_number_is_a_thing_to_do(member: Member, shared_file: Path) -> None:
    ana = member("Ana")
    old = put(ana, "c2")
    text = shared_file.read_text(encoding="utf-8")
    worded = re.sub(r"^( *)name: Code 2$", r"\1name: Code 2\n\1short_definition: Pay.", text, flags=re.MULTILINE)
    shared_file.write_text(worded, encoding="utf-8")
    sharing.pull(ana)
    (item,) = redefined.redefined(ana)
    assert [made.id for made in item.codings] == [old]
    new = put(ana, "c2", 24, 40)
    assert [made.id for found in redefined.redefined(ana) for made in found.codings] == [old]
    assert all_codings(ana)[new].codebook_version == "book 1.0 (2)"
    codes.rename_code(ana, code_id="c3", name="Rest")
    assert publish(ana) == "1.1"
    assert read_codebook(shared_file).parent_version == "1.0"


def test_a_code_id_that_another_codebook_of_the_project_has_is_told(
    member: Member, shared_file: Path, tmp_path: Path
) -> None:
    ana = member("Ana")
    other = tmp_path / "other.yaml"
    other.write_text(
        'format: coder-codebook/1\nid: other\nname: Other\nversion: "1.0"\ncodes:\n  - id: pay\n    name: Pay\n',
        encoding="utf-8",
    )
    codes.add_codebook(ana, file=other)
    shared_file.write_text(shared_file.read_text(encoding="utf-8") + "  - id: pay\n    name: Pay\n", encoding="utf-8")
    for take in (sharing.preview_pull, sharing.pull):
        with pytest.raises(InvalidValueError, match="id “pay” is used by another codebook"):
            take(ana, codebook="book")


def test_each_conflict_names_the_release_that_made_it(member: Member) -> None:
    ana, ben, cleo = member("Ana"), member("Ben"), member("Cleo")
    editing.edit_code(ana, code_id="c2", full_definition="From Ana.")
    publish(ana, reason="Pay was vague")
    sharing.pull(cleo)
    codes.rename_code(cleo, code_id="c5", name="Rest")
    publish(cleo, editor="Cleo", reason="Another thing")
    editing.edit_code(ben, code_id="c2", full_definition="From Ben.")
    preview = sharing.preview_pull(ben)
    release = preview.release_of(preview.merged.open[0])
    assert release is not None
    assert (release.editor, release.why) == ("Ana", "Pay was vague")


def test_a_code_that_another_one_was_merged_into_can_be_deleted_and_the_codebook_published(member: Member) -> None:
    ana = member("Ana")
    editing.merge_codes(ana, code_id="c2", into="c3")
    codes.delete_code(ana, code_id="c3")
    assert publish(ana) == "1.1"
    assert codes.code_tree(ana)["c2"].merged_into is None


def test_nothing_is_published_without_a_reason_or_without_a_change(member: Member) -> None:
    ana = member("Ana")
    with pytest.raises(InvalidValueError, match="nothing to publish"):
        publish(ana)
    codes.rename_code(ana, code_id="c2", name="Fair pay")
    with pytest.raises(InvalidValueError, match="why the codebook changes"):
        publish(ana, reason="  ")


def test_a_conflict_is_decided_before_anything_is_taken_in(member: Member) -> None:
    ana, ben = member("Ana"), member("Ben")
    editing.edit_code(ana, code_id="c2", full_definition="From Ana.")
    editing.edit_code(ben, code_id="c2", full_definition="From Ben.")
    publish(ana)
    before = state(ben)
    with pytest.raises(InvalidValueError, match="one conflict"):
        sharing.pull(ben)
    assert state(ben) == before
    (conflict,) = sharing.preview_pull(ben).merged.open
    assert (conflict.mine, conflict.theirs) == ("From Ben.", "From Ana.")
    sharing.pull(ben, choices={conflict.key: Side.MINE})
    publish(ben)
    sharing.pull(ana)
    assert state(ana) == state(ben)
    assert codes.code_tree(ana)["c2"].full_definition == "From Ben."


def test_a_code_that_is_deleted_there_and_used_here_is_kept_retired(member: Member) -> None:
    ana, ben = member("Ana"), member("Ben")
    mine = put(ben, "c2")
    codes.delete_code(ana, code_id="c2")
    publish(ana)
    sharing.pull(ben)
    assert coded(ben) == {mine: "c2"}
    assert codes.code_tree(ben)["c2"].status is CodeStatus.RETIRED


def test_codings_follow_a_merge_that_somebody_else_made(member: Member) -> None:
    ana, ben = member("Ana"), member("Ben")
    mine = put(ben, "c2")
    editing.merge_codes(ana, code_id="c2", into="c3")
    publish(ana)
    sharing.pull(ben)
    assert coded(ben) == {mine: "c3"}
    assert check_project(ben).problems == () or not check_project(ben).problems


def test_split_here_and_renamed_there_is_both(member: Member) -> None:
    ana, ben = member("Ana"), member("Ben")
    first, second = put(ben, "c2"), put(ben, "c2", 24, 40)
    editing.split_code(ben, code_id="c2", name="Late pay", coding_ids=[second])
    codes.rename_code(ana, code_id="c2", name="Fair pay")
    publish(ana)
    sharing.pull(ben)
    publish(ben)
    sharing.pull(ana)
    assert state(ana) == state(ben)
    tree = codes.code_tree(ben)
    names = {coding_id: tree[code_id].name for coding_id, code_id in coded(ben).items()}
    assert names == {first: "Fair pay", second: "Late pay"}


def test_the_same_new_code_of_two_people_is_one_code_in_the_end(member: Member) -> None:
    ana, ben = member("Ana"), member("Ben")
    first = codes.add_code(ana, name="Night visits").changes[0].row.id
    codes.add_code(ben, name="Visits")
    second = codes.add_code(ben, name="Visits at night").changes[0].row.id
    codes.rename_code(ben, code_id=second, name="NIGHT visits")
    mine = put(ben, second)
    publish(ana)
    sharing.pull(ben)
    kept = min(first, second)
    assert coded(ben) == {mine: kept}
    publish(ben)
    sharing.pull(ana)
    assert state(ana) == state(ben)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is empty"),
        ("<<<<<<< mine\nid: a\n=======\n", "both sides of a conflict from git (line 1"),
        ("format: coder-codebook/1\nid: book\nnam: Book\n", "line 3"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_and_changes_nothing(
    member: Member, shared_file: Path, text: str, said: str
) -> None:
    ana = member("Ana")
    before = state(ana)
    shared_file.write_text(text, encoding="utf-8")
    assert standing(ana) is sharing.Standing.BROKEN
    assert said in sharing.look_at_shared(ana).problem
    with pytest.raises(CodebookFileError):
        sharing.pull(ana)
    assert state(ana) == before


def test_the_codebook_of_another_project_is_refused(member: Member, shared_file: Path) -> None:
    ana = member("Ana")
    other = replace(a_content(), codebook=Codebook(id="other", name="Other"))
    codes_of_other = tuple(replace(code, codebook_id="other") for code in other.codes)
    shared_file.write_text(write_codebook(replace(other, codes=codes_of_other)), encoding="utf-8")
    with pytest.raises(CodebookFileError, match="holds the codebook “other”, but this project's is “book”"):
        sharing.pull(ana)


def test_a_file_that_is_gone_is_missing_and_publishing_makes_it_again(member: Member, shared_file: Path) -> None:
    ana = member("Ana")
    shared_file.unlink()
    assert standing(ana) is sharing.Standing.MISSING
    codes.rename_code(ana, code_id="c2", name="Fair pay")
    assert publish(ana) == "1.1"
    assert standing(ana) is sharing.Standing.SAME


def test_comments_and_own_fields_of_the_file_survive_publishing(member: Member, shared_file: Path) -> None:
    text = shared_file.read_text(encoding="utf-8")
    shared_file.write_text(
        text.replace("  - id: c2\n", "  # ask Ben\n  - id: c2\n    x-owner: Ben\n"), encoding="utf-8"
    )
    ana = member("Ana")
    codes.rename_code(ana, code_id="c3", name="Rest")
    publish(ana)
    written = shared_file.read_text(encoding="utf-8")
    assert "  # ask Ben\n  - id: c2\n" in written
    assert "x-owner: Ben" in written


# -- older definitions -------------------------------------------------------------------------------------


def test_codings_under_an_older_definition_are_a_list_of_things_to_do(member: Member) -> None:
    ana, ben = member("Ana"), member("Ben")
    old = put(ben, "c2")
    put(ben, "c3")
    assert redefined.redefined(ben) == []
    editing.edit_code(ana, code_id="c2", full_definition="Money for work.")
    editing.edit_code(ana, code_id="c3", key_terms=["only terms"])
    publish(ana)
    sharing.pull(ben)
    (item,) = redefined.redefined(ben)
    assert (item.code.id, [made.id for made in item.codings]) == ("c2", [old])
    assert [(field.field, field.before, field.after) for field in item.fields] == [
        ("full_definition", "", "Money for work.")
    ]
    redefined.still_right(ben, coding_ids=[old])
    assert redefined.redefined(ben) == []
    ben.undo()
    assert len(redefined.redefined(ben)) == 1


# -- a team at work ----------------------------------------------------------------------------------------


def delete_unused(project: Project, code_id: str) -> None:
    """Delete a code as an evaluator does who reads what it would take along; the first codes are left alone."""
    below = codes.code_tree(project).with_descendants(code_id)
    if not codes.deletion_impact(project, code_id=code_id).codings and not below & {f"c{at}" for at in range(8)}:
        codes.delete_code(project, code_id=code_id)


def act(chance: random.Random, project: Project) -> None:
    """Do one thing that an evaluator does; what is refused is not done."""
    tree = codes.code_tree(project)
    free = [code.id for code in tree if code.status is CodeStatus.ACTIVE]
    if len(free) < 4:
        restored = next(code for code in tree if code.status is not CodeStatus.ACTIVE)
        editing.restore_code(project, code_id=restored.id)
        return
    one, other = chance.choice(free), chance.choice(free)
    name = chance.choice(["Pay", "Café", "Rest", "Trust", "Peers", "Voice", "Time", "Rota"]) + chance.choice(
        ["", " at night"]
    )
    start = chance.randrange(8, 600)
    things: list[Callable[[], object]] = [
        lambda: codes.rename_code(project, code_id=one, name=name),
        lambda: codes.add_code(project, name=name, parent_id=chance.choice([None, one])),
        lambda: codes.move_code(
            project, code_id=one, parent_id=chance.choice([None, other]), place=chance.randrange(3)
        ),
        lambda: editing.edit_code(project, code_id=one, full_definition=f"Means {name}.", key_terms=[name.lower()]),
        lambda: editing.merge_codes(project, code_id=one, into=other),
        lambda: editing.retire_code(project, code_id=one),
        lambda: delete_unused(project, one),
        lambda: editing.edit_code(project, code_id=one, shortcut=chance.choice("abc")),
        lambda: editing.split_code(
            project,
            code_id=one,
            name=name,
            coding_ids=[item.coding_id for item in editing.coded_passages(project, code_id=one)[:2]],
        ),
        lambda: put(project, one, start, start + 20),
        lambda: put(project, one, start, start + 30),
        lambda: put(project, other, start, start + 10),
    ]
    # Refused, or coded so already: an evaluator would choose something else.
    with contextlib.suppress(CoderError, IndexError):
        chance.choice(things)()


def synchronise(chance: random.Random, project: Project, editor: str) -> None:
    """Take in what is there, deciding conflicts by chance, and publish."""

    def choose(conflicts: tuple[Conflict, ...]) -> dict[tuple[str, str], Side]:
        return {conflict.key: chance.choice(list(Side)) for conflict in conflicts}

    choices: dict[tuple[str, str], Side] = {}
    for _ in range(5):
        found = sharing.preview_pull(project, choices=choices).merged
        if not found.open:
            break
        choices |= choose(found.open)
    if standing(project) in (sharing.Standing.THERE, sharing.Standing.BOTH):
        sharing.pull(project, choices=choices)
    if standing(project) is sharing.Standing.HERE:
        publish(project, editor)


def synchronised_without_loss(chance: random.Random, project: Project, name: str) -> None:
    """Synchronise; a coding may go only where another one, alike in everything, stays on the same passage."""
    before = all_codings(project)
    synchronise(chance, project, name)
    after = all_codings(project)
    assert after.keys() <= before.keys()
    tree = codes.code_tree(project).codes
    for kept in after:
        was_on, is_on = before[kept].code_id, after[kept].code_id
        assert is_on in (was_on, successor(tree, was_on)), "only a named successor takes codings over"
    for gone in before.keys() - after.keys():
        was = replace(before[gone], code_id="", id="", created_at="", codebook_version="", revision=0)
        assert any(
            replace(now, code_id="", id="", created_at="", codebook_version="", revision=0) == was
            for now in after.values()
        )


@pytest.mark.timeout(400)
@pytest.mark.parametrize("seed", [6])
def test_three_evaluators_end_with_one_codebook_and_every_coding(member: Member, seed: int) -> None:
    chance = random.Random(seed)
    team = {name: member(name) for name in ("Ana", "Ben", "Cleo")}
    left = dict.fromkeys(team, 200)
    while any(left.values()):
        name = chance.choice([name for name, count in left.items() if count])
        for _ in range(min(left[name], chance.randrange(1, 25))):
            left[name] -= 1
            act(chance, team[name])
        if chance.random() < 0.7:
            synchronised_without_loss(chance, team[name], name)
    for _ in range(3):
        for name, project in team.items():
            synchronised_without_loss(chance, project, name)
    states = [state(project) for project in team.values()]
    assert states[0] == states[1] == states[2]
    for project in team.values():
        assert standing(project) is sharing.Standing.SAME
        tree = codes.code_tree(project)
        assert coded(project), "there were passages to lose"
        assert {f"c{at}" for at in range(8)} <= tree.codes.keys(), "ids are permanent"
        assert all(code_id in tree for code_id in coded(project).values())
        assert not check_project(project).problems


def test_a_file_with_the_same_bytes_is_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shared = tmp_path / "team.yaml"
    shared.write_bytes((codebooks_folder() / "partnership.yaml").read_bytes())
    project = create_project(tmp_path / "P.coder")
    codes.add_codebook(project, file=shared)
    sharing.link_file(project, file=shared)
    first = sharing.look_at_shared(project)
    assert first.standing is Standing.SAME
    with monkeypatch.context() as patch:
        patch.setattr(sharing, "_read", None)
        assert sharing.look_at_shared(project, known=first) == first
        codes.rename_code(project, code_id=codes.code_tree(project).children(None)[0].id, name="Renamed")
        assert sharing.look_at_shared(project, known=first).standing is Standing.HERE
    text = shared.read_text(encoding="utf-8")
    shared.write_text(text.replace("name: ", "name: New ", 1), encoding="utf-8")
    assert sharing.look_at_shared(project, known=first).standing is Standing.BOTH
    shared.write_text("format: x", encoding="utf-8")
    broken = sharing.look_at_shared(project, known=first)
    assert broken.standing is Standing.BROKEN
    assert sharing.look_at_shared(project, known=broken) == broken
    project.close()
