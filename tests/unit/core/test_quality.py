from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from lungdesk.core.quality import (
    DOUBTFUL_RANGE,
    LARGEST_BLACK,
    LARGEST_WHITE,
    LEAST_RANGE,
    LEAST_SIDE,
    Picture,
    coloured_share,
    picture_verdict,
)
from lungdesk.core.verdict import Decision, ReasonCode, Verdict


def film(low: int = 20, high: int = 230) -> Picture:
    return Picture(900, 800, counted(np.tile(greys(low, high), (64, 1))))


def greys(low: int = 20, high: int = 230) -> NDArray[np.uint8]:
    return np.linspace(low, high, 64).astype(np.uint8)


def counted(shown: NDArray[np.uint8]) -> NDArray[np.int64]:
    return np.bincount(shown.ravel(), minlength=256)


def verdict_of(picture: Picture) -> Verdict:
    found = picture_verdict(picture)
    assert found is not None
    assert found.sentence.endswith(".")
    return found


def partly(share: float, value: int) -> NDArray[np.int64]:
    shown = np.tile(greys(), (64, 1))
    shown[: round(64 * share)] = value
    return counted(shown)


def test_nothing_speaks_against_a_film_with_all_greys() -> None:
    assert picture_verdict(film()) is None


def test_the_smallest_side_that_is_read_and_the_next() -> None:
    assert picture_verdict(replace(film(), columns=LEAST_SIDE, rows=LEAST_SIDE)) is None
    small = replace(film(), columns=LEAST_SIDE - 1, rows=120)
    assert verdict_of(small).code is ReasonCode.TOO_SMALL


def test_a_strip_is_no_whole_film_whichever_way_it_lies() -> None:
    for rows, columns in ((301, 100), (100, 301)):
        strip = verdict_of(replace(film(), rows=rows, columns=columns))
        assert (strip.decision, strip.code) == (Decision.REFUSED, ReasonCode.CROPPED)
    assert verdict_of(replace(film(), rows=300, columns=100)).decision is Decision.DOUBTFUL


@pytest.mark.parametrize(("rows", "columns"), [(100, 230), (310, 200), (200, 590)])
def test_a_narrow_film_may_be_a_part_of_one(rows: int, columns: int) -> None:
    narrow = verdict_of(replace(film(), rows=rows, columns=columns))
    assert (narrow.decision, narrow.code) == (Decision.DOUBTFUL, ReasonCode.CROPPED)


@pytest.mark.parametrize(("rows", "columns"), [(100, 220), (430, 350), (1, 1), (290, 200)])
def test_films_of_children_are_wide_and_those_of_adults_may_be_high(
    rows: int, columns: int
) -> None:
    assert picture_verdict(replace(film(), rows=100 * rows, columns=100 * columns)) is None


@pytest.mark.parametrize("value", [0, 128, 255])
def test_one_grey_value_is_blank(value: int) -> None:
    flat = Picture(500, 500, counted(np.full((64, 64), value, np.uint8)))
    assert verdict_of(flat).code is ReasonCode.BLANK


def test_little_contrast_is_doubtful_and_hardly_any_blank() -> None:
    assert verdict_of(film(100, 100 + LEAST_RANGE - 2)).code is ReasonCode.BLANK
    pale = verdict_of(film(100, 100 + DOUBTFUL_RANGE - 5))
    assert (pale.decision, pale.code) == (Decision.DOUBTFUL, ReasonCode.EXPOSURE)
    assert picture_verdict(film(100, 100 + DOUBTFUL_RANGE + 5)) is None


@pytest.mark.parametrize(("value", "limit"), [(0, LARGEST_BLACK), (255, LARGEST_WHITE)])
def test_a_film_mostly_black_or_white_cannot_be_read(value: int, limit: float) -> None:
    bad = verdict_of(replace(film(), counts=partly(limit + 0.05, value)))
    assert (bad.decision, bad.code) == (Decision.REFUSED, ReasonCode.EXPOSURE)
    much = verdict_of(replace(film(), counts=partly(limit - 0.1, value)))
    assert (much.decision, much.code) == (Decision.DOUBTFUL, ReasonCode.EXPOSURE)
    assert picture_verdict(replace(film(), counts=partly(limit / 2 - 0.03, value))) is None


def test_colour_is_counted_by_pixel_and_an_arrow_is_no_photograph() -> None:
    rgb = np.full((100, 100, 3), 128, np.uint8)
    assert coloured_share(rgb) == 0
    rgb[:5] = (200, 40, 40)
    assert coloured_share(rgb) == pytest.approx(0.05)
    assert picture_verdict(replace(film(), coloured=0.05)) is None
    assert verdict_of(replace(film(), coloured=0.2)).code is ReasonCode.COLOUR


def test_what_makes_the_rest_meaningless_comes_first() -> None:
    blank = counted(np.zeros((64, 64), np.uint8))
    assert verdict_of(Picture(20, 20, blank, 1.0)).code is ReasonCode.TOO_SMALL
    assert verdict_of(Picture(500, 500, blank, 1.0)).code is ReasonCode.COLOUR
