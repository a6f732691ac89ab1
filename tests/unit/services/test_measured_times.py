from __future__ import annotations

import json
from pathlib import Path

import pytest

from lungdesk.services.measured_times import MeasuredTimes


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "data" / "measured-times.json"


def test_figures_are_there_next_time(file: Path) -> None:
    assert MeasuredTimes(file, "One").all() == {}
    MeasuredTimes(file, "One").keep("reading vgg16 224", {"milliseconds": 13.0})
    MeasuredTimes(file, "One").keep("reading vgg16 320", {"milliseconds": 27.0})
    assert MeasuredTimes(file, "One").all() == {
        "reading vgg16 224": {"milliseconds": 13.0},
        "reading vgg16 320": {"milliseconds": 27.0},
    }


def test_each_processor_has_its_own(file: Path) -> None:
    MeasuredTimes(file, "One").keep("a", {"s": 1.0})
    MeasuredTimes(file, "Two").keep("a", {"s": 2.0})
    assert MeasuredTimes(file, "One").all() == {"a": {"s": 1.0}}
    assert MeasuredTimes(file, "Two").all() == {"a": {"s": 2.0}}
    assert MeasuredTimes(file, "Three").all() == {}


def test_this_processor_has_a_name(file: Path) -> None:
    assert MeasuredTimes(file).processor


@pytest.mark.parametrize("text", ["", "[]", '{"One": 3}', '{"One": {"a": {"s": "long"}}}', "\0"])
def test_what_cannot_be_understood_is_measured_anew(file: Path, text: str) -> None:
    file.parent.mkdir()
    file.write_text(text)
    times = MeasuredTimes(file, "One")
    assert times.all() == {}
    times.keep("b", {"s": 4.0})
    assert times.all() == {"b": {"s": 4.0}}


def test_a_figure_that_is_none_does_not_take_the_others_with_it(file: Path) -> None:
    file.parent.mkdir()
    file.write_text(json.dumps({"One": {"bad": {"s": None}, "good": {"s": 1}}}))
    assert MeasuredTimes(file, "One").all() == {"good": {"s": 1.0}}
