"""What makes and takes suggestions at the desk, in one value."""

from __future__ import annotations

from dataclasses import dataclass

from coder.gui.coding.controller import CodingController
from coder.gui.reading.controller import ReadingController
from coder.gui.suggestions.engine import EngineKeeper
from coder.gui.suggestions.hits import HitRates
from coder.gui.suggestions.suggesting import SuggestionController


@dataclass(frozen=True, slots=True, kw_only=True)
class Offering:
    """What the places of suggestions work with."""

    reading: ReadingController
    coding: CodingController
    suggesting: SuggestionController
    engine: EngineKeeper
    hits: HitRates
