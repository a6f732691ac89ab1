import numpy as np
import pytest

from lungdesk.core.assessment import prediction_set
from lungdesk.core.metrics.conformal import conformal_limit, fewest_groups


@pytest.mark.parametrize("coverage", [0.8, 0.9, 0.95])
def test_sets_of_new_films_hold_the_truth_as_often_as_promised(coverage: float) -> None:
    rng = np.random.default_rng(0)
    held = []
    for _ in range(300):  # split conformal promises it on average over draws of both samples
        truth = rng.beta(3, 1, 100)
        limit = conformal_limit(truth[:60], coverage)
        held.append(np.mean(truth[60:] >= limit))
    assert coverage - 0.01 <= np.mean(held) <= coverage + 0.03


def test_the_limit_is_the_score_of_the_stated_rank() -> None:
    of_truth = np.linspace(0.05, 0.95, 19)  # rank 18 of 19 for 90 %: the second smallest
    assert conformal_limit(of_truth, 0.9) == pytest.approx(0.10)


def test_too_few_films_promise_nothing_so_the_set_holds_all() -> None:
    limit = conformal_limit(np.full(8, 0.99), 0.9)
    assert limit == 0.0
    assert prediction_set(np.array([0.9, 0.1, 0, 0, 0], np.float32), limit) == (0, 1, 2, 3, 4)


def test_a_patient_with_many_films_counts_as_one() -> None:
    of_truth = np.concatenate([np.linspace(0.05, 0.95, 19), np.full(40, 0.01)])
    groups = np.array([*map(str, range(19)), *["many"] * 40])
    alone = conformal_limit(of_truth[:20], 0.9, groups[:20])
    assert conformal_limit(of_truth, 0.9, groups) == alone
    assert conformal_limit(of_truth, 0.9) == pytest.approx(0.01)


@pytest.mark.parametrize("coverage", [0.5, 0.8, 0.9, 0.95])
def test_so_many_groups_are_the_fewest_that_can_promise(coverage: float) -> None:
    count = fewest_groups(coverage)
    assert conformal_limit(np.full(count, 0.6), coverage) == pytest.approx(0.6)
    assert conformal_limit(np.full(count - 1, 0.6), coverage) == 0.0


def test_sets_of_new_patients_hold_the_truth_as_often_as_promised() -> None:
    rng = np.random.default_rng(0)
    held = []
    for _ in range(300):
        sizes = rng.integers(1, 12, 100)
        # The more films a patient has, the worse are they read, all alike.
        of_patient = rng.beta(3, 1, 100) / np.sqrt(sizes)
        groups = np.repeat(np.arange(100), sizes)
        is_known = groups < 60
        truth = of_patient[groups]
        limit = conformal_limit(truth[is_known], 0.9, groups[is_known])
        held.append(np.mean(of_patient[60:] >= limit))
    assert 0.89 <= np.mean(held) <= 0.93
