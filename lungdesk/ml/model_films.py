"""A collection in the splits that a finished model was trained with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from lungdesk.core.errors import LungDeskError
from lungdesk.core.film_patient import PatientOf, nobody
from lungdesk.ml.bundle import TrainingSummary
from lungdesk.ml.datasets import Dataset, load_dataset
from lungdesk.ml.ensemble import AnyBundle, members_of
from lungdesk.ml.film_groups import HEADER_PATIENTS, JOINED_GROUPS
from lungdesk.ml.folds import Fold, in_fold


def films_for(
    bundle: AnyBundle,
    location: Path,
    label_map: Mapping[str, str],
    *,
    patient_of: PatientOf = nobody,
) -> Dataset:
    """Load a collection to measure a model on, or to choose its limits on.

    Splits that LungDesk makes itself, and folds of a cross-validation, are made as in the model's
    training: with others it would be measured on films that it has learnt. Of a collection that it
    has not learnt from, any are right. An ensemble goes by its first member. That holds as long
    as the collection is the one of the training; `split_doubt` tells when it cannot be.

    Parameters
    ----------
    patient_of
        See `load_dataset`. A training that did not look into headers yet has parted patients: its
        splits stay, and the films of a patient are one group.

    Raises
    ------
    LungDeskError
        Those of `load_dataset`.
    """
    training = members_of(bundle)[0].manifest.training

    def dealt(by: PatientOf) -> Dataset:
        return load_dataset(
            location, labels=bundle.labels, label_map=label_map, seed=training.seed, patient_of=by
        )

    dataset = dealt(patient_of)
    if not (dataset.grouping.from_headers and _has_parted_patients(training, dataset)):
        return _in_its_fold(dataset, training)
    group_of = {sample.path: sample.group for sample in dataset.samples}
    as_then = _in_its_fold(dealt(nobody), training)
    samples = (replace(sample, group=group_of[sample.path]) for sample in as_then.samples)
    return replace(as_then, samples=tuple(samples), grouping=dataset.grouping)


def _has_parted_patients(training: TrainingSummary, dataset: Dataset) -> bool:
    return _is_dealt_again(training, dataset) and HEADER_PATIENTS not in training.settings


def _is_dealt_again(training: TrainingSummary, dataset: Dataset) -> bool:
    """Whether LungDesk has dealt these films in its training: folds are dealt of stated splits."""
    is_dealt = dataset.is_split_here or "fold" in training.settings
    return is_dealt and training.data == dataset.folder.name


def _in_its_fold(dataset: Dataset, training: TrainingSummary) -> Dataset:
    stated = training.settings.get("fold")
    if stated is None:
        return dataset
    try:
        return in_fold(dataset, Fold.stated(str(stated)), training.seed)
    except LungDeskError:  # too few films to deal: not those that it was trained with
        return dataset


def split_doubt(bundle: AnyBundle, dataset: Dataset) -> str:
    """Why films that a model has learnt from may be among those that it is measured on.

    Empty where the data itself states the splits, and no fold was dealt, or has not changed since
    the training.
    """
    training = members_of(bundle)[0].manifest.training
    if not _is_dealt_again(training, dataset):
        return ""
    if dataset.counts() == training.counts:
        if parted := dataset.groups_across_splits():
            return (
                f"When the model was trained, {len(parted)} patients were parted: some of their"
                " films were learnt from, and others are among those of val and test."
            )
        if dataset.grouping.joined and JOINED_GROUPS not in training.settings:
            return (
                "When the model was trained, groups of one patient counted as of several, and films"
                " were dealt otherwise: films that it has learnt may be among those of val and"
                " test."
            )
        return ""
    return (
        f"{dataset.folder.name} has other films than when the model was trained, and does not say"
        " which are to be learnt from: films that it has learnt may be among those of val and test."
    )
