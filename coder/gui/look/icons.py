"""One set of icons, drawn in the colours of the look in use."""

from __future__ import annotations

import weakref
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import MappingProxyType

from PySide6.QtCore import QByteArray, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton
from shiboken6 import isValid

from coder.gui.look.connecting import follow
from coder.gui.look.theme import Theme, Tokens
from coder.shipped import resources_folder

ICON_PX = 16
"""Side of an icon in buttons, menus and lists, in pixels."""

_FINEST = 2.0
"""Icons are drawn for the screens that there are and for one of this density, for a screen that joins later."""

_SET = (
    "arrow-down", "arrow-up", "book-open", "calendar", "chart-line", "check", "chevron-down", "chevron-left",
    "chevron-right", "chevron-up", "circle", "circle-check", "circle-question-mark", "copy", "corner-down-left",
    "download", "ellipsis", "eye", "eye-off", "file-plus", "file-text", "folder-open", "funnel", "git-merge", "info",
    "keyboard", "lightbulb", "list-checks", "list-tree", "lock", "map-pin", "message-square", "messages-square", "mic",
    "minus", "monitor", "moon", "move", "palette", "pencil", "plus", "redo-2", "save", "scale", "search", "settings",
    "skip-forward", "sliders-horizontal", "sun", "table", "tag", "tags", "text-search", "tilde", "trash-2",
    "triangle-alert", "type", "undo-2", "upload", "user", "users", "x",
)  # fmt: skip

_MEANINGS = {
    "add": "plus",
    "approve": "check",
    "challenges": "minus",
    "close": "x",
    "codebook": "book-open",
    "delete": "trash-2",
    "discuss": "messages-square",
    "edit": "pencil",
    "export": "download",
    "filter": "funnel",
    "help": "circle-question-mark",
    "import": "upload",
    "interview": "mic",
    "memo": "message-square",
    "merge": "git-merge",
    "mixed": "tilde",
    "more": "ellipsis",
    "redo": "redo-2",
    "reject": "x",
    "reviewed": "circle-check",
    "suggestion": "lightbulb",
    "supports": "plus",
    "transcript": "file-text",
    "undo": "undo-2",
    "unclear": "circle-question-mark",
    "warning": "triangle-alert",
    "workshop": "messages-square",
}

ICONS: Mapping[str, str] = MappingProxyType({name: name for name in _SET} | _MEANINGS)
"""Every name that `icon` takes, by picture or by meaning, with the file that it stands for."""


def icon(name: str, theme: Theme, *, tone: str = "ink") -> QIcon:
    """Return an icon in a token's colour, softer when disabled; KeyError for an unknown name."""
    return _drawn(_source(ICONS[name]), theme.tokens, tone)


@dataclass(frozen=True, slots=True)
class _Dress:
    target: weakref.ref[QAction | QAbstractButton]
    name: str
    tone: str


class IconSet(QObject):
    """The icons of a look: drawn once each, drawn anew when the look changes (`changed` is sent after that)."""

    changed = Signal()

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._sources: dict[str, bytes] = {}
        self._cache: dict[tuple[str, str], QIcon] = {}
        self._dresses: dict[int, _Dress] = {}
        follow(theme.changed, self, self._recolour)

    def icon(self, name: str, *, tone: str = "ink") -> QIcon:
        """Return an icon in a token's colour; KeyError for an unknown name."""
        stem = ICONS[name]
        if (stem, tone) not in self._cache:
            self._cache[stem, tone] = _drawn(self._source(stem), self._theme.tokens, tone)
        return self._cache[stem, tone]

    def pixmap(self, name: str, px: int = ICON_PX, *, tone: str = "ink", ratio: float = 1.0) -> QPixmap:
        """Return an icon as a picture of `px` pixels for a screen of a device pixel ratio."""
        renderer = _renderer(self._source(ICONS[name]), getattr(self._theme.tokens, tone))
        result = _picture(renderer, round(px * ratio))
        result.setDevicePixelRatio(ratio)
        return result

    def dress(self, target: QAction | QAbstractButton, name: str, *, tone: str = "ink") -> None:
        """Give an action or button an icon that changes with the look for as long as the target lives."""
        target.setIcon(self.icon(name, tone=tone))
        key = id(target)
        self._dresses[key] = _Dress(weakref.ref(target, partial(self._forget, key)), name, tone)

    def _source(self, stem: str) -> bytes:
        if stem not in self._sources:
            self._sources[stem] = _source(stem)
        return self._sources[stem]

    def _forget(self, key: int, _gone: object) -> None:
        self._dresses.pop(key, None)

    def _recolour(self) -> None:
        self._cache.clear()
        for key, dress in list(self._dresses.items()):
            target = dress.target()
            if target is None or not isValid(target):
                self._dresses.pop(key, None)
            else:
                target.setIcon(self.icon(dress.name, tone=dress.tone))
        self.changed.emit()


def _source(stem: str) -> bytes:
    return Path(resources_folder() / "icons" / f"{stem}.svg").read_bytes()


def _drawn(source: bytes, tokens: Tokens, tone: str) -> QIcon:
    result = QIcon()
    mode = QIcon.Mode
    for modes, colour in (
        # Without one for selected rows, Qt would tint the picture with the selection's colour.
        ((mode.Normal, mode.Selected), getattr(tokens, tone)),
        ((mode.Disabled,), tokens.disabled),
    ):
        renderer = _renderer(source, colour)
        for side in _sides():
            pixmap = _picture(renderer, side)
            for which in modes:
                result.addPixmap(pixmap, which)
    return result


def _renderer(source: bytes, colour: str) -> QSvgRenderer:
    return QSvgRenderer(QByteArray(source.replace(b"currentColor", colour.encode("ascii"))))


def _picture(renderer: QSvgRenderer, side: int) -> QPixmap:
    pixmap = QPixmap(side, side)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(0, 0, side, side))
    painter.end()
    return pixmap


def _sides() -> list[int]:
    """Return the sides to draw ahead, in device pixels: few, because every one is paid for at the start."""
    ratios = {screen.devicePixelRatio() for screen in QGuiApplication.screens()}
    return sorted({round(ICON_PX * ratio) for ratio in ratios | {_FINEST}})
