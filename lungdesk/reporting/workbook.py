"""Tables as an Excel workbook (ECMA-376): numbers as numbers, texts never as formulas."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from lungdesk import __version__

Cell = str | float | int

#: Rows of a sheet besides its head, at most; more go on in the next one.
ROWS_OF_SHEET: Final = 1_048_575
#: Characters of a cell, at most.
_LONGEST: Final = 32_767
_WIDTHS: Final = (10, 60)
#: The same rows are the same file.
_CREATED: Final = datetime(2000, 1, 1)


def workbook(
    name: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    notes: Sequence[str] = (),
    notes_name: str = "About",
) -> bytes:
    """A workbook of one table, and a sheet of notes; rows are taken one at a time.

    Texts are written as texts whatever they begin with: a name such as ``=1+1`` or ``@SUM`` from
    somebody's file is shown and never computed, and no address becomes a link.
    """
    import xlsxwriter  # noqa: PLC0415 - few ask for a workbook

    stream = io.BytesIO()
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "nan_inf_to_errors": True,
    }
    book = xlsxwriter.Workbook(stream, options)
    book.set_properties({"author": f"LungDesk {__version__}", "created": _CREATED})
    bold = book.add_format({"bold": True, "bottom": 1})
    remaining = iter(rows)
    number, is_full = 1, True
    while is_full:
        sheet = book.add_worksheet(name if number == 1 else f"{name} {number}")
        is_full = _write(sheet, columns, remaining, bold)
        number += 1
    if notes:
        sheet = book.add_worksheet(notes_name)
        sheet.set_column(0, 0, 100)
        for at, words in enumerate(notes):
            sheet.write_string(at, 0, words[:_LONGEST])
    book.close()
    return stream.getvalue()


def _write(sheet: Any, columns: Sequence[str], rows: Iterable[Sequence[Cell]], bold: Any) -> bool:
    """Fill a sheet; whether it is full, so that there may be more rows."""
    least, most = _WIDTHS
    sheet.set_column(0, 0, most)
    sheet.set_column(1, len(columns) - 1, least * 1.6)
    sheet.freeze_panes(1, 1)
    for at, column in enumerate(columns):
        sheet.write_string(0, at, column, bold)
    count = 0
    for row in rows:
        count += 1
        for at, cell in enumerate(row):
            _write_cell(sheet, count, at, cell)
        if count == ROWS_OF_SHEET:
            break
    sheet.autofilter(0, 0, max(count, 1), len(columns) - 1)
    return count == ROWS_OF_SHEET


def _write_cell(sheet: Any, row: int, column: int, cell: Cell) -> None:
    if isinstance(cell, str):
        if cell:
            plain = "".join(c if c.isprintable() or c in "\n\t" else "?" for c in cell)
            sheet.write_string(row, column, plain[:_LONGEST])
    else:
        sheet.write_number(row, column, cell)
