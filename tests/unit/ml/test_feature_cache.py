from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pytest

from lungdesk.core.jobs import NullContext
from lungdesk.ml.feature_cache import FeatureCache
from lungdesk.ml.trunk import FilmViews, Trunk, build_keras_trunk, fill_cache
from lungdesk.ml.weights import resolve_weights
from tests.unit.ml.conftest import BACKBONE, SPEC

SHAPE = (2, 3)


def digest(number: int) -> str:
    return hashlib.sha256(bytes([number])).hexdigest()


def features(*numbers: int) -> np.ndarray:
    return np.stack([np.full(SHAPE, n, np.float32) for n in numbers])


def test_features_survive_the_process(tmp_path: Path) -> None:
    FeatureCache(tmp_path, "setting", SHAPE).append([digest(1), digest(2)], features(1, 2))

    again = FeatureCache(tmp_path, "setting", SHAPE)

    assert digest(1) in again
    assert digest(3) not in again
    assert again.rows([digest(2), digest(1), digest(2)])[:, 0, 0].tolist() == [2, 1, 2]


def test_another_setting_is_another_cache(tmp_path: Path) -> None:
    FeatureCache(tmp_path, "one", SHAPE).append([digest(1)], features(1))

    assert digest(1) not in FeatureCache(tmp_path, "other", SHAPE)


def test_two_writers_do_not_disturb_each_other(tmp_path: Path) -> None:
    first, second = (FeatureCache(tmp_path, "setting", SHAPE) for _ in range(2))
    first.append([digest(1)], features(1))
    second.append([digest(2)], features(2))
    first.append([digest(3)], features(3))

    rows = FeatureCache(tmp_path, "setting", SHAPE).rows([digest(n) for n in (1, 2, 3)])

    assert rows[:, 0, 0].tolist() == [1, 2, 3]


def test_what_a_kill_leaves_half_written_is_not_read(tmp_path: Path) -> None:
    cache = FeatureCache(tmp_path, "setting", SHAPE)
    cache.append([digest(1)], features(1))
    (folder,) = tmp_path.iterdir()
    (folder / ".half.npy.tmp123").write_bytes(b"\x93NUMPY")

    again = FeatureCache(tmp_path, "setting", SHAPE)

    assert digest(1) in again


def test_maps_come_back_view_by_view(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    maps = rng.normal(size=(5, 3, 4, 4, 2)).astype(np.float16)
    cache = FeatureCache(tmp_path, "setting", maps.shape[1:])
    cache.append([digest(n) for n in range(3)], maps[:3].astype(np.float32))
    cache.append([digest(n) for n in (3, 4)], maps[3:].astype(np.float32))
    films, views = [4, 0, 2, 4], np.array([2, 0, 1, 0])

    found = cache.views([digest(n) for n in films], views)

    assert np.array_equal(found, maps[films, views])
    assert cache.record_bytes == maps[0].nbytes


def test_what_is_beyond_float16_becomes_the_largest_and_not_infinite(tmp_path: Path) -> None:
    cache = FeatureCache(tmp_path, "setting", (1, 2))
    cache.append([digest(1)], np.array([[[1e6, -1e6]]], np.float32))

    assert cache.rows([digest(1)])[0, 0].tolist() == [65504, -65504]


@pytest.mark.parametrize("size", [0, 40, 150, -1])
def test_a_file_that_is_cut_short_is_made_anew(tmp_path: Path, size: int) -> None:
    FeatureCache(tmp_path, "setting", SHAPE).append([digest(1)], features(1))
    (file,) = tmp_path.rglob("*.npy")
    file.write_bytes(file.read_bytes()[:size])

    again = FeatureCache(tmp_path, "setting", SHAPE)

    assert digest(1) not in again
    assert not file.exists()


def test_the_wrong_shape_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="expected"):
        FeatureCache(tmp_path, "setting", SHAPE).append([digest(1)], features(1, 2))


def test_a_film_runs_through_the_trunk_once_and_copies_share_it(tmp_path: Path) -> None:
    weights = resolve_weights(BACKBONE, "imagenet")
    keras_trunk = build_keras_trunk(BACKBONE, SPEC.input_size, weights)
    trunk = Trunk.of(keras_trunk, BACKBONE, input_size=SPEC.input_size, weights=weights)
    shape = (1, BACKBONE.feature_count)
    made: list[int] = []

    def make_views(number: int) -> np.ndarray | None:
        made.append(number)
        if number == 1:
            return None  # a film that cannot be decoded
        return np.full((1, SPEC.input_size, SPEC.input_size), 40 * number, np.uint8)

    def fill() -> FeatureCache:
        cache = FeatureCache(tmp_path, "setting", shape)
        digests = [digest(0), digest(1), digest(2), digest(0)]
        fill_cache(trunk, cache, FilmViews(digests, make_views), NullContext(), "")
        return cache

    cache = fill()
    assert digest(1) not in cache
    view = np.full((1, SPEC.input_size, SPEC.input_size), 80, np.uint8)
    expected = np.asarray(keras_trunk(SPEC.normalization.apply(view))).mean(axis=(1, 2))
    assert np.abs(cache.rows([digest(2)])[0] - expected).max() < 0.01

    made.clear()
    fill()
    assert made == [1]  # only the film that has no features yet is tried again
