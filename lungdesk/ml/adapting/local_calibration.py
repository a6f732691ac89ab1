"""Operating points, prediction set and outlier reference of an adapted model.

All are chosen on what is said of films that were left out, never on films that were fitted to.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lungdesk.core.adaptation import LocalFilms
from lungdesk.core.assessment import Assessment
from lungdesk.core.labels import LabelSet
from lungdesk.core.metrics.calibration import expected_calibration_error, reliability
from lungdesk.core.verdict import ReasonCode
from lungdesk.ml.adapting.selection import MEASURED_FOLDS, grouped_folds
from lungdesk.ml.calibrating import KNOWN_SHARE, PEAK_SHARE, REFUSAL_MARGIN
from lungdesk.ml.calibration_choice import (
    SENSITIVITY,
    JudgedFilms,
    chosen_on,
    set_figures,
    set_limits,
)
from lungdesk.ml.calibration_record import MAP_PEAK, CalibrationRecord, OutlierLimits
from lungdesk.ml.gradcam import strongest
from lungdesk.ml.head import Head
from lungdesk.ml.outlier import OutlierReference

#: What stands in the record where another model names a split.
LOCAL = "local"


def left_out_distances(
    local: LocalFilms, features: NDArray[np.float32], checked: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """How far features ``(N, F)`` of local films lie from references made without them, ``(N,)``.

    Where any ``checked`` feature ``(F,)`` varies, these alone count, as for the model itself.
    """
    count = min(MEASURED_FOLDS, *local.fewest_patients.values())
    distances = np.empty(len(features))
    for known, other in grouped_folds(local.targets, local.groups, count):
        distances[other] = OutlierReference.of(features[known], checked).distances(features[other])
    return distances


def _limits(distances: NDArray[np.float64]) -> OutlierLimits:
    """How far is far, by distances ``(N,)`` from references that were made without the films."""
    doubtful = float(np.quantile(distances, KNOWN_SHARE, method="higher"))
    return OutlierLimits(
        doubtful=round(doubtful, 6),
        refused=round(doubtful * REFUSAL_MARGIN, 6),
        reference_films=len(distances),
        films=len(distances),
    )


def local_record(
    local: LocalFilms,
    probabilities: NDArray[np.float64],
    distances: NDArray[np.float64],
    data: str,
) -> CalibrationRecord:
    """Chosen on left-out films; not bound to a network yet.

    A class without local films gets no operating point: nobody knows where it would lie. Readings
    are in doubt here by the whole film alone; one whose parts speak for another class gets the set
    of those in doubt, too, which is the larger one.

    Parameters
    ----------
    probabilities, distances
        Of the films, ``(N, C)`` and ``(N,)``, by fits and references that were made without them.
    """
    judged = JudgedFilms(probabilities, local.targets, local.groups)
    record = CalibrationRecord(
        network="",
        data=data,
        split=LOCAL,
        outlier=_limits(distances),
        **chosen_on(judged, local.labels, SENSITIVITY),
    )
    is_doubted = np.array([bool(one.doubt) for one in _assessed(judged, record, local.labels)])
    record = record.model_copy(update=set_limits(judged, is_doubted))
    figures = _figures(judged, local.labels, distances, record)
    return record.model_copy(update={"figures": {LOCAL: figures}})


def _assessed(films: JudgedFilms, record: CalibrationRecord, labels: LabelSet) -> list[Assessment]:
    """Of each film, by the whole of it alone."""
    calibration = record.calibration(labels.ids)
    no_views = np.zeros((0, len(labels)), np.float32)
    said = films.probabilities.astype(np.float32)
    return [calibration.assess(one, no_views) for one in said]


def with_map_peak(
    record: CalibrationRecord, head: Head, maps: Sequence[NDArray[np.float32]]
) -> CalibrationRecord:
    """The record with the value at which the scale of heatmaps ends.

    A heatmap is made of the head's weights, so that of the model as it was does not hold; and it is
    a unit rather than a figure of merit, so films that the head was fitted to may give it.

    Parameters
    ----------
    maps
        Feature maps ``(h, w, F)`` of local films; without any, the record stays as it is.
    """
    if not maps:
        return record
    peak = float(np.quantile([strongest(one, head) for one in maps], PEAK_SHARE))
    figures = record.figures[LOCAL] | {MAP_PEAK: round(peak, 6)}
    return record.model_copy(update={"figures": record.figures | {LOCAL: figures}})


def _figures(
    films: JudgedFilms,
    labels: LabelSet,
    distances: NDArray[np.float64],
    record: CalibrationRecord,
) -> dict[str, Any]:
    """What the numbers come to on the films that they were chosen on.

    What the gate refused at once is not among these; doubts are those of the distance alone.
    """
    targets, probabilities = films.targets, films.probabilities
    limits = record.outlier
    assert limits is not None
    is_refused = distances > limits.refused
    is_doubtful = (distances > limits.doubtful) & ~is_refused
    refused = int(is_refused.sum())
    assessed = _assessed(films, record, labels)
    called = np.zeros(probabilities.shape, np.bool_)
    for row, one in enumerate(assessed):
        called[row, list(one.cleared)] = True
    sets = [one.prediction_set for one in assessed]
    is_certain = np.array([not one.doubt for one in assessed])
    is_right = probabilities.argmax(axis=1) == targets
    bins = reliability(targets, probabilities, films.groups)
    return {
        "films": len(targets),
        "ece": _rounded(expected_calibration_error(targets, probabilities)),
        # Where each film counts by itself nobody may know whose it is.
        "reliability": bins.plain(is_by_patient=len(set(films.groups.tolist())) < len(targets)),
        "points": {
            label: {
                "sensitivity": _share(called[targets == c, c]),
                "specificity": _share(~called[targets != c, c]),
            }
            for c, label in enumerate(labels.ids)
        },
        **set_figures(
            np.array([t in one for t, one in zip(targets.tolist(), sets, strict=True)]),
            np.array([len(one) for one in sets]),
            is_doubted=~is_certain,
        ),
        "uncertain": _rounded(1 - is_certain.mean()),
        "accuracy_certain": _share(is_right[is_certain]),
        "doubtful": _rounded(is_doubtful.mean()),
        "refused": _rounded(is_refused.mean()),
        "refused_by": {str(ReasonCode.NOT_A_CHEST_FILM): refused} if refused else {},
    }


def _share(values: NDArray[np.bool_]) -> float | None:
    return _rounded(values.mean()) if len(values) else None


def _rounded(value: Any) -> float:
    return round(float(value), 4)
