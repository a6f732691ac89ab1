from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.stats import binomtest, norm
from sklearn import metrics as oracle

from lungdesk.core.labels import CHEST_LABELS
from lungdesk.core.metrics.comparison import (
    bootstrap_p,
    delong,
    holm,
    mcnemar,
    paired_difference,
)
from lungdesk.core.metrics.evaluation import evaluate
from lungdesk.core.metrics.intervals import LEVEL, percentile_interval

#: Albumin, total protein, K-G score, and whether surgery was of benefit, of the patients without
#: gaps in DeLong, DeLong and Clarke-Pearson (1988), as printed in SAS/STAT's example "Comparing
#: Receiver Operating Characteristic Curves" of PROC LOGISTIC.
SURGERY = np.fromstring(
    """
    3.0 5.8 10 0   3.2 6.3 5 1   3.9 6.8 3 1   2.8 4.8 6 0   3.2 5.8 3 1   0.9 4.0 5 0
    2.5 5.7 8 0   1.6 5.6 5 1   3.8 5.7 5 1   3.7 6.7 6 1   3.2 5.4 4 1   3.8 6.6 6 1
    4.1 6.6 5 1   3.6 5.7 5 1   4.3 7.0 4 1   3.6 6.7 4 0   2.3 4.4 6 1   4.2 7.6 4 0
    4.0 6.6 6 0   3.5 5.8 6 1   3.8 6.8 7 1   3.0 4.7 8 0   4.5 7.4 5 1   3.7 7.4 5 1
    3.1 6.6 6 1   4.1 8.2 6 1   4.3 7.0 5 1   4.3 6.5 4 1   3.2 5.1 5 1   2.6 4.7 6 1
    3.3 6.8 6 0   1.7 4.0 7 0   3.7 6.1 5 1   3.3 6.3 7 1   4.2 7.7 6 1   3.5 6.2 5 1
    2.9 5.7 9 0   2.1 4.8 7 1   2.8 6.2 8 0   4.0 7.0 7 1   3.3 5.7 6 1   3.7 6.9 5 1
    3.6 6.6 5 1
    """,
    sep=" ",
).reshape(-1, 4)


@pytest.mark.parametrize(
    ("column", "area", "difference", "error", "p"),
    [(0, 0.7366, 0.0108, 0.0953, 0.9102), (1, 0.6478, -0.0780, 0.1046, 0.4561)],
    ids=["albumin", "total protein"],
)
def test_delongs_test_gives_what_sas_prints_of_delongs_own_data(
    column: int, area: float, difference: float, error: float, p: float
) -> None:
    is_positive = SURGERY[:, 3] == 1

    found = delong(is_positive, SURGERY[:, column], 10 - SURGERY[:, 2])

    assert found.first == pytest.approx(area, abs=5e-5)
    assert found.second == pytest.approx(0.7258, abs=5e-5)
    assert found.difference == pytest.approx(difference, abs=5e-5)
    assert found.standard_error == pytest.approx(error, abs=5e-5)
    assert found.p == pytest.approx(p, abs=5e-5)


@given(st.integers(0, 10_000), st.integers(2, 15), st.integers(2, 15))
def test_the_fast_algorithm_is_delongs_definition(
    seed: int, positives: int, negatives: int
) -> None:
    random = np.random.default_rng(seed)
    truth = np.repeat([True, False], [positives, negatives])
    scores = random.integers(0, 8, (2, truth.size)).astype(float)

    found = delong(truth, *scores)

    # Equations 4 and 5 of DeLong et al.: placements, pair by pair.
    placed = np.array(
        [
            [[np.sign(x - y) / 2 + 0.5 for y in of_model[~truth]] for x in of_model[truth]]
            for of_model in scores
        ]
    )
    by_positive, by_negative = placed.mean(axis=2), placed.mean(axis=1)
    covariance = np.cov(by_positive) / positives + np.cov(by_negative) / negatives
    contrast = np.array([1, -1])
    error = math.sqrt(max(contrast @ covariance @ contrast, 0))
    assert found.first == pytest.approx(oracle.roc_auc_score(truth, scores[0]))
    assert found.second == pytest.approx(oracle.roc_auc_score(truth, scores[1]))
    assert found.standard_error == pytest.approx(error, abs=1e-7)
    if error > 1e-6:
        assert found.p == pytest.approx(2 * norm.sf(abs(found.difference) / error))


def test_models_that_rank_alike_do_not_differ() -> None:
    truth, scores = np.array([True, True, False, False]), np.array([0.9, 0.3, 0.5, 0.1])

    assert delong(truth, scores, scores**2).p == 1.0


def test_areas_that_differ_without_varying_cannot_be_tested() -> None:
    """1 and 0 of two films of a kind: what the error is, nobody can tell."""
    truth = np.array([True, True, False, False])

    found = delong(truth, truth * 1.0, 1.0 - truth)

    assert (found.first, found.second, found.standard_error) == (1.0, 0.0, 0.0)
    assert math.isnan(found.p)
    assert math.isnan(holm([found.p])[0])


def test_too_few_films_of_a_kind_cannot_be_tested() -> None:
    found = delong(np.array([True, False, False]), np.arange(3.0), np.arange(3.0))

    assert math.isnan(found.p)


@given(st.integers(0, 40), st.integers(0, 40), st.integers(0, 10))
def test_mcnemars_exact_test_is_scipys_binomial_test(first: int, second: int, both: int) -> None:
    is_first_right = np.repeat([True, False, True], [first, second, both])
    is_second_right = np.repeat([False, True, True], [first, second, both])

    found = mcnemar(is_first_right, is_second_right)

    assert (found.only_first, found.only_second) == (first, second)
    if first + second:
        assert found.exact_p == pytest.approx(binomtest(first, first + second).pvalue)
    assert 0 < found.mid_p <= found.exact_p <= 1


