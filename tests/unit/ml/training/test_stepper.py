"""One step of ours against one step of Keras; losses and the average against their formulas."""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
import weakref
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest
from scipy.special import softmax

from lungdesk.ml.training.recipe import Imbalance, PhaseSettings, Recipe
from lungdesk.ml.training.stepper import Stepper

SETTINGS = PhaseSettings(weight_decay=0.05, batch_size=6)
RNG = np.random.default_rng(0)
INPUTS = RNG.normal(size=(6, 4, 4, 3)).astype(np.float32)
TARGETS = np.array([0, 2, 1, 1, 2, 0])
SOFT = np.eye(3, dtype=np.float32)[TARGETS]
WEIGHTS = RNG.uniform(0.5, 2, 6).astype(np.float32)

#: Two devices made of one processor; prints the losses and the weights of a training on them.
ON_DEVICES = """
import json, sys
import numpy as np
import tensorflow as tf
count = int(sys.argv[1])
cpu = tf.config.list_physical_devices("CPU")[0]
tf.config.set_logical_device_configuration(cpu, [tf.config.LogicalDeviceConfiguration()] * count)
from lungdesk.ml.training import stepper
from tests.unit.ml.training import test_stepper as here
devices = [f"CPU:{n}" for n in range(count)]
stepper.strategy = lambda: tf.distribute.MirroredStrategy(devices)
made = here.made(ema_decay=0.5)
losses = [made.step(here.INPUTS[:5], here.SOFT[:5], here.WEIGHTS[:5], 0.05) for _ in range(4)]
with made.averaged():
    logits = made.logits(here.INPUTS[:5])
state = made.state()
made.restore(state)
replicas = made._strategy.num_replicas_in_sync
print(json.dumps([replicas, losses, logits.tolist()]))
"""


def network() -> Any:
    layers = keras.layers
    inputs = keras.Input((4, 4, 3))
    x = layers.Conv2D(
        5, 3, activation="relu", kernel_initializer=keras.initializers.GlorotUniform(1)
    )(inputs)
    x = layers.GlobalAveragePooling2D()(x)
    return keras.Model(
        inputs, layers.Dense(3, kernel_initializer=keras.initializers.GlorotUniform(2))(x)
    )


def made(
    settings: PhaseSettings = SETTINGS, *, is_compiled: bool = False, **recipe: Any
) -> Stepper:
    return Stepper(network, settings, Recipe(**recipe), is_compiled=is_compiled)


@pytest.mark.parametrize("is_compiled", [False, True])
def test_a_step_is_the_step_of_keras(*, is_compiled: bool) -> None:
    theirs = network()
    theirs.compile(
        keras.optimizers.AdamW(0.02, weight_decay=0.05),
        keras.losses.CategoricalCrossentropy(from_logits=True),
        weighted_metrics=[],
    )
    ours = made(is_compiled=is_compiled)

    for _ in range(3):
        expected = theirs.evaluate(INPUTS, SOFT, sample_weight=WEIGHTS, verbose=0)
        theirs.train_on_batch(INPUTS, SOFT, sample_weight=WEIGHTS)
        loss, right = ours.step(INPUTS, SOFT, WEIGHTS, 0.02)
        assert loss == pytest.approx(expected, rel=1e-4)
        assert 0 <= right <= 6
    for one, other in zip(ours.weights(), theirs.get_weights(), strict=True):
        assert np.abs(one - other).max() <= 1e-5


def test_a_smaller_batch_counts_as_much_as_it_has_films() -> None:
    # Compiled steps make a batch up to its size with films that weigh nothing.
    plain, compiled = made(), made(is_compiled=True)

    for stepper in (plain, compiled):
        stepper.step(INPUTS[:4], SOFT[:4], WEIGHTS[:4], 0.02)

    for one, other in zip(plain.weights(), compiled.weights(), strict=True):
        assert np.abs(one - other).max() <= 1e-5
    assert compiled.logits(INPUTS[:4]).shape == (4, 3)


def test_the_focal_loss_is_its_formula() -> None:
    stepper = made(imbalance=Imbalance.FOCAL, focal_gamma=1.5)
    shares = softmax(stepper.logits(INPUTS).astype(np.float64), axis=1)[np.arange(6), TARGETS]

    loss, _ = stepper.step(INPUTS, SOFT, np.ones(6, np.float32), 0.02)

    assert loss == pytest.approx(float((-((1 - shares) ** 1.5) * np.log(shares)).mean()), rel=1e-5)


def test_the_average_follows_the_weights_and_is_only_shown() -> None:
    stepper = made(ema_decay=0.9)
    average = stepper.weights()
    for step in range(1, 16):
        stepper.step(INPUTS, SOFT, WEIGHTS, 0.05)
        decay = min(0.9, (1 + step) / (10 + step))
        pairs = zip(average, stepper.weights(), strict=True)
        average = [old * decay + new * (1 - decay) for old, new in pairs]
    walking = stepper.weights()

    with stepper.averaged():
        shown = stepper.weights()

    assert all(np.abs(a - b).max() <= 1e-5 for a, b in zip(shown, average, strict=True))
    assert max(np.abs(a - b).max() for a, b in zip(shown, walking, strict=True)) > 0.01
    assert all(np.array_equal(a, b) for a, b in zip(stepper.weights(), walking, strict=True))


def test_a_stepper_that_is_restored_goes_on_to_the_same_weights_bit_for_bit() -> None:
    one, other = made(ema_decay=0.9), made(ema_decay=0.9)
    one.step(INPUTS, SOFT, WEIGHTS, 0.05)
    other.restore(one.state())

    for stepper in (one, other):
        stepper.step(INPUTS, SOFT, WEIGHTS, 0.05)

    assert all(np.array_equal(a, b) for a, b in zip(one.state(), other.state(), strict=True))


def test_two_devices_give_what_one_gives(repo_root: Path) -> None:
    def on(count: int) -> tuple[int, Any, Any]:
        ended = subprocess.run(
            [sys.executable, "-c", ON_DEVICES, str(count)],
            cwd=repo_root,
            env={**os.environ, "PYTHONPATH": str(repo_root)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert ended.returncode == 0, ended.stderr
        replicas, steps, logits = json.loads(ended.stdout.splitlines()[-1])
        return replicas, np.array(steps), np.array(logits)

    (one, steps, logits), (two, steps_of_two, logits_of_two) = on(1), on(2)

    assert (one, two) == (1, 2)
    assert np.abs(steps - steps_of_two).max() <= 1e-5  # losses, and films read rightly
    assert steps[-1, 0] < steps[0, 0]
    assert np.abs(logits - logits_of_two).max() <= 1e-4


def test_nothing_of_a_network_stays_when_it_is_let_go_of() -> None:
    stepper = made()
    stepper.step(INPUTS, SOFT, WEIGHTS, 0.05)
    # What the memory of a weight hangs on.
    kernel = weakref.ref(stepper.network.trainable_variables[0].value.handle)
    assert kernel() is not None

    del stepper
    gc.collect()

    assert kernel() is None
