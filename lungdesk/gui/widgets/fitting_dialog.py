"""A window that is nearly as large as a small screen, and opens with its title in sight."""

from __future__ import annotations

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QStyle
from typing_extensions import override


class FittingDialog(QDialog):
    """Where Qt would centre it over its parent beyond the screen, it opens lower, or smaller."""

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)  # centres it, the first time
        if not event.spontaneous():
            self._fit()

    def _fit(self) -> None:
        """Keep it on the screen; how high frames are is not known before they are there."""
        room = self.screen().availableGeometry()
        top = room.top() + self.style().pixelMetric(QStyle.PixelMetric.PM_TitleBarHeight)
        above = top - self.geometry().top()
        if above > 0:
            self.move(self.x(), self.y() + above)
        below = self.geometry().bottom() - room.bottom()
        if below > 0:
            self.resize(self.width(), self.height() - below)
        self.resize(min(self.width(), room.width()), self.height())
        left = self.geometry().left()
        wanted = max(room.left(), min(left, room.right() - self.width() + 1))
        self.move(self.x() + wanted - left, self.y())
