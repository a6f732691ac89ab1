from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lungdesk.core.monitor import (
    CARD_MM,
    Monitor,
    PitchSource,
    PixelPitch,
    measured_pitch_mm,
    parse_pitches,
    plain_pitches,
)

#: 27 inches of 3840 x 2160, as such a monitor states.
DESK = Monitor("DP-1", "U2720Q", "ABC123", (3840, 2160), (597.0, 336.0))

keys = st.text(max_size=20)
pitches = st.floats(0.02, 5.0)


def test_a_monitor_that_states_its_size_has_a_pitch() -> None:
    pitch = DESK.pitch({})
    assert pitch is not None
    assert pitch.source is PitchSource.STATED
    assert pitch.mm == pytest.approx(0.1554, abs=2e-4)


@pytest.mark.parametrize(
    "size_mm",
    [
        (0, 0),
        (597, 0),
        (160, 90),  # proportions only
        (16, 9),
        (1600, 900),
        (5.0, 3.0),  # pixels of a few micrometres
        (9000, 5000),
        (597, 597),  # not square
        (math.nan, 336),
        (math.inf, 336),
    ],
)
def test_a_size_that_cannot_be_is_none(size_mm: tuple[float, float]) -> None:
    assert replace(DESK, size_mm=size_mm).pitch({}) is None


def test_a_monitor_without_pixels_has_no_pitch() -> None:
    assert replace(DESK, size_px=(0, 0)).pitch({}) is None


@given(pitches)
def test_what_the_user_measured_holds_whatever_the_monitor_states(mm: float) -> None:
    for monitor in (DESK, replace(DESK, size_mm=(160, 90))):
        assert monitor.pitch({monitor.key: mm}) == PixelPitch(mm, PitchSource.MEASURED)


def test_a_measurement_is_of_one_screen_at_one_resolution() -> None:
    measured = {DESK.key: 0.3}
    others = (
        replace(DESK, serial="XYZ"),
        replace(DESK, name="DP-2"),
        replace(DESK, size_px=(1920, 1080)),
    )
    assert [other.pitch(measured) for other in others] == [other.pitch({}) for other in others]


@given(pitches, st.integers(50, 8000))
def test_the_bar_tells_the_pitch_that_made_it(mm: float, length_px: int) -> None:
    assert measured_pitch_mm(mm * length_px, length_px) == pytest.approx(mm, rel=1e-9) or (
        mm in (0.02, 5.0)
    )


def test_a_card_of_324_pixels_is_a_pitch_of_0_264() -> None:
    assert measured_pitch_mm(CARD_MM, 324) == pytest.approx(0.2642, abs=1e-4)


@pytest.mark.parametrize("length_px", [0, -3, 10**6, math.nan])
def test_no_monitor_has_such_pixels(length_px: float) -> None:
    with pytest.raises(ValueError, match="no pitch of a monitor"):
        measured_pitch_mm(CARD_MM, length_px)


@given(st.dictionaries(keys, pitches, max_size=4))
def test_measurements_come_back_from_the_settings(measured: dict[str, float]) -> None:
    assert parse_pitches(plain_pitches(measured)) == measured


@given(st.lists(st.text()))
def test_no_text_in_the_settings_is_an_obstacle(stored: list[str]) -> None:
    assert all(0.02 <= mm <= 5 for mm in parse_pitches(stored).values())


def test_what_is_no_pitch_is_left_out() -> None:
    assert parse_pitches(("a=nan", "b=-1", "c=0.25", "d", "e=1e9")) == {"c": 0.25}


@pytest.mark.parametrize(
    ("monitor", "words"),
    [
        (DESK, "U2720Q, 3840 × 2160"),
        (replace(DESK, model=""), "DP-1, 3840 × 2160"),
        (Monitor("", "", "", (800, 600)), "Monitor, 800 × 600"),
    ],
)
def test_a_monitor_in_words(monitor: Monitor, words: str) -> None:
    assert monitor.words == words
