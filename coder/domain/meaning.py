"""What a code means, in a form that tells whether it still means the same."""

from __future__ import annotations

import hashlib
import json

from coder.domain.codebook import Code
from coder.domain.content import MEANING_FIELDS


def meaning_of(code: Code) -> str:
    """Return a hash (16 hexadecimal digits) of the fields that say what a code means."""
    parts = [getattr(code, name) for name in MEANING_FIELDS]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode("utf-8")).hexdigest()[:16]
