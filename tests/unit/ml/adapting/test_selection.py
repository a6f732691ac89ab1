"""How near to the shipped layer a fit stays, and what it comes to on groups left out."""

from __future__ import annotations

import numpy as np
import pytest

from lungdesk.core.jobs import Cancelled, NullContext, Progress
from lungdesk.core.prediction import softmax
from lungdesk.ml.adapting.anchored_head import FilmFeatures
from lungdesk.ml.adapting.selection import (
    PENALTIES,
    TEMPERATURES,
    GroupedFilms,
    fit_layer,
    grouped_folds,
    left_out_logits,
)
from lungdesk.ml.head import DenseLayer

FEATURES = 80


def local(
    seed: int = 0, *, signal: float = 2.5, per_group: int = 2, count: int = 60
) -> GroupedFilms:
    rng = np.random.default_rng(seed)
    groups = np.array([f"p{n // per_group}" for n in range(count)])
    targets = np.array([(n // per_group) % 2 for n in range(count)], np.int64)
    features = rng.normal(0, 1, (count, 1, FEATURES))
    features[:, 0, 0] += signal * targets
    return GroupedFilms(FilmFeatures(features.astype(np.float32), targets), groups)


def anchor(useful: float) -> DenseLayer:
    """Tells class 1 by the feature that shows it, as strongly as wanted; three classes."""
    kernel = np.zeros((FEATURES, 3), np.float32)
    kernel[0, 1] = useful
    return DenseLayer(kernel, np.array([0.0, -useful, -9.0], np.float32))


def test_a_layer_that_is_right_already_is_kept_and_a_useless_one_is_left() -> None:
    kept = [fit_layer(local(seed, count=40), anchor(2.5)) for seed in range(4)]
    left = [fit_layer(local(seed, count=40), anchor(0.0)) for seed in range(4)]

    assert np.mean([np.log(one.penalty) for one in kept]) > 1 + np.mean(
        [np.log(one.penalty) for one in left]
    )
    assert {one.penalty for one in (*kept, *left)} <= set(PENALTIES)
    assert {one.temperature for one in (*kept, *left)} <= set(TEMPERATURES)


def test_what_cannot_be_learnt_is_not_claimed_to_be() -> None:
    """Labels without a meaning: films left out are told apart no better than by chance."""
    shares = []
    for seed in range(4):
        films = local(seed, signal=0.0)
        said = left_out_logits(films, anchor(0.0), NullContext())
        shares.append((said.argmax(axis=1) == films.films.targets).mean())

    assert 0.3 < np.mean(shares) < 0.65


def test_films_of_one_patient_never_stand_on_both_sides() -> None:
    """Two copies of each film: were they parted, labels without a meaning would be known."""
    rng = np.random.default_rng(1)
    features = np.repeat(rng.normal(0, 1, (30, 1, FEATURES)), 2, axis=0).astype(np.float32)
    targets = np.repeat(np.arange(30) % 2, 2).astype(np.int64)
    whole = FilmFeatures(features, targets)
    patients = np.repeat([f"p{n}" for n in range(30)], 2)
    strangers = np.array([f"f{n}" for n in range(60)])

    kept = left_out_logits(GroupedFilms(whole, patients), anchor(0.0), NullContext())
    parted = left_out_logits(GroupedFilms(whole, strangers), anchor(0.0), NullContext())

    assert (parted.argmax(axis=1) == targets).mean() > 0.9
    assert (kept.argmax(axis=1) == targets).mean() < 0.75


@pytest.mark.parametrize("seed", range(12))
def test_patients_with_films_of_several_classes_stay_whole_and_every_fold_learns_all(
    seed: int,
) -> None:
    """Some patients have films before and after the disease, and one has most films of all."""
    rng = np.random.default_rng(seed)
    targets, groups = [], []
    for target in (0, 1, 2):
        for patient in range(6):
            name = f"p{patient}" if rng.random() < 0.5 else f"{target}-{patient}"
            count = 20 if patient == 0 else int(rng.integers(1, 4))
            targets += [target] * count
            groups += [name] * count
    classes, patients = np.array(targets, np.int64), np.array(groups)

    folds = grouped_folds(classes, patients, 5, seed=seed)

    left_out = np.sort(np.concatenate([other for _, other in folds]))
    assert left_out.tolist() == list(range(len(classes)))
    for learnt, other in folds:
        assert set(patients[learnt]).isdisjoint(patients[other])
        assert all(len(set(patients[learnt][classes[learnt] == c])) >= 2 for c in (0, 1, 2))


def test_a_fit_is_the_same_every_time_and_its_temperature_is_in_the_layer() -> None:
    films = local()

    first, again = fit_layer(films, anchor(9.0)), fit_layer(films, anchor(9.0))

    assert (first.layer.kernel == again.layer.kernel).all()
    loss = -np.log(softmax(first.logits(films.films.whole))[np.arange(60), films.films.targets])
    assert loss.mean() < 0.3


def test_it_can_be_cancelled_between_folds() -> None:
    class Stop:
        told = 0

        def report(self, progress: Progress) -> None:
            self.told = progress.done

        def check(self) -> None:
            if self.told == 2:
                raise Cancelled

    stop = Stop()
    with pytest.raises(Cancelled):
        left_out_logits(local(), anchor(1.0), stop)
    assert stop.told == 2
