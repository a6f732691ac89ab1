from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from lungdesk.gui.viewer.local_contrast import LocalContrast, equalized


def _shaded(shape: tuple[int, int] = (240, 320)) -> NDArray[np.uint8]:
    """Fine stripes of little contrast on a slope from dark to bright."""
    y, x = np.mgrid[: shape[0], : shape[1]]
    return np.asarray(30 + 180 * x / shape[1] + 6 * np.sin(y / 3), np.uint8)


def test_grey_values_are_those_of_opencv() -> None:
    film = _shaded()

    result = equalized(film, LocalContrast(clip_limit=3.0, tiles=8))

    np.testing.assert_array_equal(result, cv2.createCLAHE(3.0, (8, 6)).apply(film))
    assert result.dtype == np.uint8


def test_fine_detail_becomes_clearer_the_more_it_is_wanted() -> None:
    film = _shaded()

    contrast = [float(equalized(film, LocalContrast(limit))[:, 160].std()) for limit in (1.0, 3.0)]

    assert float(film[:, 160].std()) < contrast[0] < contrast[1]


def test_the_film_itself_is_not_altered() -> None:
    film = _shaded()
    film.setflags(write=False)
    before = film.copy()

    equalized(film)

    np.testing.assert_array_equal(film, before)


def test_colour_keeps_its_hue_and_gains_contrast() -> None:
    grey = _shaded()
    colour = np.stack([grey, grey // 2, grey // 3], axis=2)

    result = equalized(colour)

    assert result.shape == colour.shape
    assert result[:, 160, 0].std() > colour[:, 160, 0].std()
    hue = [cv2.cvtColor(c, cv2.COLOR_RGB2LAB)[..., 1:].astype(int) for c in (colour, result)]
    assert np.abs(hue[0] - hue[1]).mean() < 3


@pytest.mark.parametrize("shape", [(1, 1), (3, 500), (500, 3), (17, 16), (0, 5)])
def test_a_picture_of_any_size_can_be_equalized(shape: tuple[int, int]) -> None:
    assert equalized(np.full(shape, 9, np.uint8)).shape == shape


def test_a_part_of_a_larger_array_is_equalized_as_its_copy() -> None:
    part = _shaded()[::2, 10:200]

    np.testing.assert_array_equal(equalized(part), equalized(part.copy()))


@pytest.mark.parametrize(
    "pixels",
    [np.zeros((9, 9), np.float32), np.zeros((9, 9), np.uint16), np.zeros((9, 9, 4), np.uint8)],
)
def test_other_pixels_are_refused(pixels: NDArray[Any]) -> None:
    with pytest.raises(ValueError, match="8-bit"):
        equalized(pixels)


@pytest.mark.parametrize(("clip_limit", "tiles"), [(0.0, 8), (-1.0, 8), (2.0, 0)])
def test_impossible_wishes_are_refused(clip_limit: float, tiles: int) -> None:
    with pytest.raises(ValueError, match="clip limit"):
        LocalContrast(clip_limit, tiles)
