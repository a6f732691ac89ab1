"""What probabilities are worth: operating points, a set that holds the truth, a second look."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

#: So many of the views must name another class than the whole film does.
_DISAGREE_FROM = 0.5


@dataclass(frozen=True, slots=True)
class Assessment:
    """What a calibration says of one film's probabilities; class indices throughout.

    Attributes
    ----------
    thresholds
        Operating point of each class: the probability from which it counts as found.
    cleared
        Classes that reach theirs.
    views_disagree
        Whether most parts of the film would be called something else than the whole.
    prediction_set
        Classes of which one is the true one in ``coverage`` of films like those of the calibration,
        the most probable first; never empty.
    """

    thresholds: tuple[float, ...]
    cleared: tuple[int, ...]
    views_disagree: bool
    prediction_set: tuple[int, ...]
    coverage: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """Numbers chosen on films of known classes, for one network only.

    Attributes
    ----------
    thresholds
        As in `Assessment`.
    set_limit
        Least probability of a class in the prediction set.
    coverage
        Share of films whose true class the set shall hold.
    """

    thresholds: tuple[float, ...]
    set_limit: float
    coverage: float

    def assess(self, probabilities: NDArray[np.float32], views: NDArray[np.float32]) -> Assessment:
        """Judge the probabilities ``(C,)`` of a film beside those of its views, ``(V, C)``."""
        leading = int(probabilities.argmax())
        cleared = np.flatnonzero(probabilities >= np.asarray(self.thresholds, np.float32))
        others = np.mean(views.argmax(axis=1) != leading) if len(views) else 0.0
        return Assessment(
            thresholds=self.thresholds,
            cleared=tuple(int(i) for i in cleared),
            views_disagree=bool(others > _DISAGREE_FROM),
            prediction_set=prediction_set(probabilities, self.set_limit),
            coverage=self.coverage,
        )


def conformal_limit(of_truth: NDArray[np.float64], coverage: float) -> float:
    """Least probability that a class needs to be in the set, by split conformal prediction.

    The score is 1 minus the probability of the true class (LAC: Sadinle, Lei and Wasserman, JASA
    2019): of all such rules it gives the smallest sets.

    Parameters
    ----------
    of_truth
        Probability of the true class of each film that the limit is chosen on, ``(N,)``.
    coverage
        In (0, 1).

    Returns
    -------
    float
        In [0, 1]; 0, so that every set holds all classes, where there are too few films to promise
        the coverage.
    """
    count = len(of_truth)
    rank = math.ceil((count + 1) * coverage - 1e-9)
    if rank > count:
        return 0.0
    scores = np.sort(1.0 - np.asarray(of_truth, np.float64))
    return float(1.0 - scores[rank - 1])


def prediction_set(probabilities: NDArray[np.float32], limit: float) -> tuple[int, ...]:
    """Classes whose probability, of ``(C,)``, reaches the limit, and the leading one anyway."""
    order = np.argsort(-probabilities, kind="stable")
    # The limit was some film's probability, which float32 may give a little less of here.
    inside = [int(i) for i in order if probabilities[i] >= limit - 1e-6]
    return tuple(inside) or (int(order[0]),)
