"""How much each class counts in a training, beside how many films it has."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lungdesk.core.jobs import JobContext
from lungdesk.ml.datasets import Dataset
from lungdesk.ml.training import order
from lungdesk.ml.training.balance import showings
from lungdesk.ml.training.recipe import Imbalance


@dataclass(frozen=True, slots=True)
class ClassBalance:
    """Of each class, in the order of the label set.

    Attributes
    ----------
    films
        To learn from.
    counted
        As many films it is worth in an epoch: those that are shown, times what each weighs.
    """

    films: tuple[int, ...]
    counted: tuple[float, ...]


def class_balance(request: tuple[Dataset, Imbalance], ctx: JobContext) -> ClassBalance:
    """What a way to deal with rare classes comes to."""
    dataset, imbalance = request
    ctx.check()
    count = len(dataset.labels)
    train = [s for s in dataset.samples if s.split == "train"]
    if not train:
        return ClassBalance((0,) * count, (0.0,) * count)
    targets = np.array([s.class_index for s in train], np.int64)
    shown = showings(targets, imbalance, sources=[s.source for s in train])
    weights = np.ones(count)
    if imbalance is Imbalance.CLASS_WEIGHTS:
        weights = order.class_weights(targets, count).astype(np.float64)
    counted = np.bincount(targets, shown.per_film, minlength=count) * weights
    films = np.bincount(targets, minlength=count)
    return ClassBalance(tuple(films.tolist()), tuple(counted.tolist()))
