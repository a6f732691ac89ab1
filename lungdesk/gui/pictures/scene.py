"""All that a picture of the film is painted of, and what of it is wanted."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter

from lungdesk.core.identity import tells_identity
from lungdesk.core.imaging.geometry import ViewGeometry
from lungdesk.core.radiograph import Radiograph
from lungdesk.gui import theme
from lungdesk.gui.annotate.painter import Drawn, paint_annotations
from lungdesk.gui.viewer.corner_painter import corner_boxes, paint_corners
from lungdesk.gui.viewer.corner_text import CornerText, essential, without_identity
from lungdesk.gui.viewer.film_painter import FilmLook, FilmPainter


@dataclass(frozen=True, slots=True)
class PictureChoice:
    """What a picture is to show besides the film."""

    has_words: bool = True
    has_identity: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """A film as it is looked at.

    Attributes
    ----------
    radiograph
        The film, calibrated as the user has.
    drawn
        What is measured and noted on it.
    """

    look: FilmLook
    geometry: ViewGeometry
    radiograph: Radiograph
    corners: CornerText
    drawn: tuple[Drawn, ...] = ()

    def chosen(self, choice: PictureChoice) -> Scene:
        """Leave out what is not wanted.

        Without identity, the overlays of the file are left out as well: many hold the name. So
        is every note that does.
        """
        scene = self
        if not choice.has_identity:
            instance = scene.radiograph.instance
            extras = replace(scene.look.extras, has_overlays=False)
            scene = replace(
                scene,
                look=replace(scene.look, extras=extras),
                corners=without_identity(scene.corners, instance),
                drawn=tuple(d for d in scene.drawn if not tells_identity(d.words, instance)),
            )
        if not choice.has_words:
            scene = replace(scene, corners=essential(scene.corners), drawn=())
        return scene

    def on_page(self, width: float, height: float) -> Scene:
        """The whole film as large as an area allows; its own scale means nothing there."""
        turn = math.radians(self.geometry.rotation_deg)
        cos, sin = abs(math.cos(turn)), abs(math.sin(turn))
        columns, rows = self.geometry.film_size
        across, down = columns * cos + rows * sin, columns * sin + rows * cos
        scale = min(width / across, height / down)
        size = (max(1, round(across * scale)), max(1, round(down * scale)))
        kept = tuple(line for line in self.corners.bottom_right if not line.endswith(" %"))
        return replace(
            self,
            geometry=replace(self.geometry, view_size=size).fitted(),
            corners=replace(self.corners, bottom_right=kept),
        )

    def paint(self, painter: QPainter, *, ratio: float) -> None:
        """Paint with the corner of the view at the painter's origin.

        Parameters
        ----------
        ratio
            Pixels of the device per view pixel.
        """
        area = QRect(0, 0, *self.geometry.view_size)
        painter.save()
        painter.setClipRect(area)
        painter.fillRect(area, QColor(theme.FILM))
        FilmPainter().paint(painter, self.look, self.geometry, ratio=ratio)
        taken = corner_boxes(painter.font(), area, self.corners)
        paint_annotations(painter, self.drawn, self.radiograph, self.geometry, taken)
        paint_corners(painter, area, self.corners)
        painter.restore()

    def image(self, *, ratio: float = 1.0) -> QImage:
        """The picture, ``ratio`` pixels for each of the view."""
        width, height = (max(1, round(side * ratio)) for side in self.geometry.view_size)
        image = QImage(width, height, QImage.Format.Format_RGB32)
        image.fill(QColor(theme.FILM))
        with QPainter(image) as painter:
            painter.scale(ratio, ratio)
            self.paint(painter, ratio=ratio)
        return image
