"""The exact linear head is at the minimum of its loss: TensorFlow's gradient there is zero."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
import tensorflow as tf

from lungdesk.core.jobs import NullContext
from lungdesk.ml.training.epoch import Epoch
from lungdesk.ml.training.exact_head import fit_exactly
from lungdesk.ml.training.loop import Phase
from lungdesk.ml.training.network import Standardization
from lungdesk.ml.training.order import class_weights
from lungdesk.ml.training.phases import train_head
from lungdesk.ml.training.recipe import HeadSettings, Imbalance, Recipe, Solver
from lungdesk.ml.training.sources import LabelledFeatures

FILMS, VIEWS, FEATURES = 60, 2, 7
EXACT = HeadSettings(solver=Solver.EXACT, weight_decay=0.2)


def labelled(class_count: int, seed: int = 0) -> LabelledFeatures:
    """Classes of unequal size that overlap."""
    rng = np.random.default_rng(seed)
    targets = np.minimum(rng.geometric(0.5, FILMS) - 1, class_count - 1)
    features = rng.normal(size=(FILMS, VIEWS, FEATURES)) * 3 + 5
    features[:, :, 0] += 2 * targets[:, None]
    return LabelledFeatures(features.astype(np.float16), targets.astype(np.int64))


def a_phase(settings: HeadSettings, imbalance: Imbalance, class_count: int) -> Phase:
    return Phase("head", settings, Recipe(heads=(settings,), imbalance=imbalance), class_count)


@pytest.mark.parametrize("class_count", [2, 4])
@pytest.mark.parametrize("imbalance", [Imbalance.NONE, Imbalance.CLASS_WEIGHTS, Imbalance.BALANCED])
def test_no_step_would_better_the_loss(imbalance: Imbalance, class_count: int) -> None:
    train = labelled(class_count)
    standard = Standardization.of(train.features)

    layer, _ = fit_exactly(train, train, standard, a_phase(EXACT, imbalance, class_count))

    inputs = (train.features.reshape(-1, FEATURES) - standard.mean) / standard.deviation
    targets = np.repeat(train.targets, VIEWS)
    weights = np.ones(class_count, np.float32)
    if imbalance is not Imbalance.NONE:
        weights = class_weights(train.targets, class_count)
    kernel, bias = tf.Variable(layer.kernel), tf.Variable(layer.bias)
    with tf.GradientTape() as tape:
        logits = tf.constant(inputs, tf.float32) @ kernel + bias
        losses = tf.nn.sparse_softmax_cross_entropy_with_logits(targets, logits)
        # Of two classes the difference is fitted: its squares, half as many.
        squares = tf.reduce_sum(kernel**2) * (2 if class_count == 2 else 1)
        mean = tf.reduce_mean(losses * weights[targets])
        loss = mean + EXACT.weight_decay / 2 * squares
    for gradient in tape.gradient(loss, [kernel, bias]):
        assert np.abs(gradient).max() < 2e-3
    assert float(np.abs(layer.kernel).max()) > 0.05


def test_a_head_of_one_epoch_is_told_and_kept() -> None:
    told: list[Epoch] = []

    def hear(epochs: Sequence[Epoch], *, is_history: bool) -> None:
        assert not is_history
        told.extend(epochs)

    train, val = labelled(3), labelled(3, seed=1)
    phase = Phase(
        "head",
        EXACT,
        Recipe(heads=(EXACT,)),
        class_count=3,
        tell=hear,
    )

    trained = train_head(train, val, phase, NullContext())

    assert [(e.epoch, e.of) for e in told] == [(1, 1)]
    assert told[0].val_loss == trained.history[0]["val_loss"]
    read = trained.head.logits(val.features[:, 0].astype(np.float32)).argmax(axis=1)
    assert told[0].val_accuracy == pytest.approx((read == val.targets).mean())


@pytest.mark.parametrize(
    ("settings", "imbalance"),
    [
        (HeadSettings(solver=Solver.EXACT, epochs=2, hidden_units=4), Imbalance.NONE),
        (HeadSettings(solver=Solver.EXACT, epochs=2), Imbalance.FOCAL),
    ],
)
def test_what_is_not_convex_is_fitted_in_epochs(
    settings: HeadSettings, imbalance: Imbalance
) -> None:
    train = labelled(3)

    trained = train_head(train, train, a_phase(settings, imbalance, 3), NullContext())

    assert len(trained.history) == 2
