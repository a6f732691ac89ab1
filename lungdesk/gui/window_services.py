"""What the window needs from outside: handed in once, by whoever composes the program."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pathlib import Path

    from lungdesk.core.errors import LungDeskError
    from lungdesk.core.faithfulness import Faithfulness
    from lungdesk.core.jobs import JobContext
    from lungdesk.core.labels import LabelSet
    from lungdesk.core.lungs.fields import LungFields
    from lungdesk.core.prediction import ModelRef, Prediction
    from lungdesk.core.radiograph import Radiograph
    from lungdesk.core.saliency import SaliencyMap
    from lungdesk.core.settings import Settings
    from lungdesk.core.similar import SimilarFilms
    from lungdesk.core.study import Instance
    from lungdesk.core.verdict import Correction
    from lungdesk.formats.dicom_tags import TagRow
    from lungdesk.formats.discovery import Discovery
    from lungdesk.gui.job_bridge import JobBridge
    from lungdesk.gui.messages import Messages
    from lungdesk.ml.lung_sight import LungNetworks
    from lungdesk.services.annotation_store import StoredAnnotations
    from lungdesk.services.job_runner import JobRunner
    from lungdesk.services.kept_annotations import FrameRef, SaveRequest
    from lungdesk.services.key_images import KeyImages, MarkRequest
    from lungdesk.services.paths import AppPaths
    from lungdesk.services.presentations import (
        LoadedPresentations,
        LoadPresentationsRequest,
        SavedObject,
        SaveMeasurementsRequest,
        SavePresentationRequest,
    )
    from lungdesk.services.priors import PriorsRequest
    from lungdesk.services.read_request import ExplainRequest, MapTest, ReadRequest
    from lungdesk.services.studies import (
        DecodeRequest,
        OpenRequest,
        Thumbnail,
        ThumbnailRequest,
    )
    from lungdesk.services.tags import TagsRequest
    from lungdesk.services.workspace.desk import WorkspaceDesk
    from lungdesk.services.workspace.folder_batch import FolderBatch


class FilmReading(Protocol):
    """What a model said of one film."""

    @property
    def instance(self) -> Instance:
        """Which film."""

    @property
    def frame(self) -> int:
        """Which frame of it, counted from 0."""

    @property
    def prediction(self) -> Prediction:
        """Probabilities of the classes."""

    @property
    def saliency_maps(self) -> tuple[SaliencyMap, ...]:
        """One map for each class, in the order of the label set."""

    @property
    def timings_ms(self) -> Mapping[str, float]:
        """How long each step took."""

    @property
    def similar(self) -> SimilarFilms | None:
        """The most similar films that the model learnt from; None where it keeps none."""

    @property
    def precision(self) -> str:
        """Arithmetic of the model; empty where it is not known."""

    @property
    def lungs(self) -> str:
        """Digest of the network whose lungs the film check judged; empty for none."""


class Reader(Protocol):
    """The model; its constructor has read the manifest and nothing heavier."""

    @property
    def model(self) -> ModelRef:
        """Identifier, version and hash."""

    @property
    def labels(self) -> LabelSet:
        """Classes it tells apart."""

    @property
    def display_name(self) -> str:
        """Its name for people."""

    @property
    def map_peak(self) -> float | None:
        """Value of its maps that is strong among all films; None where that is not known."""

    def warm_up(self, request: None, ctx: JobContext, /) -> None:
        """Compile the network (compute lane)."""

    def read(self, radiograph: Radiograph, ctx: JobContext, /) -> FilmReading:
        """Read one film (compute lane)."""

    def read_as(self, request: ReadRequest, ctx: JobContext, /) -> FilmReading:
        """Read it corrected, or although it is refused (compute lane)."""

    def explain(self, request: ExplainRequest, ctx: JobContext, /) -> tuple[SaliencyMap, ...]:
        """Maps of all classes by asking the model again (compute lane)."""

    def put_to_test(self, request: MapTest, ctx: JobContext, /) -> Faithfulness:
        """Whether a map shows what the model goes by (compute lane)."""


class SettingsKeeper(Protocol):
    """Loads and saves the settings of the user."""

    def load(self) -> Settings:
        """Read the settings; defaults where there are none."""

    def save(self, settings: Settings) -> None:
        """Write what differs from what was first read or last written."""


@dataclass(frozen=True, slots=True)
class WindowServices:
    """Everything the window may use of the layers below.

    Attributes
    ----------
    reader
        The model, or None when there is none; ``reader_error`` then says why.
    paths
        Folders of the user.
    log_gate
        Keeps what readers decided about refused films; None where nothing is kept.
    find_lungs
        Compute lane; looks after the correction; None where lungs cannot be found.
    lungs
        Has the lung networks that models may be bound to; None for those of the user.
    welcomes
        Whether somebody sits before the window who may be met by a notice and a tour.
    find_known_films
        Where films that a model learnt from are, by their ids; None where nobody looks.
    workspace, classify
        Where what is read is kept, and what reads whole folders into it; None: nothing is kept.
    """

    runner: JobRunner
    reader: Reader | None
    reader_error: LungDeskError | None
    settings: SettingsKeeper
    paths: AppPaths
    open_paths: Callable[[OpenRequest, JobContext], Discovery]
    decode: Callable[[DecodeRequest, JobContext], Radiograph]
    find_priors: Callable[[PriorsRequest, JobContext], tuple[Instance, ...]]
    thumbnail: Callable[[ThumbnailRequest, JobContext], Thumbnail]
    load_annotations: Callable[[FrameRef, JobContext], StoredAnnotations]
    save_annotations: Callable[[SaveRequest, JobContext], None]
    tags: Callable[[TagsRequest, JobContext], tuple[TagRow, ...]]
    frame_rate: Callable[[TagsRequest, JobContext], float]
    key_images: Callable[[FrameRef | None, JobContext], KeyImages]
    mark_key_image: Callable[[MarkRequest, JobContext], KeyImages]
    save_presentation: Callable[[SavePresentationRequest, JobContext], SavedObject]
    save_measurements: Callable[[SaveMeasurementsRequest, JobContext], SavedObject]
    load_presentations: Callable[[LoadPresentationsRequest, JobContext], LoadedPresentations]
    log_gate: Callable[[FilmReading, JobContext], None] | None = None
    find_lungs: Callable[[Radiograph, JobContext, Correction], LungFields] | None = None
    lungs: LungNetworks | None = None
    find_known_films: Callable[[tuple[str, ...], JobContext], dict[str, Path]] | None = None
    workspace: WorkspaceDesk | None = None
    classify: FolderBatch | None = None
    welcomes: bool = False


@dataclass(frozen=True, slots=True)
class Shared:
    """What most presenters use: the layers below, the way to the workers, the voice."""

    services: WindowServices
    bridge: JobBridge
    messages: Messages
