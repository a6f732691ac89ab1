"""Scale, threshold and lines of heatmaps."""

from __future__ import annotations

import weakref

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.path import Path as Polygon

from lungdesk.core.imaging import colormaps
from lungdesk.core.imaging.contours import polygon_area
from lungdesk.core.imaging.heat import enlarged, picture
from lungdesk.core.imaging.heat_lines import heat_lines
from lungdesk.core.imaging.heat_look import (
    MOST_THRESHOLD,
    HeatScale,
    ScaleTop,
    line_levels,
    scale_top,
)
from lungdesk.core.saliency import ImageRegion, SaliencyMap
from lungdesk.core.settings import Settings
from tests.unit.core.imaging.films import seeds, unhurried
from tests.unit.core.imaging.test_heat import heat_map

REGION = ImageRegion(10, 20, 150, 90)


def hill(peak: float, class_index: int = 0, region: ImageRegion = REGION) -> SaliencyMap:
    """A round hill in the middle of 7 x 7 cells."""
    down, across = np.mgrid[:7, :7] - 3
    return heat_map(peak * np.exp(-(down**2 + across**2) / 6), region, class_index)


@pytest.mark.parametrize(
    ("wanted", "model_peak", "expected"),
    [
        (HeatScale.MAP, 9.0, ScaleTop(HeatScale.MAP, 1.0)),
        (HeatScale.FILM, 9.0, ScaleTop(HeatScale.FILM, 4.0)),
        (HeatScale.MODEL, 9.0, ScaleTop(HeatScale.MODEL, 9.0)),
        (HeatScale.MODEL, None, ScaleTop(HeatScale.FILM, 4.0)),
    ],
)
def test_a_scale_ends_at_the_map_the_film_or_what_the_model_says(
    wanted: HeatScale, model_peak: float | None, expected: ScaleTop
) -> None:
    assert scale_top(wanted, (hill(1.0, 0), hill(4.0, 1)), 0, model_peak) == expected


@pytest.mark.parametrize("scale", HeatScale)
def test_without_maps_there_is_nothing_to_paint(scale: HeatScale) -> None:
    assert scale_top(scale, (), 0, None).value == 0.0


def test_on_a_fixed_scale_equal_evidence_looks_the_same_on_two_films() -> None:
    weak, strong = hill(1.0), hill(4.0)

    def colour_at_1(one: SaliencyMap, scale: HeatScale) -> list[int]:
        top = scale_top(scale, (one,), 0, 5.0).value
        values = enlarged(one.values)
        nearest = np.unravel_index(np.abs(values - 0.9).argmin(), values.shape)
        return list(picture(one, top, colormap="turbo", opacity=1.0)[nearest])

    fixed = [colour_at_1(one, HeatScale.MODEL) for one in (weak, strong)]
    relative = [colour_at_1(one, HeatScale.MAP) for one in (weak, strong)]
    assert np.abs(np.subtract(*np.asarray(fixed, int))).max() <= 8
    assert np.abs(np.subtract(*np.asarray(relative, int))).max() > 80


@unhurried
@given(seeds, st.floats(0, MOST_THRESHOLD))
def test_below_the_threshold_nothing_is_painted_and_above_it_all_as_before(
    seed: int, threshold: float
) -> None:
    values = np.random.default_rng(seed).random((6, 5), dtype=np.float32)
    one = heat_map(values, REGION)

    whole = picture(one, 1.0, colormap="inferno", opacity=0.8)
    cut = picture(one, 1.0, colormap="inferno", opacity=0.8, threshold=threshold)

    share = np.rint(np.clip(enlarged(values), 0, 1) * 255) / 255
    assert not cut[share < threshold - 1e-6].any()
    is_above = share > threshold + colormaps.EDGE
    np.testing.assert_array_equal(cut[is_above], whole[is_above])


@given(st.floats(0, MOST_THRESHOLD))
def test_lines_begin_at_the_threshold(threshold: float) -> None:
    levels = line_levels(threshold)

    assert len(levels) > 0
    assert list(levels) == sorted(set(levels))
    assert levels[0] == (threshold or 0.2)
    assert levels[-1] < 1


@pytest.mark.parametrize("level", [0.3, 0.5, 0.8])
def test_a_line_runs_round_what_is_hotter_on_the_film(level: float) -> None:
    one = hill(2.0)

    ((line,),) = heat_lines(one, [level * 2.0])

    # In the film's pixels: the hill has its middle in the middle of the region, and is wider
    # there than high as the region is.
    middle = np.array([(REGION.left + REGION.right) / 2, (REGION.top + REGION.bottom) / 2])
    radius = np.sqrt(-6 * np.log(level)) * np.array([REGION.width, REGION.height]) / 7
    distance = np.sqrt((((line - middle) / radius) ** 2).sum(axis=1))
    np.testing.assert_allclose(distance, 1.0, atol=0.06)
    assert polygon_area(line) == pytest.approx(np.pi * radius.prod(), rel=0.05)


@unhurried
@given(seeds)
def test_lines_part_what_the_picture_paints_from_what_it_does_not(seed: int) -> None:
    rng = np.random.default_rng(seed)
    one = heat_map(rng.random((5, 6), dtype=np.float32), ImageRegion(0, 0, 60, 50))

    (lines,) = heat_lines(one, [0.5])

    # Pixels of the film that lie in an odd number of lines are the hot ones.
    smooth = enlarged(one.values, 10)
    x, y = np.meshgrid(np.arange(60) + 0.5, np.arange(50) + 0.5)
    points = np.stack([x.ravel(), y.ravel()], axis=1)
    inside = np.zeros(len(points), bool)
    for line in lines:
        inside ^= Polygon(line).contains_points(points)
    is_clear = np.abs(smooth.ravel() - 0.5) > 0.08
    np.testing.assert_array_equal(inside[is_clear], (smooth.ravel() > 0.5)[is_clear])


def test_the_same_lines_are_not_made_twice() -> None:
    maps = [hill(1.0) for _ in range(40)]  # of all classes, by all methods, side by side
    before = [heat_lines(one, (0.2, 0.4)) for one in maps]

    for one, lines in zip(maps, before, strict=True):
        (low, _), (again, _) = lines, heat_lines(one, (0.2, 0.6))
        assert again is low
    assert before[0][0] is not before[1][0]


def test_lines_go_with_their_map() -> None:
    one = hill(1.0)
    line = weakref.ref(heat_lines(one, [0.5])[0][0])
    assert line() is not None
    del one

    assert line() is None


@pytest.mark.parametrize("name", colormaps.COLORMAPS)
def test_lines_are_bright_enough_for_a_dark_film(name: str) -> None:
    for level in line_levels(0.05):
        red, green, blue = colormaps.line_colour(name, level)
        assert 0.2126 * red + 0.7152 * green + 0.0722 * blue > 70


@pytest.mark.parametrize(
    "wrong",
    [{"heatmap_threshold": 0.95}, {"heatmap_style": "dots"}, {"heatmap_scale": "none"}],
)
def test_settings_of_the_map_out_of_range_are_refused(wrong: dict[str, float | str]) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - what it says is for developers
        Settings(**wrong)  # type: ignore[arg-type] # one field each
