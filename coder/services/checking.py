"""Whether a project is sound: the file, and every promise that the rows make to each other."""

from __future__ import annotations

from dataclasses import dataclass

from coder.domain.query import Query
from coder.domain.text import normalised, text_hash
from coder.domain.transcript import Transcript, Turn
from coder.errors import CodebookFileError, InvalidValueError
from coder.services.project import Project
from coder.storage.repository import Repository


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What was looked at, and what is wrong with it; no problems means that the project is sound."""

    transcripts: int
    turns: int
    codes: int
    codings: int
    problems: tuple[str, ...]


def check_project(project: Project) -> CheckReport:
    """Look through the whole project; changes nothing."""
    problems = project.file_problems()
    with project.read() as rows:
        transcripts = rows.transcripts()
        turns = rows.turns()
        codings = rows.codings()
        codes = rows.codes()
        problems += _text_problems(transcripts)
        problems += _turn_problems(transcripts, turns)
        problems += _coding_problems(rows, {item.id: item for item in transcripts})
        problems += _code_problems(rows)
        problems += _kept_problems(rows)
    return CheckReport(len(transcripts), len(turns), len(codes), len(codings), tuple(problems))


def _text_problems(transcripts: list[Transcript]) -> list[str]:
    result: list[str] = []
    for transcript in transcripts:
        if text_hash(transcript.text) != transcript.text_hash:
            result.append(f"The text of “{transcript.name}” is not the one that was imported (its hash differs).")
        if normalised(transcript.text) != transcript.text:
            result.append(f"The text of “{transcript.name}” is not in normal form.")
    return result


def _turn_problems(transcripts: list[Transcript], turns: list[Turn]) -> list[str]:
    result: list[str] = []
    by_transcript: dict[str, list[Turn]] = {}
    for turn in turns:
        by_transcript.setdefault(turn.transcript_id, []).append(turn)
    for transcript in transcripts:
        position = 0
        for turn in by_transcript.get(transcript.id, []):
            if turn.start != position or turn.end > len(transcript.text):
                result.append(f"Turn {turn.number} of “{transcript.name}” is not where it should be in the text.")
                break
            position = turn.end + 1
        else:
            if position != len(transcript.text) + 1:
                result.append(f"The turns of “{transcript.name}” do not cover its text.")
    return result


def _coding_problems(rows: Repository, transcripts: dict[str, Transcript]) -> list[str]:
    result: list[str] = []
    for coding in rows.codings():
        transcript = transcripts.get(coding.transcript_id)
        if transcript is not None and coding.end > len(transcript.text):
            result.append(
                f"A coding with “{coding.code_id}” ends at {coding.end}, outside “{transcript.name}” "
                f"({len(transcript.text)} characters)."
            )
    return result


def _code_problems(rows: Repository) -> list[str]:
    tree = rows.code_tree()
    if len(list(tree)) == len(tree):
        return []
    reached = {code.id for code in tree}
    return [f"The code “{code.name}” hangs below itself." for code in tree.codes.values() if code.id not in reached]


def _kept_problems(rows: Repository) -> list[str]:
    """Return which saved queries and kept versions of codebooks cannot be read back."""
    from coder.codebooks import unpacked

    result: list[str] = []
    for query in rows.saved_queries():
        try:
            Query.from_json(query.definition)
        except InvalidValueError:
            result.append(f"The saved query “{query.name}” is damaged; delete it and make it anew.")
    for version in rows.codebook_versions():
        try:
            unpacked(version.content, version.version)
        except CodebookFileError:
            result.append(f"The kept version {version.version} of the codebook “{version.codebook_id}” is damaged.")
    return result
