"""How good suggestions are on labelled comments: `python -m tests.benchmarks.feedback [--write] [--data FILE]`.

Protocol. Respondents (groups) are dealt by a hash of their name into a development part (40 %) and a test part (60 %).
Weights and ideas were chosen on the development part only; the test part is for reporting. Within a part, for each of
five seeds, the comments of 30 % of the respondents are held out, and the first 0, 50, 200 or 1,000 of the others, in
random order, are learned from. Everything that learns (thresholds, calibration) sees these only. Figures are means over
the seeds, with their standard deviation.

The ranking orders all codes by score, as in the figures that are to be beaten. "Shown" counts only what an evaluator
sees: the first three codes that have a reason. Both are on held-out comments.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean, stdev
from time import perf_counter
from typing import Any

import numpy as np

from coder.domain.codebook import Code
from coder.domain.learning import Example
from coder.suggest import SuggestionEngine, build_engine
from coder.suggest.measures import brier, calibration_error, counted, lrap, precision_at, recall_at

DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "feedback" / "comments.json"
RESULTS = Path(__file__).resolve().parents[2] / "resources" / "suggestions-benchmark.json"
SIZES = (0, 50, 200, 1000)
SEEDS = 5
TO_BEAT = {0: 0.68, 50: 0.725, 200: 0.74, 1000: 0.77}
"""Label ranking average precision of a blend with fixed weights, without vectors."""


@dataclass(frozen=True)
class Comments:
    """The codebook and the labelled comments."""

    codes: list[Code]
    examples: list[Example]


def comments(file: Path) -> Comments:
    """Read the labelled comments."""
    data = json.loads(file.read_text(encoding="utf-8"))
    codes = [
        Code(
            id=f"code-{number:02}",
            codebook_id="feedback",
            name=entry["name"],
            full_definition=entry["definition"],
            example_quotes=tuple(entry["examples"]),
            key_terms=tuple(entry["terms"]),
        )
        for number, entry in enumerate(data["codes"])
    ]
    ids = {code.name: code.id for code in codes}
    examples = [
        Example(
            id=f"{number:05}",
            text=item["text"],
            codes=frozenset(ids[label] for label in item["labels"]),
            group=item["group"],
            complete=True,
        )
        for number, item in enumerate(data["items"])
        if item["labels"]
    ]
    return Comments(codes, examples)


def part_of(group: str) -> str:
    """Return the part to which a respondent belongs for good."""
    return "development" if int(hashlib.sha256(group.encode()).hexdigest()[:8], 16) % 10 < 4 else "test"


def dealt(examples: Sequence[Example], seed: int) -> tuple[list[Example], list[Example]]:
    """Return the comments to learn from, in random order, and those that are held out."""
    random_ = random.Random(seed)
    groups = sorted({example.group for example in examples})
    random_.shuffle(groups)
    held = set(groups[: len(groups) * 3 // 10])
    pool = [example for example in examples if example.group not in held]
    random_.shuffle(pool)
    return pool, [example for example in examples if example.group in held]


def measured(engine: SuggestionEngine, codes: Sequence[Code], held: Sequence[Example]) -> dict[str, float]:
    """Return all figures of an engine on held-out comments."""
    numbers = {code.id: number for number, code in enumerate(codes)}
    truth = np.zeros((len(held), len(codes)), dtype=np.bool_)
    for row, example in enumerate(held):
        truth[row, [numbers[code] for code in example.codes]] = True
    texts = [example.text for example in held]
    scores = np.array(engine.scores(texts))
    shown = engine.suggest(texts)
    right = [
        [suggestion.code_id in example.codes for suggestion in offers]
        for offers, example in zip(shown, held, strict=True)
    ]
    result = {
        "lrap": lrap(scores, truth),
        "precision_at_1": precision_at(scores, truth, top=1),
        "recall_at_3": recall_at(scores, truth, top=3),
        "shown_precision_at_1": fmean(bool(each and each[0]) for each in right),
        "shown_recall_at_3": fmean(sum(each) / len(one.codes) for each, one in zip(right, held, strict=True)),
        "shown_nothing": fmean(not each for each in right),
    }
    everything = engine.suggest(texts, top=len(codes))
    if any(one.margin is not None for offers in everything for one in offers):
        chosen = np.zeros_like(truth)
        for row, offers in enumerate(everything):
            chosen[row, [numbers[one.code_id] for one in offers if one.margin is not None and one.margin >= 0]] = True
        hits, taken, there = counted(chosen, truth)
        used = there > 0
        result["micro_f1"] = float(2 * hits.sum() / (taken.sum() + there.sum()))
        result["macro_f1"] = float((2 * hits / np.maximum(taken + there, 1))[used].mean())
    if engine.calibrated:
        pairs = [
            (one.probability or 0.0, hit)
            for offers, hits_ in zip(shown, right, strict=True)
            for one, hit in zip(offers, hits_, strict=True)
        ]
        chances, came_true = np.array([pair[0] for pair in pairs]), np.array([pair[1] for pair in pairs])
        result["calibration_error"] = calibration_error(chances, came_true)
        result["brier"] = brier(chances, came_true)
    result["calibrated"] = float(engine.calibrated)
    return result


def run(data: Comments, *, vectors: str = "") -> list[dict[str, Any]]:
    """Measure both parts with every number of labels."""
    rows: list[dict[str, Any]] = []
    for part in ("development", "test"):
        examples = [example for example in data.examples if part_of(example.group) == part]
        for labels in SIZES:
            found: list[dict[str, float]] = []
            held_out = []
            for seed in range(SEEDS):
                pool, held = dealt(examples, seed)
                begun = perf_counter()
                engine = build_engine(data.codes, examples=pool[:labels], vectors=vectors)
                seconds = perf_counter() - begun
                found.append({**measured(engine, data.codes, held), "build_seconds": seconds})
                held_out.append(len(held))
            names = [name for name in found[0] if all(name in each for each in found)]
            row: dict[str, Any] = {"part": part, "labels": labels, "held_out": round(fmean(held_out))}
            row |= {name: round(fmean(each[name] for each in found), 4) for name in names}
            row["lrap_sd"] = round(stdev(each["lrap"] for each in found), 4)
            rows.append(row)
            print(line(row), flush=True)
    return rows


def line(row: dict[str, Any]) -> str:
    """Return one line of the table."""
    goal = TO_BEAT[row["labels"]]
    f1 = f"  F1 {row['micro_f1']:.3f}/{row['macro_f1']:.3f}" if "micro_f1" in row else ""
    error = f"  calibration {row['calibration_error']:.3f}" if "calibration_error" in row else ""
    return (
        f"{row['part']:<11} {row['labels']:>5} labels"
        f"  LRAP {row['lrap']:.3f} (sd {row['lrap_sd']:.3f}, to beat {goal:.3f})"
        f"  P@1 {row['precision_at_1']:.3f}  R@3 {row['recall_at_3']:.3f}"
        f"  shown P@1 {row['shown_precision_at_1']:.3f} R@3 {row['shown_recall_at_3']:.3f}{f1}{error}"
    )


def main() -> int:
    """Print the table; write it where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA, help="the labelled comments")
    parser.add_argument("--vectors", default="", help="a model with vectors to use in addition")
    parser.add_argument("--write", action="store_true", help=f"write {RESULTS.name}")
    options = parser.parse_args()
    if not options.data.is_file():
        print(f"The labelled comments are not at {options.data}; name them with --data.", file=sys.stderr)
        return 1
    rows = run(comments(options.data), vectors=options.vectors)
    if options.write:
        kept = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.is_file() else {}
        kept |= {
            "command": "python -m tests.benchmarks.feedback --write",
            "data": "3,718 patient comments with 31 codes, grouped by respondent",
            "protocol": " ".join((__doc__ or "").partition("\n\n")[2].split()),
            "to_beat_lrap": {str(labels): goal for labels, goal in TO_BEAT.items()},
            "rows": [{name: value for name, value in row.items() if name != "build_seconds"} for row in rows],
        }
        RESULTS.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
