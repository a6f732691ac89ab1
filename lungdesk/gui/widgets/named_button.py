"""A button that says what it does: by its words, by its tip, and to those who do not see it."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton, QWidget


def named_button(
    parent: QWidget,
    text: str,
    tip: str,
    *,
    name: str = "",
    is_checkable: bool = False,
    act: object = None,
) -> QPushButton:
    """A button.

    Parameters
    ----------
    name
        What is read aloud, where the words on it are too few.
    act
        What a click does: a function, or a signal that is passed on.
    """
    button = QPushButton(text, parent)
    button.setToolTip(tip)
    button.setAccessibleName(name or text)
    button.setCheckable(is_checkable)
    button.setAutoDefault(False)  # Enter belongs to what has the focus
    if act is not None:
        button.clicked.connect(act)
    return button
