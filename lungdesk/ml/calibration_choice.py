"""Chooses operating points and prediction sets on what a model says of films of known classes."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lungdesk.core.labels import LabelSet
from lungdesk.core.metrics.conformal import conformal_limit, fewest_groups
from lungdesk.core.metrics.operating_points import threshold_for_sensitivity

#: Share of the films of each class that its operating point finds.
SENSITIVITY = 0.9
#: Share of films whose true class the prediction set shall hold.
COVERAGE = 0.9


@dataclass(frozen=True, slots=True, eq=False)
class JudgedFilms:
    """What is said of films by a model, or by fits, that have not learnt from them.

    Attributes
    ----------
    probabilities
        ``(N, C)``.
    targets, groups
        Class index of each film, and whose it is, ``(N,)``.
    """

    probabilities: NDArray[np.float64]
    targets: NDArray[np.int64]
    groups: NDArray[np.str_]


def chosen_on(films: JudgedFilms, labels: LabelSet, sensitivity: float) -> dict[str, Any]:
    """Fields of a calibration record; every patient or group counts as one.

    A class without films gets no operating point: nobody knows where it would lie. The set is that
    of all readings, until `set_limits` knows which are in doubt.
    """
    is_class = films.targets[:, None] == np.arange(len(labels))
    thresholds = {
        label: _floored(
            threshold_for_sensitivity(
                is_class[:, i], films.probabilities[:, i], sensitivity, films.groups
            )
        )
        for i, label in enumerate(labels.ids)
        if is_class[:, i].any()
    }
    return {
        "sensitivity": sensitivity,
        "thresholds": thresholds,
        "coverage": COVERAGE,
        "set_limit": _limit(films, np.ones(len(films.targets), np.bool_)),
        "films": len(films.targets),
        "groups": len(set(films.groups.tolist())),
    }


def set_limits(films: JudgedFilms, is_doubted: NDArray[np.bool_]) -> dict[str, float]:
    """Fields of a calibration record: least probabilities of a class in the prediction set.

    Readings in doubt, ``is_doubted`` of shape ``(N,)``, have their own: one limit for all may be
    right of most readings and wrong of those for which the set is asked. Where these, or the
    others, are too few, one holds for all.
    """
    parts = (~is_doubted, is_doubted)
    if min(len(set(films.groups[part].tolist())) for part in parts) < fewest_groups(COVERAGE):
        return {}
    certain, doubted = (_limit(films, part) for part in parts)
    return {"set_limit": certain, "doubted_set_limit": doubted}


def set_figures(
    holds: NDArray[np.bool_], sizes: NDArray[np.int64], *, is_doubted: NDArray[np.bool_]
) -> dict[str, float | None]:
    """How often sets hold the true class and how many they name: of all, and of those in doubt.

    All parameters are of films, ``(N,)``; what there are no films for is None.
    """
    parts = {"": np.ones(len(holds), np.bool_), "_doubted": is_doubted}
    return {
        f"{name}{part}": round(float(values[rows].mean()), 4) if rows.any() else None
        for part, rows in parts.items()
        for name, values in (("coverage", holds), ("mean_set_size", sizes))
    }


def _limit(films: JudgedFilms, part: NDArray[np.bool_]) -> float:
    of_truth = films.probabilities[np.arange(len(films.targets)), films.targets]
    return round(conformal_limit(of_truth[part], COVERAGE, films.groups[part]), 6)


def _floored(threshold: float) -> float:
    """In few digits, and not above: the film that it was taken from still reaches it."""
    return max(0.0, math.floor(threshold * 1e6 - 0.5) / 1e6)
