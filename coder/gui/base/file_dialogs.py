"""The system's file dialogs, in one place, so that logic asks for a file and tests answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from coder.services.evidence.audiences import for_whom, usual_for_table

_PROJECTS = "Coder projects (*.coder)"
_CODEBOOKS = "Codebooks (*.yaml *.yml *.qdc *.csv *.xlsx)"
_TABLES = "Tables of codings (*.csv *.tsv *.txt)"
_CSV = "CSV table, UTF-8 (*.csv)"
_EVIDENCE = f"Export evidence table {for_whom(usual_for_table('evidence'))}"
_CSV_EXCEL = "CSV table for Excel, UTF-8 with BOM (*.csv)"


@dataclass(frozen=True, slots=True)
class SaveChoice:
    """Where a table is to be written, and whether it begins with a byte order mark."""

    file: Path
    bom: bool


class FileDialogs:
    """Asks the person for files; every answer may be None for "not now"."""

    def __init__(self, parent: QWidget) -> None:
        self._parent = parent

    def project_to_open(self, folder: Path) -> Path | None:
        """Ask which project to open."""
        name, _ = QFileDialog.getOpenFileName(self._parent, "Open project", str(folder), _PROJECTS)
        return Path(name) if name else None

    def codebook_to_add(self, folder: Path) -> Path | None:
        """Ask which codebook file to take into the project."""
        name, _ = QFileDialog.getOpenFileName(self._parent, "Add codebook", str(folder), _CODEBOOKS)
        return Path(name) if name else None

    def codings_to_import(self, folder: Path) -> Path | None:
        """Ask which table of codings to take into the project."""
        name, _ = QFileDialog.getOpenFileName(self._parent, "Import codings", str(folder), _TABLES)
        return Path(name) if name else None

    def table_to_save(self, suggested: Path, *, bom: bool) -> SaveChoice | None:
        """Ask where to write a CSV table; the kind chosen says whether it is for Excel."""
        kinds = f"{_CSV_EXCEL};;{_CSV}" if bom else f"{_CSV};;{_CSV_EXCEL}"
        name, kind = QFileDialog.getSaveFileName(self._parent, _EVIDENCE, str(suggested), kinds)
        if not name:
            return None
        file = Path(name)
        return SaveChoice(file if file.suffix else file.with_suffix(".csv"), kind == _CSV_EXCEL)

    def picture_to_save(self, suggested: Path) -> Path | None:
        """Ask where to save a chart; the ending says whether as PNG or SVG."""
        return self.file_to_save("Save chart", suggested, {".png": "PNG picture", ".svg": "SVG drawing"})

    def file_to_save(self, title: str, suggested: Path, kinds: Mapping[str, str]) -> Path | None:
        """Ask where to write a file of one of some kinds, by ending (such as `.png`); the suggested one comes first."""
        order = sorted(kinds, key=lambda ending: ending != suggested.suffix)
        filters = {f"{kinds[ending]} (*{ending})": ending for ending in order}
        name, kind = QFileDialog.getSaveFileName(self._parent, title, str(suggested), ";;".join(filters))
        if not name:
            return None
        file = Path(name)
        return file if file.suffix.lower() in kinds else file.with_name(f"{file.name}{filters.get(kind, order[0])}")

    def model_folder(self, folder: Path) -> Path | None:
        """Return the folder of a model that the person chose, or None."""
        name = QFileDialog.getExistingDirectory(self._parent, "Folder of a model", str(folder))
        return Path(name) if name else None
