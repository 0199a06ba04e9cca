"""How often codes are used, by whom and of whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coder.analysis.building import Built, built
from coder.analysis.counting import FIGURES, distinct, tally
from coder.analysis.coverage import CODE
from coder.analysis.data import AnalysisData
from coder.analysis.evidence import code_names
from coder.domain.codebook import CodeStatus
from coder.domain.tables import TableHead, share, text, whole

if TYPE_CHECKING:
    from coder.analysis.facts import Ints

FREQUENCIES = TableHead(
    "frequencies",
    "Code frequencies",
    "How often each code is used, by itself and with all that counts for it. Retired codes are listed where they are "
    "still used.",
    (
        *CODE,
        text("kind", "Kind", "What the code stands for: domain, theme, outcome, output-dimension or other."),
        whole("own", "Own codings", "Codings with this very code."),
        *FIGURES,
        whole("passages", "Passages", "How many different passages these codings mark."),
        whole("transcripts", "Transcripts", "In how many transcripts."),
        whole("coders", "Coders", "How many people coded them."),
        share("share", "Share", "These codings, of all codings in the project."),
    ),
)


def build_frequencies(head: TableHead, data: AnalysisData) -> Built:
    """Build how often each code is used, in display order."""
    import numpy as np

    facts = data.facts
    own = np.bincount(facts.code, minlength=len(facts.code_ids))
    ids = [
        code_id
        for place, code_id in enumerate(facts.code_ids)
        if own[place] or (code_id in data.tree and data.tree[code_id].status is not CodeStatus.RETIRED)
    ]
    cells, codings = facts.counted_codes(ids)
    found = tally(facts, cells, codings, len(ids))
    names = [code_names(data.tree, code_id) for code_id in ids]
    columns = {
        "code_id": ids,
        "code": [each[2] for each in names],
        "theme": [each[1] for each in names],
        "domain": [each[0] for each in names],
        "kind": [data.tree[code_id].kind.value if code_id in data.tree else "" for code_id in ids],
        "own": own[[facts.code_number[code_id] for code_id in ids]] if ids else np.zeros(0, np.int64),
        **found.figures(),
        "passages": distinct(cells, facts.passage[codings], len(ids)),
        "transcripts": found.transcripts,
        "coders": distinct(cells, facts.coder[codings], len(ids)),
        "share": np.round(found.codings / max(1, facts.size), 4),
    }

    def behind(row: int, column: str) -> Ints:
        mine: Ints = codings[cells == row]
        if column == "own":
            mine = mine[facts.code[mine] == facts.code_number[ids[row]]]
        return mine

    return built(head, data, columns, [(code_id,) for code_id in ids], behind)
