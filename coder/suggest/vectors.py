"""Stronger vectors, where somebody has put a model for them on this computer: optional, found offline, never fetched.

A spaCy model with word vectors (`en_core_web_md`, `en_core_web_lg`, or the folder of any such model) gives a text the
mean of its words' vectors. A folder with a sentence-vector model works where the library `sentence_transformers` is
installed, which is no part of this application.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from coder.domain.learning import VectorKind, VectorModel
from coder.errors import InvalidValueError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from spacy.tokens import Doc

    Floats = NDArray[np.float64]

KNOWN_PACKAGES = ("en_core_web_lg", "en_core_web_md")
"""spaCy's English models with vectors, the larger first."""
_ENDS = 1 << 16
_DIGITS = 6


class Encoder(Protocol):
    """Gives texts vectors."""

    name: str
    """The model in the user's words."""
    identity: str
    """A hash of the model's files."""

    def encode(self, docs: Sequence[Doc]) -> Floats:
        """Return the vectors of texts that have lemmas, `(texts, dimensions)`, each of length 1, or 0 if unknown."""
        ...


def vectors_available() -> list[VectorModel]:
    """Return the models with vectors that are installed as packages, the larger first; loads none of them."""
    found = []
    for name in KNOWN_PACKAGES:
        spec = find_spec(name)
        if spec is not None and spec.origin is not None:
            found.append(_spacy_model(name, _data_folder(Path(spec.origin).parent)))
    return found


def describe_vectors(where: str) -> VectorModel:
    """Describe the model at a folder or of a package's name, without loading it.

    Raises InvalidValueError, in words for the person who chose it, if there is none that can be used.
    """
    folder = Path(where).expanduser()
    if not folder.is_dir():
        spec = find_spec(where) if where.isidentifier() else None
        if spec is None or spec.origin is None:
            raise InvalidValueError(f"There is no model “{where}” on this computer. Choose the folder that holds one.")
        return _spacy_model(where, _data_folder(Path(spec.origin).parent))
    if (folder / "modules.json").is_file():
        if find_spec("sentence_transformers") is None:
            raise InvalidValueError(
                f"“{folder.name}” holds sentence vectors, which need the Python library sentence_transformers. "
                "It is not installed; a spaCy model with vectors works without it."
            )
        return VectorModel(name=folder.name, kind=VectorKind.SENTENCES, location=str(folder), size=_size(folder))
    if (folder / "__init__.py").is_file():
        folder = _data_folder(folder)
    if (folder / "meta.json").is_file():
        return _spacy_model(_meta_name(folder), folder)
    raise InvalidValueError(
        f"“{folder.name}” is not the folder of a model: it has neither a meta.json (spaCy) nor a modules.json "
        "(sentence vectors)."
    )


def open_vectors(where: str, *, stop: frozenset[int]) -> Encoder:
    """Load the model at a folder or of a package's name; `stop` are lemmas (ids) of words that tell nothing.

    Raises InvalidValueError if it cannot be used.
    """
    model = describe_vectors(where)
    if model.kind is VectorKind.SENTENCES:
        return _SentenceVectors(model)
    return _WordVectors(model, stop=stop)


class _WordVectors:
    """The mean of the words' vectors; common words are left out."""

    def __init__(self, model: VectorModel, *, stop: frozenset[int]) -> None:
        import spacy

        folder = Path(model.location)
        try:
            meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
            nlp = spacy.load(folder, exclude=list(meta.get("pipeline", ())))
        except (OSError, ValueError, ImportError) as error:
            raise InvalidValueError(f"The model “{model.name}” cannot be read: {error}") from error
        if not nlp.vocab.vectors_length or not len(nlp.vocab.vectors):
            raise InvalidValueError(f"The model “{model.name}” has no vectors; choose one that ends in md or lg.")
        self.name, self.identity = model.name, _identity(folder)
        self._vocab = nlp.vocab
        self._stop = stop
        self._known: dict[int, Any] = {}

    def encode(self, docs: Sequence[Doc]) -> Floats:
        """Return the vectors of texts."""
        import numpy as np

        rows = np.zeros((len(docs), self._vocab.vectors_length))
        for number, doc in enumerate(docs):
            for token in doc:
                if not (token.is_punct or token.is_space or token.lemma in self._stop):
                    rows[number] += self._vector(token.norm, token.text)
        return _unit(rows)

    def _vector(self, norm: int, word: str) -> Any:
        vector = self._known.get(norm)
        if vector is None:
            vector = self._vocab.get_vector(word)
            if not vector.any():
                vector = self._vocab.get_vector(word.lower())
            self._known[norm] = vector
        return vector


class _SentenceVectors:
    """Vectors of whole texts by sentence_transformers."""

    def __init__(self, model: VectorModel) -> None:
        from sentence_transformers import SentenceTransformer

        try:
            self._model = SentenceTransformer(model.location, device="cpu", local_files_only=True)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise InvalidValueError(f"The model “{model.name}” cannot be read: {error}") from error
        self.name, self.identity = model.name, _identity(Path(model.location))

    def encode(self, docs: Sequence[Doc]) -> Floats:
        """Return the vectors of texts."""
        import numpy as np

        if not docs:
            return np.zeros((0, int(self._model.get_sentence_embedding_dimension() or 0)))
        found = self._model.encode([doc.text for doc in docs], show_progress_bar=False, convert_to_numpy=True)
        return _unit(np.asarray(found, dtype=np.float64))


def _unit(rows: Floats) -> Floats:
    """Return rows of length 1, or 0; rounded, so that the order of sums does not show."""
    import numpy as np

    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    unit: Floats = (rows / np.where(lengths > 0, lengths, 1.0)).round(_DIGITS)
    return unit


def _spacy_model(name: str, folder: Path) -> VectorModel:
    return VectorModel(name=name, kind=VectorKind.WORDS, location=str(folder), size=_size(folder))


def _meta_name(folder: Path) -> str:
    try:
        meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return folder.name
    name = f"{meta.get('lang', '')}_{meta.get('name', '')}" if isinstance(meta, dict) else ""
    return name if name.strip("_") and meta.get("name") else folder.name


def _data_folder(package: Path) -> Path:
    """Return the folder with the model's data inside a package: it has the package's name and version."""
    inside = sorted(each.parent for each in package.glob("*/meta.json"))
    return inside[0] if inside else package


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in _files(folder))


def _identity(folder: Path) -> str:
    """Return a hash of the names, sizes, beginnings and ends of a model's files."""
    digest = hashlib.sha256()
    for path in _files(folder):
        size = path.stat().st_size
        digest.update(f"{path.relative_to(folder).as_posix()} {size}\n".encode())
        with path.open("rb") as file:
            digest.update(file.read(_ENDS))
            file.seek(max(0, size - _ENDS))
            digest.update(file.read(_ENDS))
    return digest.hexdigest()
