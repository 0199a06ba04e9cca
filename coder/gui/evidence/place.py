"""The evidence table as a place, folded out below the text, and the tables that leave the project as files."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from coder.gui.base.place import Handlers, House, Parts, Place, Stands
from coder.gui.reading.controller import ReadingController
from coder.services.evidence.audiences import proposed_file, usual_for_table

if TYPE_CHECKING:
    from coder.gui.evidence.controller import EvidenceController
    from coder.gui.evidence.dock import EvidenceDock

_SHARE, _LEAST = 0.26, 160
"""Of the height of the desk that the evidence takes when it is first folded out, and pixels at least."""


class EvidencePlace(Place):
    """Shows every coding as a row."""

    name = "show_evidence"
    stands = Stands.BELOW

    def __init__(self, house: House, *, reading: ReadingController, parent: QObject | None = None) -> None:
        super().__init__(house, parent)
        self._reading = reading
        self._placed = False

    @cached_property
    def widget(self) -> EvidenceDock:
        """Return the dock with the table."""
        from coder.gui.evidence.dock import EvidenceDock

        return self.put(
            EvidenceDock(theme=self.kit.theme, icons=self.kit.icons, csv_bom=self.session.settings.values.csv_bom)
        )

    @cached_property
    def controller(self) -> EvidenceController:
        """Return what fills the table."""
        from coder.gui.evidence.controller import EvidenceController

        controller = EvidenceController(self.session, reading=self._reading, dock=self.widget, parent=self)
        controller.export_wanted.connect(self._export)
        return controller

    def handlers(self) -> Handlers:
        """Return what shows the table, and what writes this one or all tables to files."""
        return {self.name: self.toggle, "export_evidence": self.export, "export_tables": self.export_tables}

    def parts(self) -> Parts:
        """Return the dock."""
        return [(self.widget, self.widget.focus_table)]

    def begin(self, at: str) -> None:
        """Show the table as it is narrowed, or narrowed to the code with the id `at`."""
        self.controller.show()
        self.widget.focus_table()
        if at:
            self.controller.show_code(at)

    def fold_out(self) -> None:
        """Show the dock, with its share of the height when it is shown for the first time."""
        self.controller.show()
        self.widget.show()
        if self._placed:
            return
        self._placed = True
        rows = self.house.layout.rows
        share = max(_LEAST, round(rows.height() * _SHARE))
        sizes = [0] * rows.count()
        sizes[0], sizes[rows.indexOf(self.widget)] = rows.height() - share, share
        rows.setSizes(sizes)

    def stop(self) -> None:
        """Refresh no more."""
        if self.has("controller"):
            self.controller.stop()

    def export(self, *, bom: bool | None = None) -> None:
        """Write the evidence table, as it is filtered now, to a file of the person's choice."""
        path, values = self.session.project.path, self.session.settings.values
        suggested = proposed_file(path.with_name(f"{path.stem} evidence.csv"), usual_for_table("evidence"))
        choice = self.kit.files.table_to_save(suggested, bom=values.csv_bom if bom is None else bom)
        if choice is not None:
            values.csv_bom = choice.bom
            self.session.settings.save()
            self.widget.set_csv_bom(choice.bom)
            self.controller.export(choice.file, bom=choice.bom)

    def _export(self, bom: bool) -> None:
        self.export(bom=bom)

    def export_tables(self) -> None:
        """Let the person choose tables, a format and a file, and see what consent withholds."""
        from coder.gui.evidence.exporting import export_tables

        export_tables(
            self.session,
            table="",
            query=None,
            kit=self.kit,
            record=lambda: self.house.open("analyse", "participants"),
            parent=self.house.layout.views.window(),
        )
