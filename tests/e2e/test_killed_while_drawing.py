"""The program is killed in the middle of a stroke; what was finished is there afterwards."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.e2e.conftest import PATIENCE_S, Program
from tests.e2e.drawing_hand import BEGUN, FINISHED

KINDS = ["length", "angle", "rectangle", "freehand", "probe"]


def _kinds(drawn: dict[str, Any]) -> list[str]:
    return [entry["kind"] for entry in drawn["annotations"]]


def test_a_program_killed_while_drawing_keeps_all_that_was_finished_and_nothing_else(
    lungdesk: Program, sample_films: Path, tmp_path: Path
) -> None:
    program = replace(
        lungdesk,
        home=tmp_path / "home",
        entry=("-m", "tests.e2e.drawing_hand"),
        variables={"QT_QPA_PLATFORM": "offscreen"},
    )
    film = sample_films / "RG1_UNCR.dcm"
    finished: dict[str, Any] = {"annotations": []}
    for count, begun in enumerate(BEGUN, start=1):
        with program.start(film, count, begun) as child:
            assert child.stdout is not None
            kept, drawn, last = (child.stdout.readline() for _ in range(3))
            child.kill()
            child.communicate(timeout=PATIENCE_S)
        assert child.returncode == -9
        assert last == "drawing\n", begun
        assert json.loads(kept)["annotations"] == finished["annotations"], begun
        finished = json.loads(drawn)
        assert _kinds(finished) == KINDS[:count]

    assert program(film, "tell").json == finished
    assert len(KINDS) == len(FINISHED) == len(BEGUN)
