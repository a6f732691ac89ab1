"""Rows of small pictures of films, one row a class: to see at a glance what the data looks like."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QHelpEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget
from typing_extensions import override

from lungdesk.gui import theme
from lungdesk.gui.translation import tr

_TITLE_HEIGHT = 20
_LEAST_SIDE = 48
_MOST_SIDE = 132
_ARROWS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}


@dataclass(frozen=True, slots=True)
class GridRow:
    """Title and colour of a row, and films to show as far as there is room."""

    title: str
    colour: str
    paths: tuple[Path, ...]


class FilmGrid(QWidget):
    """Pictures come later than the rows; one that is not there yet is black.

    Signals
    -------
    wanted()
        Other films can be seen.
    film_chosen(Path)
        The user wants a film in the viewer (double click, Enter).
    """

    wanted = Signal()
    film_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(tr("Films of each class"))
        self._rows: tuple[GridRow, ...] = ()
        self._images: dict[Path, QImage] = {}
        self._failed: dict[Path, str] = {}
        self._names: dict[Path, str] = {}
        self._at = (0, 0)

    def show_rows(self, rows: tuple[GridRow, ...], names: dict[Path, str]) -> None:
        """Replace the rows; ``names`` says what a film is called, for the tooltip."""
        self._rows, self._names = rows, names
        self._at = (0, 0)
        here = {path for row in rows for path in row.paths}
        self._images = {path: image for path, image in self._images.items() if path in here}
        self._describe()
        self.wanted.emit()
        self.update()

    def show_image(self, path: Path, image: QImage) -> None:
        """Show the picture of a film."""
        self._images[path] = image
        self.update()

    def show_failure(self, path: Path, why: str) -> None:
        """Show that a film cannot be read."""
        self._failed[path] = why
        self.update()

    @property
    def side(self) -> int:
        """Length of a picture's side."""
        rows = max(1, len(self._rows))
        return min(max(self.height() // rows - _TITLE_HEIGHT - theme.UNIT, _LEAST_SIDE), _MOST_SIDE)

    def missing(self) -> tuple[Path, ...]:
        """Films that can be seen and whose pictures are not there."""
        known = self._images.keys() | self._failed.keys()
        return tuple(path for row in self._rows for path in self._seen(row) if path not in known)

    def rect_of(self, row: int, column: int) -> QRectF:
        """Place of one picture."""
        step = self.side + theme.HALF_UNIT
        top = row * (self.side + _TITLE_HEIGHT + theme.UNIT) + _TITLE_HEIGHT
        return QRectF(column * step + 1, top, self.side, self.side)

    def _seen(self, row: GridRow) -> tuple[Path, ...]:
        columns = max(1, (self.width() + theme.HALF_UNIT) // (self.side + theme.HALF_UNIT))
        return row.paths[:columns]

    @override
    def sizeHint(self) -> QSize:
        return QSize(460, 420)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(280, max(1, len(self._rows)) * (_LEAST_SIDE + _TITLE_HEIGHT + theme.UNIT))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        font = QFont(self.font())
        font.setPixelSize(theme.SMALL_PX)
        painter.setFont(font)
        for number, row in enumerate(self._rows):
            self._paint_title(painter, number, row)
            for column, path in enumerate(self._seen(row)):
                self._paint_film(painter, self.rect_of(number, column), path)
        if self.hasFocus() and self._path_at(*self._at) is not None:
            painter.setPen(QColor(theme.colours().accent))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect_of(*self._at).adjusted(0.5, 0.5, -0.5, -0.5))
        painter.end()

    def _paint_title(self, painter: QPainter, number: int, row: GridRow) -> None:
        place = self.rect_of(number, 0)
        top = place.top() - _TITLE_HEIGHT
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.shown(row.colour)))
        painter.drawEllipse(QRectF(1, top + 6, 8, 8))
        painter.setPen(QColor(theme.colours().muted))
        area = QRectF(15, top, self.width() - 15, _TITLE_HEIGHT)
        words = row.title if row.paths else tr("{title}: no films", title=row.title)
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)

    def _paint_film(self, painter: QPainter, place: QRectF, path: Path) -> None:
        painter.fillRect(place, QColor(theme.FILM))
        image = self._images.get(path)
        if image is not None:
            paint_within(painter, place, image)
        elif path in self._failed:
            painter.setPen(QColor(theme.ON_FILM.refusal))
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, "!")

    # --- the hand

    def _path_at(self, row: int, column: int) -> Path | None:
        if not 0 <= row < len(self._rows):
            return None
        seen = self._seen(self._rows[row])
        return seen[column] if 0 <= column < len(seen) else None

    def _place_at(self, at: QPoint) -> tuple[int, int] | None:
        for row, films in enumerate(self._rows):
            for column in range(len(self._seen(films))):
                if self.rect_of(row, column).contains(at):
                    return row, column
        return None

    def _go(self, at: tuple[int, int]) -> None:
        if self._path_at(*at) is not None:
            self._at = at
            self._describe()
            self.update()

    def _describe(self) -> None:
        path = self._path_at(*self._at)
        name = self._names.get(path, path.name) if path else tr("no films")
        title = self._rows[self._at[0]].title if self._rows else ""
        self.setAccessibleDescription(f"{title}: {name}".strip(": "))

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = self._place_at(event.position().toPoint())
        if place is not None:
            self._go(place)

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        place = self._place_at(event.position().toPoint())
        if place is not None:
            self.film_chosen.emit(self._path_at(*place))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _ARROWS.get(Qt.Key(event.key()))
        if step is not None:
            self._go((self._at[0] + step[0], self._at[1] + step[1]))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            path = self._path_at(*self._at)
            if path is not None:
                self.film_chosen.emit(path)
        else:
            super().keyPressEvent(event)

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            place = self._place_at(event.pos())
            path = self._path_at(*place) if place else None
            if path is not None:
                why = self._failed.get(path, tr("Double click: open it in the viewer"))
                words = f"{self._names.get(path, path.name)}\n{why}"
                QToolTip.showText(event.globalPos(), words, self)
            return True
        return super().event(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.wanted.emit()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.wanted.emit()


def paint_within(painter: QPainter, place: QRectF, image: QImage) -> None:
    """Paint the whole of an image into the middle of a place."""
    ratio = min(place.width() / image.width(), place.height() / image.height())
    target = QRectF(0, 0, image.width() * ratio, image.height() * ratio)
    target.moveCenter(place.center())
    painter.drawImage(target, image)
