"""Films with presentation states are shown as the newest one says, by themselves."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pydicom
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from lungdesk.core.annotation.annotation_set import AnnotationSet
from lungdesk.core.presentation import Presentation
from lungdesk.core.radiograph import PixelSpacing, SpacingSource, Window
from lungdesk.gui.main_window import MainWindow
from lungdesk.gui.state import Phase
from tests.gui.conftest import show
from tests.gui.fakes import FakeFilmReader
from tests.gui.presented_films import (
    LINE,
    OWN,
    OpenedFiles,
    add_state,
    assert_shown_as_seen,
    change,
    choice_of,
    choices,
    choose,
    drawn,
    load,
    looks_as_stored,
    open_and_wait,
    stored_film,
)
from tests.gui.real_films import ramp, seen_window
from tests.gui.test_frames import shown_frame
from tests.unit.formats.builders import write_dicom


@pytest.fixture
def files() -> OpenedFiles:
    return OpenedFiles()


@pytest.fixture
def film_path(tmp_path: Path) -> Path:
    return stored_film(tmp_path / "study")


# --- shown by itself


@pytest.mark.parametrize("what", ["folder", "film"])
def test_a_film_is_shown_as_the_state_beside_it_says(
    window: MainWindow, qtbot: QtBot, film_path: Path, what: str
) -> None:
    add_state(film_path.with_name("state.dcm"), film_path)
    opened = film_path if what == "film" else film_path.parent
    open_and_wait(window, qtbot, opened)
    assert window.state.paths == (film_path,)
    assert_shown_as_seen(window)
    assert drawn(window) == (LINE,)
    words = window.progress_strip.words
    assert words.startswith("Shown as the presentation state ONE, 20")
    assert words.endswith("says. Reset view shows it as stored.")


def test_states_below_an_opened_folder_or_in_a_zip_file_count_too(
    window: MainWindow, qtbot: QtBot, film_path: Path, tmp_path: Path
) -> None:
    state = add_state(tmp_path / "state.dcm", film_path)
    archive = tmp_path / "study.zip"
    with zipfile.ZipFile(archive, "w") as zipped:
        zipped.write(film_path, "films/leg.dcm")
        zipped.write(state, "presentations/state.dcm")
    open_and_wait(window, qtbot, archive)
    assert window.state.current == archive / "films/leg.dcm"
    assert_shown_as_seen(window)


def test_objects_that_are_no_films_are_told_and_not_listed(
    window: MainWindow, qtbot: QtBot, film_path: Path
) -> None:
    other = write_dicom(film_path.with_name("other.dcm"), SOPInstanceUID="1.2.3.77")
    add_state(film_path.with_name("state.dcm"), other)
    open_and_wait(window, qtbot, film_path.parent)
    assert window.state.paths == (film_path, other)
    assert window.progress_strip.words == "1 presentation state is no film."
    assert looks_as_stored(window)


def test_the_newest_state_is_shown_and_each_can_be_chosen(
    window: MainWindow, qtbot: QtBot, film_path: Path
) -> None:
    old = add_state(film_path.with_name("old.dcm"), film_path, label="old")
    change(old, PresentationCreationDate="20010203", PresentationCreationTime="040506")
    plain = Presentation(voi=Window(3000.0, 100.0))
    add_state(film_path.with_name("new.dcm"), film_path, plain, label="new")
    open_and_wait(window, qtbot, film_path)
    assert (seen_window(window).center, drawn(window)) == (3000, ())
    titles = list(choices(window))
    assert titles[0] == "As stored"
    assert titles[1].startswith("NEW, 20")
    assert titles[2] == "OLD, 2001-02-03 04:05"
    assert list(choices(window).values()) == [False, True, False]

    choose(window, "OLD")
    assert_shown_as_seen(window)
    assert drawn(window) == (LINE,)
    assert list(choices(window).values()) == [False, False, True]
    choose(window, "As stored")
    assert looks_as_stored(window)
    assert drawn(window) == ()
    assert list(choices(window).values()) == [True, False, False]


def test_load_presentation_goes_round_the_states(
    window: MainWindow, qtbot: QtBot, film_path: Path
) -> None:
    for number in (1, 2):
        window_of = Presentation(voi=Window(1000.0 * number, 100.0))
        path = add_state(film_path.with_name(f"{number}.dcm"), film_path, window_of)
        change(path, PresentationCreationDate=f"2001020{number}")
    open_and_wait(window, qtbot, film_path)
    seen = [seen_window(window).center]
    for _ in range(2):
        load(window, qtbot)
        seen.append(seen_window(window).center)
    assert seen == [2000, 1000, 2000]
    assert "one of 2" in window.progress_strip.words


def test_reset_is_the_way_back_and_the_film_stays_so(
    window: MainWindow, qtbot: QtBot, film_path: Path, files: OpenedFiles
) -> None:
    add_state(film_path.with_name("state.dcm"), film_path)
    other = write_dicom(film_path.with_name("other.dcm"), SOPInstanceUID="1.2.3.77")
    open_and_wait(window, qtbot, film_path.parent)
    assert_shown_as_seen(window)
    QTest.keyClick(window, Qt.Key.Key_0)
    assert looks_as_stored(window)
    assert drawn(window) == ()
    for path in (other, film_path):
        window.state.set_current(path)
        qtbot.waitUntil(
            lambda: window.state.film.phase is Phase.READY and not window.bridge.is_busy
        )
    assert looks_as_stored(window)
    assert files.annotations == {}


def test_a_film_that_has_been_touched_meanwhile_is_left_to_the_hand(
    window: MainWindow, qtbot: QtBot, film_path: Path, files: OpenedFiles
) -> None:
    add_state(film_path.with_name("state.dcm"), film_path)
    files.loading_gate.clear()
    show(window, qtbot, film_path)
    QTest.keyClick(window, Qt.Key.Key_3)
    look = window.viewer.look
    files.loading_gate.set()
    qtbot.waitUntil(lambda: not window.bridge.is_busy)
    assert window.viewer.look == look
    assert window.viewer.geometry.is_fitted
    assert "Load presentation shows one" in window.progress_strip.words
    load(window, qtbot)
    assert_shown_as_seen(window)


def test_another_frame_is_shown_as_the_user_has_left_the_film(
    window: MainWindow, qtbot: QtBot, film_path: Path
) -> None:
    frames = np.stack([ramp()] * 3)
    scan = write_dicom(film_path.with_name("scan.dcm"), frames, SOPInstanceUID="1.2.3.55")
    state = add_state(film_path.with_name("state.dcm"), scan)
    dataset = pydicom.dcmread(state)
    for image in (
        dataset.ReferencedSeriesSequence[0].ReferencedImageSequence[0],
        dataset.GraphicAnnotationSequence[0].ReferencedImageSequence[0],
    ):
        del image.ReferencedFrameNumber
    dataset.save_as(state)
    open_and_wait(window, qtbot, scan)
    assert_shown_as_seen(window)
    QTest.keyClick(window, Qt.Key.Key_Plus)
    geometry = window.viewer.geometry
    QTest.keyClick(window, Qt.Key.Key_PageDown)
    qtbot.waitUntil(lambda: drawn(window) == (LINE,) and not window.bridge.is_busy)
    assert window.viewer.geometry == geometry
    assert window.state.frame == 1


# --- its calibration

CALIBRATED = Presentation(calibration=PixelSpacing(0.16, 0.16, SpacingSource.CALIBRATED))


def spacing(window: MainWindow) -> PixelSpacing | None:
    """What is measured with."""
    film = window.viewer.film
    assert film is not None
    return film.radiograph.spacing


def test_the_calibration_stays_on_the_next_frame(
    window: MainWindow, qtbot: QtBot, film_path: Path, files: OpenedFiles
) -> None:
    frames = np.stack([ramp()] * 3)
    scan = write_dicom(film_path.with_name("scan.dcm"), frames, SOPInstanceUID="1.2.3.55")
    state = add_state(film_path.with_name("state.dcm"), scan, CALIBRATED)
    dataset = pydicom.dcmread(state)
    (image,) = dataset.ReferencedSeriesSequence[0].ReferencedImageSequence
    image.ReferencedFrameNumber = [1, 2]
    dataset.save_as(state)
    open_and_wait(window, qtbot, scan)
    QTest.keyClick(window, Qt.Key.Key_Plus)
    files.loading_gate.clear()
    QTest.keyClick(window, Qt.Key.Key_PageDown)
    qtbot.waitUntil(lambda: window.viewer.film is not None and shown_frame(window) == 1)
    assert spacing(window) == CALIBRATED.calibration
    files.loading_gate.set()
    qtbot.waitUntil(lambda: not window.bridge.is_busy)
    assert spacing(window) == CALIBRATED.calibration

    QTest.keyClick(window, Qt.Key.Key_PageDown)  # the state is not of this one
    qtbot.waitUntil(lambda: shown_frame(window) == 2 and not window.bridge.is_busy)
    assert spacing(window) is None


def test_the_calibration_holds_on_a_film_that_is_touched_before_its_states_are_found(
    window: MainWindow, qtbot: QtBot, film_path: Path, files: OpenedFiles
) -> None:
    add_state(film_path.with_name("state.dcm"), film_path, CALIBRATED)
    other = write_dicom(film_path.with_name("other.dcm"), SOPInstanceUID="1.2.3.77")
    open_and_wait(window, qtbot, film_path.parent)
    assert spacing(window) == CALIBRATED.calibration
    window.state.set_current(other)
    qtbot.waitUntil(lambda: window.state.film.phase is Phase.READY and not window.bridge.is_busy)
    files.loading_gate.clear()
    show(window, qtbot, film_path)
    QTest.keyClick(window, Qt.Key.Key_Plus)
    geometry = window.viewer.geometry
    files.loading_gate.set()
    qtbot.waitUntil(lambda: not window.bridge.is_busy)
    assert spacing(window) == CALIBRATED.calibration
    assert window.viewer.geometry == geometry


# --- what can be wrong with it


def test_a_damaged_state_is_said_quietly_and_the_film_is_shown(
    window: MainWindow, qtbot: QtBot, film_path: Path
) -> None:
    state = add_state(film_path.with_name("state.dcm"), film_path)
    content = state.read_bytes()
    corner = b"\x70\x00\x53\x00SL\x08\x00"
    state.write_bytes(content.replace(corner, b"\x70\x00\x53\x00SS\x08\x00"))
    open_and_wait(window, qtbot, film_path)
    assert looks_as_stored(window)
    assert window.progress_strip.words.startswith("state.dcm cannot be applied")
    assert not window.viewer_panel.messages.isVisible()


def test_a_state_that_is_opened_by_itself_says_what_it_is(
    window: MainWindow, qtbot: QtBot, film_path: Path
) -> None:
    state = add_state(film_path.with_name("state.dcm"), film_path)
    window.open_paths((state,))
    qtbot.waitUntil(lambda: window.state.film.phase is Phase.FAILED)
    said = window.viewer_panel.failure.accessibleDescription()
    assert "holds no image" in said
    assert "Presentation State" in said


def test_a_state_that_was_opened_by_itself_is_applied_when_its_film_is_opened(
    window: MainWindow, qtbot: QtBot, film_path: Path, tmp_path: Path
) -> None:
    (tmp_path / "states").mkdir()
    state = add_state(tmp_path / "states" / "state.dcm", film_path)
    window.open_paths((state,))
    qtbot.waitUntil(lambda: window.state.film.phase is Phase.FAILED)
    open_and_wait(window, qtbot, film_path)
    assert_shown_as_seen(window)


def test_a_state_that_was_opened_by_itself_is_applied_to_a_film_that_is_listed(
    window: MainWindow, qtbot: QtBot, film_path: Path, tmp_path: Path
) -> None:
    (tmp_path / "states").mkdir()
    state = add_state(tmp_path / "states" / "state.dcm", film_path)
    open_and_wait(window, qtbot, film_path)
    window.open_paths((state,))
    qtbot.waitUntil(lambda: window.state.film.phase is Phase.FAILED)
    window.state.set_current(film_path)
    qtbot.waitUntil(lambda: window.state.film.phase is Phase.READY and not window.bridge.is_busy)
    assert_shown_as_seen(window)


@pytest.mark.parametrize("is_private", [False, True])
def test_a_state_among_the_dicom_results_is_found_again(
    window: MainWindow, qtbot: QtBot, film_path: Path, is_private: bool
) -> None:
    window.state.set_preferences(replace(window.state.preferences, is_private=is_private))
    open_and_wait(window, qtbot, film_path)
    for key in (Qt.Key.Key_R, Qt.Key.Key_I):
        QTest.keyClick(window, key)
    window.actions_table["dicom_results"].trigger()
    qtbot.waitUntil(lambda: not window.bridge.is_busy, timeout=20_000)
    QTest.keyClick(window, Qt.Key.Key_0)
    assert looks_as_stored(window)
    window.state.set_preferences(replace(window.state.preferences, is_private=not is_private))
    qtbot.waitUntil(lambda: not window.bridge.is_busy)

    load(window, qtbot)

    look = window.viewer.look
    assert look is not None
    assert (look.is_inverted, window.viewer.geometry.rotation_deg) == (True, 90)


def test_what_was_deleted_after_the_results_were_written_does_not_come_back_by_itself(
    window: MainWindow,
    qtbot: QtBot,
    film_path: Path,
    open_window: Callable[[FakeFilmReader], MainWindow],
    reader: FakeFilmReader,
) -> None:
    open_and_wait(window, qtbot, film_path)
    window.annotations.add(OWN)
    window.actions_table["dicom_results"].trigger()
    qtbot.waitUntil(lambda: not window.bridge.is_busy, timeout=20_000)
    window.annotations.replace_all(AnnotationSet())
    qtbot.waitUntil(lambda: not window.bridge.is_busy)
    window.close()

    later = open_window(reader)
    open_and_wait(later, qtbot, film_path)

    assert (drawn(later), looks_as_stored(later)) == ((), True)
    assert choices(later) == {"As stored": True}
    load(later, qtbot)
    assert [replace(one, id=OWN.id) for one in drawn(later)] == [OWN]


def test_closing_all_films_forgets_the_states(
    window: MainWindow, qtbot: QtBot, film_path: Path, tmp_path: Path
) -> None:
    (tmp_path / "states").mkdir()
    state = add_state(tmp_path / "states" / "state.dcm", film_path)
    window.open_paths((state, film_path))
    qtbot.waitUntil(lambda: window.state.film.phase is Phase.READY and not window.bridge.is_busy)
    assert len(choices(window)) == 2
    QTest.keyClick(window, Qt.Key.Key_0)
    assert looks_as_stored(window)
    window.actions_table["close_all"].trigger()
    assert choices(window) == {"As stored": True}
    assert not choice_of(window).isEnabled()
    open_and_wait(window, qtbot, film_path)
    assert looks_as_stored(window)
    window.actions_table["close_all"].trigger()
    window.open_paths((state, film_path))
    qtbot.waitUntil(lambda: drawn(window) == (LINE,))
    assert_shown_as_seen(window)
