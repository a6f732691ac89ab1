"""Phases of a training on small numbers: gone on with, diverged, tuned, rounded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import Cancelled, NullContext
from lungdesk.ml.augment import AugmentSpec
from lungdesk.ml.engine_export import keras_classifier
from lungdesk.ml.feature_cache import FeatureCache
from lungdesk.ml.graph_cut import split_at
from lungdesk.ml.training import network as networks
from lungdesk.ml.training import phases
from lungdesk.ml.training.checkpoint import Checkpoints
from lungdesk.ml.training.epoch import Epoch
from lungdesk.ml.training.loop import Phase, cross_entropy
from lungdesk.ml.training.phases import (
    TrainedHead,
    TuneStart,
    train_block,
    train_head,
    train_whole,
)
from lungdesk.ml.training.recipe import BlockSettings, HeadSettings, PhaseSettings, Recipe
from lungdesk.ml.training.sources import CachedMaps, GreyViews, LabelledFeatures
from lungdesk.ml.trunk import build_keras_trunk
from lungdesk.ml.weights import Weights
from tests.unit.ml.tiny_backbone import TINY

CLASSES, FILMS, VIEWS, SIZE = 3, 24, 2, TINY.input_size
(CUT,) = TINY.cut_points

HEAD = HeadSettings(epochs=4, batch_size=16, learning_rate=0.02, hidden_units=6, dropout=0.1)
BLOCK = BlockSettings(epochs=4, batch_size=8, learning_rate=0.002)
RECIPE = Recipe(
    heads=(HEAD,), block=BLOCK, mixup_alpha=0.2, label_smoothing=0.1, ema_decay=0.8, patience=9
)


def grey_films(count: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Views ``(count, VIEWS, S, S)`` whose class is how bright their upper half is."""
    rng = np.random.default_rng(seed)
    targets = np.arange(count) % CLASSES
    views = rng.integers(0, 80, (count, VIEWS, SIZE, SIZE))
    views[:, :, : SIZE // 2] += 80 * targets[:, None, None, None]
    return views.astype(np.uint8), targets.astype(np.int64)


@dataclass(frozen=True)
class Collection:
    """Train and val as each phase sees them, and the trunk that made the features."""

    trunk: Any
    pooled: tuple[LabelledFeatures, LabelledFeatures]
    maps: tuple[CachedMaps, CachedMaps]
    grey: tuple[GreyViews, GreyViews]


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    keras.utils.set_random_seed(5)
    trunk = build_keras_trunk(TINY, SIZE, Weights("none", None, "random"))
    lower, _ = split_at(trunk, CUT.layer)
    cache_root = tmp_path_factory.mktemp("cache")
    pooled, maps, grey = [], [], []
    for number, count in enumerate((FILMS, 12)):
        views, targets = grey_films(count, number)
        views = views[:, :1] if number else views  # val is not augmented
        images = TINY.normalization.apply(views.reshape(-1, SIZE, SIZE))
        features = trunk(images).numpy().mean(axis=(1, 2)).reshape(count, -1, TINY.feature_count)
        pooled.append(LabelledFeatures(features.astype(np.float16), targets))
        activations = lower(images).numpy()
        shape = (views.shape[1], *activations.shape[1:])
        cache = FeatureCache(cache_root, str(number), shape)
        digests = [f"{film:064x}" for film in range(count)]
        cache.append(digests, activations.reshape(count, *shape))
        maps.append(CachedMaps(cache, digests, targets))
        read = lambda film, views=views: views[film, 0]  # noqa: E731
        grey.append(GreyViews(read, targets, None if number else AugmentSpec().scaled(0.2), 0))
    return Collection(trunk, (pooled[0], pooled[1]), (maps[0], maps[1]), (grey[0], grey[1]))


def trunk_of(collection: Collection) -> Any:
    """A trunk of its own for each test, as it was before any training."""
    trunk = TINY.build(SIZE)
    trunk.set_weights(collection.trunk.get_weights())
    return trunk


def changed_layers(trunk: Any, collection: Collection) -> set[str]:
    """Layers whose weights are no longer those that the collection's trunk has."""
    changed = set()
    for layer in (trunk.get_layer(name) for name in ("first", "top")):
        before = collection.trunk.get_layer(layer.name).get_weights()
        pairs = zip(layer.get_weights(), before, strict=True)
        if not all(np.array_equal(a, b) for a, b in pairs):
            changed.add(layer.name)
    return changed


def phase(name: str, settings: PhaseSettings, folder: Path | None = None, **changes: Any) -> Phase:
    recipe = replace(RECIPE, **changes)
    return Phase(name, settings, recipe, CLASSES, "", Checkpoints(folder, "mine"))


class DiesAt(NullContext):
    """Ends the training at a given check, as a kill would."""

    def __init__(self, check: int) -> None:
        self._left = check

    def check(self) -> None:
        self._left -= 1
        if not self._left:
            raise Cancelled


@pytest.fixture(scope="module")
def head(collection: Collection) -> TrainedHead:
    return train_head(*collection.pooled, phase("head", HEAD), NullContext())


def block_of(
    collection: Collection, head: TrainedHead, folder: Path | None = None, ctx: Any = None
) -> tuple[TrainedHead, Any]:
    trunk = trunk_of(collection)
    start = TuneStart(trunk, TINY, head)
    wanted = phase("block", BLOCK, folder)
    return train_block(start, CUT, collection.maps, wanted, ctx or NullContext()), trunk


def same(one: TrainedHead, other: TrainedHead) -> bool:
    layers = zip(one.head.arrays().values(), other.head.arrays().values(), strict=True)
    return one.history == other.history and all(np.array_equal(a, b) for a, b in layers)


@pytest.mark.parametrize("check", [1, 4, 9, 16])
def test_a_head_that_was_killed_goes_on_to_the_same_head(
    collection: Collection, head: TrainedHead, tmp_path: Path, check: int
) -> None:
    wanted = phase("head", HEAD, tmp_path)
    with pytest.raises(Cancelled):
        train_head(*collection.pooled, wanted, DiesAt(check))

    again = train_head(*collection.pooled, wanted, NullContext())

    assert same(again, head)
    finished = train_head(*collection.pooled, wanted, DiesAt(2))  # it only measures val once more
    assert same(finished, head)


class Counts(NullContext):
    """Counts the steps of a training: it is asked before each of them."""

    def __init__(self) -> None:
        self.checks = 0

    def check(self) -> None:
        self.checks += 1


def test_what_was_cancelled_amid_an_epoch_goes_on_at_that_step_and_tells_no_epoch_twice(
    collection: Collection, head: TrainedHead, tmp_path: Path
) -> None:
    told: list[tuple[list[int], bool]] = []

    def listen(epochs: Sequence[Epoch], *, is_history: bool) -> None:
        told.append(([epoch.epoch for epoch in epochs], is_history))

    undisturbed, rest = Counts(), Counts()
    train_head(*collection.pooled, phase("head", HEAD), undisturbed)
    wanted = replace(phase("head", HEAD, tmp_path), tell=listen)
    with pytest.raises(Cancelled):  # before the third of three steps of the second epoch
        train_head(*collection.pooled, wanted, DiesAt(8))
    assert told == [([1], False)]

    again = train_head(*collection.pooled, wanted, rest)

    assert same(again, head)
    assert rest.checks == undisturbed.checks - 7
    assert told[1:] == [([1], True), ([2], False), ([3], False), ([4], False)]


@pytest.fixture(scope="module")
def block(collection: Collection, head: TrainedHead) -> tuple[TrainedHead, Any]:
    return block_of(collection, head)


@pytest.mark.parametrize("check", [3, 8])
def test_a_block_that_was_killed_goes_on_to_the_same_network(
    collection: Collection,
    head: TrainedHead,
    block: tuple[TrainedHead, Any],
    tmp_path: Path,
    check: int,
) -> None:
    with pytest.raises(Cancelled):
        block_of(collection, head, tmp_path, DiesAt(check))
    keras.utils.set_random_seed(99)  # another process has drawn other numbers before

    again, trunk = block_of(collection, head, tmp_path)

    expected, expected_trunk = block
    assert same(again, expected)
    pairs = zip(trunk.get_weights(), expected_trunk.get_weights(), strict=True)
    assert all(np.array_equal(a, b) for a, b in pairs)


def test_a_block_begins_with_the_head_and_betters_it_on_val(
    collection: Collection, head: TrainedHead, block: tuple[TrainedHead, Any]
) -> None:
    tuned, trunk = block

    assert tuned.val_loss < head.val_loss
    assert [row["phase"] for row in tuned.history] == ["block"] * BLOCK.epochs
    assert changed_layers(trunk, collection) == {"top"}


def test_the_trunk_and_the_head_that_come_out_say_what_was_measured(
    collection: Collection, block: tuple[TrainedHead, Any]
) -> None:
    tuned, trunk = block
    views, targets = grey_films(12, 1)

    images = TINY.normalization.apply(views[:, 0])
    logits, _ = keras_classifier(trunk, tuned.head)(images)

    assert cross_entropy(logits.numpy(), targets) == pytest.approx(tuned.val_loss, abs=2e-3)


def test_a_block_that_only_gets_worse_leaves_everything_as_it_was(
    collection: Collection, head: TrainedHead
) -> None:
    trunk = trunk_of(collection)
    settings = replace(BLOCK, learning_rate=1.0, warm_up=0.0)
    wanted = phase("block", settings, ema_decay=0.0)

    tuned = train_block(TuneStart(trunk, TINY, head), CUT, collection.maps, wanted, NullContext())

    assert all(row["val_loss"] > head.val_loss for row in tuned.history)
    assert not changed_layers(trunk, collection)
    assert tuned.val_loss == pytest.approx(head.val_loss, abs=5e-3)


def test_a_long_phase_is_compiled_and_goes_the_same_way(
    collection: Collection, head: TrainedHead, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Without dropout, for which XLA draws other numbers.
    firm = replace(head, settings=replace(HEAD, dropout=0.0))
    plain, _ = block_of(collection, firm)
    monkeypatch.setattr(phases, "_COMPILED_FROM", 1)

    compiled, _ = block_of(collection, firm)

    for one, other in zip(compiled.history, plain.history, strict=True):
        assert one["loss"] == pytest.approx(other["loss"], rel=1e-3)
        assert one["val_loss"] == pytest.approx(other["val_loss"], rel=1e-3)


def test_the_whole_network_is_trained_on_films_that_are_augmented_anew(
    collection: Collection, head: TrainedHead
) -> None:
    trunk = trunk_of(collection)
    settings = PhaseSettings(epochs=2, batch_size=8, learning_rate=0.001)
    start = TuneStart(trunk, TINY, head)

    tuned = train_whole(start, collection.grey, phase("whole", settings), NullContext())

    assert changed_layers(trunk, collection) == {"first", "top"}
    views, targets = grey_films(12, 1)
    logits, _ = keras_classifier(trunk, tuned.head)(TINY.normalization.apply(views[:, 0]))
    # In bfloat16, on a processor that has it.
    assert cross_entropy(logits.numpy(), targets) == pytest.approx(tuned.val_loss, abs=5e-3)
    films, times = np.arange(4), np.zeros(4, np.int64)
    train, val = collection.grey
    assert not np.array_equal(train.batch(films, times), train.batch(films, times + 1))
    assert np.array_equal(train.batch(films, times), train.batch(films, times))
    assert np.array_equal(val.batch(films, times), views[:4, 0])


@pytest.mark.parametrize(("has_it", "computed"), [(True, "bfloat16"), (False, "float32")])
def test_a_processor_with_bfloat16_computes_in_it_and_keeps_weights_in_float32(
    collection: Collection,
    head: TrainedHead,
    monkeypatch: pytest.MonkeyPatch,
    computed: str,
    *,
    has_it: bool,
) -> None:
    monkeypatch.setattr(networks, "has_bfloat16", lambda: has_it)
    built: list[Any] = []
    classifier = networks.classifier

    def recorded(*arguments: Any) -> Any:
        built.append(classifier(*arguments))
        return built[-1]

    monkeypatch.setattr(networks, "classifier", recorded)

    tuned, trunk = block_of(collection, head)

    layers = {layer.name: layer for layer in built[0].layers}
    assert layers["top"].compute_dtype == computed
    assert layers["top"].kernel.dtype == "float32"
    assert layers[networks.LOGITS].compute_dtype == "float32"
    assert trunk.get_layer("top").compute_dtype == "float32"
    assert keras.config.dtype_policy().name == "float32"
    assert np.isfinite(tuned.val_loss)


def test_batch_normalization_stays_as_it_was_trained() -> None:
    layers = keras.layers
    inputs = keras.Input((8, 8, 3))
    x = layers.BatchNormalization(name="norm")(layers.Conv2D(4, 3, name="conv")(inputs))
    trunk = keras.Model(inputs, x)
    trunk.trainable = False

    networks.make_trainable(trunk)

    assert [v.path for v in trunk.trainable_variables] == ["conv/kernel", "conv/bias"]
    images = np.random.default_rng(0).normal(3, 2, (4, 8, 8, 3)).astype(np.float32)
    assert np.array_equal(trunk(images, training=True), trunk(images, training=False))


def test_a_loss_that_is_no_number_ends_the_phase_and_says_where(
    collection: Collection, tmp_path: Path
) -> None:
    train, val = collection.pooled
    spoilt = LabelledFeatures(train.features.copy(), train.targets)
    wanted = phase("head", HEAD, tmp_path, mixup_alpha=0.0)

    class Spoils(NullContext):
        """Damages a film when the first epoch is over."""

        def report(self, progress: Any) -> None:
            spoilt.features[3, :, 0] = np.nan

    with pytest.raises(LungDeskError) as caught:
        train_head(spoilt, val, wanted, Spoils())

    assert caught.value.code is ErrorCode.TRAINING_DIVERGED
    assert "in phase head, epoch 2, step " in caught.value.message
    assert "the checkpoint of the epoch before is kept" in caught.value.message
    kept = wanted.checkpoints.load("head")
    assert kept is not None
    assert len(kept.facts["history"]) == 1
    assert all(np.isfinite(values).all() for values in kept.listed("state"))


def test_a_phase_ends_when_val_is_no_better_for_so_many_epochs(collection: Collection) -> None:
    settings = replace(HEAD, epochs=30, learning_rate=0.5)

    trained = train_head(
        *collection.pooled, phase("head", settings, patience=2, ema_decay=0.0), NullContext()
    )

    losses = [row["val_loss"] for row in trained.history]
    assert len(losses) < 30
    assert min(losses[-2:]) > min(losses)
