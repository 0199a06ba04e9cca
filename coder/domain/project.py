"""The project itself."""

from dataclasses import dataclass, field

from coder.domain.ids import new_id


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectInfo:
    """What a project is called and where it came from; there is exactly one row."""

    id: str = field(default_factory=new_id)
    name: str
    created_at: str = ""
    mute_below: float = 0.0
    """Codes whose suggestions are accepted less often than this (0 to 1) are not offered; 0 mutes none."""
    revision: int = 0
