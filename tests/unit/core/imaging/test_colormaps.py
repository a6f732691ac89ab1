from __future__ import annotations

import matplotlib as mpl
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lungdesk.core.imaging.colormaps import (
    COLORMAPS,
    DEFAULT_COLORMAP,
    FADE_IN,
    alphas,
    colours,
    overlay_table,
)
from tests.unit.core.imaging.films import unhurried

names = st.sampled_from(sorted(COLORMAPS))


@pytest.mark.parametrize("name", COLORMAPS)
def test_a_scale_looks_like_the_one_of_that_name_in_matplotlib(name: str) -> None:
    expected = mpl.colormaps[name](np.arange(256), bytes=True)[:, :3].astype(int)

    table = colours(name)

    assert table.shape == (256, 3)
    assert table.dtype == np.uint8
    assert np.abs(table - expected).max() <= 12
    assert np.abs(table - expected).mean() <= 2


@pytest.mark.parametrize("name", ["inferno", "plasma"])
def test_a_scale_for_amounts_grows_lighter_throughout(name: str) -> None:
    linear = (colours(name) / 255.0) ** 2.2
    luminance = linear @ [0.2126, 0.7152, 0.0722]

    assert (np.diff(luminance) > -1e-3).all()
    assert luminance[-1] - luminance[0] > 0.5


def test_an_unknown_scale_is_the_default_one() -> None:
    np.testing.assert_array_equal(colours("viridian"), colours(DEFAULT_COLORMAP))
    assert DEFAULT_COLORMAP in COLORMAPS


def test_nobody_can_alter_a_scale_for_the_others() -> None:
    with pytest.raises(ValueError, match="read-only"):
        colours("turbo")[0] = 0


def test_the_map_fades_in_from_nothing_to_full() -> None:
    table = alphas()
    steps = np.linspace(0, 1, 256)

    assert table[0] == 0
    assert (np.diff(table) >= 0).all()
    assert (table[steps >= FADE_IN] == 1).all()
    assert (table[steps < FADE_IN] < 1).all()


@unhurried
@given(names, st.floats(0, 1))
def test_an_overlay_is_premultiplied(name: str, opacity: float) -> None:
    table = overlay_table(name, opacity).astype(int)

    expected = np.rint(alphas() * opacity * 255)
    np.testing.assert_array_equal(table[:, 3], expected)
    assert (table[:, :3] <= table[:, 3:]).all()


def test_an_opaque_overlay_has_the_colours_in_the_order_of_the_screen() -> None:
    table = overlay_table("turbo", 1.0)
    hot = alphas() == 1

    np.testing.assert_array_equal(table[hot][:, 2::-1], colours("turbo")[hot])


@pytest.mark.parametrize(("opacity", "same_as"), [(-0.5, 0.0), (1.5, 1.0)])
def test_an_opacity_out_of_range_is_the_nearest_in_it(opacity: float, same_as: float) -> None:
    np.testing.assert_array_equal(overlay_table("turbo", opacity), overlay_table("turbo", same_as))
    assert not overlay_table("turbo", 0.0).any()
