"""Reports from the window: what they say, how they look, where they go."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMarginsF, Qt
from PySide6.QtGui import QImage, QPageSize, QPdfWriter
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from lungdesk.core.annotation.marks import TextNote
from lungdesk.core.annotation.measurements import Length
from lungdesk.core.report import PageSize, ReportStyle, Section
from lungdesk.gui import open_dialog
from lungdesk.gui.main_window import MainWindow
from lungdesk.gui.preference_values import Preferences
from lungdesk.gui.reports.printing import print_pages
from lungdesk.gui.reports.report_dialog import ReportDialog
from lungdesk.gui.state import Phase
from lungdesk.gui.translation import use
from lungdesk.reporting.page_images import page_images
from tests.gui.conftest import FILM, from_qimage, pixels, show
from tests.gui.fakes import FakeSettings
from tests.unit.reporting.film_reports import text_of

CONTROL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
LEFT = Qt.MouseButton.LeftButton
IDENTITY = ("Doe", "Jane", "4711", "1970-01-02", "film.dcm")


def opened(window: MainWindow, qtbot: QtBot) -> ReportDialog:
    """The report, once its pages are there."""
    qtbot.waitUntil(lambda: not window.bridge.is_busy)
    window.activateWindow()
    QTest.keyClick(window, Qt.Key.Key_P, CONTROL_SHIFT)
    dialog = window.features.reports.dialog
    assert dialog is not None
    qtbot.waitUntil(lambda: dialog.page_count > 0, timeout=20_000)
    return dialog


def words_of(window: MainWindow, tmp_path: Path) -> str:
    shown = window.features.reports.preview
    assert shown is not None
    return text_of(shown.pdf, tmp_path)


def saved(window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, path: Path) -> Path:
    """Where the report of the dialog is, once it is saved under a name."""
    dialog = window.features.reports.dialog
    assert dialog is not None
    monkeypatch.setattr(open_dialog, "ask_where_to_save_report", lambda _parent, _name: path)
    QTest.mouseClick(dialog.save, LEFT)
    qtbot.waitUntil(lambda: not window.bridge.is_busy)
    return path


def test_the_report_tells_what_the_window_shows(
    film_window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    film_window.annotations.add(Length(((100.0, 100.0), (200.0, 100.0)), name="shadow"))
    QTest.keyClick(film_window, Qt.Key.Key_G)
    film_window.state.set_explained("covid19")
    opened(film_window, qtbot)

    words = words_of(film_window, tmp_path)
    for expected in (*IDENTITY, "Chest PA", "shadow", "100 px", "fake-lite0", "LungDesk Lite0"):
        assert expected in words
    assert "evidence for COVID-19" in words


def test_the_map_of_a_class_that_nobody_sees_nor_the_model_finds_is_not_in_the_report(
    film_window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    film_window.state.set_explained("covid19")
    opened(film_window, qtbot)
    assert "evidence for Tuberculosis" in words_of(film_window, tmp_path)


def test_the_film_on_the_page_hangs_as_in_the_window(film_window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not film_window.bridge.is_busy)
    film_window.actions_table["rotate_right"].trigger()
    opened(film_window, qtbot)

    shown = film_window.features.reports.preview
    assert shown is not None
    assert shown.report.picture is not None
    assert shown.report.picture.shape == (300, 400)[::-1]
    # The ramp of the film, from left to right, now runs from top to bottom.
    assert shown.report.picture[0].std() == 0
    assert shown.report.picture[:, 0].std() > 50


def test_its_pages_are_on_the_screen(film_window: MainWindow, qtbot: QtBot) -> None:
    dialog = opened(film_window, qtbot)

    def white() -> float:
        shown = pixels(dialog.view.area.viewport())
        return float((shown[100:-20, shown.shape[1] // 4 : -shown.shape[1] // 4] == 255).mean())

    qtbot.waitUntil(lambda: 0.3 < white() < 0.98)
    assert not dialog.view.area.horizontalScrollBar().isVisible()
    assert dialog.view.number.text() in ("Page 1 of 1", "Page 1 of 2")
    assert all(b.isEnabled() for b in (dialog.save, dialog.print_button, dialog.results))


def test_keys_turn_its_pages_and_a_button_shows_them_whole(
    film_window: MainWindow, qtbot: QtBot
) -> None:
    dialog = opened(film_window, qtbot)
    view = dialog.view
    view.show_pages((np.full((280, 200, 3), 255, np.uint8),) * 3)
    assert view.number.text() == "Page 1 of 3"
    assert not view.before.isEnabled()
    for expected in (2, 3, 3):
        QTest.keyClick(dialog, Qt.Key.Key_PageDown)
        assert view.number.text() == f"Page {expected} of 3"
    QTest.keyClick(dialog, Qt.Key.Key_PageUp)
    assert view.number.text() == "Page 2 of 3"
    width = view.pages[1].width()
    assert width > view.area.viewport().width() * 0.9

    QTest.mouseClick(view.whole, LEFT)
    assert view.number.text() == "Page 2 of 3"
    assert view.pages[1].height() <= view.area.viewport().height()
    assert view.pages[1].width() < width


def test_while_it_is_made_there_is_nothing_to_save(film_window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not film_window.bridge.is_busy)
    film_window.actions_table["report"].trigger()
    dialog = film_window.features.reports.dialog
    assert dialog is not None
    assert not dialog.save.isEnabled()
    assert "being made" in dialog.words.text()
    dialog.close()
    qtbot.waitUntil(lambda: not film_window.bridge.is_busy)
    assert film_window.features.reports.dialog is None


def test_without_a_film_there_is_no_report(window: MainWindow) -> None:
    assert not window.actions_table["report"].isEnabled()
    assert not window.actions_table["dicom_results"].isEnabled()


def test_in_privacy_mode_nothing_tells_whose_film_it_is(
    film_window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    film_window.annotations.add(TextNote(((300.0, 200.0),), content="ask Mrs Doe"))
    state = film_window.state
    state.set_preferences(replace(state.preferences, is_private=True))
    suggested: list[Path] = []

    def ask(_parent: object, name: Path) -> Path:
        suggested.append(name)
        return tmp_path / "r.json"

    opened(film_window, qtbot)
    words = words_of(film_window, tmp_path)
    dialog = film_window.features.reports.dialog
    assert dialog is not None
    monkeypatch.setattr(open_dialog, "ask_where_to_save_report", ask)
    QTest.mouseClick(dialog.save, LEFT)
    qtbot.waitUntil(lambda: not film_window.bridge.is_busy)

    written = (tmp_path / "r.json").read_text()
    for telling in IDENTITY:
        assert telling not in words
        assert telling not in written
    assert "Film 1" in words
    assert [path.name for path in suggested] == ["film-report.pdf"]


def test_what_is_made_of_a_film_in_a_zip_file_is_proposed_beside_the_zip_file(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = tmp_path / "study.zip"
    with zipfile.ZipFile(archive, "w") as zipped:
        zipped.writestr("ward/film.dcm", b"")
    show(window, qtbot, archive / "ward" / "film.dcm")
    proposed: list[Path] = []
    for kind in ("save_report", "save_results", "save"):
        name = f"ask_where_to_{kind}"
        monkeypatch.setattr(open_dialog, name, lambda _parent, place: proposed.append(place))

    dialog = opened(window, qtbot)
    QTest.mouseClick(dialog.save, LEFT)
    dialog.close()
    window.actions_table["dicom_results_to"].trigger()
    window.actions_table["export"].trigger()
    picture = window.features.pictures.dialog
    assert picture is not None
    QTest.mouseClick(picture.go, LEFT)

    assert proposed == [tmp_path / "film-report.pdf", tmp_path, tmp_path / "film-view.png"]


def test_the_users_letterhead_and_parts_hold(
    film_window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    state = film_window.state
    style = ReportStyle("Haus Süd", "", PageSize.LETTER, frozenset({Section.MODEL}))
    state.set_preferences(replace(state.preferences, report=style))
    opened(film_window, qtbot)

    words = words_of(film_window, tmp_path)
    assert "Haus Süd" in words
    assert "fake-lite0" not in words


def test_the_report_is_in_the_language_that_is_chosen_for_reports(
    film_window: MainWindow, settings: FakeSettings, qtbot: QtBot, tmp_path: Path
) -> None:
    film_window.actions_table["preferences"].trigger()
    dialog = film_window.features.preferences.dialog
    assert dialog is not None
    box = dialog.reports.language
    assert box.currentText() == "As the window"
    box.setCurrentIndex(box.findText("Español"))
    dialog.buttons.accepted.emit()
    opened(film_window, qtbot)

    words = words_of(film_window, tmp_path)
    for expected in ("Lectura del modelo", "Neumonía bacteriana", "página 1 de", "Doe, Jane"):
        assert expected in words
    assert "Reading of the model" not in words
    qtbot.waitUntil(lambda: settings.settings.report_language == "es")


@pytest.mark.parametrize(
    ("chosen", "window", "code"),
    [("window", "es", "es"), ("window", "en", "en"), ("en", "es", "en"), ("xx", "es", "es")],
)
def test_reports_are_in_the_language_of_the_window_unless_another_is_chosen(
    chosen: str, window: str, code: str
) -> None:
    use(window)
    try:
        assert Preferences(report_language=chosen).report_style.language == code
    finally:
        use("en")


def test_a_logo_that_is_gone_closes_the_report_with_a_sentence(
    film_window: MainWindow, qtbot: QtBot
) -> None:
    state = film_window.state
    style = ReportStyle(logo="/nowhere/logo.png")
    state.set_preferences(replace(state.preferences, report=style))
    qtbot.waitUntil(lambda: not film_window.bridge.is_busy)
    film_window.actions_table["report"].trigger()
    qtbot.waitUntil(lambda: film_window.features.reports.dialog is None)

    assert "logo.png" in film_window.progress_strip.words + film_window.viewer_panel.messages.text


@pytest.mark.parametrize("name", ["a.pdf", "a.html", "a.json"])
def test_it_is_saved_as_the_name_says(
    film_window: MainWindow,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
) -> None:
    dialog = opened(film_window, qtbot)
    said = _said_while_saving(dialog)
    path = saved(film_window, qtbot, monkeypatch, tmp_path / name)

    assert said == [f"{name} is being saved…"]
    assert path.stat().st_size > 500
    assert dialog.words.text() == f"{name} saved."
    if name == "a.json":
        assert json.loads(path.read_text())["patient"]["name"] == "Doe^Jane"


def _said_while_saving(dialog: ReportDialog) -> list[str]:
    """What the report says after the click, before anything is saved."""
    said: list[str] = []
    dialog.save.clicked.connect(lambda: said.append(dialog.words.text()))
    return said


def test_another_ending_is_refused_where_the_report_is(
    film_window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = opened(film_window, qtbot)
    path = saved(film_window, qtbot, monkeypatch, tmp_path / "a.docx")

    assert not path.exists()
    assert dialog.words.text() == ""
    assert dialog.strip.isVisible()
    assert "a.docx cannot be written" in dialog.strip.text


def test_every_page_goes_on_a_sheet_of_its_own(
    film_window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    opened(film_window, qtbot)
    shown = film_window.features.reports.preview
    assert shown is not None
    sheets = tmp_path / "sheets.pdf"
    writer = QPdfWriter(str(sheets))
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF(10, 10, 10, 10))
    print_pages(writer, [*shown.pages, shown.pages[0]])

    printed = list(page_images(sheets.read_bytes(), 50))
    assert len(printed) == len(shown.pages) + 1
    expected = list(page_images(shown.pdf, 50))
    wanted = QImage(
        expected[0].tobytes(), expected[0].shape[1], expected[0].shape[0],
        expected[0].shape[1] * 3, QImage.Format.Format_RGB888,
    ).scaled(printed[0].shape[1], printed[0].shape[0])  # fmt: skip
    assert np.abs(from_qimage(wanted).astype(int) - printed[0]).mean() < 6


# --- preferences


def test_what_reports_look_like_is_kept(
    film_window: MainWindow, qtbot: QtBot, settings: FakeSettings
) -> None:
    film_window.actions_table["preferences"].trigger()
    dialog = film_window.features.preferences.dialog
    assert dialog is not None
    dialog.pages.setCurrentRow(3)
    dialog.reports.institution.setPlainText("Klinik\nRadiologie")
    dialog.reports.page.setCurrentText("Letter")
    dialog.reports.boxes[Section.MODEL].setChecked(False)
    dialog.results.folder.setText("/shared/results")
    dialog.buttons.accepted.emit()

    style = ReportStyle("Klinik\nRadiologie", "", PageSize.LETTER, frozenset({Section.MODEL}))
    assert film_window.state.preferences.report == style
    qtbot.waitUntil(lambda: settings.settings.report_institution == "Klinik\nRadiologie")
    assert settings.settings.report_left_out == ("model",)
    assert settings.settings.results_folder == "/shared/results"


def test_a_logo_is_chosen_from_a_file(
    film_window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(open_dialog, "ask_for_logo", lambda *_: Path("/pictures/logo.png"))
    film_window.actions_table["preferences"].trigger()
    dialog = film_window.features.preferences.dialog
    assert dialog is not None
    QTest.mouseClick(dialog.reports.choose, LEFT)
    assert dialog.reports.style_chosen.logo == "/pictures/logo.png"


def test_without_a_model_a_report_says_nothing_of_one(
    open_window: Callable[..., MainWindow], qtbot: QtBot, tmp_path: Path
) -> None:
    window = open_window(None)
    with qtbot.waitSignal(window.film_painted, timeout=10_000):
        window.open_paths([FILM])
    qtbot.waitUntil(lambda: window.state.film.phase is Phase.READY)
    opened(window, qtbot)

    words = words_of(window, tmp_path)
    assert "Doe, Jane" in words
    assert "Most probable" not in words
