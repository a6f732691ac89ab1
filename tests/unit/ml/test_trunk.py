from __future__ import annotations

import hashlib
import pickle
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest

from lungdesk.core.jobs import Cancelled, NullContext, Progress
from lungdesk.ml import trunk as trunk_module
from lungdesk.ml.feature_cache import FeatureCache
from lungdesk.ml.openvino_runtime import CompiledNetwork
from lungdesk.ml.portable_network import PortableNetwork
from lungdesk.ml.preprocess import Normalization
from lungdesk.ml.trunk import FilmViews, Trunk, build_keras_trunk, fill_cache, to_openvino
from lungdesk.ml.weights import Weights
from tests.unit.ml.tiny_backbone import TINY
from tests.unit.services.fakes import Listener

NONE = Weights("none", None, "random")
SIZE = TINY.input_size


def compiled(keras_trunk: Any, weights: Weights = NONE, *, size: int = SIZE) -> Trunk:
    return Trunk.of(keras_trunk, TINY, input_size=size, weights=weights)


def random_views(count: int) -> np.ndarray:
    return np.random.default_rng(0).integers(0, 256, (count, SIZE, SIZE), dtype=np.uint8)


def test_features_are_the_keras_feature_maps_averaged_view_by_view() -> None:
    keras_trunk = build_keras_trunk(TINY, SIZE, NONE)
    views = random_views(40)

    features = compiled(keras_trunk).features(views)

    maps = np.asarray(keras_trunk(TINY.normalization.apply(views)))
    assert features.shape == (40, TINY.feature_count)
    assert features.dtype == np.float32
    assert np.abs(features - maps.mean(axis=(1, 2))).max() <= 1e-4
    assert not keras_trunk.trainable


def test_a_lower_part_gives_the_map_behind_its_last_layer_and_is_another_trunk() -> None:
    keras_trunk = build_keras_trunk(TINY, SIZE, NONE)
    views = random_views(3)

    lower = Trunk.of(keras_trunk, TINY, input_size=SIZE, weights=NONE, cut_layer="first")
    maps = lower.features(views)

    images = TINY.normalization.apply(views)
    assert maps.shape == (3, *lower.feature_shape)
    expected = np.asarray(keras_trunk.get_layer("first")(images))
    assert np.abs(maps - expected).max() <= 1e-4
    assert lower.identity != compiled(keras_trunk).identity


@pytest.mark.parametrize(
    ("has_bfloat16", "most", "is_rounded"),
    [(False, 1.0, False), (True, 1.0, True), (True, -1.0, False)],
)
def test_features_are_made_in_bfloat16_where_there_is_that_and_they_hardly_change(
    monkeypatch: pytest.MonkeyPatch, has_bfloat16: bool, most: float, is_rounded: bool
) -> None:
    monkeypatch.setattr(trunk_module, "has_bfloat16", lambda: has_bfloat16)
    monkeypatch.setattr(trunk_module, "_MOST_ROUNDING", most)
    trunk, views = compiled(build_keras_trunk(TINY, SIZE, NONE)), random_views(16)

    fastest = trunk.in_fastest_arithmetic(views)

    # Another trunk, whose features are not to be taken for those of the first.
    assert (fastest.identity != trunk.identity) is is_rounded
    assert (fastest is trunk) is not is_rounded
    features = trunk.features(views)
    assert np.abs(fastest.features(views) - features).max() < 0.05 * np.abs(features).max()
    there = pickle.loads(pickle.dumps(fastest))
    assert there.identity == fastest.identity
    assert np.array_equal(there.features(views), fastest.features(views))


def test_the_network_normalizes_every_channel_as_it_is_told() -> None:
    inputs = keras.Input((8, 8, 3))
    unchanged = keras.Model(inputs, keras.layers.Activation("linear")(inputs))
    normalization = Normalization((1.0, 20.0, 127.5), (2.0, 0.5, 127.5))
    view = np.random.default_rng(1).integers(0, 256, (8, 8), dtype=np.uint8)

    (seen,) = CompiledNetwork(to_openvino(unchanged, normalization)).run(view)

    assert seen.shape == (1, 8, 8, 3)
    assert seen == pytest.approx(normalization.apply(view[None]), rel=1e-5, abs=1e-5)


@pytest.fixture
def _uncompiled(monkeypatch: pytest.MonkeyPatch) -> None:
    """For what is decided before the network is compiled, which takes a while."""
    monkeypatch.setattr(trunk_module, "to_openvino", lambda *_: None)
    monkeypatch.setattr(trunk_module, "_pooled", lambda _: None)


