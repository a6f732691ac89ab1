"""A row of films under their heatmaps, with two texts about each."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from lungdesk.core.labels import CHEST_LABELS
from lungdesk.gui import theme
from lungdesk.gui.outline_painter import HeatLines, paint_heat_lines
from lungdesk.gui.translation import tr
from lungdesk.gui.widgets.plot_axes import small_font
from lungdesk.gui.words import class_names

_LINE = 16
_LEAST_SIDE, _MOST_SIDE = 72, 260
_DOT_PX = 8
_MOST_LINES = 5
#: Classes of a chest film: the row does not grow when the films come.
_USUAL_COUNT = 5
#: What is said of them then.
_USUAL_NAMES = class_names(CHEST_LABELS)
_USUAL = tuple((name, f"100 % {name}") for name in _USUAL_NAMES)
#: A text may be wider than its picture by so much.
_BESIDE = 6 * theme.UNIT


@dataclass(frozen=True, slots=True, eq=False)
class HeatFilm:
    """A film and its heatmap.

    Attributes
    ----------
    title, colour
        Its class.
    details
        What a model says; ``is_doubtful`` where that is another class.
    heat
        Laid over ``place`` of the film: left, top, width, height as shares of its size; None for
        none.
    lines
        Lines of equal heat over it, x and y as shares of its size.
    """

    title: str
    colour: str
    details: str
    is_doubtful: bool
    film: QImage
    heat: QImage | None
    place: QRectF
    lines: tuple[HeatLines, ...] = ()


class HeatRow(QWidget):
    """As many films as are given, as large as there is room; words where there are none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(tr("Films with heatmaps"))
        self._films: tuple[HeatFilm, ...] = ()
        self._empty = ""

    @property
    def films(self) -> tuple[HeatFilm, ...]:
        """What is shown."""
        return self._films

    def show_films(self, films: tuple[HeatFilm, ...], empty: str = "") -> None:
        """Show films; without any, the words ``empty``."""
        self._films, self._empty = films, empty
        words = "; ".join(f"{film.title}: {film.details}" for film in films)
        self.setAccessibleDescription(words or empty)
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(560, 170)

    @override
    def heightForWidth(self, width: int) -> int:
        count = max(len(self._films), _USUAL_COUNT)
        side = min((width - (count - 1) * theme.UNIT) // count, _MOST_SIDE)
        return side + sum(self._text_heights(width, side)) + theme.HALF_UNIT

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(360, _LEAST_SIDE + 5 * _LINE + theme.HALF_UNIT)

    def _text_heights(self, width: int, side: float) -> tuple[int, int]:
        """Of title and details, under pictures with sides of this length."""
        count = max(len(self._films), _USUAL_COUNT)
        room = int(min(width / count, side + _BESIDE)) - theme.UNIT
        titles, details = zip(
            *((film.title, film.details) for film in self._films), *_USUAL, strict=True
        )
        metrics = QFontMetrics(small_font(self))
        indent = _DOT_PX + theme.HALF_UNIT
        return _height(metrics, titles, room - indent), _height(metrics, details, room)

    def _layout(self) -> tuple[float, tuple[int, int]]:
        """Length of a picture's side, and heights of the texts: smaller ones take more lines."""
        count = max(1, len(self._films))
        across = (self.width() - (count - 1) * theme.UNIT) / count
        side, heights = min(across, _MOST_SIDE), (0, 0)
        for _ in range(_MOST_LINES):
            heights = self._text_heights(self.width(), side)
            down = self.height() - sum(heights) - theme.HALF_UNIT
            fitting = max(1.0, min(side, down))
            if fitting == side:
                break
            side = fitting
        return side, heights

    @property
    def side(self) -> float:
        """Length of a picture's side."""
        return self._layout()[0]

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(small_font(painter))
            if not self._films:
                painter.setPen(QColor(theme.colours().muted))
                flags = Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap
                painter.drawText(QRectF(self.rect()), int(flags), self._empty)
                return
            # Names of classes are longer than a small picture is wide.
            side, heights = self._layout()
            step = min(self.width() / len(self._films), side + _BESIDE)
            for number, film in enumerate(self._films):
                self._paint_picture(painter, film, number * step, side)
                place = QPointF(number * step, side + theme.HALF_UNIT)
                self._paint_texts(painter, film, place, step - theme.UNIT, heights)

    def _paint_picture(self, painter: QPainter, film: HeatFilm, left: float, side: float) -> None:
        square = QRectF(left, 0, side, side)
        painter.fillRect(square, QColor(theme.FILM))
        scale = side / max(film.film.width(), film.film.height())
        area = QRectF(0, 0, film.film.width() * scale, film.film.height() * scale)
        area.moveCenter(square.center())
        painter.drawImage(area, film.film)
        self._paint_heat(painter, film, area)

    def _paint_texts(
        self,
        painter: QPainter,
        film: HeatFilm,
        place: QPointF,
        room: float,
        heights: tuple[int, int],
    ) -> None:
        left, top = place.x(), place.y()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.shown(film.colour)))
        painter.drawEllipse(QRectF(left, top + 4, _DOT_PX, _DOT_PX))
        dot = _DOT_PX + theme.HALF_UNIT
        doubt = theme.colours().doubt if film.is_doubtful else theme.colours().muted
        flags = Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        texts = ((film.title, theme.colours().text, dot), (film.details, doubt, 0))
        for height, (text, ink, indent) in zip(heights, texts, strict=True):
            painter.setPen(QColor(ink))
            painter.drawText(QRectF(left + indent, top, room - indent, height), int(flags), text)
            top += height

    def _paint_heat(self, painter: QPainter, film: HeatFilm, area: QRectF) -> None:
        """Lay it over the film, which fills an area."""
        painter.save()
        painter.setClipRect(area)
        painter.translate(area.topLeft())
        painter.scale(area.width(), area.height())
        if film.heat is not None:
            painter.drawImage(film.place, film.heat)
        paint_heat_lines(painter, film.lines)
        painter.restore()


def _height(metrics: QFontMetrics, texts: tuple[str, ...], room: int) -> int:
    """Of the text that takes the most lines."""
    place = QRect(0, 0, max(room, 1), 0)
    flags = int(Qt.TextFlag.TextWordWrap)
    lines = max(metrics.boundingRect(place, flags, text).height() for text in texts)
    return max(lines, _LINE)
