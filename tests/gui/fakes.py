"""Stand-ins for files, models and settings, so that the window can be used without them."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from lungdesk.core.annotation.annotation_set import AnnotationSet
from lungdesk.core.assessment import Assessment
from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.faithfulness import Faithfulness
from lungdesk.core.hanging import priors
from lungdesk.core.jobs import JobContext, Progress
from lungdesk.core.labels import CHEST_LABELS, LabelSet
from lungdesk.core.lungs.fields import LungFields
from lungdesk.core.prediction import ModelRef, Prediction, softmax
from lungdesk.core.radiograph import Photometric, Radiograph, VoiTransform, Window
from lungdesk.core.saliency import ImageRegion, SaliencyMap
from lungdesk.core.settings import Settings
from lungdesk.core.similar import SimilarFilms
from lungdesk.core.study import Instance, PatientRef
from lungdesk.core.verdict import UNCHECKED, Correction, Decision, Verdict
from lungdesk.formats.dicom_tags import TagRow
from lungdesk.formats.discovery import Discovery, FileFailure
from lungdesk.formats.failures import without_elements
from lungdesk.gui.window_services import WindowServices
from lungdesk.services import presentations
from lungdesk.services.annotation_store import StoredAnnotations
from lungdesk.services.film_files import require_film
from lungdesk.services.job_runner import JobRunner
from lungdesk.services.kept_annotations import FrameRef, SaveRequest
from lungdesk.services.key_images import KeyImage, KeyImages, MarkRequest
from lungdesk.services.paths import AppPaths
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

#: What the header of a film says: a sequence with an item is among it.
ELEMENTS = (
    TagRow(0, "(0008,0060)", "CS", "Modality", "Modality", "CR"),
    TagRow(0, "(0010,0010)", "PN", "PatientName", "Patient's Name", "Doe^Jane"),
    TagRow(0, "(0040,0275)", "SQ", "RequestAttributesSequence", "Request Attributes", "1 item"),
    TagRow(1, "(FFFE,E000)", "", "", "Item 1", "", 2),
    TagRow(2, "(0040,0007)", "LO", "ScheduledProcedureStepDescription", "Step", "Thorax p.a.", 3),
)

MODEL = ModelRef("fake-lite0", "1.2.0", "0123456789abcdef" * 4)


def radiograph(
    path: Path = Path("film.dcm"),
    *,
    size: tuple[int, int] = (400, 300),
    stored: NDArray[np.uint16] | None = None,
    photometric: Photometric = Photometric.MONOCHROME2,
    voi: tuple[VoiTransform, ...] = (Window(2048.0, 4096.0),),
) -> Radiograph:
    """Grey film of ``size`` (columns, rows): a ramp from left to right over 12 bits."""
    if stored is None:
        columns, rows = size
        ramp = np.linspace(0, 4095, columns, dtype=np.uint16)
        stored = np.repeat(ramp[None, :], rows, axis=0)
    rows, columns = stored.shape[:2]
    instance = Instance(
        path,
        rows,
        columns,
        modality="CR",
        study_date="20240131",
        study_description="Chest PA",
        patient=PatientRef("4711", "Doe^Jane", "19700102", "F"),
    )
    return Radiograph(stored, photometric, 12, instance, voi=voi, is_lossy=True)


def chequered(size: tuple[int, int] = (400, 300), bright: int = 3000) -> NDArray[np.uint16]:
    """Dark film with one bright square in its upper left quarter."""
    columns, rows = size
    stored = np.full((rows, columns), 400, np.uint16)
    stored[rows // 8 : rows // 4, columns // 8 : columns // 4] = bright
    return stored


ACCEPTED = Verdict(Decision.ACCEPTED)


def hot_map(class_index: int, film: Radiograph, *, row: int = 1, column: int = 5) -> SaliencyMap:
    """Map of 7 x 7 cells over the whole film, hot in one cell only."""
    values = np.zeros((7, 7), np.float32)
    values[row, column] = 2.0 + class_index
    region = ImageRegion(0, 0, film.columns, film.rows)
    return SaliencyMap(values, class_index, "fake", "last", region)


@dataclass(frozen=True, slots=True, eq=False)
class FakeReading:
    instance: Instance
    frame: int
    prediction: Prediction
    saliency_maps: tuple[SaliencyMap, ...]
    timings_ms: dict[str, float]
    similar: SimilarFilms | None = None
    precision: str = "float32"
    lungs: str = ""


def reading(
    film: Radiograph,
    logits: tuple[float, ...] = (0, 0.5, -1, 0.2, 3),
    labels: LabelSet = CHEST_LABELS,
) -> FakeReading:
    values = np.asarray(logits, np.float32)
    prediction = Prediction(labels, values, softmax(values), MODEL)
    maps = tuple(hot_map(i, film, row=1 + i // 3, column=5 - i % 3) for i in range(len(logits)))
    timings = {"preprocess": 8.0, "infer": 34.0, "explain": 1.0}
    return FakeReading(film.instance, film.frame, prediction, maps, timings)


@dataclass
class FakeFilmReader:
    """Reads without a model. Close ``gate`` to hold it; what it read is in ``read_paths``."""

    model: ModelRef = MODEL
    labels: LabelSet = CHEST_LABELS
    display_name: str = "LungDesk Lite0"
    map_peak: float | None = None
    similar: dict[str, SimilarFilms] = field(default_factory=dict)
    logits: dict[str, tuple[float, ...]] = field(default_factory=dict)
    verdicts: dict[str, Verdict] = field(default_factory=dict)
    assessments: dict[str, Assessment] = field(default_factory=dict)
    gate: threading.Event = field(default_factory=threading.Event)
    started: threading.Event = field(default_factory=threading.Event)
    read_paths: list[Path] = field(default_factory=list)
    error: LungDeskError | None = None
    warm_up_error: LungDeskError | None = None

    def __post_init__(self) -> None:
        self.gate.set()

    def warm_up(self, _request: None, ctx: JobContext) -> None:
        ctx.check()
        if self.warm_up_error is not None:
            raise self.warm_up_error

    def read(self, radiograph: Radiograph, ctx: JobContext) -> FakeReading:
        return self.read_as(ReadRequest(radiograph), ctx)

    def read_as(self, request: ReadRequest, ctx: JobContext) -> FakeReading:
        radiograph = request.radiograph
        require_film(radiograph.instance)
        self.started.set()
        self.gate.wait(20)
        ctx.check()
        if self.error is not None:
            raise self.error
        path = radiograph.instance.path
        self.read_paths.append(path)
        one = reading(radiograph, self.logits.get(path.name, (0, 0.5, -1, 0.2, 3)), self.labels)
        verdict = self.verdicts.get(path.name, UNCHECKED)
        if verdict.offered == request.correction:  # what was to be mended is mended
            verdict = replace(ACCEPTED, applied=request.correction) if verdict.offered else verdict
        verdict = replace(verdict, is_overridden=request.is_overridden)
        assessment = self.assessments.get(path.name)
        said = replace(one.prediction, verdict=verdict, assessment=assessment)
        return replace(one, prediction=said, similar=self.similar.get(path.name))

    def explain(self, request: ExplainRequest, ctx: JobContext) -> tuple[SaliencyMap, ...]:
        """Maps that are hot in another place than those of the reading."""
        ctx.report(Progress(3, 257, "asking"))
        self.gate.wait(20)
        ctx.check()
        maps = (hot_map(i, request.radiograph, row=6, column=i) for i in range(len(self.labels)))
        return tuple(replace(one, method=request.method) for one in maps)

    def put_to_test(self, request: MapTest, ctx: JobContext) -> Faithfulness:
        """A Grad-CAM marks what counts, other maps do not."""
        self.gate.wait(20)
        ctx.check()
        falls = np.full(20, 0.02)
        drop = 0.4 if request.saliency_map.method == "fake" else 0.01
        curve = np.linspace(0.8, 0.0, 21)
        index = request.saliency_map.class_index
        return Faithfulness(index, 0.8, drop, falls, curve, curve[::-1])


@dataclass
class FakeFiles:
    """Files that exist in memory only; a path whose name begins with ``bad`` cannot be read."""

    films: dict[str, Radiograph] = field(default_factory=dict)
    gate: threading.Event = field(default_factory=threading.Event)
    loading_gate: threading.Event = field(default_factory=threading.Event)
    decoded: list[Path] = field(default_factory=list)
    thumbnails: list[Path] = field(default_factory=list)
    annotations: dict[Path, AnnotationSet] = field(default_factory=dict)
    annotation_error: LungDeskError | None = None
    loading_error: LungDeskError | None = None
    elements: tuple[TagRow, ...] = ELEMENTS
    rate: float = 20.0
    marked: list[KeyImage] = field(default_factory=list)
    mark_error: LungDeskError | None = None
    decoded_frames: list[int] = field(default_factory=list)
    earlier_films: Callable[[Instance], tuple[Path, ...]] = lambda _: ()

    def __post_init__(self) -> None:
        self.gate.set()
        self.loading_gate.set()

    def open_paths(self, request: OpenRequest, ctx: JobContext) -> Discovery:
        ctx.check()
        found: list[Path] = []
        failures: list[FileFailure] = []
        for path in request.paths:
            if path.name.startswith("missing"):
                failures.append(FileFailure(path, missing(path)))
            elif path.name.startswith("folder-of-"):
                count = int(path.name.removeprefix("folder-of-"))
                found.extend(path / f"film-{n:04d}.dcm" for n in range(count))
            else:
                found.append(path)
        return Discovery(tuple(found), tuple(failures))

    def decode(self, request: DecodeRequest, ctx: JobContext) -> Radiograph:
        self.gate.wait(20)
        ctx.check()
        self.decoded.append(request.path)
        self.decoded_frames.append(request.frame)
        film = self._film(request.path)
        if film.instance.frame_count == 1:
            return film
        values = film.stored_values + np.uint16(100 * request.frame)
        return replace(film, frame=request.frame, stored_values=values)

    def thumbnail(self, request: ThumbnailRequest, ctx: JobContext) -> Thumbnail:
        ctx.check()
        self.thumbnails.append(request.path)
        film = self._film(request.path)
        pixels = np.asarray(film.stored_values[::4, ::4] >> 4, np.uint8)
        return Thumbnail(request.path, pixels, film.instance)

    def load_annotations(self, frame: FrameRef, ctx: JobContext) -> StoredAnnotations:
        self.loading_gate.wait(20)
        ctx.check()
        if self.loading_error is not None:
            raise self.loading_error
        return StoredAnnotations(self.annotations.get(_place(frame), AnnotationSet()))

    def save_annotations(self, request: SaveRequest, ctx: JobContext) -> None:
        self.gate.wait(20)
        if self.annotation_error is not None:
            raise self.annotation_error
        self.annotations[_place(request.frame)] = request.annotations

    def find_priors(self, request: PriorsRequest, ctx: JobContext) -> tuple[Instance, ...]:
        ctx.check()
        paths = (*request.paths, *self.earlier_films(request.current))
        readable = (path for path in paths if not path.name.startswith("bad"))
        return priors(request.current, (self._film(path).instance for path in readable))

    def tags(self, request: TagsRequest, ctx: JobContext) -> tuple[TagRow, ...]:
        self.gate.wait(20)
        ctx.check()
        if request.path.suffix == ".png":
            raise without_elements(request.path)
        return self.elements

    def frame_rate(self, _request: TagsRequest, ctx: JobContext) -> float:
        ctx.check()
        return self.rate

    def find_key_images(self, _frame: FrameRef | None, ctx: JobContext) -> KeyImages:
        ctx.check()
        return KeyImages(tuple(self.marked))

    def mark_key_image(self, request: MarkRequest, _ctx: JobContext) -> KeyImages:
        self.gate.wait(20)
        if self.mark_error is not None:
            raise self.mark_error
        path = str(request.frame.instance.path)
        one = KeyImage(path, request.frame.frame, path)
        self.marked = [other for other in self.marked if other != one]
        if request.is_key:
            self.marked.append(one)
        return KeyImages(tuple(self.marked))

    def _film(self, path: Path) -> Radiograph:
        if path.name.startswith("bad"):
            raise damaged(path)
        return self.films.get(path.name) or radiograph(path)


def _place(frame: FrameRef) -> Path:
    """Where annotations are kept: those of the first frame under the film's own name."""
    path = frame.instance.path
    return path if frame.frame == 0 else path.with_name(f"{path.name}#{frame.frame}")


