"""Names of the classes beside and above a confusion matrix, each with its colour and number."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QHeaderView, QWidget
from typing_extensions import override

from lungdesk.gui import theme

_LINE = 15
_DOT_PX = 8
#: Of a name and its number. Where a row has less room, the name is written in one.
_MOST_LINES = 3
_COLOUR_ROLE = Qt.ItemDataRole.UserRole + 2


class ConfusionHeader(QHeaderView):
    """Paints the lines of the model's header, the last of them a number, after a dot."""

    def __init__(self, orientation: Qt.Orientation, least: int, parent: QWidget) -> None:
        super().__init__(orientation, parent)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.setMinimumSectionSize(least)
        self.setHighlightSections(False)
        self.setSectionsClickable(False)
        self.setMouseTracking(True)

    @override
    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(rect, QColor(theme.colours().panel))
        model = self.model()
        text = str(model.headerData(logicalIndex, self.orientation()) or "")
        *names, number = text.split("\n")
        if len(names) >= _MOST_LINES:
            names = [names[0], " ".join(names[1:])]
        is_beside = self.orientation() is Qt.Orientation.Vertical
        if is_beside and rect.height() < _MOST_LINES * _LINE:
            names, number = [], " ".join(names)  # one line, where there is no room for more
        lines = [*names, number]
        top = rect.center().y() - len(lines) * _LINE // 2 + 1
        if not is_beside:
            top = rect.bottom() - len(lines) * _LINE - 4
        left = rect.left() + (_DOT_PX + 6 if is_beside else 0)
        width = rect.right() - left - (6 if is_beside else 0)
        font = QFont(self.font())
        font.setPixelSize(theme.SMALL_PX)
        painter.setFont(font)
        metrics = QFontMetrics(font)
        across = Qt.AlignmentFlag.AlignLeft if is_beside else Qt.AlignmentFlag.AlignHCenter
        for row, line in enumerate(lines):
            is_name = row < len(names) or not names
            painter.setPen(QColor(theme.colours().text if is_name else theme.colours().muted))
            place = QRect(left, top + row * _LINE, width, _LINE)
            shown = metrics.elidedText(line, Qt.TextElideMode.ElideRight, width)
            painter.drawText(place, across | Qt.AlignmentFlag.AlignVCenter, shown)
        self._paint_dot(painter, rect, logicalIndex, top)
        painter.restore()

    def _paint_dot(self, painter: QPainter, rect: QRect, section: int, top: int) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        colour = self.model().headerData(section, self.orientation(), _COLOUR_ROLE)
        painter.setBrush(QColor(theme.shown(colour)))
        if self.orientation() is Qt.Orientation.Vertical:
            painter.drawEllipse(rect.left(), top + (_LINE - _DOT_PX) // 2, _DOT_PX, _DOT_PX)
        else:
            centre = rect.center().x() - _DOT_PX // 2
            painter.drawEllipse(centre, max(top - _DOT_PX - 3, rect.top()), _DOT_PX, _DOT_PX)

    @staticmethod
    def height_for(lines: int) -> int:
        """Height above a matrix whose names have so many lines, the number and the dot."""
        return lines * _LINE + _DOT_PX + 10
