"""The window: assembles panels, menus and status bar; nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QByteArray, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QSplitter, QVBoxLayout, QWidget
from typing_extensions import override

from lungdesk.core.hanging import layout_named
from lungdesk.gui import theme
from lungdesk.gui.actions import Actions
from lungdesk.gui.activity import Activity
from lungdesk.gui.annotate.annotation_state import AnnotationState
from lungdesk.gui.annotate.annotations_panel import AnnotationsPanel
from lungdesk.gui.annotate.keeping_presenter import KeepingPresenter
from lungdesk.gui.annotate.measured_words import MeasuredWords
from lungdesk.gui.annotate.presenter import AnnotatePresenter
from lungdesk.gui.annotate.still_annotations import StillAnnotations
from lungdesk.gui.application import apply_theme
from lungdesk.gui.comparison.runs_presenter import RunsPresenter
from lungdesk.gui.evaluation.evaluate_presenter import EvaluatePresenter
from lungdesk.gui.explain.panel import ExplainPanel
from lungdesk.gui.explain.presenter import ExplainPresenter
from lungdesk.gui.explain.reading_presenter import ReadingPresenter
from lungdesk.gui.frames.panel import FramesPanel
from lungdesk.gui.frames.presenter import FramesPresenter
from lungdesk.gui.full_screen import FullScreenPresenter
from lungdesk.gui.item_models import FilmListModel
from lungdesk.gui.job_bridge import JobBridge
from lungdesk.gui.key_images.presenter import KeyImagesPresenter
from lungdesk.gui.layout.compare_presenter import ComparePresenter
from lungdesk.gui.layout.layout_presenter import LayoutPresenter
from lungdesk.gui.messages import Message, Messages
from lungdesk.gui.models.active_model import ActiveModel
from lungdesk.gui.models.presenter import ModelsPresenter
from lungdesk.gui.opening import OpeningPresenter
from lungdesk.gui.pictures.presenter import PicturesPresenter
from lungdesk.gui.preferences.presenter import PreferencesPresenter
from lungdesk.gui.presentations.presenter import PresentationsPresenter
from lungdesk.gui.privacy import film_title, shown_words
from lungdesk.gui.privacy_presenter import PrivacyPresenter
from lungdesk.gui.settings_presenter import SettingsPresenter
from lungdesk.gui.state import AppState, Phase
from lungdesk.gui.status_presenter import StatusPresenter
from lungdesk.gui.studies.panel import StudiesPanel
from lungdesk.gui.studies.presenter import StudiesPresenter
from lungdesk.gui.studies.read_all import ReadAllPresenter
from lungdesk.gui.tags.presenter import TagsPresenter
from lungdesk.gui.top_bar_view import MainMenu, TopBar, film_menu
from lungdesk.gui.training.presenter import TrainingPresenter
from lungdesk.gui.true_size_presenter import TrueSizePresenter
from lungdesk.gui.viewer.corners_presenter import CornersPresenter
from lungdesk.gui.viewer.heat_presenter import HeatPresenter
from lungdesk.gui.viewer.panel import ViewerPanel
from lungdesk.gui.viewer.presenter import ViewerPresenter
from lungdesk.gui.viewer.window_panel import WindowPanel
from lungdesk.gui.viewer.window_presenter import WindowPresenter
from lungdesk.gui.widgets.progress_strip import ProgressStrip
from lungdesk.gui.window_memory import WindowMemory
from lungdesk.gui.window_services import Shared, WindowServices

_EMPTY = Message(
    "Drop a chest radiograph or a folder here, or open one.",
    "DICOM, PNG, JPEG, TIFF and BMP.\nResearch use only, not for diagnosis.",
)


class _Binding(Protocol):
    """A presenter that gives actions of the table their meaning."""

    def bind(self, actions: Actions, /) -> None: ...


class MainWindow(QMainWindow):
    """One window with its own state.

    Signals
    -------
    film_painted()
        A film is on the screen for the first time since it was chosen.
    reading_shown()
        The probabilities of a film are on the screen.
    """

    film_painted = Signal()
    reading_shown = Signal()

    def __init__(self, services: WindowServices) -> None:
        super().__init__()
        self.setWindowTitle("LungDesk")
        self.setAcceptDrops(True)
        self.actions_table = Actions(self)
        self.state = AppState(self)
        self.bridge = JobBridge(services.runner, self)
        self.messages = Messages(self, shown=partial(shown_words, self.state))
        self.activity = Activity(self)
        self._is_closing = False
        self._make_panels()
        self._make_presenters(services)
        self._assemble()
        self._connect()
        self._restore()

    # --- assembly

    def _make_panels(self) -> None:
        self._model = FilmListModel(self)
        self.studies_panel = StudiesPanel(self._model, self)
        self.annotations_panel = AnnotationsPanel(self)
        self.studies_panel.add_section(self.annotations_panel)
        self.viewer_panel = ViewerPanel(self)
        self.frames_panel = FramesPanel(self)
        self.viewer_panel.add_foot(self.frames_panel)
        self.explain_panel = ExplainPanel(self.actions_table["heatmap"], self)
        self.progress_strip = ProgressStrip(self)
        self._menu = MainMenu(self.actions_table, self)
        self._top_bar = TopBar(self.actions_table, self)
        self.film_menu = film_menu(self.actions_table, self)
        self.window_panel = WindowPanel(self)
        empty = self.viewer_panel.empty
        empty.show_text("No film is open", _EMPTY)
        empty.add_button(self.actions_table["open"], "Open films…", is_primary=True)
        empty.add_button(self.actions_table["open_folder"], "Open folder…")

    def _make_presenters(self, services: WindowServices) -> None:
        speakers = (self.messages, self.activity)
        self.settings = SettingsPresenter(
            self.state, services.settings, bridge=self.bridge, messages=self.messages
        )
        self.studies = StudiesPresenter(
            self.studies_panel,
            self._model,
            self.state,
            services=services,
            bridge=self.bridge,
            speakers=speakers,
        )
        self.read_all = ReadAllPresenter(
            self.studies, self.state, services=services, bridge=self.bridge, speakers=speakers
        )
        self.viewer = ViewerPresenter(
            self.viewer_panel,
            self.state,
            services=services,
            bridge=self.bridge,
            activity=self.activity,
        )
        self.annotations = AnnotationState(self)
        self.keeping = KeepingPresenter(
            self.annotations,
            self.state,
            services=services,
            bridge=self.bridge,
            messages=self.messages,
        )
        self.annotate = AnnotatePresenter(
            self.annotations_panel,
            self.annotations,
            viewer=self.viewer,
            messages=self.messages,
            words=MeasuredWords(self.bridge, self.annotations),
        )
        self.window_presenter = WindowPresenter(
            self.window_panel, self.state, viewer=self.viewer, messages=self.messages
        )
        self.reading = ReadingPresenter(
            self.state, services=services, bridge=self.bridge, activity=self.activity
        )
        self.status = StatusPresenter(
            self.progress_strip, self.state, activity=self.activity, messages=self.messages
        )
        labels = services.reader.labels if services.reader else None
        self.explain = ExplainPresenter(self.explain_panel, self.state, labels=labels)
        self._make_features(Shared(services, self.bridge, self.messages))

    def _make_features(self, shared: Shared) -> None:
        self.tags = TagsPresenter(self.viewer_panel, self.state, shared)
        self.frames = FramesPresenter(self.frames_panel, self.viewer, shared)
        self.key_images = KeyImagesPresenter(self._model, self.state, shared)
        self.opening = OpeningPresenter(self._menu, self.studies, self.state)
        foldable = {"studies": self.studies_panel, "findings": self.explain_panel}
        rims = (self._menu, self._top_bar, self.progress_strip)
        self.full_screen = FullScreenPresenter(self, foldable, rims, self)
        self.heat = HeatPresenter(self.viewer)
        self.corners = CornersPresenter(self.viewer)
        self.layout_presenter = LayoutPresenter(self.viewer_panel, self.viewer, shared)
        self.compare = ComparePresenter(self.viewer, self.layout_presenter, self.messages)
        self.still = StillAnnotations(self.viewer, self.annotations, shared)
        self.preferences = PreferencesPresenter(self.viewer_panel, self.state)
        self.privacy = PrivacyPresenter(self.viewer, self.messages)
        self.true_size = TrueSizePresenter(self.viewer, self.annotations, self.messages)
        on_film = (self.viewer_panel, self.viewer, self.annotations, shared)
        self.pictures = PicturesPresenter(*on_film)
        self.presentations = PresentationsPresenter(*on_film)
        self.active_model = ActiveModel(self.reading, self.settings, shared)
        self.models = ModelsPresenter(self.viewer_panel, self.active_model, shared)
        self.runs = RunsPresenter(self.viewer_panel, self.active_model, shared)
        self.training = TrainingPresenter(
            *(self.viewer_panel, self.state, shared),
            *(self.studies.open_paths, self.activity, self.active_model),
        )
        self.evaluate = EvaluatePresenter(self.viewer_panel, self.studies, self.state, shared)
        self.presentations.offer_in(self._menu.presentations)

    def _assemble(self) -> None:
        self.setMenuBar(self._menu)
        self._splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self._splitter.setHandleWidth(1)
        self._splitter.setChildrenCollapsible(False)
        for panel in (self.studies_panel, self.viewer_panel, self.explain_panel):
            self._splitter.addWidget(panel)
        self._splitter.setStretchFactor(1, 1)
        centre = QWidget(self)
        layout = QVBoxLayout(centre)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._top_bar)
        layout.addWidget(self._splitter, 1)
        layout.addWidget(self.progress_strip)
        self.setCentralWidget(centre)
        self.addActions(self.actions_table.all())
        for presenter in self._presenters():
            presenter.bind(self.actions_table)

    def _presenters(self) -> tuple[_Binding, ...]:
        return (
            *(self.opening, self.full_screen, self.preferences, self.privacy, self.true_size),
            *(self.viewer, self.window_presenter, self.annotate, self.explain),
            *(self.layout_presenter, self.compare, self.frames, self.tags),
            *(self.key_images, self.pictures, self.presentations),
            *(self.training, self.models, self.runs, self.evaluate),
        )

    def _connect(self) -> None:
        for id_, slot in (
            ("read_all", self.read_all.start),
            ("window", self._show_window_panel),
            ("quit", self.close),
            ("next_film", self._show_next),
            ("previous_film", self._show_previous),
            ("escape", self._escape),
        ):
            self.actions_table[id_].triggered.connect(slot)
        self.viewer_panel.stepped.connect(partial(self.frames.step, self.studies.step))
        self.viewer_panel.menu_wanted.connect(self.film_menu.popup)
        strip = self.viewer_panel.messages
        self.messages.posted.connect(strip.show_message)
        self.messages.cleared.connect(strip.put_away)
        strip.dismissed.connect(self.messages.put_away)
        self.state.film_changed.connect(self._on_film_changed)
        self.state.heatmap_changed.connect(self._show_heatmap_shown)
        self.state.preferences_changed.connect(self._on_film_changed)
        self.state.keys_changed.connect(self._bind_keys)
        self.bridge.idle.connect(self._on_idle)
        self.viewer.film_painted.connect(self.film_painted)
        self.studies.opened.connect(self._warm_up)
        self.studies.found.connect(self.presentations.add_known)
        self.state.film_changed.connect(self._warm_up)
        self.explain.reading_shown.connect(self.reading_shown)

    def _restore(self) -> None:
        settings = self.settings.loaded
        memory = WindowMemory.unpacked(settings.window_state)
        self.resize(*theme.WINDOW_SIZE)
        self.restoreGeometry(_from_base64(settings.window_geometry))
        left, right = theme.STUDIES_WIDTH[1], theme.FINDINGS_WIDTH[1]
        self._splitter.setSizes([left, self.width() - left - right, right])
        self._splitter.restoreState(_from_base64(memory.splitter))
        self.actions_table["studies"].setChecked(memory.shows_studies)
        self.actions_table["findings"].setChecked(memory.shows_findings)
        self.studies_panel.setVisible(self.actions_table["studies"].isChecked())
        self.explain_panel.setVisible(self.actions_table["findings"].isChecked())
        self.layout_presenter.choose(layout_named(memory.layout))
        self.actions_table["prior"].setChecked(memory.has_prior_beside)
        self._on_film_changed()
        self._show_heatmap_shown()
        self._bind_keys()

    # --- what outsiders use

    def open_paths(self, paths: Sequence[Path]) -> None:
        """Open files and folders; the first film is shown at once."""
        self.studies.open_paths(tuple(paths))

    # --- what the window shows of the state

    def _on_film_changed(self) -> None:
        film = self.state.film
        self.actions_table.set_film_shown(film.phase is Phase.READY)
        name = film_title(self.state, film.path) if film.path else ""
        self.setWindowTitle(f"{name} – LungDesk" if name else "LungDesk")

    def _show_heatmap_shown(self) -> None:
        self.actions_table["heatmap"].setChecked(self.state.heatmap.is_shown)

    # --- what the user does

    def _bind_keys(self) -> None:
        self.actions_table.bind_keys(self.state.keys)

    def _show_window_panel(self) -> None:
        """Over the film; where films hang side by side, beside the one that it changes."""
        view, width = self.viewer_panel.view, self.window_panel.width()
        left = (view.width() - width) // 2
        if left < view.width() // 4 and self.layout_presenter.is_side_by_side:
            end = view.mapTo(self.viewer_panel, QPoint(view.width(), 0)).x()
            left = view.width() if end + width <= self.viewer_panel.width() else -width
        self.window_presenter.open_at(view.mapToGlobal(QPoint(left, 0)))

    def _show_next(self) -> None:
        self.studies.step(1)

    def _show_previous(self) -> None:
        self.studies.step(-1)

    def _escape(self) -> None:
        if not self.viewer_panel.view.stop():
            self.actions_table["full_screen"].setChecked(False)

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        urls = event.mimeData().urls()
        paths = [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
        event.acceptProposedAction()
        self.open_paths(paths)

    # --- beginning and end

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # After the first paint, so that preparing the model does not delay the window.
        QTimer.singleShot(0, self._warm_up)

    def _warm_up(self) -> None:
        """Prepare the model, unless a film is on its way: then the film comes first."""
        if not self.studies.is_opening and self.state.film.phase is not Phase.BUSY:
            self.reading.warm_up()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.training.may_quit(self.close):
            event.ignore()
            return
        if self.bridge.is_busy:
            self._is_closing = True
            self.read_all.cancel()
            self.bridge.give_up_all()
            self.status.show_closing()
            event.ignore()
            return
        self.evaluate.close()
        self.training.close()
        table = self.actions_table
        memory = WindowMemory(
            splitter=_to_base64(self._splitter.saveState()),
            shows_studies=table["studies"].isChecked(),
            shows_findings=table["findings"].isChecked(),
            layout=self.layout_presenter.layout.name,
            has_prior_beside=table["prior"].isChecked(),
        )
        geometry = _to_base64(self.saveGeometry())
        self.settings.save_now(geometry=geometry, state=memory.packed())
        event.accept()

    def _on_idle(self) -> None:
        if self._is_closing:
            self._is_closing = False
            self.close()


def _to_base64(data: QByteArray) -> str:
    return bytes(data.toBase64().data()).decode()


def _from_base64(text: str) -> QByteArray:
    return QByteArray.fromBase64(text.encode())


def create_window(services: WindowServices) -> MainWindow:
    """Make the window; it is not shown yet."""
    app = QApplication.instance()
    if isinstance(app, QApplication):
        apply_theme(app)
    return MainWindow(services)
