"""What is shown besides the film itself: what its file draws, words, the magnifier."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject

from lungdesk.gui.actions import Actions
from lungdesk.gui.state import Overlay
from lungdesk.gui.viewer.presenter import ViewerPresenter

#: Action and what it shows or leaves out.
_EXTRAS = {
    "overlays": "has_overlays",
    "shutters": "has_shutters",
    "padding": "hides_padding",
    "local_contrast": "has_local_contrast",
}


class ExtrasPresenter(QObject):
    """Shows them, or leaves them out, in all places alike."""

    def __init__(self, viewer: ViewerPresenter) -> None:
        super().__init__(viewer)
        self._cells, self._state = viewer.cells, viewer.state
        self._shown = viewer.active.extras

    def bind(self, actions: Actions) -> None:
        """Let the actions of the table do what they say."""
        actions["words"].triggered.connect(self.next_overlay)
        actions["magnifier"].toggled.connect(self._set_magnifier)
        for id_, name in _EXTRAS.items():
            actions[id_].setChecked(getattr(self._shown, name))
            actions[id_].toggled.connect(partial(self._set_extra, name))

    def next_overlay(self) -> None:
        """Show everything, measurements only, or the bare film, in turn."""
        states = list(Overlay)
        now = states.index(self._state.overlay)
        self._state.set_overlay(states[(now + 1) % len(states)])

    def _set_extra(self, name: str, is_on: bool) -> None:
        for cell in self._cells:
            cell.set_extras(**{name: is_on})

    def _set_magnifier(self, is_shown: bool) -> None:
        for cell in self._cells:
            cell.view.set_magnifier(is_shown)
