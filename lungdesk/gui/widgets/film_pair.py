"""Two films side by side, with what they are called; a step forward shows the next two."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget
from typing_extensions import override

from lungdesk.gui import theme
from lungdesk.gui.translation import tr
from lungdesk.gui.widgets.film_grid import paint_within

_CAPTION_HEIGHT = 36
_LEAST = 96


@dataclass(frozen=True, slots=True)
class ShownFilm:
    """A film and two lines about it."""

    path: Path
    title: str
    details: str


class _Picture(QWidget):
    """One film and its lines."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.film: ShownFilm | None = None
        self.image: QImage | None = None
        self.failure = ""

    @override
    def sizeHint(self) -> QSize:
        return QSize(240, 240)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(_LEAST, _LEAST + _CAPTION_HEIGHT)

    def show_film(self, film: ShownFilm | None) -> None:
        if film is None or self.film is None or film.path != self.film.path:
            self.image, self.failure = None, ""
        self.film = film
        words = f"{film.title}, {film.details}" if film else ""
        self.setAccessibleName(words)
        self.setToolTip(words)
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self.film is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        place = QRectF(self.rect()).adjusted(0, 0, 0, -_CAPTION_HEIGHT)
        painter.fillRect(place, QColor(theme.FILM))
        if self.image is not None:
            paint_within(painter, place, self.image)
        elif self.failure:
            painter.setPen(QColor(theme.ON_FILM.refusal))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(place.adjusted(8, 8, -8, -8), int(flags), self.failure)
        font = painter.font()
        font.setPixelSize(theme.SMALL_PX)
        painter.setFont(font)
        half = _CAPTION_HEIGHT / 2
        for top, text, ink, elide in (
            (place.bottom(), self.film.title, theme.colours().text, Qt.TextElideMode.ElideLeft),
            (
                place.bottom() + half,
                self.film.details,
                theme.colours().muted,
                Qt.TextElideMode.ElideRight,
            ),
        ):
            painter.setPen(QColor(ink))
            shown = painter.fontMetrics().elidedText(text, elide, self.width())
            painter.drawText(
                QRectF(0, top, self.width(), half), Qt.AlignmentFlag.AlignVCenter, shown
            )
        painter.end()


class FilmPair(QWidget):
    """Shows two films of a row of many.

    Signals
    -------
    stepped(int)
        The user wants the next (1) or the ones before (-1).
    """

    stepped = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pictures = (_Picture(self), _Picture(self))
        self.count = QLabel(self)
        self.count.setProperty("role", "muted")
        self.before = self._arrow(tr("Films before"), -1)
        self.after = self._arrow(tr("Next films"), 1)
        films = QHBoxLayout()
        films.setSpacing(theme.UNIT)
        for picture in self._pictures:
            films.addWidget(picture, 1)
        self._foot = QHBoxLayout()
        self._foot.setSpacing(theme.HALF_UNIT)
        for widget in (self.before, self.count, self.after):
            self._foot.addWidget(widget)
        self._foot.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.HALF_UNIT)
        layout.addLayout(films, 1)
        layout.addLayout(self._foot)

    def _arrow(self, name: str, by: int) -> QToolButton:
        button = QToolButton(self)
        button.setText("‹" if by < 0 else "›")
        button.setProperty("flat", True)
        button.setAccessibleName(name)
        button.setToolTip(name)
        button.clicked.connect(lambda: self.stepped.emit(by))
        return button

    def add_button(self, button: QWidget) -> None:
        """Put something at the right of the foot."""
        self._foot.addWidget(button)

    @property
    def films(self) -> tuple[ShownFilm, ...]:
        """The films that are shown."""
        return tuple(p.film for p in self._pictures if p.film is not None)

    def has_image(self, path: Path) -> bool:
        """Whether the picture of a film that is shown is there."""
        return any(p.film and p.film.path == path and p.image for p in self._pictures)

    def show_films(self, films: tuple[ShownFilm, ...], count: str, *, can_step: bool) -> None:
        """Show one film or two."""
        for number, picture in enumerate(self._pictures):
            picture.show_film(films[number] if number < len(films) else None)
        self.count.setText(count)
        for widget in (self.before, self.after):
            widget.setVisible(can_step)

    def show_image(self, path: Path, image: QImage) -> None:
        """Show the picture of a film, if it is still wanted."""
        for picture in self._pictures:
            if picture.film is not None and picture.film.path == path:
                picture.image = image
                picture.update()

    def show_failure(self, path: Path, why: str) -> None:
        """Say why a film cannot be shown."""
        for picture in self._pictures:
            if picture.film is not None and picture.film.path == path:
                picture.failure = why
                picture.update()
