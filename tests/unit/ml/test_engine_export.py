"""When bfloat16 is near enough to float32 to read with."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from lungdesk.ml.engine_export import bfloat16_agreement

FILMS = 400


def probabilities(*, changed: int, moved: float) -> NDArray[np.float32]:
    """Two classes, near even for ``changed`` films; the last film is off by ``moved``."""
    first = np.full(FILMS, 0.8, np.float32)
    first[:changed] = 0.49
    first[-1] -= moved
    return np.stack([first, 1 - first], axis=1)


@pytest.mark.parametrize(
    ("changed", "moved", "is_good"),
    [(0, 0.0, True), (2, 0.04, True), (3, 0.0, False), (0, 0.06, False)],
)
def test_bfloat16_reads_where_neither_classes_nor_probabilities_change_much(
    changed: int, moved: float, is_good: bool
) -> None:
    exact = probabilities(changed=0, moved=0.0)
    exact[:changed] = [0.51, 0.49]

    check = bfloat16_agreement(exact, probabilities(changed=changed, moved=moved))

    assert (check.films, check.class_changes) == (FILMS, changed)
    assert check.largest_probability_change == pytest.approx(
        max(moved, 0.02 if changed else 0.0), abs=1e-6
    )
    assert check.passed is is_good
