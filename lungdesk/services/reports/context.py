"""What else is known for a report: what readers have said, and what a probability was worth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

import numpy as np

from lungdesk.core.errors import LungDeskError
from lungdesk.core.labels import LabelSet
from lungdesk.core.metrics.calibration import CALIBRATION_BINS
from lungdesk.core.metrics.intervals import wilson_interval
from lungdesk.core.report import ReaderOpinion, RightShare
from lungdesk.core.verdict import Decision
from lungdesk.core.words import local_time
from lungdesk.services.models.library import ModelLibrary
from lungdesk.services.reports.film import FilmReportRequest
from lungdesk.services.workspace.records import FilmRecord, Read, ReaderVerdict

#: Splits that the shares are taken from, the first that is there: films the model was not made of.
_MEASURED_ON: Final = ("test", "val")


def with_opinions(request: FilmReportRequest, record: FilmRecord | None) -> FilmReportRequest:
    """The request with what readers have said of the film, the newest first."""
    if record is None:
        return request
    opinions = [_opinion(read) for read in record.reads]
    if record.note:
        opinions.append(ReaderOpinion(comment=record.note))
    return replace(request, opinions=tuple(opinions))


def _opinion(read: Read) -> ReaderOpinion:
    corrected = LabelSet.from_ids((read.label,)).names[0]
    verdicts = {
        ReaderVerdict.ACCEPT: "Agrees with the model",
        ReaderVerdict.CORRECT: f"Corrects it to: {corrected}",
        ReaderVerdict.REJECT: "Rejects what the model says",
    }
    return ReaderOpinion(
        verdicts[read.verdict],
        read.comment,
        read.reader,
        local_time(read.ended_at or read.started_at),
    )


def with_interval(request: FilmReportRequest, library: ModelLibrary) -> FilmReportRequest:
    """The request with the share of films that were read rightly at such a probability.

    Nothing is added where the model is not installed (any more), or was not measured, nor for a
    film that was refused: such films are not among the measured ones.
    """
    if request.reading is None:
        return request
    prediction = request.reading.prediction
    if prediction.verdict.decision is Decision.REFUSED:
        return request
    try:
        bundle = library.load(prediction.model.id)
    except LungDeskError:
        return request
    record = bundle.manifest.calibration
    if record is None or bundle.model != prediction.model:
        return request
    leading = float(prediction.probabilities.max())
    return replace(request, interval=share_interval(record.figures, leading))


def share_interval(
    figures: Mapping[str, Mapping[str, Any]], probability: float
) -> RightShare | None:
    """95 % interval (Wilson) of the share of films read rightly at a probability like this.

    Films of a patient are alike: as many cases count as there are patients or groups, where that is
    known.

    Parameters
    ----------
    figures
        Of each split, ``reliability {confidence, accuracy, n}`` in bins of equal width; newer ones
        have ``groups``, too.
    probability
        Of the most probable class.
    """
    measured = next((figures[split] for split in _MEASURED_ON if split in figures), None)
    if measured is None or "reliability" not in measured:
        return None
    bins = measured["reliability"]
    at = [_bin(confidence) for confidence in bins["confidence"]]
    if _bin(probability) not in at:
        return None
    index = at.index(_bin(probability))
    films = bins["n"][index]
    right = round(bins["accuracy"][index] * films) / films
    cases = np.array([bins.get("groups", bins["n"])[index]])
    low, high = wilson_interval(right * cases, cases)
    return RightShare(float(low[0]), float(high[0]), is_by_patient="groups" in bins)


def _bin(confidence: float) -> int:
    return int(np.clip(np.ceil(confidence * CALIBRATION_BINS) - 1, 0, CALIBRATION_BINS - 1))
