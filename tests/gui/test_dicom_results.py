"""DICOM results from the window: by one click, and where the user wants them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pydicom
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from lungdesk.core.errors import ErrorCode
from lungdesk.core.presentation import Presentation
from lungdesk.core.radiograph import PixelSpacing, SpacingSource
from lungdesk.formats.presentation_state_reader import read_presentation_state
from lungdesk.formats.reader import read_radiograph
from lungdesk.gui import folders, open_dialog
from lungdesk.gui.main_window import MainWindow
from lungdesk.services.paths import AppPaths
from tests.gui.conftest import show
from tests.gui.fakes import FakeFiles
from tests.gui.presented_films import add_state, load
from tests.unit.formats.builders import write_dicom
from tests.unit.formats.film_objects import complaints

CONTROL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
LEFT = Qt.MouseButton.LeftButton
WRITTEN = ["heatmap", "presentation", "reading", "report"]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[Path]:
    """Folders that are proposed when the user is asked for one; the answer is ``chosen``."""
    proposed: list[Path] = []

    def ask(_parent: object, suggested: Path) -> Path:
        proposed.append(suggested)
        return tmp_path / "chosen"

    monkeypatch.setattr(open_dialog, "ask_where_to_save_results", ask)
    return proposed


@pytest.fixture
def film(window: MainWindow, files: FakeFiles, qtbot: QtBot, tmp_path: Path) -> Path:
    """A DICOM film that is shown and read."""
    path = write_dicom(tmp_path / "film.dcm", StudyDescription="Chest PA", StudyDate="20260131")
    files.films[path.name] = read_radiograph(path)
    show(window, qtbot, path)
    qtbot.waitUntil(lambda: not window.bridge.is_busy)
    return path


def written_by_key(window: MainWindow, qtbot: QtBot) -> None:
    window.activateWindow()
    QTest.keyClick(window, Qt.Key.Key_S, CONTROL_SHIFT)
    qtbot.waitUntil(lambda: not window.bridge.is_busy, timeout=20_000)


def written_in_private(window: MainWindow, qtbot: QtBot) -> None:
    window.state.set_preferences(replace(window.state.preferences, is_private=True))
    qtbot.waitUntil(lambda: not window.bridge.is_busy)
    written_by_key(window, qtbot)


def names_in(folder: Path) -> list[str]:
    return [one.stem.rpartition("-")[2] for one in sorted(folder.iterdir())]


@pytest.mark.usefixtures("film")
def test_one_key_writes_them_into_the_folder_of_the_study(
    window: MainWindow, qtbot: QtBot, asked: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []
    monkeypatch.setattr(folders, "show_folder", opened.append)
    written_by_key(window, qtbot)

    assert asked == []
    (patient,) = AppPaths.default().results.iterdir()
    (study,) = patient.iterdir()
    assert patient.name == "Doe Jane P1"
    assert study.name.startswith("2026-01-31 Chest PA ")
    assert names_in(study) == WRITTEN
    for one in study.iterdir():
        assert complaints(one) == []
        assert pydicom.dcmread(one).StudyInstanceUID == "1.2.3"
    strip = window.viewer_panel.messages
    assert strip.text == f"4 DICOM objects are in {study}."
    assert strip.folder.isVisible()
    QTest.mouseClick(strip.folder, LEFT)
    assert opened == [study]


@pytest.mark.usefixtures("film")
def test_that_they_are_being_written_is_said_until_they_are(
    window: MainWindow, qtbot: QtBot
) -> None:
    said: list[str] = []
    window.messages.noted.connect(said.append)
    written_by_key(window, qtbot)
    assert said[-2:] == ["The DICOM results are being written…", ""]


@pytest.mark.usefixtures("film")
def test_a_second_click_replaces_nothing(
    window: MainWindow, qtbot: QtBot, asked: list[Path]
) -> None:
    written_by_key(window, qtbot)
    written_by_key(window, qtbot)

    (study,) = AppPaths.default().results.glob("*/*")
    assert len(list(study.iterdir())) == 2 * len(WRITTEN)
    assert asked == []


@pytest.mark.usefixtures("film")
def test_the_folder_of_the_preferences_holds(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    state = window.state
    state.set_preferences(replace(state.preferences, results_folder=str(tmp_path / "shared")))
    written_by_key(window, qtbot)

    (study,) = (tmp_path / "shared").glob("*/*")
    assert names_in(study) == WRITTEN
    assert not AppPaths.default().results.exists()


@pytest.mark.usefixtures("film")
def test_in_privacy_mode_no_name_tells_whose_film_it_is_and_that_the_objects_do_is_said(
    window: MainWindow, qtbot: QtBot
) -> None:
    written_in_private(window, qtbot)

    (study,) = AppPaths.default().results.iterdir()
    paths = [str(path.relative_to(study.parent)) for path in study.iterdir()]
    text = window.viewer_panel.messages.text
    for telling in ("Doe", "Jane", "P1", "Chest"):
        assert telling not in " ".join((text, *paths))
    assert text.endswith(f"in {study}. They name the patient, as the film does.")
    assert {str(pydicom.dcmread(path).PatientID) for path in study.iterdir()} == {"P1"}


def test_in_privacy_mode_films_of_two_patients_have_folders_of_their_own_in_any_order(
    window: MainWindow, film: Path, files: FakeFiles, qtbot: QtBot
) -> None:
    other = write_dicom(film.with_name("b.dcm"), StudyInstanceUID="1.2.9", SOPInstanceUID="1.2.9.1")
    files.films[other.name] = read_radiograph(other)
    for path in (film, other, film):
        window.actions_table["close_all"].trigger()
        show(window, qtbot, path)  # the first of the list each time
        written_in_private(window, qtbot)

    folders = [list(one.iterdir()) for one in AppPaths.default().results.iterdir()]
    studies = [{pydicom.dcmread(path).StudyInstanceUID for path in one} for one in folders]
    assert sorted(zip(studies, map(len, folders), strict=True), key=lambda one: one[1]) == [
        ({"1.2.9"}, len(WRITTEN)),
        ({"1.2.3"}, 2 * len(WRITTEN)),
    ]


def test_in_privacy_mode_nothing_is_said_of_a_film_that_names_nobody(
    window: MainWindow, files: FakeFiles, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "film.dcm"
    write_dicom(path, PatientName="", PatientID="", PatientBirthDate="")
    files.films[path.name] = read_radiograph(path)
    show(window, qtbot, path)
    written_in_private(window, qtbot)

    (study,) = AppPaths.default().results.iterdir()
    assert window.viewer_panel.messages.text == f"4 DICOM objects are in {study}."


@pytest.mark.usefixtures("film")
def test_where_the_folder_cannot_be_written_the_user_is_asked(
    window: MainWindow, qtbot: QtBot, asked: list[Path], tmp_path: Path
) -> None:
    (tmp_path / "in the way").write_text("a file")
    state = window.state
    state.set_preferences(replace(state.preferences, results_folder=str(tmp_path / "in the way")))
    written_by_key(window, qtbot)

    qtbot.waitUntil(lambda: not window.bridge.is_busy, timeout=20_000)
    assert asked == [tmp_path]
    assert names_in(tmp_path / "chosen") == WRITTEN
    assert window.viewer_panel.messages.text.endswith(f"are in {tmp_path / 'chosen'}.")


@pytest.mark.usefixtures("film")
def test_who_thinks_better_of_it_is_told_why_nothing_was_written(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(open_dialog, "ask_where_to_save_results", lambda *_: None)
    (tmp_path / "in the way").write_text("a file")
    state = window.state
    state.set_preferences(replace(state.preferences, results_folder=str(tmp_path / "in the way")))
    written_by_key(window, qtbot)

    assert window.viewer_panel.messages.code == ErrorCode.FILE_NOT_WRITABLE
    assert not window.viewer_panel.messages.folder.isVisible()


@pytest.mark.usefixtures("film")
def test_save_to_asks_for_a_folder(
    window: MainWindow, qtbot: QtBot, asked: list[Path], tmp_path: Path
) -> None:
    window.actions_table["dicom_results_to"].trigger()
    qtbot.waitUntil(lambda: not window.bridge.is_busy, timeout=20_000)

    assert asked == [tmp_path]
    assert names_in(tmp_path / "chosen") == WRITTEN
    assert not AppPaths.default().results.exists()


def test_the_calibration_of_the_state_that_is_shown_comes_back(
    window: MainWindow, film: Path, qtbot: QtBot, asked: list[Path]
) -> None:
    calibration = PixelSpacing(0.16, 0.16, SpacingSource.CALIBRATED)
    add_state(film.with_name("state.dcm"), film, Presentation(calibration=calibration))
    load(window, qtbot)
    window.actions_table["dicom_results_to"].trigger()
    qtbot.waitUntil(lambda: not window.bridge.is_busy, timeout=20_000)

    (written,) = (asked[0] / "chosen").glob("*-presentation.dcm")
    again = read_presentation_state(written, read_radiograph(film)).presentation
    assert again.calibration == calibration


@pytest.mark.usefixtures("film")
def test_the_report_offers_both_and_says_where_they_are(
    window: MainWindow, qtbot: QtBot, asked: list[Path], tmp_path: Path
) -> None:
    window.actions_table["report"].trigger()
    dialog = window.features.reports.dialog
    assert dialog is not None
    qtbot.waitUntil(lambda: dialog.page_count > 0, timeout=20_000)
    QTest.mouseClick(dialog.results, LEFT)
    # The window that says so, too, is behind.
    assert dialog.words.text() == "The DICOM results are being written…"
    qtbot.waitUntil(lambda: not window.bridge.is_busy, timeout=20_000)
    assert dialog.words.text() == ""

    (study,) = AppPaths.default().results.glob("*/*")
    assert asked == []
    assert dialog.strip.text == f"4 DICOM objects are in {study}."
    assert dialog.strip.folder.isVisible()
    QTest.mouseClick(dialog.results_to, LEFT)
    qtbot.waitUntil(lambda: not window.bridge.is_busy, timeout=20_000)
    assert dialog.strip.text == f"4 DICOM objects are in {tmp_path / 'chosen'}."


def test_the_presentation_is_that_of_the_film_of_the_report(
    window: MainWindow, film: Path, files: FakeFiles, qtbot: QtBot
) -> None:
    """What is done to another film while the report is open does not count."""
    QTest.keyClick(window, Qt.Key.Key_L)
    QTest.keyClick(window, Qt.Key.Key_Plus)
    seen = window.viewer.geometry.visible
    window.actions_table["report"].trigger()
    dialog = window.features.reports.dialog
    assert dialog is not None
    qtbot.waitUntil(lambda: dialog.page_count > 0, timeout=20_000)
    other = write_dicom(film.with_name("other.dcm"), SOPInstanceUID="1.2.3.9")
    files.films[other.name] = read_radiograph(other)
    show(window, qtbot, other)
    for key in (Qt.Key.Key_H, Qt.Key.Key_Minus):
        QTest.keyClick(window, key)

    QTest.mouseClick(dialog.results, LEFT)
    qtbot.waitUntil(lambda: not window.bridge.is_busy, timeout=20_000)

    (written,) = AppPaths.default().results.glob("*/*/*-presentation.dcm")
    state = read_presentation_state(written, read_radiograph(film)).presentation
    assert (state.quarter_turns, state.is_mirrored) == (3, False)
    assert state.area is not None
    assert (state.area.left, state.area.top) == pytest.approx(seen[:2], abs=1)
    assert (state.area.right, state.area.bottom) == pytest.approx(seen[2:], abs=1)


def test_a_film_that_is_no_file_any_more_is_said_so(
    film_window: MainWindow, qtbot: QtBot, asked: list[Path]
) -> None:
    qtbot.waitUntil(lambda: not film_window.bridge.is_busy)
    film_window.actions_table["dicom_results"].trigger()
    qtbot.waitUntil(lambda: not film_window.bridge.is_busy, timeout=20_000)

    assert asked == []
    assert "not there" in film_window.viewer_panel.messages.text
