"""The suggestion engine: texts in, ranked codes with reasons out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

from coder.domain.codebook import Code, CodeLink, CodeStatus
from coder.domain.learning import Example, codings_by_code
from coder.domain.suggestion import Suggestion
from coder.suggest.lessons import Teaching, in_order
from coder.suggest.pipeline import Pipeline, pipeline
from coder.suggest.reading import Reading, reading
from coder.suggest.settings import Settings
from coder.suggest.state import loaded, saved
from coder.suggest.vectors import open_vectors

if TYPE_CHECKING:
    from spacy.tokens import Doc

_VERSION = 2
"""Raised with every change of the components that may change a ranking or a reason."""

_TEXTS_AT_A_TIME, _ASKED_EVERY = 256, 64
"""How many texts go through each component together, and after how many a wish to stop is asked for."""


def build_engine(
    codes: Sequence[Code],
    *,
    links: Sequence[CodeLink] = (),
    settings: Settings | None = None,
    examples: Sequence[Example] = (),
    state: bytes | None = None,
    vectors: str = "",
) -> SuggestionEngine:
    """Build an engine for the active codes among `codes`, which are in codebook order.

    `examples` are the team's own codings to learn from, in any order; `state` is what an engine of the same key
    returned from `SuggestionEngine.state`, and saves the fitting; other or damaged states are passed over. `vectors`
    names an installed model or its folder; InvalidValueError says what is wrong with one that cannot be used.

    Takes a few tenths of a second for some fifty codes, up to a second more for 1,000 examples, and a second or two
    more the first time in a process, when spaCy and scikit-learn load.
    """
    active = suggested(codes)
    return SuggestionEngine(
        active,
        links=links,
        settings=settings or Settings(),
        examples=in_order(examples, active),
        state=state,
        vectors=vectors,
    )


def suggested(codes: Sequence[Code]) -> list[Code]:
    """Return the codes that can be suggested: the active ones that say anything about themselves."""
    return [code for code in codes if code.status is CodeStatus.ACTIVE and any(_content(code)[1:])]


class SuggestionEngine:
    """Suggests codes for texts by the codebook's own words, and by what the team coded before."""

    def __init__(
        self,
        codes: Sequence[Code],
        *,
        links: Sequence[CodeLink] = (),
        settings: Settings,
        examples: Sequence[Example] = (),
        state: bytes | None = None,
        vectors: str = "",
    ) -> None:
        self._numbers = {code.id: number for number, code in enumerate(codes)}
        self._pipeline: Pipeline | None = pipeline(codes, settings=settings) if codes else None
        encoder = open_vectors(vectors, stop=self._pipeline.stop) if vectors and self._pipeline else None
        self.key = _key(codes, links, settings, examples, encoder.identity if encoder else "")
        """Hash (64 hexadecimal digits) of all that rankings depend on: equal keys suggest the same."""
        self.name = described(examples, vectors=encoder.name if encoder else "")
        """The engine in the user's words."""
        counts = codings_by_code(examples)
        self.learned_from: Mapping[str, int] = {code.id: counts[code.id] for code in codes}
        """How many codings each code was learned from, by id."""
        self._teaching: Teaching | None = None
        if self._pipeline is not None:
            teaching = Teaching(self._pipeline, codes, examples, settings=settings, links=links, encoder=encoder)
            known = loaded(state, self.key, codes=len(codes))
            teaching.load(known if known is not None and teaching.fits(known) else teaching.learn())
            self._teaching = teaching
        model = self._teaching.model if self._teaching else None
        self.calibrated = model is not None and model.scaling is not None
        """Whether suggestions have a probability that may be shown as a percentage."""

    def state(self) -> bytes:
        """Return what was learned, to be handed to `build_engine` with the same codes and examples; may be empty."""
        model = self._teaching.model if self._teaching else None
        return saved(model, self.key) if model else b""

    def suggest(
        self, texts: Sequence[str], *, top: int = 3, cancelled: Callable[[], bool] | None = None
    ) -> list[tuple[Suggestion, ...]]:
        """Return up to `top` suggestions for each text, the best first, in the order of the texts.

        A text for which no key term, example or telling word speaks has none. Spans are code points of the text.
        `cancelled` is asked every few texts; once it says so, the result ends early and is shorter than `texts`.
        """
        if self._pipeline is None or top < 1:
            return [() for _ in texts]
        return list(self._suggestions(texts, cancelled, top=top))

    def scores(self, texts: Sequence[str]) -> list[tuple[float, ...]]:
        """Return the scores of all codes for each text (0 to 1), in codebook order, with or without a reason."""
        if self._pipeline is None:
            return [() for _ in texts]
        docs = self._pipeline.nlp.pipe(
            (reading(text).text for text in texts), disable=["suggestion_ranker", "direction_cues"]
        )
        return [tuple(doc.user_data["learned"].scores.tolist()) for doc in docs]

    def passages_for(
        self, code_id: str, texts: Sequence[str], *, top: int, cancelled: Callable[[], bool] | None = None
    ) -> list[tuple[int, Suggestion]]:
        """Return up to `top` texts (their places) for which most speaks for a code, the best first, each with reasons.

        The code need not be among the first for a text, nor have been used before. The rank counts the texts.
        Cancelled, it returns nothing.
        """
        number = self._numbers.get(code_id)
        if self._pipeline is None or number is None or top < 1:
            return []
        judged = list(self._suggestions(texts, cancelled, top=1, only=number))
        if len(judged) < len(texts):
            return []
        found = [(place, suggestions[0]) for place, suggestions in enumerate(judged) if suggestions]
        found.sort(key=lambda each: (-each[1].score, each[0]))
        return [
            (place, replace(suggestion, rank=rank)) for rank, (place, suggestion) in enumerate(found[:top], start=1)
        ]

    def _suggestions(
        self, texts: Sequence[str], cancelled: Callable[[], bool] | None, **config: Any
    ) -> Iterator[tuple[Suggestion, ...]]:
        assert self._pipeline is not None
        nlp = self._pipeline.nlp

        def docs() -> Iterator[Doc]:
            for number, text in enumerate(texts):
                if cancelled is not None and number % _ASKED_EVERY == 0 and cancelled():
                    return
                read = reading(text)
                doc = nlp.make_doc(read.text)
                doc.user_data["reading"] = read
                yield doc

        for doc in nlp.pipe(docs(), batch_size=_TEXTS_AT_A_TIME, component_cfg={"suggestion_ranker": config}):
            read: Reading = doc.user_data["reading"]
            yield tuple(_placed(suggestion, read) for suggestion in doc.user_data["suggestions"])


