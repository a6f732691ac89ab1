"""Words on a page: plain text, so that no name of a film or a class is taken for mark-up."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget


def text_label(
    parent: QWidget, text: str = "", *, role: str = "", is_selectable: bool = False
) -> QLabel:
    """Plain words that wrap; ``role`` is one of the style sheet's. What is selectable is copied."""
    label = QLabel(text, parent)
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
