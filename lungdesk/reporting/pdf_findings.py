"""Probabilities of a reading as bars."""

from __future__ import annotations

from typing import Final

from reportlab.lib.colors import HexColor
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable

from lungdesk.core.words import percent
from lungdesk.reporting import pdf_styles as look
from lungdesk.reporting.document import Finding, Findings
from lungdesk.reporting.fonts import BOLD, PLAIN, width_of
from lungdesk.reporting.pdf_text import clipped

_ROW: Final = 15.0
_BAR: Final = 7.0
_SIZE: Final = 8.5
_SMALL: Final = 7.0
#: From a name to its bar, and from the bottom of a line to its words.
_GAP: Final = 6.0
#: Two lines of small letters are as high as a row.
_REMARK: Final = ParagraphStyle("remark", look.NOTE, fontSize=_SMALL, leading=7.4, spaceAfter=0)
_BELOW: Final = 4.0
#: Where bars begin and end, and where the words behind them begin, as shares of the width.
_BARS: Final = (0.23, 0.5)
_PERCENT: Final = 0.575
_REMARKS: Final = 0.595


class FindingBars(Flowable):
    """One line for each class: name, bar with the tick of its operating point, figures."""

    def __init__(self, block: Findings) -> None:
        super().__init__()
        self._findings = block.findings
        self._width = 0.0
        self.spaceAfter = 5

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """The whole width, a line for each class."""
        self._width = width
        return width, _ROW * len(self._findings)

    def split(self, _width: float, height: float) -> list[Flowable]:
        """As many lines as there is room for, and the others for the next page."""
        fitting = int(height // _ROW)
        if not 0 < fitting < len(self._findings):
            return []
        parts = (self._findings[:fitting], self._findings[fitting:])
        return [FindingBars(Findings(part)) for part in parts]

    def draw(self) -> None:
        """Draw the lines, the first one on top."""
        for number, finding in enumerate(reversed(self._findings)):
            self._draw_line(finding, number * _ROW + _BELOW)

    def _draw_line(self, finding: Finding, y: float) -> None:
        canvas, width = self.canv, self._width
        left, right = (share * width for share in _BARS)
        self._draw_name(finding, left - _GAP, y)
        canvas.setFont(BOLD if finding.is_found else PLAIN, _SIZE)
        canvas.setFillColor(look.INK)
        canvas.drawRightString(_PERCENT * width, y, percent(finding.probability))
        canvas.setFillColor(look.TRACK)
        canvas.rect(left, y - 1, right - left, _BAR, stroke=0, fill=1)
        canvas.setFillColor(HexColor(finding.colour))
        canvas.rect(left, y - 1, (right - left) * finding.probability, _BAR, stroke=0, fill=1)
        if finding.operating_point is not None:
            at = left + (right - left) * finding.operating_point
            canvas.setStrokeColor(look.INK)
            canvas.setLineWidth(1)
            canvas.line(at, y - 3, at, y + _BAR + 1)
        self._draw_remarks(finding.remarks, y)

    def _draw_name(self, finding: Finding, room: float, y: float) -> None:
        """In one line, or in two of small letters."""
        font = BOLD if finding.is_found else PLAIN
        size = _SIZE if width_of(finding.name, font, _SIZE) <= room else _SMALL
        style = ParagraphStyle(
            "name", fontName=font, fontSize=size, leading=size, textColor=look.INK
        )
        name = clipped(finding.name, style, room, _ROW)
        _, height = name.wrap(room, _ROW)
        name.drawOn(self.canv, 2, y - _BELOW + (_ROW - height) / 2)

    def _draw_remarks(self, words: str, y: float) -> None:
        """In one line, or in two."""
        room = (1 - _REMARKS) * self._width
        remarks = clipped(words, _REMARK, room, _ROW)
        _, height = remarks.wrap(room, _ROW)
        remarks.drawOn(self.canv, _REMARKS * self._width, y - _BELOW + (_ROW - height) / 2)
