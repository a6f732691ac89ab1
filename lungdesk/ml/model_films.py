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
    has not learnt from, any are right. An ensemble goes by its first member.

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
