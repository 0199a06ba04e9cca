"""What participants agreed to is what exports say; who withdrew is nowhere."""

from __future__ import annotations

import csv
import re
from itertools import combinations
from pathlib import Path

import pytest

from coder.analysis.tables import TABLES
from coder.domain.coding import Direction
from coder.domain.transcript import Consent, Participant
from coder.errors import InvalidValueError, NotFoundError
from coder.services.evidence.consent import set_consent, what_is_withheld
from coder.services.evidence.evidence import evidence_rows
from coder.services.evidence.exporting import FORMATS, export_table
from coder.services.evidence.summaries import set_summary
from coder.services.project import Project, create_project
from coder.services.tables import Audience, analysis_data
from coder.services.transcripts.participants import attributes_in_use, participant_named, set_attributes, set_group
from coder.services.transcripts.searching import search_text
from coder.services.transcripts.transcripts import search
from tests.helpers.builders import a_codebook, a_coder, a_coding, a_framework, a_participant, a_transcript

ROSA = a_participant("Worker 1")
WILF, JUDE = a_participant("Owner 1", "Care owner"), a_participant("Owner 2", "Care owner")
DUO = a_transcript(
    [
        "INTERVIEWER: How was it?",
        "Rosa Tull: We shared lunch.",
        "Wilf Marsh: The zebra was cold.",
        "Rosa Tull: It was fine.",
    ],
    name="Interview with Wilf Marsh",
    participants={"Rosa Tull": ROSA, "Wilf Marsh": WILF},
    place="12 Foundry Row",
)
ALONE = a_transcript(["Wilf: A zebra alone."], name="Alone", participants={"Wilf": WILF}, position=1)
SOLO = a_transcript(["Jude: My own words."], name="Solo", participants={"Jude": JUDE}, position=2)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    made = create_project(tmp_path / "P.coder")
    with made.action("Fill") as action:
        rows = action.rows
        rows.add(a_codebook())
        tree = a_framework()
        rows.add_all(list(tree.codes.values()))
        rows.add_all([link for code in tree for link in tree.links(code.id)])
        rows.add_all([ROSA, WILF, JUDE])
        coder = rows.add(a_coder("Ana"))
        for talk in (DUO, ALONE, SOLO):
            rows.add(talk.transcript)
            rows.add_all([*talk.speakers, *talk.turns])
        rows.add_all(
            [
                a_coding(DUO, "shared lunch", "gifted-care", coder, direction=Direction.SUPPORTS),
                a_coding(DUO, "zebra was cold", "gifted-care", coder, direction=Direction.CHALLENGES, memo="A memo."),
                a_coding(DUO, "cold.\nIt was fine", "peer-learning", coder, memo="Both of them."),
                a_coding(ALONE, "zebra alone", "gifted-care", coder),
                a_coding(SOLO, "own words", "gifted-care", coder),
            ]
        )
    made.history.clear()
    return made


def consent(project: Project, person: Participant, level: Consent) -> None:
    set_consent(project, participant_ids=[person.id], consent=level)


def exported(
    project: Project, tmp_path: Path, table: str = "evidence", audience: Audience = Audience.READERS
) -> list[dict[str, str]]:
    file = tmp_path / "out.csv"
    export_table(project, table=table, file=file, audience=audience)
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_attributed_quotes_carry_pseudonym_and_group_and_no_real_name(project: Project, tmp_path: Path) -> None:
    rows = exported(project, tmp_path)
    assert [row["participant"] for row in rows] == ["Worker 1", "Owner 1", "Owner 1; Worker 1", "Owner 1", "Owner 2"]
    assert [row["speaker"] for row in rows] == [row["participant"] for row in rows]
    assert rows[0]["place"] == "12 Foundry Row"
    assert not [row for row in rows if "Marsh" in str(row) or "Tull" in str(row)]
    assert rows[0]["transcript"] == "Interview with [name withheld]"


