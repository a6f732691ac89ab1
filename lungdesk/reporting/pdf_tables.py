"""Tables, facts and notices of a PDF."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable
from reportlab.platypus import Table as PdfTable

from lungdesk.reporting import pdf_styles as look
from lungdesk.reporting.document import Facts, Notice, Table, TableSection
from lungdesk.reporting.fonts import PLAIN
from lungdesk.reporting.pdf_text import clipped

#: Left and right of what stands in a cell, in points.
_PADDING: Final = 2
_NOTICE_PADDING: Final = 6
#: A cell, so that on the smallest page there is room for the table's head as well.
_TALLEST: Final = 540.0
#: Of all tables; without the font, empty cells would name one that no file embeds.
_PLAIN_LOOK: Final[tuple[tuple[Any, ...], ...]] = (
    ("FONTNAME", (0, 0), (-1, -1), PLAIN),
    ("LEFTPADDING", (0, 0), (-1, -1), _PADDING),
    ("RIGHTPADDING", (0, 0), (-1, -1), _PADDING),
    ("TOPPADDING", (0, 0), (-1, -1), 1.2),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 1.6),
)


def table(block: Table, width: float) -> Flowable:
    """A table over the whole width, its head repeated on every page."""
    unit = width / sum(block.widths)
    widths = [unit * share for share in block.widths]
    cells = [_row(block.columns, block.words, widths, is_head=True)]
    looks: list[tuple[Any, ...]] = [
        ("VALIGN", (0, 0), (-1, 0), "BOTTOM"),
        ("VALIGN", (0, 1), (-1, -1), "TOP"),
        ("LINEBELOW", (0, 0), (-1, 0), 0.6, look.LINE),
        ("LINEBELOW", (0, -1), (-1, -1), 0.6, look.LINE),
        *_PLAIN_LOOK,
    ]
    for number, row in enumerate(block.rows, start=1):
        if isinstance(row, TableSection):
            heading = _cell(row.text, look.CELL_HEAD, width)
            cells.append([heading, *[""] * (len(block.columns) - 1)])
            looks += [
                ("SPAN", (0, number), (-1, number)),
                ("LINEBELOW", (0, number), (-1, number), 0.4, look.FAINT),
                ("TOPPADDING", (0, number), (-1, number), 4),
                ("NOSPLIT", (0, number), (-1, number + 1)),
            ]
        else:
            cells.append(_row(row, block.words, widths))
    return PdfTable(cells, colWidths=widths, repeatRows=1, style=looks)


def _row(
    texts: Sequence[str], words: int, widths: Sequence[float], *, is_head: bool = False
) -> list[Flowable]:
    word = look.CELL_HEAD if is_head else look.CELL
    number = look.NUMBER_HEAD if is_head else look.NUMBER
    return [
        _cell(text, word if at < words else number, width)
        for at, (text, width) in enumerate(zip(texts, widths, strict=True))
    ]


def _cell(text: str, style: ParagraphStyle, width: float) -> Flowable:
    return clipped(text, style, width - 2 * _PADDING, _TALLEST)


def facts(block: Facts, width: float) -> Flowable:
    """Names in grey, values beside them; read down one column, then down the next."""
    columns = max(1, min(block.columns, len(block.rows)))
    count = -(-len(block.rows) // columns)
    name_width = 0.16 * width
    widths = [name_width, width / columns - name_width] * columns
    cells = [
        [cell for column in range(columns) for cell in _fact(block, column * count + row, widths)]
        for row in range(count)
    ]
    looks = [("VALIGN", (0, 0), (-1, -1), "TOP"), *_PLAIN_LOOK]
    return PdfTable(cells, colWidths=widths, style=looks)


def _fact(block: Facts, at: int, widths: Sequence[float]) -> list[Any]:
    if at >= len(block.rows):
        return ["", ""]
    name, value = block.rows[at]
    return [_cell(name, look.FACT_NAME, widths[0]), _cell(value, look.FACT, widths[1])]


def notice(block: Notice, width: float) -> Flowable:
    """A sentence in a frame."""
    colour = look.REFUSAL if block.is_refusal else look.GREY
    looks = [
        _PLAIN_LOOK[0],
        ("BOX", (0, 0), (-1, -1), 0.8, colour),
        ("LEFTPADDING", (0, 0), (-1, -1), _NOTICE_PADDING),
        ("RIGHTPADDING", (0, 0), (-1, -1), _NOTICE_PADDING),
        ("TOPPADDING", (0, 0), (-1, -1), 3),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
    ]
    return PdfTable(
        [[clipped(block.text, look.NOTICE, width - 2 * _NOTICE_PADDING, _TALLEST)]],
        colWidths=[width],
        style=looks,
        spaceBefore=4,
        spaceAfter=6,
    )
