"""Use case: what is known of a film as DICOM objects of its own study."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Final

from lungdesk.core.files import free_name
from lungdesk.core.imaging.turns import AS_STORED
from lungdesk.core.jobs import JobContext
from lungdesk.core.measurements import measurement_groups
from lungdesk.core.radiograph import Radiograph
from lungdesk.core.report import FilmReport, Section
from lungdesk.formats import failures
from lungdesk.formats.film_names import plain_stem
from lungdesk.formats.reader import read_radiograph
from lungdesk.services.film_files import local_file, require_unchanged
from lungdesk.services.presentations import SavedObject
from lungdesk.services.reports.files import film_report_pdf
from lungdesk.services.reports.film import FilmReportRequest, film_report

if TYPE_CHECKING:
    from lungdesk.core.prediction import Prediction

_REFUSED: Final = "The film check refused the film, and it was read all the same."
_TITLE: Final = "Chest radiograph, reading by a model"
#: Modality of what is no DICOM file.
_PICTURE: Final = "IMG"


class _Kind(StrEnum):
    """All that is written, by the ends of the names."""

    FILM = "film"
    REPORT = "report"
    READING = "reading"
    HEATMAP = "heatmap"
    PRESENTATION = "presentation"
    MEASUREMENTS = "measurements"

    def path(self, folder: Path, stem: str) -> Path:
        """Where one of a film is."""
        return folder / f"{stem}-{self}.dcm"


@dataclass(frozen=True, slots=True, eq=False)
class DicomResultsRequest:
    """What is known of a film, and where objects are to go.

    Attributes
    ----------
    stem
        Names of the files begin with it, as `plain_stem` has it, and with a number where such
        files are there already; empty for the film's own name.
    """

    report: FilmReportRequest
    folder: Path
    stem: str = ""


def save_dicom_results(request: DicomResultsRequest, ctx: JobContext) -> tuple[SavedObject, ...]:
    """Write report, presentation, reading, map and measurements: what there is of them.

    The report is an encapsulated PDF, the presentation of a grey film a presentation state, the
    map a secondary capture; reading and measurements are structured reports. A film that is no
    DICOM file is written as one first, which all the others refer to. Each object is written whole
    or not at all; all have new UIDs, but patient and study of the film. Where one cannot be written
    none is left.

    Raises
    ------
    LungDeskError
        ``DICOM_NOT_REFERABLE``, those of `not_writable`, why the film cannot be read any more, or
        why there is nothing to write: the failure of the report itself.
    Cancelled
        Between objects.
    """
    radiograph = request.report.radiograph
    if radiograph is None:
        assert request.report.failure is not None
        raise request.report.failure
    saved: list[SavedObject] = []
    try:
        for one in _saved(request, radiograph, ctx):
            saved.append(one)  # noqa: PERF402 - those before an error have to go
    except BaseException:
        for one in saved:
            with suppress(OSError):
                one.path.unlink()
        raise
    return tuple(saved)


def _saved(
    request: DicomResultsRequest, radiograph: Radiograph, ctx: JobContext
) -> Iterator[SavedObject]:
    named = plain_stem(request.stem or radiograph.instance.path.stem)
    stem = _free_stem(request.folder, named)

    def path_of(kind: _Kind) -> Path:
        ctx.check()
        return kind.path(request.folder, stem)

    local = local_file(radiograph.instance.path)
    film = replace(radiograph, instance=replace(radiograph.instance, path=local))
    if not film.instance.sop_instance_uid and film.instance.modality == _PICTURE:
        captured = _captured(radiograph, local, path_of(_Kind.FILM))
        yield captured
        film = _same_pixels(radiograph, captured.path)
    report = film_report(request.report)
    yield _pdf(film, report, path_of(_Kind.REPORT))
    if request.report.reading is not None and not request.report.reading.prediction.is_withheld:
        yield _reading(film, request.report.reading.prediction, path_of(_Kind.READING))
    # The map lies on the film as it is stored, however it is looked at.
    as_stored = film_report(replace(request.report, hanging=AS_STORED))
    if as_stored.heat is not None:
        yield _map(film, as_stored, _done(request.report), path_of(_Kind.HEATMAP))
    if not film.is_colour:
        yield _presentation(film, request, path_of(_Kind.PRESENTATION))
    if measurement_groups(request.report.annotations, film):
        yield _measurements(film, request, path_of(_Kind.MEASUREMENTS))


def _free_stem(folder: Path, stem: str) -> str:
    """Nothing that is there is replaced: it may be of another film of this name."""
    return free_name(stem, lambda one: any(kind.path(folder, one).exists() for kind in _Kind))


def _captured(film: Radiograph, local: Path, path: Path) -> SavedObject:
    from lungdesk.formats.dicom_writers.secondary_capture import (  # noqa: PLC0415 - pydicom
        write_film_capture,
    )

    try:
        with local.open("rb") as stream:
            sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise failures.not_readable(local, error) from error
    require_unchanged(film.instance)
    return SavedObject(path, write_film_capture(path, film, sha256))


def _same_pixels(film: Radiograph, path: Path) -> Radiograph:
    """The film as its DICOM copy has it, with the spacing that is known of it."""
    return replace(read_radiograph(path), spacing=film.spacing)


def _pdf(film: Radiograph, report: FilmReport, path: Path) -> SavedObject:
    from lungdesk.formats.dicom_writers.encapsulated_pdf import (  # noqa: PLC0415 - pydicom
        write_encapsulated_pdf,
    )

    tells = report.style.has(Section.IDENTITY) and not report.alias
    pdf = film_report_pdf(report)
    return SavedObject(path, write_encapsulated_pdf(path, film, pdf, _TITLE, tells_identity=tells))


def _reading(film: Radiograph, prediction: Prediction, path: Path) -> SavedObject:
    from lungdesk.formats.dicom_writers.reading_report import (  # noqa: PLC0415 - pydicom
        write_reading_report,
    )

    return SavedObject(path, write_reading_report(path, film, prediction))


def _done(request: FilmReportRequest) -> tuple[str, ...]:
    """What was done to a film that its map lies on, or in spite of what; no map stands without."""
    assert request.reading is not None
    verdict = request.reading.prediction.verdict
    done = [_REFUSED] if verdict.is_overridden else []
    if verdict.applied:
        done.append(f"Before it was read, the film was corrected: {verdict.applied.words}.")
    if request.is_inverted:
        done.append("The film is shown inverted.")
    return tuple(done)


def _map(film: Radiograph, report: FilmReport, done: tuple[str, ...], path: Path) -> SavedObject:
    from lungdesk.formats.burnt_words import MapLegend, with_legend  # noqa: PLC0415 - Pillow
    from lungdesk.formats.dicom_writers.secondary_capture import (  # noqa: PLC0415 - pydicom
        Capture,
        write_capture,
    )

    heat = report.heat
    assert heat is not None
    model = f"{report.model.id} {report.model.version}" if report.model else "a model"
    made = f"{heat.method} of {model} for {heat.class_name} laid over the film."
    evidence = f"Evidence for {heat.class_name}: {heat.method}, {model}."
    legend = MapLegend(heat.colours, f"{heat.peak:.2f}", (evidence, *done, "NOT FOR DIAGNOSIS"))
    capture = Capture(
        with_legend(heat.pixels, legend), f"Map: {heat.class_name}", " ".join((made, *done))
    )
    return SavedObject(path, write_capture(path, film, capture))


def _presentation(film: Radiograph, request: DicomResultsRequest, path: Path) -> SavedObject:
    from lungdesk.formats.dicom_writers.presentation_state import (  # noqa: PLC0415 - pydicom
        write_presentation_state,
    )

    return SavedObject(path, write_presentation_state(path, film, request.report.presentation))


def _measurements(film: Radiograph, request: DicomResultsRequest, path: Path) -> SavedObject:
    from lungdesk.formats.dicom_writers.structured_report import (  # noqa: PLC0415 - pydicom
        write_measurement_report,
    )

    return SavedObject(path, write_measurement_report(path, film, request.report.annotations))
