"""Learned state as bytes: JSON and numpy arrays, never pickled objects."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from typing import TYPE_CHECKING, Any

from coder.suggest.learner import Model

if TYPE_CHECKING:
    from numpy.typing import NDArray

_FORMAT = "coder-learned-1"
_ARRAYS = ("words", "idf", "weights", "bias", "counts", "lexical", "above")
_OPTIONAL = (
    *("thresholds", "scaling", "passages", "passage_lengths"),
    *("vector_weights", "passage_vectors", "quote_vectors"),
)


def saved(model: Model, key: str) -> bytes:
    """Return a model as bytes: a checksum, then numpy's zip of arrays with the engine key that it belongs to."""
    import numpy as np

    header = json.dumps({"format": _FORMAT, "key": key}, sort_keys=True).encode("ascii")
    buffer = io.BytesIO()
    arrays = {name: getattr(model, name) for name in (*_ARRAYS, *_OPTIONAL)}
    arrays = {name: array for name, array in arrays.items() if array is not None}
    np.savez_compressed(buffer, header=np.frombuffer(header, np.uint8), **arrays)
    content = buffer.getvalue()
    return hashlib.sha256(content).digest() + content


def loaded(state: bytes | None, key: str, *, codes: int) -> Model | None:
    """Return the model that was saved with a key; None for another key and for what cannot be read."""
    import numpy as np

    if not state:
        return None
    size = hashlib.sha256().digest_size
    digest, content = state[:size], state[size:]
    if hashlib.sha256(content).digest() != digest:
        return None
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as found:
            header = json.loads(found["header"].tobytes())
            if header != {"format": _FORMAT, "key": key}:
                return None
            arrays = {name: found[name] for name in (*_ARRAYS, *(name for name in _OPTIONAL if name in found))}
    except (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile):
        return None
    return Model(**arrays) if _fits(arrays, codes) else None


def _fits(arrays: dict[str, NDArray[Any]], codes: int) -> bool:
    """Return whether the arrays have the kinds and shapes that belong together; None is any length."""
    words = arrays["words"].shape[0] if arrays["words"].ndim else None
    expected: dict[str, tuple[str, tuple[int | None, ...]]] = {
        "words": ("u", (words,)),
        "idf": ("f", (words,)),
        "weights": ("f", (codes, words)),
        "bias": ("f", (codes,)),
        "counts": ("i", (codes,)),
        "lexical": ("f", (1,)),
        "above": ("f", (codes, codes)),
        "thresholds": ("f", (codes,)),
        "scaling": ("f", (2,)),
        "passages": ("u", (None,)),
        "passage_lengths": ("i", (None,)),
        "vector_weights": ("f", (None, codes)),
        "passage_vectors": ("f", (None, None)),
        "quote_vectors": ("f", (None, None)),
    }
    return all(_is(array, *expected[name]) for name, array in arrays.items())


def _is(array: NDArray[Any], kind: str, shape: tuple[int | None, ...]) -> bool:
    same = len(shape) == array.ndim and all(
        wanted is None or wanted == found for wanted, found in zip(shape, array.shape, strict=True)
    )
    return same and array.dtype.kind == kind
