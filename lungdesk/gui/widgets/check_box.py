"""A check box whose tick is one of the icons; its frame is in the style sheet."""

from __future__ import annotations

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QStyle, QStyleOptionButton
from typing_extensions import override

from lungdesk.gui import icons, theme


class CheckBox(QCheckBox):
    """Ticked in the accent's own ink."""

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.isChecked():
            return
        option = QStyleOptionButton()
        self.initStyleOption(option)
        place = self.style().subElementRect(QStyle.SubElement.SE_CheckBoxIndicator, option, self)
        ink = theme.colours().on_accent if self.isEnabled() else theme.colours().panel
        side = theme.CHECK_PX
        tick = icons.pixmap("tick", ink, side)
        with QPainter(self) as painter:
            x = place.center().x() - side // 2 + 1
            painter.drawPixmap(x, place.center().y() - side // 2 + 1, tick)
