"""Printing to the end: what became of it is told, on paper, in a file, or where it failed."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QToolButton
from pytestqt.qtbot import QtBot

from lungdesk.gui.main_window import MainWindow
from lungdesk.gui.reports import previewer
from lungdesk.reporting.page_images import page_images
from tests.gui.test_pictures import CONTROL, ask
from tests.gui.test_reports import opened

LEFT = Qt.MouseButton.LeftButton


@pytest.mark.qt_log_ignore("begin")  # where Qt cannot write
@pytest.mark.parametrize(
    ("name", "words"), [("film.pdf", "film.pdf saved."), ("", "{folder} cannot be written.")]
)
def test_what_became_of_the_printed_film_is_told(
    film_window: MainWindow, tmp_path: Path, name: str, words: str
) -> None:
    words = words.format(folder=tmp_path.name)
    dialog = ask(film_window, Qt.Key.Key_P, CONTROL)
    QTest.mouseClick(dialog.go, LEFT)
    preview = film_window.features.pictures.preview
    assert preview is not None

    def print_to_file() -> None:
        setup = QApplication.activeModalWidget()
        assert isinstance(setup, QPrintDialog)
        line = setup.findChild(QLineEdit, "filename")
        assert isinstance(line, QLineEdit)
        line.setText(str(tmp_path / name))
        setup.accept()

    QTimer.singleShot(0, print_to_file)
    (button,) = [one for one in preview.findChildren(QToolButton) if one.text() == "Print"]
    QTest.mouseClick(button, LEFT)
    told = (film_window.progress_strip.words, film_window.viewer_panel.messages.text)
    assert any(one.startswith(words) for one in told)
    if name:
        _is_as_it_was_shown((tmp_path / name).read_bytes())


def _is_as_it_was_shown(pdf: bytes) -> None:
    """Its picture is in it, and not as a JPEG, which changes grey values."""
    assert b"/Subtype /Image" in pdf
    assert b"DCTDecode" not in pdf


def test_print_asks_for_a_printer_and_uses_it(
    film_window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def choose(printer: QPrinter, _parent: object) -> bool:
        printer.setOutputFileName(str(tmp_path / "paper.pdf"))
        return True

    monkeypatch.setattr(previewer, "ask_for_printer", choose)
    dialog = opened(film_window, qtbot)
    QTest.mouseClick(dialog.print_button, LEFT)

    pdf = (tmp_path / "paper.pdf").read_bytes()
    assert len(list(page_images(pdf, 20))) == dialog.page_count
    _is_as_it_was_shown(pdf)
    assert dialog.words.text() == "paper.pdf saved."  # the printer was a file


@pytest.mark.qt_log_ignore("begin")  # where Qt cannot write
def test_a_report_that_cannot_be_printed_says_so(
    film_window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def choose(printer: QPrinter, _parent: object) -> bool:
        printer.setOutputFileName(str(tmp_path))
        return True

    monkeypatch.setattr(previewer, "ask_for_printer", choose)
    dialog = opened(film_window, qtbot)
    QTest.mouseClick(dialog.print_button, LEFT)

    assert dialog.words.text() == ""
    assert dialog.strip.isVisible()
    assert f"{tmp_path.name} cannot be written." in dialog.strip.text
