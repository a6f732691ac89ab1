"""Shows the window light or dark, as the user has chosen or as the system is."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QActionGroup, QGuiApplication

from lungdesk.gui import theme
from lungdesk.gui.actions import Actions
from lungdesk.gui.application import show_palette
from lungdesk.gui.state import AppState

_ACTIONS: Final = {"dark": "theme_dark", "light": "theme_light", "system": "theme_system"}


class ThemePresenter(QObject):
    """Binds View > Theme to the preferences, and these to the colours of the application."""

    def __init__(self, state: AppState) -> None:
        super().__init__(state)
        self._state = state
        self._group = QActionGroup(self)

    def bind(self, actions: Actions) -> None:
        """Let the actions of the table do what they say."""
        self._actions = actions
        for name, id_ in _ACTIONS.items():
            self._group.addAction(actions[id_])
            actions[id_].triggered.connect(partial(self._choose, name))
        self._state.preferences_changed.connect(self._show)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._show)
        self._show()

    def _choose(self, name: str, _is_on: bool = True) -> None:
        self._state.set_preferences(replace(self._state.preferences, theme=name))

    def _show(self) -> None:
        name = self._state.preferences.theme
        self._actions[_ACTIONS.get(name, "theme_dark")].setChecked(True)
        palette = palette_of(name, QGuiApplication.styleHints().colorScheme())
        if palette is not theme.colours():
            show_palette(palette)


def palette_of(name: str, scheme: Qt.ColorScheme) -> theme.Palette:
    """The palette of a choice; a system that says nothing, and an unknown name, are dark."""
    is_light = scheme is Qt.ColorScheme.Light if name == "system" else name == "light"
    return theme.LIGHT if is_light else theme.DARK
