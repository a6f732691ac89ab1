"""Turns privacy mode on and off, and has everything said again that stands on the screen."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject

from lungdesk.gui.actions import Actions
from lungdesk.gui.messages import Messages
from lungdesk.gui.viewer.presenter import ViewerPresenter

_OVERLAYS = "overlays"


class PrivacyPresenter(QObject):
    """Binds the action; overlays of the files are left out meanwhile, because many hold a name."""

    def __init__(self, viewer: ViewerPresenter, messages: Messages) -> None:
        super().__init__(viewer)
        self._viewer, self._state, self._messages = viewer, viewer.state, messages
        self._is_shown = False

    def bind(self, actions: Actions) -> None:
        """Let the actions of the table do what they say."""
        self._actions = actions
        actions["privacy"].triggered.connect(self._set)
        self._state.preferences_changed.connect(self._show)
        self._show()

    def _set(self, is_private: bool) -> None:
        self._state.set_preferences(replace(self._state.preferences, is_private=is_private))

    def _show(self) -> None:
        is_private = self._state.preferences.is_private
        self._actions["privacy"].setChecked(is_private)
        if is_private == self._is_shown:
            return
        self._is_shown = is_private
        overlays = self._actions[_OVERLAYS]
        overlays.setEnabled(not is_private)
        for cell in self._viewer.cells:
            cell.set_extras(has_overlays=overlays.isChecked() and not is_private)
        self._messages.say_again()
