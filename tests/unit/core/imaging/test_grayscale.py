from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lungdesk.core.imaging.grayscale import display_lut, luminance, p_values
from lungdesk.core.imaging.modality_lut import apply_modality_lut
from lungdesk.core.imaging.presentation_lut import apply_presentation_lut
from lungdesk.core.imaging.voi_lut import apply_voi_lut
from lungdesk.core.radiograph import (
    LookupTable,
    ModalityTransform,
    Photometric,
    PresentationShape,
    Radiograph,
    Rescale,
    VoiFunction,
    VoiTransform,
    Window,
)
from tests.unit.core.imaging.films import (
    every_value,
    film,
    ramp_table,
    seeds,
    tables,
    unhurried,
    windows,
)

NARROW = (np.uint8, np.int8, np.uint16, np.int16)
WIDE = (np.uint32, np.int32, np.int64)

rescales = st.builds(Rescale, st.sampled_from([1.0, 0.25, -2.0]), st.floats(-2000, 2000))
shapes = st.sampled_from([*PresentationShape, ramp_table(256, 8)])


def pixelwise(radiograph: Radiograph, voi: VoiTransform) -> Any:
    """The chain, one step after the other, on every pixel, in the order of the standard."""
    modality = apply_modality_lut(radiograph.stored_values, radiograph.modality)
    voi_values = apply_voi_lut(modality, voi)
    shown = apply_presentation_lut(voi_values, radiograph.presentation, radiograph.photometric)
    return np.rint(255 * shown)


@pytest.mark.parametrize("dtype", NARROW)
@given(
    st.one_of(rescales, tables()),
    st.one_of(windows(), tables()),
    shapes,
    st.sampled_from([Photometric.MONOCHROME1, Photometric.MONOCHROME2]),
)
@unhurried
def test_one_table_gives_what_the_chain_gives_each_pixel(
    dtype: Any,
    modality: ModalityTransform,
    voi: VoiTransform,
    presentation: PresentationShape | LookupTable,
    photometric: Photometric,
) -> None:
    radiograph = film(
        every_value(dtype), modality=modality, presentation=presentation, photometric=photometric
    )

    shown = p_values(radiograph, voi)

    assert shown.dtype == np.uint8
    np.testing.assert_array_equal(shown, pixelwise(radiograph, voi))


@pytest.mark.parametrize("dtype", WIDE)
@pytest.mark.parametrize("function", VoiFunction)
@given(seeds, st.sampled_from([1.0, 0.001, -3.0]), st.floats(1, 1e7))
@unhurried
def test_a_wide_film_is_at_most_a_grey_level_from_the_chain(
    dtype: Any, function: VoiFunction, seed: int, slope: float, width: float
) -> None:
    rng = np.random.default_rng(seed)
    limits = np.iinfo(np.int32 if np.dtype(dtype).kind == "i" else dtype)
    pixels = rng.integers(0, 2 ** int(rng.integers(8, 31)), (8, 40)).astype(dtype)
    pixels[0, :2] = limits.min, limits.max
    radiograph = film(pixels, modality=Rescale(slope, 50.0))
    center = float(np.median(pixels)) * slope + 50
    window = Window(center, max(width, 512 * abs(slope)), function)

    shown = p_values(radiograph, window)

    assert np.abs(shown - pixelwise(radiograph, window)).max() <= 1


@pytest.mark.parametrize("dtype", WIDE)
def test_a_wide_film_of_few_values_is_shown_exactly(dtype: Any) -> None:
    first = -9000 if np.dtype(dtype).kind == "i" else 70_000
    radiograph = film((first + 31 * np.arange(600)).astype(dtype).reshape(20, 30))
    window = Window(first + 9000, 9001)

    np.testing.assert_array_equal(p_values(radiograph, window), pixelwise(radiograph, window))


@pytest.mark.parametrize("table_at", ["modality", "voi"])
def test_one_odd_value_does_not_flatten_a_wide_film(table_at: str) -> None:
    pixels = np.arange(4096, dtype=np.int32).reshape(64, 64)
    pixels[0, 0] = -(2**31)
    table = ramp_table(4096, 12)
    modality, voi = (table, Window(2048, 4096)) if table_at == "modality" else (Rescale(), table)
    radiograph = film(pixels, modality=modality)

    np.testing.assert_array_equal(p_values(radiograph, voi), pixelwise(radiograph, voi))


