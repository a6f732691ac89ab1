"""Bars of many models are told apart."""

from __future__ import annotations

from lungdesk.gui import theme
from lungdesk.gui.widgets.metric_bars import pattern_of


def test_no_two_models_of_many_look_alike() -> None:
    looks = {(theme.model_colour(number), pattern_of(number)) for number in range(64)}

    assert len(looks) == 64
    assert pattern_of(0) is None
