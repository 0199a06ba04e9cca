"""An import keeps, with each transcript, where its text stood in the file."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from coder.domain.source_map import SourcePlaces, source_hash
from coder.services.project import create_project
from coder.services.transcripts.importing import import_transcripts, look_at
from coder.services.transcripts.transcripts import remove_transcript

FILE = "Summary keywords\nhives\n\nAna  0:01\nHow did you begin?\n\nLeo  0:05\nI began with two hives.\n"


def test_it_comes_and_goes_with_the_transcript(tmp_path: Path) -> None:
    path = tmp_path / "hives.txt"
    path.write_bytes(b"\xef\xbb\xbf" + FILE.replace("\n", "\r\n").encode())
    with closing(create_project(tmp_path / "a.coder", person="Me")) as project:
        import_transcripts(project, [look_at(path)])
        with project.read() as rows:
            (transcript,) = rows.transcripts()
            (known,) = rows.source_maps(transcript.id)
        raw = FILE.replace("\n", "\r\n")
        assert (known.id, known.source_hash, known.source_length) == (transcript.id, source_hash(raw), len(raw))
        start = raw.index("two hives")
        span = SourcePlaces(known).in_text(start, start + 9)
        assert span is not None
        assert span.of(transcript.text) == "two hives"
        project.undo()
        with project.read() as rows:
            assert rows.source_maps() == []
        import_transcripts(project, [look_at(path)])
        with project.read() as rows:
            (transcript,) = rows.transcripts()
        remove_transcript(project, transcript_id=transcript.id)
        with project.read() as rows:
            assert rows.source_maps() == []
