"""Meets who opens LungDesk for the first time: notice, folders, tour, a look at the computer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from lungdesk.core.errors import LungDeskError
from lungdesk.gui import open_dialog
from lungdesk.gui.first_run.about_dialog import AboutDialog
from lungdesk.gui.first_run.welcome_dialog import (
    NOTICE,
    NOTICE_VERSION,
    STAYS,
    WelcomeDialog,
)
from lungdesk.gui.translation import told, tr

if TYPE_CHECKING:
    from lungdesk.gui.actions import Actions
    from lungdesk.gui.first_run.self_test_presenter import SelfTestPresenter
    from lungdesk.gui.first_run.tour_presenter import TourPresenter
    from lungdesk.gui.settings_presenter import SettingsPresenter
    from lungdesk.gui.viewer.panel import ViewerPanel
    from lungdesk.gui.window_services import Shared

_DATA = tr("Models, worklist, trainings")


class WelcomePresenter(QObject):
    """Does nothing where the notice was accepted before, or where nobody is to be met."""

    def __init__(
        self,
        panel: ViewerPanel,
        settings: SettingsPresenter,
        self_test: SelfTestPresenter,
        tour: TourPresenter,
        shared: Shared,
    ) -> None:
        super().__init__(panel)
        self._panel, self._settings, self._paths = panel, settings, shared.services.paths
        self._self_test, self._tour = self_test, tour
        self._is_wanted = shared.services.welcomes
        self.dialog: WelcomeDialog | None = None

    def bind(self, actions: Actions) -> None:
        """Let the actions of the table do what they say."""
        actions["about"].triggered.connect(self.show_notice)

    def show_notice(self) -> None:
        """Say again what LungDesk is for, and which one this is."""
        AboutDialog(f"{NOTICE}\n\n{STAYS}", self._panel.window()).open()

    def begin(self) -> None:
        """Meet the user, once."""
        is_accepted = self._settings.loaded.accepted_notice == NOTICE_VERSION
        if not self._is_wanted or is_accepted or self.dialog is not None:
            return
        places = (
            (tr("Settings"), self._paths.config),
            (_DATA, self._paths.data),
            (tr("What can be made again"), self._paths.cache),
        )
        self.dialog = WelcomeDialog(places, self._panel.window())
        self.dialog.accepted.connect(self._on_accepted)
        self.dialog.rejected.connect(self._panel.window().close)
        self.dialog.folder_wanted.connect(self._ask_for_folder)
        self.dialog.tour_wanted.connect(self._tour.begin)
        self.dialog.open()

    def _on_accepted(self) -> None:
        self._settings.keep_notice(NOTICE_VERSION)
        self._self_test.start()

    def _ask_for_folder(self) -> None:
        assert self.dialog is not None
        folder = open_dialog.ask_where_to_keep_data(self.dialog, self._paths.data)
        if folder is None:
            return
        try:
            self._paths.choose_data(folder)
        except LungDeskError as error:
            self.dialog.show_state(told(f"{error.message} {error.hint}".strip()))
            return
        self.dialog.show_place(_DATA, folder, tr("This folder is used from the next start on."))
