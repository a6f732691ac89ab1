"""A box for a number whose thousands are set apart as they are in texts."""

from __future__ import annotations

from PySide6.QtGui import QValidator
from PySide6.QtWidgets import QDoubleSpinBox, QWidget
from typing_extensions import override

from lungdesk.core.sentence_templates import GAP
from lungdesk.gui.translation import grouped


class GroupedBox(QDoubleSpinBox):
    """Shows ``2,048.0`` in English, with a narrow gap elsewhere; both can be typed or left out."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setGroupSeparatorShown(True)

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
