"""The review of a transcript's suggestions as a place: it takes the room of SUGGESTED."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from coder.gui.base.place import Handlers, House, Parts, Place, Stands
from coder.gui.suggestions.offering import Offering

if TYPE_CHECKING:
    from coder.gui.suggestions.review.controller import ReviewController
    from coder.gui.suggestions.review.panel import ReviewPanel


class ReviewPlace(Place):
    """Goes through the suggestions of the open transcript; the keys of suggestions mean these then."""

    name = "review"
    stands = Stands.BESIDE
    leads = True

    def __init__(self, house: House, *, offering: Offering, parent: QObject | None = None) -> None:
        super().__init__(house, parent)
        self._reading, self._coding, self._suggesting = offering.reading, offering.coding, offering.suggesting
        self._engine, self._hits = offering.engine, offering.hits

    @cached_property
    def widget(self) -> ReviewPanel:
        """Return the panel that takes the place of SUGGESTED."""
        from coder.gui.suggestions.review.panel import ReviewPanel
        from coder.services.suggestions.reviewing import ReviewOrder

        panel = ReviewPanel(
            theme=self.kit.theme,
            icons=self.kit.icons,
            orders=[(order.value, order.value) for order in ReviewOrder],
            keys=self.kit.keys,
        )
        panel.left.connect(self._reading.view.setFocus)
        panel.closed.connect(self.leave)
        return self.put(panel)

    @cached_property
    def controller(self) -> ReviewController:
        """Return what goes through the suggestions."""
        from coder.gui.suggestions.review.controller import ReviewController

        return ReviewController(
            self.session,
            reading=self._reading,
            coding=self._coding,
            suggesting_here=self._suggesting,
            engine=self._engine,
            hits=self._hits,
            panel=self.widget,
            tasks=self.kit.tasks,
            parent=self,
        )

    @property
    def shown(self) -> bool:
        """Tell whether the suggestions of a transcript are gone through."""
        return self.has("controller") and self.controller.active

    def handlers(self) -> Handlers:
        """Return what begins and ends the review, and what works only in it."""
        return {self.name: self.toggle, "skip_suggestion": self._only_here, "back_suggestion": self._only_here}

    def instead(self) -> Handlers:
        """Return what the keys of suggestions, and those that move ends, mean in the review."""
        review = self.controller
        verdicts: Handlers = {
            "accept": review.accept,
            "accept_directed": lambda: review.accept(with_direction=True),
            "reject": review.reject,
            "next_suggestion": review.next,
            "pick_another": review.other_code,
            "skip_suggestion": review.skip,
            "back_suggestion": review.back,
        }
        if not self._reading.adjustable:
            return verdicts
        return {
            **verdicts,
            "longer_end": lambda: review.resize(end_by=1),
            "shorter_end": lambda: review.resize(end_by=-1),
            "earlier_start": lambda: review.resize(start_by=-1),
            "later_start": lambda: review.resize(start_by=1),
        }

    def parts(self) -> Parts:
        """Return the panel."""
        return [(self.widget, self.widget.focus_list)]

    def begin(self, at: str) -> None:
        """Go through the suggestions of the open transcript."""
        self.house.leave("find_passages")
        self.controller.begin()
        self._reading.view.setFocus()

    def end(self) -> None:
        """Offer codes where the person reads again."""
        self.controller.end()

    def stop(self) -> None:
        """Ask for nothing more."""
        if self.has("controller"):
            self.controller.stop()

    def _only_here(self) -> None:
        self.session.notifier.say(f"This works in a review of the transcript ({self.kit.keys['review']}).")
