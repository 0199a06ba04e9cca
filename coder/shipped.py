"""Where the files that ship with the application are, in a checkout and in an installed wheel."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_INSTALLED = _PACKAGE / "_data"
_ROOT = _INSTALLED if _INSTALLED.is_dir() else _PACKAGE.parent


def codebooks_folder() -> Path:
    """Return the folder of the shared codebooks that ship."""
    return _ROOT / "codebooks"


def resources_folder() -> Path:
    """Return the folder of icons, fonts and sample transcripts."""
    return _ROOT / "resources"
