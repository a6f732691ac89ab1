"""Figures before and after adapting a model, and what is said of them."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score

from lungdesk.core.adaptation import (
    LocalFilms,
    difference_words,
    doubts,
    figure_changes,
    figure_words,
    outcome_words,
)
from lungdesk.core.labels import CHEST_LABELS

NORMAL, COVID, TUBERCULOSIS = 0, 3, 4


def films(count: int = 40, per_patient: int = 2) -> LocalFilms:
    targets = np.array([NORMAL, TUBERCULOSIS] * (count // 2), np.int64)
    targets = np.sort(targets)
    groups = np.array([f"p{n // per_patient}" for n in range(count)])
    return LocalFilms(targets, groups, CHEST_LABELS)


def probabilities(local: LocalFilms, strength: float, seed: int = 0) -> NDArray[np.float64]:
    """The likelier the true class, the stronger; most goes to a class that no film has."""
    rng = np.random.default_rng(seed)
    logits = rng.normal(0, 1, (len(local.targets), 5))
    logits[np.arange(len(local.targets)), local.targets] += strength
    logits[:, COVID] += 2 - strength
    p = np.exp(logits)
    return np.asarray(p / p.sum(axis=1, keepdims=True), np.float64)


def test_a_pair_is_ranked_by_its_own_two_probabilities() -> None:
    local = films()
    before = probabilities(local, 1.0)

    found = {c.name: c for c in figure_changes(local, before, before)}

    share = before[:, TUBERCULOSIS] / (before[:, TUBERCULOSIS] + before[:, NORMAL])
    expected = roc_auc_score(local.targets == TUBERCULOSIS, share)
    assert found["pair.tuberculosis.normal"].before == pytest.approx(expected)
    assert list(found) == [
        "accuracy",
        "balanced_accuracy",
        "auroc.normal",
        "auroc.tuberculosis",
        "pair.tuberculosis.normal",
    ]
    assert {c.difference_interval for c in found.values()} == {(0.0, 0.0)}


def test_a_clear_gain_is_better_beyond_chance_and_its_mirror_worse() -> None:
    local = films()
    poor, good = probabilities(local, 0.0), probabilities(local, 4.0, seed=1)

    gained, lost = figure_changes(local, poor, good), figure_changes(local, good, poor)

    assert all(change.is_better and not change.is_worse for change in gained)
    assert all(change.is_worse for change in lost)
    assert outcome_words(gained).startswith("Better than before beyond chance: Accuracy;")
    assert "Worse than before beyond chance: Accuracy" in outcome_words(lost)
    low, high = gained[0].difference_interval
    assert low < gained[0].after - gained[0].before < high


def test_a_gain_by_the_luck_of_few_films_is_not_claimed() -> None:
    local = films(20)
    before = probabilities(local, 1.0, seed=5)
    after = before.copy()
    wrong = np.flatnonzero(before.argmax(axis=1) != local.targets)[0]
    after[wrong] = 0.0
    after[wrong, local.targets[wrong]] = 1.0

    changes = figure_changes(local, before, after)

    assert changes[0].after > changes[0].before
    assert not any(change.is_better for change in changes)
    assert outcome_words(changes).startswith("No figure is better than before beyond chance")


def of_all_classes() -> LocalFilms:
    return LocalFilms(np.repeat(np.arange(5), 16), np.arange(80).astype(str), CHEST_LABELS)


def test_a_gain_beyond_chance_alone_is_no_gain_among_many_but_a_loss_is_a_loss() -> None:
    """Of two models that are equally good three figures of 17 differ, each by its own interval."""
    local = of_all_classes()
    one, other = (probabilities(local, 1.0, seed=seed) for seed in (1001, 1))

    there, back = figure_changes(local, one, other), figure_changes(local, other, one)

    risen = [change.words for change in there if change.is_better_alone]
    assert (len(there), len(risen)) == (17, 3)
    assert not any(change.is_worse for change in there)
    assert not any(change.is_better for change in (*there, *back))
    assert outcome_words(there) == (
        "No figure is better than before beyond chance: nothing here shows that adapting helps."
        f" Better alone, but not as one of 17 figures (adjusted by Holm): {'; '.join(risen)}."
    )
    assert [change.words for change in back if change.is_worse] == risen
    assert outcome_words(back).startswith(
        f"Worse than before beyond chance: {'; '.join(risen)}. No"
    )


def test_of_seventeen_figures_a_clear_gain_is_still_seen() -> None:
    local = of_all_classes()

    changes = figure_changes(local, probabilities(local, 0.0), probabilities(local, 4.0, seed=1))

    assert all(change.is_better for change in changes)
    assert max(change.p for change in changes) == pytest.approx(17 * 2 / 1001)
    assert changes[0].as_plain()["holm_p"] == changes[0].p


def test_intervals_are_drawn_by_patient() -> None:
    """Copies of each film by the same patient carry no news: intervals stay as wide."""
    alone = films(40, per_patient=1)
    before = probabilities(alone, 1.0)
    four = LocalFilms(np.repeat(alone.targets, 4), np.repeat(alone.groups, 4), CHEST_LABELS)
    repeated = np.repeat(before, 4, axis=0)

    def width(local: LocalFilms, p: NDArray[np.float64]) -> float:
        low, high = figure_changes(local, p, p)[0].before_interval
        return high - low

    strangers = LocalFilms(four.targets, np.arange(160).astype(str), CHEST_LABELS)
    assert width(four, repeated) == pytest.approx(width(alone, before), rel=0.15)
    assert width(strangers, repeated) < 0.7 * width(four, repeated)


def test_few_films_missing_classes_and_unknown_patients_are_told() -> None:
    told = doubts(films(30), is_by_patient=False)

    assert len(told) == 3
    assert "few films of Normal (15) and Tuberculosis (15)" in told[0]
    assert "no local film of Bacterial pneumonia, Viral pneumonia or COVID-19" in told[1]
    assert "may be missed" in told[1]
    assert "whose films they are" in told[2]


def test_figures_are_said_with_their_intervals() -> None:
    assert figure_words(0.8319, (0.73, 0.92)) == "0.832 (0.73–0.92)"
    assert figure_words(None, (None, None)) == "–"
    assert difference_words(-0.1, (-0.2, 0.05), digits=2) == "-0.10 (-0.20…+0.05)"
    assert difference_words(float("nan"), (float("nan"), float("nan"))) == "–"


def test_accuracies_that_do_not_vary_are_not_certain() -> None:
    local = films()
    perfect = 0.01 + 0.95 * np.eye(5)[local.targets]

    found = {c.name: c for c in figure_changes(local, perfect, perfect)}

    for name in ("accuracy", "balanced_accuracy"):
        low, high = found[name].before_interval
        assert 0.5 < low < high == 1
    assert np.isnan(found["pair.tuberculosis.normal"].after_interval).all()
