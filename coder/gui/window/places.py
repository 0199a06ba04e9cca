"""The places of an open project, one line each, in the order in which F6 goes through those beside the text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject

from coder.gui.analysis.place import AnalysisPlace
from coder.gui.base.place import House, Place
from coder.gui.codebook.place import CodebookPlace
from coder.gui.coding.codes.panel import CodebookPanel
from coder.gui.coding.codes_controller import CodebookController
from coder.gui.evidence.place import EvidencePlace
from coder.gui.reading.controller import ReadingController
from coder.gui.reading.find_place import FindPlace
from coder.gui.suggestions.offering import Offering
from coder.gui.suggestions.passages.place import PassagesPlace
from coder.gui.suggestions.review.place import ReviewPlace
from coder.gui.suggestions.trust.place import TrustPlace


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """What works at the desk beside the text, for the places that work with it."""

    offering: Offering
    codes: CodebookController
    codebook: CodebookPanel
    desk: QObject
    """What a place goes with."""

    @property
    def reading(self) -> ReadingController:
        """Return what shows the transcripts."""
        return self.offering.reading


PLACES: tuple[Callable[[House, Bench], Place], ...] = (
    lambda house, on: FindPlace(house, reading=on.reading, parent=on.desk),
    lambda house, on: ReviewPlace(house, offering=on.offering, parent=on.desk),
    lambda house, on: PassagesPlace(house, offering=on.offering, codebook=on.codebook, parent=on.desk),
    lambda house, on: EvidencePlace(house, reading=on.reading, parent=on.desk),
    lambda house, on: TrustPlace(house, offering=on.offering, parent=on.desk),
    lambda house, on: CodebookPlace(house, reading=on.reading, codes=on.codes, parent=on.desk),
    lambda house, on: AnalysisPlace(house, reading=on.reading, parent=on.desk),
)
