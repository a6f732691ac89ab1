"""Writes what a model says of a film as a Comprehensive SR after TID 1500 (PS3.16).

A group (TID 1501) for each class: the finding, its probability with the operating point, whether
that makes it present, and the algorithm with what the film check says. highdicom is imported when a
report is written.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pydicom.sr.coding import Code

from lungdesk.core.measurements import Unit
from lungdesk.core.prediction import Prediction
from lungdesk.core.radiograph import Radiograph
from lungdesk.core.verdict import Verdict
from lungdesk.formats.dicom_writers.sr_document import measurement_document, source_image
from lungdesk.formats.film_reference import (
    MANUFACTURER,
    NOT_FOR_DIAGNOSIS,
    FilmReference,
    film_reference,
    line,
    new_uid,
    write_object,
)
from lungdesk.formats.library_warnings import tolerated
from lungdesk.formats.measurement_codes import UNITS
from lungdesk.formats.reading_codes import (
    ABSENT,
    LUNG,
    OPERATING_POINT,
    PRESENCE,
    PRESENT,
    PROBABILITY,
    UNDETERMINED,
    finding_code,
)

if TYPE_CHECKING:
    from highdicom import sr

#: Of a sentence; the value itself could be longer (an unlimited text, PS3.5 6.2).
_LONGEST_PARAMETER: Final = 1024
_FAMILY: Final = Code("123110", "DCM", "Artificial Intelligence")


def write_reading_report(path: Path, radiograph: Radiograph, prediction: Prediction) -> str:
    """Write what a model says of a film; gives the SOP Instance UID.

    Raises
    ------
    LungDeskError
        ``DICOM_NOT_REFERABLE``, those of `not_writable`, or why the film's file cannot be read.
    ValueError
        When the gate has refused the film: nothing may be said of it then.
    """
    if prediction.is_withheld:
        raise ValueError("the reading of a refused film is not written")
    film = film_reference(radiograph)
    with tolerated():
        document = measurement_document(
            film,
            [_group(index, prediction, film) for index in range(len(prediction.labels))],
            creator="",
            description=f"Reading by a model, {NOT_FOR_DIAGNOSIS}",
            completion=_completion(prediction.verdict),
        )
    write_object(path, document)
    return str(document.SOPInstanceUID)


def presence(prediction: Prediction, index: int) -> Code:
    """Whether a class is there: only the one that is found; a class in question is left open.

    That is, in doubt, the most probable class and any that reaches its operating point; a class
    without one; and every class of a refused film, whatever its probabilities.
    """
    if index == prediction.found:
        return PRESENT
    point = prediction.operating_points[index]
    if prediction.verdict.is_overridden or point is None or index == prediction.class_index:
        return UNDETERMINED
    return UNDETERMINED if prediction.probabilities[index] >= point else ABSENT


def _group(
    index: int, prediction: Prediction, film: FilmReference
) -> sr.MeasurementsAndQualitativeEvaluations:
    from highdicom import sr  # noqa: PLC0415 - see above

    label = prediction.labels.labels[index]
    values = [(PROBABILITY, float(prediction.probabilities[index]))]
    point = prediction.operating_points[index]
    if prediction.assessment is not None and point is not None:
        values.append((OPERATING_POINT, point))
    return sr.MeasurementsAndQualitativeEvaluations(
        sr.TrackingIdentifier(new_uid(), line(f"{MANUFACTURER}: {label.name}")),
        finding_type=finding_code(label),
        algorithm_id=_algorithm(prediction),
        finding_sites=[sr.FindingSite(LUNG)],
        measurements=[
            sr.Measurement(name=name, value=round(value, 6), unit=UNITS[Unit.NONE])
            for name, value in values
        ],
        qualitative_evaluations=[sr.QualitativeEvaluation(PRESENCE, presence(prediction, index))],
        source_images=[source_image(film)],
    )


def _completion(verdict: Verdict) -> str:
    how = "Refused by the film check, but read" if verdict.is_overridden else "Read by a program"
    return f"{how}, {NOT_FOR_DIAGNOSIS}"


def _check(verdict: Verdict) -> Iterator[str]:
    """What the film check says, and what was done to the film: no number may stand without that."""
    if verdict.sentence:
        refused = "refused, read at the reader's wish: " if verdict.is_overridden else ""
        yield line(f"Film check: {refused}{verdict.sentence}", _LONGEST_PARAMETER)
    if verdict.applied:
        yield f"Correction before it was read: {verdict.applied.words}"


def _algorithm(prediction: Prediction) -> sr.AlgorithmIdentification:
    from highdicom import sr  # noqa: PLC0415

    model = prediction.model
    return sr.AlgorithmIdentification(
        name=model.id,
        version=model.version,
        parameters=[
            f"SHA-256 of the manifest: {model.sha256}",
            *_check(prediction.verdict),
            NOT_FOR_DIAGNOSIS,
        ],
        family=_FAMILY,
        manufacturer=MANUFACTURER,
    )
