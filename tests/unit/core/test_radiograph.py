from __future__ import annotations

from dataclasses import FrozenInstanceError, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from lungdesk.core.radiograph import (
    LookupTable,
    Photometric,
    PresentationShape,
    Radiograph,
    Rescale,
    VoiFunction,
    Window,
)
from lungdesk.core.study import Instance


def radiograph(pixels: Any, photometric: Photometric = Photometric.MONOCHROME2) -> Radiograph:
    return Radiograph(pixels, photometric, 8, Instance(Path("film.dcm"), *pixels.shape[:2]))


@pytest.mark.parametrize("dtype", [np.uint8, np.int8, np.uint16, np.int16, np.int32, np.uint32])
def test_a_grey_film_holds_integers_of_any_size(dtype: Any) -> None:
    film = radiograph(np.zeros((3, 4), dtype), Photometric.MONOCHROME1)

    assert (film.rows, film.columns, film.is_colour) == (3, 4, False)


@pytest.mark.parametrize("dtype", [np.float32, np.float64, np.bool_, np.complex64])
def test_a_grey_film_holds_nothing_but_integers(dtype: Any) -> None:
    with pytest.raises(ValueError, match="integers"):
        radiograph(np.zeros((3, 4), dtype))


@pytest.mark.parametrize(
    ("shape", "photometric"),
    [
        ((3, 4, 3), Photometric.MONOCHROME2),
        ((12,), Photometric.MONOCHROME1),
        ((3, 4), Photometric.RGB),
    ],
)
def test_the_dimensions_have_to_fit(shape: tuple[int, ...], photometric: Photometric) -> None:
    instance = Instance(Path("film.dcm"), 3, 4)
    with pytest.raises(ValueError, match="dimensions"):
        Radiograph(np.zeros(shape, np.uint8), photometric, 8, instance)


def test_colour_is_of_8_bits() -> None:
    assert radiograph(np.zeros((3, 4, 3), np.uint8), Photometric.RGB).is_colour
    with pytest.raises(ValueError, match="uint8"):
        radiograph(np.zeros((3, 4, 3), np.uint16), Photometric.RGB)


def test_nobody_can_alter_the_pixels() -> None:
    film = radiograph(np.zeros((3, 4), np.uint8))

    with pytest.raises(ValueError, match="read-only"):
        film.stored_values[0, 0] = 1
    with pytest.raises(FrozenInstanceError):
        film.frame = 1  # type: ignore[misc] # that is the point


def test_a_film_says_nothing_it_has_not_been_told() -> None:
    film = radiograph(np.zeros((3, 4), np.uint8))

    assert film.modality == Rescale(1.0, 0.0)
    assert film.voi == ()
    assert film.presentation is PresentationShape.IDENTITY
    assert film.padding is None
    assert film.spacing is None


@pytest.mark.parametrize(
    ("function", "width"),
    [
        (VoiFunction.LINEAR, 0.5),
        (VoiFunction.LINEAR, 0.0),
        (VoiFunction.LINEAR, float("nan")),
        (VoiFunction.LINEAR_EXACT, 0.0),
        (VoiFunction.LINEAR_EXACT, -3.0),
        (VoiFunction.SIGMOID, 0.0),
        (VoiFunction.SIGMOID, float("nan")),
    ],
)
def test_a_window_that_the_standard_forbids_is_refused(function: VoiFunction, width: float) -> None:
    with pytest.raises(ValueError, match="width"):
        Window(100.0, width, function)


@pytest.mark.parametrize(
    ("function", "width"),
    [
        (VoiFunction.LINEAR, 1.0),
        (VoiFunction.LINEAR_EXACT, 0.001),
        (VoiFunction.SIGMOID, 0.001),
    ],
)
def test_the_narrowest_windows_are_allowed(function: VoiFunction, width: float) -> None:
    assert Window(100.0, width, function).width == width


@pytest.mark.parametrize("shape", [(0,), (2, 2)])
def test_a_table_is_a_vector_with_something_in_it(shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="vector"):
        LookupTable(0, np.zeros(shape, np.uint16), 8)


def test_the_entries_of_a_table_fit_its_bits() -> None:
    values = np.array([0, 1023], np.uint16)

    assert LookupTable(0, values, 10).bits == 10
    with pytest.raises(ValueError, match="8 bits"):
        LookupTable(0, values, 8)
    with pytest.raises(ValueError, match="9 bits"):
        replace(LookupTable(0, values, 10), bits=9)
