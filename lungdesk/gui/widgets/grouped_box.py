"""A box for a number whose thousands are set apart as they are in texts."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QValidator
from PySide6.QtWidgets import QDoubleSpinBox, QWidget
from typing_extensions import override

from lungdesk.core.sentence_templates import GAP
from lungdesk.gui.translation import grouped
from lungdesk.gui.widgets.keyed import keeps_steps


class GroupedBox(QDoubleSpinBox):
    """Shows ``2,048.0`` in English, with a narrow gap elsewhere; both can be typed or left out.

    Up and down step, whatever the window uses them for.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setGroupSeparatorShown(True)

    @override
    def event(self, event: QEvent) -> bool:
        return keeps_steps(event) or super().event(event)

    @override
    def textFromValue(self, value: float) -> str:
        return grouped(value, f",.{self.decimals()}f")

    @override
    def valueFromText(self, text: str) -> float:
        return super().valueFromText(_bare(text))

    @override
    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        """As if nothing stood between the thousands; what is typed stays as it is."""
        state, _text, _position = super().validate(_bare(text), position)
        return state, text, position


def _bare(text: str) -> str:
    return text.replace(GAP, "").replace(" ", "")
