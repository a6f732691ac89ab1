"""Paints one row of the model list: name, what it is to us, and a dot beside the one that reads."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

from lungdesk.gui import theme
from lungdesk.gui.models.shelf_model import ModelRow, ShelfModel

_ROW_HEIGHT = 52
_LINE = 19
_DOT = 8


class ModelDelegate(QStyledItemDelegate):
    """Rows of `ShelfModel`."""

    @override
    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(theme.STUDIES_WIDTH[0], _ROW_HEIGHT)

    @override
    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        row: ModelRow = index.data(ShelfModel.ROW_ROLE)
        area: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, QRectF(area).adjusted(2, 1, -2, -1), state)
        left = area.left() + theme.UNIT * 3 + theme.HALF_UNIT
        if row.is_active or row.colour:
            dot = QRectF(area.left() + theme.UNIT + 2, area.top() + 15, _DOT, _DOT)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.shown(row.colour or "accent")))
            painter.drawEllipse(dot)
        text = QRect(left, area.top() + 7, area.right() - left - theme.UNIT, 2 * _LINE)
        self._paint_text(painter, text, row)
        painter.restore()

    def _paint_ground(self, painter: QPainter, ground: QRectF, state: QStyle.StateFlag) -> None:
        is_selected = bool(state & QStyle.StateFlag.State_Selected)
        if not is_selected and not state & QStyle.StateFlag.State_MouseOver:
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.colours().hover if is_selected else theme.colours().raised))
        painter.drawRoundedRect(ground, theme.RADIUS, theme.RADIUS)
        if is_selected and state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QColor(theme.colours().accent))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            edge = ground.adjusted(0.5, 0.5, -0.5, -0.5)
            painter.drawRoundedRect(edge, theme.RADIUS, theme.RADIUS)

    def _paint_text(self, painter: QPainter, place: QRect, row: ModelRow) -> None:
        font = QFont(painter.font())
        font.setPixelSize(theme.TEXT_PX)
        font.setWeight(QFont.Weight.DemiBold if row.is_active else QFont.Weight.Normal)
        lines = (
            (row.name, font, theme.colours().muted if row.removed else theme.colours().text),
            (
                row.details,
                QFont(font),
                theme.colours().refusal if row.is_damaged else theme.colours().muted,
            ),
        )
        lines[1][1].setPixelSize(theme.SMALL_PX)
        lines[1][1].setWeight(QFont.Weight.Normal)
        for number, (words, face, colour) in enumerate(lines):
            line = QRect(place.left(), place.top() + number * _LINE, place.width(), _LINE)
            painter.setFont(face)
            painter.setPen(QColor(colour))
            shown = QFontMetrics(face).elidedText(words, Qt.TextElideMode.ElideRight, place.width())
            middle = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(line, middle, shown)
