"""What the application notes by itself: suggestions that were shown, estimates, results that can be worked out again.

None of it is a user action or evidence, so it is outside change sets, undo and the audit trail; losing it loses
no work.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, cast

from sqlalchemy import Table, delete, insert, select
from sqlmodel import Session

from coder.domain.suggestion import Measurement, Shown, Way
from coder.storage.tables import KeptTable, MeasurementTable, ShownTable

_SHOWN = cast(Table, ShownTable.__table__)  # type: ignore[attr-defined]  # SQLModel sets it at class creation
_MEASUREMENT = cast(Table, MeasurementTable.__table__)  # type: ignore[attr-defined]  # as above
_KEPT = cast(Table, KeptTable.__table__)  # type: ignore[attr-defined]  # as above


class Notebook:
    """Reads and writes notes within one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def note_shown(self, shown: Sequence[Shown]) -> None:
        """Note suggestions that a person sees; one that was noted for this passage and code before stays as it was."""
        connection = self._session.connection()
        for item in shown:
            keys = (_SHOWN.c[name] == getattr(item, name) for name in ("transcript_id", "code_id", "start", "end"))
            if connection.execute(select(_SHOWN.c.rank).where(*keys)).first() is None:
                connection.execute(insert(_SHOWN).values(asdict(item)))

    def shown(self) -> list[Shown]:
        """Return everything that was shown, the first seen first."""
        names = ("transcript_id", "code_id", "start", "end", "engine_key", "rank", "way", "shown_at")
        query = select(*(_SHOWN.c[name] for name in names)).order_by(
            _SHOWN.c.shown_at, _SHOWN.c.transcript_id, _SHOWN.c.start, _SHOWN.c["end"], _SHOWN.c.rank, _SHOWN.c.code_id
        )
        found = [dict(zip(names, record, strict=True)) for record in self._session.connection().execute(query)]
        known = {str(way): way for way in Way}
        # A note that is not ours is left out: losing notes loses no work.
        return [
            Shown(**{**values, "way": known[values["way"]]})
            for values in found
            if values["way"] in known and all(isinstance(values[name], int) for name in ("start", "end", "rank"))
        ]

    def note_measurement(self, measurement: Measurement) -> None:
        """Note a held-out estimate; it takes the place of an earlier one of the same engine."""
        connection = self._session.connection()
        connection.execute(delete(_MEASUREMENT).where(_MEASUREMENT.c.engine_key == measurement.engine_key))
        connection.execute(insert(_MEASUREMENT).values(asdict(measurement)))

    def measurements(self) -> list[Measurement]:
        """Return all estimates, the first first."""
        names = ("engine_key", "measured_at", "labels", "figures")
        query = select(*(_MEASUREMENT.c[name] for name in names)).order_by(
            _MEASUREMENT.c.measured_at, _MEASUREMENT.c.labels, _MEASUREMENT.c.engine_key
        )
        rows: list[Any] = list(self._session.connection().execute(query))
        return [Measurement(**dict(zip(names, record, strict=True))) for record in rows]

    def keep(self, kind: str, key: str, value: bytes) -> None:
        """Keep a result in place of the one of the same kind."""
        connection = self._session.connection()
        connection.execute(delete(_KEPT).where(_KEPT.c.kind == kind))
        connection.execute(insert(_KEPT).values(kind=kind, key=key, value=value))

    def forget(self, kind: str) -> None:
        """Keep no result of a kind any longer."""
        self._session.connection().execute(delete(_KEPT).where(_KEPT.c.kind == kind))

    def kept(self, kind: str) -> tuple[str, bytes] | None:
        """Return the key and the result of a kind, or None."""
        query = select(_KEPT.c.key, _KEPT.c.value).where(_KEPT.c.kind == kind)
        found = self._session.connection().execute(query).first()
        # What is of another kind was not kept by us; it is worked out again.
        return (found[0], found[1]) if found is not None and isinstance(found[1], bytes) else None
