"""Films on a PDF page: side by side with scales, and small ones in a gallery."""

from __future__ import annotations

import io
from typing import Any, Final

import numpy as np
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable
from reportlab.platypus import Table as PdfTable

from lungdesk.core.measurements import OutlineKind
from lungdesk.reporting import pdf_styles as look
from lungdesk.reporting.document import ColourScale, Gallery, Marking, Panel, Panels, Thumbnail
from lungdesk.reporting.fonts import BOLD, PLAIN
from lungdesk.reporting.pdf_text import clipped, paragraph
from lungdesk.reporting.png import png_bytes
from lungdesk.reporting.scale_bar import scale_bar

_GAP: Final = 12.0
_TALLEST: Final = 300.0
#: Share of half a page that words below a film have at least, however narrow that is.
_NARROWEST: Final = 0.6
_THUMBNAIL: Final = 88.0
#: Below a film: its scale, then its caption.
_SCALE_HEIGHT: Final = 20.0
_SIZE: Final = 7.0
#: What stands between the ends of a scale, and how much of it that may take.
_SCALE_WORDS: Final = ParagraphStyle(
    "scale", look.NOTE, fontSize=_SIZE, leading=_SIZE, alignment=TA_CENTER
)
_WORDS: Final = 0.7
_NUMBER_HEIGHT: Final = 9.0
#: Each of the few lines below a small film, which is parted from none of them.
_TALLEST_WORDS: Final = 120.0

#: Left, bottom, width and height on the page.
_Rectangle = tuple[float, float, float, float]


def image_of(pixels: Any) -> ImageReader:
    """Pixels as ReportLab draws them."""
    return ImageReader(io.BytesIO(png_bytes(pixels)))


class PanelRow(Flowable):
    """Films of one size side by side; one alone is in the middle."""

    def __init__(self, block: Panels) -> None:
        super().__init__()
        self._panels = block.panels
        self._captions: list[tuple[Flowable, float]] = []
        self._size = (0.0, 0.0)
        self._each = self._left = 0.0
        self.spaceBefore, self.spaceAfter = 4, 6

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """As large as the width and the height of a third of a page allow."""
        rows, columns = self._panels[0].pixels.shape[:2]
        each = (width - _GAP) / 2
        scale = min(each / columns, _TALLEST / rows)
        self._size = (columns * scale, rows * scale)
        count = len(self._panels)
        self._each = max(self._size[0], each * _NARROWEST)
        self._left = (width - count * self._each - (count - 1) * _GAP) / 2
        below = []
        for panel in self._panels:
            caption = paragraph(panel.caption, look.CAPTION)
            below.append((caption, caption.wrap(self._each, 1e4)[1]))
        self._captions = below
        return width, self._size[1] + self._scale_height + max(h for _, h in below)

    @property
    def _scale_height(self) -> float:
        has_any = any(panel.scale or panel.mm_per_pixel for panel in self._panels)
        return _SCALE_HEIGHT if has_any else 4.0

    def draw(self) -> None:
        """Draw each film with what stands below it."""
        width, height = self._size
        lowest = max(h for _, h in self._captions)
        bottom = lowest + self._scale_height
        for number, panel in enumerate(self._panels):
            left = self._left + number * (self._each + _GAP)
            self.canv.drawImage(image_of(panel.pixels), left, bottom, width, height)
            scale = width / panel.pixels.shape[1]
            for marking in panel.markings:
                _draw_marking(self.canv, marking, (left, bottom, width, height), scale)
            caption, caption_height = self._captions[number]
            caption.drawOn(self.canv, left, lowest - caption_height)
            if panel.scale is not None:
                _draw_colours(self.canv, panel.scale, (left, bottom - 8), self._each)
            elif panel.mm_per_pixel is not None:
                self._draw_length(panel, (left, bottom - 8), scale)

    def _draw_length(self, panel: Panel, at: tuple[float, float], scale: float) -> None:
        assert panel.mm_per_pixel is not None
        millimetres, words = scale_bar(panel.mm_per_pixel * panel.pixels.shape[1])
        length = millimetres / panel.mm_per_pixel * scale
        x, y = at
        canvas = self.canv
        canvas.setStrokeColor(look.INK)
        canvas.setLineWidth(1)
        canvas.line(x, y, x + length, y)
        for end in (x, x + length):
            canvas.line(end, y - 2, end, y + 2)
        canvas.setFont(PLAIN, _SIZE)
        canvas.setFillColor(look.INK)
        canvas.drawString(x + length + 4, y - 2, f"{words} {panel.length_words}".strip())


