"""Preferences: pages on the left, the chosen one on the right."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from lungdesk.gui import theme
from lungdesk.gui.key_bindings import KeyBindings
from lungdesk.gui.preference_values import Preferences
from lungdesk.gui.preferences.display_panel import DisplayPanel
from lungdesk.gui.preferences.keys_panel import KeysPanel
from lungdesk.gui.preferences.language_panel import LanguagePanel
from lungdesk.gui.preferences.privacy_panel import PrivacyPanel
from lungdesk.gui.preferences.reader_panel import ReaderPanel
from lungdesk.gui.preferences.reports_panel import ReportsPanel
from lungdesk.gui.preferences.results_panel import ResultsPanel
from lungdesk.gui.translation import tr
from lungdesk.gui.widgets.column_area import ColumnArea
from lungdesk.gui.widgets.fitting_dialog import FittingDialog

_SIZE = (760, 736)
_PAGES_WIDTH = 168


class PreferencesDialog(FittingDialog):
    """Nothing changes before it is saved; closing it deletes it.

    Parameters
    ----------
    usual_results
        Where DICOM results go unless the user wants them elsewhere.

    Signals
    -------
    keys_saved(KeyBindings)
        The user has saved keys that do not conflict.
    preferences_saved(Preferences)
        And how the window is to behave.
    """

    keys_saved = Signal(object)
    preferences_saved = Signal(object)

    def __init__(
        self,
        bindings: KeyBindings,
        preferences: Preferences,
        usual_results: Path,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._given = preferences
        self.setWindowTitle(tr("Preferences"))
        self.resize(*_SIZE)
        self.keys = KeysPanel(bindings, self)
        self.display = DisplayPanel(
            is_level_reversed=preferences.is_level_reversed,
            pitches=preferences.monitor_pitches,
            parent=self,
        )
        self.language = LanguagePanel(preferences.language, self)
        self.privacy = PrivacyPanel(is_private=preferences.is_private, parent=self)
        self.reader = ReaderPanel(preferences.reader, self)
        self.reports = ReportsPanel(preferences.report, preferences.report_language, self)
        self.results = ResultsPanel(preferences.results_folder, usual_results, self)
        self.reports.add_section(self.results)
        self.pages = QListWidget(self)
        self.pages.setAccessibleName(tr("Pages"))
        self.pages.setFixedWidth(_PAGES_WIDTH)
        self._title = QLabel(self)
        self._title.setProperty("role", "heading")
        self._stack = QStackedWidget(self)
        self.buttons = self._buttons()
        for name, page in (
            (tr("Keys"), self.keys),
            (tr("Mouse and display"), self.display),
            (tr("Privacy"), self.privacy),
            (tr("Reader"), self.reader),
            (tr("Reports"), self.reports),
            (tr("Language"), self.language),
        ):
            self.pages.addItem(name)
            area = ColumnArea(page, self)  # on a low screen it scrolls
            area.setMinimumWidth(page.minimumSizeHint().width())
            self._stack.addWidget(area)
        self._assemble()
        self.pages.currentRowChanged.connect(self._show_page)
        self.keys.checked.connect(self._allow)
        self._allow(not self.keys.warning)
        self.pages.setCurrentRow(0)
        self.keys.filter.setFocus()  # not an editor, where the next key would be taken

    def _buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel, self
        )
        save = buttons.button(QDialogButtonBox.StandardButton.Save)
        save.setProperty("primary", True)
        save.style().unpolish(save)
        buttons.accepted.connect(self._save)
        buttons.rejected.connect(self.reject)
        return buttons

    def _assemble(self) -> None:
        page = QVBoxLayout()
        page.setContentsMargins(theme.UNIT * 2, theme.UNIT * 2, theme.UNIT * 2, theme.UNIT * 2)
        page.setSpacing(theme.UNIT)
        page.addWidget(self._title)
        page.addWidget(self._stack, 1)
        page.addWidget(self.buttons)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)  # the dialog's own line
        layout.setSpacing(0)
        pages = QVBoxLayout()
        pages.setContentsMargins(0, theme.UNIT * 2, 0, theme.UNIT * 2)
        pages.addWidget(self.pages)
        layout.addLayout(pages)
        layout.addLayout(page, 1)

    def _show_page(self, number: int) -> None:
        self._stack.setCurrentIndex(number)
        self._title.setText(self.pages.item(number).text())

    def _allow(self, is_allowed: bool) -> None:
        self.buttons.button(QDialogButtonBox.StandardButton.Save).setEnabled(is_allowed)

    def _save(self) -> None:
        self.keys_saved.emit(self.keys.bindings)
        self.preferences_saved.emit(
            replace(
                self._given,
                is_private=self.privacy.box.isChecked(),
                language=self.language.language,
                is_level_reversed=self.display.is_level_reversed,
                monitor_pitches=self.display.pitches,
                report=self.reports.style_chosen,
                report_language=self.reports.language_chosen,
                results_folder=self.results.chosen,
                reader=self.reader.reader,
            )
        )
        self.accept()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.display.show_screen(self.screen())
        self.windowHandle().screenChanged.connect(
            self.display.show_screen, Qt.ConnectionType.UniqueConnection
        )
