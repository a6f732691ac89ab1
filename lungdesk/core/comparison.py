"""Several models on the same films: their figures side by side, and what is more than chance."""

from __future__ import annotations

import itertools
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lungdesk.core.labels import LabelSet
from lungdesk.core.metrics.comparison import (
    DeLong,
    Difference,
    McNemar,
    delong,
    holm,
    mcnemar,
    paired_difference,
)
from lungdesk.core.metrics.evaluation import EvaluationMetrics

#: Split on which models are tested against each other: nothing was chosen on it.
TESTED_ON = "test"
#: Split on which things are chosen: the ensemble's weights, and the model to take.
CHOSEN_ON = "val"
#: Figures whose difference is given with an interval.
COMPARED = ("accuracy", "macro_f1", "macro_auroc", "loss")
#: Below this, a p-value (adjusted) is called a difference.
SIGNIFICANT_BELOW = 0.05


def measured_split(splits: Container[str]) -> str:
    """Split that tells how good models are: `TESTED_ON`, of films without it `CHOSEN_ON`."""
    return TESTED_ON if TESTED_ON in splits else CHOSEN_ON


class Kind(StrEnum):
    """What stands in a row."""

    MODEL = "model"
    BASELINE = "baseline"
    ENSEMBLE = "ensemble"


@dataclass(frozen=True, slots=True)
class ModelFacts:
    """What a model is and costs; None where it is not known.

    Attributes
    ----------
    parameters
        Numbers in the network.
    size_mb
        Of all files of the bundle, in millions of bytes.
    training_s
        Seconds of the whole training.
    reading_ms
        Milliseconds to prepare, read and explain one film.
    """

    backbone: str | None = None
    weights: str | None = None
    input_size: int | None = None
    parameters: int | None = None
    size_mb: float | None = None
    training_s: float | None = None
    reading_ms: float | None = None


@dataclass(frozen=True, slots=True, eq=False)
class ComparedModel:
    """One row of a comparison.

    Attributes
    ----------
    probabilities, metrics
        By split, ``(N, C)`` and their figures, on the films common to all rows; a split that the
        row has no predictions of is left out.
    history
        One row an epoch (``phase, epoch, loss, accuracy, val_loss, val_accuracy, …``).
    members
        Of an ensemble: the weight of each model.
    """

    name: str
    kind: Kind
    facts: ModelFacts
    probabilities: Mapping[str, NDArray[np.float64]]
    metrics: Mapping[str, EvaluationMetrics]
    history: Sequence[Mapping[str, Any]] = ()
    members: Mapping[str, float] | None = None


@dataclass(frozen=True, slots=True)
class PairedTests:
    """Two models on the same films.

    Attributes
    ----------
    mcnemar_p
        Its mid-p, adjusted by Holm for all pairs.
    delong, delong_p
        By label id; p adjusted by Holm for all pairs and classes. Classes that have fewer than two
        films are left out.
    differences
        First less second, of each of `COMPARED`.
    """

    first: str
    second: str
    mcnemar: McNemar
    mcnemar_p: float
    delong: Mapping[str, DeLong]
    delong_p: Mapping[str, float]
    differences: Mapping[str, Difference]


@dataclass(frozen=True, slots=True)
class FilmCount:
    """Films of a split that are common to all rows, their groups, and those left out."""

    films: int
    groups: int
    left_out: int


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """All that is stated of some models.

    Attributes
    ----------
    targets
        True class indices by split, ``(N,)``.
    limits
        What is wrong with the data, in sentences.
    pairs
        Empty where there are no films of `TESTED_ON`.
    """

    labels: LabelSet
    models: tuple[ComparedModel, ...]
    targets: Mapping[str, NDArray[np.int64]]
    films: Mapping[str, FilmCount]
    pairs: tuple[PairedTests, ...]
    limits: tuple[str, ...]

    @property
    def measured_on(self) -> str:
        """Split that tells how good the models are; see `measured_split`."""
        return measured_split(self.films)

    @property
    def chosen(self) -> ComparedModel | None:
        """Row that the films for choosing speak for: the least loss on them; None without any."""
        rated = [model for model in self.models if CHOSEN_ON in model.metrics]
        return min(rated, key=lambda m: m.metrics[CHOSEN_ON].figures["loss"], default=None)


def paired_tests(
    models: Sequence[ComparedModel], targets: NDArray[np.int64], labels: LabelSet
) -> tuple[PairedTests, ...]:
    """Test every two models against each other on `TESTED_ON`, adjusted for all that are made.

    Parameters
    ----------
    targets
        True class indices of the films of the split, ``(N,)``.
    """
    pairs = list(itertools.combinations(models, 2))
    is_right = {m.name: m.probabilities[TESTED_ON].argmax(axis=1) == targets for m in models}
    by_films = [mcnemar(is_right[a.name], is_right[b.name]) for a, b in pairs]
    by_films_p = holm([test.mid_p for test in by_films])
    tested = [
        (index, label)
        for index, label in enumerate(labels.ids)
        if min((targets == index).sum(), (targets != index).sum()) >= 2
    ]
    by_ranks = [
        {
            label: delong(
                targets == index,
                a.probabilities[TESTED_ON][:, index],
                b.probabilities[TESTED_ON][:, index],
            )
            for index, label in tested
        }
        for a, b in pairs
    ]
    by_ranks_p = iter(holm([test.p for tests in by_ranks for test in tests.values()]))
    return tuple(
        PairedTests(
            first=a.name,
            second=b.name,
            mcnemar=by_films[number],
            mcnemar_p=by_films_p[number],
            delong=by_ranks[number],
            delong_p={label: next(by_ranks_p) for label in by_ranks[number]},
            differences={
                figure: paired_difference(a.metrics[TESTED_ON], b.metrics[TESTED_ON], figure)
                for figure in COMPARED
            },
        )
        for number, (a, b) in enumerate(pairs)
    )


def pareto_front(costs: Sequence[float | None], gains: Sequence[float]) -> tuple[int, ...]:
    """Rows that no other one beats: none costs as little or less and gains as much or more.

    Parameters
    ----------
    costs
        Less is better; rows of None take no part.
    gains
        More is better.

    Returns
    -------
    tuple
        Row numbers by rising cost; of rows that are equal in both, all.
    """
    known = [
        (cost, gain, i)
        for i, (cost, gain) in enumerate(zip(costs, gains, strict=True))
        if cost is not None
    ]

    def is_beaten(cost: float, gain: float) -> bool:
        return any(c <= cost and g >= gain and (c < cost or g > gain) for c, g, _ in known)

    return tuple(i for cost, gain, i in sorted(known) if not is_beaten(cost, gain))
