"""What is drawn on a film, as one picture: it is painted anew only when it looks different."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSizeF, Qt
from PySide6.QtGui import QPaintEngine, QPainter, QPixmap, QRegion

from lungdesk.core.imaging.geometry import ViewGeometry
from lungdesk.core.radiograph import Radiograph
from lungdesk.gui.annotate.label_places import LabelPlaces
from lungdesk.gui.annotate.painter import (
    Drawn,
    is_seen,
    paint_annotations,
    paint_layer,
    paint_words_beyond,
    places_in,
    reach_of,
)
from lungdesk.gui.viewer.mouse import Taken


class DrawnLayer:
    """Annotations of one view: its film is painted far more often than they change.

    What lies still is a picture; what is held is painted over it. While the film is moved the
    picture moves along, and only what comes into sight is painted, with its words to the right.
    They come whole, once a part of what they belong to is in sight.
    """

    def __init__(self) -> None:
        self._looks: object = None
        self._picture = QPixmap()
        self._geometry: ViewGeometry | None = None
        self._places: LabelPlaces | None = None
        self._moved, self._is_stale = QPoint(), False
        self._reaches: tuple[QRect, ...] = ()
        self._worded: set[UUID] = set()

    def paint(
        self,
        painter: QPainter,
        drawn: Sequence[Drawn],
        radiograph: Radiograph,
        geometry: ViewGeometry,
        taken: Taken = (),
        *,
        is_moving: bool = False,
    ) -> None:
        """Paint as `paint_annotations` does; on paper, or under a glass, as lines and letters."""
        if not drawn or taken is None or not _is_screen(painter):
            paint_annotations(painter, drawn, radiograph, geometry, taken)
            return
        still = [one for one in drawn if not one.is_held]
        held = [one for one in drawn if one.is_held]
        ratio = painter.device().devicePixelRatioF()
        looks = (still, radiograph.spacing, list(taken), painter.font(), ratio)
        way = self._way_to(geometry, ratio) if looks == self._looks else None
        if way is not None and is_moving and not held:
            self._move(painter, still, radiograph, way, geometry)
        elif looks != self._looks or geometry != self._geometry or self._is_stale:
            self._looks, self._geometry = looks, geometry
            self._paint_anew(painter, still, radiograph, places_in(geometry, taken))
        painter.drawPixmap(QPointF(0, 0), self._picture)
        if held and self._places is not None:
            paint_layer(painter, held, radiograph, geometry, self._places.copy())

    def _paint_anew(
        self,
        painter: QPainter,
        still: Sequence[Drawn],
        radiograph: Radiograph,
        places: LabelPlaces,
    ) -> None:
        assert self._geometry is not None
        ratio = painter.device().devicePixelRatioF()
        self._places, self._moved, self._is_stale = places, QPoint(), False
        self._reaches, self._worded = (), set()
        self._picture = QPixmap((QSizeF(*self._geometry.view_size) * ratio).toSize())
        self._picture.setDevicePixelRatio(ratio)
        self._picture.fill(Qt.GlobalColor.transparent)
        with QPainter(self._picture) as on_picture:
            on_picture.setFont(painter.font())
            paint_layer(on_picture, still, radiograph, self._geometry, places)

    def _way_to(self, geometry: ViewGeometry, ratio: float) -> QPoint | None:
        """How far the film has moved since the picture was painted; None if not only that."""
        start = self._geometry
        if start is None:
            return None
        if geometry != replace(start, center=geometry.center, is_fitted=geometry.is_fitted):
            return None
        way = QPointF(*geometry.to_view((0.0, 0.0))) - QPointF(*start.to_view((0.0, 0.0)))
        return (way * ratio).toPoint()

    def _move(
        self,
        painter: QPainter,
        still: Sequence[Drawn],
        radiograph: Radiograph,
        way: QPoint,
        now: ViewGeometry,
    ) -> None:
        """Move the picture, and paint what comes into sight where it would have been in it."""
        geometry, step, bared = self._geometry, way - self._moved, QRegion()
        if geometry is None or step.isNull():
            return
        self._moved, self._is_stale = way, True
        self._picture.scroll(step.x(), step.y(), self._picture.rect(), bared)
        ratio = self._picture.devicePixelRatio()
        if not self._reaches:
            reaches = (reach_of(one, radiograph, geometry) for one in still)
            self._reaches = tuple(_times(reach, ratio) for reach in reaches)
        coming = [
            one
            for one, reach in zip(still, self._reaches, strict=True)
            if bared.intersects(reach.translated(way))
        ]
        self._picture.setDevicePixelRatio(1)  # what is bared is told in pixels of the picture
        with QPainter(self._picture) as on_picture:
            on_picture.setClipRegion(bared)
            on_picture.setCompositionMode(QPainter.CompositionMode.CompositionMode_Clear)
            on_picture.fillRect(self._picture.rect(), Qt.GlobalColor.transparent)
            on_picture.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
            on_picture.translate(way)
            on_picture.scale(ratio, ratio)
            on_picture.setFont(painter.font())
            paint_layer(on_picture, coming, radiograph, geometry, None)
            told = [one for one in coming if one.annotation.id in self._worded]
            paint_words_beyond(on_picture, told, geometry)
            on_picture.setClipping(False)  # words of what comes from the left begin further in
            others = (one for one in coming if one.annotation.id not in self._worded)
            come = [one for one in others if is_seen(one.annotation, now)]
            paint_words_beyond(on_picture, come, geometry)
            self._worded.update(one.annotation.id for one in come)
        self._picture.setDevicePixelRatio(ratio)


def _times(part: QRectF, ratio: float) -> QRect:
    """The pixels of a part of a view."""
    return QRectF(part.topLeft() * ratio, part.size() * ratio).toAlignedRect()


def _is_screen(painter: QPainter) -> bool:
    """Whether a picture of the view's own pixels can be laid down."""
    is_raster = painter.paintEngine().type() is QPaintEngine.Type.Raster
    is_moved_only = not (painter.transform().isScaling() or painter.transform().isRotating())
    return is_raster and is_moved_only
