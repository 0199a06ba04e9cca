"""What a code means, in a form that tells whether it still means the same."""

from __future__ import annotations

import hashlib
import json

from coder.domain.codebook import Code
from coder.domain.content import MEANING_FIELDS


def meaning_of(code: Code) -> str:
    """Return a hash (16 hexadecimal digits) of the fields that say what a code means."""
    return _hash([getattr(code, name) for name in MEANING_FIELDS])


def meaning_with_name(code: Code) -> str:
    """Return the hash as it was kept before, when a code's name counted as well."""
    return _hash([code.name, *(getattr(code, name) for name in MEANING_FIELDS)])


def meanings_of(code: Code) -> str:
    """Return both hashes in one text, for comparing with what was kept at any time: see `means`."""
    return f"{meaning_of(code)} {meaning_with_name(code)}"


def means(meanings: str, kept: str) -> bool:
    """Tell whether a kept hash is one of a code's."""
    return kept in meanings.split(" ")


def _hash(parts: list[object]) -> str:
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()[:16]
