import itertools
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from PySide6.QtGui import QImage

from lungdesk.gui import film as films
from lungdesk.gui.qimage import to_qimage
from tests.gui.conftest import from_qimage


@given(
    hnp.arrays(
        st.sampled_from([np.uint8, np.uint16, np.int16]),
        hnp.array_shapes(min_dims=2, max_dims=2, min_side=1, max_side=900),
        elements=st.integers(0, 127),
        fill=st.integers(0, 127),
    )
)
def test_a_pyramid_keeps_type_and_range(stored: np.ndarray) -> None:
    levels = films.pyramid(stored)
    assert levels[0] is stored
    for larger, smaller in itertools.pairwise(levels):
        assert smaller.dtype == stored.dtype
        assert smaller.shape == tuple((n + 1) // 2 for n in larger.shape)
        assert smaller.min() >= larger.min()
        assert smaller.max() <= larger.max()


def test_a_pyramid_is_the_mean() -> None:
    stored = np.zeros((800, 800), np.int16)
    stored[0:2, 0:2] = [[-4, -8], [-12, -16]]
    assert films.pyramid(stored)[1][0, 0] == -10


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.int16, np.uint32, np.int32])
@pytest.mark.parametrize("shape", [(500, 700), (501, 701), (501, 700, 3)])
def test_every_type_is_halved_by_the_rounded_mean(
    dtype: type[np.integer[Any]], shape: tuple[int, ...]
) -> None:
    limits = np.iinfo(dtype)
    stored = np.random.default_rng(0).integers(limits.min, limits.max, shape, dtype)
    odd = [(0, side % 2) for side in shape[:2]]
    even = np.pad(stored, [*odd, *([(0, 0)] * (len(shape) - 2))], mode="edge").astype(np.int64)
    total = even[0::2, 0::2] + even[0::2, 1::2] + even[1::2, 0::2] + even[1::2, 1::2]
    halved = films.pyramid(stored)[1]
    assert halved.dtype == stored.dtype
    assert np.array_equal(halved, (total + 2) // 4)


def test_colour_levels_keep_their_channels() -> None:
    rgb = np.zeros((501, 600, 3), np.uint8)
    rgb[..., 1] = 200
    smaller = films.pyramid(rgb)[1]
    assert smaller.shape == (251, 300, 3)
    assert (smaller == [0, 200, 0]).all()


@pytest.mark.parametrize("shape", [(5, 7), (5, 7, 3)])
def test_images_come_back_as_they_went(shape: tuple[int, ...]) -> None:
    pixels = np.random.default_rng(0).integers(0, 255, shape, dtype=np.uint8)
    back = from_qimage(to_qimage(pixels))
    expected = pixels if pixels.ndim == 3 else np.repeat(pixels[..., None], 3, axis=2)
    assert (back == expected).all()


def test_a_part_of_an_array_needs_no_copy() -> None:
    pixels = np.random.default_rng(0).integers(0, 255, (20, 30), dtype=np.uint8)
    part = pixels[3:17, 5:22]
    assert (from_qimage(to_qimage(part))[..., 0] == part).all()


def test_premultiplied_colours() -> None:
    pixels = np.zeros((2, 2, 4), np.uint8)
    pixels[..., 2] = pixels[..., 3] = 255  # BGRA: opaque red
    image = to_qimage(pixels)
    assert image.format() is QImage.Format.Format_ARGB32_Premultiplied
    assert image.pixelColor(0, 0).name() == "#ff0000"


@pytest.mark.parametrize(
    "pixels",
    [
        np.zeros((4, 4), np.uint16),
        np.zeros((4, 4, 2), np.uint8),
        np.zeros((4, 8), np.uint8)[:, ::2],
    ],
)
def test_other_arrays_are_refused(pixels: np.ndarray) -> None:
    with pytest.raises(ValueError, match="expected uint8"):
        to_qimage(pixels)
