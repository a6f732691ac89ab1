from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from sklearn import metrics as oracle

from lungdesk.core.metrics.curves import auroc, average_precision, roc_curve

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


@pytest.mark.parametrize(
    ("is_positive", "scores", "words"),
    [([True], [0.1, 0.2], "one length"), ([True, False], [0.1, np.nan], "finite")],
)
def test_odd_input_is_rejected(is_positive: list[bool], scores: list[float], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        auroc(np.array(is_positive), np.array(scores))
