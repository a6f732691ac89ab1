"""Writes a document as a PDF of A4 pages, one column, like a letter."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import (
    CondPageBreak,
    Flowable,
    Image,
    KeepTogether,
    ListFlowable,
    ListItem,
    SimpleDocTemplate,
    Spacer,
)
from reportlab.platypus import Paragraph as PdfParagraph
from reportlab.platypus import Table as PdfTable

from lungdesk.reporting.document import Block, Bullets, Document, Heading, Paragraph, Picture, Table
from lungdesk.reporting.figure_style import encoded

_MARGIN: Final = 20 * mm
_TEXT_WIDTH: Final = A4[0] - 2 * _MARGIN
#: ReportLab's own, inside the margins; a picture is at most this high.
_FRAME_PADDING: Final = 6
_TALLEST: Final = 225 * mm
#: A section does not begin with less than this left of the page.
_ROOM_FOR_SECTION: Final = 45 * mm
_INK: Final = HexColor("#1c1c1c")
_GREY: Final = HexColor("#555555")
_LINE: Final = HexColor("#888888")
_FAINT: Final = HexColor("#dddddd")

_PLAIN: Final = "LungDesk"
_BOLD: Final = "LungDesk-Bold"

_BODY: Final = ParagraphStyle(
    "body", fontName=_PLAIN, fontSize=9, leading=12.5, textColor=_INK, spaceAfter=4
)
_NOTE: Final = ParagraphStyle("note", _BODY, fontSize=7.5, leading=10, textColor=_GREY)
_CELL: Final = ParagraphStyle("cell", _BODY, fontSize=7, leading=8.8, spaceAfter=0)
_NUMBER: Final = ParagraphStyle("number", _CELL, alignment=TA_RIGHT)
_TITLE: Final = ParagraphStyle("title", _BODY, fontName=_BOLD, fontSize=15, leading=19)
_HEADING: Final = ParagraphStyle(
    "heading", _BODY, fontName=_BOLD, fontSize=10.5, leading=14, spaceBefore=9
)


def pdf_document(document: Document) -> bytes:
    """The whole document; the same blocks give the same bytes."""
    _register_fonts()
    stream = io.BytesIO()
    template = SimpleDocTemplate(
        stream,
        pagesize=A4,
        leftMargin=_MARGIN - _FRAME_PADDING,
        rightMargin=_MARGIN - _FRAME_PADDING,
        topMargin=18 * mm,
        bottomMargin=20 * mm,
        title=document.title,
        author="LungDesk",
        subject=document.subtitle,
        invariant=True,
    )
    story: list[Flowable] = [
        PdfParagraph(escape(document.title), _TITLE),
        PdfParagraph(escape(document.subtitle), _NOTE),
        Spacer(1, 6),
    ]
    for block in document.blocks:
        story += _flowables(block)

    def draw_foot(canvas: Any, _template: Any) -> None:
        canvas.saveState()
        canvas.setFont(_PLAIN, 7)
        canvas.setFillColor(_GREY)
        canvas.drawString(_MARGIN, 11 * mm, document.foot)
        canvas.drawRightString(A4[0] - _MARGIN, 11 * mm, f"page {canvas.getPageNumber()}")
        canvas.restoreState()

    template.build(story, onFirstPage=draw_foot, onLaterPages=draw_foot)
    return stream.getvalue()


def _register_fonts() -> None:
    """Embed the font of the figures: it has the letters of most languages, and ≥, – and −."""
    from matplotlib import get_data_path

    folder = Path(get_data_path()) / "fonts" / "ttf"
    pdfmetrics.registerFont(TTFont(_PLAIN, str(folder / "DejaVuSans.ttf")))
    pdfmetrics.registerFont(TTFont(_BOLD, str(folder / "DejaVuSans-Bold.ttf")))
    pdfmetrics.registerFontFamily(_PLAIN, _PLAIN, _BOLD, _PLAIN, _BOLD)


def _flowables(block: Block) -> list[Flowable]:
    match block:
        case Heading(text):
            return [CondPageBreak(_ROOM_FOR_SECTION), PdfParagraph(escape(text), _HEADING)]
        case Paragraph(text, is_note):
            return [PdfParagraph(escape(text), _NOTE if is_note else _BODY)]
        case Bullets(items):
            return [_bullets(items)]
        case Table():
            return [PdfParagraph(escape(block.caption), _NOTE), _table(block), Spacer(1, 7)]
        case Picture():
            caption = PdfParagraph(escape(block.caption), _NOTE)
            return [KeepTogether([_image(block), caption, Spacer(1, 5)])]


def _bullets(items: Sequence[str]) -> Flowable:
    entries = [ListItem(PdfParagraph(escape(item), _BODY), leftIndent=10) for item in items]
    return ListFlowable(entries, bulletType="bullet", start="•", bulletFontSize=8, leftIndent=10)


def _table(table: Table) -> Flowable:
    unit = _TEXT_WIDTH / sum(table.widths)
    bold = [f"<b>{escape(text)}</b>" for text in table.columns]
    cells = [_row(bold, table.words)]
    looks: list[tuple[Any, ...]] = [
        ("VALIGN", (0, 0), (-1, 0), "BOTTOM"),
        ("VALIGN", (0, 1), (-1, -1), "TOP"),
        ("LINEBELOW", (0, 0), (-1, 0), 0.6, _LINE),
        ("LINEBELOW", (0, -1), (-1, -1), 0.6, _LINE),
        ("LEFTPADDING", (0, 0), (-1, -1), 2),
        ("RIGHTPADDING", (0, 0), (-1, -1), 2),
        ("TOPPADDING", (0, 0), (-1, -1), 1.2),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 1.6),
    ]
    for number, row in enumerate(table.rows, start=1):
        if len(row) == 1:
            heading = PdfParagraph(f"<b>{escape(row[0])}</b>", _CELL)
            cells.append([heading, *[""] * (len(table.columns) - 1)])
            looks += [
                ("SPAN", (0, number), (-1, number)),
                ("LINEBELOW", (0, number), (-1, number), 0.4, _FAINT),
                ("TOPPADDING", (0, number), (-1, number), 4),
                ("NOSPLIT", (0, number), (-1, number + 1)),
            ]
        else:
            cells.append(_row([escape(text) for text in row], table.words))
    widths = [unit * width for width in table.widths]
    return PdfTable(cells, colWidths=widths, repeatRows=1, style=looks)


def _row(markup: Sequence[str], words: int) -> list[Any]:
    return [PdfParagraph(t, _CELL if n < words else _NUMBER) for n, t in enumerate(markup)]


def _image(picture: Picture) -> Flowable:
    width_in, height_in = picture.figure.get_size_inches()
    width = min(_TEXT_WIDTH * picture.width, _TALLEST * width_in / height_in)
    data = io.BytesIO(encoded(picture.figure, "png"))
    return Image(data, width=width, height=width * height_in / width_in)
