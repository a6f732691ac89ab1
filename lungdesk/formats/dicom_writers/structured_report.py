"""Writes measurements as a Comprehensive SR document after TID 1500 (PS3.16), with highdicom.

highdicom is imported when a report is written: it takes a second.
"""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from lungdesk import __version__
from lungdesk.core.annotation.annotation_set import AnnotationSet
from lungdesk.core.measurements import (
    Measurement,
    MeasurementGroup,
    Outline,
    OutlineKind,
    measurement_groups,
)
from lungdesk.core.presentation import ObjectTitle
from lungdesk.core.radiograph import Radiograph
from lungdesk.formats import object_failures
from lungdesk.formats.dicom_writers.graphics import points_on_film
from lungdesk.formats.film_reference import (
    CHARACTER_SET,
    MANUFACTURER,
    NOT_FOR_DIAGNOSIS,
    FilmReference,
    film_reference,
    line,
    new_uid,
    person,
    uid_of,
    write_object,
)
from lungdesk.formats.library_warnings import tolerated
from lungdesk.formats.measurement_codes import (
    CONCEPTS,
    IMAGING_PROCEDURE,
    METHODS,
    OWN_SCHEME,
    OWN_SCHEME_NAME,
    UNITS,
)

if TYPE_CHECKING:
    from highdicom import sr

#: LungDesk as the device that measures; always the same.
_DEVICE: Final = uuid.uuid5(uuid.NAMESPACE_URL, "urn:lungdesk")


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
        ``MEASUREMENTS_NONE``, ``DICOM_NOT_REFERABLE``, ``FILE_NOT_WRITABLE``, or why the film's
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
    from highdicom import sr  # noqa: PLC0415 - see above
    from highdicom.coding_schemes import CodingSchemeIdentificationItem  # noqa: PLC0415

    report = sr.MeasurementReport(
        observation_context=_observers(title.creator),
        procedure_reported=IMAGING_PROCEDURE,
        imaging_measurements=[_group(group, film) for group in groups],
    )
    words = line(title.description or title.label, 64 - len(NOT_FOR_DIAGNOSIS) - 2)
    document = sr.ComprehensiveSR(
        evidence=[film.anonymous_header()],
        content=report,
        series_instance_uid=new_uid(),
        series_number=1,
        sop_instance_uid=new_uid(),
        instance_number=1,
        manufacturer=MANUFACTURER,
        manufacturer_model_name=MANUFACTURER,
        software_versions=__version__,
        is_complete=True,
        is_final=False,
        is_verified=False,
        series_description=f"{words or 'Measurements'}, {NOT_FOR_DIAGNOSIS}",
        specific_character_set=CHARACTER_SET,
        coding_schemes=[
            CodingSchemeIdentificationItem(
                OWN_SCHEME, OWN_SCHEME_NAME, responsible_organization=MANUFACTURER
            )
        ],
    )
    film.add_subject(document)
    document.CompletionFlagDescription = f"Measured by hand, {NOT_FOR_DIAGNOSIS}"
    return document


def _observers(creator: str) -> sr.ObservationContext:
    from highdicom import sr  # noqa: PLC0415
    from pydicom.sr.codedict import codes  # noqa: PLC0415

    device = sr.ObserverContext(
        observer_type=codes.DCM.Device,
        observer_identifying_attributes=sr.DeviceObserverIdentifyingAttributes(
            uid=uid_of(_DEVICE), name=MANUFACTURER, model_name=f"{MANUFACTURER} {__version__}"
        ),
    )
    name = person(creator)
    if not name:
        return sr.ObservationContext(observer_device_context=device)
    reader = sr.ObserverContext(
        observer_type=codes.DCM.Person,
        # A name without a caret is a family name.
        observer_identifying_attributes=sr.PersonObserverIdentifyingAttributes(
            name if "^" in name else f"{name}^"
        ),
    )
    return sr.ObservationContext(observer_person_context=reader, observer_device_context=device)


def _group(
    group: MeasurementGroup, film: FilmReference
) -> sr.PlanarROIMeasurementsAndQualitativeEvaluations | sr.MeasurementsAndQualitativeEvaluations:
    """TID 1410 for a region, TID 1501 for all others."""
    from highdicom import sr  # noqa: PLC0415

    tracking = sr.TrackingIdentifier(uid_of(group.id), group.name)
    measurements = [_measurement(measurement, film) for measurement in group.measurements]
    if group.region is None:
        return sr.MeasurementsAndQualitativeEvaluations(
            tracking, measurements=measurements, source_images=[_source_image(film)]
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
    coordinates = [
        sr.CoordinatesForMeasurement(*_graphic(outline, film), _region_source(film))
        for outline in measurement.outlines
    ]
    return sr.Measurement(
        name=concept.name,
        value=float(measurement.value),
        unit=UNITS[measurement.unit],
        derivation=concept.derivation,
        method=None if measurement.source is None else METHODS[measurement.source],
        finding_sites=None if site is None else [sr.FindingSite(site)],
        referenced_coordinates=coordinates or None,
    )


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


def _source_image(film: FilmReference) -> sr.SourceImageForMeasurementGroup:
    from highdicom import sr  # noqa: PLC0415

    return sr.SourceImageForMeasurementGroup(
        film.header.SOPClassUID, film.header.SOPInstanceUID, film.frames
    )
