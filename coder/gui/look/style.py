"""The application's one style sheet, written from the tokens of a look.

Dynamic properties choose a variant: `kind` of a button (primary, quiet, danger), `tone` of a label (soft, faint,
accent, danger, warning, success), `role` of a frame (panel, paper, card) and of a text (page: no edge).
"""

from __future__ import annotations

from collections.abc import Mapping
from string import Template


def style_sheet(colours: Mapping[str, str], *, parts: Mapping[str, str]) -> str:
    """Return the style sheet for colours by token name and pictures by part name (paths with forward slashes)."""
    pictures = {f"part_{name.replace('-', '_')}": f'url("{path}")' for name, path in parts.items()}
    return Template("".join(_SHEETS)).substitute(colours, **pictures)


_GROUNDS = """
QMainWindow, QDialog, QWizard { background: $panel; color: $ink; }
QFrame[role="panel"] { background: $panel; border: none; }
QFrame[role="paper"] { background: $paper; border: none; }
QFrame[role="card"] { background: $paper; border: 1px solid $hairline; border-radius: 6px; }
QFrame[role="card"][current="true"] { border: 1px solid $accent; }
QFrame[role="toast"] { background: $inverse; border: 1px solid $inverse; border-radius: 6px; }
QFrame[role="toast"] QLabel { color: $inverse_ink; }
QFrame[role="toast"] QPushButton {
    background: transparent; color: $inverse_accent; border: 1px solid transparent; padding: 3px 8px; font-weight: 600;
}
QFrame[role="toast"] QPushButton:hover { border: 1px solid $inverse_accent; }
QFrame[role="toast"] QPushButton:focus { border: 2px solid $inverse_accent; padding: 2px 7px; }
QLabel, QCheckBox, QRadioButton { background: transparent; }
QLabel:disabled { color: $disabled; }
QLabel[tone="soft"] { color: $soft_ink; }
QLabel[tone="faint"] { color: $faint; }
QLabel[tone="accent"] { color: $accent; }
QLabel[tone="danger"] { color: $danger; }
QLabel[tone="warning"] { color: $warning; }
QLabel[tone="success"] { color: $success; }
QGroupBox { border: none; margin-top: 20px; padding: 4px 0 0 0; font-weight: 600; }
QGroupBox::title { subcontrol-origin: margin; subcontrol-position: top left; padding: 0; color: $ink; }
QToolTip { background: $inverse; color: $inverse_ink; border: 1px solid $inverse; padding: 4px 8px; }
QStatusBar { background: $panel; color: $soft_ink; border-top: 1px solid $hairline; }
QStatusBar::item { border: none; }
QStatusBar QLabel { color: $soft_ink; padding: 3px 8px; }
QSizeGrip { image: none; width: 0; height: 0; }
"""

