from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lungdesk.core.imaging.grayscale import auto_window, p_values
from lungdesk.core.imaging.histogram import histogram
from lungdesk.core.imaging.presets import (
    CHEST_PRESETS,
    LONGEST_NAME,
    WindowPreset,
    dicom_offer,
    offer_names,
    parse_presets,
    plain_presets,
    preset_window,
)
from lungdesk.core.radiograph import (
    LookupTable,
    Photometric,
    PresentationShape,
    Radiograph,
    Rescale,
    VoiFunction,
    Window,
)
from tests.unit.core.imaging.films import film, ramp_table, unhurried

PRESETS = {preset.id: preset for preset in CHEST_PRESETS}


@st.composite
def presets(draw: st.DrawFn) -> WindowPreset:
    low, high = sorted(draw(st.lists(st.floats(0, 100), min_size=2, max_size=2, unique=True)))
    name = draw(st.text("abc xyz", min_size=1, max_size=LONGEST_NAME).map(str.strip).filter(bool))
    return WindowPreset(
        draw(st.text("abc", min_size=1)), name, low, high, draw(st.sampled_from(VoiFunction))
    )


def _film(**facts: Any) -> Radiograph:
    """A dark, a middle and a bright part, each with some texture, in MONOCHROME2."""
    rng = np.random.default_rng(0)
    means = np.repeat([500, 1500, 3000], 20)[:, None]
    pixels = np.asarray(means + rng.integers(-200, 200, (60, 50)), np.uint16)
    if facts.get("photometric") is Photometric.MONOCHROME1:
        pixels = np.asarray(4095 - pixels, np.uint16)
    return film(pixels, **facts)


def _contrast(radiograph: Radiograph, preset: str) -> list[float]:
    """How strongly the texture of the dark, the middle and the bright part is seen."""
    window = preset_window(radiograph, PRESETS[preset])
    shown = p_values(radiograph, window).astype(float)
    return [float(shown[top : top + 20].std()) for top in (0, 20, 40)]


@pytest.mark.parametrize(
    "facts",
    [
        {},
        {"photometric": Photometric.MONOCHROME1},
        {"modality": Rescale(0.5, -1000.0)},
        {"photometric": Photometric.MONOCHROME1, "modality": Rescale(1e-3)},
    ],
)
def test_lung_shows_the_dark_and_bone_the_bright_part_best(facts: dict[str, Any]) -> None:
    radiograph = _film(**facts)
    auto = _contrast(radiograph, "auto")

    assert _contrast(radiograph, "lung")[0] > auto[0]
    assert _contrast(radiograph, "bone")[2] > auto[2]
    assert _contrast(radiograph, "lung")[2] < auto[2]
    assert _contrast(radiograph, "bone")[0] < auto[0]


_FALLING = LookupTable(0, np.arange(4096, dtype=np.uint16)[::-1].copy(), 12)


@pytest.mark.parametrize(
    "facts",
    [
        {"presentation": PresentationShape.INVERSE},
        {"presentation": _FALLING},
        {"voi": (_FALLING, Window(2000, 4000))},
        {"voi": (_FALLING,), "presentation": _FALLING, "photometric": Photometric.MONOCHROME1},
    ],
)
def test_what_turns_the_film_round_exchanges_the_sides(facts: dict[str, Any]) -> None:
    plain, turned = _film(), replace(_film(), **facts)
    mirrored = WindowPreset("x", "x", 100 - PRESETS["lung"].high_percentile, 99.0)

    assert preset_window(turned, PRESETS["lung"]) == Window(
        *_numbers(preset_window(plain, mirrored)), VoiFunction.LINEAR_EXACT, "Lung"
    )


def _numbers(window: Window) -> tuple[float, float]:
    return window.center, window.width


def test_a_negative_film_is_windowed_as_its_positive() -> None:
    positive, negative = _film(), _film(photometric=Photometric.MONOCHROME1)
    for preset in CHEST_PRESETS:
        shown = [p_values(f, preset_window(f, preset)).astype(int) for f in (positive, negative)]
        assert np.abs(shown[0] - shown[1]).max() <= 1


def test_auto_is_the_automatic_window() -> None:
    radiograph = _film()

    window, auto = preset_window(radiograph, PRESETS["auto"]), auto_window(radiograph)

    np.testing.assert_allclose(_numbers(window), _numbers(auto), atol=5)


