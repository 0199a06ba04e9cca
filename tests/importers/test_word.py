"""Word transcripts: everything that is talk becomes readable text, and what is left out is named."""

from __future__ import annotations

from tests.importers import word_files as w
from tests.importers.conftest import Read
from tests.importers.looks import said, timed, voices

THREE = (w.paragraph("JO: One."), w.paragraph("PAT: Two."), w.paragraph("JO: Three."))


class TestParagraphs:
    def test_soft_breaks_are_new_lines_and_never_glue_words(self, read: Read) -> None:
        parsed = read(w.word_file(w.paragraph("JO: Hello\nthere\nyou"), w.paragraph("PAT: Hi")), "a.docx")
        assert said(parsed) == [("JO", "Hello\nthere\nyou"), ("PAT", "Hi")]
        assert parsed.encoding == ""

    def test_a_whole_interview_in_one_paragraph(self, read: Read) -> None:
        parsed = read(w.word_file(w.paragraph("JO: Hello.\nPAT: Hi: you.\nJO: So?\nPAT: Fine.")), "a.docx")
        assert said(parsed) == [("JO", "Hello."), ("PAT", "Hi: you."), ("JO", "So?"), ("PAT", "Fine.")]

    def test_tabs_and_hyphens(self, read: Read) -> None:
        parsed = read(
            w.word_file(
                w.paragraph("JO:\tA\tB"), w.paragraph("<w:r><w:t>PAT: co</w:t><w:noBreakHyphen/><w:t>op</w:t></w:r>")
            ),
            "a.docx",
        )
        assert said(parsed) == [("JO", "A\tB"), ("PAT", "co-op")]

    def test_bold_names_on_lines_of_their_own(self, read: Read) -> None:
        names = [
            ("Tobias (facilitator)", "Welcome all."),
            ("Dawn", "Yes."),
            ("Kasia", "Me too."),
            ("Tobias (facilitator)", "So?"),
        ]
        body = [part for name, talk in names for part in (w.paragraph(w.run(name, bold=True)), w.paragraph(talk))]
        assert said(read(w.word_file(*body), "a.docx")) == names

    def test_headings_and_the_title_are_nobodys_talk(self, read: Read) -> None:
        parsed = read(
            w.word_file(
                w.paragraph("Interview 4", style="Title"),
                w.paragraph("JO: One."),
                w.paragraph("PAT: Two."),
                w.paragraph("Part two: the team", style="H1"),
                w.paragraph("JO: Three."),
            ),
            "a.docx",
        )
        assert parsed.title == "Interview 4"
        assert said(parsed) == [("JO", "One."), ("PAT", "Two."), (None, "Part two: the team"), ("JO", "Three.")]

    def test_lists_keep_their_marks(self, read: Read) -> None:
        parsed = read(
            w.word_file(
                w.paragraph("JO: Three things:"),
                w.paragraph("time", listed="1"),
                w.paragraph("tea", listed="2"),
                w.paragraph("talk", listed="2"),
                w.paragraph("trust", style="LB"),
                w.paragraph("PAT: Yes."),
                w.paragraph("JO: So."),
            ),
            "a.docx",
        )
        assert said(parsed)[0] == ("JO", "Three things:\n- time\n1. tea\n2. talk\n- trust")

    def test_a_numbered_interview(self, read: Read) -> None:
        turns = [("JO", "One."), ("PAT", "Two: yes."), ("JO", "Three.")]
        body = [w.paragraph(f"{name}: {talk}", listed="2") for name, talk in turns]
        assert said(read(w.word_file(*body), "a.docx")) == turns

    def test_a_list_of_who_was_there_is_no_talk(self, read: Read) -> None:
        who = [w.paragraph(f"{name}: {role}", listed="1") for name, role in (("JO", "facilitator"), ("PAT", "worker"))]
        parsed = read(w.word_file(*who, *THREE), "a.docx")
        assert said(parsed)[-3:] == [("JO", "One."), ("PAT", "Two."), ("JO", "Three.")]
        assert {speaker for speaker, _ in said(parsed)[:-3]} == {None}


