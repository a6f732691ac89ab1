from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lungdesk.core.radiograph import Photometric, Radiograph, Window
from lungdesk.core.study import Instance
from lungdesk.formats.reader import read_radiograph
from lungdesk.ml.preprocess import (
    Contrast,
    Framing,
    Normalization,
    PreprocessSpec,
    grey_counts,
    model_view,
    stretched,
)

PLAIN = Normalization((0.0,) * 3, (255.0,) * 3)


def film(pixels: np.ndarray, **changes: object) -> Radiograph:
    instance = Instance(Path("film"), *pixels.shape[:2])
    bits = 8 * pixels.dtype.itemsize
    return Radiograph(pixels, Photometric.MONOCHROME2, bits, instance, **changes)  # type: ignore[arg-type] # named in each test


def as_stored(size: int, framing: Framing = Framing.SQUASH) -> PreprocessSpec:
    return PreprocessSpec(size, PLAIN, framing, Contrast.AS_STORED)


def test_squash_covers_the_whole_film() -> None:
    pixels = np.zeros((60, 120), np.uint8)
    pixels[:, 60:] = 200

    view = model_view(film(pixels, voi=(Window(128, 256),)), as_stored(40))

    assert (view.grey[:, :20] == 0).all()
    assert (view.grey[:, 20:] == 200).all()
    assert (view.region.width, view.region.height) == (120, 60)


def test_centre_crop_leaves_the_sides_out() -> None:
    pixels = np.zeros((60, 120), np.uint8)
    pixels[:, 30:90] = 100

    view = model_view(film(pixels, voi=(Window(128, 256),)), as_stored(30, Framing.CENTRE_CROP))

    assert (view.grey == 100).all()
    assert (view.region.left, view.region.right) == (30, 90)


@pytest.mark.parametrize("dtype", [np.uint8, np.int8, np.uint16, np.int16, np.uint32, np.int32])
def test_every_integer_type_gives_the_same_picture(dtype: type[np.generic]) -> None:
    ramp = np.tile(np.arange(100), (80, 1)).astype(dtype)

    view = model_view(film(ramp), PreprocessSpec(50, PLAIN))

    expected = np.linspace(0, 255, 50)
    assert np.abs(view.grey[25].astype(float) - expected).max() < 8


@pytest.mark.parametrize("dtype", [np.uint32, np.int32])
def test_the_largest_values_of_32_bits_do_not_wrap(dtype: type[np.generic]) -> None:
    largest = np.iinfo(dtype).max  # type: ignore[type-var] # integers only
    stored = np.full((80, 100), largest, dtype)
    stored[:, :50] = 0

    view = model_view(film(stored), PreprocessSpec(40, PLAIN))

    assert (view.grey[:, :19] == 0).all()
    assert (view.grey[:, 21:] == 255).all()


def test_a_monochrome1_film_reaches_the_model_turned_round() -> None:
    ramp = np.tile(np.arange(100, dtype=np.uint16), (80, 1))
    positive = model_view(film(ramp), PreprocessSpec(50, PLAIN)).grey
    instance = Instance(Path("film"), 80, 100)
    negative = Radiograph(ramp, Photometric.MONOCHROME1, 16, instance)

    turned = model_view(negative, PreprocessSpec(50, PLAIN)).grey

    assert np.abs(turned.astype(int) - positive[:, ::-1].astype(int)).max() <= 1


def test_four_encodings_of_one_film_give_the_same_input(sample_films: Path) -> None:
    spec = PreprocessSpec(128, PLAIN)
    names = ("RG1_UNCR.dcm", "RG1_UNCI.dcm", "RG1_J2KR.dcm", "RG1_J2KI.dcm")
    views = [model_view(read_radiograph(sample_films / n), spec).grey for n in names]

    # J2KI and UNCI are lossy.
    assert np.array_equal(views[0], views[2])
    for view in views[1:]:
        assert np.abs(view.astype(int) - views[0].astype(int)).mean() < 1.5


@given(st.integers(0, 200), st.integers(1, 55))
def test_stretching_spreads_the_grey_values(low: int, spread: int) -> None:
    ramp = np.linspace(low, low + spread, 100).astype(np.uint8).reshape(10, 10)

    result = stretched(ramp, grey_counts(ramp))

    if ramp.max() > ramp.min():
        assert result.min() == 0
        assert result.max() == 255
    # Order is kept.
    assert (np.diff(result.ravel().astype(int)) >= 0).all()


def test_a_flat_film_stays_as_it_is() -> None:
    flat = np.full((40, 40), 7, np.uint8)

    assert np.array_equal(stretched(flat, grey_counts(flat)), flat)


@pytest.mark.parametrize("seed", range(20))
def test_all_pixels_are_counted(seed: int) -> None:
    rng = np.random.default_rng(seed)
    low, high = sorted(rng.integers(0, 256, 2))
    grey = rng.integers(low, high + 1, rng.integers(1, 40, 2)).astype(np.uint8)

    assert grey_counts(grey).tolist() == np.bincount(grey.ravel(), minlength=256).tolist()
    part = grey[::2, ::4]
    assert grey_counts(part).tolist() == np.bincount(part.ravel(), minlength=256).tolist()


def test_normalization_is_that_of_the_backbone() -> None:
    grey = np.array([[[0, 127], [255, 64]]], np.uint8)

    out = Normalization((127.0, 0.0, 1.0), (128.0, 1.0, 2.0)).apply(grey)

    assert out.shape == (1, 2, 2, 3)
    assert out.dtype == np.float32
    assert out[0, 0, 0] == pytest.approx([-127 / 128, 0.0, -0.5])


@pytest.mark.parametrize("photometric", [Photometric.MONOCHROME1, Photometric.MONOCHROME2])
@pytest.mark.parametrize("voi", [(), (Window(2000, 1600),)])
@pytest.mark.parametrize("framing", [Framing.SQUASH, Framing.CENTRE_CROP])
def test_padding_reaches_the_model_as_a_black_margin(
    photometric: Photometric, voi: tuple[Window, ...], framing: Framing
) -> None:
    is_negative = photometric is Photometric.MONOCHROME1
    white, black = (0, 4000) if is_negative else (65535, 0)
    padded = np.random.default_rng(0).integers(1201, 2800, (200, 240)).astype(np.uint16)
    padded[:, :51] = padded[:, 201:] = white
    margins = np.where(padded == white, np.uint16(black), padded)
    instance = Instance(Path("film"), *padded.shape)
    spec = PreprocessSpec(40, PLAIN, framing)

    declared, drawn = (
        model_view(
            Radiograph(pixels, photometric, 16, instance, voi=voi, padding=padding), spec
        ).grey.astype(int)
        for pixels, padding in ((padded, (white, white)), (margins, (black, black)))
    )

    assert (declared[:, [0, -1]] == 0).all()
    np.testing.assert_array_equal(declared, drawn)


def test_a_mean_that_happens_to_be_padding_is_image() -> None:
    pixels = np.tile(np.array([100, 200], np.uint8), (80, 40))
    plain, declared = (
        model_view(film(pixels, voi=(Window(128, 256),), padding=padding), as_stored(40)).grey
        for padding in (None, (150, 150))
    )
    np.testing.assert_array_equal(declared, plain)
    assert (declared == 150).all()
