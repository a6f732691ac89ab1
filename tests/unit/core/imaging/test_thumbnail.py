from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lungdesk.core.imaging.grayscale import auto_window, p_values
from lungdesk.core.imaging.thumbnail import reduced_p_values
from lungdesk.core.radiograph import Photometric, RectangularShutter, Window
from lungdesk.formats.reader import read_radiograph
from tests.unit.core.imaging.films import film, unhurried

FULL_RANGE = (Window(128, 256),)


@unhurried
@given(st.integers(1, 300), st.integers(1, 300), st.integers(1, 200))
def test_the_longer_side_is_at_least_the_size_asked_for(
    rows: int, columns: int, size_px: int
) -> None:
    pixels = np.zeros((rows, columns), np.uint8)

    small = reduced_p_values(film(pixels, voi=FULL_RANGE), size_px)

    longest, longest_before = max(small.shape), max(rows, columns)
    assert min(size_px, longest_before) <= longest <= longest_before
    if min(rows, columns) >= longest_before // size_px:  # no strip
        assert longest < 2 * size_px or longest == longest_before


def test_each_pixel_is_the_mean_of_its_block() -> None:
    pixels = np.random.default_rng(0).integers(0, 256, (80, 120), dtype=np.uint8)

    small = reduced_p_values(film(pixels, voi=FULL_RANGE), 30)

    blocks = [
        [pixels[y : y + 4, x : x + 4].mean() for x in range(0, 120, 4)] for y in range(0, 80, 4)
    ]
    np.testing.assert_array_equal(small, np.rint(blocks))


def test_a_film_smaller_than_asked_for_stays_as_it_is() -> None:
    small_film = film(np.arange(2000, dtype=np.uint16).reshape(40, 50))

    np.testing.assert_array_equal(reduced_p_values(small_film, 96), p_values(small_film))


@pytest.mark.parametrize("is_colour", [False, True])
@pytest.mark.parametrize("stated", [0, 65535])
def test_nothing_is_seen_of_what_a_shutter_covers(stated: int, is_colour: bool) -> None:
    grey = np.full((80, 120), 100, np.uint8)
    grey[:10] = grey[:, :22] = 200
    shutter = RectangularShutter(10, 22, 59, 99, stated)
    pixels = np.dstack([grey] * 3) if is_colour else grey

    small = reduced_p_values(
        film(pixels, voi=() if is_colour else FULL_RANGE, shutters=(shutter,)), 30
    )

    # Blocks of 4 x 4, those in part under the shutter with it.
    seen = np.zeros((20, 30), bool)
    seen[3:15, 6:25] = True
    assert (small[seen] == 100).all()
    assert (small[~seen] == (255 if stated else 0)).all()


def test_colour_stays_colour() -> None:
    rgb = np.zeros((64, 64, 3), np.uint8)
    rgb[..., 1] = 200

    small = reduced_p_values(film(rgb), 16)

    assert small.shape == (16, 16, 3)
    assert (small == [0, 200, 0]).all()


@pytest.mark.parametrize("dtype", [np.uint8, np.int16, np.uint16, np.int32, np.uint32])
def test_the_largest_values_of_a_type_stay_white(dtype: Any) -> None:
    limits = np.iinfo(dtype)
    pixels = np.full((128, 128), limits.max, dtype)
    pixels[:64] = limits.min

    small = reduced_p_values(film(pixels), 16)

    assert (small[:8] == 0).all()
    assert (small[8:] == 255).all()


def test_it_is_windowed_as_the_whole_film_and_not_as_its_means() -> None:
    pixels = np.zeros((120, 120), np.uint16)
    pixels[::2] += 800
    pixels[:, 60:] += 200  # the film reaches from 0 to 1000, its means from 400 to 600
    whole = film(pixels)

    small = reduced_p_values(whole, 10)

    assert auto_window(whole).width == 1000
    assert (small[:, :5] == 102).all()
    assert (small[:, 5:] == 153).all()


def test_a_real_negative_is_a_small_version_of_the_shown_film(sample_films: Path) -> None:
    radiograph = read_radiograph(sample_films / "RG1_UNCR.dcm")

    small = reduced_p_values(radiograph, 96)

    block = 1955 // 96
    rows, columns = (side // block for side in p_values(radiograph).shape)
    shown = p_values(radiograph)[: rows * block, : columns * block].astype(float)
    means = shown.reshape(rows, block, columns, block).mean(axis=(1, 3))
    assert radiograph.photometric is Photometric.MONOCHROME1
    assert small.shape == means.shape
    # Windowed after the mean instead of before it: the same but where the window clips.
    assert np.abs(small - means).mean() < 2
