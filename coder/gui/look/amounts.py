"""How amounts are written in sentences."""

from __future__ import annotations


def counted(number: int, noun: str) -> str:
    """Return a number with its noun, such as "1 file" or "1,204 turns"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
