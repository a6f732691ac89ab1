"""Films in several views, a row each: what a training shows to a network."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from lungdesk.gui import theme
from lungdesk.gui.translation import tr
from lungdesk.gui.words import counted_films

_CAPTION = 20
_LEAST_SIDE = 90


@dataclass(frozen=True, slots=True)
class ViewColumn:
    """What a column is called, and whether the training uses it."""

    title: str
    is_used: bool = True


class ViewGrid(QWidget):
    """Pictures come later than the rows; what was there before stays until then.

    A picture is never enlarged: at its own size, each of its pixels is one of the screen.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(tr("What the network will see"))
        self._columns: tuple[ViewColumn, ...] = ()
        self._titles: tuple[str, ...] = ()
        self._images: list[tuple[QImage, ...]] = []
        self._failed: dict[int, str] = {}

    def show_frame(self, columns: tuple[ViewColumn, ...], titles: tuple[str, ...]) -> None:
        """Say which columns there are, and what each row's film is."""
        self._columns = columns
        if titles != self._titles:
            self._titles, self._images = titles, [()] * len(titles)
        self._failed = {}
        unused = sum(not column.is_used for column in columns)
        words = tr(
            "{films} in {count} views each: {listed}",
            films=counted_films(len(titles)),
            count=len(columns) - unused,
            listed=", ".join(titles),
        )
        self.setAccessibleDescription(words if titles else "")
        self.update()

    def show_views(self, row: int, images: tuple[QImage, ...]) -> None:
        """Show the views of a row's film."""
        self._images[row] = images
        self.update()

    def show_failure(self, row: int, why: str) -> None:
        """Show why a row's film cannot be read."""
        self._images[row], self._failed[row] = (), why
        self.update()

    def image(self, row: int, column: int) -> QImage | None:
        """Picture that is shown; None while it is not there."""
        return self._images[row][column] if column < len(self._images[row]) else None

    def rect_of(self, row: int, column: int) -> QRectF:
        """Place of a picture."""
        side = self._side()
        step = side + theme.HALF_UNIT
        top = _CAPTION + row * (side + _CAPTION)
        return QRectF(column * step, top, side, side)

    def _side(self) -> int:
        columns, rows = max(1, len(self._columns)), max(1, len(self._titles))
        across = (self.width() + theme.HALF_UNIT) // columns - theme.HALF_UNIT
        down = (self.height() - _CAPTION) // rows - _CAPTION
        sizes = [image.width() for images in self._images for image in images]
        return max(1, min(across, down, *(sizes or [across])))

    @override
    def sizeHint(self) -> QSize:
        return QSize(580, 500)

    @override
    def minimumSizeHint(self) -> QSize:
        rows, columns = max(1, len(self._titles)), max(1, len(self._columns))
        return QSize(columns * _LEAST_SIDE, _CAPTION + rows * (_LEAST_SIDE + _CAPTION))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        font = QFont(self.font())
        font.setPixelSize(theme.SMALL_PX)
        painter.setFont(font)
        for number, column in enumerate(self._columns):
            painter.setPen(
                QColor(theme.colours().muted if column.is_used else theme.colours().faint)
            )
            place = self.rect_of(0, number)
            area = QRectF(place.left(), 0, place.width(), _CAPTION)
            painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, column.title)
        for row, title in enumerate(self._titles):
            self._paint_row(painter, row, title)
        painter.end()

    def _paint_row(self, painter: QPainter, row: int, title: str) -> None:
        for number, column in enumerate(self._columns):
            place = self.rect_of(row, number)
            image = self.image(row, number)
            painter.fillRect(place, QColor(theme.FILM))
            if image is not None:
                painter.setOpacity(1.0 if column.is_used else 0.3)
                painter.drawImage(place, image)
                painter.setOpacity(1.0)
        first = self.rect_of(row, 0)
        why = self._failed.get(row)
        painter.setPen(QColor(theme.colours().refusal if why else theme.colours().muted))
        area = QRectF(0, first.bottom(), self.width(), _CAPTION)
        words = f"{title}: {why}" if why else title
        end = Qt.TextElideMode.ElideRight
        shown = painter.fontMetrics().elidedText(words, end, int(area.width()))
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, shown)
