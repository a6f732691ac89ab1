"""What LungDesk has made of a film is shown, and neither read nor kept as a film."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from lungdesk.core.errors import ErrorCode
from lungdesk.core.jobs import NullContext
from lungdesk.formats.dicom_writers.secondary_capture import Capture, write_capture
from lungdesk.formats.raster_writer import write_png
from lungdesk.formats.reader import read_radiograph
from lungdesk.gui.main_window import MainWindow
from lungdesk.gui.state import Phase
from lungdesk.services.workspace.desk import WorkspaceDesk
from lungdesk.services.workspace.requests import RowsRequest
from tests.gui.fakes import FakeFiles, FakeFilmReader
from tests.unit.formats.builders import gradient, write_dicom

COLOURS = np.dstack([gradient(64, 64).astype(np.uint8)] * 2 + [np.zeros((64, 64), np.uint8)])


@pytest.fixture
def film(files: FakeFiles, tmp_path: Path) -> Path:
    return _there(files, write_dicom(tmp_path / "film.dcm"))


@pytest.fixture
def heatmap(files: FakeFiles, film: Path) -> Path:
    """The map of it, as an object of its study."""
    path = film.with_name("film-heatmap.dcm")
    write_capture(path, read_radiograph(film), Capture(COLOURS, "Map", "Laid over."))
    return _there(files, path)


def _there(files: FakeFiles, path: Path) -> Path:
    files.films[path.name] = read_radiograph(path)
    return path


def _opened(window: MainWindow, qtbot: QtBot, path: Path) -> None:
    """Open it and wait until nothing happens any more; of a film that is read it is known."""
    with qtbot.waitSignal(window.film_painted):
        window.open_paths((path,))
    qtbot.waitUntil(lambda: not window.bridge.is_busy)
    assert window.state.current == path


@pytest.mark.parametrize("end", ["heatmap.dcm", "lungs.png"])
def test_the_panel_says_what_it_is_and_nothing_reads_it(
    window: MainWindow,
    qtbot: QtBot,
    files: FakeFiles,
    reader: FakeFilmReader,
    heatmap: Path,
    end: str,
) -> None:
    write_png(heatmap.with_name("film-lungs.png"), COLOURS)
    path = _there(files, heatmap.with_name(f"film-{end}"))

    _opened(window, qtbot, path)

    assert reader.read_paths == []
    assert window.state.film.phase is Phase.READY
    panel = window.explain_panel
    assert panel.heading == "No finding"
    assert "a picture that LungDesk has made of a film; only the film itself" in panel.words
    assert ErrorCode.FILE_OWN_PICTURE in panel.words
    assert not panel.gate.isVisible()


def test_the_study_in_the_worklist_stays_as_it_is(
    window_on: Callable[[WorkspaceDesk], MainWindow],
    desk: WorkspaceDesk,
    qtbot: QtBot,
    film: Path,
    heatmap: Path,
) -> None:
    window = window_on(desk)
    _opened(window, qtbot, film)
    before = desk.rows(RowsRequest(), NullContext())

    _opened(window, qtbot, heatmap)

    after = desk.rows(RowsRequest(), NullContext())
    assert (before.study_count, after.study_count) == (1, 1)
    assert after.revision == before.revision


def test_no_words_lie_on_the_legend_at_its_foot(
    window: MainWindow, qtbot: QtBot, heatmap: Path
) -> None:
    _opened(window, qtbot, heatmap)

    words = window.features.corners.words(window.viewer.active)

    assert words.top_left[0] == "Doe, Jane"
    assert (words.bottom_left, words.bottom_right) == ((), ())
    assert "Mirrored" not in words.top_right
    window.actions_table["flip_horizontal"].trigger()
    words = window.features.corners.words(window.viewer.active)
    assert (words.top_right[-1], words.bottom_right) == ("Mirrored", ())


def test_beside_a_film_nothing_waits_for_its_reading(
    window: MainWindow, qtbot: QtBot, film: Path, heatmap: Path
) -> None:
    window.state.set_heatmap(replace(window.state.heatmap, is_shown=True))
    window.open_paths((film, heatmap))
    qtbot.waitUntil(lambda: window.state.reading.phase is Phase.READY)
    QTest.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: not window.bridge.is_busy)

    (beside,) = [cell for cell in window.viewer.cells if cell.path == heatmap]

    assert window.features.corners.words(beside).bottom_left == ()
