"""A linear layer fitted to few films without straying from the one it begins with.

Minimizes the weighted mean cross-entropy of the full softmax plus half of a penalty times the
squared *change* of the weights, on standardized features: convex, one minimum. As the penalty
grows, the layer that one begins with comes back; with a layer of zeros it is plain multinomial
logistic regression. Only classes that have films change.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lungdesk.ml.head import DenseLayer

Floats = NDArray[np.float64]

#: The bias is the weight of a feature that has this value in all films. How often a class occurs is
#: what differs most between hospitals: with 1, a third of the films went on being called a disease
#: that no film had.
BIAS_FEATURE = 10.0

_MOST_ITERATIONS = 500
#: Gradient, relative to what the loss is made of, at which the minimum counts as found.
_TOLERANCE = 1e-7
#: Directions in which the films differ by less, as a share of the most, are rounding errors.
_LEAST_SPREAD = 1e-10


@dataclass(frozen=True, slots=True, eq=False)
class FilmFeatures:
    """What a head sees of films.

    Attributes
    ----------
    features
        Of each view of each film, ``(N, V, F)``; the first is the whole film.
    targets
        Class index of each film, ``(N,)``.
    """

    features: NDArray[np.float32]
    targets: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.targets)

    @property
    def whole(self) -> NDArray[np.float32]:
        """Of the whole films, ``(N, F)``."""
        return self.features[:, 0]

    def taken(self, rows: NDArray[np.intp]) -> FilmFeatures:
        """Some of the films."""
        return FilmFeatures(self.features[rows], self.targets[rows])


class AnchoredFit:
    """The fit of a layer to some films, for any penalty.

    What films have in common with each other is worked out once; a fit then costs as much as there
    are views, however many features.

    Parameters
    ----------
    films
        Features as they enter the layer; every view counts.
    anchor
        The layer to begin with, and to stay near to.
    """

    def __init__(self, films: FilmFeatures, anchor: DenseLayer) -> None:
        count, views, features = films.features.shape
        values = films.features.reshape(count * views, features).astype(np.float64)
        self._anchor = anchor
        self._mean = values.mean(axis=0)
        # A feature that is nearly the same in all films must not be blown up.
        self._deviation = values.std(axis=0) + 1e-3
        self._inputs = self._standardized(values)
        self._offsets = values @ anchor.kernel + anchor.bias
        self._targets = np.repeat(films.targets, views)
        self._weights = class_weights(self._targets)
        self._classes = np.unique(self._targets)
        # Whatever changes lies in the span of the views: coordinates in it are enough.
        spread, turned = np.linalg.eigh(self._inputs @ self._inputs.T)
        is_real = spread > spread.max() * _LEAST_SPREAD
        self._spread, self._turned = spread[is_real], turned[:, is_real]

    def layer(self, penalty: float) -> DenseLayer:
        """The layer with the least loss; ``penalty`` is above 0."""
        return self._changed(self._inputs.T @ self._shares(penalty))

    def logits(self, features: NDArray[np.float32], penalties: Sequence[float]) -> Floats:
        """What `layer` says of other films ``(M, F)`` with each penalty: ``(P, M, C)``.

        Without the layers themselves: what the films have in common with those of the fit is worked
        out once for all penalties.
        """
        values = features.astype(np.float64)
        common = self._standardized(values) @ self._inputs.T
        said = np.stack([values @ self._anchor.kernel + self._anchor.bias] * len(penalties))
        for of_penalty, penalty in zip(said, penalties, strict=True):
            of_penalty[:, self._classes] += common @ self._shares(penalty)
        return said

    def _standardized(self, values: Floats) -> Floats:
        """Features ``(M, F)`` as weights see them, and that of the bias: ``(M, F + 1)``."""
        level = np.full((len(values), 1), BIAS_FEATURE)
        return np.hstack([(values - self._mean) / self._deviation, level])

    def _shares(self, penalty: float) -> Floats:
        """How much of each view of the fit ``(N, c)`` the change of the weights is made of."""
        from scipy.optimize import minimize  # noqa: PLC0415 - reading never needs it

        root = np.sqrt(self._spread)
        # In coordinates in which the loss is about as steep in every direction.
        steepness = np.sqrt(self._spread / (4 * len(self._targets)) + penalty)
        basis = self._turned * (root / steepness)
        shape = (len(root), len(self._classes))

        def loss(flat: Floats) -> tuple[float, Floats]:
            step = flat.reshape(shape)
            value, slopes = self._loss(basis @ step)
            shrunk = step / steepness[:, None] ** 2
            gradient = basis.T @ slopes + penalty * shrunk
            return value + penalty / 2 * float((step * shrunk).sum()), gradient.ravel()

        found = minimize(
            *(loss, np.zeros(shape[0] * shape[1])),
            jac=True,
            method="L-BFGS-B",
            options={"maxiter": _MOST_ITERATIONS, "gtol": _TOLERANCE, "ftol": 1e-14},
        )
        step = found.x.reshape(shape) / (root * steepness)[:, None]
        return np.asarray(self._turned @ step, np.float64)

    def _loss(self, change: Floats) -> tuple[float, Floats]:
        """Mean cross-entropy for a change of the logits ``(N, c)``, and its slopes ``(N, c)``."""
        logits = self._offsets.copy()
        logits[:, self._classes] += change
        logits -= logits.max(axis=1, keepdims=True)
        probabilities = np.exp(logits)
        total = probabilities.sum(axis=1, keepdims=True)
        rows = np.arange(len(self._targets))
        of_truth = logits[rows, self._targets] - np.log(total[:, 0])
        slopes = probabilities / total
        slopes[rows, self._targets] -= 1
        slopes *= self._weights[:, None]
        return float(-self._weights @ of_truth), slopes[:, self._classes]

    def _changed(self, change: Floats) -> DenseLayer:
        """The anchor, changed by ``(F + 1, c)`` on standardized features; the last is the bias."""
        kernel = self._anchor.kernel.astype(np.float64)
        bias = self._anchor.bias.astype(np.float64)
        added = change[:-1] / self._deviation[:, None]
        kernel[:, self._classes] += added
        bias[self._classes] += BIAS_FEATURE * change[-1] - self._mean @ added
        return DenseLayer(kernel.astype(np.float32), bias.astype(np.float32))


def class_weights(targets: NDArray[np.int64]) -> Floats:
    """Weight of each film, ``(N,)``, together 1: every class that has films counts alike."""
    classes, index, counts = np.unique(targets, return_inverse=True, return_counts=True)
    return np.asarray(1.0 / (len(classes) * counts[index]), np.float64)
