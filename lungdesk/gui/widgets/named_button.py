"""A button that says what it does: by its words, by its tip, and to those who do not see it."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton, QWidget


def named_button(
    parent: QWidget, text: str, tip: str, *, name: str = "", is_checkable: bool = False
) -> QPushButton:
    """A button; ``name`` is read aloud where the words on it are too few."""
    button = QPushButton(text, parent)
    button.setToolTip(tip)
    button.setAccessibleName(name or text)
    button.setCheckable(is_checkable)
    button.setAutoDefault(False)  # Enter belongs to what has the focus
    return button