def test_the_mid_p_is_that_of_fagerland_lydersen_and_laake() -> None:
    # Their table 1: airway hyper-responsiveness before and after stem cell transplantation.
    before = np.repeat([True, True, False, False], [1, 1, 7, 12])
    after = np.repeat([True, False, True, False], [1, 1, 7, 12])

    found = mcnemar(before, after)

    assert found.exact_p == pytest.approx(0.0703, abs=5e-5)
    assert found.mid_p == pytest.approx(0.0391, abs=5e-5)


def test_mcnemars_test_does_not_overflow() -> None:
    is_first_right = np.repeat([True, False], [5200, 4800])

    found = mcnemar(is_first_right, ~is_first_right)

    assert found.exact_p == pytest.approx(binomtest(5200, 10_000).pvalue)


def test_holm_gives_what_r_prints() -> None:
    # p.adjust(c(0.01, 0.02, 0.03, 0.04, 0.05), "holm")
    assert holm([0.01, 0.02, 0.03, 0.04, 0.05]) == pytest.approx([0.05, 0.08, 0.09, 0.09, 0.09])


@given(st.lists(st.floats(0, 1), min_size=1, max_size=6))
def test_holm_is_the_closed_test_of_bonferroni(p_values: list[float]) -> None:
    # Marcus, Peritz and Gabriel (1976): a hypothesis falls when all sets that hold it fall.
    expected = [0.0] * len(p_values)
    for size in range(1, len(p_values) + 1):
        for chosen in itertools.combinations(range(len(p_values)), size):
            together = min(1.0, size * min(p_values[i] for i in chosen))
            for i in chosen:
                expected[i] = max(expected[i], together)

    assert holm(p_values) == pytest.approx(expected)


def test_what_is_not_defined_is_not_counted_as_a_test() -> None:
    first, undefined, last = holm([0.01, math.nan, 0.04])

    assert (first, last) == pytest.approx((0.02, 0.04))
    assert math.isnan(undefined)


def test_the_p_of_a_bootstrap_is_that_at_which_its_interval_leaves_0_out() -> None:
    drawn = np.random.default_rng(0).normal(2.0, 1.0, 1000)

    assert bootstrap_p(drawn) == pytest.approx(2 * (1 - norm.cdf(2.0)), abs=0.015)
    for shift in (-0.3, -0.1, 0.1, 0.3):
        low, _ = percentile_interval(drawn - shift)
        assert (low > 0) is (bootstrap_p(drawn - shift) < 0.05), shift
    assert bootstrap_p(-drawn) == bootstrap_p(drawn)


def test_chance_is_never_left_out_and_no_difference_is_all_chance() -> None:
    assert bootstrap_p(np.full(1000, 0.1)) == pytest.approx(2 / 1001)
    assert bootstrap_p(np.zeros(1000)) == 1.0
    assert bootstrap_p(np.array([np.nan, 0.1, np.nan])) == 1.0
    assert math.isnan(bootstrap_p(np.full(9, np.nan)))


def _models(size: int = 200) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.float64]]:
    random = np.random.default_rng(2)
    targets = random.integers(5, size=size)
    shared = random.normal(0, 1.5, (size, 5)) + 1.5 * np.eye(5)[targets]
    logits = [shared + random.normal(0, 0.4, (size, 5)) for _ in range(2)]
    first, second = (np.exp(x) / np.exp(x).sum(axis=1, keepdims=True) for x in logits)
    return targets, first, second


def test_a_paired_difference_is_surer_than_two_intervals() -> None:
    targets, *probabilities = _models()
    first, second = (evaluate(targets, p, CHEST_LABELS, seed=1) for p in probabilities)

    found = paired_difference(first, second, "accuracy")

    low, high = found.interval
    assert found.value == pytest.approx(first.figures["accuracy"] - second.figures["accuracy"])
    assert low <= found.value <= high
    unpaired = sum((b - a) ** 2 for a, b in (m.intervals["accuracy"] for m in (first, second)))
    assert high - low < 0.8 * math.sqrt(unpaired)


def test_the_interval_of_a_difference_is_that_of_paired_proportions() -> None:
    targets, first, second = _models(400)
    is_right = [p.argmax(axis=1) == targets for p in (first, second)]

    found = paired_difference(
        evaluate(targets, first, CHEST_LABELS, resamples=1000),
        evaluate(targets, second, CHEST_LABELS, resamples=1000),
        "accuracy",
    )

    change = is_right[0].astype(float) - is_right[1]
    half = norm.ppf((1 + LEVEL) / 2) * change.std() / math.sqrt(change.size)
    np.testing.assert_allclose(
        found.interval, [change.mean() - half, change.mean() + half], atol=6e-3
    )


def test_other_films_are_no_pair() -> None:
    targets, first, second = _models()

    with pytest.raises(ValueError, match="same films"):
        paired_difference(
            evaluate(targets, first, CHEST_LABELS, resamples=5),
            evaluate(targets[:100], second[:100], CHEST_LABELS, resamples=5),
            "accuracy",
        )


def test_vectors_of_two_lengths_are_rejected() -> None:
    with pytest.raises(ValueError, match="one length"):
        mcnemar(np.ones(2, bool), np.ones(3, bool))
    with pytest.raises(ValueError, match="one length"):
        delong(np.ones(2, bool), np.ones(3), np.ones(3))
