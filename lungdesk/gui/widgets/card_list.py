"""Cards that are chosen, several at a time: by a click, or by arrows and Space."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QMouseEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QListView,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)
from typing_extensions import override

from lungdesk.gui import icons, theme
from lungdesk.gui.translation import tr

_LEAST_WIDTH = 232
_GAP = theme.UNIT
_LINE = 18
_HEIGHT = 106
_CARD_ROLE = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class Card:
    """What stands on one card.

    Attributes
    ----------
    key
        Tells it from the others.
    lines
        Small lines below the title.
    mark, mark_colour
        Last line, with a dot of its colour.
    tip
        A sentence for whoever rests on it.
    """

    key: str
    title: str
    lines: tuple[str, ...]
    mark: str
    mark_colour: str
    is_chosen: bool = False
    tip: str = ""

    @property
    def in_words(self) -> str:
        """Everything, for those who do not see it."""
        state = tr("chosen") if self.is_chosen else tr("not chosen")
        return ", ".join((self.title, state, *self.lines, self.mark))

    @property
    def tooltip(self) -> str:
        """What it is, and how to choose it."""
        how = tr("{title}: click, or Space, to choose it or not", title=self.title)
        return "\n".join(filter(None, (self.tip, how)))


class CardList(QListWidget):
    """A grid of cards as wide as there is room; scrolls by itself where there is little.

    Signals
    -------
    toggled(str)
        The user wants this card chosen, or not any more.
    looked_at(str)
        The user is at this card.
    """

    toggled = Signal(str)
    looked_at = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setItemDelegate(_CardDelegate(self))
        self.setMouseTracking(True)
        self.currentItemChanged.connect(self._on_current)

    @property
    def cards(self) -> tuple[Card, ...]:
        """What is shown."""
        return tuple(self.item(row).data(_CARD_ROLE) for row in range(self.count()))

    @property
    def current_key(self) -> str:
        """Card that the user is at; empty without cards."""
        row = self.currentRow()
        return self.cards[row].key if row >= 0 else ""

    def show_cards(self, cards: Sequence[Card]) -> None:
        """Show cards; those of the same keys stay where they are, so that the focus stays too."""
        if tuple(card.key for card in cards) != tuple(card.key for card in self.cards):
            self.clear()
            for card in cards:
                self.addItem(_item(card))
            self.setCurrentRow(0)
            self._arrange()
        for row, card in enumerate(cards):
            item = self.item(row)
            if item.data(_CARD_ROLE) != card:
                item.setData(_CARD_ROLE, card)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, card.in_words)

    def look_at(self, key: str) -> None:
        """Go to a card."""
        for row, card in enumerate(self.cards):
            if card.key == key:
                self.setCurrentRow(row)

    def _on_current(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.looked_at.emit(item.data(_CARD_ROLE).key)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        item = self.itemAt(event.position().toPoint())
        if item is not None and event.button() is Qt.MouseButton.LeftButton:
            self.toggled.emit(item.data(_CARD_ROLE).key)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.key() in keys and self.current_key:
            self.toggled.emit(self.current_key)
        else:
            super().keyPressEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Make the cards as wide as there is room, and show a scroll bar where one is needed."""
        bar = self.verticalScrollBar().sizeHint().width()
        room = self.width() - bar - 2
        columns = max(1, room // (_LEAST_WIDTH + _GAP))
        rows = -(-self.count() // columns)
        is_scrolled = rows * (_HEIGHT + _GAP) > self.height()
        policy = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(
            policy.ScrollBarAlwaysOn if is_scrolled else policy.ScrollBarAlwaysOff
        )
        self.setGridSize(QSize(room // columns, _HEIGHT + _GAP))

    @override
    def sizeHint(self) -> QSize:
        return QSize(3 * (_LEAST_WIDTH + _GAP), 4 * (_HEIGHT + _GAP))


def _item(card: Card) -> QListWidgetItem:
    item = QListWidgetItem()
    item.setData(_CARD_ROLE, card)
    item.setToolTip(card.tooltip)
    return item


class _CardDelegate(QStyledItemDelegate):
    """Paints `Card`."""

    @override
    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        parent = self.parent()
        return parent.gridSize() if isinstance(parent, CardList) else QSize(_LEAST_WIDTH, _HEIGHT)

    @override
    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        card: Card = index.data(_CARD_ROLE)
        area: QRect = option.rect
        state: QStyle.StateFlag = option.state
        place = QRectF(area).adjusted(1.5, 1.5, -_GAP + 0.5, -_GAP + 0.5)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, place, card, state)
        self._paint_box(painter, place, card)
        self._paint_words(painter, place.adjusted(12, 8, -8, -8), card)
        painter.restore()

    def _paint_ground(
        self, painter: QPainter, place: QRectF, card: Card, state: QStyle.StateFlag
    ) -> None:
        is_hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        ground = theme.colours().hover if is_hovered else theme.colours().raised
        painter.setBrush(QColor(theme.colours().accent_dim if card.is_chosen else ground))
        has_focus = state & QStyle.StateFlag.State_HasFocus
        is_current = state & QStyle.StateFlag.State_Selected
        edge = theme.colours().accent if card.is_chosen else theme.colours().line
        painter.setPen(QPen(QColor(theme.colours().muted if is_current else edge), 1))
        if has_focus:
            painter.setPen(QPen(QColor(theme.colours().text), 2))
        painter.drawRoundedRect(place, theme.RADIUS, theme.RADIUS)

    def _paint_box(self, painter: QPainter, place: QRectF, card: Card) -> None:
        side = theme.CHECK_PX
        box = QRectF(place.right() - side - 10, place.top() + 10, side, side)
        ink = theme.colours().accent if card.is_chosen else theme.colours().muted
        painter.setPen(QPen(QColor(ink), 1))
        painter.setBrush(QColor(ink if card.is_chosen else theme.colours().raised))
        painter.drawRoundedRect(box, 4, 4)
        if card.is_chosen:
            tick = icons.pixmap("tick", theme.colours().on_accent, side)
            painter.drawPixmap(box.topLeft(), tick)

    def _paint_words(self, painter: QPainter, area: QRectF, card: Card) -> None:
        line = QRectF(area.left(), area.top(), area.width() - theme.CHECK_PX - 12, _LINE + 2)
        _draw(painter, line, card.title, (theme.TEXT_PX, theme.colours().text, True))
        line = QRectF(area.left(), line.bottom() + 2, area.width(), _LINE)
        for words in card.lines:
            _draw(painter, line, words, (theme.SMALL_PX, theme.colours().muted, False))
            line.translate(0, _LINE)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.shown(card.mark_colour)))
        painter.drawEllipse(QRectF(line.left(), line.center().y() - 3.5, 7, 7))
        line.adjust(13, 0, 0, 0)
        _draw(painter, line, card.mark, (theme.SMALL_PX, theme.colours().text, False))


def _draw(painter: QPainter, area: QRectF, words: str, look: tuple[int, str, bool]) -> None:
    size_px, colour, is_strong = look
    font = QFont(painter.font())
    font.setPixelSize(size_px)
    font.setWeight(QFont.Weight.DemiBold if is_strong else QFont.Weight.Normal)
    font.setFeature(QFont.Tag("tnum"), 1)
    painter.setFont(font)
    painter.setPen(QColor(colour))
    end = Qt.TextElideMode.ElideRight
    shown = painter.fontMetrics().elidedText(words, end, int(area.width()))
    painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
