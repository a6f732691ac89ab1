"""What is drawn on a film, as one picture: it is painted anew only when it looks different."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QSizeF, Qt
from PySide6.QtGui import QPaintEngine, QPainter, QPixmap

from lungdesk.core.imaging.geometry import ViewGeometry
from lungdesk.core.radiograph import Radiograph
from lungdesk.gui.annotate.painter import Drawn, paint_annotations
from lungdesk.gui.viewer.mouse import Taken


class DrawnLayer:
    """Annotations of one view: its film is painted far more often than they change."""

    def __init__(self) -> None:
        self._looks: object = None
        self._picture = QPixmap()

    def paint(
        self,
        painter: QPainter,
        drawn: Sequence[Drawn],
        radiograph: Radiograph,
        geometry: ViewGeometry,
        taken: Taken = (),
    ) -> None:
        """Paint as `paint_annotations` does; on paper, or under a glass, as lines and letters."""
        if not drawn or taken is None or not _is_screen(painter):
            paint_annotations(painter, drawn, radiograph, geometry, taken)
            return
        ratio = painter.device().devicePixelRatioF()
        looks = (tuple(drawn), radiograph.spacing, geometry, list(taken), painter.font(), ratio)
        if looks != self._looks:
            self._looks = looks
            self._picture = QPixmap((QSizeF(*geometry.view_size) * ratio).toSize())
            self._picture.setDevicePixelRatio(ratio)
            self._picture.fill(Qt.GlobalColor.transparent)
            with QPainter(self._picture) as on_picture:
                on_picture.setFont(painter.font())
                paint_annotations(on_picture, drawn, radiograph, geometry, taken)
        painter.drawPixmap(QPointF(0, 0), self._picture)


def _is_screen(painter: QPainter) -> bool:
    """Whether a picture of the view's own pixels can be laid down."""
    is_raster = painter.paintEngine().type() is QPaintEngine.Type.Raster
    is_moved_only = not (painter.transform().isScaling() or painter.transform().isRotating())
    return is_raster and is_moved_only
