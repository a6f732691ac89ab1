from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from sklearn import metrics as oracle

from lungdesk.core.metrics.curves import (
    areas_under_curves,
    auroc,
    average_precision,
    precision_recall_curve,
    roc_curve,
)

Cases = tuple[NDArray[np.bool_], NDArray[np.float64]]


@st.composite
def cases_of_both_kinds(draw: st.DrawFn) -> Cases:
    """Truth and scores; few distinct scores, so that there are ties."""
    size = draw(st.integers(2, 40))
    truth = draw(
        st.lists(st.booleans(), min_size=size, max_size=size).filter(lambda t: any(t) > all(t))
    )
    steps = draw(st.lists(st.integers(0, 12), min_size=size, max_size=size))
    return np.array(truth), np.array(steps) / 12


@given(cases_of_both_kinds())
def test_areas_agree_with_scikit_learn(cases: Cases) -> None:
    is_positive, scores = cases

    assert auroc(is_positive, scores) == pytest.approx(oracle.roc_auc_score(is_positive, scores))
    assert average_precision(is_positive, scores) == pytest.approx(
        oracle.average_precision_score(is_positive, scores)
    )


@given(cases_of_both_kinds())
def test_roc_points_agree_with_scikit_learn(cases: Cases) -> None:
    expected = oracle.roc_curve(*cases, drop_intermediate=False)

    curve = roc_curve(*cases)

    np.testing.assert_allclose(curve.false_positive_rate, expected[0])
    np.testing.assert_allclose(curve.true_positive_rate, expected[1])
    np.testing.assert_allclose(curve.thresholds, expected[2])


@given(cases_of_both_kinds())
def test_precision_recall_points_agree_with_scikit_learn(cases: Cases) -> None:
    precision, recall, thresholds = oracle.precision_recall_curve(*cases)

    curve = precision_recall_curve(*cases)

    # Scikit-learn begins with the lowest threshold and ends with a point of its own.
    np.testing.assert_allclose(curve.precision, precision[-2::-1])
    np.testing.assert_allclose(curve.recall, recall[-2::-1])
    np.testing.assert_allclose(curve.thresholds, thresholds[::-1])


@given(cases_of_both_kinds(), st.integers(0, 999))
def test_weights_count_cases_as_often_as_they_say(cases: Cases, seed: int) -> None:
    is_positive, scores = cases
    rows = np.random.default_rng(seed).integers(scores.size, size=(4, scores.size))
    weights = np.apply_along_axis(np.bincount, -1, rows, minlength=scores.size)

    weighted = areas_under_curves(is_positive, scores, weights)

    for area, figure in zip(weighted, (auroc, average_precision), strict=True):
        expected = [float(figure(is_positive[row], scores[row])) for row in rows]
        np.testing.assert_allclose(area, expected, atol=1e-12)


def test_nothing_has_no_area() -> None:
    assert np.isnan(areas_under_curves(np.empty(0, bool), np.empty(0))).all()


@given(cases_of_both_kinds())
def test_the_area_is_that_below_the_curve(cases: Cases) -> None:
    curve = roc_curve(*cases)

    area = np.trapezoid(curve.true_positive_rate, curve.false_positive_rate)

    assert auroc(*cases) == pytest.approx(area)


@given(cases_of_both_kinds())
def test_turning_the_scores_round_turns_the_area_round(cases: Cases) -> None:
    is_positive, scores = cases

    assert auroc(is_positive, -scores) == pytest.approx(1 - auroc(is_positive, scores))


@pytest.mark.parametrize("kind", [True, False])
def test_one_kind_of_case_has_no_area_under_the_roc_curve(kind: bool) -> None:
    is_positive, scores = np.full(3, kind), np.array([0.1, 0.2, 0.3])

    assert np.isnan(auroc(is_positive, scores))
    assert average_precision(is_positive, scores) == pytest.approx(
        1.0 if kind else np.nan, nan_ok=True
    )
    with pytest.raises(ValueError, match="only one kind"):
        roc_curve(is_positive, scores)
    if not kind:
        with pytest.raises(ValueError, match="positive case"):
            precision_recall_curve(is_positive, scores)


@pytest.mark.parametrize(
    ("is_positive", "scores", "words"),
    [([True], [0.1, 0.2], "one length"), ([True, False], [0.1, np.nan], "finite")],
)
def test_odd_input_is_rejected(is_positive: list[bool], scores: list[float], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        auroc(np.array(is_positive), np.array(scores))
