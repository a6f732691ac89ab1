"""Use case: a report on one film, of what is known of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from lungdesk.core.annotation.annotation_set import AnnotationSet
from lungdesk.core.annotation.marks import TextNote
from lungdesk.core.colours import colour_places
from lungdesk.core.errors import LungDeskError
from lungdesk.core.identity import identity_phrases, without_phrases
from lungdesk.core.imaging import colormaps
from lungdesk.core.imaging.heat import common_peak, laid_over
from lungdesk.core.imaging.thumbnail import reduced_p_values
from lungdesk.core.imaging.turns import AS_STORED, Hanging
from lungdesk.core.language import ENGLISH
from lungdesk.core.lungs.fields import LungFields
from lungdesk.core.lungs.heat_share import heat_share
from lungdesk.core.measurements import Outline, outlines
from lungdesk.core.prediction import Prediction
from lungdesk.core.presentation import DisplayedArea, Presentation
from lungdesk.core.radiograph import PixelSpacing, Radiograph, VoiTransform
from lungdesk.core.report import (
    ClassReading,
    FilmReport,
    HeatPicture,
    MeasuredLine,
    ModelFacts,
    ReaderOpinion,
    ReportStyle,
    RightShare,
    Section,
)
from lungdesk.core.saliency import ImageRegion, SaliencyMap
from lungdesk.core.study import Instance
from lungdesk.core.verdict import Verdict
from lungdesk.services.languages import own_words

#: Longest side of the film on the page, at least: 300 dots an inch at the width it has there.
PICTURE_PX: Final = 1000
#: What a page says in the words of the file.
_OF_FILE: Final = (
    *("study_description", "series_description", "modality", "body_part", "view_position"),
    *("laterality", "technique"),
)


class ReadFilm(Protocol):
    """What a model has said of a film."""

    @property
    def prediction(self) -> Prediction:
        """Probabilities of the classes."""

    @property
    def saliency_maps(self) -> tuple[SaliencyMap, ...]:
        """One map for each class."""

    @property
    def precision(self) -> str:
        """Arithmetic of the model; empty where it is not known."""


@dataclass(frozen=True, slots=True, eq=False)
class FilmReportRequest:
    """What is known of a film, and how it is to be told.

    Attributes
    ----------
    radiograph
        As its file has it, but for ``calibration``; None when it cannot be decoded: ``failure``
        then says why.
    voi, is_inverted, hanging, area
        How the film is looked at; the page has all of it, whatever the area.
    calibration
        Spacing that the radiograph has in place of its file's, of a presentation state; None for
        its own.
    class_index
        Whose map is shown; None for the most probable class.
    lungs
        Where they lie on the film as it is stored; None where no two were found.
    interval
        Share of films read rightly when the most probable class was as probable as here.
    alias
        What the film is called where nobody may know whose it is; empty to name it.
    """

    instance: Instance
    radiograph: Radiograph | None = None
    reading: ReadFilm | None = None
    failure: LungDeskError | None = None
    annotations: AnnotationSet = field(default_factory=AnnotationSet)
    voi: VoiTransform | None = None
    is_inverted: bool = False
    hanging: Hanging = AS_STORED
    area: DisplayedArea | None = None
    calibration: PixelSpacing | None = None
    class_index: int | None = None
    colormap: str = colormaps.DEFAULT_COLORMAP
    lungs: LungFields | None = None
    opinions: tuple[ReaderOpinion, ...] = ()
    interval: RightShare | None = None
    model_name: str = ""
    alias: str = ""
    style: ReportStyle = field(default_factory=ReportStyle)
    created: datetime | None = None

    @property
    def presentation(self) -> Presentation:
        """How the film is looked at; measurements become graphics."""
        return Presentation(
            voi=self.voi,
            is_inverted=self.is_inverted,
            quarter_turns=self.hanging.quarter_turns,
            is_mirrored=self.hanging.is_mirrored,
            area=self.area,
            calibration=self.calibration,
            annotations=self.annotations,
        )


def film_report(request: FilmReportRequest) -> FilmReport:
    """Bring together what a report says."""
    created = request.created or datetime.now()
    report = FilmReport(
        request.instance,
        created.strftime("%Y-%m-%d %H:%M"),
        alias=request.alias,
        style=request.style,
        refusal=request.failure.message if request.failure else "",
        opinions=request.opinions,
    )
    if request.radiograph is not None:
        report = _with_film(report, request, request.radiograph)
    if request.reading is not None:
        report = _with_reading(report, request, request.reading)
    if request.hanging != AS_STORED:
        report = _hung(report, request.hanging)
    is_nameless = bool(request.alias) or not request.style.has(Section.IDENTITY)
    return _without_identity(report) if is_nameless else report


def _with_film(
    report: FilmReport, request: FilmReportRequest, radiograph: Radiograph
) -> FilmReport:
    picture = reduced_p_values(radiograph, PICTURE_PX, request.voi, is_inverted=request.is_inverted)
    film = request.annotations.calibrated(radiograph)
    scale = picture.shape[1] / radiograph.columns
    return replace(
        report,
        frame=radiograph.frame,
        picture=picture,
        is_inverted=request.is_inverted,
        mm_per_pixel=_width_mm(film.spacing, request.hanging) / scale if film.spacing else None,
        spacing_source=film.spacing.source if film.spacing else None,
        measured=tuple(_measured(request.annotations, film, scale)),
    )


def _width_mm(spacing: PixelSpacing, hanging: Hanging) -> float:
    """Width of a pixel of the film as it hangs."""
    return spacing.row_mm if hanging.is_lying else spacing.column_mm


def _measured(annotations: AnnotationSet, film: Radiograph, scale: float) -> Iterable[MeasuredLine]:
    for annotation in annotations.annotations:
        measured = annotation.measured(film)
        words = measured or annotation.text(film)
        yield MeasuredLine(
            annotation.name or annotation.title,
            "; ".join(words.splitlines()),
            tuple(_scaled(outline, scale) for outline in outlines(annotation, film)),
            is_named=bool(annotation.name),
            is_written=not measured or isinstance(annotation, TextNote),
        )


def _scaled(outline: Outline, scale: float) -> Outline:
    return replace(outline, points=tuple((x * scale, y * scale) for x, y in outline.points))


def _with_reading(report: FilmReport, request: FilmReportRequest, reading: ReadFilm) -> FilmReport:
    prediction = reading.prediction
    model, verdict = prediction.model, prediction.verdict
    facts = ModelFacts(model.id, request.model_name, model.version, model.sha256, reading.precision)
    report = replace(report, model=facts)
    if prediction.is_withheld:
        return replace(report, refusal=verdict.sentence)
    assessment = prediction.assessment
    report = replace(
        report,
        readings=tuple(class_readings(prediction, request.interval)),
        doubt=prediction.doubt,
        refusal=verdict.sentence if verdict.is_overridden else "",
        notes=(*report.notes, *_remarks(verdict)),
        prediction_set=tuple(label.name for label in prediction.prediction_set),
        coverage=assessment.coverage if assessment else None,
    )
    if report.picture is None or not reading.saliency_maps:
        return report
    return replace(report, heat=_heat(report.picture, request, reading))


def _remarks(verdict: Verdict) -> Iterable[str]:
    """What the gate says of a film that is read all the same."""
    if verdict.sentence:
        yield verdict.sentence
    if verdict.is_overridden:
        yield "The film was refused and read at the reader’s wish."
    if verdict.applied:
        yield f"Before it was read, the film was corrected: {verdict.applied.words}."
    if verdict.distance is not None:
        yield (
            "Likeness to the films the model knows: distance"
            f" {verdict.distance:.2f}, where films from 1.00 on are refused."
        )


def class_readings(
    prediction: Prediction, interval: RightShare | None = None
) -> Iterable[ClassReading]:
    """One for each class, in label order; the interval is that of the most probable one."""
    is_calibrated = prediction.assessment is not None
    places = colour_places(prediction.labels.ids)
    for index, label in enumerate(prediction.labels.labels):
        yield ClassReading(
            places[index],
            label.name,
            float(prediction.probabilities[index]),
            prediction.operating_points[index] if is_calibrated else None,
            interval if index == prediction.class_index else None,
            is_found=index == prediction.found,
        )


def _heat(picture: NDArray[np.uint8], request: FilmReportRequest, reading: ReadFilm) -> HeatPicture:
    assert request.radiograph is not None
    index = request.class_index
    chosen = reading.prediction.class_index if index is None else index
    peak = common_peak(reading.saliency_maps)
    shown = reading.saliency_maps[chosen]
    pixels = laid_over(
        picture,
        replace(shown, region=_region_in(picture, shown.region, request.radiograph)),
        peak,
        colormap=request.colormap,
    )
    label = reading.prediction.labels.labels[chosen]
    share = None
    if request.lungs is not None:
        share = heat_share(request.lungs, shown, is_of_disease=label.is_disease)
    colours = colormaps.colours(request.colormap)
    return HeatPicture(pixels, colours, peak, label.name, shown.method, share)


def _region_in(
    picture: NDArray[np.uint8], region: ImageRegion, radiograph: Radiograph
) -> ImageRegion:
    across = picture.shape[1] / radiograph.columns
    down = picture.shape[0] / radiograph.rows
    return ImageRegion(
        region.left * across, region.top * down, region.right * across, region.bottom * down
    )


def _hung(report: FilmReport, hanging: Hanging) -> FilmReport:
    """The same with its pictures, and what is drawn on them, as the film is looked at."""
    if report.picture is None:
        return report
    rows, columns = report.picture.shape[:2]

    def outline(one: Outline) -> Outline:
        points = tuple(hanging.point(point, (columns, rows)) for point in one.points)
        return replace(one, points=points)

    heat = report.heat
    return replace(
        report,
        picture=hanging.picture(report.picture),
        hanging=hanging,
        heat=heat and replace(heat, pixels=hanging.picture(heat.pixels)),
        measured=tuple(
            replace(line, outlines=tuple(map(outline, line.outlines))) for line in report.measured
        ),
    )


def _without_identity(report: FilmReport) -> FilmReport:
    """The same with every text free of names, IDs, birth dates and file names; of readers, too."""
    phrases = identity_phrases(report.instance)

    def free(words: str) -> str:
        return without_phrases(words, phrases)

    def free_sentence(words: str) -> str:
        # A film may be called turned.dcm.
        return own_words(ENGLISH.code).changed(words, free)

    def free_line(line: MeasuredLine) -> MeasuredLine:
        name = free(line.name) if line.is_named else line.name
        return replace(line, name=name, words=free(line.words))

    of_file: dict[str, Any] = {name: free(getattr(report.instance, name)) for name in _OF_FILE}
    return replace(
        report,
        instance=replace(report.instance, **of_file),
        refusal=free_sentence(report.refusal),
        notes=tuple(map(free_sentence, report.notes)),
        measured=tuple(map(free_line, report.measured)),
        opinions=tuple(
            replace(one, comment=free(one.comment), reader="") for one in report.opinions
        ),
    )
