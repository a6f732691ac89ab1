"""The menu that chooses between a film as it is stored and its presentation states."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from lungdesk.gui.translation import tr


class PresentationChoice(QMenu):
    """One entry for each state, and one for the film as it is stored; one of them is marked.

    Signals
    -------
    chosen(str)
        The user wants the state of this SOP Instance UID; empty for the film as it is stored.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(tr("Prese&ntation"), parent)
        self._entries = QActionGroup(self)
        self._entries.triggered.connect(self._on_triggered)
        self.show_titles({})

    def show_titles(self, titles: Mapping[str, str]) -> None:
        """Offer other states, by their SOP Instance UIDs; without any there is no choice."""
        for entry in self._entries.actions():
            self._entries.removeAction(entry)
        self.clear()
        for uid, title in {"": tr("As stored"), **titles}.items():
            entry = QAction(title.replace("&", "&&"), self)
            entry.setCheckable(True)
            entry.setData(uid)
            self._entries.addAction(entry)
            self.addAction(entry)
        self.setEnabled(bool(titles))

    def mark(self, uid: str) -> None:
        """Show which one the film is shown as."""
        for entry in self._entries.actions():
            entry.setChecked(entry.data() == uid)

    def _on_triggered(self, entry: QAction) -> None:
        self.chosen.emit(entry.data())
