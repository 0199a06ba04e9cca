"""Light and dark: the colours, spaces and palette of every screen, following the system unless told otherwise."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import IntEnum, StrEnum

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from coder.domain.colour import DARK_PAPER, LIGHT_PAPER, CodeColour
from coder.gui.look.connecting import follow
from coder.gui.look.fonts import FAMILY, larger_beside, load_fonts, small_font, ui_font
from coder.gui.look.style import style_sheet
from coder.shipped import resources_folder


class Space(IntEnum):
    """Steps of space in pixels; nothing on a screen uses another one."""

    XS = 4
    S = 8
    M = 12
    L = 16
    XL = 24


RADIUS = 6
"""Of every rounded corner, in pixels."""

OWN_SIZE = "own_size"
"""The property of a widget whose text has a size of its own, such as a transcript's."""

CONTROL_HEIGHT = 28
"""Of buttons, fields and rows that are clicked, in pixels."""


class Mode(StrEnum):
    """Which of the two looks is wanted."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """The colours of one look by what they are for, as `#rrggbb`."""

    paper: str
    """Ground of the transcript, of lists, tables and fields."""
    panel: str
    """Ground of the window around them."""
    ink: str
    soft_ink: str
    """Text that steps back: interviewer turns, descriptions."""
    faint: str
    """Text that is looked up, not read: counts, times, placeholders."""
    disabled: str
    hairline: str
    """Lines between parts; decoration, never the only sign of anything."""
    outline: str
    """Edge of buttons and cards."""
    edge: str
    """Edge of fields and boxes to tick; at least 3:1 with the ground."""
    accent: str
    accent_strong: str
    """The accent under the mouse or pressed."""
    accent_ink: str
    """Text on the accent, on danger and on their stronger forms."""
    focus: str
    """Ring around what has the keys."""
    selection: str
    """Ground of selected rows and text; ink stays ink on it."""
    hover: str
    danger: str
    danger_strong: str
    warning: str
    success: str
    flash: str
    """Ground of a passage that was just jumped to."""
    hit: str
    """Ground of a search hit."""
    inverse: str
    """Ground of tooltips and short messages."""
    inverse_ink: str
    inverse_accent: str
    """Text of the action within a short message."""


LIGHT = Tokens(
    paper=LIGHT_PAPER,
    panel="#f3f1ed",
    ink="#1f2328",
    soft_ink="#4f5359",
    faint="#5e6269",
    disabled="#8f9297",
    hairline="#e2dfda",
    outline="#cbc8c2",
    edge="#8a857e",
    accent="#524aab",
    accent_strong="#433897",
    accent_ink="#ffffff",
    focus="#524aab",
    selection="#e0e0fa",
    hover="#eae7e1",
    danger="#a92321",
    danger_strong="#8c1513",
    warning="#825205",
    success="#266739",
    flash="#fce39f",
    hit="#efdb8d",
    inverse="#2a2e34",
    inverse_ink="#f3f1ed",
    inverse_accent="#c4c4fd",
)

DARK = Tokens(
    paper=DARK_PAPER,
    panel="#1e2125",
    ink="#e7e5e1",
    soft_ink="#b4b8be",
    faint="#9fa3a9",
    disabled="#606369",
    hairline="#2f3237",
    outline="#43474d",
    edge="#777a80",
    accent="#b0aff5",
    accent_strong="#c4c4fd",
    accent_ink="#16181b",
    focus="#b0aff5",
    selection="#323257",
    hover="#282c31",
    danger="#f58b88",
    danger_strong="#ffa5a1",
    warning="#e3b667",
    success="#82cb92",
    flash="#524004",
    hit="#554704",
    inverse="#353a41",
    inverse_ink="#f3f1ed",
    inverse_accent="#c4c4fd",
)


class Theme(QObject):
    """The look in use; widgets that paint by themselves repaint when `changed` is sent."""

    changed = Signal()

    def __init__(self, *, mode: Mode | str = Mode.SYSTEM, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._mode = Mode(mode)
        self._app: QApplication | None = None
        self._more = 0
        self._tokens = self._wanted()
        follow(QGuiApplication.styleHints().colorSchemeChanged, self, self._refresh)

    @property
    def mode(self) -> Mode:
        """Return what was asked for: the system's look, light or dark."""
        return self._mode

    @property
    def tokens(self) -> Tokens:
        """Return the colours in use."""
        return self._tokens

    @property
    def is_dark(self) -> bool:
        """Tell whether the dark look is in use."""
        return self._tokens is DARK

    def set_mode(self, mode: Mode | str) -> None:
        """Change to the system's look, light or dark; ValueError for anything else."""
        self._mode = Mode(mode)
        self._tell_system()
        self._refresh()

    def apply(self, app: QApplication) -> None:
        """Dress an application: style, fonts, palette and style sheet, now and whenever the look changes."""
        self._app = app
        load_fonts()
        app.setStyle(QStyleFactory.create("Fusion"))
        self._set_fonts(app)
        self._tell_system()
        self._tokens = self._wanted()
        self._dress(app)

    def set_text_size(self, reading_px: int) -> None:
        """Let the window's text go with that of transcripts, within bounds: lists, panels, tables and dialogs."""
        more = larger_beside(reading_px)
        if more == self._more:
            return
        by, self._more = more - self._more, more
        if self._app is None:
            return
        self._set_fonts(self._app)
        for widget in self._app.allWidgets():
            font = widget.font()
            has_own = widget.testAttribute(Qt.WidgetAttribute.WA_SetFont) and font.family() == FAMILY
            if has_own and not widget.property(OWN_SIZE):
                font.setPixelSize(font.pixelSize() + by)
                widget.setFont(font)
            else:
                # Qt tells widgets by itself only while the application runs its own loop.
                QApplication.sendEvent(widget, QEvent(QEvent.Type.ApplicationFontChange))

    def colour(self, token: str) -> QColor:
        """Return a colour by the name of its token; AttributeError for an unknown one."""
        return QColor(getattr(self._tokens, token))

    def of(self, colour: CodeColour) -> QColor:
        """Return a code's colour for the look in use."""
        return QColor(colour.dark if self.is_dark else colour.light)

    def _set_fonts(self, app: QApplication) -> None:
        app.setFont(ui_font(more=self._more))
        header = small_font(strong=True, more=self._more)
        app.setFont(header, "QHeaderView")  # type: ignore[arg-type]  # the stub says bytes

    def _wanted(self) -> Tokens:
        if self._mode is Mode.SYSTEM:
            return DARK if QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark else LIGHT
        return DARK if self._mode is Mode.DARK else LIGHT

    def _tell_system(self) -> None:
        """Ask for window frames and file dialogs in the same look."""
        if self._app is not None:
            scheme = {Mode.LIGHT: Qt.ColorScheme.Light, Mode.DARK: Qt.ColorScheme.Dark}
            QGuiApplication.styleHints().setColorScheme(scheme.get(self._mode, Qt.ColorScheme.Unknown))

    def _refresh(self) -> None:
        wanted = self._wanted()
        if wanted is not self._tokens:
            self._tokens = wanted
            if self._app is not None:
                self._dress(self._app)
            self.changed.emit()

    def _dress(self, app: QApplication) -> None:
        app.setPalette(palette(self._tokens))
        app.setStyleSheet(style_sheet(asdict(self._tokens), parts=_parts("dark" if self.is_dark else "light")))


