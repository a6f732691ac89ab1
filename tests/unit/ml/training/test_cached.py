"""What is told of the cache without a network, against what a training has put there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from lungdesk.core.jobs import NullContext
from lungdesk.core.labels import CHEST_LABELS
from lungdesk.formats.reader import read_radiograph
from lungdesk.ml import evaluator
from lungdesk.ml.backbones import backbone_named
from lungdesk.ml.datasets import load_dataset
from lungdesk.ml.preprocess import PreprocessSpec
from lungdesk.ml.training.cached import CachedFilms, cached_films
from lungdesk.ml.training.films import CachePlace, Films
from lungdesk.ml.training.recipe import PRESETS, Recipe
from lungdesk.ml.trunk import Trunk
from lungdesk.ml.weights import resolve_weights
from tests.unit.services.drafts import drawn_folder

LITE0 = backbone_named("efficientnet_lite0")
TRAIN, VAL = 30, 10
SIZE = 96

Count = Callable[[Recipe], CachedFilms]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache with features of two views of some films, and of one view of the others."""
    folder = tmp_path_factory.mktemp("cached")
    samples = load_dataset(drawn_folder(folder / "films", each=8)).samples
    val = samples[::4]
    train = [sample for sample in samples if sample not in val]
    assert (len(train), len(val)) == (TRAIN, VAL)
    weights = resolve_weights(LITE0, "imagenet")
    films = Films(
        PreprocessSpec(SIZE, LITE0.normalization),
        recipe(),
        CachePlace(folder / "features", 10**9),
        CHEST_LABELS,
        read_radiograph,
        NullContext(),
    )
    keras_trunk = films.keras_trunk(LITE0, weights, train)
    trunk = Trunk.of(keras_trunk, LITE0, input_size=SIZE, weights=weights)
    films.place.root.mkdir()
    for some, count in ((train, 2), (val, 1)):
        cache, _, _ = films._filled(trunk, [replace(s, split="train") for s in some], count)
        cache.close()
    return films.place.root


def recipe(**changes: object) -> Recipe:
    return replace(PRESETS["balanced"], input_size=SIZE, views=2, **changes)  # type: ignore[arg-type]


def count(root: Path, of: Recipe, weights: str = "imagenet") -> CachedFilms:
    return cached_films(root, LITE0, weights, (), of)


def test_what_a_training_has_left_is_found(root: Path) -> None:
    assert count(root, recipe()) == CachedFilms(TRAIN, VAL)
    assert count(root, recipe(augmentation=0.0)) == CachedFilms(VAL, VAL, is_same=True)


@pytest.mark.parametrize("changes", [{"seed": 7}, {"augmentation": 0.5}])
def test_of_other_views_there_are_none(root: Path, changes: dict[str, object]) -> None:
    assert count(root, recipe(**changes)) == CachedFilms(0, VAL)


def test_of_other_networks_there_are_none(root: Path, tmp_path: Path) -> None:
    assert count(root, replace(recipe(), input_size=128)) == CachedFilms()
    for weights in ("none", str(tmp_path / "missing.h5")):
        assert count(root, recipe(), weights) == CachedFilms()
    assert count(tmp_path / "no cache", recipe()) == CachedFilms()


def test_of_films_that_were_prepared_otherwise_there_are_none(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evaluator, "PREPARATION", evaluator.PREPARATION + 1)

    assert count(root, recipe()) == CachedFilms()


def test_looking_takes_nothing_into_use(root: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in root.rglob("*")}
    count(root, recipe())
    assert {path: path.stat().st_mtime_ns for path in root.rglob("*")} == before


@pytest.mark.parametrize(
    ("known", "left"),
    [
        (CachedFilms(), (30, 10)),
        (CachedFilms(12, 4), (18, 6)),
        (CachedFilms(50, 50), (0, 0)),
        (CachedFilms(33, 33, is_same=True), (0, 7)),
        (CachedFilms(5, 5, is_same=True), (25, 10)),
        (CachedFilms(90, 90, is_same=True), (0, 0)),
    ],
)
def test_the_rest_is_missing(known: CachedFilms, left: tuple[int, int]) -> None:
    assert known.missing(TRAIN, VAL) == left
