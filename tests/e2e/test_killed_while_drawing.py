"""The program is killed in the middle of a stroke; what was finished is there afterwards."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.conftest import PATIENCE_S, Program
from tests.e2e.drawing_hand import BEGUN, FINISHED

#: How many measurements are finished, and what is going on when the program is killed.
MOMENTS = list(zip((1, 2, 3, 4, 5), BEGUN, strict=True))


def _kinds(drawn: dict[str, Any]) -> list[str]:
    return [entry["kind"] for entry in drawn["annotations"]]


@pytest.mark.parametrize(("finished", "begun"), MOMENTS, ids=[begun for _, begun in MOMENTS])
def test_a_program_killed_while_drawing_keeps_all_that_was_finished_and_nothing_else(
    lungdesk: Program, sample_films: Path, tmp_path: Path, finished: int, begun: str
) -> None:
    program = replace(
        lungdesk,
        home=tmp_path / "home",
        entry=("-m", "tests.e2e.drawing_hand"),
        variables={"QT_QPA_PLATFORM": "offscreen"},
    )
    film = sample_films / "RG1_UNCR.dcm"
    with program.start(film, finished, begun) as child:
        assert child.stdout is not None
        said = [child.stdout.readline() for _ in range(finished + 1)]
        child.kill()
        child.communicate(timeout=PATIENCE_S)
    assert child.returncode == -9
    assert said[-1] == "drawing\n"

    told = program(film, "tell").json

    assert told == json.loads(said[-2])
    assert _kinds(told) == ["length", "angle", "rectangle", "freehand", "probe"][:finished]
    assert len(FINISHED) == len(MOMENTS)
