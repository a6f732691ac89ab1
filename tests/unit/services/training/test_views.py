"""The preview of the preparation is what a training gets: the very pixels, the very counts."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from lungdesk.core.errors import LungDeskError
from lungdesk.core.jobs import NullContext
from lungdesk.core.labels import CHEST_LABELS
from lungdesk.formats.reader import read_radiograph
from lungdesk.ml.datasets import Dataset, load_dataset
from lungdesk.ml.preprocess import PreprocessSpec
from lungdesk.ml.training import order
from lungdesk.ml.training.films import CachePlace, Films
from lungdesk.ml.training.recipe import Imbalance, Recipe
from lungdesk.services.training.class_balance import class_balance
from lungdesk.services.training.views import ViewsRequest, training_views
from tests.unit.ml.tiny_backbone import TINY
from tests.unit.services.drafts import drawn_folder

SPEC = PreprocessSpec(48, TINY.normalization)


@dataclass
class SeeingTrunk:
    """Remembers what it was shown."""

    identity: str = "seeing"
    feature_shape: tuple[int, ...] = (1,)
    seen: list[NDArray[np.uint8]] = field(default_factory=list)

    def features(self, views: NDArray[np.uint8]) -> NDArray[np.float32]:
        self.seen.extend(views)
        return np.zeros((len(views), 1), np.float32)


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    return load_dataset(drawn_folder(tmp_path_factory.mktemp("data") / "films", each=8))


@pytest.fixture
def recipe() -> Recipe:
    return Recipe(views=4, augmentation=1.6, seed=3)


def test_the_pixels_of_the_preview_are_those_that_a_network_gets(
    dataset: Dataset, recipe: Recipe, tmp_path: Path
) -> None:
    train, trunk = dataset.split("train"), SeeingTrunk()
    films = Films(
        spec=SPEC,
        recipe=recipe,
        place=CachePlace(tmp_path, 10**9),
        labels=CHEST_LABELS,
        decode=read_radiograph,
        ctx=NullContext(),
    )
    films.pooled(trunk, train, 4)  # type: ignore[arg-type]
    shown = [
        training_views(ViewsRequest(sample.path, SPEC, recipe, 4), NullContext())
        for sample in train
    ]
    assert len(trunk.seen) == 4 * len(train)
    np.testing.assert_array_equal(np.concatenate(shown), np.stack(trunk.seen))
    assert not np.array_equal(shown[0][0], shown[0][1])


def test_the_preview_changes_when_settings_do_and_only_then(
    dataset: Dataset, recipe: Recipe
) -> None:
    path = dataset.split("train")[0].path

    def views(used: Recipe, spec: PreprocessSpec = SPEC) -> Any:
        return training_views(ViewsRequest(path, spec, used, 3), NullContext())

    first = views(recipe)
    np.testing.assert_array_equal(first, views(recipe))
    np.testing.assert_array_equal(first, views(replace(recipe, patience=2)))
    np.testing.assert_array_equal(first[0], views(replace(recipe, augmentation=0.5))[0])
    assert not np.array_equal(first[1], views(replace(recipe, augmentation=0.5))[1])
    assert views(recipe, replace(SPEC, input_size=64)).shape == (3, 64, 64)


def test_a_film_that_cannot_be_read_is_told_of(tmp_path: Path, recipe: Recipe) -> None:
    with pytest.raises(LungDeskError):
        training_views(ViewsRequest(tmp_path / "no.png", SPEC, recipe, 3), NullContext())


# --- how much each class counts


@pytest.fixture
def uneven(dataset: Dataset) -> Dataset:
    """Of the first class two films to learn from, of the others all."""
    first = [s for s in dataset.split("train") if s.class_index == 0]
    kept = [s for s in dataset.samples if s not in first[2:]]
    return replace(dataset, samples=tuple(kept))


@pytest.mark.parametrize("way", Imbalance)
def test_what_each_way_comes_to(uneven: Dataset, way: Imbalance) -> None:
    balance = class_balance((uneven, way), NullContext())
    counts = uneven.counts()["train"]
    assert list(balance.films) == list(counts.values())
    if way in (Imbalance.FOCAL, Imbalance.NONE):
        assert balance.counted == balance.films
    elif way is Imbalance.BALANCED:
        assert set(balance.counted) == {max(balance.films)}
    elif way is Imbalance.SOURCES:
        assert len(set(balance.counted)) == 1
        assert sum(balance.counted) == pytest.approx(sum(balance.films), abs=len(balance.films))
    else:
        assert len({round(value, 3) for value in balance.counted}) == 1
        assert sum(balance.counted) == pytest.approx(sum(balance.films), rel=1e-5)
        targets = np.array([s.class_index for s in uneven.split("train")])
        weight = order.class_weights(targets, 5)[0]
        assert balance.counted[0] == pytest.approx(2 * weight, rel=1e-5)


def test_without_films_nothing_counts(dataset: Dataset) -> None:
    empty = replace(dataset, samples=())
    balance = class_balance((empty, Imbalance.BALANCED), NullContext())
    assert balance.films == (0,) * 5
    assert balance.counted == (0.0,) * 5
