"""A team shares a codebook file: everybody codes, everybody edits, nothing is lost."""

from __future__ import annotations

import contextlib
import os
import random
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
from coder.services import codebook_editing as editing
from coder.services import codes, coding, redefined, sharing
from coder.services.checking import check_project
from coder.services.codebook_content import content_of
from coder.services.importing import import_transcripts, proposed
from coder.services.project import Project, create_project
from tests.gui.dialogs.robot import a_parsed
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


@pytest.mark.parametrize("seed", [1, 6])
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
        assert {f"c{at}" for at in range(8)} <= tree.codes.keys(), "ids are permanent"
        assert all(code_id in tree for code_id in coded(project).values())
        assert not check_project(project).problems
