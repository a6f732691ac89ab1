from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image

from lungdesk.core.imaging import colormaps
from lungdesk.core.imaging.grayscale import p_values
from lungdesk.core.imaging.heat import common_peak, enlarged, overlaid, picture
from lungdesk.core.radiograph import RectangularShutter, Window
from lungdesk.core.saliency import ImageRegion, SaliencyMap
from tests.unit.core.imaging.films import film, seeds, unhurried

sides = st.integers(1, 20)


def heat_map(values: NDArray[Any], region: ImageRegion, class_index: int = 0) -> SaliencyMap:
    return SaliencyMap(np.asarray(values, np.float32), class_index, "gradcam", "last", region)


def one_hot_cell(rows: int, columns: int, row: int, column: int) -> NDArray[np.float32]:
    values = np.zeros((rows, columns), np.float32)
    values[row, column] = 3.0
    return values


@unhurried
@given(seeds, sides, sides)
def test_enlarging_agrees_with_the_bicubic_filter_of_pillow(
    seed: int, rows: int, columns: int
) -> None:
    values = np.random.default_rng(seed).random((rows, columns), dtype=np.float32)
    large = enlarged(values)
    factor = large.shape[0] // rows
    # Pillow weighs the edge otherwise; with the edge held outside of it, there is none.
    padded = Image.fromarray(np.pad(values, 4, mode="edge"))
    size = ((columns + 8) * factor, (rows + 8) * factor)
    expected = np.asarray(padded.resize(size, Image.Resampling.BICUBIC))
    inner = expected[4 * factor : (4 + rows) * factor, 4 * factor : (4 + columns) * factor]

    assert large.shape == inner.shape
    assert large.dtype == np.float32
    np.testing.assert_allclose(large, np.maximum(inner, 0), atol=1e-4)


