"""Parts of a mask that hang together."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def components(mask: NDArray[np.bool_]) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """Number the parts of a mask whose pixels touch along a side.

    Runs of each row are joined to those of the row above that they touch, in a forest of disjoint
    sets (Rosenfeld and Pfaltz, J. ACM 13, 471, 1966).

    Parameters
    ----------
    mask
        ``(H, W)``.

    Returns
    -------
    labels
        ``(H, W)``: 0 outside, 1 … K inside, numbered by their first pixels row by row.
    sizes
        ``(K + 1,)``: pixels of each; the first is what lies outside.
    """
    rows, starts, ends = _runs(mask)
    parents = _joined(rows, starts, ends)
    roots = np.unique(parents, return_inverse=True)[1] + 1
    flat = np.zeros(mask.size + 1, np.int32)
    width = mask.shape[1]
    # Each run adds its number where it begins and takes it away behind its end.
    np.add.at(flat, rows * width + starts, roots)
    np.subtract.at(flat, rows * width + ends, roots)
    labels = np.cumsum(flat[:-1], dtype=np.int32).reshape(mask.shape)
    return labels, np.bincount(labels.ravel(), minlength=1)


def filled(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The mask with its holes: what is outside, but has no way to the border, is inside."""
    labels, sizes = components(~mask)
    is_open = np.zeros(len(sizes), bool)
    for edge in (labels[0], labels[-1], labels[:, 0], labels[:, -1]):
        is_open[edge] = True
    return mask | ~is_open[labels]


def _runs(
    mask: NDArray[np.bool_],
) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.intp]]:
    """Row, first column, and column behind the last one, of each run, row by row."""
    padded = np.zeros((mask.shape[0], mask.shape[1] + 2), np.int8)
    padded[:, 1:-1] = mask
    steps = np.diff(padded, axis=1)
    rows, starts = np.nonzero(steps == 1)
    return rows, starts, np.nonzero(steps == -1)[1]


def _joined(
    rows: NDArray[np.intp], starts: NDArray[np.intp], ends: NDArray[np.intp]
) -> NDArray[np.intp]:
    """The first run of the part that each run belongs to."""
    parents = list(range(len(rows)))

    def root(run: int) -> int:
        while parents[run] != run:
            parents[run] = parents[parents[run]]
            run = parents[run]
        return run

    for above, below in _touching(rows.tolist(), starts.tolist(), ends.tolist()):
        one, other = root(above), root(below)
        parents[max(one, other)] = min(one, other)
    return np.array([root(run) for run in range(len(rows))], np.intp)


def _touching(rows: list[int], starts: list[int], ends: list[int]) -> list[tuple[int, int]]:
    """Pairs of runs in neighbouring rows that share a column."""
    pairs = []
    above = 0
    for below in range(len(rows)):
        while rows[above] < rows[below] - 1:
            above += 1
        # The run above that ends last may go on over the next one below: it is not passed yet.
        while rows[above] == rows[below] - 1 and ends[above] <= starts[below]:
            above += 1
        one = above
        while rows[one] == rows[below] - 1 and starts[one] < ends[below]:
            pairs.append((one, below))
            one += 1
    return pairs
