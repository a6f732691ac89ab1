"""Colours, sizes and styles of PDF documents."""

from __future__ import annotations

from typing import Final

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm

from lungdesk.reporting.fonts import BOLD, PLAIN

MARGIN: Final = 20 * mm
INK: Final = HexColor("#1c1c1c")
GREY: Final = HexColor("#555555")
LINE: Final = HexColor("#888888")
FAINT: Final = HexColor("#dddddd")
TRACK: Final = HexColor("#f0f0f0")
REFUSAL: Final = HexColor("#b3261e")
DOUBT: Final = HexColor("#8a5a00")
#: Lines drawn on a film, with a dark rim so that they show on bright and dark alike.
MARKING: Final = HexColor("#ffd34d")
RIM: Final = HexColor("#202020")

BODY: Final = ParagraphStyle(
    "body", fontName=PLAIN, fontSize=9, leading=12.5, textColor=INK, spaceAfter=4
)
NOTE: Final = ParagraphStyle("note", BODY, fontSize=7.5, leading=10, textColor=GREY)
CELL: Final = ParagraphStyle("cell", BODY, fontSize=7, leading=8.8, spaceAfter=0)
CELL_HEAD: Final = ParagraphStyle("cell head", CELL, fontName=BOLD)
NUMBER: Final = ParagraphStyle("number", CELL, alignment=TA_RIGHT)
NUMBER_HEAD: Final = ParagraphStyle("number head", NUMBER, fontName=BOLD)
FACT_NAME: Final = ParagraphStyle("fact name", BODY, fontSize=8, leading=11, textColor=GREY)
FACT: Final = ParagraphStyle("fact", BODY, fontSize=8.5, leading=11, spaceAfter=0)
#: At the foot of a page: whose it is.
SHEET: Final = ParagraphStyle("sheet", NOTE, fontSize=7, leading=9, textColor=INK, spaceAfter=0)
CAPTION: Final = ParagraphStyle("caption", NOTE, fontSize=7, leading=8.8, spaceAfter=0)
TITLE: Final = ParagraphStyle("title", BODY, fontName=BOLD, fontSize=15, leading=19)
INSTITUTION: Final = ParagraphStyle(
    "institution", BODY, fontName=BOLD, fontSize=9.5, leading=12.5, textColor=GREY
)
HEADING: Final = ParagraphStyle(
    "heading", BODY, fontName=BOLD, fontSize=10.5, leading=14, spaceBefore=9
)
NOTICE: Final = ParagraphStyle("notice", BODY, fontName=BOLD, fontSize=8.5, leading=11.5)
