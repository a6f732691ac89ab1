"""The dialog in which files are chosen, where the system has none of its own (as here)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialogButtonBox,
    QFileDialog,
    QLineEdit,
    QListView,
    QMessageBox,
    QStyle,
    QTreeView,
)

from lungdesk.gui import file_dialog, open_dialog
from lungdesk.gui.main_window import MainWindow
from tests.gui.conftest import pixels

#: As wide as a name, a size, a kind and a date take, with the bar of places beside them.
WIDE_ENOUGH = 900


def as_soon_as_it_opens(act: Callable[[QFileDialog], None]) -> None:
    """Do something in the dialog that is about to open, and close it whatever comes of it."""

    def begin() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QFileDialog)
        try:
            act(dialog)
        finally:
            if dialog.isVisible():
                dialog.reject()

    QTimer.singleShot(0, begin)


def write_name(dialog: QFileDialog, name: str) -> None:
    """Write a name and take it, as Enter does (keys would open a list of names that fit)."""
    (line,) = [one for one in dialog.findChildren(QLineEdit) if one.objectName() == "fileNameEdit"]
    line.setText(name)
    dialog.accept()


def test_it_opens_as_wide_as_long_paths_need(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.state.set_recent((tmp_path / "any.dcm",))
    monkeypatch.setattr(file_dialog, "_SHARE_OF_SCREEN", 2.0)  # that of these tests is narrow
    seen: list[tuple[int, float]] = []

    def look(dialog: QFileDialog) -> None:
        (table,) = dialog.findChildren(QTreeView)
        assert not table.horizontalScrollBar().isVisible()
        seen.append((dialog.width(), table.columnWidth(0) / table.viewport().width()))

    as_soon_as_it_opens(look)
    window.actions_table["open"].trigger()

    ((width, share_of_names),) = seen
    assert width >= WIDE_ENOUGH
    assert share_of_names > 0.5


def test_places_to_begin_at_have_their_whole_names_and_buttons_no_pictures(
    window: MainWindow, tmp_path: Path
) -> None:
    seen: list[int] = []

    def look(dialog: QFileDialog) -> None:
        (places,) = [p for p in dialog.findChildren(QListView) if p.objectName() == "sidebar"]
        assert places.viewport().width() >= places.sizeHintForColumn(0)
        (box,) = dialog.findChildren(QDialogButtonBox)
        hint = QStyle.StyleHint.SH_DialogButtonBox_ButtonsHaveIcons
        assert box.style().styleHint(hint, None, box) == 0
        seen.append(places.width())

    as_soon_as_it_opens(look)
    open_dialog.ask_for_films(window, tmp_path)
    assert len(seen) == 1


def test_it_is_never_larger_than_the_screen(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = window.screen().availableSize()
    monkeypatch.setattr(file_dialog, "_SIZE", screen * 2)
    sizes = []
    as_soon_as_it_opens(lambda dialog: sizes.append(dialog.size()))

    assert open_dialog.ask_for_films(window, None) == ()

    assert sizes[0].width() < screen.width()
    assert sizes[0].height() < screen.height()


def test_what_is_chosen_is_told_and_what_is_not_is_nothing(
    window: MainWindow, tmp_path: Path
) -> None:
    film = tmp_path / "film.dcm"
    film.write_bytes(b"")

    as_soon_as_it_opens(lambda dialog: write_name(dialog, "film.dcm"))
    assert open_dialog.ask_for_films(window, tmp_path) == (film,)
    as_soon_as_it_opens(lambda dialog: write_name(dialog, "new.png"))
    assert open_dialog.ask_where_to_save(window, tmp_path / "film.png") == tmp_path / "new.png"
    as_soon_as_it_opens(lambda dialog: write_name(dialog, str(tmp_path)))
    assert open_dialog.ask_for_folder(window, tmp_path.parent) == (tmp_path,)
    as_soon_as_it_opens(lambda _dialog: None)
    assert open_dialog.ask_for_backup(window, film) is None


def choose_kind(dialog: QFileDialog, kind: str) -> None:
    """Choose a kind of files as the mouse does."""
    (box,) = [one for one in dialog.findChildren(QComboBox) if one.objectName() == "fileTypeCombo"]
    box.setCurrentText(kind)
    box.textActivated.emit(kind)
    box.activated.emit(box.currentIndex())


@pytest.mark.parametrize(
    ("kind", "name"), [("PDF (*.pdf)", "Smith.pdf"), ("HTML (*.html)", "Smith.html")]
)
def test_the_chosen_kind_completes_a_name_and_what_is_there_is_asked_about(
    window: MainWindow, tmp_path: Path, kind: str, name: str
) -> None:
    (tmp_path / name).write_bytes(b"the report of before")
    asked: list[str] = []

    def refuse() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        asked.append(box.text())
        box.button(QMessageBox.StandardButton.No).click()

    def write(dialog: QFileDialog) -> None:
        choose_kind(dialog, kind)
        QTimer.singleShot(0, refuse)
        write_name(dialog, "Smith")

    def write_another(dialog: QFileDialog) -> None:
        choose_kind(dialog, kind)
        write_name(dialog, "Jones")

    suggested = tmp_path / "film-report.pdf"
    as_soon_as_it_opens(write)
    assert open_dialog.ask_where_to_save_report(window, suggested) is None
    as_soon_as_it_opens(write_another)
    chosen = open_dialog.ask_where_to_save_report(window, suggested)

    (question,) = asked
    assert name in question
    assert chosen == tmp_path / name.replace("Smith", "Jones")


def test_the_chosen_kind_is_that_of_the_suggested_name(window: MainWindow, tmp_path: Path) -> None:
    def accept(dialog: QFileDialog) -> None:
        choose_kind(dialog, "HTML (*.html)")
        dialog.accept()

    as_soon_as_it_opens(accept)
    chosen = open_dialog.ask_where_to_save_report(window, tmp_path / "film-report.pdf")

    assert chosen == tmp_path / "film-report.html"


def test_a_kind_without_an_ending_leaves_that_of_the_kind_before(
    window: MainWindow, tmp_path: Path
) -> None:
    def write(dialog: QFileDialog) -> None:
        choose_kind(dialog, "All files (*)")
        write_name(dialog, "picture")

    as_soon_as_it_opens(write)
    chosen = open_dialog.ask_where_to_save(window, tmp_path / "film.png")

    assert chosen == tmp_path / "picture.png"


def test_what_can_be_unfolded_shows_an_arrow(window: MainWindow, tmp_path: Path) -> None:
    """One that kinds of files hang under, and one with folders."""
    inks: list[int] = []

    def look(dialog: QFileDialog) -> None:
        for box in dialog.findChildren(QComboBox):
            inside = pixels(box)[6:-6, -22:-6].astype(int)
            inks.append(int(np.ptp(inside, axis=(0, 1)).max()))

    as_soon_as_it_opens(look)
    open_dialog.ask_where_to_save_report(window, tmp_path / "film-report.pdf")

    assert len(inks) == 2
    assert min(inks) > 60


def test_a_name_is_suggested_and_a_file_that_is_there_is_pointed_at(
    window: MainWindow, tmp_path: Path
) -> None:
    there = tmp_path / "backup.db"
    there.write_bytes(b"")
    chosen: list[list[str]] = []

    as_soon_as_it_opens(lambda dialog: chosen.append(dialog.selectedFiles()))
    open_dialog.ask_where_to_save(window, tmp_path / "film.png")
    as_soon_as_it_opens(lambda dialog: chosen.append(dialog.selectedFiles()))
    open_dialog.ask_for_backup(window, there)

    assert chosen == [[str(tmp_path / "film.png")], [str(there)]]
