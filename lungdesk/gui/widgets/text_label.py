"""Labels that say words."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from typing_extensions import override

#: Between a number and its unit, which belong on one line.
_BEFORE_UNIT = re.compile(r"(?<=\d) (?=%|(?:mm|cm|px|ms|s|min|MB|GB|kV)\b)")
_NO_BREAK = "\N{NO-BREAK SPACE}"


class _TextLabel(QLabel):
    """Does not part a number from its unit."""

    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setText(text)

    @override
    def setText(self, text: str) -> None:
        super().setText(_BEFORE_UNIT.sub(_NO_BREAK, text))

    @override
    def text(self) -> str:
        return super().text().replace(_NO_BREAK, " ")


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
