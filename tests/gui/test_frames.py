from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from lungdesk.core.annotation.measurements import Length
from lungdesk.core.jobs import NullContext
from lungdesk.gui.main_window import MainWindow
from lungdesk.gui.state import Phase
from lungdesk.services.cine import frame_rate
from lungdesk.services.studies import decode
from lungdesk.services.tags import TagsRequest
from tests.gui.conftest import FILM, drag, pixels, show
from tests.gui.fakes import FakeFiles, FakeFilmReader, damaged, radiograph

SCAN = Path("/films/scan.dcm")
COUNT = 5


@pytest.fixture
def scan(window: MainWindow, files: FakeFiles, qtbot: QtBot) -> MainWindow:
    """A window with a film of five frames, each a little brighter than the one before."""
    film = radiograph(SCAN, stored=np.full((300, 400), 1000, np.uint16))
    instance = replace(film.instance, frame_count=COUNT)
    files.films[SCAN.name] = replace(film, instance=instance)
    show(window, qtbot, SCAN)
    qtbot.waitUntil(lambda: not window.bridge.is_busy)
    return window


def shown_frame(window: MainWindow) -> int:
    film = window.viewer.film
    assert film is not None
    return film.radiograph.frame


def go(window: MainWindow, qtbot: QtBot, key: Qt.Key, frame: int) -> None:
    QTest.keyClick(window, key)
    qtbot.waitUntil(lambda: shown_frame(window) == frame and not window.bridge.is_busy)