def test_anonymised_quotes_carry_the_group_only(project: Project, tmp_path: Path) -> None:
    consent(project, WILF, Consent.ANONYMISED)
    rows = exported(project, tmp_path)
    assert rows[1]["passage"] == "zebra was cold"
    assert (rows[1]["participant"], rows[1]["speaker"], rows[1]["place"]) == ("", "", "")
    assert rows[1]["stakeholder_group"] == "Care owner"
    assert (rows[2]["participant"], rows[2]["consent"]) == ("", "anonymised quote"), "of several the strictest holds"
    quotes = exported(project, tmp_path, "quotes")
    assert {row["attribution"] for row in quotes if "zebra" in row["quote"]} == {"Care owner"}
    assert "Worker 1, care worker" in {row["attribution"] for row in quotes}


def test_internal_words_are_counted_and_withheld(project: Project, tmp_path: Path) -> None:
    set_summary(project, participant_id=WILF.id, code_id="gifted-care", text="He was cold.")
    consent(project, WILF, Consent.INTERNAL)
    rows = exported(project, tmp_path)
    assert len(rows) == 5
    assert (rows[1]["passage"], rows[1]["memo"]) == ("[withheld]", "[withheld]")
    assert rows[2]["passage"] == "[withheld]", "of several the strictest holds"
    assert "zebra" not in str(rows)
    assert rows[0]["context_after"].endswith("[withheld] It was fine.")
    coverage = {row["code_id"]: row for row in exported(project, tmp_path, "coverage")}
    assert coverage["gifted-care"]["people"] == "3"
    assert "cold" not in str(exported(project, tmp_path, "matrix"))
    assert "zebra" not in str(exported(project, tmp_path, "quotes"))
    assert "zebra was cold" in {row.passage for row in evidence_rows(project)}, "the team sees its own words"


def test_who_withdraws_is_in_nothing_for_nobody(project: Project, tmp_path: Path) -> None:
    consent(project, WILF, Consent.WITHDRAWN)
    for rows in (exported(project, tmp_path), evidence_rows(project)):
        assert len(rows) == 3
        assert "zebra" not in str(rows)
        assert "Owner 1" not in str(rows)
        assert "Alone" not in str(rows)
    mixed = evidence_rows(project)[1]
    assert (mixed.passage, mixed.participant) == ("[withheld]It was fine", "Worker 1")
    coverage = {row["code_id"]: row for row in exported(project, tmp_path, "coverage")}
    assert (coverage["gifted-care"]["people"], coverage["gifted-care"]["challenges"]) == ("2", "0")
    assert search_text(project, "zebra").hits == ()
    for name in TABLES:
        said = str(exported(project, tmp_path, name))
        assert "Owner 1" not in said, name
        assert "zebra" not in said, name


WITHDRAWN = [set(some) for size in range(4) for some in combinations((ROSA.id, WILF.id, JUDE.id), size)]


@pytest.mark.parametrize("gone", WITHDRAWN, ids=lambda gone: "+".join(sorted(gone)) or "nobody")
def test_finding_words_passes_over_whoever_withdrew_and_nobody_else(project: Project, gone: set[str]) -> None:
    if gone:
        set_consent(project, participant_ids=sorted(gone), consent=Consent.WITHDRAWN)
    for word in ("zebra", "was", "it", "lunch", "own w", "how"):
        there = {
            (talk.transcript.id, turn.number)
            for talk in (DUO, ALONE, SOLO)
            for speakers in [{speaker.id: speaker.participant_id for speaker in talk.speakers}]
            for turn in talk.turns
            if re.search(rf"\b{word}", turn.span.of(talk.text), re.IGNORECASE)
            and (turn.speaker_id is None or speakers[turn.speaker_id] not in gone)
        }
        assert {(hit.transcript_id, hit.turn) for hit in search(project, word)} == there, word


def test_the_words_that_are_left_are_found_however_few_are_asked_for(project: Project) -> None:
    consent(project, WILF, Consent.WITHDRAWN)
    assert [hit.turn for hit in search(project, "was", limit=2)] == [1, 4], "who withdrew takes no place among them"
    project.undo()
    assert [hit.turn for hit in search(project, "was", limit=2)] == [1, 3]


