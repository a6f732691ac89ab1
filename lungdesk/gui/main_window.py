"""The window: makes the presenters of its widgets and wires them; nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QShowEvent
from PySide6.QtWidgets import QApplication
from typing_extensions import override

from lungdesk.core.hanging import layout_named
from lungdesk.gui.activity import Activity
from lungdesk.gui.annotate.annotation_state import AnnotationState
from lungdesk.gui.annotate.keeping_presenter import KeepingPresenter
from lungdesk.gui.annotate.measured_words import MeasuredWords
from lungdesk.gui.annotate.presenter import AnnotatePresenter
from lungdesk.gui.application import apply_theme
from lungdesk.gui.commands.presenter import CommandsPresenter
from lungdesk.gui.explain.presenter import ExplainPresenter
from lungdesk.gui.explain.reading_presenter import ReadingPresenter
from lungdesk.gui.features import Binding, Core, Features
from lungdesk.gui.full_screen import FullScreenPresenter
from lungdesk.gui.job_bridge import JobBridge
from lungdesk.gui.messages import Messages
from lungdesk.gui.opening import OpeningPresenter
from lungdesk.gui.privacy import film_title, shown_words
from lungdesk.gui.settings_presenter import SettingsPresenter
from lungdesk.gui.state import AppState, Phase
from lungdesk.gui.status_presenter import StatusPresenter
from lungdesk.gui.studies.presenter import StudiesPresenter
from lungdesk.gui.studies.read_all import ReadAllPresenter
from lungdesk.gui.unsaved_presenter import UnsavedPresenter
from lungdesk.gui.viewer.extras_presenter import ExtrasPresenter
from lungdesk.gui.viewer.presenter import ViewerPresenter
from lungdesk.gui.viewer.window_presenter import WindowPresenter
from lungdesk.gui.widgets.keyed import presses_button
from lungdesk.gui.window_memory import WindowMemory, to_base64
from lungdesk.gui.window_services import Shared, WindowServices
from lungdesk.gui.window_view import WindowView


class MainWindow(WindowView):
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
        self.state = AppState(self)
        self.bridge = JobBridge(services.runner, self)
        self.messages = Messages(self, shown=partial(shown_words, self.state))
        self.activity = Activity(self)
        self._is_closing = False
        self._make_presenters(services)
        for presenter in self._bindings():
            presenter.bind(self.actions_table)
        self._connect()
        self._restore()

    # --- assembly

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
        # Before what keeps them: a note that is being typed belongs to the film that is left.
        self.annotate = AnnotatePresenter(
            self.annotations_panel,
            self.annotations,
            viewer=self.viewer,
            messages=self.messages,
            words=MeasuredWords(self.bridge, self.annotations),
        )
        self.keeping = KeepingPresenter(
            self.annotations,
            self.state,
            services=services,
            bridge=self.bridge,
            messages=self.messages,
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
        self.explain = ExplainPresenter(self.explain_panel, self.state)
        shared = Shared(services, self.bridge, self.messages)
        self._make_features(shared)
        keepers = (self.keeping, self.features.key_images, self.features.worklist)
        self.unsaved = UnsavedPresenter(self, keepers, self.state, shared)

    def _make_features(self, shared: Shared) -> None:
        core = Core(
            films=self._model,
            panel=self.viewer_panel,
            frames_panel=self.frames_panel,
            studies=self.studies,
            viewer=self.viewer,
            annotations=self.annotations,
            annotate=self.annotate,
            explain_panel=self.explain_panel,
            reading=self.reading,
            settings=self.settings,
            activity=self.activity,
            state=self.state,
            shared=shared,
        )
        self.features = Features(core, self.actions_table)
        self.commands = CommandsPresenter(
            self._menu, self.state, self.features.active_model, shared
        )

    def _bindings(self) -> tuple[Binding, ...]:
        foldable = {"studies": self.studies_panel, "findings": self.explain_panel}
        rims = (self._menu, self._top_bar, self.progress_strip)
        return (
            OpeningPresenter(self._menu, self.studies, self.state),
            self.commands,
            FullScreenPresenter(self, foldable, rims, self),
            *(self.unsaved, self.viewer, ExtrasPresenter(self.viewer)),
            *(self.window_presenter, self.annotate, self.explain),
        )

    def _connect(self) -> None:
        for id_, slot in (
            ("read_all", self.read_all.start),
            ("window", self._turn_window_panel),
            ("quit", self.close),
            ("next_film", self._show_next),
            ("previous_film", self._show_previous),
            ("next_study", self.studies.show_next_study),
            ("previous_study", self.studies.show_previous_study),
            ("escape", self._escape),
        ):
            self.actions_table[id_].triggered.connect(slot)
        # Worklist and wizard are windows of the same program.
        self.actions_table["quit"].setShortcutContext(Qt.ShortcutContext.ApplicationShortcut)
        self.dropped.connect(self.open_paths)
        self.viewer_panel.stepped.connect(partial(self.features.frames.step, self.studies.step))
        self.viewer_panel.menu_wanted.connect(self.film_menu.popup)
        strip = self.viewer_panel.messages
        self.messages.posted.connect(strip.show_message)
        self.messages.cleared.connect(strip.put_away)
        strip.dismissed.connect(self.messages.put_away)
        self.viewer_panel.explain_wanted.connect(self.messages.explain)
        self.explain_panel.gate.explain_wanted.connect(self.messages.explain)
        self.explain_panel.focus_lost.connect(self._focus_film)
        self.state.film_changed.connect(self._on_film_changed)
        self.state.heatmap_changed.connect(self._show_heatmap_shown)
        self.state.preferences_changed.connect(self._on_film_changed)
        self.state.keys_changed.connect(self._bind_keys)
        self.bridge.idle.connect(self._on_idle)
        self.viewer.film_painted.connect(self.film_painted)
        self.studies.opened.connect(self._warm_up)
        self.read_all.begun.connect(partial(self.studies_panel.show_reading_all, True))
        self.read_all.finished.connect(partial(self.studies_panel.show_reading_all, False))
        self.studies.found.connect(self.features.presentations.add_known)
        self.features.presentations.offer_in(self._menu.presentations)
        self.state.film_changed.connect(self._warm_up)
        self.explain.reading_shown.connect(self.reading_shown)

    def _restore(self) -> None:
        settings = self.settings.loaded
        memory = WindowMemory.unpacked(settings.window_state)
        self.restore(settings.window_geometry, memory)
        self.features.layout.choose(layout_named(memory.layout))
        self.actions_table["prior"].setChecked(memory.has_prior_beside)
        self._on_film_changed()
        self._show_heatmap_shown()
        self._bind_keys()
        self.viewer_panel.empty.take_keys()  # from there it goes to the film that takes its place

    # --- what outsiders use

    def open_paths(self, paths: Sequence[Path]) -> None:
        """Open files and folders; the first film is shown at once."""
        self.studies.open_paths(tuple(paths))

    # --- what the window shows of the state

    def _on_film_changed(self) -> None:
        film = self.state.film
        self.actions_table.set_film_shown(film.phase is Phase.READY)
        # While a film opens, the one before it is on the screen.
        place = self.viewer.cells.index(self.viewer.active)
        shown = self.viewer.path_in(place) if film.phase is Phase.BUSY else film.path
        there = self.viewer.film if self.viewer.active.path == shown else None
        instance = None if there is None else there.radiograph.instance
        name = film_title(self.state, shown, instance) if shown else ""
        self.setWindowTitle(name or "LungDesk")  # after a name Qt puts that of the program

    def _show_heatmap_shown(self) -> None:
        self.actions_table["heatmap"].setChecked(self.state.heatmap.is_shown)

    # --- what the user does

    def _bind_keys(self) -> None:
        self.actions_table.bind_keys(self.state.keys)

    def _turn_window_panel(self) -> None:
        if self.window_panel.isVisible():
            self._close_window_panel()
        elif self.window_presenter.can_open:
            self.open_window_panel()

    def _close_window_panel(self) -> None:
        self.window_panel.close()
        self._focus_film()

    def _focus_film(self) -> None:
        self.viewer_panel.view.setFocus()

    def _show_next(self) -> None:
        self.studies.step(1)

    def _show_previous(self) -> None:
        self.studies.step(-1)

    def _escape(self) -> None:
        """One thing at a time: drawing, comparing, the figures of the window, the full screen."""
        if self.viewer_panel.view.stop() or self.features.compare.stop():
            return
        if self.window_panel.isVisible():
            self._close_window_panel()
        else:
            self.actions_table["full_screen"].setChecked(False)

    # --- beginning and end

    @override
    def event(self, event: QEvent) -> bool:
        return presses_button(event, self.focusWidget()) or super().event(event)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # After the first paint, so that preparing the model does not delay the window.
        QTimer.singleShot(0, self._warm_up)
        QTimer.singleShot(0, self.features.welcome.begin)

    def _warm_up(self) -> None:
        """Prepare the model, unless a film is on its way: then the film comes first."""
        if not self.studies.is_opening and self.state.film.phase is not Phase.BUSY:
            self.reading.warm_up()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        is_first, self._is_closing = not self._is_closing, False
        if not self.features.training.may_quit(self.close):
            event.ignore()
            return
        if is_first:  # once: then the user is asked
            self.annotate.leave()
            self.unsaved.try_again()
        if self.bridge.is_busy:
            self._is_closing = True
            self.read_all.cancel()
            self.bridge.give_up_all()
            self.status.show_closing()
            event.ignore()
            return
        if not self.unsaved.may_close(self.close):
            self.status.show_activity()
            event.ignore()
            return
        self.features.evaluate.close()
        self.features.training.close()
        self.features.worklist.close()
        memory = self.memory(self.features.layout.layout.name)
        geometry = to_base64(self.saveGeometry())
        self.settings.save_now(geometry=geometry, state=memory.packed())
        event.accept()

    def _on_idle(self) -> None:
        if self._is_closing:
            self.close()


def create_window(services: WindowServices) -> MainWindow:
    """Make the window; it is not shown yet."""
    app = QApplication.instance()
    if isinstance(app, QApplication):
        apply_theme(app)
    return MainWindow(services)
