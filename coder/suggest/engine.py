"""The suggestion engine: texts in, ranked codes with reasons out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, replace
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from coder.domain.codebook import Code, CodeStatus
from coder.domain.suggestion import Suggestion
from coder.suggest.pipeline import pipeline
from coder.suggest.reading import Reading, reading
from coder.suggest.settings import Settings

if TYPE_CHECKING:
    from spacy.language import Language

_VERSION = 1
"""Raised with every change of the components that may change a ranking or a reason."""

_TEXTS_AT_A_TIME = 32


def build_engine(codes: Sequence[Code], *, settings: Settings | None = None) -> SuggestionEngine:
    """Build an engine for the active codes among `codes`, which are in codebook order.

    Takes a few tenths of a second for some fifty codes, and a second or two more the first time in a process,
    when spaCy loads.
    """
    active = [code for code in codes if code.status is CodeStatus.ACTIVE and any(_content(code)[1:])]
    return SuggestionEngine(active, settings=settings or Settings())


class SuggestionEngine:
    """Suggests codes for texts by the codebook's own words: key terms, definitions and example quotes."""

    name = "codebook only"
    """The engine in the user's words."""

    def __init__(self, codes: Sequence[Code], *, settings: Settings) -> None:
        self._nlp: Language | None = pipeline(codes, settings=settings) if codes else None
        self.key = _key(codes, settings)
        """Hash (64 hexadecimal digits) of all that rankings depend on: equal keys suggest the same."""

    def suggest(
        self, texts: Sequence[str], *, top: int = 3, cancelled: Callable[[], bool] | None = None
    ) -> list[tuple[Suggestion, ...]]:
        """Return up to `top` suggestions for each text, the best first, in the order of the texts.

        A text for which no key term, example or telling word speaks has none. Spans are code points of the text.
        `cancelled` is asked every few texts; once it says so, the result ends early and is shorter than `texts`.
        """
        if self._nlp is None or top < 1:
            return [() for _ in texts]
        results: list[tuple[Suggestion, ...]] = []
        read: list[Reading] = []

        def readings() -> Iterator[str]:
            for number, text in enumerate(texts):
                if cancelled is not None and number % _TEXTS_AT_A_TIME == 0 and cancelled():
                    return
                read.append(reading(text))
                yield read[-1].text

        docs = self._nlp.pipe(
            readings(), batch_size=_TEXTS_AT_A_TIME, component_cfg={"suggestion_ranker": {"top": top}}
        )
        for number, doc in enumerate(docs):
            results.append(tuple(_placed(suggestion, read[number]) for suggestion in doc._.suggestions))
        return results


def _placed(suggestion: Suggestion, text: Reading) -> Suggestion:
    """Return a suggestion with its spans in the original text."""
    if text.places is None:
        return suggestion
    reasons = tuple(
        replace(reason, spans=tuple(text.span(span.start, span.end) for span in reason.spans))
        for reason in suggestion.reasons
    )
    return replace(suggestion, reasons=reasons)


def _content(code: Code) -> tuple[str, ...]:
    """Return the parts of a code that suggestions are made from; "when not to use" would attract what it excludes."""
    return (
        code.id,
        code.name.strip(),
        code.short_definition.strip(),
        code.full_definition.strip(),
        code.when_to_use.strip(),
        "\n".join(code.key_terms),
        "\n".join(code.example_quotes),
    )


def _key(codes: Sequence[Code], settings: Settings) -> str:
    parts = {
        "version": _VERSION,
        "spacy": _library_version("spacy"),
        "settings": asdict(settings),
        "codes": [
            (
                *(code.id, code.name, code.short_definition, code.full_definition, code.when_to_use),
                *(code.key_terms, code.example_quotes),
            )
            for code in codes
        ],
    }
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode("ascii")).hexdigest()


def _library_version(name: str) -> str:
    """Return a library's version, or nothing where a bundled application has no package metadata."""
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
