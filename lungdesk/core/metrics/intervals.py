"""How far a figure could be off by the luck of the draw: bootstrap intervals by patient."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

#: A figure of targets ``(N,)`` and probabilities ``(N, C)``; NaN where it is not defined.
MetricFunction = Callable[[NDArray[np.int64], NDArray[np.float64]], float]

RESAMPLES = 1000
#: How often an interval is to cover the truth.
LEVEL = 0.95


def grouped_bootstrap(
    metric_functions: Mapping[str, MetricFunction],
    targets: NDArray[np.integer[Any]],
    probabilities: NDArray[np.floating[Any]],
    groups: Sequence[str] | Sequence[int] | NDArray[Any],
    *,
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> dict[str, tuple[float, float]]:
    """95 % percentile intervals of some figures, drawing whole groups with replacement.

    Films of one patient are alike: drawing them one by one would make the intervals too narrow
    (Davison and Hinkley, "Bootstrap Methods and their Application", 3.8).

    Parameters
    ----------
    metric_functions
        Name and function of each figure.
    targets, probabilities
        Class indices ``(N,)`` and probabilities ``(N, C)``.
    groups
        Whose film each one is, ``(N,)``.
    resamples, seed
        How often to draw, and the start of the random numbers.

    Returns
    -------
    dict
        ``(low, high)`` of each figure. Resamples in which a figure is not defined are left out of
        its interval; both ends are NaN when it never is.

    Raises
    ------
    ValueError
        When there is no case, or the lengths differ.
    """
    truth = np.asarray(targets, np.int64)
    given = np.asarray(probabilities, np.float64)
    group_index = _group_indices(groups)
    if not truth.size or not truth.size == len(given) == group_index.size:
        raise ValueError(
            "expected as many targets as probabilities and groups and at least one, got"
            f" {truth.size}, {len(given)} and {group_index.size}"
        )
    figures = np.array(
        [
            [function(truth[rows], given[rows]) for function in metric_functions.values()]
            for rows in _resampled_rows(group_index, resamples, seed)
        ]
    ).reshape(resamples, len(metric_functions))
    return {name: _percentiles(figures[:, column]) for column, name in enumerate(metric_functions)}


def _group_indices(groups: ArrayLike) -> NDArray[np.int64]:
    _, group_index = np.unique(np.asarray(groups), return_inverse=True)
    return np.asarray(group_index, np.int64)


def _resampled_rows(
    group_index: NDArray[np.int64], resamples: int, seed: int
) -> Iterator[NDArray[np.int64]]:
    """Rows of as many groups as there are, drawn with replacement, for each resample."""
    random = np.random.default_rng(seed)
    rows_by_group = np.argsort(group_index, kind="stable")
    sizes = np.bincount(group_index)
    starts = np.cumsum(sizes) - sizes
    for _ in range(resamples):
        drawn = random.integers(sizes.size, size=sizes.size)
        drawn_sizes = sizes[drawn]
        # Position of each row within its group: 0, 1, … counted anew at each group.
        offsets = np.cumsum(drawn_sizes) - drawn_sizes
        within = np.arange(drawn_sizes.sum()) - np.repeat(offsets, drawn_sizes)
        yield rows_by_group[np.repeat(starts[drawn], drawn_sizes) + within]


def _percentiles(figures: NDArray[np.float64]) -> tuple[float, float]:
    defined = figures[np.isfinite(figures)]
    if not defined.size:
        return float("nan"), float("nan")
    low, high = np.quantile(defined, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return float(low), float(high)