@pytest.mark.parametrize("cells", [24, 28])
def test_the_centre_of_a_cell_keeps_its_value(cells: int) -> None:
    values = np.random.default_rng(0).random((cells, cells), dtype=np.float32)

    large = enlarged(values)

    factor = large.shape[0] // cells
    if factor % 2:  # a picture pixel lies on the centre
        middles = large[factor // 2 :: factor, factor // 2 :: factor]
    else:  # or four lie about it, and a bicubic curve is nearly straight between them
        about = [large[i::factor, j::factor] for i in (8, 9) for j in (8, 9)]
        middles = np.mean(about, axis=0)
    np.testing.assert_allclose(middles, values, atol=1e-6 if factor % 2 else 0.02)


def test_nothing_moves_by_enlarging() -> None:
    values = np.random.default_rng(0).random((7, 9), dtype=np.float32)

    np.testing.assert_allclose(
        enlarged(values)[::-1, ::-1], enlarged(values[::-1, ::-1]), atol=1e-6
    )
    np.testing.assert_allclose(enlarged(values).T, enlarged(values.T.copy()), atol=1e-6)


def test_a_dip_of_the_curve_below_zero_is_cut_off() -> None:
    assert enlarged(one_hot_cell(7, 7, 3, 3)).min() == 0


@pytest.mark.parametrize(("cells", "side"), [(1, 32), (8, 256), (16, 512), (40, 480), (600, 600)])
def test_a_picture_stays_of_a_size_for_the_screen(cells: int, side: int) -> None:
    assert enlarged(np.zeros((cells, cells), np.float32)).shape == (side, side)


def test_the_hottest_place_has_the_hottest_colour() -> None:
    region = ImageRegion(0, 0, 70, 70)
    flat = heat_map(np.full((7, 7), 4.0), region)

    hot = picture(flat, 4.0, colormap="inferno", opacity=0.5)
    half = picture(flat, 8.0, colormap="inferno", opacity=0.5)

    table = colormaps.overlay_table("inferno", 0.5)
    assert hot.flags.c_contiguous
    assert np.unique(hot.reshape(-1, 4), axis=0).tolist() == [table[255].tolist()]
    assert np.unique(half.reshape(-1, 4), axis=0).tolist() == [table[128].tolist()]


def test_a_value_over_the_peak_is_as_hot_as_the_peak() -> None:
    flat = heat_map(np.full((7, 7), 9.0), ImageRegion(0, 0, 7, 7))

    np.testing.assert_array_equal(
        picture(flat, 1.0, colormap="turbo", opacity=1.0),
        picture(flat, 9.0, colormap="turbo", opacity=1.0),
    )


def test_without_a_peak_the_picture_is_empty() -> None:
    cold = heat_map(np.zeros((7, 7)), ImageRegion(0, 0, 7, 7))

    assert not picture(cold, common_peak((cold,)), colormap="turbo", opacity=1.0).any()
    assert common_peak(()) == 0.0


def test_all_classes_share_one_scale() -> None:
    region = ImageRegion(0, 0, 70, 70)
    weak = heat_map(np.full((7, 7), 1.0), region, 0)
    strong = heat_map(np.full((7, 7), 4.0), region, 1)

    assert common_peak((weak, strong)) == 4.0
    assert not np.array_equal(
        overlaid(film(np.zeros((70, 70), np.uint8)), (weak, strong), 0),
        overlaid(film(np.zeros((70, 70), np.uint8)), (weak, strong), 1),
    )


@pytest.mark.parametrize("is_colour", [False, True])
def test_an_overlay_mixes_film_and_colour_by_opacity(is_colour: bool) -> None:
    grey = np.full((60, 90), 100, np.uint8)
    radiograph = film(np.dstack([grey] * 3) if is_colour else grey, voi=(Window(128, 256),))
    hot = heat_map(np.full((6, 9), 2.0), ImageRegion(0, 0, 90, 60))

    laid = overlaid(radiograph, (hot,), 0, colormap="turbo", opacity=0.25)

    expected = 100 * 0.75 + 0.25 * colormaps.colours("turbo")[255].astype(float)
    assert laid.shape == (60, 90, 3)
    assert laid.dtype == np.uint8
    assert np.abs(laid - expected).max() <= 1.5


@unhurried
@given(st.integers(0, 4), st.integers(0, 6))
def test_the_heat_lies_over_its_cell_of_the_film(row: int, column: int) -> None:
    radiograph = film(np.zeros((100, 140), np.uint8), voi=(Window(128, 256),))
    region = ImageRegion(0, 0, 140, 100)

    laid = overlaid(radiograph, (heat_map(one_hot_cell(5, 7, row, column), region),), 0, opacity=1)

    heat = laid.sum(axis=2)
    y, x = (float((np.indices(heat.shape)[i] * heat).sum() / heat.sum()) for i in (0, 1))
    # An outer cell is held to the edge, so that its heat leans outwards.
    assert abs(y - (20 * row + 9.5)) <= 5
    assert abs(x - (20 * column + 9.5)) <= 5
    assert heat[20 * row + 10, 20 * column + 10] >= 0.95 * heat.max()


def test_a_film_is_left_alone_outside_of_the_region() -> None:
    pixels = np.random.default_rng(0).integers(0, 256, (100, 200), dtype=np.uint8)
    radiograph = film(pixels, voi=(Window(128, 256),))
    region = ImageRegion(50, 0, 150, 100)

    laid = overlaid(radiograph, (heat_map(np.full((5, 5), 1.0), region),), 0, opacity=1)

    plain = np.dstack([p_values(radiograph)] * 3)
    np.testing.assert_array_equal(laid[:, :50], plain[:, :50])
    np.testing.assert_array_equal(laid[:, 150:], plain[:, 150:])
    assert (laid[:, 50:150] == colormaps.colours("inferno")[255]).all()


def test_a_map_lies_on_the_film_as_its_shutter_leaves_it() -> None:
    pixels = np.full((40, 60), 100, np.uint8)
    radiograph = film(pixels, voi=(Window(128, 256),), shutters=(RectangularShutter(5, 5, 29, 39),))
    cold = heat_map(np.zeros((5, 5)), ImageRegion(0, 0, 60, 40))

    laid = overlaid(radiograph, (cold,), 0)

    assert (laid[5:30, 5:40] > 90).all()
    laid[5:30, 5:40] = 0
    assert not laid.any()


def test_a_cold_map_leaves_the_film_as_it_is() -> None:
    radiograph = film(np.arange(256, dtype=np.uint8).reshape(16, 16), voi=(Window(128, 256),))
    cold = heat_map(np.zeros((5, 5)), ImageRegion(0, 0, 16, 16))

    np.testing.assert_array_equal(
        overlaid(radiograph, (cold,), 0, opacity=1), np.dstack([p_values(radiograph)] * 3)
    )
