"""Labels that mean nothing, and models that say that theirs do."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from lungdesk.core.labels import CHEST_LABELS
from lungdesk.ml.datasets import Dataset, Sample
from lungdesk.ml.shuffled_labels import has_shuffled_labels, warning_name, with_shuffled_labels
from lungdesk.ml.training.recipe import Recipe, recipe_of
from tests.unit.ml.checks.check_films import shipped


def dataset(root: str = "/films") -> Dataset:
    samples = [
        Sample(Path(f"{root}/{split}/{n:03}.png"), n % 5, split, f"{split} {n}")
        for split, count in (("train", 60), ("val", 40), ("test", 30))
        for n in range(count)
    ]
    return Dataset(Path(root), CHEST_LABELS, tuple(samples))


def labels(of: Dataset) -> dict[str, int]:
    return {sample.group: sample.class_index for sample in of.samples}


def test_films_stay_and_every_split_keeps_its_classes() -> None:
    before = dataset()

    after = with_shuffled_labels(before, seed=0)

    assert after.counts() == before.counts()
    kept = [replace(sample, class_index=0) for sample in after.samples]
    assert kept == [replace(sample, class_index=0) for sample in before.samples]
    for split in ("train", "val", "test"):
        pairs = zip(before.split(split), after.split(split), strict=True)
        same = Counter(a.class_index == b.class_index for a, b in pairs)
        assert same[False] > same[True]  # a fifth stays by chance


def test_which_film_gets_which_label_follows_from_films_and_seed_alone() -> None:
    elsewhere = dataset("/elsewhere")
    mixed = list(elsewhere.samples)
    random.Random(0).shuffle(mixed)

    first = labels(with_shuffled_labels(dataset(), seed=0))

    assert labels(with_shuffled_labels(replace(elsewhere, samples=tuple(mixed)), seed=0)) == first
    assert labels(with_shuffled_labels(dataset(), seed=1)) != first


def test_a_recipe_with_true_labels_says_nothing_of_them() -> None:
    shuffled = Recipe(shuffled_labels=True)

    assert "shuffled_labels" not in Recipe().as_plain()
    assert shuffled.as_plain()["shuffled_labels"] is True
    assert recipe_of(shuffled.as_plain()) == shuffled
    assert recipe_of({"shuffled_labels": False}, shuffled) == Recipe()


@pytest.mark.parametrize("is_shuffled", [False, True])
def test_a_model_is_known_by_its_recipe(is_shuffled: bool) -> None:
    bundle = shipped()
    recipe = Recipe(shuffled_labels=is_shuffled).as_plain()
    training = bundle.manifest.training
    made = training.model_copy(update={"settings": {**training.settings, "recipe": recipe}})
    manifest = bundle.manifest.model_copy(update={"training": made})

    assert has_shuffled_labels(replace(bundle, manifest=manifest)) is is_shuffled
    assert warning_name(warning_name("Mine")) == "Mine (labels shuffled)"
