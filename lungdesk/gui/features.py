"""What the window does beyond opening, showing and reading a film: one line for each feature."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeVar

from lungdesk.gui.actions import Actions
from lungdesk.gui.adapt.presenter import AdaptPresenter
from lungdesk.gui.annotate.still_annotations import StillAnnotations
from lungdesk.gui.comparison.runs_presenter import RunsPresenter
from lungdesk.gui.diagnostics.presenter import DiagnosticsPresenter
from lungdesk.gui.documents.presenter import DocumentsPresenter
from lungdesk.gui.evaluation.evaluate_presenter import EvaluatePresenter
from lungdesk.gui.explain.explanations_presenter import ExplanationsPresenter
from lungdesk.gui.explain.first_read_presenter import FirstReadPresenter
from lungdesk.gui.explain.gate_presenter import GatePresenter
from lungdesk.gui.explain.similar_presenter import SimilarPresenter
from lungdesk.gui.first_run.self_test_presenter import SelfTestPresenter
from lungdesk.gui.first_run.tour_presenter import TourPresenter
from lungdesk.gui.first_run.welcome_presenter import WelcomePresenter
from lungdesk.gui.frames.presenter import FramesPresenter
from lungdesk.gui.guide.presenter import HelpPresenter
from lungdesk.gui.key_images.presenter import KeyImagesPresenter
from lungdesk.gui.layout.compare_presenter import ComparePresenter
from lungdesk.gui.layout.layout_presenter import LayoutPresenter
from lungdesk.gui.lungs.lungs_presenter import LungsPresenter
from lungdesk.gui.models.active_model import ActiveModel
from lungdesk.gui.models.presenter import ModelsPresenter
from lungdesk.gui.pictures.presenter import PicturesPresenter
from lungdesk.gui.preferences.presenter import PreferencesPresenter
from lungdesk.gui.presentations.presenter import PresentationsPresenter
from lungdesk.gui.privacy_presenter import PrivacyPresenter
from lungdesk.gui.reports.presenter import ReportsPresenter
from lungdesk.gui.reports.results_presenter import ResultsPresenter
from lungdesk.gui.tags.presenter import TagsPresenter
from lungdesk.gui.theme_presenter import ThemePresenter
from lungdesk.gui.training.presenter import TrainingPresenter
from lungdesk.gui.true_size_presenter import TrueSizePresenter
from lungdesk.gui.viewer.corners_presenter import CornersPresenter
from lungdesk.gui.viewer.heat_presenter import HeatPresenter
from lungdesk.gui.worklist.presenter import WorklistPresenter

if TYPE_CHECKING:
    from lungdesk.gui.activity import Activity
    from lungdesk.gui.annotate.annotation_state import AnnotationState
    from lungdesk.gui.annotate.presenter import AnnotatePresenter
    from lungdesk.gui.explain.panel import ExplainPanel
    from lungdesk.gui.explain.reading_presenter import ReadingPresenter
    from lungdesk.gui.frames.panel import FramesPanel
    from lungdesk.gui.item_models import FilmListModel
    from lungdesk.gui.settings_presenter import SettingsPresenter
    from lungdesk.gui.state import AppState
    from lungdesk.gui.studies.presenter import StudiesPresenter
    from lungdesk.gui.viewer.panel import ViewerPanel
    from lungdesk.gui.viewer.presenter import ViewerPresenter
    from lungdesk.gui.window_services import Shared


class Binding(Protocol):
    """A presenter that gives actions of the table their meaning."""

    def bind(self, actions: Actions, /) -> None:
        """Let the actions of the table do what they say."""


_Bound = TypeVar("_Bound", bound=Binding)


@dataclass(frozen=True, slots=True)
class Core:
    """What every feature may build on: the films, the one on the screen, what reads it."""

    films: FilmListModel
    panel: ViewerPanel
    frames_panel: FramesPanel
    studies: StudiesPresenter
    viewer: ViewerPresenter
    annotations: AnnotationState
    annotate: AnnotatePresenter
    explain_panel: ExplainPanel
    reading: ReadingPresenter
    settings: SettingsPresenter
    activity: Activity
    state: AppState
    shared: Shared


class Features:
    """The features of one window; those that have actions are bound to them."""

    def __init__(self, core: Core, actions: Actions) -> None:
        self._actions = actions
        panel, viewer, state, shared = core.panel, core.viewer, core.state, core.shared
        messages = shared.messages
        on_film = (panel, viewer, core.annotations, shared)
        # the film
        self.frames = self._bound(FramesPresenter(core.frames_panel, viewer, shared))
        self.tags = self._bound(TagsPresenter(panel, state, shared))
        self.documents = DocumentsPresenter(panel, state, shared)
        self.key_images = self._bound(KeyImagesPresenter(core.films, state, shared))
        self.heat = HeatPresenter(viewer)
        self.first_read = self._bound(FirstReadPresenter(core.explain_panel, state, shared))
        self.gate = GatePresenter(core.explain_panel.gate, viewer, core.reading, shared)
        self.explanations = self._bound(ExplanationsPresenter(panel, state, shared))
        self.similar = SimilarPresenter(core.explain_panel.similar, state, shared)
        self.lungs = self._bound(LungsPresenter(viewer, core.explain_panel, shared))
        core.annotate.lungs_of_film = self.lungs.fields
        self.corners = self._bound(CornersPresenter(viewer))
        self.still = StillAnnotations(viewer, core.annotations, shared)
        self.layout = self._bound(LayoutPresenter(panel, viewer, shared))
        self.compare = self._bound(ComparePresenter(viewer, self.layout, self.corners, messages))
        self.true_size = self._bound(TrueSizePresenter(viewer, core.annotations, messages))
        self.pictures = self._bound(PicturesPresenter(*on_film))
        self.presentations = self._bound(PresentationsPresenter(*on_film))
        self.results = self._bound(ResultsPresenter(*on_film))
        self.reports = self._bound(ReportsPresenter(*on_film, self.results))
        self.results.film.lungs = self.reports.film.lungs = self.lungs.found
        self.worklist = self._bound(
            WorklistPresenter(panel, core.studies, state, shared, core.activity)
        )
        # the program
        self.preferences = self._bound(PreferencesPresenter(panel, state, shared))
        self.theme = self._bound(ThemePresenter(state))
        self.privacy = self._bound(PrivacyPresenter(viewer, messages))
        self.help = self._bound(HelpPresenter(panel, messages))
        # models
        self.active_model = ActiveModel(core.reading, core.settings, shared)
        using_model = (core.activity, self.active_model)
        self.models = self._bound(ModelsPresenter(panel, self.active_model, shared))
        self.adapt = self._bound(AdaptPresenter(panel, state, self.active_model, shared))
        self.runs = self._bound(RunsPresenter(panel, state, self.active_model, shared))
        self.training = self._bound(
            TrainingPresenter(panel, state, shared, core.studies.open_paths, *using_model)
        )
        self.evaluate = self._bound(EvaluatePresenter(panel, core.studies, state, shared))
        # the first time, and help
        self.self_test = SelfTestPresenter(self.active_model, shared, core.activity)
        self.tour = self._bound(TourPresenter(panel, core.studies, state))
        self.welcome = self._bound(
            WelcomePresenter(panel, core.settings, self.self_test, self.tour, shared)
        )
        self.diagnostics = self._bound(
            DiagnosticsPresenter(panel, state, self.self_test, self.active_model, shared)
        )

    def _bound(self, feature: _Bound) -> _Bound:
        feature.bind(self._actions)
        return feature
