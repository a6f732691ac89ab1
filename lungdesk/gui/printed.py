"""What became of what was printed: on a printer, or in the file that the user chose as one."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtPrintSupport import QPrinter

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.gui.translation import tr


def printed_words(printer: QPrinter, on_paper: str) -> str:
    """Say that a file was written where the printer is one; else what is told of paper."""
    name = Path(printer.outputFileName()).name
    return tr("{name} saved.", name=name) if name else on_paper


def not_printed(printer: QPrinter) -> LungDeskError:
    """Nothing could be drawn: the file cannot be written, or the printer takes nothing."""
    name = Path(printer.outputFileName()).name
    return LungDeskError(
        tr("{name} cannot be written.", name=name) if name else tr("The printer does not answer."),
        hint=tr("Choose another printer, or another file."),
        code=ErrorCode.FILE_NOT_WRITABLE,
    )
