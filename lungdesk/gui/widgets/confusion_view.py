"""A confusion matrix whose cells can be opened by click or Enter."""

from __future__ import annotations

import math
from functools import cache

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLabel,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)
from typing_extensions import override

from lungdesk.gui import theme
from lungdesk.gui.translation import tr
from lungdesk.gui.widgets.confusion_header import ConfusionHeader

_CELL_ROLE = Qt.ItemDataRole.UserRole + 1
_NAMES_WIDTH = 102
_CELL_LEAST = 26
#: A cell of this height has room for the second number.
_TALL = 48
_GAP = 2
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
_ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)


class ConfusionView(QTableView):
    """Shows a model whose cells have ``share``, ``is_right``, ``first`` and ``second``.

    Signals
    -------
    cell_chosen(int row, int column)
        The user wants the films of a cell.
    """

    cell_chosen = Signal(int, int)

    def __init__(self, model: QAbstractItemModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setItemDelegate(_CellDelegate(self))
        self.setAccessibleName(tr("Confusion matrix: rows true class, columns read as"))
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setCornerButtonEnabled(False)
        for orientation, put in (
            (Qt.Orientation.Horizontal, self.setHorizontalHeader),
            (Qt.Orientation.Vertical, self.setVerticalHeader),
        ):
            put(ConfusionHeader(orientation, _CELL_LEAST, self))
        self.horizontalHeader().setFixedHeight(ConfusionHeader.height_for(3))
        self.verticalHeader().setFixedWidth(_NAMES_WIDTH)
        self._corner = QLabel(tr("read as →\ntrue ↓"), self)
        self._corner.setProperty("role", "muted")
        self._corner.setFixedSize(_NAMES_WIDTH, ConfusionHeader.height_for(3))
        self._corner.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom)
        self._corner.setIndent(0)
        self.clicked.connect(self._choose)

    @override
    def event(self, event: QEvent) -> bool:
        """Keep the arrows, although the window may use them."""
        is_override = event.type() is QEvent.Type.ShortcutOverride
        if is_override and isinstance(event, QKeyEvent) and event.key() in (*_ARROWS, *_ENTER):
            event.accept()
            return True
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER:
            self._choose(self.currentIndex())
            return
        super().keyPressEvent(event)

    def _choose(self, index: QModelIndex) -> None:
        if index.isValid():
            self.cell_chosen.emit(index.row(), index.column())


@cache
def cell_colours(hue: str, per_cent: int) -> tuple[str, str]:
    """Ground and ink of a cell that holds so much of its row."""
    ground = theme.mixed(theme.colours().raised, hue, (per_cent / 100) ** 0.7)
    ink = theme.colours().text if per_cent else theme.colours().muted
    for candidate in (ink, theme.colours().on_accent, "#ffffff", "#000000"):
        if theme.contrast(candidate, ground) >= theme.LEAST_CONTRAST:
            return ground, candidate
    raise AssertionError("on any ground either white or black can be read")


class _CellDelegate(QStyledItemDelegate):
    """The stronger the colour, the larger the share of the true class."""

    @override
    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        cell = index.data(_CELL_ROLE)
        area = QRectF(option.rect).adjusted(_GAP, _GAP, -_GAP, -_GAP)
        hue = theme.colours().accent if cell.is_right else theme.colours().doubt
        ground, ink = cell_colours(hue, math.ceil(100 * cell.share))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._edge(option))
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(area, theme.HALF_UNIT, theme.HALF_UNIT)
        self._write(painter, area, ink, (cell.first, cell.second))
        painter.restore()

    def _edge(self, option: QStyleOptionViewItem) -> QPen | Qt.PenStyle:
        state: QStyle.StateFlag = option.state
        if state & QStyle.StateFlag.State_HasFocus:  # Tab comes to a cell without choosing it
            return QPen(QColor(theme.colours().text), 2)
        if state & QStyle.StateFlag.State_MouseOver:
            return QPen(QColor(theme.colours().muted), 1)
        return Qt.PenStyle.NoPen

    def _write(self, painter: QPainter, area: QRectF, ink: str, texts: tuple[str, str]) -> None:
        first, second = texts
        is_tall = area.height() >= _TALL and bool(second)
        painter.setPen(QColor(ink))
        font = QFont(painter.font())
        font.setPixelSize(theme.HEADING_PX if is_tall else theme.TEXT_PX)
        painter.setFont(font)
        centre = Qt.AlignmentFlag.AlignCenter
        if not is_tall:
            painter.drawText(area, centre, first)
            return
        painter.drawText(area.adjusted(0, 0, 0, -theme.SMALL_PX - 4), centre, first)
        font.setPixelSize(theme.SMALL_PX)
        painter.setFont(font)
        below = area.adjusted(0, theme.HEADING_PX + 2, 0, 0)
        painter.drawText(below, centre, second)
