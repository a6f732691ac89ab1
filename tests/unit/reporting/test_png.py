"""PNG files of pixels: what another library reads of them."""

from __future__ import annotations

import io

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from lungdesk.reporting.png import png_bytes
from lungdesk.reporting.scale_bar import scale_bar


@pytest.mark.parametrize("shape", [(3, 5), (1, 1), (4, 7, 3)])
def test_pixels_come_back(shape: tuple[int, ...]) -> None:
    pixels: NDArray[np.uint8] = np.random.default_rng(0).integers(0, 256, shape).astype(np.uint8)
    with Image.open(io.BytesIO(png_bytes(pixels))) as image:
        assert np.array_equal(np.asarray(image), pixels)


def test_other_pixels_are_refused() -> None:
    with pytest.raises(ValueError, match="expected"):
        png_bytes(np.zeros((2, 2, 4), np.uint8))


@pytest.mark.parametrize(
    ("film_mm", "length", "words"), [(400, 100, "10 cm"), (100, 20, "2 cm"), (3, 0.9, "0.9 mm")]
)
def test_a_scale_is_a_round_part_of_the_film(film_mm: float, length: float, words: str) -> None:
    millimetres, said = scale_bar(film_mm)
    assert millimetres == pytest.approx(length)
    assert said == words
