"""What who cannot see, has no mouse, or enlarges everything meets in a window."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QButtonGroup,
    QComboBox,
    QHeaderView,
    QKeySequenceEdit,
    QLabel,
    QLayout,
    QLineEdit,
    QMenu,
    QScrollBar,
    QStackedLayout,
    QStyle,
    QStyleOptionComboBox,
    QTabBar,
    QToolButton,
    QWidget,
)

from lungdesk.gui.widgets.elided_label import ElidedLabel

#: Parts of a control of Qt; the control is what is named and reached.
_PARTS = (QScrollBar, QMenu, QHeaderView, QLabel)
_WHOLES = (QComboBox, QAbstractSpinBox, QKeySequenceEdit, QTabBar)
_INNER = ("qt_tableview_cornerbutton", "qt_menubar_ext_button")


def controls(window: QWidget) -> Iterator[QWidget]:
    """Everything in a window that hand or keys use, and is shown."""
    for widget in window.findChildren(QWidget):
        if widget.window() is not window or not widget.isVisible():
            continue
        takes_focus = widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        is_control = takes_focus or isinstance(widget, QAbstractButton)
        if is_control and not isinstance(widget, _PARTS) and not _is_part(widget):
            yield widget


def _is_part(widget: QWidget) -> bool:
    parent = widget.parent()
    if widget.objectName() in _INNER or isinstance(parent, _WHOLES):
        return True
    # The cross that empties a line; keys do the same.
    return isinstance(widget, QToolButton) and isinstance(parent, QLineEdit)


def unnamed(window: QWidget) -> list[str]:
    """Controls that a screen reader has no name for."""
    found = []
    for widget in controls(window):
        interface = QAccessible.queryAccessibleInterface(widget)
        if not interface.text(QAccessible.Text.Name):
            found.append(_path(widget))
    return found


def unreachable(window: QWidget) -> list[str]:
    """Buttons that neither Tab nor a menu or key reaches."""
    found = []
    for widget in controls(window):
        if not isinstance(widget, QAbstractButton) or _is_reached_by_tab(widget):
            continue
        if _is_reached_by_arrows(widget, window):
            continue
        actions = widget.actions()
        if not any(action.shortcut().toString() or action.menu() for action in actions):
            in_menus = isinstance(widget, QToolButton) and widget.defaultAction() is not None
            if not in_menus:
                found.append(_path(widget))
    return found


def past_tab(window: QWidget) -> list[str]:
    """Controls that Tab never comes to, however often it is pressed."""
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window)
    wanted = [one for one in controls(window) if one.isEnabled() and _is_reached_by_tab(one)]
    for one in wanted[:1]:
        one.setFocus()
    for _ in range(2):  # from one that holds the keys, the second time finds nothing
        left = list(wanted)
        for _ in range(2 * len(wanted)):
            focused = window.focusWidget()
            left = [one for one in left if one is not focused]
            QTest.keyClick(focused, Qt.Key.Key_Tab)
    return [
        _path(one)
        for one in left
        if one.focusProxy() is None
        and not (isinstance(one, QAbstractButton) and _is_reached_by_arrows(one, window))
    ]


def unmarked(window: QWidget) -> list[str]:
    """Controls that look the same whether they have the focus or not."""
    window.activateWindow()
    # A window that is not active yet marks nothing: the first control would be blamed for it.
    assert QTest.qWaitForWindowActive(window)
    found = []
    for widget in controls(window):
        hidden = widget.visibleRegion().isEmpty() or not widget.isEnabled()
        if hidden or not _is_reached_by_tab(widget) or widget.focusProxy() is not None:
            continue
        focused = QApplication.focusWidget()
        if focused is not None:
            focused.clearFocus()
        before = window.grab(_surroundings(widget, window)).toImage()
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        QApplication.processEvents()
        if window.grab(_surroundings(widget, window)).toImage() == before:
            found.append(_path(widget))
    return found


def cut_off(window: QWidget) -> list[str]:
    """Words that have less room than they take."""
    found = []
    for kind in (QLabel, QAbstractButton, QComboBox):
        for widget in window.findChildren(kind):
            is_shown = widget.isVisible() and widget.window() is window
            if is_shown and not isinstance(widget, ElidedLabel) and _is_cut(widget):
                found.append(_path(widget))
    return found


def overlapping(window: QWidget) -> list[str]:
    """What lies on something else that is laid out beside it."""
    found = []
    for layout in window.findChildren(QLayout):
        parent = layout.parentWidget()
        if parent is None or not parent.isVisible() or isinstance(layout, QStackedLayout):
            continue
        items = [item for n in range(layout.count()) if (item := layout.itemAt(n)) is not None]
        places = [(one.widget(), one.geometry()) for one in items if not one.isEmpty()]
        for (one, place), (other, beside) in itertools.combinations(places, 2):
            if place.intersects(beside):
                found.append(f"{_path(one or parent)} and {_path(other or parent)}")
    return found


def _is_cut(widget: QWidget) -> bool:
    if isinstance(widget, QComboBox):
        option = QStyleOptionComboBox()
        widget.initStyleOption(option)
        field = widget.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox,
            option,
            QStyle.SubControl.SC_ComboBoxEditField,
            widget,
        )
        words = widget.fontMetrics().horizontalAdvance(widget.currentText())
        return words > field.width()
    if isinstance(widget, QLabel):
        if not widget.text():
            return False
        if widget.wordWrap():
            return widget.heightForWidth(widget.width()) > widget.height() + 1
    if isinstance(widget, QAbstractButton) and not widget.text():
        return False
    return widget.sizeHint().width() > widget.width() + 1


def _is_reached_by_arrows(button: QAbstractButton, window: QWidget) -> bool:
    """Of several of which one is chosen, Tab reaches the chosen one, and the arrows the others."""
    groups = (one for one in window.findChildren(QButtonGroup) if button in one.buttons())
    chosen = (one.checkedButton() for one in groups if one.exclusive())
    return any(one is not None and _is_reached_by_tab(one) for one in chosen)


def _is_reached_by_tab(widget: QWidget) -> bool:
    return bool(widget.focusPolicy().value & Qt.FocusPolicy.TabFocus.value)


def _surroundings(widget: QWidget, window: QWidget) -> QRect:
    area = widget.rect().adjusted(-3, -3, 3, 3)
    area.moveTopLeft(widget.mapTo(window, area.topLeft()))
    return area.intersected(window.rect())


def _path(widget: QWidget) -> str:
    parts: list[str] = []
    one: object = widget
    while isinstance(one, QWidget) and len(parts) < 3:
        parts.append(f"{type(one).__name__} {one.objectName() or one.accessibleName()}".strip())
        one = one.parent()
    return " in ".join(parts)
