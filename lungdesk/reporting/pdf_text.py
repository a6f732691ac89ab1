"""Paragraphs of a PDF in any script: the right font for each letter, the right order in a line."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import Any, Final
from xml.sax.saxutils import escape

from reportlab.lib.enums import TA_LEFT, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable
from reportlab.platypus import Paragraph as PdfParagraph

from lungdesk.reporting.fonts import FALLBACK, runs, width_of
from lungdesk.reporting.writing_order import (
    MARKS,
    beside,
    has_right_to_left,
    is_right_to_left,
    joined,
    visual_line,
    without_marks,
)

#: Scripts that are broken between any two letters.
_WIDE: Final = frozenset({"W", "F"})
#: ReportLab would break a line there.
_ELLIPSIS: Final = "…"
#: Between parts of a line.
_BETWEEN: Final = " · "
_NARROW: Final = str.maketrans("\N{NARROW NO-BREAK SPACE}", "\N{NO-BREAK SPACE}")


def paragraph(text: str, style: ParagraphStyle) -> Flowable:
    """A paragraph of plain text; line breaks of the text are kept."""
    text = printable(text)
    if has_right_to_left(text) or any(name == FALLBACK for _, name in runs(text, style.fontName)):
        return AnyScript(text, style)
    return PdfParagraph(escape(text).replace("\n", "<br/>"), style)


def clipped(text: str, style: ParagraphStyle, width: float, tallest: float) -> Flowable:
    """A paragraph of at most a height, in points; an ellipsis stands for what is left out.

    A cell of a table can be no taller than a page, and a damaged header can hold anything.
    """
    lines = tallest / style.leading
    # Letters are half as wide as their size on average; to break far more takes minutes.
    most = int(lines * width / (0.5 * style.fontSize))
    if len(text) > most:
        text = text[:most] + _ELLIPSIS
    while len(text) > lines and (height := _height(text, style, width)) > tallest:
        text = text[: int(0.9 * len(text) * tallest / height)] + _ELLIPSIS
    return paragraph(text, style)


def in_line(parts: Iterable[str], style: ParagraphStyle, width: float) -> Flowable:
    """Parts of a single line, those that are not empty; the first are shortened for the last."""
    most = int(width / (0.5 * style.fontSize))  # as in `clipped`
    shown = [part if len(part) <= most else part[:most] + _ELLIPSIS for part in parts if part]
    for at in range(len(shown)):
        left = shown[at].removesuffix(_ELLIPSIS)
        while left and _height(beside(shown, _BETWEEN), style, width) > style.leading:
            left = left[: int(0.9 * len(left))]
            shown[at] = left.rstrip() + _ELLIPSIS
    return paragraph(beside(shown, _BETWEEN), style)


def _height(text: str, style: ParagraphStyle, width: float) -> float:
    return float(paragraph(text, style).wrap(width, 0)[1])


def printable(text: str) -> str:
    """Text without what cannot be drawn: control characters, and halves of pairs in odd names.

    What steers the writing of other letters stays where there are some that need it.
    """
    marks = MARKS if has_right_to_left(text) else frozenset()
    return "".join(
        c if c == "\n" or c.isprintable() or c == "\N{NO-BREAK SPACE}" or c in marks else " "
        for c in without_marks(text, marks).translate(_NARROW)
    )


class AnyScript(Flowable):
    """A paragraph whose lines are broken here, because ReportLab breaks Latin text only."""

    def __init__(self, text: str, style: ParagraphStyle) -> None:
        super().__init__()
        self._text, self._style = text, style
        self._inner: Any = None
        self.spaceBefore, self.spaceAfter = style.spaceBefore, style.spaceAfter

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Break the text into lines of a width."""
        is_turned = is_right_to_left(self._text)
        lines = [
            visual_line(line, is_right_to_left=is_turned)
            for part in joined(self._text).split("\n")
            for line in broken(part, self._style.fontName, self._style.fontSize, width)
        ]
        style = self._style
        if is_turned and style.alignment == TA_LEFT and len(lines) > 1:
            style = ParagraphStyle("right to left", style, alignment=TA_RIGHT)
        self._inner = PdfParagraph("<br/>".join(self._markup(line) for line in lines), style)
        size: tuple[float, float] = self._inner.wrap(width, height)
        return size

    def split(self, width: float, height: float) -> list[Flowable]:
        """Parts of the paragraph for two pages."""
        self.wrap(width, height)
        parts: list[Flowable] = self._inner.split(width, height)
        return parts

    def draw(self) -> None:
        """Draw the lines as they were broken last."""
        self._inner.drawOn(self.canv, 0, 0)

    def _markup(self, line: str) -> str:
        return "".join(
            f'<font name="{name}">{escape(part)}</font>'
            for part, name in runs(line, self._style.fontName)
        )


def broken(text: str, font: str, size: float, width: float) -> list[str]:
    """Lines of a text in logical order, each within a width in points where a letter is."""
    lines, line = [], ""
    for piece in _pieces(text):
        if not line or width_of((line + piece).rstrip(), font, size) <= width:
            line += piece
        else:
            lines.append(line.rstrip())
            line = piece
        while len(line) > 1 and width_of(line.rstrip(), font, size) > width:
            fitting = _fitting(line, font, size, width)
            lines.append(line[:fitting])
            line = line[fitting:]
    return [*lines, line.rstrip()]


def _fitting(line: str, font: str, size: float, width: float) -> int:
    """How many letters of a word that is longer than a line fit into it; one at least."""
    lengths = range(1, len(line))
    return max(1, bisect_right(lengths, width, key=lambda n: width_of(line[:n], font, size)))


def _pieces(text: str) -> Iterator[str]:
    """What may stand on a line of its own: words with the space after them, wide letters."""
    word = ""
    for character in text:
        if unicodedata.east_asian_width(character) in _WIDE and not character.isspace():
            if word:
                yield word
            yield character
            word = ""
            continue
        word += character
        if character == " ":
            yield word
            word = ""
    if word:
        yield word