def _draw_colours(canvas: Any, scale: ColourScale, at: tuple[float, float], width: float) -> None:
    """The colours from the least to the greatest value, with words below."""
    x, y = at
    strip = np.ascontiguousarray(scale.colours[None, :, :])
    canvas.drawImage(image_of(strip), x, y, width, 5)
    canvas.setFont(PLAIN, _SIZE)
    canvas.setFillColor(look.GREY)
    canvas.drawString(x, y - 8, scale.low)
    canvas.drawRightString(x + width, y - 8, scale.high)
    room = _WORDS * width
    words = clipped(scale.words, _SCALE_WORDS, room, _SIZE)
    words.wrap(room, _SIZE)
    words.drawOn(canvas, x + (width - room) / 2, y - 8)


def _draw_marking(canvas: Any, marking: Marking, film: _Rectangle, scale: float) -> None:
    """An outline, as far as it lies on the film, and its number."""
    left, bottom, width, height = film
    points = [(left + scale * x, bottom + height - scale * y) for x, y in marking.outline.points]
    canvas.saveState()
    edge = canvas.beginPath()
    edge.rect(*film)
    canvas.clipPath(edge, stroke=0)
    for colour, thickness in ((look.RIM, 2.0), (look.MARKING, 0.9)):
        canvas.setStrokeColor(colour)
        canvas.setLineWidth(thickness)
        _draw_outline(canvas, marking.outline.kind, points)
    canvas.restoreState()
    words = str(marking.number)
    size = stringWidth(words, BOLD, _SIZE) + 4
    x = min(max(points[0][0] + 2, left), left + width - size)
    y = min(max(points[0][1] + 1, bottom), bottom + height - _NUMBER_HEIGHT)
    canvas.setFillColor(look.RIM)
    canvas.rect(x, y, size, _NUMBER_HEIGHT, stroke=0, fill=1)
    canvas.setFillColor(look.MARKING)
    canvas.setFont(BOLD, _SIZE)
    canvas.drawString(x + 2, y + 2, words)


def _draw_outline(canvas: Any, kind: OutlineKind, points: list[tuple[float, float]]) -> None:
    path = canvas.beginPath()
    if kind is OutlineKind.POINT:
        path.circle(*points[0], 2)
    elif kind is OutlineKind.ELLIPSE:
        (x0, _), (x1, _), (_, y0), (_, y1) = points
        if x0 == x1:  # the longer axis is upright
            (_, y0), (_, y1), (x0, _), (x1, _) = points
        path.ellipse(min(x0, x1), min(y0, y1), abs(x1 - x0), abs(y1 - y0))
    else:
        path.moveTo(*points[0])
        for point in points[1:]:
            path.lineTo(*point)
    canvas.drawPath(path, stroke=1, fill=0)


def gallery(block: Gallery, width: float) -> Flowable:
    """Rows of small films that are not parted from their words."""
    each = width / block.columns
    cells = [_thumbnail(one, min(each - 8, _THUMBNAIL * 1.4)) for one in block.thumbnails]
    cells += [[]] * (-len(cells) % block.columns)
    rows = [cells[at : at + block.columns] for at in range(0, len(cells), block.columns)]
    looks = [
        ("FONTNAME", (0, 0), (-1, -1), PLAIN),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 2),
        ("RIGHTPADDING", (0, 0), (-1, -1), 4),
        ("TOPPADDING", (0, 0), (-1, -1), 2),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 6),
    ]
    return PdfTable(rows, colWidths=[each] * block.columns, style=looks)


def _thumbnail(one: Thumbnail, widest: float) -> list[Flowable]:
    words = (clipped(line, look.CAPTION, widest, _TALLEST_WORDS) for line in one.lines)
    return [_SmallFilm(one, widest), *words]


class _SmallFilm(Flowable):
    """A film in a square of the gallery, so that all words stand at one height."""

    def __init__(self, one: Thumbnail, side: float) -> None:
        super().__init__()
        self._one, self._side = one, side

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        return self._side, self._side + 2

    def draw(self) -> None:
        rows, columns = self._one.pixels.shape[:2]
        scale = self._side / max(rows, columns)
        width, height = columns * scale, rows * scale
        canvas = self.canv
        canvas.setFillColor(look.RIM)
        canvas.rect(0, 2, self._side, self._side, stroke=0, fill=1)
        left, bottom = (self._side - width) / 2, 2 + (self._side - height) / 2
        canvas.drawImage(image_of(self._one.pixels), left, bottom, width, height)
