"""The best linear head there is for features that stay as they are, by convex optimization."""

from __future__ import annotations

import time
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lungdesk.ml.head import DenseLayer
from lungdesk.ml.training import order
from lungdesk.ml.training.balance import showings
from lungdesk.ml.training.loop import Fitted, Phase, cross_entropy
from lungdesk.ml.training.network import Standardization
from lungdesk.ml.training.recipe import Imbalance
from lungdesk.ml.training.sources import LabelledFeatures

_MOST_ITERATIONS = 1000


def fit_exactly(
    train: LabelledFeatures, val: LabelledFeatures, standard: Standardization, phase: Phase
) -> tuple[DenseLayer, Fitted]:
    """Multinomial logistic regression on standardized features (scikit-learn, L-BFGS).

    Minimizes the mean cross-entropy plus half of ``weight_decay`` times the squared weights: one
    minimum, whatever the seed. All views count, and classes as `Imbalance` says; balanced showing
    and class weights are the same here. Dropout, mixing and smoothing have no part in it.

    Returns
    -------
    tuple
        The layer, and one epoch of history.
    """
    from sklearn.linear_model import LogisticRegression

    started = time.perf_counter()
    film_count, view_count, _ = train.features.shape
    inputs = _standardized(train.features.reshape(film_count * view_count, -1), standard)
    targets = np.repeat(train.targets, view_count)
    weights = _film_weights(train, phase)
    # Scikit-learn adds up losses where we take their mean.
    inverse_strength = 1 / (max(phase.settings.weight_decay, 1e-6) * len(targets))
    regression = LogisticRegression(C=inverse_strength, max_iter=_MOST_ITERATIONS)
    regression.fit(inputs, targets, sample_weight=np.repeat(weights, view_count))
    layer = DenseLayer(*_all_classes(regression, phase.class_count))

    def logits(features: NDArray[np.float32]) -> NDArray[np.float32]:
        return np.asarray(features @ layer.kernel + layer.bias, np.float32)

    of_train, of_val = logits(inputs), logits(_standardized(val.features[:, 0], standard))
    row = {
        "phase": phase.name,
        "epoch": 1,
        "loss": cross_entropy(of_train, targets),
        "accuracy": float((of_train.argmax(axis=1) == targets).mean()),
        "val_loss": cross_entropy(of_val, val.targets),
        "val_accuracy": float((of_val.argmax(axis=1) == val.targets).mean()),
        "learning_rate": 0.0,
    }
    return layer, Fitted((row,), of_val, time.perf_counter() - started)


def _film_weights(train: LabelledFeatures, phase: Phase) -> NDArray[np.float32]:
    """What a film counts, ``(N,)``."""
    imbalance = phase.recipe.imbalance
    if imbalance is Imbalance.SOURCES:
        shown = showings(train.targets, imbalance, sources=train.sources)
        return shown.per_film.astype(np.float32)
    if imbalance is Imbalance.NONE:
        return np.ones(len(train.targets), np.float32)
    return order.class_weights(train.targets, phase.class_count)[train.targets]


def _standardized(features: NDArray[np.float16], standard: Standardization) -> NDArray[np.float32]:
    values = features.astype(np.float32)
    values -= standard.mean
    values /= standard.deviation
    return values


def _all_classes(regression: Any, count: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Kernel ``(F, C)`` and bias ``(C,)``; of two classes scikit-learn fits the difference."""
    kernel, bias = regression.coef_, regression.intercept_
    if count == 2:
        kernel, bias = np.concatenate([-kernel, kernel]) / 2, np.concatenate([-bias, bias]) / 2
    return kernel.T.astype(np.float32), bias.astype(np.float32)
