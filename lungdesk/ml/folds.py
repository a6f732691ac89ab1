"""Cross-validation: the films of train and val, dealt anew so that each is val once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.ml.datasets import Dataset, Sample


@dataclass(frozen=True, slots=True)
class Fold:
    """One of ``count`` folds; numbers begin with 1."""

    number: int
    count: int

    def __post_init__(self) -> None:
        if self.count < 2 or not 1 <= self.number <= self.count:
            raise ValueError(f"expected one of at least two folds, got {self}")

    def __str__(self) -> str:
        return f"{self.number} of {self.count}"

    @classmethod
    def stated(cls, words: str) -> Fold:
        """The fold that `str` gives so; raises ValueError when it is none."""
        number, _, count = words.partition(" of ")
        return cls(int(number), int(count))


def in_fold(dataset: Dataset, fold: Fold, seed: int) -> Dataset:
    """The data set with a fold of train and val as val, and the rest of them as train.

    Groups stay whole and classes keep their shares (`StratifiedGroupKFold` of scikit-learn). Which
    fold a film is in follows from the films and the seed. Test and external stay what they are.

    Raises
    ------
    LungDeskError
        ``USAGE`` when a class has fewer groups than there are folds.
    """
    from sklearn.model_selection import StratifiedGroupKFold

    numbers = [n for n, s in enumerate(dataset.samples) if s.split in ("train", "val")]
    # Neither the place of the data nor the order in which it is read decides.
    numbers.sort(key=lambda n: (dataset.samples[n].group, dataset.samples[n].path.name))
    dealt = [dataset.samples[n] for n in numbers]
    _require_groups(dataset, dealt, fold)
    folds = StratifiedGroupKFold(fold.count, shuffle=True, random_state=seed).split(
        np.zeros(len(dealt)), [s.class_index for s in dealt], [s.group for s in dealt]
    )
    _, val = list(folds)[fold.number - 1]
    chosen = {numbers[position] for position in val.tolist()}
    samples = list(dataset.samples)
    for number in numbers:
        split = "val" if number in chosen else "train"
        samples[number] = replace(samples[number], split=split)
    return replace(dataset, samples=tuple(samples))


def _require_groups(dataset: Dataset, dealt: Sequence[Sample], fold: Fold) -> None:
    groups: dict[int, set[str]] = {n: set() for n in range(len(dataset.labels))}
    for sample in dealt:
        groups[sample.class_index].add(sample.group)
    index = min(groups, key=lambda n: len(groups[n]))
    if len(groups[index]) < fold.count:
        raise LungDeskError(
            f"Train and val have {len(groups[index])} patients or groups of"
            f" {dataset.labels.ids[index]}, which cannot be dealt to {fold.count} folds.",
            hint="Ask for fewer folds, or add films.",
            code=ErrorCode.USAGE,
        )
