"""A bar that shows how far a job is, beside the words that say it."""

from __future__ import annotations

from PySide6.QtWidgets import QProgressBar, QWidget

from lungdesk.core.jobs import Progress


class ThinBar(QProgressBar):
    """Moves to and fro while nobody knows how much there is to do."""

    def __init__(self, name: str, width: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.setTextVisible(False)
        self.setFixedWidth(width)
        self.setAccessibleName(name)

    def show_progress(self, progress: Progress) -> None:
        """Show so many steps of all."""
        self.setRange(0, progress.total)
        self.setValue(progress.done)