@pytest.mark.parametrize(("center", "grey"), [(-1e6, 255), (1e8, 0)])
def test_a_wide_film_beyond_its_window_is_black_or_white(center: float, grey: int) -> None:
    pixels = np.array([[0, 1, 70_000, 10_000_000]], np.uint32)

    assert np.unique(p_values(film(pixels), Window(center, 1000))).tolist() == [grey]


@unhurried
@given(windows(), st.sampled_from(NARROW), shapes)
def test_turning_black_and_white_round_is_symmetrical(
    window: Window, dtype: Any, presentation: PresentationShape | LookupTable
) -> None:
    radiograph = film(every_value(dtype), presentation=presentation)

    plain = display_lut(radiograph, window).table.astype(int)
    inverted = display_lut(radiograph, window, is_inverted=True).table.astype(int)

    # Where a value lies midway between two grey levels, both are rounded to the even one.
    assert np.abs(plain + inverted - 255).max() <= 1


@unhurried
@given(st.one_of(windows(), tables()), st.floats(-10, 10).filter(bool), st.booleans())
def test_the_table_never_turns_back(voi: VoiTransform, slope: float, is_inverted: bool) -> None:
    radiograph = film(every_value(), modality=Rescale(slope, 3.0))

    steps = np.diff(display_lut(radiograph, voi, is_inverted=is_inverted).table.astype(int))

    assert (steps * (1 if (slope > 0) != is_inverted else -1) >= 0).all()


def test_the_modality_lut_comes_before_the_voi_lut() -> None:
    radiograph = film(np.array([[0, 10, 20]], np.uint8), modality=Rescale(2.0, 100.0))

    shown = p_values(radiograph, Window(120, 40, VoiFunction.LINEAR_EXACT))

    assert shown.tolist() == [[0, 128, 255]]


def test_monochrome1_is_turned_round_after_the_voi_lut() -> None:
    pixels = np.array([[0, 100, 255]], np.uint8)
    radiograph = film(pixels, photometric=Photometric.MONOCHROME1)

    # A window on the dark end: turned round before it, 100 would be 155 and white.
    assert p_values(radiograph, Window(50.5, 101)).tolist() == [[255, 0, 0]]


def test_without_a_choice_the_first_offer_of_the_file_counts() -> None:
    pixels = every_value(np.uint8)
    offers = (Window(50, 30), Window(128, 256))

    np.testing.assert_array_equal(
        p_values(film(pixels, voi=offers)), p_values(film(pixels), offers[0])
    )


def test_a_film_that_is_shown_as_it_is_stored_is_not_copied() -> None:
    radiograph = film(np.arange(256, dtype=np.uint8).reshape(16, 16))

    assert p_values(radiograph, Window(128, 256)) is radiograph.stored_values
    assert p_values(radiograph, Window(128, 200)).max() == 255
    assert radiograph.stored_values.ravel().tolist() == list(range(256))


def test_a_colour_image_has_no_chain_but_can_be_inverted() -> None:
    rgb = np.arange(192, dtype=np.uint8).reshape(8, 8, 3)

    np.testing.assert_array_equal(p_values(film(rgb)), rgb)
    np.testing.assert_array_equal(p_values(film(rgb), is_inverted=True), 255 - rgb)
    with pytest.raises(ValueError, match="colour"):
        display_lut(film(rgb))


def test_values_outside_of_a_table_give_its_ends() -> None:
    lut = display_lut(film(np.array([[100, 200]], np.int32)), Window(150, 100))

    shown = lut.apply(np.array([-(2**31), 100, 200, 2**31 - 1], np.int32))

    assert shown.tolist() == [0, 0, 255, 255]


def test_luminance_weighs_the_colours_as_bt_601_does() -> None:
    rgb = np.array([[[255, 0, 0], [0, 255, 0], [0, 0, 255], [255, 255, 255], [7, 7, 7]]], np.uint8)

    assert luminance(rgb).tolist() == [[76, 150, 29, 255, 7]]
