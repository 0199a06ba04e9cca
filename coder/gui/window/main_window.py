"""The window: the start page or the desk, with menus, keys, messages and the foot line around it."""

from __future__ import annotations

import base64
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSize
from PySide6.QtGui import QActionGroup, QCloseEvent, QShowEvent
from PySide6.QtWidgets import QMainWindow, QMenu, QWidget

from coder.errors import CoderError
from coder.files import make_folder
from coder.gui.base.actions import ACTIONS, Actions, Group, key_overview
from coder.gui.base.equipment import Equipment
from coder.gui.base.file_dialogs import FileDialogs
from coder.gui.base.notifier import Notifier
from coder.gui.base.session import Session
from coder.gui.base.tasks import Tasks
from coder.gui.look.fonts import READING_PX
from coder.gui.look.icons import IconSet
from coder.gui.look.screens import PageStack, fit_to_screen
from coder.gui.look.theme import Mode, Theme
from coder.gui.look.titles import NAME, title_of
from coder.gui.window.checked import say_whether_sound
from coder.gui.window.desk import Desk
from coder.gui.window.projects import ask_for_new_project, make_project, usual_folder
from coder.gui.window.recent_menu import RecentMenu
from coder.gui.window.status_line import StatusLine
from coder.gui.window.window_notifier import WindowNotifier
from coder.services import sample
from coder.services.project import Project, open_project
from coder.services.settings import Settings

if TYPE_CHECKING:
    from coder.gui.start.page import StartPage

SIZE = QSize(1360, 860)


