"""Paints one row of the film list: thumbnail, name, details, finding or failure."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

from lungdesk.gui import icons, theme
from lungdesk.gui.finding_mark import MarkShape, paint_mark
from lungdesk.gui.item_models import Badge, FilmListModel, FilmRow
from lungdesk.gui.translation import tr

_LINE = 18
_MARK_PX = 9
_STAR_PX = 14


class FilmDelegate(QStyledItemDelegate):
    """Rows of `FilmListModel`."""

    @override
    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(theme.STUDIES_WIDTH[0], theme.FILM_ROW_HEIGHT)

    @override
    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        row = index.data(FilmListModel.ROW_ROLE)
        area: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, area, state)
        side = theme.THUMBNAIL_PX
        picture = QRect(
            area.left() + theme.UNIT + theme.HALF_UNIT, area.top() + theme.UNIT, side, side
        )
        self._paint_thumbnail(painter, picture, row)
        left = picture.right() + theme.UNIT + 2
        text = QRect(left, area.top() + 9, area.right() - left - theme.HALF_UNIT - 2, 3 * _LINE)
        if row.is_key_image:
            star = icons.pixmap("star", theme.colours().mark, _STAR_PX)
            painter.drawPixmap(text.right() - _STAR_PX - theme.HALF_UNIT, text.top() + 2, star)
        self._paint_text(painter, text, row)
        painter.restore()

    def _paint_ground(self, painter: QPainter, area: QRect, state: QStyle.StateFlag) -> None:
        ground = QRectF(area).adjusted(theme.HALF_UNIT + 2, 1, -theme.HALF_UNIT, -1)
        colour = None
        if state & QStyle.StateFlag.State_Selected:
            colour = theme.colours().hover
        elif state & QStyle.StateFlag.State_MouseOver:
            colour = theme.colours().raised
        if colour is None:
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour))
        painter.drawRoundedRect(ground, theme.RADIUS, theme.RADIUS)
        if state & QStyle.StateFlag.State_Selected:
            mark = QRectF(area.left() + 1, area.top() + 14, 3, area.height() - 28)
            painter.setBrush(QColor(theme.colours().accent))
            painter.drawRoundedRect(mark, 1.5, 1.5)
            if state & QStyle.StateFlag.State_HasFocus:
                painter.setPen(QColor(theme.colours().accent))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                edge = ground.adjusted(0.5, 0.5, -0.5, -0.5)
                painter.drawRoundedRect(edge, theme.RADIUS, theme.RADIUS)

    def _paint_thumbnail(self, painter: QPainter, place: QRect, row: FilmRow) -> None:
        painter.fillRect(place, QColor(theme.FILM))
        image = row.thumbnail
        if image is not None and not image.isNull():
            ratio = min(place.width() / image.width(), place.height() / image.height())
            target = QRectF(0, 0, image.width() * ratio, image.height() * ratio)
            target.moveCenter(QRectF(place).center())
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(target, image)
        elif row.document:
            self._paint_document(painter, place, row.document)
        elif row.failure:
            painter.setPen(QColor(theme.ON_FILM.refusal))
            painter.setFont(_font(painter, theme.HEADING_PX, is_strong=True))
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, "!")
        painter.setPen(QColor(theme.colours().line))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(QRectF(place).adjusted(0.5, 0.5, -0.5, -0.5))

    def _paint_document(self, painter: QPainter, place: QRect, kind: str) -> None:
        """A sheet, and under it what it is."""
        side = place.height() // 2
        left = place.left() + (place.width() - side) // 2
        sheet = icons.pixmap("report", theme.ON_FILM.text, side)
        painter.drawPixmap(left, place.top() + theme.HALF_UNIT, sheet)
        painter.setPen(QColor(theme.ON_FILM.text))
        painter.setFont(_font(painter, theme.SMALL_PX))
        foot = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom
        painter.drawText(place.adjusted(0, 0, 0, -theme.HALF_UNIT), foot, kind)

    def _paint_text(self, painter: QPainter, area: QRect, row: FilmRow) -> None:
        star = _STAR_PX + theme.UNIT if row.is_key_image else 0
        first = QRect(area.left(), area.top(), area.width() - star, _LINE)
        middle = Qt.TextElideMode.ElideMiddle
        self._line(painter, first, row.title, (theme.TEXT_PX, theme.colours().text, middle))
        if row.failure:
            rest = QRect(area.left(), area.top() + _LINE, area.width(), 2 * _LINE)
            painter.setPen(QColor(theme.colours().refusal))
            painter.setFont(_font(painter, theme.SMALL_PX))
            painter.drawText(rest, Qt.TextFlag.TextWordWrap, _two_lines(painter, row.reason, rest))
            return
        end = Qt.TextElideMode.ElideRight
        second = QRect(area.left(), area.top() + _LINE, area.width(), _LINE)
        self._line(painter, second, row.details, (theme.SMALL_PX, theme.colours().muted, end))
        third = second.translated(0, _LINE)
        if row.badge is not None:
            mark = QRectF(third.left(), third.center().y() - 3, _MARK_PX, _MARK_PX)
            paint_mark(painter, mark, row.badge.shape, row.badge.colour)
            ink = _badge_ink(row.badge)
            after = third.adjusted(14, 0, 0, 0)
            self._line(painter, after, row.badge.text, (theme.SMALL_PX, ink, middle))
        elif row.is_reading:
            self._line(painter, third, tr("Reading…"), (theme.SMALL_PX, theme.colours().muted, end))

    def _line(
        self, painter: QPainter, area: QRect, text: str, look: tuple[int, str, Qt.TextElideMode]
    ) -> None:
        size_px, colour, elide = look
        font = _font(painter, size_px)
        painter.setFont(font)
        painter.setPen(QColor(colour))
        shown = QFontMetrics(font).elidedText(text, elide, area.width())
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)


def _badge_ink(badge: Badge) -> str:
    if badge.shape is MarkShape.REFUSED:
        return theme.colours().refusal
    is_doubtful = badge.shape is MarkShape.UNCERTAIN
    return theme.colours().doubt if is_doubtful else theme.colours().text


def _font(painter: QPainter, size_px: int, *, is_strong: bool = False) -> QFont:
    font = QFont(painter.font())
    font.setPixelSize(size_px)
    font.setWeight(QFont.Weight.DemiBold if is_strong else QFont.Weight.Normal)
    return font


def _two_lines(painter: QPainter, text: str, area: QRect) -> str:
    """Shorten a sentence so that it fills at most two lines (a word may wrap early)."""
    room = int(area.width() * 1.8)
    return painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room)
