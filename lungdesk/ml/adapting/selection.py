"""How near a layer stays to the one it begins with: cross-validation decides, whole groups at once.

What is chosen inside is measured outside: the figures after adapting come from folds whose films
had no part in fitting, in the penalty or in the temperature.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lungdesk.core.jobs import JobContext, Progress
from lungdesk.ml.adapting.anchored_head import AnchoredFit, FilmFeatures, Floats, class_weights
from lungdesk.ml.head import DenseLayer

#: The last one hardly lets the layer change.
PENALTIES = (0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 100.0, 1000.0)
#: Logits are divided by one of them; few films cannot tell finer ones apart.
TEMPERATURES = tuple(float(t) for t in np.round(2.0 ** np.linspace(-1, 3, 33), 4))

#: Folds of the figures, and of the choice inside each of them; fewer where a class has few groups.
MEASURED_FOLDS, CHOSEN_FOLDS = 10, 5


@dataclass(frozen=True, slots=True, eq=False)
class FittedLayer:
    """A layer, its logits already divided by the temperature."""

    layer: DenseLayer
    penalty: float
    temperature: float

    def logits(self, features: NDArray[np.float32]) -> NDArray[np.float32]:
        """Logits ``(N, C)`` of features ``(N, F)``."""
        return np.asarray(features @ self.layer.kernel + self.layer.bias, np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class GroupedFilms:
    """Films, and whose they are: ``(N,)`` names of patients or groups that never part."""

    films: FilmFeatures
    groups: NDArray[np.str_]

    def __len__(self) -> int:
        return len(self.films)

    def taken(self, rows: NDArray[np.intp]) -> GroupedFilms:
        """Some of the films."""
        return GroupedFilms(self.films.taken(rows), self.groups[rows])

    @property
    def fewest_groups(self) -> int:
        """Groups of the class that has the fewest."""
        targets = self.films.targets
        return min(len(set(self.groups[targets == c].tolist())) for c in np.unique(targets))


def fit_layer(local: GroupedFilms, anchor: DenseLayer, *, seed: int = 0) -> FittedLayer:
    """Fit a layer to films, as near to the anchor as films left out allow.

    Of all penalties the largest is taken whose loss on them is not worse than the least by more
    than one standard error of the difference (Breiman et al., "Classification and Regression
    Trees", 1984, 3.4.3): what films do not ask for stays as it was. Each has its best temperature.

    Raises
    ------
    ValueError
        When a class has fewer than two groups.
    """
    targets = local.films.targets
    left_out = np.empty((len(PENALTIES), len(local), anchor.bias.size))
    for learnt, other in _folds(local, CHOSEN_FOLDS, seed):
        fit = AnchoredFit(local.films.taken(learnt), anchor)
        left_out[:, other] = fit.logits(local.films.whole[other], PENALTIES)
    of_films, temperatures = zip(*(_cooled_losses(one, targets) for one in left_out), strict=True)
    best = _nearest_of_the_good(np.stack(of_films), local.groups)
    penalty, temperature = PENALTIES[best], temperatures[best]
    layer = AnchoredFit(local.films, anchor).layer(penalty)
    cooled = DenseLayer(
        layer.kernel / np.float32(temperature), layer.bias / np.float32(temperature)
    )
    return FittedLayer(cooled, penalty, temperature)


def left_out_logits(
    local: GroupedFilms, anchor: DenseLayer, ctx: JobContext, *, seed: int = 0
) -> NDArray[np.float32]:
    """Logits ``(N, C)`` of each film from `fit_layer` on the others, whole groups left out."""
    logits = np.full((len(local), anchor.bias.size), np.nan, np.float32)
    folds = _folds(local, MEASURED_FOLDS, seed)
    for number, (learnt, other) in enumerate(folds):
        ctx.check()
        ctx.report(Progress(number, len(folds), "measuring what it comes to"))
        fitted = fit_layer(local.taken(learnt), anchor, seed=seed)
        logits[other] = fitted.logits(local.films.whole[other])
    return logits


def grouped_folds(
    targets: NDArray[np.int64], groups: NDArray[np.str_], count: int, *, seed: int = 0
) -> list[tuple[NDArray[np.intp], NDArray[np.intp]]]:
    """Rows to learn from and rows left out, of each fold; groups whole, classes in shares."""
    from sklearn.model_selection import StratifiedGroupKFold

    folds = StratifiedGroupKFold(count, shuffle=True, random_state=seed)
    return list(folds.split(np.zeros(len(targets)), targets, groups))


def _folds(
    local: GroupedFilms, most: int, seed: int
) -> list[tuple[NDArray[np.intp], NDArray[np.intp]]]:
    count = min(most, local.fewest_groups)
    return grouped_folds(local.films.targets, local.groups, count, seed=seed)


def _cooled_losses(logits: Floats, targets: NDArray[np.int64]) -> tuple[Floats, float]:
    """Loss of each film ``(N,)``, summing to their mean by class, at the best temperature."""
    scaled = logits[None] / np.asarray(TEMPERATURES)[:, None, None]
    scaled -= scaled.max(axis=2, keepdims=True)
    of_truth = scaled[:, np.arange(len(targets)), targets] - np.log(np.exp(scaled).sum(axis=2))
    losses = -of_truth * class_weights(targets)
    best = int(losses.sum(axis=1).argmin())
    return np.asarray(losses[best], np.float64), TEMPERATURES[best]


def _nearest_of_the_good(losses: Floats, groups: NDArray[np.str_]) -> int:
    """Last row of losses ``(P, N)`` that is within one standard error of the least."""
    excess = losses - losses[losses.sum(axis=1).argmin()]
    _, index = np.unique(groups, return_inverse=True)
    count = int(index.max()) + 1
    by_group = np.stack([np.bincount(index, row, minlength=count) for row in excess])
    error = np.sqrt(count * by_group.var(axis=1, ddof=1))
    return int(np.flatnonzero(by_group.sum(axis=1) <= error + 1e-12)[-1])
