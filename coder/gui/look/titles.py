"""What the bar above the window says."""

from __future__ import annotations

from pathlib import Path

NAME = "Coder"


def title_of(name: str, path: Path) -> str:
    """Return the title for a project: its file, so that copies can be told apart, after its name if that differs."""
    file = path.name if name == path.stem else f"{name} – {path.name}"
    # Qt reads [*] as the sign of what is not saved.
    return f"{file} – {NAME}".replace("[*]", "[*][*]")
