from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import minimize

from lungdesk.core.metrics.calibration import cross_entropy
from lungdesk.core.metrics.ensemble import mixture, mixture_weights


def _members(sharpness: tuple[float, ...], size: int = 300) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(11)
    targets = random.integers(4, size=size)
    logits = [random.normal(0, 1, (size, 4)) + s * np.eye(4)[targets] for s in sharpness]
    exponentials = np.exp(np.stack(logits))
    return targets, exponentials / exponentials.sum(axis=-1, keepdims=True)


def test_the_weights_are_those_of_a_general_optimiser() -> None:
    targets, members = _members((1.5, 1.2, 0.9))

    weights = mixture_weights(targets, members)

    found = minimize(
        lambda w: float(cross_entropy(targets, mixture(members, w))),
        np.full(3, 1 / 3),
        bounds=[(0, 1)] * 3,
        constraints={"type": "eq", "fun": lambda w: w.sum() - 1},
        method="SLSQP",
        options={"ftol": 1e-12},
    )
    assert weights.sum() == pytest.approx(1)
    np.testing.assert_allclose(weights, found.x, atol=2e-3)
    loss = cross_entropy(targets, mixture(members, weights))
    assert loss <= found.fun + 1e-7
    assert all(loss < cross_entropy(targets, member) for member in members)


def test_a_member_that_knows_nothing_gets_no_weight() -> None:
    targets, members = _members((2.5, 2.0))
    backwards = np.roll(members[0], 1, axis=1)

    weights = mixture_weights(targets, np.stack([*members, backwards]))

    assert weights[2] < 0.01


def test_one_member_is_itself() -> None:
    targets, members = _members((1.0,))

    weights = mixture_weights(targets, members)

    assert weights == pytest.approx([1.0])
    np.testing.assert_allclose(mixture(members, weights), members[0])
