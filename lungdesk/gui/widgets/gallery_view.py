"""Films as a gallery: picture, what it was read as, what it is."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractItemModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)
from typing_extensions import override

from lungdesk.gui import theme
from lungdesk.gui.translation import tr
from lungdesk.gui.words import percent

PICTURE_PX = 180
_ITEM = QSize(PICTURE_PX + 16, PICTURE_PX + 64)
_LINE = 18
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
_ITEM_ROLE = Qt.ItemDataRole.UserRole + 1


class GalleryView(QListView):
    """Grid of films.

    Signals
    -------
    film_chosen(int row)
        The user wants to see a film.
    visible_rows_changed()
        Other films can be seen.
    """

    film_chosen = Signal(int)
    visible_rows_changed = Signal()

    def __init__(self, model: QAbstractItemModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setItemDelegate(_FilmDelegate(self))
        self.setAccessibleName(tr("Films that are read wrongly"))
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMovement(QListView.Movement.Static)
        self.setUniformItemSizes(True)
        self.setSpacing(theme.HALF_UNIT)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(0)
        self._settle.timeout.connect(self.visible_rows_changed)
        self.clicked.connect(lambda index: self.film_chosen.emit(index.row()))
        self.verticalScrollBar().valueChanged.connect(lambda _value: self._settle.start())
        model.modelReset.connect(self._settle.start)

    def visible_rows(self) -> tuple[int, ...]:
        """Rows whose films can be seen."""
        if not self.isVisible():
            return ()
        seen = self.viewport().rect()
        model = self.model()
        rows = range(model.rowCount())
        return tuple(r for r in rows if self.visualRect(model.index(r, 0)).intersects(seen))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._settle.start()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER and self.currentIndex().isValid():
            self.film_chosen.emit(self.currentIndex().row())
            return
        super().keyPressEvent(event)


class _FilmDelegate(QStyledItemDelegate):
    @override
    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return _ITEM

    @override
    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        item = index.data(_ITEM_ROLE)
        area = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, area, option)
        picture = QRectF(area.left() + 8, area.top() + 8, PICTURE_PX, PICTURE_PX)
        self._paint_picture(painter, picture, item)
        line = QRectF(picture.left(), picture.bottom() + 4, picture.width(), _LINE)
        name, colour = item.read
        read = (name, percent(item.confidence))
        self._paint_class(painter, line, read, colour, theme.colours().text)
        name, colour = item.true
        true = (tr("is {name}", name=name), percent(item.true_probability))
        below = line.translated(0, _LINE + 2)
        self._paint_class(painter, below, true, colour, theme.colours().muted)
        painter.restore()

    def _paint_ground(self, painter: QPainter, area: QRectF, option: QStyleOptionViewItem) -> None:
        state: QStyle.StateFlag = option.state
        is_current = bool(state & QStyle.StateFlag.State_Selected)
        colour = theme.colours().hover if is_current else theme.colours().raised
        if state & QStyle.StateFlag.State_MouseOver:
            colour = theme.colours().hover
        has_focus = is_current and bool(state & QStyle.StateFlag.State_HasFocus)
        edge = QPen(QColor(theme.colours().accent), 1.5) if has_focus else Qt.PenStyle.NoPen
        painter.setPen(edge)
        painter.setBrush(QColor(colour))
        painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), theme.RADIUS, theme.RADIUS)

    def _paint_picture(self, painter: QPainter, place: QRectF, item: object) -> None:
        painter.fillRect(place, QColor(theme.FILM))
        image, failure = getattr(item, "thumbnail", None), getattr(item, "failure", "")
        if image is not None and not image.isNull():
            ratio = min(place.width() / image.width(), place.height() / image.height())
            target = QRectF(0, 0, image.width() * ratio, image.height() * ratio)
            target.moveCenter(place.center())
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(target, image)
        elif failure:
            painter.setPen(QColor(theme.ON_FILM.refusal))
            centred = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(place.adjusted(6, 6, -6, -6), centred, failure)

    def _paint_class(
        self, painter: QPainter, line: QRectF, texts: tuple[str, str], colour: str, ink: str
    ) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.shown(colour)))
        painter.drawEllipse(QRectF(line.left(), line.center().y() - 4, 8, 8))
        font = QFont(painter.font())
        font.setPixelSize(theme.SMALL_PX)
        painter.setFont(font)
        painter.setPen(QColor(ink))
        name, probability = texts
        metrics = QFontMetrics(font)
        room = line.adjusted(14, 0, -metrics.horizontalAdvance(probability) - 6, 0)
        shown = metrics.elidedText(name, Qt.TextElideMode.ElideRight, int(room.width()))
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(room, left, shown)
        painter.drawText(line, right, probability)
