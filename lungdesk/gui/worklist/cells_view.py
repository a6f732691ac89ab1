"""How cells of the worklist are painted."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

from lungdesk.gui import theme
from lungdesk.gui.finding_mark import paint_mark
from lungdesk.gui.worklist.table_model import FindingMark, StudyTableModel

_DOT_PX = 11
_BAR_PX = 4
#: Where words of the heading and of other cells begin.
_LEFT_PX = 6


class FindingDelegate(QStyledItemDelegate):
    """The mark of a finding, and the finding in words."""

    @override
    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        mark = index.data(StudyTableModel.MARK_ROLE)
        if not isinstance(mark, FindingMark):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _paint_ground(painter, option)
        area = option.rect.adjusted(_LEFT_PX, 0, -theme.HALF_UNIT, 0)
        dot = QRectF(area.left(), area.center().y() - _DOT_PX / 2 + 1, _DOT_PX, _DOT_PX)
        paint_mark(painter, dot, mark.shape, mark.colour)
        text = area.adjusted(_DOT_PX + theme.UNIT, 0, 0, 0)
        painter.setPen(QColor(theme.shown(mark.ink)))
        words = option.fontMetrics.elidedText(
            str(index.data()), Qt.TextElideMode.ElideRight, text.width()
        )
        painter.drawText(text, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
        painter.restore()


class UrgencyDelegate(QStyledItemDelegate):
    """A short bar and the figure."""

    @override
    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        urgency = index.data(StudyTableModel.URGENCY_ROLE)
        if urgency is None:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _paint_ground(painter, option)
        figure_width = option.fontMetrics.horizontalAdvance("0.00")
        area = option.rect.adjusted(_LEFT_PX, 0, -theme.UNIT, 0)
        bar = QRectF(area.left(), area.center().y() - _BAR_PX / 2 + 1, 0, _BAR_PX)
        bar.setWidth(area.width() - figure_width - theme.UNIT)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.colours().line))
        painter.drawRoundedRect(bar, 2, 2)
        bar.setWidth(bar.width() * urgency)
        painter.setBrush(QColor(theme.colours().accent))
        painter.drawRoundedRect(bar, 2, 2)
        painter.setPen(QColor(theme.colours().text))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(area, flags, f"{urgency:.2f}")
        painter.restore()


def _paint_ground(painter: QPainter, option: QStyleOptionViewItem) -> None:
    if option.state & QStyle.StateFlag.State_Selected:
        painter.fillRect(option.rect, QColor(theme.colours().hover))
