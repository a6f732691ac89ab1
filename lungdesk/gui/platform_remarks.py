"""Qt's remarks on what a platform without windows cannot do, kept from the terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

#: How Qt begins when a platform without windows lacks what only windows need.
_NOT_SUPPORTED = "This plugin does not support"


@contextmanager
def without_platform_remarks() -> Iterator[None]:
    """Leave these remarks out; whatever else Qt says goes to standard error."""
    handler_before = qInstallMessageHandler(_pass_on)
    try:
        yield
    finally:
        qInstallMessageHandler(handler_before)


def _pass_on(_kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
    if not text.startswith(_NOT_SUPPORTED):
        sys.stderr.write(f"{text}\n")
