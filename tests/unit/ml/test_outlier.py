from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from lungdesk.ml.outlier import AXES, OutlierReference


def films(count: int, seed: int = 0, shift: float = 0.0) -> NDArray[np.float32]:
    """Positive features that move together along a few directions."""
    rng = np.random.default_rng(seed)
    directions = np.random.default_rng(9).normal(0, 1, (5, 300))
    rooted = 4 + rng.normal(0, 1, (count, 5)) @ directions * 0.3 + rng.normal(0, 0.2, (count, 300))
    return ((rooted + shift) ** 2).astype(np.float32)


def test_films_like_the_reference_are_near_and_others_far() -> None:
    reference = OutlierReference.of(films(400))

    limit = np.quantile(reference.distances(films(300, seed=1)), 0.99)
    known = reference.distances(films(300, seed=2))
    strange = np.random.default_rng(3).uniform(0, 40, (300, 300)).astype(np.float32)

    assert np.mean(known > limit) < 0.04
    assert (reference.distances(strange) > 2 * limit).all()


def test_distances_are_those_of_the_full_covariance() -> None:
    reference = OutlierReference.of(films(400))
    features = films(5, seed=4)
    standard = (np.sqrt(features) - reference.mean) / reference.spread
    axes = reference.axes
    covariance = axes.T @ np.diag(reference.variances) @ axes
    covariance += reference.rest * (np.eye(300) - axes.T @ axes)

    expected = np.sqrt(np.einsum("nf,fg,ng->n", standard, np.linalg.inv(covariance), standard))

    assert reference.distances(features) == pytest.approx(expected, rel=0.01)


def test_a_feature_that_never_moved_does_not_decide_alone() -> None:
    features = films(100)
    features[:, 7] = 0.0
    reference = OutlierReference.of(features)
    stirred = films(50, seed=5)
    near = reference.distances(films(50, seed=5) * (np.arange(300) != 7))
    stirred[:, 7] = 0.01

    assert (reference.distances(stirred) < 1.5 * near.max()).all()


def test_few_films_give_few_axes_and_too_few_none() -> None:
    assert len(OutlierReference.of(films(20)).axes) == 10
    assert len(OutlierReference.of(films(400)).axes) == AXES
    with pytest.raises(ValueError, match="at least 4"):
        OutlierReference.of(films(3))


def test_a_file_brings_the_same_distances_back(tmp_path: Path) -> None:
    reference = OutlierReference.of(films(60))
    path = tmp_path / "outlier.npz"
    reference.write(path)

    again = OutlierReference.read(path)

    features = films(10, seed=6)
    assert again.distances(features) == pytest.approx(reference.distances(features), rel=1e-6)


@pytest.mark.parametrize("spoil", ["rest", "axes"])
def test_a_file_that_lacks_something_is_refused(tmp_path: Path, spoil: str) -> None:
    path = tmp_path / "outlier.npz"
    OutlierReference.of(films(60)).write(path)
    with np.load(path) as stored:
        arrays = {name: stored[name] for name in stored.files if name != spoil}
    np.savez(path, allow_pickle=False, **arrays)

    with pytest.raises(ValueError, match=spoil):
        OutlierReference.read(path)


def test_arrays_of_other_sizes_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "outlier.npz"
    OutlierReference.of(films(60)).write(path)
    with np.load(path) as stored:
        arrays = {name: stored[name] for name in stored.files}
    arrays["mean"] = arrays["mean"][:-1]
    np.savez(path, allow_pickle=False, **arrays)

    with pytest.raises(ValueError, match="do not fit"):
        OutlierReference.read(path)


def test_features_that_do_not_count_decide_nothing(tmp_path: Path) -> None:
    counted = np.arange(300) % 3 > 0  # by no class
    reference = OutlierReference.of(films(400), counted)
    reference.write(tmp_path / "outlier.npz")
    stored = OutlierReference.read(tmp_path / "outlier.npz")
    alone = OutlierReference.of(films(400)[:, counted])
    others = films(20, seed=5)
    spoilt = np.where(counted, others, others * 9 + 100)

    expected = alone.distances(others[:, counted])

    assert stored.distances(others) == pytest.approx(expected, rel=1e-4)
    assert stored.distances(spoilt) == pytest.approx(expected, rel=1e-4)


def test_features_that_are_dead_are_not_what_counts() -> None:
    features = films(400)
    features[:, :5] = 0
    dead = np.arange(300) < 5

    reference = OutlierReference.of(features, dead)

    assert np.isfinite(reference.spread).all()
    assert np.isfinite(reference.distances(films(5, seed=3))).all()