def missing(path: Path) -> LungDeskError:
    return LungDeskError(
        f"{path.name} is not there.", hint="Check the path.", code=ErrorCode.FILE_MISSING
    )


def damaged(path: Path) -> LungDeskError:
    return LungDeskError(
        f"{path.name} is damaged: it ends too early.",
        hint="Copy it again from its source.",
        code=ErrorCode.DICOM_DAMAGED,
    )


@dataclass
class FakeSettings:
    settings: Settings = field(default_factory=Settings)

    def load(self) -> Settings:
        return self.settings

    def save(self, settings: Settings) -> None:
        self.settings = settings


def services(
    runner: JobRunner,
    *,
    files: FakeFiles,
    reader: FakeFilmReader | None,
    settings: FakeSettings,
    reader_error: LungDeskError | None = None,
    find_lungs: Callable[[Radiograph, JobContext, Correction], LungFields] | None = None,
    find_known_films: Callable[[tuple[str, ...], JobContext], dict[str, Path]] | None = None,
    workspace: WorkspaceDesk | None = None,
    classify: FolderBatch | None = None,
) -> WindowServices:
    return WindowServices(
        runner=runner,
        reader=reader,
        reader_error=reader_error,
        settings=settings,
        paths=AppPaths.default(),
        open_paths=files.open_paths,
        decode=files.decode,
        find_priors=files.find_priors,
        thumbnail=files.thumbnail,
        load_annotations=files.load_annotations,
        save_annotations=files.save_annotations,
        tags=files.tags,
        frame_rate=files.frame_rate,
        key_images=files.find_key_images,
        save_presentation=presentations.save_presentation,
        save_measurements=presentations.save_measurements,
        load_presentations=presentations.PresentationFinder(),
        mark_key_image=files.mark_key_image,
        find_lungs=find_lungs,
        find_known_films=find_known_films,
        workspace=workspace,
        classify=classify,
    )
