"""Permanent identifiers."""

import re
import unicodedata
from collections.abc import Container
from uuid import uuid4


def new_id() -> str:
    """Return a new permanent identifier (a random UUID as text)."""
    return str(uuid4())


def slug(name: str) -> str:
    """Return a lower-case ASCII form of `name` for readable identifiers, such as `night-visits`."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii")
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:48].strip("-")


def new_code_id(name: str, taken: Container[str] = ()) -> str:
    """Return a permanent code id that reads like the name and cannot meet another one by chance.

    The random tail keeps two evaluators who add the same name apart until they merge.
    """
    stem = slug(name) or "code"
    while True:
        candidate = f"{stem}-{uuid4().hex[:6]}"
        if candidate not in taken:
            return candidate