class TestTables:
    def test_a_table_of_speakers_becomes_their_talk(self, read: Read) -> None:
        parsed = read(
            w.word_file(
                w.paragraph("Workshop"),
                w.table(
                    ("Speaker", "Text"), ("FAC", "Hello all\nagain"), ("P1", "Yes: indeed."), ("FAC", "And then what?")
                ),
                w.paragraph("After the table"),
            ),
            "a.docx",
        )
        assert parsed.layout == "Table of speakers (Word)"
        assert said(parsed) == [
            ("FAC", "Hello all\nagain"),
            ("P1", "Yes: indeed."),
            ("FAC", "And then what?"),
            (None, "After the table"),
        ]

    def test_with_times_and_a_row_without_a_name(self, read: Read) -> None:
        parsed = read(
            w.word_file(
                w.table(
                    ("Time", "Speaker", "Transcript"),
                    ("0:01", "Jo", "Hello all of you."),
                    ("[00:09]", "Beryl", "Well: yes indeed."),
                    ("0:19", "", "(pause)"),
                    ("1:00:00", "Jo", "Right then, all."),
                )
            ),
            "a.docx",
        )
        assert timed(parsed) == [
            ("Jo", 1.0, "Hello all of you."),
            ("Beryl", 9.0, "Well: yes indeed.\n(pause)"),
            ("Jo", 3600.0, "Right then, all."),
        ]

    def test_any_other_table_is_read_row_by_row_with_what_is_nested_in_it(self, read: Read) -> None:
        nested = f"{w.paragraph('B')}{w.table(('n1', 'n2'))}{w.paragraph('x')}"
        parsed = read(w.word_file(*THREE, w.table(("A", nested), ("3", "4")), w.paragraph("PAT: I see.")), "a.docx")
        assert said(parsed)[3:] == [(None, "A | B / n1 | n2 / x\n3 | 4"), ("PAT", "I see.")]


class TestWhatStandsAside:
    def test_notes_are_kept_in_place_and_comments_are_named(self, read: Read) -> None:
        parsed = read(
            w.word_file(
                w.paragraph(
                    w.run("JO: Hello"),
                    '<w:r><w:footnoteReference w:id="2"/></w:r>',
                    w.run(", dear."),
                    '<w:r><w:endnoteReference w:id="1"/><w:commentReference w:id="0"/></w:r>',
                ),
                w.paragraph("PAT: Hi."),
                related={
                    "footnotes": w.notes("footnote", {"2": "To the dog."}),
                    "endnotes": w.notes("endnote", {"1": "At the end."}),
                    "comments": w.part("comments", f'<w:comment w:id="0">{w.paragraph("nice")}</w:comment>'),
                },
            ),
            "a.docx",
        )
        assert said(parsed)[0] == ("JO", "Hello [note: To the dog.], dear. [note: At the end.]")
        assert parsed.warnings == (
            "2 footnotes were kept, in square brackets where Word has the number.",
            "1 comment was left out.",
        )

    def test_page_headers_and_footers_are_left_out_and_named(self, read: Read) -> None:
        related = {"header": w.part("hdr", w.paragraph("Confidential")), "footer": w.part("ftr", w.paragraph("Page 1"))}
        parsed = read(w.word_file(*THREE, related=related), "a.docx")
        assert len(parsed.turns) == 3
        assert parsed.warnings == ("The page header and footer were left out: “Confidential Page 1”.",)

    def test_insertions_links_fields_and_controls_are_talk_and_deletions_are_not(self, read: Read) -> None:
        parsed = read(
            w.word_file(
                w.paragraph(
                    w.run("JO: I "),
                    "<w:del><w:r><w:delText>hate</w:delText></w:r></w:del>",
                    f"<w:ins>{w.run('love ')}</w:ins>",
                    f"<w:hyperlink>{w.run('this ')}</w:hyperlink>",
                    f"<w:sdt><w:sdtContent>{w.run('very ')}</w:sdtContent></w:sdt>",
                    "<w:r><w:instrText>DATE</w:instrText></w:r>",
                    f"<w:fldSimple>{w.run('much')}</w:fldSimple>",
                ),
                f"<w:sdt><w:sdtContent>{w.paragraph('PAT: Yes.')}</w:sdtContent></w:sdt>",
                f"<w:ins>{w.paragraph('JO: Good.')}</w:ins>",
            ),
            "a.docx",
        )
        assert said(parsed) == [("JO", "I love this very much"), ("PAT", "Yes."), ("JO", "Good.")]
        assert parsed.warnings == ("1 passage that was deleted with tracked changes was left out.",)

    def test_a_text_box_is_read_once(self, read: Read) -> None:
        box = f"<w:txbxContent>{w.paragraph('In the box.')}</w:txbxContent>"
        both = (
            f"<w:r><mc:AlternateContent><mc:Choice><wps:txbx>{box}</wps:txbx></mc:Choice>"
            f"<mc:Fallback><v:textbox>{box}</v:textbox></mc:Fallback></mc:AlternateContent></w:r>"
        )
        parsed = read(w.word_file(w.paragraph(w.run("Before."), both), w.paragraph("After.")), "a.docx")
        assert said(parsed) == [(None, "Before."), (None, "In the box."), (None, "After.")]


