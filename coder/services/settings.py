"""What this computer remembers between sittings: the evaluator's name, recent projects, looks, reading places."""

from __future__ import annotations

import getpass
import json
import os
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from platformdirs import user_config_path, user_data_path

from coder.domain.text import readable_name
from coder.files import make_folder, new_file

RECENT_KEPT = 8


@dataclass(slots=True)
class Preferences:
    """The remembered values; a missing or unreadable file gives the defaults."""

    coder: str = ""
    theme: str = "system"
    text_size: int = 16
    suggestions_shown: bool = True
    vectors: str = ""
    """An installed spaCy model or a folder that suggestions compare meanings with; empty for none."""
    review_order: str = ""
    """In which order suggestions were reviewed last, as `ReviewOrder` says it."""
    csv_bom: bool = os.name == "nt"
    recent_projects: list[str] = field(default_factory=list)
    window: str = ""
    """Window geometry and state, as the window itself encodes them."""
    places: dict[str, int] = field(default_factory=dict)
    """Reading place (code points) by transcript id."""


class Settings:
    """Preferences kept in one small JSON file in the person's configuration folder."""

    def __init__(self, folder: Path | None = None) -> None:
        home = os.environ.get("CODER_HOME")
        self.folder = folder or (Path(home) if home else user_config_path("coder", appauthor=False))
        self.data_folder = folder or (Path(home) if home else user_data_path("coder", appauthor=False))
        self.values = self._read()

    @property
    def coder(self) -> str:
        """Return the name under which this person codes; the login name until they set one."""
        return self.values.coder or _login_name()

    @property
    def backups(self) -> Path:
        """Return the folder of the copies that are made when a project is opened."""
        return self.data_folder / "backups"

    def remember_project(self, path: Path) -> None:
        """Put a project at the top of the recent ones."""
        text = str(path.resolve())
        others = [item for item in self.values.recent_projects if item != text]
        self.values.recent_projects = [text, *others][:RECENT_KEPT]
        self.save()

    def recent_projects(self) -> list[Path]:
        """Return the recent projects that are still there, the latest first."""
        return [path for item in self.values.recent_projects if (path := Path(item)).is_file()]

    def save(self) -> None:
        """Write the file; a full or read-only disk costs only the memory of preferences, never work."""
        try:
            make_folder(self.folder)
            part = self._file.with_suffix(".part")
            part.unlink(missing_ok=True)
            with new_file(part) as stream:
                # Paths may hold what is not UTF-8, so all that is not plain is escaped.
                stream.write(json.dumps(asdict(self.values), indent=1).encode("ascii"))
            part.replace(self._file)
        except OSError:
            return

    @property
    def _file(self) -> Path:
        return self.folder / "settings.json"

    def _read(self) -> Preferences:
        try:
            found: Any = json.loads(self._file.read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):
            return Preferences()
        if not isinstance(found, dict):
            return Preferences()
        defaults = asdict(Preferences())
        kept = {
            item.name: found[item.name]
            for item in fields(Preferences)
            if type(found.get(item.name)) is type(defaults[item.name])
        }
        return Preferences(**kept)


def _login_name() -> str:
    try:
        return readable_name(getpass.getuser())
    except (OSError, KeyError):
        return "Evaluator"
