"""The plain way to train, on a tiny network: it must do what ours is measured against."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest
from numpy.typing import NDArray

from lungdesk.ml.datasets import Sample
from lungdesk.ml.reference_training import PlainFilms, PlainTraining
from tests.unit.ml.tiny_backbone import TINY

SIDE = 32
TRAIN = tuple(Sample(Path(f"{n}"), n % 3, "train", str(n)) for n in range(6))
VAL = tuple(Sample(Path(f"{n}"), n % 3, "val", str(n)) for n in range(6, 9))


class Reader:
    """Draws a film for each path, and counts how often."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()

    def __call__(self, path: Path, side: int) -> NDArray[np.uint8]:
        self.counts[path.name] += 1
        rng = np.random.default_rng(int(path.name))
        return rng.integers(0, 256, (side, side), np.uint8)


@pytest.fixture
def reader() -> Reader:
    return Reader()


@pytest.fixture
def trunk() -> Any:
    keras.utils.set_random_seed(0)
    trunk = TINY.build(SIDE)
    # A first layer whose output is never all zero, so that everything behind it learns.
    trunk.get_layer("first").bias.assign(np.ones(8))
    trunk.get_layer("top").bias.assign(np.ones(16))
    return trunk


@pytest.fixture
def plain(trunk: Any, reader: Reader) -> PlainTraining:
    films = PlainFilms(TRAIN, VAL, reader, batch_size=4)
    return PlainTraining(TINY, trunk, films, class_count=3, dropout=0.0)


def layers_of(plain: PlainTraining) -> dict[str, list[NDArray[Any]]]:
    network = plain.network
    trunk = network.get_layer("tiny")
    named = {layer.name: layer.get_weights() for layer in trunk.layers if layer.weights}
    return named | {"dense": network.layers[-1].get_weights()}


def changed(plain: PlainTraining, before: dict[str, list[NDArray[Any]]]) -> set[str]:
    return {
        name
        for name, values in layers_of(plain).items()
        if any(np.any(a != b) for a, b in zip(values, before[name], strict=True))
    }


def test_a_frozen_backbone_stays_as_it_is_and_the_dense_layer_learns(plain: PlainTraining) -> None:
    before = layers_of(plain)
    plain.freeze_all(1e-2)

    plain.fit(1)

    assert changed(plain, before) == {"dense"}


def test_only_the_layers_behind_the_cut_point_learn_too(plain: PlainTraining) -> None:
    before = layers_of(plain)
    plain.unfreeze_behind("first", 1e-2)

    plain.fit(1)

    assert changed(plain, before) == {"top", "dense"}


def test_freezing_again_is_possible(plain: PlainTraining) -> None:
    plain.unfreeze_behind("first", 1e-2)
    plain.freeze_all(1e-2)
    before = layers_of(plain)

    plain.fit(1)

    assert changed(plain, before) == {"dense"}


def test_every_film_is_read_in_every_epoch(plain: PlainTraining, reader: Reader) -> None:
    plain.freeze_all(1e-3)

    plain.fit(1)
    plain.fit(2)

    assert reader.counts == {str(n): 3 for n in range(9)}


def test_the_backbone_that_was_handed_in_is_not_touched(plain: PlainTraining, trunk: Any) -> None:
    before = [values.copy() for values in trunk.get_weights()]
    plain.unfreeze_behind("first", 1e-2)

    plain.fit(1)

    for values, old in zip(trunk.get_weights(), before, strict=True):
        np.testing.assert_array_equal(values, old)


def test_films_are_normalized_as_the_backbone_wants_them_and_not_augmented_when_read(
    plain: PlainTraining, trunk: Any, reader: Reader
) -> None:
    views = np.stack([reader(sample.path, SIDE) for sample in VAL])
    kernel, bias = layers_of(plain)["dense"]
    features = trunk.predict(TINY.normalization.apply(views), verbose=0).mean(axis=(1, 2))
    scores = np.exp((features @ kernel + bias).astype(np.float64))

    probabilities = plain.probabilities(VAL)

    expected = scores / scores.sum(axis=1, keepdims=True)
    np.testing.assert_allclose(probabilities, expected, atol=1e-5)
