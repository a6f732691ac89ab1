"""Dividing a data set so that nobody is in two parts of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray


def grouped_split(
    groups: Sequence[str] | Sequence[int] | NDArray[Any],
    targets: Sequence[str] | Sequence[int] | NDArray[Any],
    fractions: Mapping[str, float],
    *,
    seed: int = 0,
) -> NDArray[np.str_]:
    """Assign each case to a split: groups stay whole, classes keep their shares roughly.

    Large groups are dealt first, each to the split that is then filled least for its classes. The
    outcome depends on the names of the groups and on the seed, not on the order of the cases. A
    class with very few groups may miss a small split.

    Parameters
    ----------
    groups
        Patient or group of each case, ``(N,)``.
    targets
        Class of each case, ``(N,)``, as indices or names.
    fractions
        Share of each split, by name; positive, together 1.

    Returns
    -------
    NDArray[np.str_]
        Name of the split of each case, ``(N,)``.

    Raises
    ------
    ValueError
        When the lengths differ or the fractions do not add up to 1.
    """
    names = list(fractions)
    shares = np.array([fractions[name] for name in names], np.float64)
    if not names or (shares <= 0).any() or abs(shares.sum() - 1) > 1e-6:
        raise ValueError(f"expected positive fractions that add up to 1, got {dict(fractions)}")
    if len(groups) != len(targets):
        raise ValueError(f"expected one target a group entry, got {len(targets)}, {len(groups)}")
    if not len(groups):
        return np.empty(0, np.str_)
    group_index, counts = _class_counts_of_groups(groups, targets)
    split_of_group = _deal(counts, shares, np.random.default_rng(seed))
    return np.asarray(names, np.str_)[split_of_group[group_index]]


def _class_counts_of_groups(
    groups: Sequence[str] | Sequence[int] | NDArray[Any],
    targets: Sequence[str] | Sequence[int] | NDArray[Any],
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Group index of each case, and the number of cases by group and class ``(G, C)``."""
    group_names, group_index = np.unique(np.asarray(groups), return_inverse=True)
    class_names, class_index = np.unique(np.asarray(targets), return_inverse=True)
    counts = np.zeros((group_names.size, class_names.size), np.int64)
    np.add.at(counts, (group_index, class_index), 1)
    return np.asarray(group_index, np.int64), counts


def _deal(
    counts: NDArray[np.int64], shares: NDArray[np.float64], random: np.random.Generator
) -> NDArray[np.int64]:
    """Split index of each group."""
    aims = shares[:, None] * counts.sum(axis=0)
    dealt = np.zeros_like(aims)
    split_of_group = np.empty(len(counts), np.int64)
    shuffled = random.permutation(len(counts))
    for group in shuffled[np.argsort(-counts[shuffled].sum(axis=1), kind="stable")]:
        # How full each split would be, class by class, if it took this group.
        fill = ((dealt + counts[group]) / aims) @ counts[group]
        split = int(np.argmin(fill))
        dealt[split] += counts[group]
        split_of_group[group] = split
    return split_of_group
