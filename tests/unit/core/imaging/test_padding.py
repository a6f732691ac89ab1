from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from lungdesk.core.imaging.grayscale import display_lut, p_values, without_padding
from lungdesk.core.imaging.heat import overlaid
from lungdesk.core.imaging.padding import padding_mask
from lungdesk.core.imaging.thumbnail import reduced_p_values
from lungdesk.core.radiograph import (
    Photometric,
    PresentationShape,
    Radiograph,
    Rescale,
    VoiFunction,
    Window,
)
from lungdesk.core.saliency import ImageRegion, SaliencyMap
from tests.unit.core.imaging.films import film, ramp_table

WINDOW = Window(2000, 1200, VoiFunction.LINEAR_EXACT)


def image() -> NDArray[np.uint16]:
    return np.random.default_rng(0).integers(1600, 2400, (80, 120)).astype(np.uint16)


def padded(value: int) -> NDArray[np.uint16]:
    """The image with a border that ends in the middle of a block of any size above 1."""
    pixels = np.full((80, 120), value, np.uint16)
    pixels[:, 21:99] = image()[:, 21:99]
    return pixels


def test_the_whole_range_is_padding_and_nothing_else() -> None:
    values = np.array([[4, 5, 6], [7, 8, 9]], np.uint8)
    mask = padding_mask(values, (5, 7))
    assert mask is not None
    assert mask.tolist() == [[False, True, True], [True, False, False]]
    assert padding_mask(values, None) is None
    assert padding_mask(values, (10, 70_000)) is None
    assert padding_mask(values, (-2000, -1)) is None


@pytest.mark.parametrize("padding", [None, (4095, 4095)])
def test_a_film_without_padding_costs_nothing(padding: tuple[int, int] | None) -> None:
    whole = film(image(), padding=padding)
    assert without_padding(whole) is whole


@pytest.mark.parametrize(
    "facts",
    [
        {"voi": (WINDOW,)},
        {},
        {"voi": (WINDOW,), "photometric": Photometric.MONOCHROME1},
        {"photometric": Photometric.MONOCHROME1},
        {"voi": (WINDOW,), "presentation": PresentationShape.INVERSE},
        {"voi": (Window(500, 600),), "modality": Rescale(0.5, -500)},
        {"voi": (ramp_table(4096, 12),)},
    ],
)
@pytest.mark.parametrize("is_inverted", [False, True])
def test_padding_is_black_and_the_image_as_it_was(facts: dict[str, Any], is_inverted: bool) -> None:
    whole = film(padded(65535), padding=(60_000, 65535), **facts)
    filled = without_padding(whole, is_inverted=is_inverted)
    shown = p_values(filled, is_inverted=is_inverted)
    assert (shown[:, :21] == 0).all()
    assert (shown[:, 99:] == 0).all()
    before = p_values(whole, is_inverted=is_inverted)
    np.testing.assert_array_equal(shown[:, 21:99], before[:, 21:99])
    assert filled.padding is None


def test_the_black_of_a_window_is_its_own_end() -> None:
    assert display_lut(film(image()), WINDOW).black == pytest.approx(1400, abs=3)
    assert display_lut(film(image()), WINDOW, is_inverted=True).black == pytest.approx(2600, abs=3)
    signed = film(image().astype(np.int16))
    assert display_lut(signed, WINDOW).black == pytest.approx(1400, abs=3)


@pytest.mark.parametrize("photometric", [Photometric.MONOCHROME1, Photometric.MONOCHROME2])
@pytest.mark.parametrize("is_inverted", [False, True])
def test_a_small_picture_has_black_margins_and_no_mean_of_image_and_padding(
    photometric: Photometric, is_inverted: bool
) -> None:
    white = 0 if photometric is Photometric.MONOCHROME1 else 65535
    facts: dict[str, Any] = {"voi": (WINDOW,), "photometric": photometric}
    whole = film(padded(white), padding=(white, white), **facts)

    small = reduced_p_values(whole, 20, is_inverted=is_inverted)

    shown = p_values(whole, is_inverted=is_inverted).astype(float)
    shown[:, :21] = shown[:, 99:] = 0  # as on the screen
    means = shown[:78].reshape(13, 6, 20, 6).mean(axis=(1, 3))
    assert small.shape == (13, 20)
    assert np.abs(small - means).max() <= 2


def test_a_window_of_the_users_is_the_one_whose_black_is_taken() -> None:
    low = Window(1000, 200)
    small = reduced_p_values(film(padded(4095), padding=(4095, 4095), voi=(WINDOW,)), 20, low)
    assert (small[:, :3] == 0).all()
    assert (small[:, 4:16] == 255).all()


def test_a_film_of_nothing_but_padding_is_black() -> None:
    flat = film(np.full((40, 40), 9, np.uint8), padding=(9, 9))
    assert (reduced_p_values(flat, 10) == 0).all()


def under_nothing(whole: Radiograph) -> NDArray[np.uint8]:
    """A film as it is laid under a map that shows nothing."""
    region = ImageRegion(0, 0, 120, 80)
    nothing = SaliencyMap(np.zeros((5, 5), np.float32), 0, "gradcam", "last", region)
    return overlaid(whole, (nothing,), 0)


def test_padding_is_black_under_a_map() -> None:
    whole = film(padded(65535), padding=(65535, 65535), voi=(WINDOW,))
    laid = under_nothing(whole)
    assert (laid[:, :21] == 0).all()
    bare = under_nothing(replace(whole, padding=None))
    np.testing.assert_array_equal(laid[:, 21:99], bare[:, 21:99])


@pytest.mark.parametrize(
    "window", [Window(128, 512), Window(128, 128, VoiFunction.SIGMOID)], ids=["wide", "sigmoid"]
)
@pytest.mark.parametrize("is_inverted", [False, True])
def test_padding_is_black_where_no_value_is(window: Window, is_inverted: bool) -> None:
    pixels = np.full((80, 120), 255, np.uint8)
    pixels[:, 20:100] = 90
    whole = film(pixels, padding=(255, 255), voi=(window,))
    grey = p_values(whole, is_inverted=is_inverted)[0, 60]

    small = reduced_p_values(whole, 12, is_inverted=is_inverted)

    assert small[0].tolist() == [0] * 2 + [grey] * 8 + [0] * 2
    laid = under_nothing(whole)
    assert (laid[:, :20] == 0).all()
    assert (laid[:, 20:100] == p_values(whole)[0, 60]).all()
