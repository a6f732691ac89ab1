"""Opens the window of evaluations, and shows films that an evaluation asks for in the viewer."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction

from lungdesk.core.errors import LungDeskError
from lungdesk.gui import open_dialog
from lungdesk.gui.actions import Actions
from lungdesk.gui.messages import Message, Severity, to_message
from lungdesk.gui.privacy import shown_message
from lungdesk.gui.translation import tr
from lungdesk.gui.window_services import Shared
from lungdesk.services.job_runner import Lane

if TYPE_CHECKING:
    from lungdesk.gui.evaluation.evaluation_view import EvaluationView
    from lungdesk.gui.evaluation.presenter import EvaluationPresenter
    from lungdesk.gui.films_wanted import FilmsWanted
    from lungdesk.gui.state import AppState
    from lungdesk.gui.studies.presenter import StudiesPresenter
    from lungdesk.gui.viewer.panel import ViewerPanel
    from lungdesk.services.models.evaluation import ModelEvaluation
    from lungdesk.services.models.library import InstalledModel

_NO_FILMS = Message(
    tr(
        "Choose a folder with labelled films: "
        "one folder a class, or one a split with classes in it, or with a manifest.csv."
    ),
    tr("The model reads them here; nothing leaves this computer."),
)


class EvaluatePresenter(QObject):
    """One window of evaluations, made when it is first wanted."""

    def __init__(
        self, panel: ViewerPanel, studies: StudiesPresenter, state: AppState, shared: Shared
    ) -> None:
        super().__init__(panel)
        self._panel, self._studies, self._state, self._shared = panel, studies, state, shared
        self._listing = shared.bridge.channel(Lane.IO)
        self._listing.succeeded.connect(self._on_listed)
        self._listing.failed.connect(self._on_not_listed)
        self._services: ModelEvaluation | None = None
        self._models: tuple[InstalledModel, ...] = ()
        self._model: Path | None = None
        self._data: Path | None = None
        self.view: EvaluationView | None = None
        self.evaluation: EvaluationPresenter | None = None
        state.films_wanted.connect(self.show_films)
        state.preferences_changed.connect(self._show_place)

    def bind(self, actions: Actions) -> None:
        """Let the actions of the table do what they say."""
        actions["evaluate"].triggered.connect(self.open)

    # --- the window

    def open(self) -> None:
        """Show the window as it was left."""
        if self.view is None:
            self._make()
        assert self.view is not None
        self.view.show()
        self.view.raise_()
        self.view.activateWindow()
        assert self._services is not None
        self._listing.replace(self._services.models, None)

    def _make(self) -> None:
        # Loaded when it is first wanted: LungDesk starts without it.
        from lungdesk.gui.evaluation.evaluation_view import EvaluationView  # noqa: PLC0415
        from lungdesk.gui.evaluation.presenter import EvaluationPresenter  # noqa: PLC0415
        from lungdesk.services.models.evaluation import ModelEvaluation  # noqa: PLC0415

        self.view = EvaluationView(self._panel.window())
        self._services = ModelEvaluation.of(self._shared.services.paths)
        self.evaluation = EvaluationPresenter(
            self.view.panel, self._services, self._state, self._shared
        )
        self.view.subject.model_chosen.connect(self._on_model_chosen)
        self.view.subject.folder_wanted.connect(self._on_folder_wanted)
        self.view.closed.connect(self.evaluation.stop)
        self._choose = QAction(tr("Choose films…"), self.view)
        self._choose.setToolTip(tr("Choose a folder with labelled films"))
        self._choose.triggered.connect(self._on_folder_wanted)
        button = self.view.panel.notice.add_button(
            self._choose, self._choose.text(), is_primary=True
        )
        self._choose.visibleChanged.connect(lambda: button.setVisible(self._choose.isVisible()))

    def close(self) -> None:
        """Close the window, when there is one."""
        if self.view is not None:
            self.view.close()

    def evaluate(self, bundle_folder: Path, data: Path) -> None:
        """Show the window with this model and collection."""
        self._model, self._data = bundle_folder, data
        self.open()

    # --- which model, which films

    def _on_listed(self, _tag: object, models: tuple[InstalledModel, ...]) -> None:
        usable = tuple(model for model in models if model.bundle is not None)
        assert self.view is not None
        before, self._models = self._models, usable
        folders = [model.folder for model in usable]
        if self._model is None:
            active = self._state.model.id
            ids = [model.bundle.model.id for model in usable if model.bundle]
            self._model = folders[ids.index(active) if active in ids else 0] if folders else None
        names = [_name(model) for model in usable]
        if self._model is not None and self._model not in folders:
            folders, names = [*folders, self._model], [*names, self._model.name]
        current = folders.index(self._model) if self._model in folders else -1
        self.view.subject.show_models(tuple(names), current)
        self._show_place()
        is_first = before == () or not self.view.panel.shows_tabs
        if is_first:
            self._look()

    def _on_not_listed(self, _tag: object, error: LungDeskError) -> None:
        if self.evaluation is not None:
            self.evaluation.show_nothing(tr("The models cannot be listed"), to_message(error))

    def _on_model_chosen(self, number: int) -> None:
        if number < len(self._models):
            self._model = self._models[number].folder
        self._look()

    def _on_folder_wanted(self) -> None:
        assert self.view is not None
        start = self._data.parent if self._data else next(iter(self._state.recent), None)
        chosen = open_dialog.ask_for_folder(self.view, start)
        if chosen:
            self._data = chosen[0]
            self._show_place()
            self._look()

    def _look(self) -> None:
        from lungdesk.services.models.evaluation import Subject  # noqa: PLC0415

        assert self.evaluation is not None
        self._choose.setVisible(self._data is None and self._model is not None)
        if self._model is None:
            sentence = Message(
                tr("There is no model that can be used."), tr("Train one, or add one.")
            )
            self.evaluation.show_nothing(tr("No model"), sentence)
        elif self._data is None:
            self.evaluation.show_nothing(tr("Which films?"), _NO_FILMS)
        else:
            self.evaluation.show_subject(Subject(self._model, self._data))

    def _show_place(self) -> None:
        if self.view is not None:
            is_private = self._state.preferences.is_private
            shown = tr("a folder") if is_private else str(self._data)
            self.view.subject.show_place(shown if self._data else "")

    # --- films in the viewer

    def show_films(self, wanted: FilmsWanted) -> None:
        """List just these films, show the first with its heatmap, and bring the viewer to front."""
        self._studies.show_only(wanted.paths, wanted.first)
        self._state.explain_in_each(wanted.explained)
        self._state.set_heatmap(replace(self._state.heatmap, is_shown=True))
        self._shared.messages.inform(wanted.title)
        model = self._state.model
        if model.sha256 and model.sha256 != wanted.model.sha256:
            said = Message(
                tr(
                    "{name} reads here, not {model_name}, which was evaluated: probabilities "
                    "and heatmaps may differ.",
                    name=model.name,
                    model_name=wanted.model_name,
                ),
                tr("Let the evaluated model read (Model > Model library) to see its own."),
                severity=Severity.WARNING,
            )
            self._shared.messages.post(shown_message(self._state, said))
        window = self._panel.window()
        window.raise_()
        window.activateWindow()


def _name(model: InstalledModel) -> str:
    assert model.bundle is not None
    return f"{model.bundle.manifest.name} {model.bundle.manifest.version}"
