"""The sample's original files, which are written in the layouts that evaluators have."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from coder.importers import read_codings_table, read_transcript
from coder.services.sample import build_sample, sample_folder
from tests.importers.looks import voices

MANIFEST = json.loads((sample_folder() / "sample.json").read_text(encoding="utf-8"))
LAYOUTS = {
    "Interview 01 care worker.txt": "Otter text",
    "Interview 02 care owner and daughter.docx": "Names before the text (Word)",
    "Interview 03 organiser.vtt": "Teams captions (VTT)",
    "Workshop A circle.txt": "Names before the text (text)",
}


@pytest.mark.parametrize("entry", MANIFEST["transcripts"], ids=lambda entry: entry["file"])
def test_each_transcript_is_recognised_with_exactly_its_speakers(entry: dict[str, dict[str, object]]) -> None:
    parsed = read_transcript(sample_folder() / str(entry["file"]))
    assert parsed.layout == LAYOUTS[parsed.source_name]
    assert sorted(voices(parsed)) == sorted(entry["speakers"])
    assert 1_400 < sum(item.words for item in parsed.speakers()) < 4_000


def test_every_coding_of_the_sample_finds_its_place(tmp_path: Path) -> None:
    table = read_codings_table(sample_folder() / "codings.csv")
    assert table.problems == ()
    project = build_sample(tmp_path / "sample.coder", coder="AB")
    with project.read() as rows:
        assert len(rows.codings()) == len(table.rows)
        assert len(rows.transcripts()) == len(LAYOUTS)
    project.close()
