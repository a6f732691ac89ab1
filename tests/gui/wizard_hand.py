"""A user's hand in the training wizard: clicks, keys, and waiting for what the window shows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QComboBox,
    QLineEdit,
    QPushButton,
    QScrollBar,
    QTabBar,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from lungdesk.gui.main_window import MainWindow
from lungdesk.gui.training.training_view import TrainingView

#: A busy computer may take long for what is done in a moment else.
PATIENCE_MS = 600_000

_Panel = TypeVar("_Panel", bound=QWidget)


@dataclass
class Hand:
    """Reaches only what can be seen: whatever is clicked must be visible and enabled."""

    window: MainWindow
    qtbot: QtBot

    # --- acts

    def press(self, keys: str) -> None:
        """Press a shortcut in the main window."""
        self.window.activateWindow()
        QTest.keySequence(self.window, keys)

    def click(self, widget: QWidget, at: QPoint | None = None) -> None:
        """Click in the middle of a widget, or somewhere else in it."""
        assert widget.isVisible(), f"{widget.accessibleName()} is not seen"
        assert widget.isEnabled(), f"{widget.accessibleName()} is not to be clicked"
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=at or widget.rect().center())

    def click_button(self, inside: QWidget, name: str) -> None:
        """Click the button of this name."""
        found = [
            button
            for button in inside.findChildren(QPushButton)
            if button.accessibleName() == name and button.isVisible()
        ]
        assert len(found) == 1, f"{len(found)} buttons are called {name}"
        self.click(found[0])

    def click_item(self, items: QAbstractItemView, place: QRect) -> None:
        """Click an item of a list or a table."""
        self.click(items.viewport(), place.center())

    def write(self, field: QLineEdit, text: str) -> None:
        """Replace what stands in a field, and press Enter."""
        self.click(field)
        QTest.keySequence(field, "Ctrl+A")
        QTest.keyClicks(field, text)
        QTest.keyClick(field, Qt.Key.Key_Return)

    def see(self, condition: Callable[[], bool]) -> None:
        """Wait until it is so."""
        self.qtbot.waitUntil(condition, timeout=PATIENCE_MS)

    # --- the wizard

    def open_wizard(self) -> None:
        """By its shortcut."""
        self.press("Ctrl+Shift+T")
        self.see(lambda: any(view.isVisible() for view in self._views()))

    def _views(self) -> list[TrainingView]:
        return self.window.findChildren(TrainingView)

    @property
    def wizard(self) -> TrainingView:
        (view,) = self._views()
        return view

    def page(self, kind: type[_Panel], title: str) -> _Panel:
        """The page that is seen."""
        assert self.wizard.title.text() == title
        panel = self.wizard.findChild(kind)
        assert panel is not None
        assert panel.isVisible()
        assert panel.isAncestorOf(self.wizard.focusWidget()), "a page turns up without the keys"
        self.listen()
        return panel

    def listen(self) -> None:
        """Everything that takes keys has a name to be read aloud, and Tab comes there."""
        for control in _controls(self.wizard):
            interface = QAccessible.queryAccessibleInterface(control)
            name = interface.text(QAccessible.Text.Name)
            assert name, f"a {type(control).__name__} has no name"
            leads_there = control.focusPolicy() & Qt.FocusPolicy.TabFocus or _is_one_of(control)
            assert leads_there, f"no key leads to {name}"

    def go_on(self) -> None:
        """To the next page, once nothing is missing on this one."""
        self.see(self.wizard.next.isEnabled)
        self.click(self.wizard.next)


def _controls(window: QWidget) -> list[QWidget]:
    """What can be seen and is to be worked with; scroll bars and the like belong to others."""
    kinds = (QAbstractButton, QAbstractItemView, QAbstractSlider, QComboBox, QLineEdit, QTextEdit)
    found = [widget for widget in window.findChildren(QWidget) if isinstance(widget, kinds)]
    return [widget for widget in found if widget.isVisible() and not _is_part(widget)]


def _is_one_of(control: QWidget) -> bool:
    """Of buttons that exclude each other Tab leads to one, and arrows to the others."""
    return isinstance(control, QAbstractButton) and control.group() is not None


def _is_part(widget: QWidget) -> bool:
    parts = (QScrollBar, QTabBar)
    owners = (QComboBox, QAbstractItemView, QTabBar)
    return isinstance(widget, parts) or isinstance(widget.parent(), owners)
