"""The fit of a layer that stays near to the one it begins with."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from lungdesk.ml.adapting.anchored_head import (
    BIAS_FEATURE,
    AnchoredFit,
    FilmFeatures,
    class_weights,
)
from lungdesk.ml.head import DenseLayer

CLASSES = 4
FEATURES = 30


def films(seed: int, classes: tuple[int, ...], *, views: int = 1, count: int = 40) -> FilmFeatures:
    """Films whose class shifts a feature, and which differ within a class."""
    rng = np.random.default_rng(seed)
    targets = np.array([classes[n % len(classes)] for n in range(count)], np.int64)
    features = rng.normal(0, 1, (count, views, FEATURES)) * rng.uniform(0.2, 5, FEATURES)
    features[np.arange(count), :, targets] += 2.0
    return FilmFeatures(features.astype(np.float32), targets)


def layer(seed: int, size: float = 0.3) -> DenseLayer:
    rng = np.random.default_rng(seed)
    kernel = rng.normal(0, size, (FEATURES, CLASSES)).astype(np.float32)
    return DenseLayer(kernel, rng.normal(0, size, CLASSES).astype(np.float32))


def logits(fitted: DenseLayer, features: NDArray[np.float32]) -> NDArray[np.float64]:
    return np.asarray(features.astype(np.float64) @ fitted.kernel + fitted.bias, np.float64)


def softmax(said: NDArray[np.float64]) -> NDArray[np.float64]:
    p = np.exp(said - said.max(axis=1, keepdims=True))
    return np.asarray(p / p.sum(axis=1, keepdims=True), np.float64)


def standardized(local: FilmFeatures) -> NDArray[np.float64]:
    values = local.whole.astype(np.float64)
    inputs = (values - values.mean(axis=0)) / (values.std(axis=0) + 1e-3)
    return np.hstack([inputs, np.full((len(values), 1), BIAS_FEATURE)])


@given(seed=st.integers(0, 500), penalty=st.sampled_from([0.03, 0.3, 3.0]))
def test_beginning_with_zeros_it_is_the_logistic_regression_of_scikit_learn(
    seed: int, penalty: float
) -> None:
    local = films(seed, tuple(range(CLASSES)))
    nothing = DenseLayer(np.zeros((FEATURES, CLASSES), np.float32), np.zeros(CLASSES, np.float32))

    fitted = AnchoredFit(local, nothing).layer(penalty)

    oracle = LogisticRegression(C=1 / penalty, fit_intercept=False, tol=1e-8, max_iter=5000)
    inputs = standardized(local)
    oracle.fit(inputs, local.targets, sample_weight=class_weights(local.targets))
    expected = oracle.predict_proba(inputs)
    assert softmax(logits(fitted, local.whole)) == pytest.approx(expected, abs=1e-4)


@given(seed=st.integers(0, 500))
def test_the_larger_the_penalty_the_nearer_it_stays_until_nothing_changes(seed: int) -> None:
    local, anchor = films(seed, (0, 2)), layer(seed + 1)
    fit = AnchoredFit(local, anchor)

    changes = [
        float(np.abs(fit.layer(penalty).kernel - anchor.kernel).sum())
        for penalty in (0.1, 1.0, 10.0, 1e7)
    ]

    assert changes == sorted(changes, reverse=True)
    assert fit.layer(1e7).kernel == pytest.approx(anchor.kernel, abs=1e-5)
    assert fit.layer(1e7).bias == pytest.approx(anchor.bias, abs=1e-4)


@given(seed=st.integers(0, 500))
def test_no_step_from_the_minimum_lowers_the_loss(seed: int) -> None:
    local, anchor, penalty = films(seed, (0, 1, 3), views=3), layer(seed), 0.5
    fit = AnchoredFit(local, anchor)
    fitted = fit.layer(penalty)
    deviation = local.features.reshape(-1, FEATURES).std(axis=0) + 1e-3
    mean = local.features.reshape(-1, FEATURES).astype(np.float64).mean(axis=0)
    weights = class_weights(np.repeat(local.targets, 3))

    def loss(change: NDArray[np.float64], level: NDArray[np.float64]) -> float:
        """Of the anchor plus a change of weights on standardized features, and of the bias."""
        inputs = (local.features.reshape(-1, FEATURES) - mean) / deviation
        said = logits(anchor, local.features.reshape(-1, FEATURES)) + inputs @ change
        said += BIAS_FEATURE * level
        truth = softmax(said)[np.arange(len(said)), np.repeat(local.targets, 3)]
        size = (change**2).sum() + (level**2).sum()
        return float(-(weights @ np.log(truth)) + penalty / 2 * size)

    change = (fitted.kernel - anchor.kernel) * deviation[:, None]
    level = (fitted.bias - anchor.bias + mean @ (fitted.kernel - anchor.kernel)) / BIAS_FEATURE
    least = loss(change, level)
    rng = np.random.default_rng(seed)
    present = np.isin(np.arange(CLASSES), local.targets)
    for _ in range(8):
        step = rng.normal(0, 1e-2, change.shape) * present
        assert loss(change + step, level + rng.normal(0, 1e-3, CLASSES) * present) > least - 1e-6


def test_a_class_without_films_keeps_its_weights() -> None:
    local, anchor = films(3, (1, 2)), layer(4)

    fitted = AnchoredFit(local, anchor).layer(0.1)

    assert (fitted.kernel[:, [0, 3]] == anchor.kernel[:, [0, 3]]).all()
    assert (fitted.bias[[0, 3]] == anchor.bias[[0, 3]]).all()
    assert (fitted.kernel[:, [1, 2]] != anchor.kernel[:, [1, 2]]).any()
    right = logits(fitted, local.whole).argmax(axis=1) == local.targets
    assert right.mean() > (logits(anchor, local.whole).argmax(axis=1) == local.targets).mean()


def test_classes_count_alike_however_many_films_they_have() -> None:
    weights = class_weights(np.array([0, 0, 0, 2]))

    assert weights.sum() == pytest.approx(1.0)
    assert weights[:3].sum() == pytest.approx(weights[3])


def test_a_feature_that_never_changes_does_no_harm() -> None:
    local = films(5, (0, 1))
    local.features[:, :, 7] = 4.0

    fitted = AnchoredFit(local, layer(6)).layer(0.3)

    assert np.isfinite(fitted.kernel).all()
    assert fitted.kernel[7] == pytest.approx(layer(6).kernel[7], abs=1e-6)


@given(seed=st.integers(0, 500), views=st.sampled_from([1, 3]))
def test_what_it_says_of_films_left_out_is_what_its_layers_say(seed: int, views: int) -> None:
    fit = AnchoredFit(films(seed, (0, 2), views=views), layer(seed + 1))
    others = films(seed + 2, (0, 2), count=7).whole

    said = fit.logits(others, (0.1, 10.0))

    layers = (fit.layer(penalty) for penalty in (0.1, 10.0))
    assert said == pytest.approx(np.stack([logits(one, others) for one in layers]), abs=1e-4)
