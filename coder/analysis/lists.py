"""The codebook with its use, the participants, and the audit trail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coder.analysis.building import Built, built
from coder.analysis.counting import FIGURES, distinct, subjects, tally, used_codes
from coder.analysis.data import AnalysisData
from coder.analysis.facts import joined
from coder.domain.audit import AuditEntry
from coder.domain.tables import TableHead, date, text, whole
from coder.domain.text import word_count

if TYPE_CHECKING:
    from coder.analysis.facts import Ints

CODEBOOK = TableHead(
    "codebook",
    "Codebook",
    "Every code with its definition and how much it is used, in display order.",
    (
        text("code_id", "Code id", "The code's permanent id."),
        text("code", "Code", "The code's name."),
        text("codebook", "Codebook", "The codebook's name and version."),
        text("kind", "Kind", "What the code stands for: domain, theme, outcome, output-dimension or other."),
        text("parent", "Under", "The code above it."),
        text("domain", "Domain", "The outcome domains for which it counts."),
        text("status", "Status", "Active, draft or retired."),
        text("short_definition", "In short", "The short definition.", wide=True),
        text("full_definition", "Definition", "The full definition.", wide=True),
        text("when_to_use", "When to use", "What belongs here.", wide=True),
        text("when_not_to_use", "When not to use", "What does not.", wide=True),
        text("example_quotes", "Examples", "The codebook's own example quotes, one on each line.", wide=True),
        text("key_terms", "Key terms", "Words that speak for the code."),
        *FIGURES,
    ),
)

PARTICIPANTS = TableHead(
    "participants",
    "Participants",
    "Everybody who took part: group, consent, how much they say and how much of it is coded.",
    (
        text("participant_id", "Participant id", "The participant's permanent id."),
        text("participant", "Participant", "The pseudonym; left out where the participant did not agree to that."),
        text("stakeholder_group", "Stakeholder group", "The participant's group."),
        text("consent", "Consent", "What the participant agreed to."),
        text("attributes", "Attributes", "What else is known of them, as “name: value”."),
        text("transcripts", "Transcripts", "Where they speak."),
        whole("turns", "Turns", "How often they speak."),
        whole("words", "Words", "How many words they say."),
        *(column for column in FIGURES if column.name not in ("people", "groups")),
        whole("outcomes", "Outcomes", "Of how many outcomes they speak."),
    ),
)

AUDIT = TableHead(
    "audit",
    "Audit trail",
    "Who did what when, from the first action to the last; undoing and redoing are actions, too.",
    (
        whole("number", "Number", "Counts from 1, in the order in which it was saved."),
        date("at", "When", "In universal time."),
        text("who", "Who", "The evaluator's name on that computer."),
        text("action", "Action", "What undo calls it."),
        text("cause", "Cause", "Done, undone or redone."),
        whole("added", "Added", "How many rows came in."),
        whole("changed", "Changed", "How many rows were changed."),
        whole("removed", "Removed", "How many rows went."),
        text("kinds", "What", "The kinds of rows, with their numbers."),
    ),
)


def build_codebook(head: TableHead, data: AnalysisData) -> Built:
    """Build the codebook with its use."""
    facts, tree = data.facts, data.tree
    codes = list(tree)
    books = {book.id: f"{book.name} {book.version}".strip() for book in data.codebooks}
    cells, codings = facts.counted_codes([code.id for code in codes])
    columns = {
        "code_id": [code.id for code in codes],
        "code": [code.name for code in codes],
        "codebook": [books.get(code.codebook_id, "") for code in codes],
        "kind": [code.kind.value for code in codes],
        "parent": [above[0].name if (above := tree.ancestors(code.id)) else "" for code in codes],
        "domain": [joined(each.name for each in tree.domains(code.id)) for code in codes],
        "status": [code.status.value for code in codes],
        "short_definition": [code.short_definition for code in codes],
        "full_definition": [code.full_definition for code in codes],
        "when_to_use": [code.when_to_use for code in codes],
        "when_not_to_use": [code.when_not_to_use for code in codes],
        "example_quotes": ["\n".join(code.example_quotes) for code in codes],
        "key_terms": ["; ".join(code.key_terms) for code in codes],
        **tally(facts, cells, codings, len(codes)).figures(),
    }
    return built(head, data, columns, [(code.id,) for code in codes], lambda row, _: codings[cells == row])


def build_participants(head: TableHead, data: AnalysisData) -> Built:
    """Build the list of participants, by pseudonym."""
    import numpy as np

    facts = data.facts
    size = len(data.participants)
    everything = np.arange(facts.size)
    places, cells = facts.people_of(everything)
    named = cells < size  # the others are speakers without a participant
    codings, cells = places[named], cells[named]
    found = tally(facts, cells, codings, size)
    outcomes = [code.id for code in subjects(data.tree, used_codes(facts))]
    subject, counted = facts.counted_codes(outcomes)
    at, person = facts.people_of(counted)
    spoken = distinct(person[person < size], subject[at][person < size], size)
    texts = {item.id: item.text for item in data.transcripts}
    person_of = {speaker.id: facts.person_of(speaker.id) for speaker in data.speakers}
    turns, words = [0] * size, [0] * size
    columns = data.turns
    where = {item.id: item.name for item in data.transcripts}
    for transcript_id, speaker_id, start, end in zip(
        columns.transcript_id, columns.speaker_id, columns.start, columns.end, strict=True
    ):
        number = person_of.get(speaker_id, -1) if speaker_id is not None else -1
        if 0 <= number < size and transcript_id in texts:
            turns[number] += 1
            words[number] += word_count(texts[transcript_id][start:end])
    speaks: list[dict[str, None]] = [{} for _ in range(size)]
    order = {item.id: place for place, item in enumerate(data.transcripts)}
    for speaker in sorted(data.speakers, key=lambda speaker: order.get(speaker.transcript_id, -1)):
        number = person_of[speaker.id]
        if 0 <= number < size and speaker.transcript_id in where:
            speaks[number][where[speaker.transcript_id]] = None
    values = {
        "participant_id": [person.id for person in data.participants],
        "participant": [person.pseudonym for person in data.participants],
        "stakeholder_group": [person.group for person in data.participants],
        "consent": [person.consent.value for person in data.participants],
        "attributes": ["; ".join(person.attributes) for person in data.participants],
        "transcripts": ["; ".join(names) for names in speaks],
        "turns": turns,
        "words": words,
        **found.figures(),
        "outcomes": spoken,
    }
    keys = [(person.id,) for person in data.participants]

    def behind(row: int, column: str) -> Ints:
        mine: Ints = codings[cells == row]
        return np.intersect1d(mine, counted) if column == "outcomes" else mine

    return built(head, data, values, keys, behind)


def build_audit(head: TableHead, data: AnalysisData) -> Built:
    """Build the audit trail."""
    import numpy as np

    entries = data.audit
    counts = [[sum(count[place] for count in entry.counts.values()) for entry in entries] for place in range(3)]
    columns = {
        "number": [entry.number for entry in entries],
        "at": [entry.at for entry in entries],
        "who": [entry.who for entry in entries],
        "action": [entry.label for entry in entries],
        "cause": [entry.cause for entry in entries],
        "added": counts[0],
        "changed": counts[1],
        "removed": counts[2],
        "kinds": [_kinds(entry) for entry in entries],
    }
    keys = [(str(entry.number),) for entry in entries]
    places = {coding_id: place for place, coding_id in enumerate(data.codings.id)}

    def behind(row: int, _: str) -> Ints:
        touched = [each.partition(" ") for each in entries[row].row_ids]
        return np.array([places[each] for kind, _, each in touched if kind == "Coding" and each in places], np.int64)

    return built(head, data, columns, keys, behind)


_KINDS = {
    "ProjectInfo": ("project setting", "project settings"),
    "Coder": ("coder", "coders"),
    "Participant": ("participant", "participants"),
    "Transcript": ("transcript", "transcripts"),
    "Speaker": ("speaker", "speakers"),
    "Turn": ("turn", "turns"),
    "Codebook": ("codebook", "codebooks"),
    "CodebookVersion": ("codebook version", "codebook versions"),
    "Code": ("code", "codes"),
    "CodeLink": ("link between codes", "links between codes"),
    "Coding": ("coding", "codings"),
    "Decision": ("verdict on a suggestion", "verdicts on suggestions"),
    "OfferRule": ("rule for suggestions", "rules for suggestions"),
    "SavedQuery": ("saved query", "saved queries"),
    "Summary": ("summary", "summaries"),
    "Finding": ("finding", "findings"),
}


def _kinds(entry: AuditEntry) -> str:
    said = []
    for kind, counts in entry.counts.items():
        one, many = _KINDS.get(kind, (kind, kind))
        number = sum(counts)
        said.append(f"{number} {one if number == 1 else many}")
    return ", ".join(said)
