"""How a map is put to the test, in numbers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import auc

from lungdesk.core.faithfulness import Faithfulness, hottest, moved_elsewhere


def result_of(hot_drop: float, other_drops: list[float]) -> Faithfulness:
    curve = np.array([1.0, 0.5, 0.0])
    return Faithfulness(0, 0.9, hot_drop, np.array(other_drops), curve, curve)


@given(
    st.integers(1, 9),
    st.integers(1, 9),
    st.floats(0, 1),
    st.randoms(use_true_random=False),
)
def test_the_hottest_places_are_so_many_and_none_left_is_hotter(
    rows: int, columns: int, share: float, random: st.DataObject
) -> None:
    rng = np.random.default_rng(random.randrange(2**32))  # type: ignore[attr-defined]
    values = rng.integers(0, 5, (rows, columns)).astype(np.float32)

    chosen = hottest(values, share)

    assert chosen.shape == values.shape
    assert chosen.sum() == round(share * values.size)
    if chosen.any() and not chosen.all():
        assert values[chosen].min() >= values[~chosen].max()


@given(st.integers(2, 8), st.integers(2, 8), st.integers(0, 2**32 - 1))
def test_other_areas_are_as_large_and_lie_elsewhere(rows: int, columns: int, seed: int) -> None:
    area = np.zeros((rows, columns), np.bool_)
    area[0, 0] = True

    others = moved_elsewhere(area, 20, np.random.default_rng(seed))

    assert len(others) == 20
    assert all(other.sum() == 1 for other in others)


def test_areas_under_curves_are_those_of_scikit_learn() -> None:
    rng = np.random.default_rng(0)
    deletion, insertion = rng.random(21), rng.random(21)
    found = Faithfulness(0, 0.9, 0.1, np.zeros(3), deletion, insertion)
    shares = np.linspace(0, 1, 21)

    assert found.deletion_area == pytest.approx(auc(shares, deletion))
    assert found.insertion_area == pytest.approx(auc(shares, insertion))


def test_a_map_is_faithful_when_its_hot_area_matters_more_than_nearly_all_others() -> None:
    assert result_of(0.3, [0.1] * 19 + [0.4]).is_faithful
    assert not result_of(0.3, [0.1] * 18 + [0.4] * 2).is_faithful
    # Where the hot area speaks against the class, the map explains nothing.
    assert not result_of(-0.1, [-0.2] * 20).is_faithful
    assert result_of(0.3, [0.1, 0.2, 0.4, 0.3]).share_beaten == 0.5
