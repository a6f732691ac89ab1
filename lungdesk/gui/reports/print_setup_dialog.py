"""Asks which printer, and how many copies."""

from __future__ import annotations

from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QWidget

from lungdesk.gui.translation import tr


def ask_for_printer(printer: QPrinter, parent: QWidget) -> bool:
    """Let the user set up a printer; False when they think better of it."""
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle(tr("Print report"))
    return dialog.exec() == QDialog.DialogCode.Accepted
