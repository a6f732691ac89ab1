"""A column of words and controls that scrolls where it is higher than its place."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QWidget
from typing_extensions import override


class ColumnArea(QScrollArea):
    """Gives its body the height that its words take once they wrap.

    Qt asks a layout for its least height as if nothing wrapped, and squeezes what is in it, also
    what has a fixed height, when it finds that there is more.

    Parameters
    ----------
    body
        Has a layout.
    """

    def __init__(self, body: QWidget, parent: QWidget) -> None:
        super().__init__(parent)
        self._body = body
        self.setWidget(body)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # Else one long word would make all of it wider than can be seen.
        body.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        body.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._make_room()
        return super().eventFilter(watched, event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        layout = self._body.layout()
        if layout is not None:
            # Negative where nothing in it wraps.
            needed = layout.minimumHeightForWidth(self.viewport().width())
            self._body.setMinimumHeight(max(needed, 0))
