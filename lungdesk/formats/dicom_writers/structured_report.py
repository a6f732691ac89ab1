"""Writes measurements as a Comprehensive SR document after TID 1500 (PS3.16), with highdicom.

highdicom is imported when a report is written: it takes a second.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from lungdesk.core.annotation.annotation_set import AnnotationSet
from lungdesk.core.imaging.grayscale import modality_decimals
from lungdesk.core.measurements import (
    Measurement,
    MeasurementGroup,
    Outline,
    OutlineKind,
    Unit,
    measurement_groups,
)
from lungdesk.core.presentation import ObjectTitle
from lungdesk.core.radiograph import Radiograph
from lungdesk.formats import object_failures
from lungdesk.formats.dicom_writers.graphics import is_on_film, points_on_film
from lungdesk.formats.dicom_writers.sr_document import measurement_document, source_image
from lungdesk.formats.film_reference import (
    NOT_FOR_DIAGNOSIS,
    FilmReference,
    film_reference,
    line,
    uid_of,
    write_object,
)
from lungdesk.formats.library_warnings import tolerated
from lungdesk.formats.measurement_codes import CONCEPTS, METHODS, UNITS

if TYPE_CHECKING:
    from highdicom import sr


def write_measurement_report(
    path: Path,
    radiograph: Radiograph,
    annotations: AnnotationSet,
    title: ObjectTitle | None = None,
) -> str:
    """Write what is measured on a film; gives the SOP Instance UID.

    Raises
    ------
    LungDeskError
        ``MEASUREMENTS_NONE``, ``DICOM_NOT_REFERABLE``, those of `not_writable`, or why the film's
        file cannot be read.
    """
    film = film_reference(radiograph)
    groups = measurement_groups(annotations, radiograph)
    if not groups:
        raise object_failures.nothing_measured(radiograph.instance.path)
    with tolerated():
        document = _document(film, groups, title or ObjectTitle())
    write_object(path, document)
    return str(document.SOPInstanceUID)


def _document(
    film: FilmReference, groups: tuple[MeasurementGroup, ...], title: ObjectTitle
) -> sr.ComprehensiveSR:
    words = line(title.description or title.label, 64 - len(NOT_FOR_DIAGNOSIS) - 2)
    return measurement_document(
        film,
        [_group(group, film) for group in groups],
        creator=title.creator,
        description=f"{words or 'Measurements'}, {NOT_FOR_DIAGNOSIS}",
        completion=f"Measured by hand, {NOT_FOR_DIAGNOSIS}",
    )


def _group(
    group: MeasurementGroup, film: FilmReference
) -> sr.PlanarROIMeasurementsAndQualitativeEvaluations | sr.MeasurementsAndQualitativeEvaluations:
    """TID 1410 for a region on the film, TID 1501 for all others.

    Of a shape that leaves the film the number stands alone: coordinates end with the film, and
    would be those of another one.
    """
    from highdicom import sr  # noqa: PLC0415

    tracking = sr.TrackingIdentifier(uid_of(group.id), group.name)
    measurements = [_measurement(measurement, film) for measurement in group.measurements]
    if group.region is None or not is_on_film(group.region, film.radiograph):
        return sr.MeasurementsAndQualitativeEvaluations(
            tracking, measurements=measurements, source_images=[source_image(film)]
        )
    kind, points = _graphic(group.region, film)
    return sr.PlanarROIMeasurementsAndQualitativeEvaluations(
        tracking,
        referenced_region=sr.ImageRegion(kind, points, _region_source(film)),
        measurements=measurements,
    )


def _measurement(measurement: Measurement, film: FilmReference) -> sr.Measurement:
    """TID 300."""
    from highdicom import sr  # noqa: PLC0415

    concept = CONCEPTS[measurement.quantity]
    site = concept.finding_site
    outlines = measurement.outlines
    if not all(is_on_film(outline, film.radiograph) for outline in outlines):
        outlines = ()
    coordinates = [
        sr.CoordinatesForMeasurement(*_graphic(outline, film), _region_source(film))
        for outline in outlines
    ]
    return sr.Measurement(
        name=concept.name,
        value=round(float(measurement.value), _decimals(measurement.unit, film.radiograph)),
        unit=UNITS[measurement.unit],
        derivation=concept.derivation,
        method=None if measurement.source is None else METHODS[measurement.source],
        finding_sites=None if site is None else [sr.FindingSite(site)],
        referenced_coordinates=coordinates or None,
    )


def _decimals(unit: Unit, radiograph: Radiograph) -> int:
    """Of a number that is drawn by hand: what lies beyond says nothing, and is hard to read."""
    if unit is Unit.RATIO:
        return 4
    # Of pixel values, a mean lies between neighbours.
    return 2 + modality_decimals(radiograph) if unit is Unit.NONE else 2


def _graphic(
    outline: Outline, film: FilmReference
) -> tuple[sr.GraphicTypeValues, np.ndarray[Any, np.dtype[np.float64]]]:
    from highdicom import sr  # noqa: PLC0415

    kind, points = points_on_film(outline, film.radiograph)
    types = {
        OutlineKind.POINT: sr.GraphicTypeValues.POINT,
        OutlineKind.POLYLINE: sr.GraphicTypeValues.POLYLINE,
        OutlineKind.ELLIPSE: sr.GraphicTypeValues.ELLIPSE,
    }
    return types[kind], np.array(points, np.float64)


def _region_source(film: FilmReference) -> sr.SourceImageForRegion:
    from highdicom import sr  # noqa: PLC0415

    return sr.SourceImageForRegion(film.header.SOPClassUID, film.header.SOPInstanceUID, film.frames)
