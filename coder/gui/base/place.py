"""A place: a screen of its own in an open project, which the window shows without knowing what is in it.

To add one, write a `Place` in a folder of its own and name it in `coder.gui.window.places`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import Enum, auto
from functools import cached_property
from typing import Protocol, TypeVar

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from coder.gui.base.equipment import Equipment
from coder.gui.base.focus import step_part
from coder.gui.base.layout import DeskLayout
from coder.gui.base.session import Session

Handlers = Mapping[str, Callable[[], object]]
"""What does an action, by the action's name."""
Parts = Sequence[tuple[QWidget, Callable[[], object]]]
"""Parts that F6 leads to, each with what gives it the keys."""

W = TypeVar("W", bound=QWidget)


class Stands(Enum):
    """Where a place is shown."""

    COVER = auto()
    """In place of the transcripts."""
    ABOVE = auto()
    """Between the header and the text."""
    BELOW = auto()
    """Folded out below the transcripts; one at a time."""
    BESIDE = auto()
    """In the room of SUGGESTED."""


class House(Protocol):
    """What a place may ask of the desk that it belongs to."""

    @property
    def session(self) -> Session:
        """Return the open project."""

    @property
    def kit(self) -> Equipment:
        """Return what every screen needs."""

    @property
    def layout(self) -> DeskLayout:
        """Return how the desk is laid out."""

    def open(self, name: str, at: str = "") -> None:
        """Show a place, with what is to be shown there."""

    def leave(self, name: str) -> None:
        """Leave a place, if it is shown, for the text."""

    def uncover(self) -> None:
        """Leave what covers the transcripts."""

    def put(self, widget: W, stands: Stands) -> W:
        """Give a new widget its room, unseen, and return it."""


class Place(QObject):
    """A screen that is made when it is first wanted: a start needs none.

    It belongs to the open project and goes with it; what it listens to that lives longer must end with it.
    """

    name = ""
    """The action that shows it."""
    stands = Stands.COVER
    leads = False
    """Beside the text it leads to what was undone or redone by itself."""

    def __init__(self, house: House, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.house, self.session, self.kit = house, house.session, house.kit

    # -- what each place says of itself --------------------------------------------------------------------

    @cached_property
    def widget(self) -> QWidget:
        """Return what is seen of it; whoever makes it gives it its room with `put`."""
        raise NotImplementedError

    def begin(self, at: str) -> None:
        """Show what it is about (`at` is its own word for that, or empty) and take the keys."""

    def end(self) -> None:
        """Keep what was being done, because it is left."""

    def start(self) -> None:
        """Look after what must be looked after without being shown; called once the project is shown."""

    def stop(self) -> None:
        """Save what is being typed and ask for nothing more, because the project closes."""

    def handlers(self) -> Handlers:
        """Return what does the actions that it provides."""
        return {self.name: self.toggle}

    def instead(self) -> Handlers:
        """Return what actions of others mean while it is shown."""
        return {}

    def parts(self) -> Parts:
        """Return its parts, in the order in which F6 leads to them; none before it is made."""
        return ()

    def follow(self, code_id: str) -> None:
        """Lead to what was undone or redone with a code (or none, if empty) while it covers the transcripts."""

    # -- what is the same for all --------------------------------------------------------------------------

    @property
    def made(self) -> bool:
        """Tell whether it was wanted before."""
        return "widget" in self.__dict__

    @property
    def shown(self) -> bool:
        """Tell whether it is shown; what is folded out counts as shown while something covers it."""
        if not self.made:
            return False
        layout = self.house.layout
        if self.stands is Stands.COVER:
            return layout.views.currentWidget() is self.widget
        if self.stands is Stands.BESIDE:
            return layout.offered.currentWidget() is self.widget
        return not self.widget.isHidden()

    def put(self, widget: W) -> W:
        """Give its new widget its room, and return it."""
        return self.house.put(widget, self.stands)

    def has(self, part: str) -> bool:
        """Tell whether a part that is made when first wanted was made."""
        return part in self.__dict__

    def fold_out(self) -> None:
        """Show what is folded out above or below the text, which was hidden."""
        self.widget.show()

    def toggle(self) -> None:
        """Show or leave it, as its action was ticked or not."""
        if self.kit.actions[self.name].isChecked():
            self.house.open(self.name)
        else:
            self.leave()

    def leave(self) -> None:
        """Leave it for the text."""
        self.house.leave(self.name)

    def step_part(self, by: int) -> None:
        """Give the keys to a later or earlier part of a place that covers the transcripts."""
        step_part(self.parts(), by)