@pytest.mark.parametrize("file_format", FORMATS)
def test_no_format_lets_out_what_was_withdrawn(project: Project, tmp_path: Path, file_format: str) -> None:
    import zipfile

    consent(project, WILF, Consent.WITHDRAWN)
    file = tmp_path / f"out.{file_format}"
    export_table(project, file_format=file_format, file=file)
    content = file.read_bytes()
    if zipfile.is_zipfile(file):
        with zipfile.ZipFile(file) as package:
            content = b"".join(package.read(name) for name in package.namelist())
    assert b"lunch" in content
    assert b"zebra" not in content
    assert b"Owner 1" not in content


def test_consent_is_undone_like_anything_else(project: Project) -> None:
    consent(project, WILF, Consent.WITHDRAWN)
    assert project.history.next_undo is not None
    assert "Owner" not in project.history.next_undo.label
    project.undo()
    assert len(evidence_rows(project)) == 5


def test_the_preview_says_what_is_withheld_and_where_a_group_is_small(project: Project) -> None:
    set_consent(project, participant_ids=[WILF.id, JUDE.id], consent=Consent.INTERNAL)
    consent(project, JUDE, Consent.WITHDRAWN)
    preview = what_is_withheld(project)
    assert [(item.participant, item.consent, item.rows) for item in preview.withheld] == [
        ("Owner 2", Consent.WITHDRAWN, 1),
        ("Owner 1", Consent.INTERNAL, 3),
    ]
    assert preview.small_groups == (("Care worker", 1),)
    assert "only 1 person" in preview.sentences()[-1]


def test_a_query_may_ask_for_what_readers_are_not_told(project: Project, tmp_path: Path) -> None:
    from coder.domain.query import Query

    set_attributes(project, participant_id=WILF.id, attributes=[" area :  North ", "area: North", ""])
    consent(project, WILF, Consent.ANONYMISED)
    file = tmp_path / "north.csv"
    north = Query(attributes=("area: North",))
    assert export_table(project, file=file, query=north, audience=Audience.READERS) == 3
    assert "North" not in file.read_text("utf-8")
    with project.read() as rows:
        assert attributes_in_use(rows.participants()) == {"area": ["North"]}


def test_groups_and_attributes_are_checked(project: Project) -> None:
    set_group(project, participant_ids=[ROSA.id], group="  Team   lead ")
    with project.read() as rows:
        assert participant_named(rows.participants(), "worker 1").group == "Team lead"
        with pytest.raises(NotFoundError, match="Worker 1"):
            participant_named(rows.participants(), "Worker 9")
    with pytest.raises(InvalidValueError, match="name: value"):
        set_attributes(project, participant_id=ROSA.id, attributes=["North"])
    with pytest.raises(InvalidValueError, match="semicolon"):
        set_group(project, participant_ids=[ROSA.id], group="A; B")
    with pytest.raises(NotFoundError):
        set_group(project, participant_ids=["nobody"], group="A")


def test_a_summary_is_written_changed_and_cleared(project: Project) -> None:
    place = {"participant_id": ROSA.id, "code_id": "peer-support"}
    set_summary(project, **place, text="  She likes it. ")
    set_summary(project, participant_id=ROSA.id, code_id="gifted-care", text="Lunch matters.")
    assert not set_summary(project, participant_id=ROSA.id, code_id="gifted-care", text="Lunch matters.")
    built = TABLES["matrix"].build(analysis_data(project, audience=Audience.READERS))
    assert built.frame["summary"][built.row((ROSA.id, "gifted-care"))] == "Lunch matters."
    set_summary(project, **place, text=" ")
    with project.read() as rows:
        assert [item.code_id for item in rows.summaries()] == ["gifted-care"]
    project.undo()
    with project.read() as rows:
        assert len(rows.summaries()) == 2
