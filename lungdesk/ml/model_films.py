"""A collection in the splits that a finished model was trained with."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from lungdesk.core.errors import LungDeskError
from lungdesk.ml.datasets import Dataset, load_dataset
from lungdesk.ml.ensemble import AnyBundle, members_of
from lungdesk.ml.folds import Fold, in_fold


def films_for(bundle: AnyBundle, location: Path, label_map: Mapping[str, str]) -> Dataset:
    """Load a collection to measure a model on, or to choose its limits on.

    Splits that LungDesk makes itself, and folds of a cross-validation, are made as in the model's
    training: with others it would be measured on films that it has learnt. Of a collection that it
    has not learnt from, any are right. An ensemble goes by its first member. That holds as long
    as the collection is the one of the training; `split_doubt` tells when it cannot be.

    Raises
    ------
    LungDeskError
        Those of `load_dataset`.
    """
    training = members_of(bundle)[0].manifest.training
    dataset = load_dataset(location, labels=bundle.labels, label_map=label_map, seed=training.seed)
    stated = training.settings.get("fold")
    if stated is None:
        return dataset
    try:
        return in_fold(dataset, Fold.stated(str(stated)), training.seed)
    except LungDeskError:  # too few films to deal: not those that it was trained with
        return dataset


def split_doubt(bundle: AnyBundle, dataset: Dataset) -> str:
    """Why films that a model has learnt from may be among those that it is measured on.

    Empty where the data itself states the splits, or has not changed since the training.
    """
    training = members_of(bundle)[0].manifest.training
    if not dataset.is_split_here or training.data != dataset.folder.name:
        return ""
    if dataset.counts() == training.counts:
        return ""
    return (
        f"{dataset.folder.name} has other films than when the model was trained, and does not say"
        " which are to be learnt from: films that it has learnt may be among those of val and test."
    )
