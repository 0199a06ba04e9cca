"""Every file is made for the team or for readers, and nobody's consent is claimed."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import docx
import pytest
from openpyxl import load_workbook

from coder.domain.transcript import Consent, SpeakerRole, TurnKind
from coder.errors import NotFoundError
from coder.services.evidence.audiences import TEAM_MARK, Audience, proposed_file, usual_for_table
from coder.services.evidence.charts import export_chart
from coder.services.evidence.coded_transcripts import export_coded_transcript
from coder.services.evidence.consent import record_consent, set_consent, what_is_withheld
from coder.services.evidence.exporting import FORMATS, export_table, table_heads
from coder.services.evidence.reporting import ReportOptions, export_report
from coder.services.project import Project
from tests.helpers.builders import a_coding, a_participant, a_transcript, an_outcome
from tests.helpers.projects import a_project

LEVELS = {
    "ATT": Consent.ATTRIBUTED,
    "ANO": Consent.ANONYMISED,
    "INT": Consent.INTERNAL,
    "NOT": Consent.NOT_RECORDED,
    "WIT": Consent.WITHDRAWN,
}
PEOPLE = {label: a_participant(f"Person {label}", consent=level) for label, level in LEVELS.items()}
WORDS = {label: f"marker{label.lower()} was what this one said at length" for label in (*LEVELS, "TIED", "NONE", "OTH")}
QUOTED = {"ATT", "ANO"}
EVERYBODY = set(WORDS) - {"WIT"}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    lines = ["FACILITATOR: Who begins?", *(f"{label}: {words}" for label, words in WORDS.items() if label != "NONE")]
    talk = a_transcript([*lines, WORDS["NONE"], "FACILITATOR: Thank you."], name="Circle", participants=PEOPLE)
    speakers = [_with_role(speaker) for speaker in talk.speakers]
    talk = type(talk)(talk.transcript, tuple(speakers), talk.turns)
    both = f"{WORDS['ATT'][-6:]}\n{WORDS['ANO'][:9]}"
    mixed = f"{WORDS['ANO'][-6:]}\n{WORDS['INT'][:9]}"
    codings = [
        *(a_coding(talk, words, "trust", memo=f"memo {words[:9]}") for words in WORDS.values()),
        a_coding(talk, both, "trust"),
        a_coding(talk, mixed, "trust"),
    ]
    return a_project(tmp_path, [talk], [an_outcome("trust")], codings, participants=list(PEOPLE.values()))


def _with_role(speaker):  # type: ignore[no-untyped-def]
    from dataclasses import replace

    return replace(speaker, role=SpeakerRole.OTHER) if speaker.label == "OTH" else speaker


def said_in(file: Path) -> set[str]:
    """Return whose marker a file holds."""
    import zipfile

    content = file.read_bytes()
    if zipfile.is_zipfile(file):
        with zipfile.ZipFile(file) as package:
            content = b" ".join(package.read(name) for name in package.namelist())
    text = content.decode("utf-8", errors="ignore")
    return {label for label in WORDS if f"marker{label.lower()}" in text}


@pytest.mark.parametrize("file_format", FORMATS)
@pytest.mark.parametrize("table", [head.name for head in table_heads()])
def test_no_table_lets_out_more_than_its_audience_may_have(
    project: Project, tmp_path: Path, table: str, file_format: str
) -> None:
    file = tmp_path / f"out.{file_format}"
    export_table(project, table=table, file_format=file_format, file=file, audience=Audience.READERS)
    assert said_in(file) <= QUOTED
    export_table(project, table=table, file_format=file_format, file=file, audience=Audience.TEAM)
    assert said_in(file) <= EVERYBODY


def test_the_team_gets_its_table_with_the_level_beside_the_words(project: Project, tmp_path: Path) -> None:
    file = tmp_path / "out.csv"
    export_table(project, file=file)
    with file.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert said_in(file) == EVERYBODY
    level = {row["passage"][6:9].upper(): row["consent"] for row in rows if row["passage"].startswith("marker")}
    assert level == {
        "ATT": "attributed quote", "ANO": "anonymised quote", "INT": "internal only", "NOT": "not recorded",
        "TIE": "not recorded", "NON": "not recorded", "OTH": "not recorded",
    }  # fmt: skip
    names = {row["speaker"] for row in rows}
    assert names <= {"Person ATT", "Person ANO", "Person INT", "Person NOT", "other", "",
                     "Person ATT; Person ANO", "Person ANO; Person INT"}  # fmt: skip


def test_in_a_passage_of_several_the_strictest_holds_for_readers(project: Project, tmp_path: Path) -> None:
    file = tmp_path / "out.csv"
    export_table(project, file=file, audience=Audience.READERS)
    with file.open(encoding="utf-8", newline="") as stream:
        rows = {int(row["start"]): row for row in csv.DictReader(stream)}
    several = [row for row in rows.values() if "\n" in row["passage"]]
    assert [(row["participant"], row["speaker"], row["consent"]) for row in several] == [("", "", "anonymised quote")]
    assert sum(row["passage"] == "[withheld]" and row["consent"] == "internal only" for row in rows.values()) == 2
    export_table(project, table="quotes", file=file)
    assert said_in(file) == QUOTED
    assert "[withheld]" not in file.read_text("utf-8")


def test_reports_charts_and_coded_transcripts_are_for_readers_unless_said(project: Project, tmp_path: Path) -> None:
    for name, audience, allowed in (("r", Audience.READERS, QUOTED), ("t", Audience.TEAM, EVERYBODY)):
        for ending in ("html", "docx"):
            report, coded = tmp_path / f"{name}.{ending}", tmp_path / f"{name} coded.{ending}"
            options = ReportOptions(audience=audience) if audience is Audience.TEAM else ReportOptions()
            export_report(project, file=report, options=options)
            extra = {"audience": audience} if audience is Audience.TEAM else {}
            export_coded_transcript(project, transcript_id="circle", file=coded, **extra)  # type: ignore[arg-type]
            assert said_in(report) <= allowed
            assert said_in(coded) == allowed
        chart = tmp_path / f"{name}.svg"
        export_chart(project, "timeline", file=chart, transcript_id="circle", audience=audience)
        assert said_in(chart) <= allowed


@pytest.mark.parametrize("audience", Audience)
def test_documents_for_the_team_say_so_at_their_head(project: Project, tmp_path: Path, audience: Audience) -> None:
    def says(text: str) -> bool:
        return "not to be passed on" in text

    wanted = audience is Audience.TEAM
    for ending in ("html", "docx", "xlsx", "json"):
        export_table(project, table="coverage", file_format=ending, file=tmp_path / f"t.{ending}", audience=audience)
    page = (tmp_path / "t.html").read_text("utf-8")
    assert says(page[: page.index("<h1")]) is wanted
    assert says(docx.Document(str(tmp_path / "t.docx")).paragraphs[0].text) is wanted
    book = load_workbook(tmp_path / "t.xlsx")
    assert says(str(book.worksheets[0]["A1"].value)) is wanted
    assert says(str(json.loads((tmp_path / "t.json").read_text("utf-8"))["notes"])) is wanted
    options = ReportOptions(audience=audience)
    export_report(project, file=tmp_path / "r.html", options=options)
    export_report(project, file=tmp_path / "r.docx", options=options)
    export_coded_transcript(project, transcript_id="circle", file=tmp_path / "c.docx", audience=audience)
    page = (tmp_path / "r.html").read_text("utf-8")
    assert says(page[: page.index("</header>")]) is wanted
    for name in ("r", "c"):
        assert (
            says("".join(each.text for each in docx.Document(str(tmp_path / f"{name}.docx")).paragraphs[:4])) is wanted
        )


def test_each_kind_of_file_has_its_usual_audience(project: Project, tmp_path: Path) -> None:
    assert {head.name for head in table_heads() if usual_for_table(head.name) is Audience.READERS} == {"quotes"}
    assert usual_for_table("all") is Audience.TEAM
    export_table(project, table="all", file_format="xlsx", file=tmp_path / "all.xlsx")
    assert "Quote bank" not in load_workbook(tmp_path / "all.xlsx").sheetnames
    export_table(project, table="all", file_format="xlsx", file=tmp_path / "all.xlsx", audience=Audience.READERS)
    assert "Quote bank" in load_workbook(tmp_path / "all.xlsx").sheetnames
    assert proposed_file(Path("P evidence.csv"), Audience.TEAM).name == f"P evidence {TEAM_MARK}.csv"
    assert proposed_file(Path("P quotes.csv"), Audience.READERS).name == "P quotes.csv"


def test_it_is_said_how_many_passages_are_withheld_and_why(project: Project) -> None:
    assert what_is_withheld(project).sentence() == (
        "For readers: the words of 7 of 10 coded passages are withheld (1: consent not recorded, 1 person, "
        "2: internal only, 1 person, 3: nobody is named who could have agreed, 1: withdrawn)."
    )
    team = what_is_withheld(project, audience=Audience.TEAM)
    assert team.sentence() == ("For the team, not to be passed on: 1 of 10 coded passages is left out (1: withdrawn).")
    assert [item.consent for item in team.withheld] == [Consent.WITHDRAWN]


def test_consent_is_recorded_for_all_or_a_group_in_one_step_but_for_who_withdrew(project: Project) -> None:
    record_consent(project, consent=Consent.ANONYMISED)
    with project.read() as rows:
        levels = {person.pseudonym: person.consent for person in rows.participants()}
    assert levels.pop("Person WIT") is Consent.WITHDRAWN
    assert set(levels.values()) == {Consent.ANONYMISED}
    project.undo()
    record_consent(project, consent=Consent.INTERNAL, group="care WORKER")
    with project.read() as rows:
        assert sum(person.consent is Consent.INTERNAL for person in rows.participants()) == 4
    with pytest.raises(NotFoundError, match=r"group “Nurses”\. There are: “Care worker”"):
        record_consent(project, consent=Consent.INTERNAL, group="Nurses")


def test_headings_are_shown_to_readers_without_names(tmp_path: Path) -> None:
    from dataclasses import replace

    rosa = a_participant("P01")
    talk = a_transcript(
        ["Second session", "Present: Rosa Tull", "Rosa Tull: We met."], participants={"Rosa Tull": rosa}, name="Talk"
    )
    turns = tuple(
        replace(turn, kind=TurnKind.HEADING, speaker_id=None) if turn.number < 3 else turn for turn in talk.turns
    )
    speakers = tuple(speaker for speaker in talk.speakers if speaker.label == "Rosa Tull")
    talk = type(talk)(replace(talk.transcript, text=talk.text.replace("Tull\nWe", "Tull\nWe")), speakers, turns)
    project = a_project(tmp_path, [talk], [an_outcome("trust")], participants=[rosa])
    set_consent(project, participant_ids=[rosa.id], consent=Consent.ATTRIBUTED)
    export_coded_transcript(project, transcript_id="talk", file=tmp_path / "t.html")
    page = (tmp_path / "t.html").read_text("utf-8")
    assert "Second session" in page
    assert "We met." in page
    assert "Tull" not in page
