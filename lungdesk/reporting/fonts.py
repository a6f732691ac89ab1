"""The fonts that PDF documents embed, and which of them has a letter.

DejaVu Sans comes with matplotlib, so that figures and text look alike; it has Latin, Cyrillic,
Greek, Hebrew and the joined forms of Arabic. WenQuanYi Micro Hei has Chinese, Japanese and Korean.
"""

from __future__ import annotations

from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Final

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from lungdesk.reporting.figure_style import FALLBACK_FILE

PLAIN: Final = "LungDesk"
BOLD: Final = "LungDesk-Bold"
FALLBACK: Final = "LungDesk-Fallback"


def register_fonts() -> None:
    """Let ReportLab know the fonts; again does no harm."""
    _registered()


@cache
def _registered() -> dict[str, frozenset[int]]:
    """Code points of each font, once they are registered."""
    from matplotlib import get_data_path

    folder = Path(get_data_path()) / "fonts" / "ttf"
    files = {
        PLAIN: folder / "DejaVuSans.ttf",
        BOLD: folder / "DejaVuSans-Bold.ttf",
        FALLBACK: FALLBACK_FILE,
    }
    letters = {}
    for name, file in files.items():
        font = TTFont(name, str(file))
        pdfmetrics.registerFont(font)
        letters[name] = frozenset(font.face.charToGlyph)
    pdfmetrics.registerFontFamily(PLAIN, PLAIN, BOLD, PLAIN, BOLD)
    pdfmetrics.registerFontFamily(FALLBACK, FALLBACK, FALLBACK, FALLBACK, FALLBACK)
    return letters


def runs(text: str, font: str) -> list[tuple[str, str]]:
    """Parts of a text with the font of each: the wanted one, or the fallback where only it has it.

    Letters that no font has stay in the wanted one, which shows a box for them.
    """
    letters = _registered()
    wanted, fallback = letters[font], letters[FALLBACK]

    def font_of(letter: str) -> str:
        point = ord(letter)
        return FALLBACK if point not in wanted and point in fallback else font

    return [("".join(part), name) for name, part in groupby(text, key=font_of)]


def width_of(text: str, font: str, size: float) -> float:
    """Width of one line in points."""
    return float(sum(pdfmetrics.stringWidth(part, name, size) for part, name in runs(text, font)))
