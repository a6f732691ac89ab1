"""The widgets of the window and where they stand: panels, menus, bars; no presenters."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QMainWindow, QSplitter, QStyle, QVBoxLayout, QWidget
from typing_extensions import override

from lungdesk.gui import theme
from lungdesk.gui.actions import Actions
from lungdesk.gui.annotate.annotations_panel import AnnotationsPanel
from lungdesk.gui.explain.panel import ExplainPanel
from lungdesk.gui.frames.panel import FramesPanel
from lungdesk.gui.item_models import FilmListModel
from lungdesk.gui.messages import Message
from lungdesk.gui.studies.panel import StudiesPanel
from lungdesk.gui.top_bar_view import MainMenu, TopBar, film_menu
from lungdesk.gui.translation import tr
from lungdesk.gui.viewer.corner_painter import corner_heights
from lungdesk.gui.viewer.panel import ViewerPanel
from lungdesk.gui.viewer.window_panel import WindowPanel
from lungdesk.gui.widgets.progress_strip import ProgressStrip
from lungdesk.gui.window_memory import WindowMemory, from_base64, to_base64

_EMPTY = Message(
    tr("Drop a chest radiograph or a folder here, or open one."),
    tr("DICOM, PNG, JPEG, TIFF and BMP.\nResearch use only, not for diagnosis."),
)


class WindowView(QMainWindow):
    """A window with all its widgets.

    Signals
    -------
    dropped(paths)
        Files and folders (a list of Path) were dropped anywhere on the window.
    """

    dropped = Signal(list)

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle("LungDesk")
        self.setAcceptDrops(True)
        self.actions_table = Actions(self)
        # Widgets are made where they stay: put elsewhere, all that is in them is styled again.
        self._centre = QWidget(self)
        self._splitter = QSplitter(Qt.Orientation.Horizontal, self._centre)
        self._make_panels()
        self._lay_out()
        self.addActions(self.actions_table.all())

    def _make_panels(self) -> None:
        self._model = FilmListModel(self)
        self.studies_panel = StudiesPanel(self._model, self._splitter)
        self.annotations_panel = AnnotationsPanel(self)
        self.studies_panel.add_section(self.annotations_panel)
        self.studies_panel.offer_to_read(self.actions_table["read_all"])
        self.viewer_panel = ViewerPanel(self._splitter)
        self.frames_panel = FramesPanel(self)
        self.viewer_panel.add_foot(self.frames_panel)
        self.explain_panel = ExplainPanel(self.actions_table["heatmap"], self._splitter)
        self.progress_strip = ProgressStrip(self._centre)
        self._menu = MainMenu(self.actions_table, self)
        self._top_bar = TopBar(self.actions_table, self._centre)
        self.film_menu = film_menu(self.actions_table, self)
        self.window_panel = WindowPanel(self)
        empty = self.viewer_panel.empty
        empty.show_text(tr("No film is open"), _EMPTY)
        empty.add_button(self.actions_table["open"], tr("Open films…"), is_primary=True)
        empty.add_button(self.actions_table["open_folder"], tr("Open folder…"))
        empty.add_button(self.actions_table["tour"], tr("Look round on a sample film"))

    def _lay_out(self) -> None:
        self.setMenuBar(self._menu)
        self._splitter.setHandleWidth(1)
        self._splitter.setChildrenCollapsible(False)
        for panel in (self.studies_panel, self.viewer_panel, self.explain_panel):
            self._splitter.addWidget(panel)
        self._splitter.setStretchFactor(1, 1)
        layout = QVBoxLayout(self._centre)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._top_bar)
        layout.addWidget(self._splitter, 1)
        layout.addWidget(self.progress_strip)
        self.setCentralWidget(self._centre)

    # --- how it was left

    def restore(self, geometry: str, memory: WindowMemory) -> None:
        """Give the window (`geometry` is base64) and its panels the sizes that they had."""
        table = self.actions_table
        self.resize(*theme.WINDOW_SIZE)
        self.restoreGeometry(from_base64(geometry))
        left, right = theme.STUDIES_WIDTH[1], theme.FINDINGS_WIDTH[1]
        self._splitter.setSizes([left, self.width() - left - right, right])
        self._splitter.restoreState(from_base64(memory.splitter))
        table["studies"].setChecked(memory.shows_studies)
        table["findings"].setChecked(memory.shows_findings)
        self.studies_panel.setVisible(table["studies"].isChecked())
        self.explain_panel.setVisible(table["findings"].isChecked())

    def show_within_screen(self) -> None:
        """Show the window; where its frame would not fit the screen, on all of it."""
        room = self.screen().availableGeometry()
        title = self.style().pixelMetric(QStyle.PixelMetric.PM_TitleBarHeight)
        if self.width() > room.width() or self.height() + title > room.height():
            self.showMaximized()
        else:
            self.show()

    def memory(self, layout: str) -> WindowMemory:
        """How it stands now, with its films hung in `layout`."""
        table = self.actions_table
        return WindowMemory(
            splitter=to_base64(self._splitter.saveState()),
            shows_studies=table["studies"].isChecked(),
            shows_findings=table["findings"].isChecked(),
            layout=layout,
            has_prior_beside=table["prior"].isChecked(),
        )

    def open_window_panel(self) -> None:
        """Open the figures of the window where they hide no finding, and least of the film.

        That is over the end of the list of films, else at a side; between the words in the corners
        of the film, which tell the window, too.
        """
        self.window_panel.adjustSize()
        size = self.window_panel.size()
        view = self.viewer_panel.view
        films, film = self._place_of(self.viewer_panel), self._place_of(view)
        above, below = corner_heights(view.font(), view.corners)
        right = films.right() + 1 - size.width()
        highest = films.top() + above
        lowest = max(films.top(), films.bottom() + 1 - below - size.height())
        corners = [
            QPoint(right, highest),
            QPoint(films.left(), highest),
            QPoint(right, lowest),
            QPoint(films.left(), lowest),
        ]
        if self.studies_panel.isVisible():
            corners.insert(0, QPoint(self._place_of(self.studies_panel).left(), lowest))
        spared = [_middle_of(film), film]
        if self.explain_panel.isVisible():
            spared.insert(0, self._place_of(self.explain_panel))
        self.window_panel.open_where_least_is_hidden(corners, spared)

    def _place_of(self, part: QWidget) -> QRect:
        return QRect(part.mapTo(self, QPoint()), part.size())

    # --- what is dropped

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        urls = event.mimeData().urls()
        event.acceptProposedAction()
        self.dropped.emit([Path(url.toLocalFile()) for url in urls if url.isLocalFile()])


def _middle_of(place: QRect) -> QRect:
    """The half of it that matters most."""
    middle = QRect(QPoint(), place.size() / 2)
    middle.moveCenter(place.center())
    return middle
