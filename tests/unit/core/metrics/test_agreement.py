"""Agreement of two readers, against scikit-learn."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from lungdesk.core.labels import CHEST_LABELS
from lungdesk.core.metrics.agreement import Agreement, agreement, cohens_kappa

pairs = st.lists(
    st.tuples(st.sampled_from(CHEST_LABELS.ids), st.sampled_from(CHEST_LABELS.ids)), min_size=1
)


@given(pairs)
def test_kappa_is_that_of_scikit_learn(said: list[tuple[str, str]]) -> None:
    first, second = [a for a, _ in said], [b for _, b in said]

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it divides by zero where kappa is not defined
        expected = cohen_kappa_score(first, second)

    found = cohens_kappa(first, second)
    if found is None:
        assert np.isnan(expected)
    else:
        assert found == pytest.approx(expected, abs=1e-12)


def test_agreement_counts_films() -> None:
    found = agreement(["normal", "normal", "covid19", "covid19"], ["normal"] * 3 + ["covid19"])

    assert (found.films, found.agreed, found.raw) == (4, 3, 0.75)
    assert found.kappa == pytest.approx(0.5)


def test_without_films_nothing_is_said() -> None:
    assert agreement([], []) == Agreement(0, 0, None)
    assert agreement([], []).raw is None


def test_other_films_are_not_compared() -> None:
    with pytest.raises(ValueError, match="not the same"):
        agreement(["normal"], [])
