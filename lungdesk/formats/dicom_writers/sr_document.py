"""What all reports after TID 1500 (PS3.16) have in common.

highdicom is imported when a report is written: it takes a second.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from lungdesk import __version__
from lungdesk.formats.film_reference import (
    CHARACTER_SET,
    MANUFACTURER,
    FilmReference,
    new_uid,
    person,
    uid_of,
)
from lungdesk.formats.measurement_codes import IMAGING_PROCEDURE, OWN_SCHEME, OWN_SCHEME_NAME

if TYPE_CHECKING:
    from highdicom import sr

#: LungDesk as the device that measures and reads; always the same.
_DEVICE: Final = uuid.uuid5(uuid.NAMESPACE_URL, "urn:lungdesk")


def measurement_document(
    film: FilmReference, groups: Sequence[Any], *, creator: str, description: str, completion: str
) -> sr.ComprehensiveSR:
    """A Comprehensive SR of groups of a film: complete, not verified, of the film's patient.

    Parameters
    ----------
    creator
        The person who answers for it; empty when only the program does.
    completion
        What the document is complete of.
    """
    from highdicom import sr  # noqa: PLC0415 - see above
    from highdicom.coding_schemes import CodingSchemeIdentificationItem  # noqa: PLC0415

    report = sr.MeasurementReport(
        observation_context=_observers(creator),
        procedure_reported=IMAGING_PROCEDURE,
        imaging_measurements=groups,
    )
    document = sr.ComprehensiveSR(
        evidence=[film.evidence()],
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
        series_description=description,
        specific_character_set=CHARACTER_SET,
        coding_schemes=[
            CodingSchemeIdentificationItem(
                OWN_SCHEME, OWN_SCHEME_NAME, responsible_organization=MANUFACTURER
            )
        ],
    )
    film.add_subject(document)
    document.CompletionFlagDescription = completion
    return document


def source_image(film: FilmReference) -> sr.SourceImageForMeasurementGroup:
    """The film that a group is about."""
    from highdicom import sr  # noqa: PLC0415

    return sr.SourceImageForMeasurementGroup(
        film.header.SOPClassUID, film.header.SOPInstanceUID, film.frames
    )


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
