"""The window where there is no display: it is painted unseen and leaves what it shows."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from lungdesk.core.imaging.grayscale import p_values
from lungdesk.core.labels import CHEST_LABELS
from lungdesk.formats.reader import read_radiograph
from lungdesk.gui import theme
from tests.e2e.conftest import Program
from tests.ended_command import Ended

FILM = "film-04-normal.jpeg"


@dataclass(frozen=True)
class Left:
    """What a run without a display leaves."""

    ended: Ended
    screenshot: Path
    report: dict[str, Any]

    @property
    def pixels(self) -> NDArray[np.uint8]:
        """``(H, W, 3)`` RGB."""
        return p_values(read_radiograph(self.screenshot))


@pytest.fixture(scope="module")
def left(
    shared_home: Path,
    tmp_path_factory: pytest.TempPathFactory,
    shared_data: Path,
    repo_root: Path,
) -> Left:
    folder = tmp_path_factory.mktemp("unseen")
    program = Program(shared_home, folder, entry=(str(repo_root / "main.py"),))
    ended = program(shared_data / "films" / FILM)
    report = json.loads((folder / "out" / "report.json").read_text())
    return Left(ended, folder / "out" / "screenshot.png", report)


def test_the_user_is_told_that_there_is_no_display_and_what_is_left(left: Left) -> None:
    lines = left.ended.err.splitlines()

    assert (left.ended.code, left.ended.out) == (0, "")
    assert lines[0].startswith("There is no display here")
    assert any(line.startswith("out/screenshot.png: ") for line in lines)
    assert any(line.startswith("out/report.json: ") for line in lines)
    assert not any("plugin" in line for line in lines)


def test_the_picture_shows_the_film(left: Left) -> None:
    rows, columns = left.pixels.shape[:2]
    assert (columns, rows) == (1280, 800)

    centre = left.pixels[200:600, 450:850].astype(int)

    assert centre.std() > 15
    assert len(np.unique(centre)) > 100


def test_the_picture_shows_the_heatmap_over_the_film(left: Left) -> None:
    centre = left.pixels[100:700, 400:900].astype(int)

    assert (np.ptp(centre, axis=2) > 40).mean() > 0.01


def test_the_picture_shows_the_bar_of_the_leading_class(left: Left) -> None:
    (reading,) = left.report["readings"]
    leading = CHEST_LABELS.index(reading["predicted"])
    right = left.pixels[:, -theme.FINDINGS_WIDTH[0] :]

    found = {index: _pixels_of(right, theme.DARK.classes[index]) for index in range(5)}

    assert found[leading] > 300
    assert found[leading] == max(found.values())


def _pixels_of(picture: NDArray[np.uint8], colour: str) -> int:
    wanted = [int(colour[start : start + 2], 16) for start in (1, 3, 5)]
    return int((np.abs(picture.astype(int) - wanted).max(axis=2) <= 2).sum())


def test_the_report_says_what_classify_says(
    left: Left, lungdesk: Program, shared_data: Path
) -> None:
    (row,) = lungdesk("classify", shared_data / "films" / FILM, "--json").rows
    (reading,) = left.report["readings"]

    assert set(left.report) == {"lungdesk", "notice", "readings"}
    assert "not for diagnosis" in left.report["notice"]
    for name in ("path", "status", "predicted", "probabilities", "model"):
        assert reading[name] == row[name]


def test_films_that_cannot_be_read_are_told_and_the_picture_is_left(
    lungdesk: Program, tmp_path: Path
) -> None:
    (tmp_path / "letter.dcm").write_text("Dear colleague")

    ended = lungdesk("letter.dcm", "missing.dcm", "--out", "left")

    codes = {
        line.partition(": ")[0]: line[-13:] for line in ended.err.splitlines() if "[LD-" in line
    }
    assert ended.code == 1
    assert codes == {"letter.dcm": "[LD-FILE-004]", "missing.dcm": "[LD-FILE-001]"}
    assert (tmp_path / "left" / "screenshot.png").stat().st_size > 5_000


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="displays have names on Linux")
def test_a_display_that_does_not_answer_is_none(lungdesk: Program, tmp_path: Path) -> None:
    stale = replace(lungdesk, variables={"DISPLAY": ":77", "WAYLAND_DISPLAY": "wayland-77"})

    ended = stale("--out", "left")

    assert ended.code == 0
    assert "There is no display here" in ended.err
    assert (tmp_path / "left" / "screenshot.png").stat().st_size > 5_000


def test_the_start_is_measured_without_tensorflow(lungdesk: Program, sample_films: Path) -> None:
    offscreen = replace(lungdesk, variables={"QT_QPA_PLATFORM": "offscreen"})

    ended = offscreen("open", sample_films / "RG1_UNCR.dcm", "--started-at", "0")

    figures = ended.json
    assert ended.code == 0
    assert figures["tensorflow_loaded"] is False
    assert 0 < figures["window_painted_s"] < figures["first_result_s"]
    assert set(figures) == {"window_painted_s", "first_result_s", "tensorflow_loaded"}
