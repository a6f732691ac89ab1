import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from lungdesk.core.metrics.overlap import dice, jaccard, overlap_figures

metrics = pytest.importorskip("sklearn.metrics")

masks = arrays(bool, (3, 4, 5), elements=st.booleans())


@given(masks, masks)
def test_both_are_those_of_scikit_learn(found: NDArray[np.bool_], true: NDArray[np.bool_]) -> None:
    pairs = list(zip(found.reshape(3, -1), true.reshape(3, -1), strict=True))
    f1 = [metrics.f1_score(t, f, zero_division=1.0) for f, t in pairs]
    iou = [metrics.jaccard_score(t, f, zero_division=1.0) for f, t in pairs]
    assert dice(found, true) == pytest.approx(f1)
    assert jaccard(found, true) == pytest.approx(iou)


def test_figures_of_one_patient_have_no_interval() -> None:
    rng = np.random.default_rng(0)
    true = rng.random((20, 8, 8)) < 0.5
    found = true ^ (rng.random((20, 8, 8)) < 0.1)
    scores = dice(found, true)
    alone = overlap_figures(found, true, ["one"] * 20, resamples=50)
    assert np.isnan(alone.interval).all()
    each = overlap_figures(found, true, [str(n) for n in range(20)], resamples=500)
    assert each.interval[0] < each.mean < each.interval[1]
    assert each.mean == pytest.approx(scores.mean())
    assert each.poor == int((scores < 0.9).sum())
    assert each.lowest == scores.min()


def test_shapes_that_differ_are_refused() -> None:
    with pytest.raises(ValueError, match="one shape"):
        dice(np.zeros((1, 2, 2), bool), np.zeros((1, 2, 3), bool))