_BUTTONS = """
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QPushButton {
    background: $paper; color: $ink; border: 1px solid $outline; border-radius: 6px;
    padding: 5px 12px; min-height: 16px; outline: none;
}
QPushButton:hover { background: $hover; }
QPushButton:pressed, QPushButton:checked { background: $selection; }
QPushButton:focus { border: 2px solid $focus; padding: 4px 11px; }
QPushButton:disabled { color: $disabled; border-color: $hairline; background: transparent; }
QPushButton::menu-indicator {
    image: $part_chevron_down; width: 12px; height: 12px;
    subcontrol-origin: padding; subcontrol-position: center right; right: 8px;
}
QPushButton[kind="primary"] { background: $accent; color: $accent_ink; border: 1px solid $accent; font-weight: 600; }
QPushButton[kind="primary"]:hover, QPushButton[kind="primary"]:pressed {
    background: $accent_strong; border-color: $accent_strong;
}
QPushButton[kind="choice"] { text-align: left; font-weight: normal; padding: 5px 28px 5px 8px; }
QPushButton[kind="choice"]:focus { padding: 4px 27px 4px 7px; }
QPushButton[kind="danger"] { color: $danger; }
QPushButton[kind="danger"]:hover { border-color: $danger; }
QPushButton[kind="danger"]:pressed { background: $danger; color: $accent_ink; border-color: $danger; }
QPushButton[kind="quiet"] { background: transparent; border: 1px solid transparent; padding: 5px 8px; }
QPushButton[kind="quiet"]:hover { background: $hover; }
QPushButton[kind="quiet"]:pressed, QPushButton[kind="quiet"]:checked { background: $selection; }
QPushButton[kind="primary"]:focus, QPushButton[kind="danger"]:focus { border: 2px solid $focus; padding: 4px 11px; }
QPushButton[kind="primary"]:focus { border: 3px double $accent_ink; padding: 3px 10px; }
QPushButton[kind="quiet"]:focus { border: 2px solid $focus; padding: 4px 7px; }
QPushButton[kind="primary"]:disabled { background: $hairline; color: $disabled; border-color: $hairline; }
QPushButton[kind="danger"]:disabled, QPushButton[kind="quiet"]:disabled { color: $disabled; }
QToolButton {
    background: transparent; color: $ink; border: 1px solid transparent; border-radius: 6px; padding: 5px;
}
QToolButton:hover { background: $hover; }
QToolButton:pressed, QToolButton:checked, QToolButton:open { background: $selection; }
QToolButton:focus { border: 2px solid $focus; padding: 4px; }
QToolButton:disabled { color: $disabled; }
QToolButton[popupMode="2"] { padding-right: 18px; }
QToolButton[popupMode="2"]:focus { padding-right: 17px; }
QToolButton::menu-indicator {
    image: $part_chevron_down; width: 12px; height: 12px;
    subcontrol-origin: padding; subcontrol-position: center right; right: 3px;
}
QToolButton[popupMode="1"] { padding-right: 22px; }
QToolButton[popupMode="1"]:focus { padding-right: 21px; }
QToolButton::menu-button { border: none; width: 20px; }
QToolButton::menu-arrow { image: $part_chevron_down; width: 12px; height: 12px; }
QCheckBox, QRadioButton { spacing: 8px; padding: 3px; border: 1px solid transparent; border-radius: 6px; }
QCheckBox:focus, QRadioButton:focus { border: 2px solid $focus; padding: 2px; }
QCheckBox:disabled, QRadioButton:disabled { color: $disabled; }
QCheckBox::indicator, QTreeView::indicator, QListView::indicator, QTableView::indicator, QGroupBox::indicator,
QMenu::indicator:non-exclusive {
    width: 14px; height: 14px; border: 1px solid $edge; border-radius: 3px; background: $paper;
}
QCheckBox::indicator:checked, QTreeView::indicator:checked, QListView::indicator:checked,
QTableView::indicator:checked, QGroupBox::indicator:checked, QMenu::indicator:non-exclusive:checked {
    background: $accent; border-color: $accent; image: $part_check;
}
QCheckBox::indicator:indeterminate, QTreeView::indicator:indeterminate {
    background: $accent; border-color: $accent; image: $part_minus;
}
QCheckBox::indicator:disabled { background: $panel; border-color: $outline; }
QCheckBox::indicator:checked:disabled, QCheckBox::indicator:indeterminate:disabled {
    background: $disabled; border-color: $disabled;
}
QRadioButton::indicator, QMenu::indicator:exclusive {
    width: 14px; height: 14px; border: 1px solid $edge; border-radius: 8px; background: $paper;
}
QRadioButton::indicator:checked, QMenu::indicator:exclusive:checked {
    width: 6px; height: 6px; border: 5px solid $accent; border-radius: 8px; background: $accent_ink;
}
QRadioButton::indicator:disabled { border-color: $outline; background: $panel; }
"""

