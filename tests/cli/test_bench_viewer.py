import sys
from collections.abc import Callable
from typing import Any

import pytest

from lungdesk.core.jobs import JobContext
from tests.cli.conftest import Cli

FIGURES = {"window_level_p95_ms": 4.21, "pyqtgraph_ms": 30.5, "ratio_pyqtgraph": 7.24}
ALONE = {"window_level_p95_ms": 4.21, "pyqtgraph_ms": None, "ratio_pyqtgraph": None}


def measured(figures: dict[str, Any], asked: list[int]) -> Callable[..., dict[str, Any]]:
    def measure(frames: int, ctx: JobContext) -> dict[str, Any]:
        ctx.check()
        asked.append(frames)
        return figures

    return measure


def test_the_figures_are_printed_as_one_object(cli: Cli) -> None:
    asked: list[int] = []

    ended = cli(
        "bench", "viewer", "--json", "--frames", 33, measure_viewer=measured(FIGURES, asked)
    )

    assert (ended.code, ended.json, ended.err) == (0, FIGURES, "")
    assert asked == [33]


def test_figures_for_people_name_each_of_them(cli: Cli) -> None:
    ended = cli("bench", "viewer", measure_viewer=measured(FIGURES, []))

    assert ended.code == 0
    assert "window_level_p95_ms" in ended.out
    assert "4.21" in ended.out


def test_a_missing_pyqtgraph_is_said_and_its_figures_are_null(cli: Cli) -> None:
    ended = cli("bench", "viewer", "--json", measure_viewer=measured(ALONE, []))

    assert (ended.code, ended.json) == (0, ALONE)
    assert "pyqtgraph is not installed" in ended.err
    assert "pip install" in ended.err


def test_a_built_program_sends_nobody_to_pip(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)

    ended = cli("bench", "viewer", "--json", measure_viewer=measured(ALONE, []))

    assert "pyqtgraph is not installed here." in ended.err


@pytest.mark.parametrize("frames", ["0", "19", "many"])
def test_too_few_frames_are_wrong_usage(cli: Cli, frames: str) -> None:
    assert cli("bench", "viewer", "--frames", frames).code == 2
