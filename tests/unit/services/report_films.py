"""Films with a reading, for reports and results."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lungdesk.core.assessment import Assessment
from lungdesk.core.labels import CHEST_LABELS
from lungdesk.core.prediction import ModelRef, Prediction, softmax
from lungdesk.core.radiograph import Radiograph
from lungdesk.core.saliency import ImageRegion, SaliencyMap
from lungdesk.core.verdict import UNCHECKED, Verdict

MODEL = ModelRef("lungdesk-lite0", "0.1.0", "0123456789abcdef" * 4)
#: Nearly all of it is tuberculosis.
LOGITS = (0.0, 0.5, -1.0, 0.2, 5.0)


class Going:
    """A job that nobody cancels."""

    def report(self, progress: object) -> None:
        pass

    def check(self) -> None:
        pass


@dataclass(frozen=True, slots=True, eq=False)
class SaidOfFilm:
    """What a model has said of a film."""

    prediction: Prediction
    saliency_maps: tuple[SaliencyMap, ...]
    precision: str = "int8"


def said_of(
    film: Radiograph,
    logits: tuple[float, ...] = LOGITS,
    *,
    assessment: Assessment | None = None,
    verdict: Verdict = UNCHECKED,
) -> SaidOfFilm:
    """A reading whose map of class ``n`` is hot in column ``n`` of 7, ``n + 1`` logits at most."""
    values = np.asarray(logits, np.float32)
    region = ImageRegion(0, 0, film.columns, film.rows)
    prediction = Prediction(CHEST_LABELS, values, softmax(values), MODEL, verdict, assessment)
    return SaidOfFilm(prediction, tuple(_map(index, region) for index in range(len(values))))


def _map(index: int, region: ImageRegion) -> SaliencyMap:
    cells = np.zeros((7, 7), np.float32)
    cells[:, index] = index + 1
    return SaliencyMap(cells, index, "Grad-CAM", "last", region)
