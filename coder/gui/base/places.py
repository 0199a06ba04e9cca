"""The places of an open project: what covers what, and what an action means where the person is."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from coder.gui.base.equipment import Equipment
from coder.gui.base.layout import DeskLayout
from coder.gui.base.place import Handlers, Parts, Place, Stands, W
from coder.gui.base.session import Session

EVERYWHERE = frozenset(
    {"undo", "redo", "import_transcripts", "import_codings", "edit_codebook", "analyse", "show_suggestions", "trust"}
    | {"export_tables", "export_evidence", "add_codebook"}
)
"""What does the same wherever the person is."""
BACK_TO_TEXT = frozenset(
    {"find", "find_next", "find_previous", "go_text", "go_transcripts", "next_transcript", "previous_transcript"}
    | {"show_evidence", "review", "find_passages"}
)
"""What leads back to the transcripts from whatever covers them."""
_STEPS = {"next_part": 1, "previous_part": -1}


class Places:
    """Shows one place after another, and knows none of them by more than its name."""

    def __init__(
        self,
        session: Session,
        *,
        kit: Equipment,
        layout: DeskLayout,
        rest: Callable[[bool], None],
        read: Callable[[], None],
    ) -> None:
        """`rest` spares what is covered the work of following each edit; `read` gives the text the keys."""
        self.session, self.kit, self.layout = session, kit, layout
        self._rest, self._read = rest, read
        self._places: dict[str, Place] = {}

    def add(self, place: Place) -> None:
        """Take a place in; F6 goes to places in this order."""
        self._places[place.name] = place

    def __getitem__(self, name: str) -> Place:
        return self._places[name]

    def __iter__(self) -> Iterator[Place]:
        return iter(self._places.values())

    @property
    def cover(self) -> Place | None:
        """Return what covers the transcripts, if anything does."""
        return next((each for each in self._standing(Stands.COVER) if each.shown), None)

    def open(self, name: str, at: str = "") -> None:
        """Show a place, with what is to be shown there."""
        place = self._places[name]
        self.uncover()
        match place.stands:
            case Stands.COVER:
                self._rest(True)
                self.layout.views.setCurrentWidget(place.widget)
            case Stands.BESIDE:
                self.layout.offered.setCurrentWidget(place.widget)
            case Stands.BELOW:
                for other in self._standing(Stands.BELOW):
                    if other is not place:
                        self.leave(other.name)
        if place.stands in (Stands.ABOVE, Stands.BELOW) and place.widget.isHidden():
            place.fold_out()
        self._tick(name, True)
        place.begin(at)

    def leave(self, name: str) -> None:
        """Leave a place, if it is shown, for the text."""
        place = self._places[name]
        if place.shown:
            place.end()
            match place.stands:
                case Stands.COVER:
                    self._rest(False)
                    self.layout.views.setCurrentIndex(0)
                case Stands.BESIDE:
                    self.layout.offered.setCurrentIndex(0)
                case _:
                    place.widget.hide()
            self._read()
        self._tick(name, False)

    def uncover(self) -> None:
        """Leave what covers the transcripts."""
        cover = self.cover
        if cover is not None:
            self.leave(cover.name)

    def put(self, widget: W, stands: Stands) -> W:
        """Give a new widget its room, unseen, and return it."""
        match stands:
            case Stands.COVER:
                self.layout.views.addWidget(widget)
            case Stands.BESIDE:
                self.layout.offered.addWidget(widget)
            case Stands.ABOVE:
                widget.hide()
                column = self.layout.column
                column.insertWidget(column.indexOf(self.layout.pages), widget)
            case Stands.BELOW:
                widget.hide()
                self.layout.rows.addWidget(widget)
                self.layout.rows.setStretchFactor(self.layout.rows.indexOf(widget), 2)
        return widget

    def begin(self) -> None:
        """Show no place, because the project was opened just now."""
        for place in self:
            self._tick(place.name, False)
            place.start()

    def stop(self) -> None:
        """Let every place come to rest, because the project closes."""
        for place in self:
            place.stop()

    def handlers(self, desk: Handlers) -> Handlers:
        """Return what each action of the desk and of the places does where the person is."""
        every = dict(desk)
        for place in self:
            every.update(place.handlers())
        return {name: self._here(name, do) for name, do in every.items()}

    def parts(self) -> Parts:
        """Return the parts of the places beside the text."""
        return [part for place in self if place.stands is not Stands.COVER and place.made for part in place.parts()]

    @property
    def lead(self) -> bool:
        """Tell whether a place that is shown leads to what was undone or redone by itself."""
        return any(place.leads and place.shown for place in self)

    def _here(self, name: str, do: Callable[[], object]) -> Callable[[], object]:
        """Return what an action does where the person is: in a cover it means the cover, leads back, or is nothing."""
        if name in EVERYWHERE:
            return do

        def act() -> object:
            cover = self.cover
            if cover is None:
                meant = (place.instead() for place in self if place.shown)
                return next((each[name] for each in meant if name in each), do)()
            instead = cover.instead()
            if name in instead:
                return instead[name]()
            if name in _STEPS:
                cover.step_part(_STEPS[name])
                return None
            if name not in BACK_TO_TEXT:
                # What acts on a passage must not act on one that nobody sees.
                return None
            self.leave(cover.name)
            return do()

        return act

    def _standing(self, stands: Stands) -> list[Place]:
        return [place for place in self if place.stands is stands]

    def _tick(self, name: str, shown: bool) -> None:
        if name in self.kit.actions:
            self.kit.actions[name].setChecked(shown)
