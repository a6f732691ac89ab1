"""Words on a page: plain text, so that no name of a film or a class is taken for mark-up."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget


def text_label(parent: QWidget, *, role: str = "") -> QLabel:
    """Plain words that wrap; ``role`` is one of the style sheet's."""
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    if role:
        label.setProperty("role", role)
    return label


def section_label(parent: QWidget, text: str) -> QLabel:
    """The heading of a part of a page."""
    label = QLabel(text, parent)
    label.setProperty("role", "section")
    return label