class TestRecordings:
    def test_teams(self, read: Read) -> None:
        parsed = read(
            w.word_file(
                w.paragraph("Talk with Jo-20260312_100000-Meeting Recording"),
                w.paragraph("March 12, 2026, 10:00AM"),
                w.paragraph("45m 12s"),
                w.paragraph("Jo Smith started transcription"),
                w.paragraph(w.run("Jo Smith", bold=True), w.run("   0:03\nHello there.\nAnd more.")),
                w.paragraph(w.run("Femi Adeyo-Marsh", bold=True), w.run("   0:12\nHi: yes.")),
                w.paragraph(w.run("Jo Smith", bold=True), w.run("   1:00:12\nOk.")),
                w.paragraph("Jo Smith stopped transcription"),
            ),
            "a.docx",
        )
        assert parsed.layout == "Teams transcript (Word)"
        assert timed(parsed) == [
            ("Jo Smith", 3.0, "Hello there.\nAnd more."),
            ("Femi Adeyo-Marsh", 12.0, "Hi: yes."),
            ("Jo Smith", 3612.0, "Ok."),
        ]
        assert len(parsed.warnings) == 2

    def test_older_teams_with_two_times(self, read: Read) -> None:
        cues = [("0:0:3.120", "Jo Smith", "Hello"), ("0:0:5.0", "Jo Smith", "there."), ("0:1:6.0", "Femi", "Hi: you.")]
        body = [w.paragraph(f"{start} --> 0:2:0.500\n{name}\n{talk}") for start, name, talk in cues]
        parsed = read(w.word_file(*body), "a.docx")
        assert parsed.layout == "Teams transcript (Word)"
        assert timed(parsed) == [("Jo Smith", 3.12, "Hello there."), ("Femi", 66.0, "Hi: you.")]

    def test_words_own_transcription(self, read: Read) -> None:
        parsed = read(
            w.word_file(
                *map(w.paragraph, ("Audio file", "interview.mp3", "Transcript", "00:00:03 Speaker 1", "Hello there.")),
                *map(w.paragraph, ("00:00:06 Speaker 2", "Hi.", "And more.", "00:01:06 Speaker 1", "Bye.")),
            ),
            "a.docx",
        )
        assert parsed.layout == "Word transcript"
        assert timed(parsed) == [
            ("Speaker 1", 3.0, "Hello there."),
            ("Speaker 2", 6.0, "Hi.\nAnd more."),
            ("Speaker 1", 66.0, "Bye."),
        ]

    def test_otter(self, read: Read) -> None:
        parsed = read(
            w.word_file(
                *map(
                    w.paragraph, ("Interview 4", "Thu, Mar 12, 2026 10:01AM • 45:12", "SUMMARY KEYWORDS", "care, team")
                ),
                *map(
                    w.paragraph,
                    ("SPEAKERS", "Jo Smith, Pat", "Jo Smith  00:03", "Hello there.", "Pat  01:00:12", "Hi."),
                ),
                w.paragraph("Transcribed by https://otter.ai"),
            ),
            "a.docx",
        )
        assert parsed.layout == "Otter transcript (Word)"
        assert parsed.title == "Interview 4"
        assert timed(parsed) == [("Jo Smith", 3.0, "Hello there."), ("Pat", 3612.0, "Hi.")]

    def test_a_workshop_with_roles_headings_and_facts(self, read: Read) -> None:
        def turn(name: str, talk: str) -> str:
            return w.paragraph(w.run(f"{name}: ", bold=True), w.run(talk))

        parsed = read(
            w.word_file(
                w.paragraph("Workshop B: Ropewalk circle", style="H1"),
                w.paragraph("Date: 16 April 2026"),
                w.paragraph("Facilitator: Tobias"),
                w.paragraph("Present: Dawn, Kasia, Beryl"),
                w.paragraph(),
                w.paragraph("Welcome", style="H1"),
                turn("Facilitator", "Welcome everybody. Shall we?"),
                turn("Dawn (care worker)", "Yes. One thing: I go at four."),
                w.paragraph("[laughter]"),
                turn("Kasia (care worker)", "Me too."),
                w.paragraph("Activity 1: what went well", style="H1"),
                turn("Facilitator", "Notes please."),
                w.paragraph("more time", listed="1"),
                turn("Beryl (owner)", "Mine says: time."),
                turn("Dawn (care worker)", "Bye."),
            ),
            "a.docx",
        )
        assert voices(parsed) == ["Facilitator", "Dawn (care worker)", "Kasia (care worker)", "Beryl (owner)"]
        assert ("Dawn (care worker)", "Yes. One thing: I go at four.\n[laughter]") in said(parsed)
        assert (None, "Activity 1: what went well") in said(parsed)
        assert ("Facilitator", "Notes please.\n- more time") in said(parsed)
