"""A data set of a few films of another one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from lungdesk.ml.datasets import Dataset


def few_samples(dataset: Dataset, counts: Mapping[str, int]) -> Dataset:
    """The first films of each class, so many in each split."""
    taken: Counter[tuple[str, int]] = Counter()
    kept = []
    for sample in dataset.samples:
        place = (sample.split, sample.class_index)
        taken[place] += 1
        if taken[place] <= counts.get(sample.split, 0):
            kept.append(sample)
    return replace(dataset, samples=tuple(kept))