@pytest.mark.usefixtures("_uncompiled")
def test_the_identity_says_which_weights_and_which_size() -> None:
    keras_trunk = build_keras_trunk(TINY, SIZE, NONE)
    a_file, another = (Weights("file", Path("mine.pth"), digit * 64) for digit in "01")

    trunks = [
        compiled(keras_trunk, a_file),
        compiled(keras_trunk, another),
        compiled(build_keras_trunk(TINY, 48, NONE), a_file, size=48),
    ]

    assert len({trunk.identity for trunk in trunks}) == 3
    assert compiled(keras_trunk, a_file).identity == trunks[0].identity


@pytest.mark.usefixtures("_uncompiled")
def test_random_weights_of_another_seed_are_another_trunk() -> None:
    # Or else the features of one would be taken from the cache for the other.
    def of_seed(seed: int) -> Trunk:
        keras.utils.set_random_seed(seed)
        return compiled(build_keras_trunk(TINY, SIZE, NONE))

    first, again, other = of_seed(1), of_seed(1), of_seed(2)

    assert first.identity == again.identity
    assert first.identity != other.identity


class _Means(PortableNetwork):
    """Stands in for a network: its one feature is the mean of a view; counts what it is given."""

    def __init__(self) -> None:
        self.runs = 0

    def run_many(
        self,
        views: Iterable[np.ndarray],
        on_output: Callable[[int, tuple[np.ndarray, ...]], None],
    ) -> None:
        for number, view in enumerate(views):
            self.runs += 1
            on_output(number, (np.array([[view.mean()]], np.float32),))


@dataclass
class _Films:
    """Films whose number is their grey value, two views each; some cannot be decoded."""

    count: int
    damaged: tuple[int, ...] = ()
    decoded: list[int] = field(default_factory=list)
    network: _Means = field(default_factory=_Means)

    @property
    def digests(self) -> list[str]:
        return [hashlib.sha256(bytes([number])).hexdigest() for number in range(self.count)]

    def views(self, number: int) -> np.ndarray | None:
        self.decoded.append(number)
        if number in self.damaged:
            return None
        return np.stack([np.full((4, 4), number + extra, np.uint8) for extra in (0, 100)])

    def fill(self, folder: Path, ctx: Any) -> FeatureCache:
        cache = FeatureCache(folder, "setting", (2, 1))
        trunk = Trunk(self.network, "means", (1,))
        fill_cache(trunk, cache, FilmViews(self.digests, self.views), ctx, "features")
        return cache


def test_features_stay_with_their_films_when_others_cannot_be_decoded(tmp_path: Path) -> None:
    films = _Films(40, damaged=(0, 7, 16, 31, 39))

    cache = films.fill(tmp_path, NullContext())

    readable = [n for n in range(40) if n not in films.damaged]
    assert [n for n, digest in enumerate(films.digests) if digest in cache] == readable
    rows = cache.rows([films.digests[n] for n in readable])
    assert rows[:, 0, 0].tolist() == readable
    assert rows[:, 1, 0].tolist() == [n + 100 for n in readable]


def test_films_are_reported_batch_by_batch_among_all(tmp_path: Path) -> None:
    listener = Listener()

    _Films(40, damaged=(3,)).fill(tmp_path, listener)

    expected = [Progress(done, 40, "features") for done in (16, 32, 40)]
    assert listener.reports == expected


def test_what_was_done_before_a_cancel_need_not_be_done_again(tmp_path: Path) -> None:
    with pytest.raises(Cancelled):
        _Films(40).fill(tmp_path, Listener(cancels_at_check=2))
    resumed, listener = _Films(40), Listener()

    cache = resumed.fill(tmp_path, listener)

    assert sorted(resumed.decoded) == list(range(16, 40))
    assert resumed.network.runs == 24 * 2
    assert [report.done for report in listener.reports] == [32, 40]
    assert cache.rows(resumed.digests)[:, 0, 0].tolist() == list(range(40))


def test_with_everything_in_the_cache_nothing_is_done_at_all(tmp_path: Path) -> None:
    _Films(5).fill(tmp_path, NullContext())
    again, listener = _Films(5), Listener()

    again.fill(tmp_path, listener)

    assert (again.decoded, again.network.runs, listener.reports) == ([], 0, [])


def test_when_no_film_can_be_decoded_the_network_is_left_alone(tmp_path: Path) -> None:
    films = _Films(3, damaged=(0, 1, 2))

    cache = films.fill(tmp_path, NullContext())

    assert films.network.runs == 0
    assert not [digest for digest in films.digests if digest in cache]
