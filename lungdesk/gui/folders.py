"""Shows folders in the file manager of the system."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices


def show_folder(folder: Path) -> bool:
    """Open a folder; False where the system has nothing to open it with."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
