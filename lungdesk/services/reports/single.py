"""Use case: read one film and bring together all that is kept of it, for a report."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from lungdesk.core.annotation.annotation_set import AnnotationSet
from lungdesk.core.errors import LungDeskError
from lungdesk.core.imaging.turns import Hanging
from lungdesk.core.jobs import JobContext
from lungdesk.core.lungs.fields import LungFields
from lungdesk.core.lungs.verdict import two_lungs
from lungdesk.core.radiograph import Radiograph
from lungdesk.core.report import ReportStyle
from lungdesk.core.verdict import Correction
from lungdesk.services.annotation_store import AnnotationStore
from lungdesk.services.film_files import read_film
from lungdesk.services.inference import FilmReader
from lungdesk.services.kept_annotations import FrameRef, loader
from lungdesk.services.lungs.finder import LungFinder
from lungdesk.services.read_request import ReadRequest
from lungdesk.services.reports.film import FilmReportRequest

#: What a film is called in a report that names nobody.
NOT_NAMED: Final = "not named"


@dataclass(frozen=True, slots=True)
class SingleReportRequest:
    """A film to read and report on.

    Attributes
    ----------
    alias
        What the film is called where nobody may know whose it is; empty to name it.
    finder
        Finds the lungs that the heat should lie in; None to say nothing of them.
    is_overridden
        Whether it is read although it is refused.
    is_mended
        Whether what the film check offers to mend is mended first.
    """

    path: Path
    reader: FilmReader
    annotations: AnnotationStore
    alias: str = ""
    style: ReportStyle = field(default_factory=ReportStyle)
    finder: LungFinder | None = None
    is_overridden: bool = False
    is_mended: bool = False


def read_for_report(request: SingleReportRequest, ctx: JobContext) -> FilmReportRequest:
    """Decode and read a film; what the user has drawn on it is there as well.

    Raises
    ------
    LungDeskError
        When the film cannot be read, or what is drawn on it cannot.
    Cancelled
        When ``ctx`` says so.
    """
    radiograph = read_film(request.path)
    ctx.check()
    wanted = ReadRequest(
        radiograph, is_overridden=request.is_overridden, is_mended=request.is_mended
    )
    reading = request.reader.read_as(wanted, ctx)
    prediction = reading.prediction
    # Of a film that is not read there is no heat to be in its lungs.
    finder = None if prediction.is_withheld else request.finder
    applied = prediction.verdict.applied
    return FilmReportRequest(
        radiograph.instance,
        radiograph,
        reading,
        annotations=_drawn(request, FrameRef(radiograph.instance, radiograph.frame), ctx),
        # As the window turns and inverts it, where it is corrected by a click.
        is_inverted=applied.is_inverted,
        hanging=Hanging(applied.quarter_turns),
        lungs=None if finder is None else _lungs(finder, radiograph, applied, ctx),
        model_name=request.reader.display_name,
        alias=request.alias,
        style=request.style,
    )


def _lungs(
    finder: LungFinder, radiograph: Radiograph, applied: Correction, ctx: JobContext
) -> LungFields | None:
    """The lungs of the film; a segmenter that is missing or damaged is no reason for no report."""
    try:
        fields = finder.find(radiograph, ctx, applied)
    except LungDeskError:
        return None
    # Lungs of a turned film lie beside each other only when it is turned back.
    return fields if two_lungs(fields.turned(applied.quarter_turns)).shows_two_lungs else None


def _drawn(request: SingleReportRequest, frame: FrameRef, ctx: JobContext) -> AnnotationSet:
    return loader(request.annotations)(frame, ctx).annotations
