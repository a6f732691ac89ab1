"""What a film is called in list and title of the window: whose it is, or else its file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from lungdesk.core.study import PatientRef
from lungdesk.gui.main_window import MainWindow
from lungdesk.gui.state import Phase
from tests.gui.conftest import FILM
from tests.gui.fakes import FakeFiles, radiograph
from tests.gui.presented_films import OpenedFiles, open_and_wait
from tests.gui.real_films import ramp
from tests.unit.formats.builders import write_dicom


def listed(window: MainWindow) -> list[tuple[str, str, str]]:
    """Title, line below, and tip of each row, as they are shown."""
    model = window.studies_panel.list.model()
    shown = []
    for number in range(model.rowCount()):
        index = model.index(number, 0)
        row = index.data(window._model.ROW_ROLE)
        shown.append((row.title, row.details, index.data(Qt.ItemDataRole.ToolTipRole)))
    return shown


def test_while_a_film_opens_the_title_names_the_one_that_is_shown(
    window: MainWindow, files: FakeFiles, qtbot: QtBot
) -> None:
    second = Path("/films/b.dcm")
    film = radiograph(second)
    nameless = replace(film.instance, patient=PatientRef())
    files.films[second.name] = replace(film, instance=nameless)
    files.gate.clear()
    window.open_paths((FILM, second))
    qtbot.waitUntil(lambda: window.state.film.phase is Phase.BUSY)
    assert window.windowTitle() == "LungDesk"
    files.gate.set()
    qtbot.waitUntil(lambda: window.state.film.phase is Phase.READY)

    files.gate.clear()
    QTest.keyClick(window, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: window.state.film.phase is Phase.BUSY)
    assert window.windowTitle() == "Doe, Jane"
    files.gate.set()
    qtbot.waitUntil(lambda: window.windowTitle() == "b.dcm")


class TestOfACompactDisc:
    """Each film lies in a folder of its own, and all files are called alike."""

    @pytest.fixture
    def files(self) -> OpenedFiles:
        return OpenedFiles()

    @pytest.fixture
    def disc(self, tmp_path: Path, window: MainWindow, qtbot: QtBot) -> MainWindow:
        for number, name in enumerate(("Doe^Jane", "Doe^Jane", "", "")):
            folder = tmp_path / f"PA{number}" / "SE0"
            folder.mkdir(parents=True)
            day = f"2024010{number + 1}"
            write_dicom(folder / "IM0", ramp(), PatientName=name, Modality="DX", StudyDate=day)
        open_and_wait(window, qtbot, tmp_path)
        qtbot.waitUntil(lambda: all(details for _, details, _ in listed(window)))
        return window

    def test_rows_name_the_patient_and_each_file_by_its_folders(self, disc: MainWindow) -> None:
        named, again, nameless, _ = listed(disc)
        assert named[:2] == ("Doe, Jane", "DX 2024-01-01 · PA0/SE0/IM0")
        assert again[:2] == ("Doe, Jane", "DX 2024-01-02 · PA1/SE0/IM0")
        assert "PA1/SE0/IM0" in again[2]
        assert nameless[0] == "PA2/SE0/IM0"
        assert nameless[1].startswith("DX 2024-01-03 · ")
        assert disc.windowTitle() == "Doe, Jane"

    def test_privacy_mode_numbers_them_and_names_no_folder(
        self, disc: MainWindow, qtbot: QtBot
    ) -> None:
        before = listed(disc)
        disc.actions_table["privacy"].trigger()
        assert disc.windowTitle() == "Film 1"
        assert [title for title, *_ in listed(disc)] == [f"Film {n}" for n in range(1, 5)]
        assert not any("PA" in words for row in listed(disc) for words in row)
        disc.actions_table["privacy"].trigger()
        assert listed(disc) == before
