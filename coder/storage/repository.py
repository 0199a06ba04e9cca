"""Reading a project: questions in the field's words, answered with the domain's rows."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlmodel import Session

from coder.domain.audit import AuditEntry
from coder.domain.codebook import Code, Codebook, CodeLink, CodeTree
from coder.domain.coding import Coder, Coding
from coder.domain.columns import CodingColumns, TurnColumns
from coder.domain.content import CodebookVersion
from coder.domain.project import ProjectInfo
from coder.domain.suggestion import Decision, OfferRule
from coder.domain.transcript import Participant, SourceMap, Speaker, Transcript, Turn
from coder.domain.writing import Finding, SavedQuery, Summary
from coder.storage import audit, columns, fulltext
from coder.storage.failures import UnreadableRowError
from coder.storage.rows import R, columns_of, rows_from, table_of

_AT_ONCE = 500
"""Ids in one question; databases set a limit."""


class Repository:
    """Reads rows within one session; every answer is plain data that outlives it."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, kind: type[R], row_id: str) -> R | None:
        """Return a row by its permanent id, or None."""
        found = self._all(kind, table_of(kind).c.id == row_id)
        return found[0] if found else None

    def project(self) -> ProjectInfo:
        """Return the project's own row."""
        found = self._all(ProjectInfo)
        if not found:
            raise UnreadableRowError("the row of the project itself is missing")
        return found[0]

    def coders(self) -> list[Coder]:
        """Return the people who code, by name."""
        return self._all(Coder, order=("name",))

    def participants(self) -> list[Participant]:
        """Return the people who took part, by pseudonym."""
        return self._all(Participant, order=("pseudonym",))

    def transcripts(self, only: Collection[str] | None = None) -> list[Transcript]:
        """Return all transcripts with their text, or `only` some (ids), in display order."""
        where = () if only is None else (table_of(Transcript).c.id.in_(only),)
        return self._all(Transcript, *where, order=("position", "name"))

    def transcript_names(self) -> dict[str, str]:
        """Return transcript names by id, in display order, without reading texts."""
        table = table_of(Transcript)
        query = select(table.c.id, table.c.name).order_by(table.c.position, table.c.name)
        return {row[0]: row[1] for row in self._session.execute(query)}

    def text_hashes(self) -> dict[str, str]:
        """Return for each transcript text's hash the name of the transcript."""
        table = table_of(Transcript)
        return {row[0]: row[1] for row in self._session.execute(select(table.c.text_hash, table.c.name))}

    def speakers(self, transcript_id: str | None = None) -> list[Speaker]:
        """Return the speakers of one transcript, or of all, in order of appearance."""
        return self._of_transcript(Speaker, transcript_id, ("transcript_id", "position"))

    def turns(self, transcript_id: str | None = None) -> list[Turn]:
        """Return the turns of one transcript, or of all, in order."""
        return self._of_transcript(Turn, transcript_id, ("transcript_id", "number"))

    def source_maps(self, transcript_id: str | None = None) -> list[SourceMap]:
        """Return where transcripts' texts stood in their files: of all transcripts, or of one."""
        return self._of_transcript(SourceMap, transcript_id, ("transcript_id",))

    def codebooks(self) -> list[Codebook]:
        """Return the codebooks in display order."""
        return self._all(Codebook, order=("position", "id"))

    def codebook_versions(self, codebook_id: str | None = None) -> list[CodebookVersion]:
        """Return the versions that the project has seen, of one codebook or of all, the latest last."""
        column = table_of(CodebookVersion).c.codebook_id
        where = () if codebook_id is None else (column == codebook_id,)
        return self._all(CodebookVersion, *where, order=("seen_at", "id"))

    def codes(self, codebook_id: str | None = None) -> list[Code]:
        """Return the codes of one codebook, or of all, in display order among siblings."""
        table = table_of(Code)
        where = () if codebook_id is None else (table.c.codebook_id == codebook_id,)
        return self._all(Code, *where, order=("codebook_id", "position", "id"))

    def code_links(self) -> list[CodeLink]:
        """Return all typed links between codes."""
        return self._all(CodeLink, order=("code_id", "type", "target_id"))

    def code_tree(self) -> CodeTree:
        """Return all codes as a tree; codebooks follow each other in display order."""
        place = {codebook.id: index for index, codebook in enumerate(self.codebooks())}
        codes = sorted(self.codes(), key=lambda code: (place.get(code.codebook_id, -1), code.position, code.id))
        return CodeTree(codes, self.code_links())

    def codings(self, transcript_id: str | None = None) -> list[Coding]:
        """Return the codings of one transcript, or of all, by place in the text."""
        return self._of_transcript(Coding, transcript_id, ("transcript_id", "start", "end", "created_at", "id"))

    def coding_columns(self) -> CodingColumns:
        """Return all codings by column; what tables over a whole project read."""
        return columns.coding_columns(self._session)

    def turn_columns(self, transcripts: Collection[str] | None = None) -> TurnColumns:
        """Return all turns by column, or those of some transcripts, by transcript and place."""
        return columns.turn_columns(self._session, transcripts)

    def coded_places(self, transcripts: Collection[str] | None = None) -> dict[str, list[tuple[int, int]]]:
        """Return start and end of all codings, or those in some transcripts, by transcript."""
        return columns.coded_places(self._session, transcripts)

    def codings_at(self, transcript_id: str, start: int, end: int) -> list[Coding]:
        """Return the codings on exactly this passage."""
        table = table_of(Coding)
        return self._all(Coding, table.c.transcript_id == transcript_id, table.c.start == start, table.c.end == end)

    def codings_with(self, code_ids: Sequence[str]) -> list[Coding]:
        """Return all codings with one of these codes."""
        return self._all(Coding, table_of(Coding).c.code_id.in_(code_ids), order=("transcript_id", "start", "id"))

    def codes_of(self, coding_ids: Collection[str]) -> dict[str, str]:
        """Return the code of each of these codings that is there, by the coding's id."""
        kept, wanted = table_of(Coding).c, list(coding_ids)
        found: dict[str, str] = {}
        for first in range(0, len(wanted), _AT_ONCE):
            query = select(kept.id, kept.code_id).where(kept.id.in_(wanted[first : first + _AT_ONCE]))
            found |= {row[0]: row[1] for row in self._session.connection().execute(query)}
        return found

    def coding_places(self) -> list[tuple[str, str, int, int]]:
        """Return code, transcript, start and end of every coding; lighter than the codings themselves."""
        kept = table_of(Coding).c
        found = self._session.connection().execute(select(kept.code_id, kept.transcript_id, kept.start, kept.end))
        return [(row[0], row[1], row[2], row[3]) for row in found]

    def codes_used_by(self, coders: Collection[str], *, limit: int) -> list[str]:
        """Return the ids of the codes that some coders used last, the latest first."""
        kept = table_of(Coding).c
        last = func.max(kept.created_at)
        query = select(kept.code_id).where(kept.coder_id.in_(coders)).group_by(kept.code_id)
        return list(self._session.execute(query.order_by(last.desc(), kept.code_id).limit(limit)).scalars())

    def coding_counts(self) -> dict[str, int]:
        """Return how many codings each used code has."""
        return self._counts("code_id")

    def coding_counts_by_transcript(self) -> dict[str, int]:
        """Return how many codings each coded transcript has."""
        return self._counts("transcript_id")

    def decisions(self, transcript_id: str | None = None) -> list[Decision]:
        """Return the verdicts on suggestions in one transcript, or in all."""
        return self._of_transcript(Decision, transcript_id, ("transcript_id", "start", "decided_at", "id"))

    def decisions_with(self, code_ids: Sequence[str]) -> list[Decision]:
        """Return the verdicts on suggestions of these codes."""
        return self._all(Decision, table_of(Decision).c.code_id.in_(code_ids), order=("transcript_id", "start", "id"))

    def offer_rules(self) -> dict[str, OfferRule]:
        """Return the rules on which codes are suggested, by the code's id."""
        return {rule.id: rule for rule in self._all(OfferRule, order=("id",))}

    def saved_queries(self) -> list[SavedQuery]:
        """Return the questions that were kept under a name, in display order."""
        return self._all(SavedQuery, order=("position", "name", "id"))

    def summaries(self) -> list[Summary]:
        """Return the written cells of the framework matrix."""
        return self._all(Summary, order=("participant_id", "code_id", "id"))

    def findings(self) -> list[Finding]:
        """Return the written parts of the report."""
        return self._all(Finding, order=("subject", "id"))

    def audit_trail(self) -> list[AuditEntry]:
        """Return who did what when, in the order in which it was saved."""
        return audit.trail(self._session)

    def turns_with_words(self, words: str, *, limit: int = 500) -> list[fulltext.TurnHit]:
        """Return the turns that hold all the words, by transcript and place; at most `limit`, none of a withdrawal."""
        return fulltext.matching_turns(self._session, words, limit=limit)

    def turns_found(self, words: str, *, limit: int) -> tuple[list[fulltext.MarkedTurn], int]:
        """Return the turns that fit a search, at most `limit`, with where the words are; and how many there are."""
        return fulltext.marked_turns(self._session, words, limit=limit)

    def _counts(self, column: str) -> dict[str, int]:
        key = table_of(Coding).c[column]
        return {row[0]: row[1] for row in self._session.execute(select(key, func.count()).group_by(key))}

    def _of_transcript(self, kind: type[R], transcript_id: str | None, order: Sequence[str]) -> list[R]:
        where = () if transcript_id is None else (table_of(kind).c.transcript_id == transcript_id,)
        return self._all(kind, *where, order=order)

    def _all(self, kind: type[R], *where: ColumnElement[Any], order: Sequence[str] = ()) -> list[R]:
        table = table_of(kind)
        query = select(*columns_of(kind)).where(*where).order_by(*(table.c[name] for name in order))
        return rows_from(kind, self._session.execute(query))