def grey(window: MainWindow) -> float:
    seen = pixels(window.viewer_panel.view)
    return float(seen[seen.shape[0] // 2, seen.shape[1] // 2, 0])


def is_playing(window: MainWindow) -> tuple[bool, bool]:
    """What is said, and whether the clock ticks."""
    return window.state.is_playing, window.features.frames.clock.isActive()


def corner(window: MainWindow) -> str:
    return window.viewer.corners().bottom_left[0]


def test_page_keys_step_through_the_frames_and_the_ends_hold(
    scan: MainWindow, qtbot: QtBot
) -> None:
    assert corner(scan) == "1 / 5"
    first = grey(scan)
    go(scan, qtbot, Qt.Key.Key_PageDown, 1)
    assert corner(scan) == "2 / 5"
    assert grey(scan) > first
    go(scan, qtbot, Qt.Key.Key_PageUp, 0)
    go(scan, qtbot, Qt.Key.Key_PageUp, 0)
    assert grey(scan) == first


def test_window_and_zoom_stay_from_frame_to_frame(scan: MainWindow, qtbot: QtBot) -> None:
    view = scan.viewer_panel.view
    drag(view, view.rect().center(), QPoint(60, 30))
    QTest.keyClick(scan, Qt.Key.Key_Plus)
    QTest.keyClick(scan, Qt.Key.Key_R)
    before = scan.viewer.look, scan.viewer.geometry
    go(scan, qtbot, Qt.Key.Key_PageDown, 1)
    assert (scan.viewer.look, scan.viewer.geometry) == before


def test_the_slider_is_there_for_several_frames_only(scan: MainWindow, qtbot: QtBot) -> None:
    assert scan.frames_panel.isVisible()
    assert scan.frames_panel.words.text() == "1 / 5"
    show(scan, qtbot, FILM)
    assert not scan.frames_panel.isVisible()
    assert not scan.actions_table["play"].isEnabled()
    assert not scan.actions_table["next_frame"].isEnabled()
    assert "/" not in corner(scan)


def test_the_slider_goes_to_a_frame_by_arrows(scan: MainWindow, qtbot: QtBot) -> None:
    slider = scan.frames_panel.slider
    slider.setFocus()
    for _ in range(3):
        QTest.keyClick(slider, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: shown_frame(scan) == 3)
    assert scan.state.current == SCAN
    assert scan.frames_panel.words.text() == "4 / 5"


def test_of_many_steps_only_the_last_is_shown(
    scan: MainWindow, files: FakeFiles, qtbot: QtBot
) -> None:
    shown: list[int] = []
    scan.state.film_changed.connect(lambda: shown.append(shown_frame(scan)))
    files.gate.clear()
    for _ in range(3):
        QTest.keyClick(scan, Qt.Key.Key_PageDown)
    files.gate.set()
    qtbot.waitUntil(lambda: shown_frame(scan) == 3 and not scan.bridge.is_busy)
    assert shown == [3]


def test_another_film_begins_with_its_first_frame(scan: MainWindow, qtbot: QtBot) -> None:
    go(scan, qtbot, Qt.Key.Key_PageDown, 1)
    show(scan, qtbot, FILM)
    scan.state.set_current(SCAN)
    qtbot.waitUntil(lambda: scan.state.film.phase is Phase.READY)
    assert shown_frame(scan) == 0
    assert scan.frames_panel.slider.value() == 0


def test_there_and_back_in_a_hurry_film_and_slider_show_the_same_frame(
    scan: MainWindow, files: FakeFiles, qtbot: QtBot
) -> None:
    scan.open_paths((FILM,))
    qtbot.waitUntil(lambda: scan.state.film.path == FILM and not scan.bridge.is_busy)
    scan.state.set_current(SCAN)
    qtbot.waitUntil(lambda: scan.state.film.path == SCAN and not scan.bridge.is_busy)
    go(scan, qtbot, Qt.Key.Key_PageDown, 1)
    files.gate.clear()
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Left):
        QTest.keyClick(scan, key)
    files.gate.set()
    qtbot.waitUntil(lambda: scan.state.film.phase is Phase.READY and not scan.bridge.is_busy)

    assert scan.state.film.path == SCAN
    assert shown_frame(scan) == scan.frames_panel.slider.value() == scan.state.frame


@pytest.mark.parametrize("wanted", [1, 3])
def test_a_frame_that_is_wanted_of_the_film_just_left_is_shown(
    scan: MainWindow, files: FakeFiles, qtbot: QtBot, wanted: int
) -> None:
    go(scan, qtbot, Qt.Key.Key_PageDown, 1)
    files.gate.clear()
    scan.state.set_current(FILM)
    scan.state.set_current(SCAN, wanted)
    files.gate.set()
    qtbot.waitUntil(lambda: scan.state.film.phase is Phase.READY and not scan.bridge.is_busy)

    assert corner(scan) == f"{wanted + 1} / 5"
    assert scan.frames_panel.slider.value() == wanted


def test_each_frame_has_its_own_reading_which_is_kept(
    scan: MainWindow, reader: FakeFilmReader, qtbot: QtBot
) -> None:
    go(scan, qtbot, Qt.Key.Key_PageDown, 1)
    reading = scan.state.reading.reading
    assert reading is not None
    assert reading.frame == 1
    go(scan, qtbot, Qt.Key.Key_PageUp, 0)
    assert scan.state.reading.reading is scan.state.kept_reading(SCAN, 0)
    assert len(reader.read_paths) == 2


def test_annotations_belong_to_the_frame(scan: MainWindow, qtbot: QtBot) -> None:
    scan.annotations.add(Length(((50.0, 50.0), (150.0, 50.0))))
    drawn = scan.annotations.annotations
    go(scan, qtbot, Qt.Key.Key_PageDown, 1)
    assert scan.annotations.annotations.annotations == ()
    go(scan, qtbot, Qt.Key.Key_PageUp, 0)
    qtbot.waitUntil(lambda: scan.annotations.annotations == drawn)


def test_f4_plays_round_and_round_at_the_rate_of_the_film_and_pauses(
    scan: MainWindow, files: FakeFiles, reader: FakeFilmReader, qtbot: QtBot
) -> None:
    files.rate = 50.0
    reader.read_paths.clear()
    seen: list[int] = []
    scan.state.film_changed.connect(lambda: seen.append(shown_frame(scan)))
    QTest.keyClick(scan, Qt.Key.Key_F4)
    qtbot.waitUntil(lambda: len(seen) > COUNT)
    assert scan.features.frames.clock.interval() == 20
    assert reader.read_paths == []  # what flashes by is not read
    QTest.keyClick(scan, Qt.Key.Key_F4)
    assert not scan.features.frames.clock.isActive()
    assert seen[: COUNT + 1] == [1, 2, 3, 4, 0, 1]
    qtbot.waitUntil(lambda: not scan.bridge.is_busy)
    reading = scan.state.reading.reading
    assert reading is not None
    assert reading.frame == shown_frame(scan)


def test_playing_never_waits_for_more_than_one_frame(
    scan: MainWindow, files: FakeFiles, qtbot: QtBot
) -> None:
    files.gate.clear()
    before = len(files.decoded_frames)
    QTest.keyClick(scan, Qt.Key.Key_F4)
    for _ in range(20):
        scan.features.frames.clock.timeout.emit()
    assert scan.state.frame == 1
    files.gate.set()
    scan.actions_table["play"].setChecked(False)
    qtbot.waitUntil(lambda: not scan.bridge.is_busy)
    assert files.decoded_frames[before:] == [1]


def test_another_film_ends_playing(scan: MainWindow, qtbot: QtBot) -> None:
    button = scan.frames_panel.findChild(QToolButton)
    assert button is not None
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert is_playing(scan) == (True, True)
    show(scan, qtbot, FILM)
    assert is_playing(scan) == (False, False)


def test_a_frame_that_cannot_be_decoded_is_one_sentence_and_the_film_stays(
    scan: MainWindow, files: FakeFiles, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    def refuse(path: Path) -> object:
        raise damaged(path)

    monkeypatch.setattr(files, "_film", refuse)
    QTest.keyClick(scan, Qt.Key.Key_PageDown)
    qtbot.waitUntil(lambda: scan.viewer_panel.messages.code == "LD-DICOM-001")
    assert shown_frame(scan) == scan.state.frame == 0
    assert scan.frames_panel.slider.value() == 0
    assert corner(scan) == "1 / 5"


@pytest.fixture
def real_window(
    open_window: Callable[..., MainWindow],
    reader: FakeFilmReader,
    files: FakeFiles,
    monkeypatch: pytest.MonkeyPatch,
) -> MainWindow:
    """A window that decodes real files."""
    monkeypatch.setattr(files, "decode", decode)
    return open_window(reader)


def test_frames_of_a_real_file_are_decoded_and_differ(
    real_window: MainWindow, sample_films: Path, qtbot: QtBot
) -> None:
    window = real_window
    show(window, qtbot, sample_films / "emri_small.dcm")
    first = pixels(window.viewer_panel.view)
    assert corner(window) == "1 / 10"
    go(window, qtbot, Qt.Key.Key_PageDown, 1)
    assert corner(window) == "2 / 10"
    assert np.abs(pixels(window.viewer_panel.view).astype(int) - first).mean() > 1


def test_a_real_file_without_a_rate_is_played_at_ten_a_second(sample_films: Path) -> None:
    request = TagsRequest(sample_films / "emri_small.dcm")
    assert frame_rate(request, NullContext()) == 10


def turn(window: MainWindow, notches: float) -> None:
    """Turn the wheel towards the hand, or away from it; a fine one by parts of a notch."""
    view = window.viewer_panel.view
    at = QPointF(view.rect().center())
    delta = QPoint(0, round(-120 * notches))
    event = QWheelEvent(
        at,
        QPointF(view.mapToGlobal(at.toPoint())),
        QPoint(),
        delta,
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view, event)


def is_shown(window: MainWindow, frame: int) -> bool:
    return shown_frame(window) == frame


@pytest.mark.parametrize("others", [(), (FILM,)], ids=["alone", "among films"])
def test_the_wheel_steps_through_the_frames_of_a_film(
    scan: MainWindow, qtbot: QtBot, others: tuple[Path, ...]
) -> None:
    if others:
        show(scan, qtbot, *others)
        scan.state.set_current(SCAN)
        qtbot.waitUntil(lambda: scan.state.film.phase is Phase.READY)
    scale = scan.viewer.geometry.scale
    for notches, frame in ((1, 1), (1, 2), (-1, 1), (-1, 0), (-1, 0)):
        turn(scan, notches)
        qtbot.waitUntil(partial(is_shown, scan, frame))
        assert scan.state.current == SCAN
    assert scan.viewer.geometry.scale == scale


def test_the_wheel_steps_through_films_of_one_frame_and_zooms_a_single_one(
    window: MainWindow, qtbot: QtBot
) -> None:
    second = Path("/films/b.dcm")
    show(window, qtbot, FILM)
    scale = window.viewer.geometry.scale
    turn(window, -1)
    assert window.viewer.geometry.scale > scale
    window.open_paths((FILM, second))
    qtbot.waitUntil(lambda: len(window.state.paths) == 2)
    turn(window, 1)
    assert window.state.current == second


def test_parts_of_a_notch_step_once_they_make_a_whole_one(scan: MainWindow) -> None:
    """As a touchpad or a fine wheel turns."""
    part, whole = 1 / 15, 15
    for _ in range(whole - 1):
        turn(scan, part)
    assert scan.state.frame == 0
    turn(scan, part)
    assert scan.state.frame == 1
    for _ in range(whole - 1):
        turn(scan, part)
    turn(scan, -part)  # what was turned the other way does not count any more
    turn(scan, part)
    assert scan.state.frame == 1
    turn(scan, 1)
    assert scan.state.frame == 2
    turn(scan, 2)
    assert scan.state.frame == 4
