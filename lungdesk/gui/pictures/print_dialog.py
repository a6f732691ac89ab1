"""A film on paper, looked at before it is printed."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QAction, QColor, QFont, QPageLayout, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrintPreviewDialog
from PySide6.QtWidgets import (
    QComboBox,
    QGraphicsView,
    QLineEdit,
    QToolBar,
    QToolButton,
    QWidget,
)

from lungdesk.gui import icons, theme
from lungdesk.gui.pictures.scene import Scene
from lungdesk.gui.printed import not_printed, printed_words
from lungdesk.gui.translation import tr

NOTICE: Final = tr("Research use only, not for diagnosis.")

#: Finer than any film is printed; and what a pixel of the window is on paper.
_DOTS_PER_INCH = 300
_PIXELS_PER_INCH = 96
_SIZE = (900, 700)

#: Icons of the actions that Qt's preview brings, by their texts.
_ICONS: Final = {
    "Fit width": "fit-width",
    "Fit page": "fit",
    "Zoom in": "zoom-in",
    "Zoom out": "zoom-out",
    "Portrait": "portrait",
    "Landscape": "landscape",
    "Page setup": "preferences",
    "Print": "print",
}
_OF_MANY_PAGES: Final = (
    "First page",
    "Previous page",
    "Next page",
    "Last page",
    "Show single page",
    "Show facing pages",
    "Show overview of all pages",
)


class PrintDialog(QPrintPreviewDialog):
    """Preview of one page with the film.

    Signals
    -------
    printed(str)
        It has been printed; a sentence that says where to.
    failed(LungDeskError)
        It could not be.
    """

    printed = Signal(str)
    failed = Signal(object)

    def __init__(self, scene: Scene, parent: QWidget) -> None:
        self._printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
        self._printer.setResolution(_DOTS_PER_INCH)
        self._printer.setDocName(tr("LungDesk film"))
        width, height = scene.on_page(1000, 1000).geometry.view_size
        is_wide = width > height
        self._printer.setPageOrientation(
            QPageLayout.Orientation.Landscape if is_wide else QPageLayout.Orientation.Portrait
        )
        super().__init__(self._printer, parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Print film"))
        self.resize(*_SIZE)
        self._scene = scene
        self._is_drawn = False
        self._dress()
        self.paintRequested.connect(self._print)
        self.accepted.connect(self._tell)

    def _dress(self) -> None:
        """Give the controls names and our icons; there is one page, so none to choose."""
        by_words = {_in_qt(name): icon for name, icon in _ICONS.items()}
        of_many_pages = {_in_qt(name) for name in _OF_MANY_PAGES}
        for action in self.findChildren(QAction):
            name = action.text().replace("&", "")
            if name in by_words:
                action.setIcon(icons.icon(by_words[name]))
            elif name in of_many_pages:
                action.setVisible(False)
        for bar in self.findChildren(QToolBar):
            bar.setMovable(False)
        for button in self.findChildren(QToolButton):
            button.setProperty("flat", True)
            button.setAccessibleName(button.text() or button.toolTip())
        for view in self.findChildren(QGraphicsView):
            view.setBackgroundBrush(QColor(theme.colours().line))  # paper is seen on it
            view.viewport().setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the view takes the keys
            view.setAccessibleName(tr("Preview of the page"))
        for kind, words in ((QComboBox, tr("Zoom of the preview")), (QLineEdit, tr("Page"))):
            for control in self.findChildren(kind):
                control.setAccessibleName(words)
                control.setToolTip(words)

    def _tell(self) -> None:
        if not self._is_drawn:
            self.failed.emit(not_printed(self._printer))
            return
        on_paper = tr("The film is on its way to the printer.")
        self.printed.emit(printed_words(self._printer, on_paper))

    def _print(self, printer: QPrinter) -> None:
        painter = QPainter()
        self._is_drawn = painter.begin(printer)
        if not self._is_drawn:
            return
        with painter:
            # Qt would make a JPEG of it, of other grey values.
            painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)
            page = printer.pageLayout().paintRectPixels(printer.resolution()).size()
            paint_page(
                painter,
                self._scene,
                (page.width(), page.height()),
                ratio=printer.resolution() / _PIXELS_PER_INCH,
            )


def _in_qt(text: str) -> str:
    """What Qt says for a text of its preview, in the language that is shown."""
    return QCoreApplication.translate("QPrintPreviewDialog", text).replace("&", "")


def paint_page(painter: QPainter, scene: Scene, page_px: tuple[int, int], *, ratio: float) -> None:
    """Paint the film as large as a page allows, and the notice under it.

    Parameters
    ----------
    ratio
        Dots of the page per pixel of the window, so that words have the size they have there.
    """
    width, height = page_px[0] / ratio, page_px[1] / ratio
    line = float(theme.TEXT_PX + theme.UNIT)
    on_page = scene.on_page(width, height - line)
    film_width, film_height = on_page.geometry.view_size
    left = (width - film_width) / 2
    painter.save()
    painter.scale(ratio, ratio)
    painter.translate(QPointF(left, 0))
    on_page.paint(painter, ratio=ratio)
    painter.restore()
    painter.save()
    painter.scale(ratio, ratio)
    font = QFont(painter.font())
    font.setPixelSize(theme.SMALL_PX)
    painter.setFont(font)
    painter.setPen(QColor(theme.FILM))
    under = QRectF(left, film_height + theme.HALF_UNIT, film_width, line)
    painter.drawText(under, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, NOTICE)
    painter.restore()
