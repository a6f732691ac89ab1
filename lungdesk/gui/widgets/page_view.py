"""Pages of a document, one below the other, as wide as the window or whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QToolButton, QVBoxLayout, QWidget
from typing_extensions import override

from lungdesk.gui import icons, theme
from lungdesk.gui.qimage import to_qimage
from lungdesk.gui.translation import tr

_MARGIN: Final = theme.UNIT * 2
_LEAST_PX: Final = 160
#: Of a dialog with pages, in view pixels, and how much of the screen it takes at most.
_DIALOG: Final = (860, 1080)
_SHARE_OF_SCREEN: Final = 0.92


def size_for_pages(dialog: QWidget) -> QSize:
    """A first size in which as much of a page is seen as the screen has room for."""
    return QSize(*_DIALOG).boundedTo(dialog.screen().availableSize() * _SHARE_OF_SCREEN)


class Page(QWidget):
    """One page; its picture is reduced once for each size in which it is seen."""

    def __init__(self, pixels: NDArray[np.uint8], parent: QWidget) -> None:
        super().__init__(parent)
        self._pixels = pixels
        self._shown = QPixmap()

    def show_width(self, width: int) -> None:
        """Take so many view pixels across, and the height that belongs to it."""
        rows, columns = self._pixels.shape[:2]
        self.setFixedSize(width, round(width * rows / columns))

    def width_for(self, height: int) -> int:
        """How wide it is when it is so high, in view pixels."""
        rows, columns = self._pixels.shape[:2]
        return int(height * columns / rows)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        ratio = self.devicePixelRatioF()
        size = self.size() * ratio
        if self._shown.size() != size:
            aspect, smooth = (
                Qt.AspectRatioMode.IgnoreAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
            image: QImage = to_qimage(self._pixels)
            self._shown = QPixmap.fromImage(image.scaled(size, aspect, smooth))
            self._shown.setDevicePixelRatio(ratio)
        with QPainter(self) as painter:
            painter.drawPixmap(0, 0, self._shown)


class _Pages(QScrollArea):
    """The pages; the page keys step through them.

    Signals
    -------
    stepped(int)
        The next page, or the one before, is wanted.
    """

    stepped = Signal(int)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.stepped.emit(step)


class PageView(QWidget):
    """Pages, which of them is seen, and how large they are."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.pages: tuple[Page, ...] = ()
        self.area = _Pages(self)
        self.area.setWidgetResizable(True)
        self.area.setAccessibleName(name)
        self.area.setProperty("role", "scrolled")
        self.area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.viewport().installEventFilter(self)
        self.area.verticalScrollBar().valueChanged.connect(self._show_number)
        self.area.stepped.connect(self.step)
        self.setFocusProxy(self.area)
        self.number = QLabel(self)
        self.number.setProperty("role", "muted")
        self.before = self._button("chevron-up", tr("Previous page"), tr("Previous page (Page Up)"))
        self.after = self._button("chevron", tr("Next page"), tr("Next page (Page Down)"))
        self.whole = self._button("portrait", tr("Whole page"), tr("Show a whole page at a time"))
        self.whole.setCheckable(True)
        self.before.clicked.connect(lambda: self.step(-1))
        self.after.clicked.connect(lambda: self.step(1))
        self.whole.toggled.connect(self._on_whole)
        self._assemble()
        self._show_number()

    def _button(self, icon: str, name: str, tip: str) -> QToolButton:
        button = QToolButton(self)
        button.setProperty("flat", True)
        button.setIcon(icons.icon(icon))
        button.setAccessibleName(name)
        button.setToolTip(tip)
        return button

    def _assemble(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(theme.HALF_UNIT)
        for widget in (self.before, self.after, self.number):
            head.addWidget(widget)
        head.addStretch(1)
        head.addWidget(self.whole)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.HALF_UNIT)
        layout.addLayout(head)
        layout.addWidget(self.area, 1)

    # --- what is shown

    def show_pages(self, pages: Sequence[NDArray[np.uint8]]) -> None:
        """Show pages ``(h, w, 3)`` instead of those before."""
        inside = QWidget(self.area)
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(*[_MARGIN] * 4)
        layout.setSpacing(_MARGIN)
        self.pages = tuple(Page(pixels, inside) for pixels in pages)
        for number, page in enumerate(self.pages, start=1):
            page.setAccessibleName(tr("Page {number} of {count}", number=number, count=len(pages)))
            layout.addWidget(page, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(1)
        self._fit()
        self.area.setWidget(inside)
        self._show_number()

    @property
    def current(self) -> int:
        """Which page is seen, counted from 0: the one that has the middle of the view."""
        bar = self.area.verticalScrollBar()
        middle = bar.value() + self.area.viewport().height() / 2
        passed = [top for top in self._tops() if top <= middle]
        return max(len(passed) - 1, 0)

    def _tops(self) -> Iterator[int]:
        """Where each page begins, also before the layout has placed it."""
        top = _MARGIN
        for page in self.pages:
            yield top
            top += page.height() + _MARGIN

    def step(self, by: int) -> None:
        """Show the beginning of another page; the ends hold."""
        if self.pages:
            self.go_to(min(max(self.current + by, 0), len(self.pages) - 1))

    def go_to(self, number: int) -> None:
        """Show the beginning of a page, counted from 0."""
        top = tuple(self._tops())[number]
        self.area.verticalScrollBar().setValue(top - _MARGIN // 2)

    def _show_number(self, _value: int = 0) -> None:
        count, current = len(self.pages), self.current
        words = tr("Page {number} of {count}", number=current + 1, count=count) if count else ""
        self.number.setText(words)
        self.before.setEnabled(current > 0)
        self.after.setEnabled(current + 1 < count)
        self.whole.setEnabled(bool(count))

    # --- how large

    def _on_whole(self) -> None:
        current = self.current
        self._fit()
        inside = self.area.widget()
        if inside is not None and self.pages:
            inside.adjustSize()
            self.go_to(current)

    def _fit(self) -> None:
        room = self.area.viewport().size()
        for page in self.pages:
            width = room.width() - 2 * _MARGIN
            if self.whole.isChecked():
                width = min(width, page.width_for(room.height() - _MARGIN))
            page.show_width(max(width, _LEAST_PX))

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize and self.pages:
            self._fit()
            self._show_number()
        return super().eventFilter(watched, event)
