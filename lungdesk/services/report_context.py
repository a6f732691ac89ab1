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
from lungdesk.core.report import ReaderOpinion
from lungdesk.services.film_report import FilmReportRequest
from lungdesk.services.model_library import ModelLibrary
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
        verdicts[read.verdict], read.comment, read.reader, (read.ended_at or read.started_at)[:10]
    )


def with_interval(request: FilmReportRequest, library: ModelLibrary) -> FilmReportRequest:
    """The request with the share of films that were read rightly at such a probability.

    Nothing is added where the model is not installed (any more), or was not measured.
    """
    if request.reading is None or request.reading.prediction.is_withheld:
        return request
    prediction = request.reading.prediction
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
) -> tuple[float, float] | None:
    """95 % interval (Wilson) of the share of films read rightly at a probability like this.

    Parameters
    ----------
    figures
        Of each split, ``reliability {confidence, accuracy, n}`` in bins of equal width.
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
    cases = np.array([bins["n"][index]])
    low, high = wilson_interval(np.round(bins["accuracy"][index] * cases), cases)
    return float(low[0]), float(high[0])


def _bin(confidence: float) -> int:
    return int(np.clip(np.ceil(confidence * CALIBRATION_BINS) - 1, 0, CALIBRATION_BINS - 1))