@unhurried
@given(presets())
def test_a_window_lies_between_the_percentiles_of_its_preset(preset: WindowPreset) -> None:
    radiograph = _film()
    counted = histogram(radiograph)

    window = preset_window(radiograph, preset, counted)

    low, high = (counted.value_at(p) for p in (preset.low_percentile, preset.high_percentile))
    assert window.center == pytest.approx((low + high) / 2)
    assert window.width == pytest.approx(max(1.0, high - low))
    assert (window.function, window.explanation) == (preset.function, preset.name)


@pytest.mark.parametrize("preset", CHEST_PRESETS, ids=PRESETS)
@pytest.mark.parametrize("modality", [Rescale(), Rescale(1e-5), Rescale(0.0), ramp_table(9, 8)])
def test_a_flat_film_and_one_of_padding_have_windows_too(
    preset: WindowPreset, modality: Any
) -> None:
    for padding in (None, (7, 7)):
        flat = film(np.full((8, 8), 7, np.uint16), modality=modality, padding=padding)
        assert preset_window(flat, preset).width > 0


def test_a_linear_window_is_never_narrower_than_the_standard_allows() -> None:
    radiograph = _film(modality=Rescale(1e-4))

    window = preset_window(radiograph, WindowPreset("x", "x", 40, 60, VoiFunction.LINEAR))

    assert window.width == 1


def test_presets_differ_and_include_a_sigmoid() -> None:
    assert list(PRESETS) == ["auto", "lung", "mediastinum", "bone", "lines", "soft"]
    assert PRESETS["soft"].function is VoiFunction.SIGMOID


def test_what_the_file_offers_is_gone_through_in_a_circle() -> None:
    offers = (ramp_table(9, 8), Window(3, 4, explanation="LUNG"), Window(5, 6))
    radiograph = film(np.arange(64, dtype=np.uint8).reshape(8, 8), voi=offers)

    assert [dicom_offer(radiograph, number) for number in range(4)] == [*offers, offers[0]]
    assert offer_names(radiograph) == ("DICOM 1", "LUNG", "DICOM 3")


def test_a_file_that_offers_nothing_gets_an_automatic_window() -> None:
    radiograph = film(np.arange(64, dtype=np.uint8).reshape(8, 8))

    assert dicom_offer(radiograph, 2) == auto_window(radiograph)
    assert offer_names(radiograph) == ()


@unhurried
@given(st.lists(presets(), unique_by=lambda preset: preset.id))
def test_presets_survive_a_settings_file(several: list[WindowPreset]) -> None:
    stored = json.loads(json.dumps(plain_presets(several)))

    assert parse_presets(stored) == tuple(several)


def test_the_least_that_a_user_has_to_write() -> None:
    (preset,) = parse_presets([{"id": " own ", "low_percentile": 5, "high_percentile": 90}])

    assert preset == WindowPreset("own", "own", 5.0, 90.0, VoiFunction.LINEAR_EXACT)
    assert parse_presets(
        [{"id": "s", "low_percentile": 5, "high_percentile": 9, "function": "sigmoid"}]
    ) == (WindowPreset("s", "s", 5.0, 9.0, VoiFunction.SIGMOID),)


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"id": ""}, "identifier"),
        ({"id": 4}, "text as id"),
        ({"name": "x" * (LONGEST_NAME + 1)}, "name of 1 to"),
        ({"name": None}, "text as name"),
        ({"low_percentile": "5"}, "number as low_percentile"),
        ({"low_percentile": True}, "number as low_percentile"),
        ({"low_percentile": 10**400}, "number as low_percentile"),
        ({"low_percentile": float("nan")}, "rise between 0 and 100"),
        ({"low_percentile": 90}, "rise between 0 and 100"),
        ({"low_percentile": -1}, "rise between 0 and 100"),
        ({"high_percentile": 101}, "rise between 0 and 100"),
        ({"high_percentile": None}, "number as high_percentile"),
        ({"function": "CUBIC"}, "not one of LINEAR, LINEAR_EXACT, SIGMOID"),
    ],
)
def test_a_preset_that_is_wrong_is_refused_with_the_reason(
    change: dict[str, Any], complaint: str
) -> None:
    values = {"id": "a", "name": "A", "low_percentile": 5, "high_percentile": 90, **change}

    with pytest.raises(ValueError, match=complaint):
        parse_presets([values])


def test_other_values_and_doubles_are_refused() -> None:
    with pytest.raises(ValueError, match="preset 1 is no table"):
        parse_presets(["lung"])
    with pytest.raises(ValueError, match="two window presets have the identifier auto"):
        parse_presets(plain_presets([CHEST_PRESETS[0], CHEST_PRESETS[0]]))