def palette(tokens: Tokens) -> QPalette:
    """Return the Qt palette of a look, for all that the style sheet leaves to the style."""
    role = QPalette.ColorRole
    colours = {
        role.Window: tokens.panel,
        role.WindowText: tokens.ink,
        role.Base: tokens.paper,
        role.AlternateBase: tokens.panel,
        role.Text: tokens.ink,
        role.PlaceholderText: tokens.faint,
        role.Button: tokens.panel,
        role.ButtonText: tokens.ink,
        role.BrightText: tokens.danger,
        role.Highlight: tokens.selection,
        role.HighlightedText: tokens.ink,
        role.Accent: tokens.accent,
        role.Link: tokens.accent,
        role.LinkVisited: tokens.accent,
        role.ToolTipBase: tokens.inverse,
        role.ToolTipText: tokens.inverse_ink,
        role.Light: tokens.paper,
        role.Midlight: tokens.hover,
        role.Mid: tokens.outline,
        role.Dark: tokens.edge,
        role.Shadow: tokens.edge,
    }
    result = QPalette()
    for which, value in colours.items():
        result.setColor(which, QColor(value))
    for which in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        result.setColor(QPalette.ColorGroup.Disabled, which, QColor(tokens.disabled))
    return result


def _parts(look: str) -> dict[str, str]:
    """Return the small pictures that a style sheet can only take from files, by name."""
    folder = resources_folder() / "icons" / "style"
    return {path.stem.removesuffix(f"-{look}"): path.as_posix() for path in sorted(folder.glob(f"*-{look}.svg"))}
