from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lungdesk.core.imaging.grayscale import auto_window, default_voi, p_values
from lungdesk.core.radiograph import Rescale, VoiFunction, Window
from lungdesk.core.saliency import ImageRegion
from tests.unit.core.imaging.films import film, ramp_table, seeds, unhurried


def ends(window: Window) -> tuple[float, float]:
    return window.center - window.width / 2, window.center + window.width / 2


@unhurried
@given(seeds, st.sampled_from([np.uint8, np.int16, np.uint16, np.int32]))
def test_it_spreads_the_percentiles_of_the_modality_values(seed: int, dtype: Any) -> None:
    pixels = np.random.default_rng(seed).integers(0, 120, (30, 40)).astype(dtype)
    window = auto_window(film(pixels, modality=Rescale(2.5, -40.0)))

    expected = np.percentile(pixels * 2.5 - 40, [0.5, 99.5])

    assert window.function is VoiFunction.LINEAR_EXACT
    np.testing.assert_allclose(ends(window), expected)


@unhurried
@given(seeds, st.floats(0, 0.9), st.sampled_from([(0, 0), (250, 255), (3, 5)]))
def test_padding_does_not_count(seed: int, share: float, padding: tuple[int, int]) -> None:
    rng = np.random.default_rng(seed)
    image = rng.integers(20, 200, (40, 40)).astype(np.uint8)
    is_padded = rng.random(image.shape) < share
    padded = np.where(is_padded, rng.integers(padding[0], padding[1] + 1, image.shape), image)

    window = auto_window(film(padded.astype(np.uint8), padding=padding))

    np.testing.assert_allclose(ends(window), np.percentile(image[~is_padded], [0.5, 99.5]))


def test_padding_is_told_by_the_stored_and_not_by_the_modality_value() -> None:
    pixels = np.full((20, 20), 100, np.uint16)
    pixels[:10] = 0
    table = ramp_table(101, 16)  # 100 becomes 65535, 0 stays 0

    window = auto_window(film(pixels, modality=table, padding=(100, 100)))

    assert window.center == 0


def test_a_film_of_nothing_but_padding_is_shown_nevertheless() -> None:
    flat = film(np.full((8, 8), 9, np.uint8), padding=(9, 9))

    assert p_values(flat).shape == (8, 8)
    assert auto_window(flat).width > 0


def test_only_the_region_counts() -> None:
    pixels = np.zeros((40, 60), np.uint16)
    pixels[10:20, 30:50] = np.arange(1000, 1200).reshape(10, 20)

    window = auto_window(film(pixels), ImageRegion(30.0, 10.0, 50.0, 20.0))

    np.testing.assert_allclose(ends(window), np.percentile(np.arange(1000, 1200), [0.5, 99.5]))


def test_a_region_over_the_edge_is_cut_to_the_film() -> None:
    pixels = np.arange(2400, dtype=np.uint16).reshape(40, 60)

    over = auto_window(film(pixels), ImageRegion(-30.0, -30.0, 500.0, 500.0))

    assert over == auto_window(film(pixels))


def test_a_region_beside_the_film_has_a_window_too() -> None:
    beside = ImageRegion(-20.0, 0.0, -5.0, 40.0)

    assert auto_window(film(np.zeros((40, 60), np.uint8)), beside).width > 0


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.int32])
@pytest.mark.parametrize("modality", [Rescale(), Rescale(1e-4), Rescale(0.0), ramp_table(9, 8)])
def test_a_flat_film_is_mid_grey(dtype: Any, modality: Any) -> None:
    flat = film(np.full((8, 8), 7, dtype), modality=modality)

    assert np.unique(p_values(flat)).tolist() == [128]


@pytest.mark.parametrize("dtype", [np.uint16, np.int32])
@pytest.mark.parametrize("slope", [1e-5, 1e-2, 1.0, 100.0])
def test_the_unit_of_the_modality_values_does_not_matter(dtype: Any, slope: float) -> None:
    pixels = np.arange(4096, dtype=dtype).reshape(64, 64)

    assert (
        np.abs(
            p_values(film(pixels, modality=Rescale(slope))).astype(int) - p_values(film(pixels))
        ).max()
        <= 1
    )


def test_a_large_film_is_sampled_evenly() -> None:
    ramp = np.linspace(0, 60_000, 2400 * 1800).reshape(2400, 1800).astype(np.uint16)

    low, high = ends(auto_window(film(ramp)))

    assert low == pytest.approx(300, abs=100)
    assert high == pytest.approx(59_700, abs=100)


def test_it_is_the_default_where_the_file_offers_nothing() -> None:
    pixels = np.arange(64, dtype=np.uint8).reshape(8, 8)

    assert default_voi(film(pixels)) == auto_window(film(pixels))
    assert default_voi(film(pixels, voi=(Window(3, 4),))) == Window(3, 4)
