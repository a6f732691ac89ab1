"""What other viewers measure wrong, or lose, as users meet it; each test names the issue there.

More of them, in finer steps, is in `test_annotate` under the same numbers.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from lungdesk.core.annotation.base import Annotation
from lungdesk.core.annotation.measurements import Length
from lungdesk.gui.main_window import MainWindow
from tests.gui.conftest import drag
from tests.gui.fakes import FakeFilmReader
from tests.gui.real_films import RealFiles, open_film

SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
LINE = Length(((100.0, 200.0), (200.0, 200.0)))


@pytest.fixture
def files() -> RealFiles:
    return RealFiles()


def opened(window: MainWindow, qtbot: QtBot, path: Path, **elements: Any) -> MainWindow:
    """A window with a film whose kept measurements are known."""
    open_film(window, qtbot, path, **elements)
    qtbot.waitUntil(lambda: not window.bridge.is_busy)
    return window


def listed(window: MainWindow) -> list[str]:
    """What the list of measurements says."""
    rows = window.annotations_panel.list
    return [rows.item(number).text() for number in range(rows.count())]


def drawn(window: MainWindow) -> tuple[Annotation, ...]:
    return window.annotations.annotations.annotations


def draw_over(window: MainWindow, key: Qt.Key, modifier: Qt.KeyboardModifier) -> None:
    """Choose a tool and drag over 100 film pixels."""
    QTest.keyClick(window, key, modifier)
    start, end = (QPoint(*map(round, window.viewer.geometry.to_view(p))) for p in LINE.points)
    drag(window.viewer_panel.view, start, end - start)


# --- lengths

SPACINGS = [
    pytest.param({"ImagerPixelSpacing": [0.2, 0.2]}, "20.0 mm at detector", id="ohif-201"),
    pytest.param(
        {"ImagerPixelSpacing": [0.2, 0.2]}, "20.0 mm at detector", id="cornerstone3d-2178"
    ),
    pytest.param(
        {"ImagerPixelSpacing": [0.2, 0.2], "PixelSpacing": [0.2, 0.2]},
        "20.0 mm at detector",
        id="ohif-1490",
    ),
    pytest.param(
        {"ImagerPixelSpacing": [0.2, 0.2], "EstimatedRadiographicMagnificationFactor": 1.25},
        "16.0 mm by magnification factor",
        id="cornerstone3d-2387",
    ),
    pytest.param(
        {"ImagerPixelSpacing": [0.1, 0.1], "EstimatedRadiographicMagnificationFactor": 1.1},
        "9.1 mm by magnification factor",
        id="weasis-465",
    ),
    pytest.param(
        {
            "ImagerPixelSpacing": [0.2, 0.2],
            "PixelSpacing": [0.15, 0.15],
            "PixelSpacingCalibrationType": "FIDUCIAL",
        },
        "15.0 mm (calibrated)",
        id="cornerstone3d-1783",
    ),
    pytest.param({}, "100 px", id="ohif-702"),
]


@pytest.mark.parametrize(("elements", "words"), SPACINGS)
def test_a_length_says_in_which_plane_it_is_measured_and_px_where_none_is_known(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, elements: dict[str, Any], words: str
) -> None:
    opened(window, qtbot, tmp_path / "spaced.dcm", **elements)
    window.annotations.add(LINE)
    assert listed(window) == [f"Length: {words}"]


def test_weasis_manual_calibration_is_saved(
    open_window: Callable[..., MainWindow],
    reader: FakeFilmReader,
    qtbot: QtBot,
    tmp_path: Path,
) -> None:
    first = opened(open_window(reader), qtbot, tmp_path / "film.dcm")
    first.annotations.add(LINE)
    draw_over(first, Qt.Key.Key_D, SHIFT)
    editor = first.viewer_panel.view.editor
    QTest.keyClicks(editor, "50")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    said = listed(first)
    assert re.match(r"Length: (49|50)\.\d mm", said[0])
    first.close()
    qtbot.waitUntil(lambda: not first.isVisible())

    second = opened(open_window(reader), qtbot, tmp_path / "film.dcm")
    assert listed(second) == said


# --- what is drawn does not vanish


def test_ohif_5206_the_list_has_the_values_again_after_undo_and_redo(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    opened(window, qtbot, tmp_path / "film.dcm", ImagerPixelSpacing=[0.2, 0.2])
    draw_over(window, Qt.Key.Key_D, Qt.KeyboardModifier.NoModifier)
    QTest.keyClick(window, Qt.Key.Key_O)
    drag(window.viewer_panel.view, window.viewer_panel.view.rect().center(), QPoint(60, 60))
    qtbot.waitUntil(lambda: "mean" in listed(window)[1])
    said = listed(window)
    for _ in said:
        QTest.keyClick(window, Qt.Key.Key_Z, CONTROL)
    assert listed(window) == []
    for _ in said:
        QTest.keyClick(window, Qt.Key.Key_Y, CONTROL)
    qtbot.waitUntil(lambda: listed(window) == said)


def test_ohif_5500_a_measurement_that_was_undone_is_gone_and_can_be_drawn_again(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    opened(window, qtbot, tmp_path / "film.dcm")
    draw_over(window, Qt.Key.Key_D, Qt.KeyboardModifier.NoModifier)
    QTest.keyClick(window, Qt.Key.Key_Z, CONTROL)
    for key in (Qt.Key.Key_Delete, Qt.Key.Key_Z):
        QTest.keyClick(window, key, CONTROL if key is Qt.Key.Key_Z else SHIFT)
    assert drawn(window) == ()
    draw_over(window, Qt.Key.Key_D, Qt.KeyboardModifier.NoModifier)
    assert len(drawn(window)) == len(listed(window)) == 1


def test_ohif_5358_measurements_stay_through_everything_that_is_done_to_the_film(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    opened(window, qtbot, tmp_path / "film.dcm")
    draw_over(window, Qt.Key.Key_D, Qt.KeyboardModifier.NoModifier)
    before, said = drawn(window), listed(window)
    for id_ in ("invert", "rotate_left", "flip_vertical", "zoom_in", "preset_lung", "reset"):
        window.actions_table[id_].trigger()
        assert (drawn(window), listed(window)) == (before, said)
    opened(window, qtbot, tmp_path / "other.dcm", SOPInstanceUID="1.2.3.99")
    assert drawn(window) == ()
    window.state.set_current(tmp_path / "film.dcm")
    qtbot.waitUntil(lambda: (drawn(window), listed(window)) == (before, said))


# --- cardiothoracic ratio


@pytest.mark.parametrize(
    ("view", "warns"),
    [
        pytest.param("PA", False, id="weasis-257"),
        pytest.param("AP", True, id="weasis-920"),
        pytest.param("", True, id="ohif-2377"),
    ],
)
def test_the_cardiothoracic_ratio_has_two_decimals_and_warns_unless_the_view_is_pa(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, view: str, warns: bool
) -> None:
    opened(window, qtbot, tmp_path / "film.dcm", ViewPosition=view)
    QTest.keyClick(window, Qt.Key.Key_C)
    (words,) = listed(window)
    assert re.search(r"CTR 0\.\d\d(?!\d)", words)
    assert ("the heart looks larger" in words) is warns


def test_weasis_920_the_midline_of_the_cardiothoracic_ratio_can_be_tilted(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    opened(window, qtbot, tmp_path / "film.dcm", ViewPosition="PA")
    QTest.keyClick(window, Qt.Key.Key_C)
    (ratio,) = drawn(window)
    before = listed(window)
    top = QPoint(*map(round, window.viewer.geometry.to_view(ratio.points[0])))
    drag(window.viewer_panel.view, top, QPoint(80, 0))
    (tilted,) = drawn(window)
    assert tilted.points[0] != ratio.points[0]
    assert tilted.points[1] == ratio.points[1]
    assert listed(window) != before
