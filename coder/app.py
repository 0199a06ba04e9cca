"""The composition root: the one module that knows every layer and wires them together."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from coder import screen
from coder.errors import CoderError, ProjectFileError

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from coder.gui.window.main_window import MainWindow
    from coder.services.settings import Settings


def run_command(arguments: list[str]) -> int:
    """Run a headless command or the demo; return the exit code."""
    from coder.cli import command_line

    try:
        command_line(demo=run_demo)(args=arguments, prog_name="coder")
    except SystemExit as done:
        return done.code if isinstance(done.code, int) else 0
    return 0


def run_demo(folder: Path | None, *, headless: bool = False) -> int:
    """Open a fresh copy of the sample project; without a screen, do the same job in print."""
    from coder.services.settings import Settings

    settings = Settings()
    if headless or not screen.has_screen():
        from coder.cli import headless_demo

        if not headless:
            print("There is no screen here, so the sample project is built and exported without a window.")
        headless_demo(folder, coder=settings.coder)
        return 0
    return _show(settings, sample_in=folder or settings.data_folder / "samples")


def run_window(project: Path | None) -> int:
    """Open the window on a project, or on the start page; return when it is closed."""
    from coder.services.settings import Settings

    if project is not None and not project.exists():
        raise ProjectFileError(f"There is no project “{project}”. Check the name, or make one: coder new {project}")
    return _show(Settings(), project=project)


def _show(settings: Settings, *, project: Path | None = None, sample_in: Path | None = None) -> int:
    _check_system()
    application, window = build_window(settings, project=project, sample_in=sample_in)
    window.show()
    return application.exec()


def build_window(
    settings: Settings, *, project: Path | None = None, sample_in: Path | None = None
) -> tuple[QApplication, MainWindow]:
    """Make the application and its window on a project, on a fresh sample in a folder, or on the start page.

    Raises `CoderError` for a project that cannot be opened: that is one line and no window.
    """
    # Before Qt: once Qt is loaded, its import hook reads the source of every module that is loaded after it.
    from coder.services import checking, sample  # noqa: F401  # isort: skip
    from coder.services.transcripts import importing, transcripts  # noqa: F401  # isort: skip
    from coder.services.suggestions import suggesting  # noqa: F401  # isort: skip
    from PySide6.QtCore import QtMsgType, qInstallMessageHandler
    from PySide6.QtWidgets import QApplication

    def on_message(kind: QtMsgType, _context: object, text: str) -> None:
        if kind is QtMsgType.QtFatalMsg:
            # Qt ends the process right after this, so a clear line is all that can still be done.
            print(f"coder: the window cannot be shown: {_first_line(text)}", file=sys.stderr, flush=True)
            os._exit(1)
        print(text, file=sys.stderr)

    qInstallMessageHandler(on_message)
    application = QApplication([sys.argv[0]])
    application.setApplicationName("coder")
    application.setApplicationDisplayName("Coder")
    from coder.gui.look.theme import Theme
    from coder.gui.window.failures import tell_failures
    from coder.gui.window.main_window import MainWindow

    theme = Theme(mode=settings.values.theme)
    theme.apply(application)
    window = MainWindow(settings, theme=theme)
    tell_failures(window, folder=settings.data_folder)
    if sample_in is not None:
        window.open_sample(sample_in)
    elif project is not None:
        window.open_project(project)
    return application, window


def _first_line(text: str) -> str:
    return text.splitlines()[0] if text else ""


def _check_system() -> None:
    if sys.platform.startswith("linux") and not os.environ.get("QT_QPA_PLATFORM") and not screen.has_screen():
        raise CoderError(
            "There is no screen here, so the window cannot be opened. The commands work without one: coder --help"
        )
    missing = screen.missing_packages(with_display=screen.has_screen())
    if missing:
        raise CoderError(
            "The window needs system packages that are not installed here. On Debian or Ubuntu: "
            f"sudo apt install {' '.join(missing)}"
        )
