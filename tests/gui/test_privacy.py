"""In privacy mode nothing that can be seen, heard or copied tells whose films these are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget
from pytestqt.qtbot import QtBot

from lungdesk.core.annotation.annotation_set import AnnotationSet
from lungdesk.core.annotation.marks import TextNote
from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.radiograph import OverlayPlane
from lungdesk.core.settings import Settings
from lungdesk.core.study import Instance, PatientRef
from lungdesk.formats.dicom_tags import TagRow
from lungdesk.gui.main_window import MainWindow
from lungdesk.gui.state import Phase
from tests.gui.conftest import pixels, show
from tests.gui.fakes import ELEMENTS, FakeFiles, FakeFilmReader, FakeSettings, radiograph

#: Names of files tell as much as the header petrovnas.
FIRST = Path("/films/Petrovna_Olga/Petrovna_Olga_thorax.dcm")
SECOND = Path("/films/Petrovna_Olga/bad_Petrovna_Olga_lateral.dcm")
TELLING = ("petrovna", "olga", "4711", "1970-01-02", "19700102", "12 High Street")
#: Attributes of a widget that somebody sees, hears or is shown as a tip.
_WORDS = (
    "text",
    "toolTip",
    "statusTip",
    "whatsThis",
    "accessibleName",
    "accessibleDescription",
    "windowTitle",
    "windowFilePath",
    "placeholderText",
    "title",
    "currentText",
)
_ROLES = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.StatusTipRole,
    Qt.ItemDataRole.AccessibleTextRole,
    Qt.ItemDataRole.AccessibleDescriptionRole,
    Qt.ItemDataRole.EditRole,
)


def words_of(thing: object) -> Iterator[str]:
    for name in _WORDS:
        ask = getattr(thing, name, None)
        if callable(ask):
            said = ask()
            if isinstance(said, str):
                yield said


def words_in(model: QAbstractItemModel, parent: QModelIndex) -> Iterator[str]:
    columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount(parent)
    for row in range(model.rowCount(parent)):
        for column in range(columns):
            index = model.index(row, column, parent)
            for role in _ROLES:
                said = model.data(index, role)
                if isinstance(said, str):
                    yield said
        yield from words_in(model, model.index(row, 0, parent))


def all_words(window: MainWindow) -> list[str]:
    """Everything in all windows, painted words of the films among it."""
    found: list[str] = []
    for top in QApplication.topLevelWidgets():
        for thing in (top, *top.findChildren(QWidget), *top.findChildren(QAction)):
            found.extend(words_of(thing))
            if isinstance(thing, QAbstractItemView) and thing.model() is not None:
                found.extend(words_in(thing.model(), QModelIndex()))
    for place in window.viewer_panel.cells:
        corners = place.view.corners
        for lines in (
            corners.top_left,
            corners.top_right,
            corners.bottom_left,
            corners.bottom_right,
        ):
            found.extend(lines)
    model = window.studies_panel.list.model()
    rows = (model.index(number, 0).data(window._model.ROW_ROLE) for number in range(2))
    for row in rows:  # what the delegate paints
        if row is not None:
            found.extend((row.title, row.details, row.failure, row.reason))
    return found


def telling(window: MainWindow) -> list[str]:
    return [
        words
        for words in all_words(window)
        if any(phrase.lower() in words.lower() for phrase in TELLING)
    ]


@pytest.fixture
def olga(files: FakeFiles) -> FakeFiles:
    """Files of a patient whose name stands wherever it can."""
    film = radiograph(FIRST)
    instance = replace(
        film.instance,
        patient=PatientRef("4711", "Petrovna^Olga", "19700102", "F"),
        study_description="Thorax of Mrs Petrovna",
    )
    graphics = OverlayPlane(0x6000, 300, 400, b"\xff" * (300 * 400 // 8))
    files.films[FIRST.name] = replace(film, instance=instance, overlays=(graphics,))
    note = TextNote(((50.0, 50.0),), content="Ask Olga")
    files.annotations[FIRST] = AnnotationSet((note,))
    files.elements = (
        replace(ELEMENTS[1], value="Petrovna^Olga"),
        TagRow(0, "(0010,0020)", "LO", "PatientID", "Patient ID", "4711"),
        TagRow(0, "(0010,1040)", "LO", "PatientAddress", "Patient's Address", "12 High Street"),
        TagRow(0, "(0009,1001)", "LO", "", "Private", "for Olga, 4711"),
    )
    return files


def prior_of(files: FakeFiles, path: Path) -> Instance:
    first = files.films[FIRST.name].instance
    return replace(first, path=path, study_date="20200131")


@pytest.fixture
def opened(window: MainWindow, olga: FakeFiles, qtbot: QtBot) -> MainWindow:
    """A film that can be read and one that cannot, with tags open and a message shown."""
    assert olga.films
    show(window, qtbot, FIRST, SECOND)
    qtbot.waitUntil(lambda: bool(window.annotations.annotations.annotations))
    qtbot.waitUntil(lambda: not window.bridge.is_busy)
    QTest.keyClick(window, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    dialog = window.features.tags.dialog
    assert dialog is not None
    qtbot.waitUntil(dialog.tree.isVisible)
    window.messages.fail(
        LungDeskError(
            f"{SECOND.name} cannot be read.",
            hint=f"Look at {SECOND}, a film of PETROVNA.",
            code=ErrorCode.DICOM_DAMAGED,
        )
    )
    window.messages.inform("Petrovna_Olga_thorax-view.png saved.")
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


def press_privacy(window: MainWindow, qtbot: QtBot) -> None:
    QTest.keyClick(window, Qt.Key.Key_F7)
    qtbot.waitUntil(lambda: not window.bridge.is_busy)


def test_without_privacy_mode_the_walk_finds_the_name_everywhere(opened: MainWindow) -> None:
    found = telling(opened)
    assert opened.windowTitle() in found
    for part in ("Petrovna, Olga", "12 High Street", "Thorax of Mrs Petrovna", "1970-01-02 · F"):
        assert part in found
    assert any("Ask Olga" in words for words in found)
    assert any(words.startswith("Open /films") or words == str(FIRST) for words in found)


def test_in_privacy_mode_nothing_tells_whose_films_these_are(
    opened: MainWindow, qtbot: QtBot
) -> None:
    press_privacy(opened, qtbot)
    assert telling(opened) == []
    assert opened.windowTitle() == "Film 1"
    assert opened.viewer_panel.view.corners.top_left == ("Film 1", "F")
    assert opened.studies_panel.list.model().index(1, 0).data() == "Film 2"
    assert (
        opened.viewer_panel.messages.text == "Film 2 cannot be read. Look at Film 2, a film of •••."
    )
    assert opened.progress_strip.words == "Film 1 saved."


def test_it_is_seen_that_it_is_on_and_the_names_come_back(opened: MainWindow, qtbot: QtBot) -> None:
    before = sorted(telling(opened))
    press_privacy(opened, qtbot)
    assert opened.actions_table["privacy"].isChecked()
    press_privacy(opened, qtbot)
    assert not opened.actions_table["privacy"].isChecked()
    assert sorted(telling(opened)) == before


def test_a_film_that_cannot_be_read_is_told_by_its_number(opened: MainWindow, qtbot: QtBot) -> None:
    QTest.keyClick(opened, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: opened.state.film.phase is Phase.FAILED)
    assert SECOND.name in opened.viewer_panel.failure.text
    press_privacy(opened, qtbot)
    assert telling(opened) == []
    assert "Film 2 cannot be shown\nFilm 2 is damaged" in opened.viewer_panel.failure.text


def test_beside_another_film_too(opened: MainWindow, qtbot: QtBot, files: FakeFiles) -> None:
    third = Path("/films/Petrovna_Olga/Petrovna_Olga_prior.dcm")
    files.films[third.name] = replace(files.films[FIRST.name], instance=prior_of(files, third))
    files.annotations[third] = files.annotations[FIRST]
    opened.open_paths([third])
    qtbot.waitUntil(lambda: not opened.bridge.is_busy)
    QTest.keyClick(opened, Qt.Key.Key_4, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: not opened.bridge.is_busy)
    corners = [cell.view.corners.top_left for cell in opened.viewer_panel.cells]
    assert sum("Petrovna, Olga" in lines for lines in corners) == 2
    failures = [place.failure.text for place in opened.viewer_panel.cells]
    assert any(SECOND.name in text for text in failures)
    press_privacy(opened, qtbot)
    assert telling(opened) == []
    assert {cell.view.corners.top_left for cell in opened.viewer_panel.cells} == {
        ("Film 1", "F"),
        ("Film 3", "F"),
        (),
    }
    press_privacy(opened, qtbot)
    assert [place.failure.text for place in opened.viewer_panel.cells] == failures


def test_what_goes_wrong_later_does_not_tell_either(
    opened: MainWindow, qtbot: QtBot, files: FakeFiles
) -> None:
    press_privacy(opened, qtbot)
    opened.open_paths([Path("/films/missing_Petrovna.dcm")])
    qtbot.waitUntil(lambda: "is not there" in opened.viewer_panel.messages.text)
    assert telling(opened) == []
    files.gate.clear()
    QTest.keyClick(opened, Qt.Key.Key_Right)
    assert opened.progress_strip.words == "Opening Film 2"
    assert telling(opened) == []
    files.gate.set()
    qtbot.waitUntil(lambda: opened.state.film.phase is Phase.FAILED)
    assert telling(opened) == []


def test_a_message_that_was_put_away_does_not_come_back(opened: MainWindow, qtbot: QtBot) -> None:
    strip = opened.viewer_panel.messages
    QTest.mouseClick(strip._close, Qt.MouseButton.LeftButton)
    press_privacy(opened, qtbot)
    assert strip.text == ""


def test_copied_tags_and_measurements_do_not_tell(opened: MainWindow, qtbot: QtBot) -> None:
    press_privacy(opened, qtbot)
    dialog = opened.features.tags.dialog
    assert dialog is not None
    qtbot.waitUntil(dialog.tree.isVisible)
    dialog.tree.selectAll()
    dialog.copy.trigger()
    copied = QGuiApplication.clipboard().text()
    assert "(0010,0010)\tPN\tPatient's Name\t•••" in copied
    assert not any(phrase.lower() in copied.lower() for phrase in TELLING)
    QTest.keyClick(opened, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert "Olga" not in QGuiApplication.clipboard().text()


def test_overlays_of_the_file_are_left_out_meanwhile(opened: MainWindow, qtbot: QtBot) -> None:
    def shown() -> int:
        return int(np.asarray(pixels(opened.viewer_panel.view)).astype(int).sum())

    overlays = opened.actions_table["overlays"]
    if not overlays.isChecked():
        QTest.keyClick(opened, Qt.Key.Key_Y)
    with_overlay = shown()
    press_privacy(opened, qtbot)
    assert shown() < with_overlay
    assert not overlays.isEnabled()
    assert not opened.viewer.cells[0].extras.has_overlays
    press_privacy(opened, qtbot)
    assert overlays.isEnabled()
    assert opened.viewer.cells[0].extras.has_overlays


def test_a_picture_begins_without_identity_whatever_was_chosen_last(
    opened: MainWindow, qtbot: QtBot
) -> None:
    opened.features.tags.dialog.close()  # type: ignore[union-attr]
    opened.actions_table["copy_picture"].trigger()
    dialog = opened.features.pictures.dialog
    assert dialog is not None
    dialog.identity.setChecked(True)
    QTest.mouseClick(dialog.go, Qt.MouseButton.LeftButton)
    press_privacy(opened, qtbot)
    opened.actions_table["copy_picture"].trigger()
    assert opened.features.pictures.dialog is not None
    assert not opened.features.pictures.dialog.choice.has_identity
    opened.features.pictures.dialog.reject()


def test_privacy_mode_survives_a_restart_and_recent_files_stay_hidden(
    open_window: Callable[..., MainWindow],
    reader: FakeFilmReader,
    settings: FakeSettings,
    olga: FakeFiles,
    qtbot: QtBot,
) -> None:
    assert olga.films
    settings.settings = Settings(recent_paths=(str(FIRST),))
    first = open_window(reader)
    assert telling(first)
    first.activateWindow()
    qtbot.waitUntil(first.isActiveWindow)
    QTest.keyClick(first, Qt.Key.Key_F7)
    first.close()
    qtbot.waitUntil(lambda: not first.isVisible())
    second = open_window(reader)
    assert second.actions_table["privacy"].isChecked()
    assert second.state.recent == (FIRST,)
    show(second, qtbot, FIRST)
    qtbot.waitUntil(lambda: not second.bridge.is_busy)
    assert telling(second) == []
    assert settings.settings.recent_paths == (str(FIRST),)


def test_privacy_mode_can_be_turned_on_in_the_preferences(opened: MainWindow, qtbot: QtBot) -> None:
    opened.actions_table["preferences"].trigger()
    dialog = opened.features.preferences.dialog
    assert dialog is not None
    dialog.pages.setCurrentRow(2)
    QTest.keyClick(dialog.privacy.box, Qt.Key.Key_Space)
    assert telling(opened)
    save = dialog.buttons.button(dialog.buttons.StandardButton.Save)
    QTest.mouseClick(save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not opened.bridge.is_busy)
    assert telling(opened) == []