class MainWindow(QMainWindow):
    """One window for one project at a time.

    The start page and the dialogs are loaded when they are first needed: a start on a project needs none of them.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        theme: Theme,
        notifier: Notifier | None = None,
        files: FileDialogs | None = None,
    ) -> None:
        super().__init__()
        self.settings = settings
        self.theme = theme
        self.icons = IconSet(theme, self)
        self.tasks = Tasks(self)
        self.desk: Desk | None = None
        theme.set_text_size(settings.values.text_size)
        self.setWindowTitle(NAME)
        self.setObjectName("main")
        self.notifier: Notifier = notifier or WindowNotifier(self)
        self.files = files or FileDialogs(self)
        self.actions_table = Actions(self, icons=self.icons, handlers=self._handlers())
        self._status = StatusLine(self)
        self.setStatusBar(self._status)
        self._start: StartPage | None = None
        self._told = ""
        self._follows_screen = False
        self._pages = PageStack()
        self.setCentralWidget(self._pages)
        self._fill_menus()
        self._status.coder_requested.connect(self.code_as)
        self._status.hide()
        self.actions_table.enable_for(project=False)
        self._restore_place()

    # -- projects ------------------------------------------------------------------------------------------

    def open_project(self, path: Path) -> None:
        """Open a project file instead of the one that is open; raises `CoderError`, and shows what was there then."""
        self._show_desk(open_project(path, backups=self.settings.backups, person=self.settings.coder))

    def open_sample(self, folder: Path) -> None:
        """Make a fresh copy of the sample project in a folder and open it."""
        make_folder(folder)
        path = sample.free_path(folder, "Sample")
        self._show_desk(sample.build_sample(path, coder=self.settings.coder))

    def open_new_sample(self) -> None:
        """Open a fresh copy of the sample project in the data folder."""
        self._try(lambda: self.open_sample(self.settings.data_folder / "samples"))

    def new_project(self) -> None:
        """Let the person name a project and choose its codebooks, and open it."""
        choice = ask_for_new_project(self.settings, theme=self.theme, icons=self.icons, parent=self)
        if choice is not None:
            self._try(lambda: self._make_project(choice.path, choice.codebooks, choice.coder))

    def ask_for_project(self) -> None:
        """Let the person choose a project file and open it."""
        path = self.files.project_to_open(usual_folder(self.settings))
        if path is not None:
            self._try_open(path)

    def close_project(self) -> None:
        """Close the open project and show the start page."""
        self._close_desk()
        self._show_start()

    # -- things to do with an open project -----------------------------------------------------------------

    def import_codings(self) -> None:
        """Take a table of another tool's codings into the project."""
        desk = self._open_desk()
        file = self.files.codings_to_import(usual_folder(self.settings))
        if file is not None:
            desk.imports.import_codings(file)

    def check_project(self) -> None:
        """Look through the whole project and say whether it is sound."""
        project = self._open_desk().session.project
        self._try(lambda: say_whether_sound(project, self.notifier))

    def code_as(self) -> None:
        """Let the person code under another name."""
        from coder.gui.start.coder_name import ask_for_coder

        known: list[str] = []
        if self.desk is not None:
            with self.desk.session.project.read() as rows:
                known = [person.name for person in rows.coders()]
        name = ask_for_coder(self.settings.coder, known=known, parent=self)
        if name is not None:
            self.set_coder(name)

    def set_coder(self, name: str) -> None:
        """Code under another name from now on."""
        if self.desk is not None:
            self.desk.session.set_coder(name)
        elif name.strip():
            self.settings.values.coder = " ".join(name.split())
            self.settings.save()

    def set_mode(self, mode: Mode) -> None:
        """Show the system's look, the light or the dark one, and remember it."""
        self.theme.set_mode(mode)
        self.settings.values.theme = mode.value
        self.settings.save()
        self._tick_mode()

    def show_preferences(self) -> None:
        """Let the person say under which name, look and size they work, and what suggestions use."""
        from coder.gui.window.preferences import Wishes, ask_for_wishes

        values, desk = self.settings.values, self.desk
        now = Wishes(
            coder=self.settings.coder, mode=self.theme.mode, text_size=values.text_size, vectors=values.vectors
        )
        engine = desk.engine.described() if desk is not None and desk.suggesting.shown else ""
        wished = ask_for_wishes(now, engine=engine, files=self.files, parent=self)
        if wished is None or wished == now:
            return
        self.set_coder(wished.coder)
        self.set_mode(wished.mode)
        if desk is not None:
            desk.set_text_size(wished.text_size)
        values.text_size, values.vectors = wished.text_size, wished.vectors
        self.settings.save()
        if desk is not None and wished.vectors != now.vectors:
            desk.engine.renew()

    def show_keys(self) -> None:
        """Show all keys."""
        from coder.gui.window.keys import KeysDialog

        self._run(KeysDialog(key_overview(), parent=self))

    def show_about(self) -> None:
        """Say what this application is."""
        from coder.gui.window.about import AboutDialog

        self._run(AboutDialog(parent=self))

    # -- Qt ------------------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        if self.desk is None:
            self._show_start()
        super().showEvent(event)
        handle = self.windowHandle()
        if handle is not None and not self._follows_screen:
            self._follows_screen = True
            handle.screenChanged.connect(self._fit)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.settings.values.window = base64.b64encode(self.saveGeometry().data()).decode("ascii")
        self._close_desk()
        self.tasks.shut_down()
        self.settings.save()
        super().closeEvent(event)

    # -- the parts -----------------------------------------------------------------------------------------

    def _handlers(self) -> dict[str, Callable[[], object]]:
        own: dict[str, Callable[[], object]] = {
            "new_project": self.new_project,
            "open_project": self.ask_for_project,
            "open_sample": self.open_new_sample,
            "import_codings": self.import_codings,
            "check_project": self.check_project,
            "close_project": self.close_project,
            "quit": self.close,
            "bigger": lambda: self._zoom(1),
            "smaller": lambda: self._zoom(-1),
            "normal_size": lambda: self._zoom(0),
            "theme_system": lambda: self.set_mode(Mode.SYSTEM),
            "theme_light": lambda: self.set_mode(Mode.LIGHT),
            "theme_dark": lambda: self.set_mode(Mode.DARK),
            "code_as": self.code_as,
            "preferences": self.show_preferences,
            "shortcuts": self.show_keys,
            "about": self.show_about,
        }
        return {spec.name: own.get(spec.name) or self._on_desk(spec.name) for spec in ACTIONS}

    def _on_desk(self, name: str) -> Callable[[], object]:
        """Return what does an action on whichever desk is open then."""

        def do() -> None:
            if self.desk is not None:
                self.desk.handlers()[name]()

        return do

    def _fill_menus(self) -> None:
        for group in Group:
            menu = QMenu(group.value, self)
            menu.setAccessibleName(f"{group.value} menu")
            menu.setToolTipsVisible(True)
            for spec, action in self.actions_table.in_group(group):
                if spec.separator:
                    menu.addSeparator()
                menu.addAction(action)
                if spec.name == "open_project":
                    self._recent = RecentMenu(self.settings.recent_projects, menu)
                    self._recent.chosen.connect(self._try_open)
                    menu.addMenu(self._recent)
            self.menuBar().addMenu(menu)
        looks = QActionGroup(self)
        for mode in Mode:
            action = self.actions_table[f"theme_{mode.value}"]
            looks.addAction(action)
        self._tick_mode()

    def _tick_mode(self) -> None:
        self.actions_table[f"theme_{self.theme.mode.value}"].setChecked(True)

    def _start_page(self) -> StartPage:
        if self._start is None:
            from coder.gui.start.page import StartPage

            self._start = page = StartPage(theme=self.theme, icons=self.icons)
            page.new_requested.connect(self.new_project)
            page.open_requested.connect(self.ask_for_project)
            page.sample_requested.connect(self.open_new_sample)
            page.recent_chosen.connect(self._try_open)
            page.recent_forgotten.connect(self._forget)
            self._pages.addWidget(page)
        return self._start

    def _show_start(self) -> None:
        page = self._start_page()
        page.show_recent(self.settings.recent_projects())
        self._pages.setCurrentWidget(page)
        page.setFocus()
        self._status.clear_project()
        self._status.hide()
        self.setWindowTitle(NAME)
        self.actions_table.enable_for(project=False)

    def _show_desk(self, project: Project) -> None:
        self._close_desk()
        session = Session(project, settings=self.settings, notifier=self.notifier)
        kit = Equipment(
            theme=self.theme, icons=self.icons, actions=self.actions_table, files=self.files, tasks=self.tasks
        )
        desk = Desk(session, kit=kit)
        session.setParent(desk)
        self.desk = desk
        session.saved_changed.connect(self._status.show_saved)
        session.coder_changed.connect(self._status.show_coder)
        session.codebook_changed.connect(self._rename_codebooks)
        session.sharing_told.connect(self._name_codebooks)
        desk.engine.told.connect(self._tell_suggestions)
        self._status.show_saved("All changes saved")
        self._status.show_coder(session.coder)
        self._status.show_suggestions("getting ready…" if desk.suggesting.shown else "off")
        self._name_codebooks("")
        self._status.show()
        self.settings.remember_project(project.path)
        self.setWindowTitle(title_of(session.name, project.path))
        self.setWindowFilePath(str(project.path))
        self.actions_table.enable_for(project=True)
        self._pages.addWidget(desk)
        self._pages.setCurrentWidget(desk)
        desk.begin()

    def _close_desk(self) -> None:
        desk, self.desk = self.desk, None
        if desk is None:
            return
        # What works for one project in the background brings nothing to the next.
        tasks, self.tasks = self.tasks, Tasks(self)
        try:
            desk.close_down()
        except CoderError as error:
            self.notifier.problem(error.message)
        self._pages.removeWidget(desk)
        tasks.shut_down()
        for gone in (desk, tasks):
            gone.setParent(None)
            gone.deleteLater()

    def _tell_suggestions(self, text: str) -> None:
        """Say what suggestions are made from, unless they are switched off."""
        if self.desk is not None:
            self._status.show_suggestions(text if self.desk.suggesting.shown else "off")

    def _rename_codebooks(self) -> None:
        self._name_codebooks()

    def _name_codebooks(self, told: str | None = None) -> None:
        """Name the codebooks in use, and what is to be done about shared ones; None leaves what was told."""
        self._told = self._told if told is None else told
        if self.desk is not None:
            books = self.desk.session.codebook.codebooks
            named = ", ".join(f"{book.name} {book.version}" for book in books) or "No codebook"
            self._status.show_codebook(f"{named} ({self._told})" if self._told else named)

    def _make_project(self, path: Path, codebooks: tuple[Path, ...], coder: str) -> None:
        self.set_coder(coder)
        self._show_desk(make_project(path, codebooks, person=self.settings.coder))

    def _try_open(self, path: Path) -> None:
        if self.desk is not None and path.resolve() == self.desk.session.project.path.resolve():
            self.notifier.say("This project is open already.")
            return
        self._try(lambda: self.open_project(path))

    def _try(self, action: Callable[[], None]) -> None:
        """Do something that may fail with a known error, which is told."""
        try:
            action()
        except CoderError as error:
            self.notifier.problem(error.message)

    def _forget(self, path: Path) -> None:
        self.settings.values.recent_projects = [
            item for item in self.settings.values.recent_projects if Path(item) != path
        ]
        self.settings.save()
        self._start_page().show_recent(self.settings.recent_projects())

    def _zoom(self, steps: int) -> None:
        if self.desk is None:
            return
        if steps:
            self.desk.zoom(steps)
        else:
            self.desk.set_text_size(READING_PX)

    def _open_desk(self) -> Desk:
        assert self.desk is not None, "the action is offered only with an open project"
        return self.desk

    def _restore_place(self) -> None:
        self.resize(SIZE)
        kept = self.settings.values.window
        if kept:
            self.restoreGeometry(QByteArray.fromBase64(kept.encode("ascii")))
        # The screen may be smaller than ours, or than the one where the place was remembered.
        fit_to_screen(self)

    def _fit(self) -> None:
        """Fit the screen that the window came to, since the one before may have been larger or be gone."""
        fit_to_screen(self)

    def _run(self, dialog: QWidget) -> None:
        dialog.exec()  # type: ignore[attr-defined]  # every dialog has it
        dialog.deleteLater()
