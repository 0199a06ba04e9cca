"""A small table with everything that is hard to write."""

from __future__ import annotations

import pandas as pd

from coder.domain.tables import Grid, Lattice, TableHead, date, share, text, time, whole
from coder.exporters.contents import Contents

LONG = "word " * 10_000
HARD = [
    "plain",
    "=1+1",
    "@SUM(A1)",
    "007",
    "12:30",
    "https://example.org/",
    "<b>&amp;</b> \"quoted\" 'text'",
    "😀 café e\u0301",
    "שלום, how are you",
    "two\nlines",
    "control \x01 and \x1f",
    "_x0041_",
    LONG,
    "😀" * 20_000,
    "",
]

HEAD = TableHead(
    "hard",
    "Hard: [cells]",
    "A table that is hard to write.",
    (
        text("code_id", "Code id", "An id."),
        text("words", "Words", "What is said.", wide=True),
        whole("codings", "Codings", "How many."),
        share("share", "Share", "How much."),
        date("date", "Date", "When."),
        time("time", "Time", "Where in the recording."),
        text("empty", "Empty", "Nothing at all."),
    ),
)


def hard_table() -> Contents:
    size = len(HARD)
    dates = ["2026-03-12", "2026-03-12T09:30:00Z", "", "about May", "1850-01-01"]
    times = ["0:05", "1:02:03", "", "later", "27:59:59"]
    frame = pd.DataFrame(
        {
            "code_id": [f"c{number}" for number in range(size)],
            "words": HARD,
            "codings": pd.array([None, *range(1, size)], dtype="Int64"),
            "share": [number / size for number in range(size)],
            "date": [dates[number % 5] for number in range(size)],
            "time": [times[number % 5] for number in range(size)],
            "empty": [""] * size,
        }
    )
    return Contents(HEAD, frame, notes=("A note <for> readers.",))


def a_grid() -> Contents:
    """Build two outcomes by two groups, one cell of which is missing."""
    head = TableHead(
        "grid",
        "Grid",
        "A grid.",
        (
            text("code", "Code", "The code."),
            text("group", "Group", "The group."),
            whole("codings", "Codings", "How many."),
            whole("people", "People", "How many."),
            whole("supports", "Supports", "How many."),
            whole("challenges", "Challenges", "How many."),
        ),
        Lattice("code", "group", "Outcome", "Group", "people"),
    )
    frame = pd.DataFrame(
        {
            "code": ["Pay", "Pay", "Rest"],
            "group": ["Worker", "Owner", "Worker"],
            "codings": [3, 0, 1],
            "people": [2, 0, 1],
            "supports": [2, 0, 1],
            "challenges": [1, 0, 0],
        }
    )
    assert head.lattice is not None
    cells = {("pay", "w"): 0, ("pay", "o"): 1, ("rest", "w"): 2}
    grid = Grid(head.lattice, ("pay", "rest"), ("Pay", "Rest"), ("w", "o"), ("Worker", "Owner"), cells)
    return Contents(head, frame, grid)


def an_empty_table() -> Contents:
    frame = pd.DataFrame({column.name: pd.Series([], dtype="object") for column in HEAD.columns})
    return Contents(HEAD, frame)
