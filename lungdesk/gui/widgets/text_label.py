"""Labels that say words."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLabel, QMenu, QWidget
from typing_extensions import override

from lungdesk.gui.translation import tr

#: Between a number and its unit, which belong on one line.
_BEFORE_UNIT = re.compile(r"(?<=\d) (?=%|(?:mm|cm|px|ms|s|min|MB|GB|kV)\b)")
_NO_BREAK = "\N{NO-BREAK SPACE}"
#: What has no space for so long may be the name of a model or a path: no place is to grow by it.
_LONG_WORD = re.compile(r"\S{21,}")
_PART = re.compile(r"[^_/.\-]{0,19}[_/.\-]|.{1,20}")
_MAY_BREAK = "\N{ZERO WIDTH SPACE}"


def _broken(word: re.Match[str]) -> str:
    """A long word that may go on in the next line behind each of its parts."""
    return _MAY_BREAK.join(_PART.findall(word.group()))


class _TextLabel(QLabel):
    """Does not part a number from its unit, and lets any word break that is long.

    Who reads its words, or copies them, gets them as they were set.
    """

    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setText(text)

    @override
    def setText(self, text: str) -> None:
        super().setText(_BEFORE_UNIT.sub(_NO_BREAK, _LONG_WORD.sub(_broken, text)))

    @override
    def text(self) -> str:
        return _plain(super().text())

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self._copy()
        else:
            super().keyPressEvent(event)

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if not self.hasSelectedText():
            super().contextMenuEvent(event)
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(tr("Copy"), self._copy)
        menu.popup(event.globalPos())

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(_plain(self.selectedText()))


def _plain(text: str) -> str:
    return text.replace(_NO_BREAK, " ").replace(_MAY_BREAK, "")


def text_label(
    parent: QWidget, text: str = "", *, role: str = "", is_selectable: bool = False
) -> QLabel:
    """Plain words that wrap; ``role`` is one of the style sheet's. What is selectable is copied."""
    label = _TextLabel(text, parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    if role:
        label.setProperty("role", role)
    if is_selectable:
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def section_label(parent: QWidget, text: str) -> QLabel:
    """The heading of a part of a page."""
    label = QLabel(text, parent)
    label.setProperty("role", "section")
    return label
