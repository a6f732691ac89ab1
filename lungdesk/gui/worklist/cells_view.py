"""How cells of the worklist are painted."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
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
    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        words = option.fontMetrics.horizontalAdvance(str(index.data()))
        width = _LEFT_PX + _DOT_PX + theme.UNIT + words + theme.UNIT
        return QSize(width, super().sizeHint(option, index).height())

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


class FilmDelegate(QStyledItemDelegate):
    """The name of a film, which alone is shortened, and what there is besides."""

    @override
    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        cell = QStyleOptionViewItem(option)
        self.initStyleOption(cell, index)
        style = option.widget.style()
        margin = style.pixelMetric(QStyle.PixelMetric.PM_FocusFrameHMargin, cell, option.widget) + 1
        area = style.subElementRect(QStyle.SubElement.SE_ItemViewItemText, cell, option.widget)
        end = str(index.data(StudyTableModel.END_ROLE))
        cell.text = with_whole_end(cell.text, end, cell.fontMetrics, area.width() - 2 * margin)
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, cell, painter, option.widget)


def with_whole_end(text: str, end: str, metrics: QFontMetrics, room: int) -> str:
    """A text shortened to so many pixels before its end; names of files differ at theirs, too."""
    left = room - metrics.horizontalAdvance(end)
    return metrics.elidedText(text.removesuffix(end), Qt.TextElideMode.ElideMiddle, left) + end


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
