from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lungdesk.ml.augment import AugmentSpec, augmented, augmented_with_mask


def heart_on_the_left() -> np.ndarray:
    """A film with one bright half, so that a mirrored view can be told from others."""
    film = np.full((64, 64), 60, np.uint8)
    film[16:48, 36:52] = 220
    return film


@given(seed=st.integers(0, 10_000))
@settings(max_examples=60, deadline=None)
def test_never_mirrors_unless_asked(seed: int) -> None:
    view = augmented(heart_on_the_left(), AugmentSpec(), np.random.default_rng(seed))

    assert view.shape == (64, 64)
    assert view.dtype == np.uint8
    assert view[16:48, 34:].mean() > view[16:48, :30].mean()


def test_mirrors_half_of_the_views_when_asked() -> None:
    spec = AugmentSpec(rotation_deg=0, shift=0, zoom=0, degrade=0, flip=True)
    rng = np.random.default_rng(0)
    views = [augmented(heart_on_the_left(), spec, rng) for _ in range(60)]
    mirrored = sum(v[16:48, :30].mean() > v[16:48, 34:].mean() for v in views)

    assert 15 <= mirrored <= 45


def test_the_same_seed_gives_the_same_view() -> None:
    first, second, other = (
        augmented(heart_on_the_left(), AugmentSpec(), np.random.default_rng(seed))
        for seed in (1, 1, 2)
    )

    assert np.array_equal(first, second)
    assert not np.array_equal(first, other)


def test_without_any_change_the_film_stays_the_film() -> None:
    still = AugmentSpec(
        rotation_deg=0, shift=0, zoom=0, contrast=0, brightness=0, gamma=0, degrade=0
    )

    assert np.array_equal(
        augmented(heart_on_the_left(), still, np.random.default_rng(0)), heart_on_the_left()
    )


@pytest.mark.parametrize(
    "change",
    [{"rotation_deg": 20.0}, {"shift": 0.2}, {"zoom": 0.3}, {"contrast": 0.5}, {"gamma": 1.0}],
)
def test_each_change_changes_something(change: dict[str, float]) -> None:
    none = dict.fromkeys(
        ("rotation_deg", "shift", "zoom", "contrast", "brightness", "gamma", "degrade"), 0.0
    )
    spec = AugmentSpec(**{**none, **change})  # type: ignore[arg-type] # flip is not among them

    view = augmented(heart_on_the_left(), spec, np.random.default_rng(3))

    assert not np.array_equal(view, heart_on_the_left())


@given(seed=st.integers(0, 10_000))
@settings(max_examples=60, deadline=None)
def test_a_mask_goes_with_its_film(seed: int) -> None:
    mask = np.zeros((64, 64), np.uint8)
    mask[16:48, 36:52] = 255
    spec = AugmentSpec(contrast=0, brightness=0, gamma=0, degrade=0, flip=True, zoom=0.3)
    view, moved = augmented_with_mask(mask, mask, spec, np.random.default_rng(seed))

    assert (view == moved).all()
    assert (view == augmented(mask, spec, np.random.default_rng(seed))).all()


def test_a_view_as_if_taken_elsewhere_shows_the_same_places_in_other_greys() -> None:
    rng = np.random.default_rng(0)
    film = np.asarray(rng.integers(40, 200, (16, 16)), np.uint8).repeat(8, 0).repeat(8, 1)
    still = AugmentSpec(
        rotation_deg=0, shift=0, zoom=0, contrast=0, brightness=0, gamma=0, degrade=0
    )
    views = [
        augmented(film, still.as_if_elsewhere(1.0), np.random.default_rng(seed))
        for seed in range(80)
    ]

    assert all(view.shape == film.shape and view.dtype == np.uint8 for view in views)
    likeness = [np.corrcoef(film.ravel(), view.ravel())[0, 1] for view in views]
    assert np.median(likeness) > 0.9
    assert 0.2 < np.mean([np.array_equal(view, film) for view in views]) < 0.5
    assert len({view.tobytes() for view in views}) > 40


def test_views_that_are_not_taken_elsewhere_are_drawn_as_before() -> None:
    film = heart_on_the_left()
    plain = augmented(film, AugmentSpec(), np.random.default_rng(4))

    assert np.array_equal(
        plain, augmented(film, AugmentSpec().as_if_elsewhere(0.0), np.random.default_rng(4))
    )
