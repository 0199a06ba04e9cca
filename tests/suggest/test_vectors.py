"""Vectors make suggestions stronger where a model for them is there; nothing needs one, nothing fetches one."""

from __future__ import annotations

import sys
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
import spacy

from coder.domain.learning import Example, VectorKind
from coder.domain.suggestion import ReasonKind
from coder.errors import InvalidValueError
from coder.suggest import build_engine, describe_vectors, evaluate, vectors_available
from tests.helpers.builders import a_code

MEALS = a_code("meals", short_definition="Eating in company.", example_quotes=("Soup with the neighbours.",))
HOURS = a_code("hours", short_definition="Work that a person can count on.", example_quotes=("A steady rota.",))
CODES = (MEALS, HOURS)
FOOD, WORK = ["soup", "stew", "gravy", "eating", "broth"], ["rota", "shift", "roster", "work", "timetable"]


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a small spaCy model: words for food are alike, and so are words for work."""
    nlp = spacy.blank("en")
    nlp.meta["name"] = "tiny_vectors"
    random = np.random.default_rng(1)
    for axis, words in enumerate((FOOD, WORK)):
        for word in words:
            vector = random.normal(0, 0.05, 8).astype(np.float32)
            vector[axis] += 1
            nlp.vocab.set_vector(word, vector)
    folder = tmp_path_factory.mktemp("models") / "tiny"
    nlp.to_disk(folder)
    return folder


def test_a_word_that_nobody_used_is_understood_by_its_neighbours(model: Path) -> None:
    text = "Then there was broth."
    assert build_engine(CODES).suggest([text]) == [()]
    ((best, *_),) = build_engine(CODES, vectors=str(model)).suggest([text])
    assert best.code_id == "meals"
    assert [(why.kind, why.text) for why in best.reasons] == [(ReasonKind.EXAMPLE, "Soup with the neighbours.")]


def test_the_nearest_coded_passage_is_the_reason_once_there_is_one(model: Path) -> None:
    coded = [Example(id="c1", text="Stew at noon.", codes=frozenset({"meals"}), group="a")]
    ((best, *_),) = build_engine(CODES, examples=coded, vectors=str(model)).suggest(["Then there was broth."])
    assert (best.reasons[0].kind, best.reasons[0].text, best.reasons[0].source) == (
        ReasonKind.SIMILAR,
        "Stew at noon.",
        "c1",
    )


def test_the_engine_says_which_vectors_it_uses_and_has_a_key_of_its_own(model: Path) -> None:
    engine = build_engine(CODES, vectors=str(model))
    assert engine.name == "codebook only, with vectors en_tiny_vectors"
    assert engine.key != build_engine(CODES).key
    assert engine.key == build_engine(CODES, vectors=str(model)).key


def test_a_saved_state_suggests_the_same(model: Path) -> None:
    coded = [Example(id="c1", text="Stew at noon.", codes=frozenset({"meals"}), group="a")]
    texts = ["Then there was broth.", "The timetable", "soup and shift", ""]
    engine = build_engine(CODES, examples=coded, vectors=str(model))
    again = build_engine(CODES, examples=coded, vectors=str(model), state=engine.state())
    assert again.suggest(texts) == engine.suggest(texts)
    assert build_engine(CODES, examples=coded, state=engine.state()).key != engine.key


def test_an_evaluation_can_use_them(model: Path) -> None:
    coded = [
        Example(id=f"{group}{word}", text=f"About {word}.", codes=frozenset({code}), group=str(group))
        for code, words in (("meals", FOOD), ("hours", WORK))
        for group, word in enumerate(words)
    ]
    without, found = evaluate(CODES, coded), evaluate(CODES, coded, vectors=str(model))
    assert found.precision_at_1 == 1.0
    assert without.precision_at_1 is not None
    assert without.precision_at_1 < 1.0
    assert found.engine.endswith("with vectors en_tiny_vectors")


def test_a_model_is_described_before_it_is_chosen(model: Path) -> None:
    found = describe_vectors(str(model))
    assert (found.name, found.kind, found.location) == ("en_tiny_vectors", VectorKind.WORDS, str(model))
    assert found.size == sum(path.stat().st_size for path in model.rglob("*") if path.is_file())


@pytest.mark.parametrize("where", ["no_such_model", "/no/such/folder", "not a name"])
def test_a_model_that_is_not_there_is_named(where: str) -> None:
    with pytest.raises(InvalidValueError, match="There is no model"):
        describe_vectors(where)


def test_a_folder_that_is_no_model_is_refused_in_plain_words(tmp_path: Path) -> None:
    with pytest.raises(InvalidValueError, match="not the folder of a model"):
        build_engine(CODES, vectors=str(tmp_path))


def test_a_model_without_vectors_is_refused_in_plain_words(tmp_path: Path) -> None:
    spacy.blank("en").to_disk(tmp_path / "bare")
    with pytest.raises(InvalidValueError, match="has no vectors"):
        build_engine(CODES, vectors=str(tmp_path / "bare"))


def test_a_damaged_model_is_refused_in_plain_words(model: Path, tmp_path: Path) -> None:
    (tmp_path / "meta.json").write_text("{", encoding="utf-8")
    with pytest.raises(InvalidValueError, match="cannot be read"):
        build_engine(CODES, vectors=str(tmp_path))


def test_sentence_vectors_say_what_they_need(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("coder.suggest.vectors.find_spec", lambda _name: None)
    (tmp_path / "modules.json").write_text("[]", encoding="utf-8")
    with pytest.raises(InvalidValueError, match="sentence_transformers"):
        build_engine(CODES, vectors=str(tmp_path))


def test_sentence_vectors_are_used_where_their_library_is_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Transformer:
        """Stand in for the library: a sentence is about food, about work, or about neither."""

        def __init__(self, location: str, *, device: str, local_files_only: bool) -> None:
            assert (location, device, local_files_only) == (str(tmp_path), "cpu", True)

        def get_sentence_embedding_dimension(self) -> int:
            return 2

        def encode(self, texts: list[str], **_options: bool) -> np.ndarray:
            return np.array(
                [[sum(word in text.lower() for word in words) for words in (FOOD, WORK)] for text in texts], dtype=float
            )

    library = ModuleType("sentence_transformers")
    library.SentenceTransformer = Transformer  # type: ignore[attr-defined]
    library.__spec__ = ModuleSpec("sentence_transformers", None)
    monkeypatch.setitem(sys.modules, "sentence_transformers", library)
    (tmp_path / "modules.json").write_text("[]", encoding="utf-8")
    assert describe_vectors(str(tmp_path)).kind is VectorKind.SENTENCES
    ((best, *_),) = build_engine(CODES, vectors=str(tmp_path)).suggest(["Then there was broth."])
    assert best.code_id == "meals"


def test_installed_models_are_found_without_loading_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "en_core_web_md"
    (package / "en_core_web_md-3.8.0").mkdir(parents=True)
    (package / "__init__.py").write_text("raise AssertionError('loaded')", encoding="utf-8")
    (package / "en_core_web_md-3.8.0" / "meta.json").write_text("{}", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    found = [model for model in vectors_available() if model.name == "en_core_web_md"]
    assert [model.size for model in found] == [2]
    assert describe_vectors("en_core_web_md") == found[0]
