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
        Operating point of each class: the probability that it has to reach, as the only one, to
        count as found; None where nobody knows it.
    cleared
        Classes that reach theirs.
    views_disagree
        Whether most parts of the film would be called something else than the whole.
    prediction_set
        Classes of which one is the true one in ``coverage`` of films like those of the calibration,
        the leading class first; never empty.
    """

    thresholds: tuple[float | None, ...]
    cleared: tuple[int, ...]
    views_disagree: bool
    prediction_set: tuple[int, ...]
    coverage: float

    @property
    def doubt(self) -> str:
        """Why the leading class is not to be relied on, in a clause; empty when it is."""
        return _doubt(self.prediction_set[0], self.thresholds, self.cleared, self.views_disagree)


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
    doubted_set_limit
        The same of readings in doubt; None where there were too few to choose it on.
    """

    thresholds: tuple[float | None, ...]
    set_limit: float
    coverage: float
    doubted_set_limit: float | None = None

    def assess(self, probabilities: NDArray[np.float32], views: NDArray[np.float32]) -> Assessment:
        """Judge the probabilities ``(C,)`` of a film beside those of its views, ``(V, C)``."""
        leading = int(probabilities.argmax())
        points = [math.inf if point is None else point for point in self.thresholds]
        reached = np.flatnonzero(probabilities >= np.asarray(points, np.float32))
        cleared = tuple(int(i) for i in reached)
        others = np.mean(views.argmax(axis=1) != leading) if len(views) else 0.0
        disagree = bool(others > _DISAGREE_FROM)
        limit = self.set_limit
        doubt = _doubt(leading, self.thresholds, cleared, disagree)
        if self.doubted_set_limit is not None and doubt:
            limit = self.doubted_set_limit
        return Assessment(
            thresholds=self.thresholds,
            cleared=cleared,
            views_disagree=disagree,
            prediction_set=prediction_set(probabilities, limit),
            coverage=self.coverage,
        )


def _doubt(
    leading: int,
    thresholds: tuple[float | None, ...],
    cleared: tuple[int, ...],
    views_disagree: bool,
) -> str:
    if thresholds[leading] is None:
        return "the most probable class has no operating point"
    if not cleared:
        return "no class reaches its operating point"
    if leading not in cleared:
        return "the most probable class does not reach its operating point"
    if len(cleared) > 1:
        return "more than one class reaches its operating point"
    return "parts of the film speak for another class" if views_disagree else ""


def prediction_set(probabilities: NDArray[np.float32], limit: float) -> tuple[int, ...]:
    """Classes whose probability, of ``(C,)``, reaches the limit, and the leading one anyway."""
    order = np.argsort(-probabilities, kind="stable")
    # The limit was some film's probability, which float32 may give a little less of here.
    inside = [int(i) for i in order if probabilities[i] >= limit - 1e-6]
    return tuple(inside) or (int(order[0]),)