_FIELDS = """
QLineEdit, QAbstractSpinBox, QComboBox, QPlainTextEdit, QTextEdit {
    background: $paper; color: $ink; border: 1px solid $edge; border-radius: 6px;
    selection-background-color: $selection; selection-color: $ink; placeholder-text-color: $faint;
}
QLineEdit { padding: 4px 7px; min-height: 18px; }
QAbstractSpinBox, QComboBox { padding: 4px 24px 4px 7px; min-height: 18px; }
QPlainTextEdit, QTextEdit { padding: 4px; }
QLineEdit:hover, QAbstractSpinBox:hover, QComboBox:hover { border-color: $soft_ink; }
QLineEdit:focus { border: 2px solid $focus; padding: 3px 6px; }
QAbstractSpinBox:focus, QComboBox:focus { border: 2px solid $focus; padding: 3px 23px 3px 6px; }
QPlainTextEdit:focus, QTextEdit:focus { border: 2px solid $focus; padding: 3px; }
QLineEdit[invalid="true"] { border: 2px solid $danger; padding: 3px 6px; }
QLineEdit:disabled, QAbstractSpinBox:disabled, QComboBox:disabled, QPlainTextEdit:disabled, QTextEdit:disabled {
    color: $disabled; background: $panel; border-color: $outline;
}
QLineEdit:read-only { background: $panel; border-color: $outline; }
QTextEdit[role="page"], QPlainTextEdit[role="page"] { border: none; border-radius: 0; padding: 0; }
QAbstractSpinBox QLineEdit, QAbstractSpinBox QLineEdit:focus, QComboBox QLineEdit, QComboBox QLineEdit:focus {
    border: none; padding: 0; min-height: 0; background: transparent;
}
QAbstractSpinBox QLineEdit, QAbstractSpinBox QLineEdit:focus { padding: 0 0 0 5px; }
QLineEdit QToolButton { padding: 0; border: none; }
QComboBox::drop-down {
    border: none; width: 24px; subcontrol-origin: padding; subcontrol-position: center right; left: 0;
}
QComboBox::down-arrow { image: $part_chevron_down; width: 12px; height: 12px; }
QComboBox QAbstractItemView {
    background: $paper; color: $ink; border: none; padding: 4px; outline: none;
    selection-background-color: $selection; selection-color: $ink;
}
QComboBoxPrivateContainer { background: $paper; border: 1px solid $outline; }
QComboBox QAbstractItemView::item { height: 26px; padding: 0 8px; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {
    border: none; width: 20px; subcontrol-origin: padding; background: transparent;
}
QAbstractSpinBox::up-button { subcontrol-position: top right; }
QAbstractSpinBox::down-button { subcontrol-position: bottom right; }
QAbstractSpinBox::up-button:hover, QAbstractSpinBox::down-button:hover { background: $hover; }
QAbstractSpinBox::up-arrow { image: $part_chevron_up; width: 10px; height: 10px; }
QAbstractSpinBox::down-arrow { image: $part_chevron_down; width: 10px; height: 10px; }
QSlider { min-height: 20px; }
QSlider::groove:horizontal { height: 4px; background: $outline; border-radius: 2px; }
QSlider::sub-page:horizontal { background: $accent; border-radius: 2px; }
QSlider::handle:horizontal { width: 14px; margin: -5px 0; background: $accent; border-radius: 7px; }
QSlider::handle:horizontal:focus { width: 10px; border: 2px solid $ink; }
QProgressBar {
    background: $hairline; border: none; border-radius: 3px; min-height: 6px; max-height: 6px; color: transparent;
}
QProgressBar::chunk { background: $accent; border-radius: 3px; }
"""

_VIEWS = """
QAbstractItemView {
    background: $paper; alternate-background-color: $panel; color: $ink; border: none; outline: none;
    selection-background-color: $selection; selection-color: $ink; gridline-color: $hairline;
    show-decoration-selected: 1;
}
QAbstractItemView[role="panel"], QListView[role="places"] { background: $panel; }
QTreeView::item, QListView::item { height: 26px; padding: 0 4px; border: 1px solid transparent; }
QListView[role="places"]::item { padding: 0 9px; }
QListView[role="lines"]::item { height: 54px; padding: 2px 4px; }
QTableView::item { padding: 0 8px; border: 1px solid transparent; }
QTreeView::item:hover, QListView::item:hover { background: $hover; }
QTreeView::item:selected, QListView::item:selected, QTableView::item:selected { background: $selection; color: $ink; }
QTreeView::item:focus, QListView::item:focus, QTableView::item:focus { border: 1px solid $focus; }
QTreeView::item:disabled, QListView::item:disabled { color: $disabled; }
QTreeView::branch { background: transparent; border-image: none; }
QTreeView::branch:hover { background: $hover; }
QTreeView::branch:selected { background: $selection; }
QTreeView[role="panel"] { selection-background-color: transparent; }
QTreeView[role="panel"]::branch:selected, QTreeView[role="panel"]::branch:hover { background: transparent; }
QTreeView::branch:has-children:closed { image: $part_chevron_right; }
QTreeView::branch:has-children:open { image: $part_chevron_down; }
QHeaderView { background: $paper; border: none; }
QHeaderView::section {
    background: $paper; color: $soft_ink; border: none; border-bottom: 1px solid $outline;
    padding: 6px 8px; text-align: left;
}
QHeaderView[role="fields"]::section { padding: 6px 12px; }
QHeaderView::section:hover { background: $hover; color: $ink; }
QHeaderView::section:vertical { border-bottom: none; border-right: 1px solid $hairline; color: $faint; }
QHeaderView::up-arrow { image: $part_chevron_up; width: 12px; height: 12px; subcontrol-position: center right; }
QHeaderView::down-arrow { image: $part_chevron_down; width: 12px; height: 12px; subcontrol-position: center right; }
QTableCornerButton::section { background: $paper; border: none; border-bottom: 1px solid $outline; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QScrollBar { background: transparent; border: none; margin: 0; }
QScrollBar:vertical { width: 12px; }
QScrollBar:horizontal { height: 12px; }
QScrollBar::handle { background: $outline; border-radius: 3px; }
QScrollBar::handle:vertical { margin: 2px 3px; min-height: 32px; }
QScrollBar::handle:horizontal { margin: 3px 2px; min-width: 32px; }
QScrollBar::handle:hover, QScrollBar::handle:pressed { background: $edge; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; border: none; background: none; }
QScrollBar::add-page, QScrollBar::sub-page { background: none; }
"""

