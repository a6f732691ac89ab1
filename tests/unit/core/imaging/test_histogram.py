from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from lungdesk.core.imaging.grayscale import sampled_values
from lungdesk.core.imaging.histogram import MOST_BINS, Histogram, histogram
from lungdesk.core.radiograph import Rescale
from lungdesk.core.saliency import ImageRegion
from tests.unit.core.imaging.films import film, ramp_table, seeds, unhurried

percentiles = st.floats(0, 100)


@st.composite
def histograms(draw: st.DrawFn) -> Histogram:
    """Histograms with gaps, never empty."""
    counts = draw(arrays.arrays(np.int64, st.integers(1, 30), elements=st.integers(0, 50)))
    counts[draw(st.integers(0, counts.size - 1))] += 1
    return Histogram(counts, draw(st.floats(-1e4, 1e4)), draw(st.floats(1e-2, 1e3)))


@unhurried
@given(seeds, st.sampled_from([np.uint8, np.int16, np.uint16, np.int32]))
def test_each_modality_value_has_its_bin(seed: int, dtype: Any) -> None:
    pixels = np.random.default_rng(seed).integers(0, 120, (30, 40)).astype(dtype)

    counted = histogram(film(pixels, modality=Rescale(2.5, -40.0)))

    low = int(pixels.min())
    np.testing.assert_array_equal(counted.counts, np.bincount(pixels.ravel() - low))
    assert counted.first == low * 2.5 - 40 - 1.25
    assert counted.bin_width == 2.5


@unhurried
@given(seeds, st.sampled_from([(0, 0), (110, 119), (3, 60)]))
def test_padding_is_not_counted(seed: int, padding: tuple[int, int]) -> None:
    pixels = np.random.default_rng(seed).integers(0, 120, (30, 40)).astype(np.uint8)
    image = pixels[(pixels < padding[0]) | (pixels > padding[1])]

    counted = histogram(film(pixels, padding=padding))

    assert counted.total == image.size
    assert counted.first == image.min() - 0.5
    assert counted.last == image.max() + 0.5


def test_only_the_region_is_counted() -> None:
    pixels = np.arange(1200, dtype=np.uint16).reshape(30, 40)

    assert histogram(film(pixels), ImageRegion(10, 5, 20, 10)).total == 50


@unhurried
@given(histograms(), percentiles)
def test_a_percentile_is_found_again_from_its_value(counted: Histogram, percentile: float) -> None:
    found = counted.percentile_of(counted.value_at(percentile))

    assert found == pytest.approx(percentile, abs=1e-5)


@unhurried
@given(histograms(), st.lists(percentiles, min_size=2, max_size=8))
def test_values_rise_with_their_percentiles(counted: Histogram, asked: list[float]) -> None:
    values = [counted.value_at(percentile) for percentile in sorted(asked)]

    assert values == sorted(values)
    assert counted.first <= values[0]
    assert values[-1] <= counted.last + 1e-6


@unhurried
@given(seeds, percentiles, st.sampled_from([np.uint8, np.uint16]))
def test_percentiles_are_those_of_numpy_within_a_bin(
    seed: int, percentile: float, dtype: Any
) -> None:
    pixels = np.random.default_rng(seed).normal(120, 25, (40, 50)).clip(0, 255).astype(dtype)
    counted = histogram(film(pixels))

    expected = np.percentile(pixels, percentile, method="inverted_cdf")

    assert abs(counted.value_at(percentile) - expected) <= counted.bin_width / 2 + 1e-9


@pytest.mark.parametrize("value", [-1e9, 0.0, 0.4, 9.6, 1e9])
def test_values_beside_the_histogram_are_at_its_ends(value: float) -> None:
    counted = histogram(film(np.arange(9, dtype=np.uint8).reshape(3, 3) + np.uint8(1)))

    assert counted.percentile_of(value) == (0 if value < 1 else 100)


def test_a_film_of_16_bits_has_bins_of_equal_numbers_of_values() -> None:
    pixels = np.arange(1 << 16, dtype=np.uint16).reshape(256, 256)

    counted = histogram(film(pixels))

    assert counted.counts.size == MOST_BINS
    assert np.unique(counted.counts).tolist() == [16]


def test_stray_values_of_a_wide_film_do_not_leave_one_bin_for_the_rest() -> None:
    pixels = np.random.default_rng(0).integers(1000, 5000, (300, 400)).astype(np.int32)
    pixels[0, :3] = -(2**31), 2**31 - 1, 2**31 - 1

    counted = histogram(film(pixels))

    assert counted.value_at(50) == pytest.approx(np.percentile(pixels, 50), abs=20)
    assert counted.total == pixels.size
    assert counted.bin_width < 10


def test_a_large_film_is_counted_by_its_sample() -> None:
    large = film(np.linspace(0, 60_000, 2400 * 1800).reshape(2400, 1800).astype(np.uint16))

    counted = histogram(large)

    assert counted.total == sampled_values(large).size
    assert counted.total < 400_000
    assert counted.value_at(50) == pytest.approx(30_000, abs=100)


@pytest.mark.parametrize("modality", [Rescale(), Rescale(1e-4), Rescale(0.0), ramp_table(9, 8)])
def test_a_flat_film_has_one_bin(modality: Any) -> None:
    counted = histogram(film(np.full((8, 8), 7, np.uint16), modality=modality))

    assert counted.counts.tolist() == [64]


def test_a_film_of_nothing_but_padding_has_an_empty_histogram() -> None:
    counted = histogram(film(np.full((8, 8), 9, np.uint8), padding=(9, 9)))

    assert counted.total == 0
    assert (counted.value_at(50), counted.percentile_of(0.5)) == (counted.first, 0.0)


def test_a_colour_image_has_none() -> None:
    with pytest.raises(ValueError, match="colour"):
        histogram(film(np.zeros((8, 8, 3), np.uint8)))


@pytest.mark.parametrize("percentile", [-0.1, 100.1, float("nan")])
def test_percentiles_outside_of_their_range_are_refused(percentile: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 100"):
        Histogram(np.ones(3, np.int64), 0.0, 1.0).value_at(percentile)


@pytest.mark.parametrize(("counts", "bin_width"), [([], 1.0), ([[1]], 1.0), ([1], 0.0)])
def test_what_is_no_histogram_is_refused(counts: list[Any], bin_width: float) -> None:
    with pytest.raises(ValueError, match=r"vector|width"):
        Histogram(np.array(counts, np.int64), 0.0, bin_width)
