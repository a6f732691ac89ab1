from __future__ import annotations

from pathlib import Path

import pytest

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.labels import CHEST_LABELS
from lungdesk.ml.datasets import Dataset, Sample
from lungdesk.ml.folds import Fold, in_fold


def dataset(groups: int = 6) -> Dataset:
    """Of each class so many patients with one to three films, and films of test and external."""
    samples = [
        Sample(Path(f"{index}-{group}-{film}.png"), index, split, f"p{index}-{group}")
        for index in range(len(CHEST_LABELS))
        for group in range(groups + 2)
        for split in [_split(group, groups)]
        for film in range(1 + group % 3)
    ]
    return Dataset(Path("films"), CHEST_LABELS, tuple(samples))


def _split(group: int, groups: int) -> str:
    if group >= groups:
        return ("test", "external")[group - groups]
    return "val" if group == 0 else "train"


def test_each_film_of_train_and_val_is_val_once_and_the_others_never() -> None:
    data = dataset()

    folds = [in_fold(data, Fold(number, 3), seed=0) for number in (1, 2, 3)]

    for before, *after in zip(data.samples, *(fold.samples for fold in folds), strict=True):
        splits = sorted(sample.split for sample in after)
        if before.split in ("test", "external"):
            assert splits == [before.split] * 3
        else:
            assert splits == ["train", "train", "val"]
        assert {sample.path for sample in after} == {before.path}


@pytest.mark.parametrize("seed", [0, 1])
def test_groups_stay_whole_and_every_class_is_in_every_fold(seed: int) -> None:
    for number in (1, 2, 3):
        fold = in_fold(dataset(), Fold(number, 3), seed)

        assert fold.groups_across_splits() == ()
        assert all(fold.counts()["val"].values())
        assert all(fold.counts()["train"].values())


def test_the_seed_decides_and_the_order_of_the_films_does_not() -> None:
    data = dataset()
    turned = Dataset(data.folder, data.labels, data.samples[::-1])

    def val(source: Dataset, seed: int) -> set[Path]:
        return {s.path for s in in_fold(source, Fold(2, 3), seed).split("val")}

    assert val(data, 0) == val(turned, 0)
    assert val(data, 0) != val(data, 1)


def test_a_class_of_too_few_patients_is_told() -> None:
    with pytest.raises(LungDeskError, match="have 3 patients or groups of") as caught:
        in_fold(dataset(groups=3), Fold(1, 4), seed=0)

    assert caught.value.code is ErrorCode.USAGE


@pytest.mark.parametrize(("number", "count"), [(0, 3), (4, 3), (1, 1)])
def test_a_fold_is_one_of_several(number: int, count: int) -> None:
    with pytest.raises(ValueError, match="at least two folds"):
        Fold(number, count)