def _placed(suggestion: Suggestion, text: Reading) -> Suggestion:
    """Return a suggestion with its spans in the original text."""
    if text.places is None:
        return suggestion
    reasons = tuple(
        replace(reason, spans=tuple(text.span(span.start, span.end) for span in reason.spans))
        for reason in suggestion.reasons
    )
    cue = tuple(text.span(span.start, span.end) for span in suggestion.cue)
    return replace(suggestion, reasons=reasons, cue=cue)


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


def described(examples: Sequence[Example], *, vectors: str = "") -> str:
    """Return the name of an engine that learned from some examples, in the user's words."""
    codings = codings_by_code(examples).total()
    learned = f"codebook and {codings:,} {'coding' if codings == 1 else 'codings'}" if codings else "codebook only"
    return f"{learned}, with vectors {vectors}" if vectors else learned


def _key(
    codes: Sequence[Code], links: Sequence[CodeLink], settings: Settings, examples: Sequence[Example], vectors: str
) -> str:
    parts = {
        "version": _VERSION,
        "libraries": [_library_version(name) for name in ("spacy", "scikit-learn")],
        "settings": asdict(settings),
        "codes": [
            (
                *(code.id, code.parent_id, code.name, code.short_definition, code.full_definition, code.when_to_use),
                *(code.key_terms, code.example_quotes),
            )
            for code in codes
        ],
        "vectors": vectors,
        "links": sorted((link.code_id, link.type, link.target_id) for link in links),
        "examples": [
            (
                *(example.id, example.text, sorted(example.codes), sorted(example.refused)),
                *(example.group, sorted(example.sources.items())),
            )
            for example in examples
        ],
    }
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode("ascii")).hexdigest()


def _library_version(name: str) -> str:
    """Return a library's version, or nothing where a bundled application has no package metadata."""
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
