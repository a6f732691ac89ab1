"""The Data page as a user works with it, on drawn films that lie on the disk."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from lungdesk.core.labels import CHEST_LABELS
from lungdesk.gui import open_dialog, theme
from lungdesk.gui.main_window import MainWindow
from lungdesk.gui.training.data_panel import DataPanel
from lungdesk.gui.training.data_presenter import DataPresenter
from lungdesk.gui.training.wizard import Wizard
from lungdesk.services.training.draft import DataChoice, NewSplit
from tests.gui.conftest import pixels
from tests.gui.data_page import (
    choose,
    click,
    mean,
    page_of,
    part,
    rgb,
    settle,
    stored,
    totals,
)
from tests.gui.looking import cut_off
from tests.gui.training_data.conftest import EACH
from tests.gui.training_pages import opened_wizard
from tests.unit.services.drafts import drawn_folder

# --- choosing films


def test_an_empty_page_says_what_to_do(wizard: Wizard, panel: DataPanel) -> None:
    assert "Choose a folder" in panel.empty.text
    assert wizard.view.problem.text() == "Choose the films first."


def test_a_folder_is_chosen_with_the_button(
    page: DataPresenter,
    panel: DataPanel,
    folder: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(open_dialog, "ask_for_data_folder", lambda *_: folder)
    panel.folder.trigger()
    settle(page, qtbot)
    assert panel.source.text() == "Folder: ours"
    assert panel.counts.isVisible()
    assert stored(page).source == stored(page).location == folder


def test_what_was_thought_better_of_changes_nothing(
    page: DataPresenter, panel: DataPanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(open_dialog, "ask_for_data_file", lambda *_: None)
    panel.file.trigger()
    assert page._draft.draft.data == DataChoice()


def test_a_zip_file_is_dropped_on_the_page(
    page: DataPresenter, panel: DataPanel, folder: Path, qtbot: QtBot, tmp_path: Path
) -> None:
    packed = tmp_path / "ours.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for path in folder.rglob("*.png"):
            archive.write(path, Path("download") / path.relative_to(folder))
        archive.writestr("download/normal/more.zip", b"PK")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(packed))])
    position = QPoint(50, 50).toPointF()
    action, nothing = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
    left = Qt.MouseButton.LeftButton
    enter = QDragEnterEvent(QPoint(50, 50), action, mime, left, nothing)
    QApplication.sendEvent(panel, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(panel, QDropEvent(position, action, mime, left, nothing))
    settle(page, qtbot)
    assert totals(panel)["Normal"] == EACH
    assert panel.summary.text().endswith(" films, 8 left out, inner ZIP files not opened: 1")
    location = stored(page).location
    assert location is not None
    assert location.is_relative_to(page._draft.store.folder(page._draft.draft))


def test_a_folder_without_films_is_explained(
    wizard: Wizard, page: DataPresenter, panel: DataPanel, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "empty").mkdir()
    choose(page, tmp_path / "empty", qtbot)
    assert "empty holds no labelled films" in wizard.view.problem.text()
    assert "empty holds no labelled films" in panel.summary.text()
    assert "manifest.csv" in panel.summary.text()
    assert cut_off(panel) == []
    window = wizard.view.parent()
    assert isinstance(window, MainWindow)
    window.actions_table["privacy"].trigger()
    assert wizard.view.problem.text() == "Your films cannot be used."
    assert panel.summary.text().startswith("Your films cannot be used.")


# --- what classes mean


def test_an_unknown_class_has_to_be_explained(
    wizard: Wizard, page: DataPresenter, panel: DataPanel, folder: Path, qtbot: QtBot
) -> None:
    choose(page, folder, qtbot)
    assert wizard.view.problem.text() == "Say what “Opacity” means, or leave it out."
    assert totals(panel)["COVID-19"] == EACH
    mean(panel.classes.boxes["Opacity"], "COVID-19")
    settle(page, qtbot)
    assert page.problem() is None
    assert totals(panel)["COVID-19"] == 2 * EACH
    assert stored(page).label_map == {"Opacity": "covid19"}
    mean(panel.classes.boxes["Opacity"], "Leave out")
    settle(page, qtbot)
    assert page.problem() is None
    assert totals(panel)["COVID-19"] == EACH
    assert "8 left out" in panel.summary.text()


def test_a_missing_class_stands_in_the_way(
    wizard: Wizard, page: DataPresenter, panel: DataPanel, folder: Path, qtbot: QtBot
) -> None:
    choose(page, folder, qtbot)
    for name in ("Opacity", "tuberculosis"):
        mean(panel.classes.boxes[name], "Leave out")
    settle(page, qtbot)
    assert wizard.view.problem.text() == "The train split has no film of Tuberculosis."


def test_bars_are_as_long_as_classes_are_large(
    page: DataPresenter, panel: DataPanel, folder: Path, qtbot: QtBot
) -> None:
    choose(page, folder, qtbot)
    mean(panel.classes.boxes["Opacity"], "COVID-19")
    settle(page, qtbot)
    shown = pixels(panel.counts).astype(int)
    ground = rgb(theme.DARK.raised)
    lengths = {}
    for index, row in enumerate(panel.counts.rows):
        bar = panel.counts.bar_rect(index).toRect()
        line = shown[bar.center().y(), bar.left() : bar.right() + 1]
        lengths[row.name] = np.flatnonzero((line != ground).any(axis=1)).max()
        assert (line[2] == rgb(theme.shown(theme.class_colours(CHEST_LABELS)[index]))).all()
    assert lengths["Normal"] / lengths["COVID-19"] == pytest.approx(0.5, abs=0.05)


# --- the split


def test_shares_are_changed_by_key_and_taken_back(
    wizard: Wizard, page: DataPresenter, panel: DataPanel, folder: Path, qtbot: QtBot
) -> None:
    choose(page, folder, qtbot)
    mean(panel.classes.boxes["Opacity"], "Leave out")
    settle(page, qtbot)
    assert not panel.split.own.isVisible()
    before = part(panel, 2)
    slider = panel.split.sliders["test"]
    slider.setFocus()
    for _ in range(4):
        QTest.keyClick(slider, Qt.Key.Key_PageUp)
    settle(page, qtbot)
    assert stored(page).split == NewSplit(val=15, test=35)
    assert part(panel, 2) > before
    assert part(panel, 0) + part(panel, 1) + part(panel, 2) == 5 * EACH
    assert "50 % to learn from" in panel.split.words.text()
    QTest.keyClick(wizard.view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settle(page, qtbot)
    assert stored(page).split == NewSplit()
    assert part(panel, 2) == before
    assert slider.value() == 15


def test_patients_are_dealt_again(
    page: DataPresenter, panel: DataPanel, folder: Path, qtbot: QtBot
) -> None:
    choose(page, folder, qtbot)

    def test_films() -> set[Path]:
        assert page.data.selection is not None
        return {s.path for s in page.data.selection.dataset.samples if s.split == "test"}

    first = test_films()
    click(panel.split.deal)
    settle(page, qtbot)
    assert test_films() != first
    click(panel.undo)
    settle(page, qtbot)
    assert test_films() == first
    assert panel.redo.isEnabled()


# --- samples


def test_films_of_each_class_are_shown(
    page: DataPresenter, panel: DataPanel, folder: Path, qtbot: QtBot
) -> None:
    choose(page, folder, qtbot)
    grid = panel.samples
    qtbot.waitUntil(lambda: not grid.missing(), timeout=20_000)
    shown = pixels(grid)
    for row in range(len(CHEST_LABELS)):
        place = grid.rect_of(row, 0).toRect()
        film = shown[place.top() : place.bottom(), place.left() : place.right()]
        assert film.std() > 10
    grid.setFocus()
    QTest.keyClick(grid, Qt.Key.Key_Down)
    QTest.keyClick(grid, Qt.Key.Key_Right)
    assert grid.accessibleDescription() == "Bacterial pneumonia: bacterial_pneumonia/1.png"


def test_a_film_is_opened_in_the_viewer(
    wizard: Wizard, page: DataPresenter, panel: DataPanel, folder: Path, qtbot: QtBot
) -> None:
    choose(page, folder, qtbot)
    window = wizard.view.parent()
    assert isinstance(window, MainWindow)
    panel.samples.setFocus()
    QTest.keyClick(panel.samples, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.state.current == folder / "normal/0.png")


# --- leaving and coming back


def test_another_lungdesk_finds_everything_as_it_was(
    open_window: Callable[..., MainWindow],
    page: DataPresenter,
    panel: DataPanel,
    folder: Path,
    qtbot: QtBot,
) -> None:
    choose(page, folder, qtbot)
    mean(panel.classes.boxes["Opacity"], "Tuberculosis")
    click(panel.split.deal)
    settle(page, qtbot)
    again = page_of(opened_wizard(open_window(None), qtbot))
    settle(again, qtbot)
    assert again.panel.counts.rows == panel.counts.rows
    assert again.panel.classes.boxes["Opacity"].currentText() == "Tuberculosis"
    assert again.data.selection == page.data.selection
    assert again.problem() is None


def test_going_on_writes_what_was_chosen(
    wizard: Wizard, page: DataPresenter, panel: DataPanel, folder: Path, qtbot: QtBot
) -> None:
    choose(page, folder, qtbot)
    mean(panel.classes.boxes["Opacity"], "Leave out")
    settle(page, qtbot)
    wizard.view.close()
    location = page._draft.store.data_location(page._draft.draft)
    assert location is not None
    assert location.name == "ours"
    qtbot.waitUntil((location / "manifest.csv").is_file)


def test_privacy_hides_names(
    wizard: Wizard, page: DataPresenter, panel: DataPanel, folder: Path, qtbot: QtBot
) -> None:
    window = wizard.view.parent()
    assert isinstance(window, MainWindow)
    choose(page, folder, qtbot)
    window.actions_table["privacy"].trigger()
    assert panel.source.text() == "Your films"
    assert str(folder) not in panel.source.toolTip()
    assert panel.samples.accessibleDescription().startswith("Normal: Film ")


def tip_of_the_first_film(panel: DataPanel) -> str:
    """What is said where the pointer rests on it."""
    at = panel.samples.rect_of(0, 0).center().toPoint()
    over = QHelpEvent(QEvent.Type.ToolTip, at, panel.samples.mapToGlobal(at))
    QApplication.sendEvent(panel.samples, over)
    return QToolTip.text()


def test_privacy_hides_names_of_films_that_cannot_be_read(
    wizard: Wizard, page: DataPresenter, panel: DataPanel, tmp_path: Path, qtbot: QtBot
) -> None:
    window = wizard.view.parent()
    assert isinstance(window, MainWindow)
    folder = drawn_folder(tmp_path / "ours", each=EACH)
    for film in (folder / "normal").iterdir():
        film.write_bytes(b"\x89PNG\r\n\x1a\n broken")
    choose(page, folder, qtbot)
    qtbot.waitUntil(lambda: not panel.samples.missing(), timeout=20_000)
    assert tip_of_the_first_film(panel).count(".png") == 2

    window.actions_table["privacy"].trigger()

    assert tip_of_the_first_film(panel).endswith("\nThe film cannot be read.")
    assert ".png" not in tip_of_the_first_film(panel)


def test_the_page_is_walked_through_by_key_in_the_order_of_reading(
    wizard: Wizard, page: DataPresenter, panel: DataPanel, folder: Path, qtbot: QtBot
) -> None:
    choose(page, folder, qtbot)
    panel.undo.setEnabled(True)
    first: QWidget = panel._choosing[0]
    first.setFocus()
    names = []
    for _ in range(30):
        at = wizard.view.focusWidget()
        names.append(at.accessibleName())
        QTest.keyClick(at, Qt.Key.Key_Tab)
        if wizard.view.focusWidget() is first:
            break
    boxes = [f"Meaning of {name}" for name in panel.classes.boxes]
    assert names[:10] == ["Folder…", "CSV or ZIP…", "Undo", *boxes, "Deal the patients again"]
    sliders = ["Choose on (val), percent", "Measure on (test), percent"]
    assert names[10:14] == [*sliders, "Samples", "Films of each class"]
    assert {"New training", "Close", "Steps"} <= set(names)
    assert all(names)


@pytest.mark.parametrize("size", [(1240, 760), (1880, 1040)])
def test_nothing_is_cut_off(
    wizard: Wizard,
    page: DataPresenter,
    panel: DataPanel,
    folder: Path,
    qtbot: QtBot,
    size: tuple[int, int],
) -> None:
    choose(page, folder, qtbot)
    wizard.view.resize(*size)
    QApplication.processEvents()
    whole = panel.rect()
    for child in (panel.split, panel.counts, panel.classes, panel.samples):
        inside = child.rect().translated(child.mapTo(panel, QPoint(0, 0)))
        assert whole.contains(inside), child
        assert child.height() >= child.minimumSizeHint().height()
