"""Writes a document as a PDF, one column, like a letter; all share one frame of the page."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable, Sequence
from itertools import takewhile
from typing import Any, Final

from reportlab import rl_config
from reportlab.lib.pagesizes import A4, LETTER
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
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
from reportlab.platypus import Table as PdfTable

from lungdesk.core.language import ENGLISH
from lungdesk.core.report import PageSize
from lungdesk.reporting import pdf_styles as look
from lungdesk.reporting.document import (
    Block,
    Bullets,
    Document,
    Facts,
    Findings,
    Gallery,
    Heading,
    Letterhead,
    Notice,
    Panels,
    Paragraph,
    Picture,
    Table,
)
from lungdesk.reporting.figure_style import encoded
from lungdesk.reporting.fonts import PLAIN, register_fonts
from lungdesk.reporting.pdf_findings import FindingBars
from lungdesk.reporting.pdf_panels import PanelRow, gallery
from lungdesk.reporting.pdf_tables import facts, notice, table
from lungdesk.reporting.pdf_text import clipped, in_line, paragraph

_SIZES: Final = {PageSize.A4: A4, PageSize.LETTER: LETTER}
#: ReportLab's own, inside the margins; a picture is at most so high that it finds room with its
#: caption and a heading on the lowest page.
_FRAME_PADDING: Final = 6
_TALLEST: Final[float] = 215 * mm
_LOWEST_PAGE: Final[float] = 241 * mm
#: A section does not begin with less than this left of the page, unless it ends there as well.
_ROOM_FOR_SECTION: Final[float] = 45 * mm
_ROOM_FOR_CAPTION: Final[float] = 12 * mm
#: Lines of the foot, from the bottom of the page, and what is left before the number of the page.
_FOOT: Final[tuple[float, float]] = (11 * mm, 7.5 * mm)
_BEFORE_PAGE: Final = 12.0
#: Blocks whose height is soon known, and never much.
_SHORT: Final = (Paragraph, Facts)
#: ReportLab does not promise to make two documents at a time.
_lock: Final = threading.Lock()
_LOGO: Final = (45 * mm, 14 * mm)
#: Of a letterhead; the rest of it is left out.
_TALLEST_INSTITUTION: Final[float] = 8 * look.INSTITUTION.leading


def pdf_document(document: Document) -> bytes:
    """The whole document; the same blocks give the same bytes. Any thread may ask for one.

    Raises
    ------
    ValueError
        When the logo is no picture.
    """
    with _lock:
        register_fonts()
        # Pictures as bytes, not as letters: a quarter less, and much sooner.
        rl_config.useA85 = False
        return _built(document)


def _built(document: Document) -> bytes:
    stream = io.BytesIO()
    size = _SIZES[document.letterhead.page_size]
    template = SimpleDocTemplate(
        stream,
        pagesize=size,
        leftMargin=look.MARGIN - _FRAME_PADDING,
        rightMargin=look.MARGIN - _FRAME_PADDING,
        topMargin=16 * mm,
        bottomMargin=18 * mm,
        title=document.title,
        author="LungDesk",
        subject=document.subtitle,
        lang=document.language.code,
        invariant=True,
    )
    width = size[0] - 2 * look.MARGIN
    story: list[Flowable] = [
        *_letterhead(document.letterhead, width),
        paragraph(document.title, look.TITLE),
        paragraph(document.subtitle, look.NOTE),
        Spacer(1, 6),
    ]
    story += _sections(document.blocks, width)

    class PageCanvas(_NumberedCanvas):
        foot, sheet, language = document.foot, document.sheet, document.language

    template.build(story, canvasmaker=PageCanvas)
    return stream.getvalue()


class _NumberedCanvas(Canvas):
    """Writes the foot of all pages once it is known how many there are."""

    foot, language = "", ENGLISH
    sheet: tuple[str, ...] = ()

    def __init__(self, *arguments: Any, **options: Any) -> None:
        # ReportLab would begin each page with a font that no file embeds.
        super().__init__(*arguments, **{**options, "initialFontName": PLAIN})
        self._pages: list[dict[str, Any]] = []

    def showPage(self) -> None:  # noqa: N802 - ReportLab's name
        """Put a page aside."""
        self._pages.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        """Give each page its foot, and write them."""
        for page in self._pages:
            self.__dict__.update(page)
            self._draw_foot(len(self._pages))
            super().showPage()
        super().save()

    def _draw_foot(self, count: int) -> None:
        right = self._pagesize[0] - look.MARGIN
        self.setStrokeColor(look.FAINT)
        self.setLineWidth(0.5)
        self.line(look.MARGIN, 15 * mm, right, 15 * mm)
        self.setFont(PLAIN, 7)
        self.setFillColor(look.GREY)
        page = self.language.tr("page {page} of {count}", page=self._pageNumber, count=count)
        self.drawRightString(right, _FOOT[0], page)
        self.drawString(look.MARGIN, _FOOT[1 if self.sheet else 0], self.foot)
        if self.sheet:
            room = right - look.MARGIN - stringWidth(page, PLAIN, 7) - _BEFORE_PAGE
            words = in_line(self.sheet, look.SHEET, room)
            _width, height = words.wrap(room, look.SHEET.leading)
            words.drawOn(self, look.MARGIN, _FOOT[0] + look.SHEET.leading - height - 2)


def _letterhead(head: Letterhead, width: float) -> list[Flowable]:
    """Institution on the left, logo on the right; nothing without both."""
    if not head.institution and not head.logo:
        return []
    logo = [_logo(head.logo)] if head.logo else []
    words = _institution(head.institution, width - _LOGO[0])
    looks = [
        ("FONTNAME", (0, 0), (-1, -1), PLAIN),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("ALIGN", (1, 0), (1, 0), "RIGHT"),
        ("LINEBELOW", (0, 0), (-1, -1), 0.6, look.LINE),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 0),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 5),
    ]
    widths = [width - _LOGO[0], _LOGO[0]]
    return [PdfTable([[words, logo]], colWidths=widths, style=looks), Spacer(1, 8)]


def _institution(text: str, width: float) -> list[Flowable]:
    """Its lines, each with a direction of its own, as many as a letterhead has room for."""
    words: list[Flowable] = []
    left = _TALLEST_INSTITUTION
    for line in text.split("\n"):
        if left < look.INSTITUTION.leading:
            break
        words.append(clipped(line, look.INSTITUTION, width, left))
        left -= words[-1].wrap(width, left)[1]
    return words


def _logo(data: bytes) -> Flowable:
    try:
        columns, rows = ImageReader(io.BytesIO(data)).getSize()
    except Exception as error:  # ReportLab and Pillow raise anything of altered bytes
        raise ValueError("the logo is no picture that can be read") from error
    scale = min(_LOGO[0] / columns, _LOGO[1] / rows)
    return Image(io.BytesIO(data), width=columns * scale, height=rows * scale)


def _flowables(block: Block, width: float) -> list[Flowable]:
    return _WRITERS[type(block)](block, width)


def _sections(blocks: Sequence[Block], width: float) -> list[Flowable]:
    """All blocks; a heading goes to the next page when there is too little room for its section."""
    story: list[Flowable] = []
    for at, block in enumerate(blocks):
        if isinstance(block, Heading):
            below = takewhile(lambda one: not isinstance(one, Heading), blocks[at + 1 :])
            story.append(CondPageBreak(_room_for((block, *below), width)))
        story += _flowables(block, width)
    return story


def _room_for(section: Sequence[Block], width: float) -> float:
    """What has to be left of a page for a section to begin there, in points."""
    room = 0.0
    for block in section:
        if isinstance(block, Picture) and room < _ROOM_FOR_SECTION:
            room += _size_of(block, width)[1] + _ROOM_FOR_CAPTION
            # Else the heading would stay behind: pictures are not parted.
            return room if _ROOM_FOR_SECTION < room <= _LOWEST_PAGE else _ROOM_FOR_SECTION
        if room >= _ROOM_FOR_SECTION or not isinstance(block, (Heading, *_SHORT)):
            return _ROOM_FOR_SECTION
        for part in _flowables(block, width):
            _width, height = part.wrap(width, _TALLEST)
            room += float(part.getSpaceBefore() + height + part.getSpaceAfter())
    return min(room, _ROOM_FOR_SECTION)


def _heading(block: Heading, _width: float) -> list[Flowable]:
    return [paragraph(block.text, look.HEADING)]


def _paragraph(block: Paragraph, _width: float) -> list[Flowable]:
    style = look.NOTE if block.is_note else look.BODY
    # Each line has a direction of its own.
    return [paragraph(line, style) for line in block.text.split("\n")]


def _captioned_table(block: Table, width: float) -> list[Flowable]:
    return [paragraph(block.caption, look.NOTE), table(block, width), Spacer(1, 7)]


def _picture(block: Picture, width: float) -> list[Flowable]:
    caption = paragraph(block.caption, look.NOTE)
    return [KeepTogether([_image(block, width), caption, Spacer(1, 5)])]


def _facts(block: Facts, width: float) -> list[Flowable]:
    return [facts(block, width), Spacer(1, 4)] if block.rows else []


def _gallery(block: Gallery, width: float) -> list[Flowable]:
    return [gallery(block, width)] if block.thumbnails else []


def _bullets(block: Bullets, _width: float) -> list[Flowable]:
    entries = [ListItem(paragraph(item, look.BODY), leftIndent=10) for item in block.items]
    listed = ListFlowable(
        entries,
        bulletType="bullet",
        start="•",
        bulletFontName=PLAIN,
        bulletFontSize=8,
        leftIndent=10,
    )
    return [listed]


def _size_of(picture: Picture, width: float) -> tuple[float, float]:
    """Width and height on the page, in points."""
    width_in, height_in = picture.figure.get_size_inches()
    wide = min(width * picture.width, _TALLEST * width_in / height_in)
    return wide, wide * height_in / width_in


def _image(picture: Picture, width: float) -> Flowable:
    wide, high = _size_of(picture, width)
    return Image(io.BytesIO(encoded(picture.figure, "png")), width=wide, height=high)


_WRITERS: Final[dict[type[Block], Callable[[Any, float], list[Flowable]]]] = {
    Heading: _heading,
    Paragraph: _paragraph,
    Bullets: _bullets,
    Table: _captioned_table,
    Picture: _picture,
    Notice: lambda block, width: [notice(block, width)],
    Facts: _facts,
    Findings: lambda block, _width: [FindingBars(block)],
    Panels: lambda block, _width: [PanelRow(block)],
    Gallery: _gallery,
}
