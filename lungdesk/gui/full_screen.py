"""Shows the films alone on the whole screen, and brings back what was there before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from PySide6.QtCore import QObject, Qt

from lungdesk.gui.actions import Actions


class _Part(Protocol):
    def setVisible(self, visible: bool, /) -> None: ...  # noqa: N802 - Qt's name


class _Window(Protocol):
    def showFullScreen(self) -> None: ...  # noqa: N802 - Qt's name

    def windowState(self) -> Qt.WindowState: ...  # noqa: N802 - Qt's name

    def setWindowState(self, state: Qt.WindowState, /) -> None: ...  # noqa: N802 - Qt's name


class FullScreenPresenter(QObject):
    """Folds panels away, each by its action, and leaves with the full screen.

    Parameters
    ----------
    panels
        Panel by the id of the action that folds it away.
    others
        Parts that are there whenever the window is not full.
    """

    def __init__(
        self,
        window: _Window,
        panels: Mapping[str, _Part],
        others: Sequence[_Part],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._window, self._panels, self._others = window, dict(panels), tuple(others)
        self._folded_before: dict[str, bool] = dict.fromkeys(panels, True)
        self._state_before = Qt.WindowState.WindowNoState

    def bind(self, actions: Actions) -> None:
        """Let the actions of the table do what they say."""
        self._actions = actions
        actions["full_screen"].toggled.connect(self._set_full)
        for id_, panel in self._panels.items():
            actions[id_].toggled.connect(panel.setVisible)

    def _set_full(self, is_full: bool) -> None:
        if is_full:
            self._folded_before = {id_: self._actions[id_].isChecked() for id_ in self._panels}
            self._state_before = self._window.windowState() & ~Qt.WindowState.WindowFullScreen
        for id_, panel in self._panels.items():
            panel.setVisible(not is_full and self._folded_before[id_])
        for part in self._others:
            part.setVisible(not is_full)
        if is_full:
            self._window.showFullScreen()
        else:
            self._window.setWindowState(self._state_before)