_PARTS = """
QMenuBar { background: $panel; color: $ink; border-bottom: 1px solid $hairline; padding: 2px 4px; }
QMenuBar::item { background: transparent; padding: 4px 8px; border-radius: 6px; }
QMenuBar::item:selected, QMenuBar::item:pressed { background: $hover; }
QMenu { background: $paper; color: $ink; border: 1px solid $outline; padding: 4px; }
QMenu::item { padding: 5px 24px 5px 8px; border: 1px solid transparent; border-radius: 4px; }
QMenu::item:selected { background: $selection; color: $ink; }
QMenu::item:disabled { color: $disabled; }
QMenu::item:disabled:selected { background: $hover; }
QMenu::separator { height: 1px; background: $hairline; margin: 4px 8px; }
QMenu::icon { padding-left: 8px; }
QMenu::indicator { left: 6px; }
QMenu::right-arrow { image: $part_chevron_right; width: 12px; height: 12px; right: 6px; }
QTabWidget::pane { border: none; border-top: 1px solid $hairline; }
QTabWidget::tab-bar { left: 0; }
QTabBar { background: transparent; border: none; outline: none; }
QTabBar::tab {
    background: transparent; color: $soft_ink; border: 2px solid transparent; padding: 5px 8px; margin-right: 4px;
}
QTabBar::tab:hover { color: $ink; background: $hover; }
QTabBar::tab:selected { color: $ink; border-bottom-color: $accent; }
QTabBar::tab:selected:focus { border: 2px solid $focus; border-radius: 6px; }
QTabBar::tab:disabled { color: $disabled; }
QTabBar::close-button { image: $part_x; width: 12px; height: 12px; }
QToolBar { background: $panel; border: none; border-bottom: 1px solid $hairline; padding: 4px; spacing: 4px; }
QToolBar::separator { background: $hairline; width: 1px; margin: 4px; }
QSplitter::handle { background: $hairline; }
QSplitter::handle:horizontal { width: 1px; margin: 0 2px; }
QSplitter::handle:vertical { height: 1px; margin: 2px 0; }
QSplitter::handle:hover, QSplitter::handle:pressed { background: $accent; }
QMainWindow::separator { background: $hairline; width: 1px; height: 1px; margin: 2px; }
QMainWindow::separator:hover { background: $accent; }
QDockWidget { color: $soft_ink; titlebar-close-icon: $part_x; titlebar-normal-icon: none; border: none; }
QDockWidget::title { background: $panel; text-align: left; padding: 6px 12px; border-top: 1px solid $hairline; }
QDockWidget::close-button, QDockWidget::float-button { background: transparent; border: none; padding: 0; }
QDockWidget::close-button:hover { background: $hover; }
QCalendarWidget QWidget#qt_calendar_navigationbar { background: $panel; }
"""

_SHEETS = (_GROUNDS, _BUTTONS, _FIELDS, _VIEWS, _PARTS)
