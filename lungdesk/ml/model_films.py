"""A collection in the splits that a finished model was trained with."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from lungdesk.core.errors import LungDeskError
from lungdesk.core.film_patient import PatientOf, nobody
from lungdesk.core.jobs import JobContext
from lungdesk.ml.bundle import TrainingSummary
from lungdesk.ml.datasets import Dataset, Sample, load_dataset
from lungdesk.ml.ensemble import AnyBundle, members_of
from lungdesk.ml.film_groups import HEADER_PATIENTS, JOINED_GROUPS
from lungdesk.ml.folds import Fold, in_fold
from lungdesk.ml.learnt_films import learnt_by


def films_for(
    bundle: AnyBundle,
    location: Path,
    label_map: Mapping[str, str],
    *,
    patient_of: PatientOf = nobody,
    tell: Callable[[int], None] = lambda _: None,
) -> Dataset:
    """Load a collection to measure a model on, or to choose its limits on.

    Splits that LungDesk makes itself, and folds of a cross-validation, are made as in the model's
    training: with others it would be measured on films that it has learnt. Of a collection that it
    has not learnt from, any are right. An ensemble goes by its first member. That holds as long
    as the collection is the one of the training; `measuring_doubt` tells when it cannot be.

    Parameters
    ----------
    patient_of
        See `load_dataset`. A training that did not look into headers yet has parted patients: its
        splits stay, and the films of a patient are one group.
    tell
        See `load_dataset`.

    Raises
    ------
    LungDeskError
        Those of `load_dataset`.
    """
    training = members_of(bundle)[0].manifest.training

    def dealt(by: PatientOf) -> Dataset:
        return load_dataset(
            location,
            labels=bundle.labels,
            label_map=label_map,
            seed=training.seed,
            patient_of=by,
            tell=tell,
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


def measuring_doubt(
    bundle: AnyBundle, dataset: Dataset, samples: Sequence[Sample], ctx: JobContext
) -> str:
    """Why figures on films of a collection flatter a model, or may.

    Empty where it has learnt from none of them, as far as its bundle and its training say.

    Parameters
    ----------
    dataset
        As `films_for` has dealt it.
    samples
        Those of it that are measured.

    Raises
    ------
    LungDeskError
        ``MODEL_DAMAGED``.
    """
    if known := sum(learnt_by(bundle).among(samples, ctx)):
        name = bundle.manifest.name
        return f"Of {len(samples)} films {name} has learnt from {known}: they flatter every figure."
    return split_doubt(bundle, dataset)


def split_doubt(bundle: AnyBundle, dataset: Dataset) -> str:
    """Why films that a model has learnt from may be among those of val and test.

    Empty where the data itself states the splits, and no fold was dealt, or has not changed since
    the training; and where the model names all films that it has learnt from.
    """
    trainings = [member.manifest.training for member in members_of(bundle)]
    dealt = [training for training in trainings if _is_dealt_again(training, dataset)]
    if not dealt:
        return ""
    is_as_then = all(dataset.counts() == training.counts for training in dealt)
    if is_as_then and (parted := dataset.groups_across_splits()):
        return (
            f"When the model was trained, {len(parted)} patients were parted: some of their"
            " films were learnt from, and others are among those of val and test."
        )
    return "" if learnt_by(bundle).is_whole else _deal_doubt(trainings[0], dealt, dataset)


def _deal_doubt(first: TrainingSummary, dealt: Sequence[TrainingSummary], dataset: Dataset) -> str:
    """Why the splits, made as in the first training, may not be those of all that dealt films."""
    if any(_deal(training) != _deal(first) for training in dealt):
        return (
            "The networks of the model were trained in different splits: films that one of them has"
            " learnt may be among those of val and test."
        )
    if any(dataset.counts() != training.counts for training in dealt):
        return (
            f"{dataset.folder.name} has other films than when the model was trained, and does not"
            " say which are to be learnt from: films that it has learnt may be among those of val"
            " and test."
        )
    if dataset.grouping.joined and any(JOINED_GROUPS not in each.settings for each in dealt):
        return (
            "When the model was trained, groups of one patient counted as of several, and films"
            " were dealt otherwise: films that it has learnt may be among those of val and test."
        )
    return ""


def _deal(training: TrainingSummary) -> tuple[int, object]:
    """What decides how LungDesk has dealt films."""
    return training.seed, training.settings.get("fold")
