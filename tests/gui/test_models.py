"""The model library, as a user clicks and types through it; models and services are real."""

from __future__ import annotations

import hashlib
import json
import shutil
import zipfile
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from lungdesk.gui import open_dialog
from lungdesk.gui.item_models import FilmListModel
from lungdesk.gui.main_window import MainWindow
from lungdesk.gui.models import model_panel
from lungdesk.gui.models.model_panel import ModelPanel
from lungdesk.gui.models.models_dialog import ModelsDialog
from lungdesk.gui.models.shelf_model import ModelRow
from lungdesk.gui.state import Phase
from lungdesk.ml.ensemble import load_model
from lungdesk.ml.shuffled_labels import SHUFFLED_NOTE
from lungdesk.services.models.library import DEFAULT_MODEL_ID
from lungdesk.services.paths import AppPaths, shipped_models_folder
from tests.gui.conftest import FILM, show
from tests.gui.fakes import FakeSettings
from tests.shipped_models import SHIPPED_MODEL_IDS
from tests.unit.services.model_copies import copy_of_model, shuffled_copy

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def models(lungdesk_home: Path) -> Path:
    return AppPaths.default().models


@pytest.fixture
def mine(models: Path) -> Path:
    """A model of the user's own, installed before the window opens."""
    return copy_of_model(models / "mine", "mine", 2).folder


@pytest.fixture
def library(mine: Path, window: MainWindow, qtbot: QtBot) -> ModelsDialog:
    """The library's window, opened by key, with the shipped model and the user's."""
    qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClick(window, Qt.Key.Key_M, CONTROL | SHIFT)
    assert window.features.models.library is not None
    dialog = window.features.models.library.dialog
    qtbot.waitUntil(lambda: dialog.model.rowCount() == len(SHIPPED_MODEL_IDS) + 1)
    return dialog


def rows(dialog: ModelsDialog) -> dict[str, ModelRow]:
    return {row.name: row for row in dialog.model.rows}


def select(dialog: ModelsDialog, name: str) -> None:
    """Go through the list by key until the row is reached."""
    QTest.keyClick(dialog.list, Qt.Key.Key_Home)
    for _ in dialog.model.rows:
        if dialog.row is not None and dialog.row.name == name:
            return
        QTest.keyClick(dialog.list, Qt.Key.Key_Down)
    raise AssertionError(f"{name} is not in the list")


def click(button: QPushButton) -> None:
    assert button.isVisible()
    assert button.isEnabled()
    QTest.mouseClick(button, LEFT)


def wait(qtbot: QtBot, window: MainWindow) -> None:
    """Until nothing is done any more and the list shows what has come of it."""
    library = window.features.models.library
    assert library is not None
    qtbot.waitUntil(lambda: not library.is_busy and not window.bridge.is_busy, timeout=60_000)


def reader_of(window: MainWindow) -> str:
    """Id of the model that has read the film, or has refused to: it is a drawn ramp."""
    state = window.state.reading
    reading = state.reading or state.refused
    assert reading is not None
    return reading.prediction.model.id


def test_what_is_installed_is_told_and_the_one_that_reads_is_marked(
    library: ModelsDialog, qtbot: QtBot
) -> None:
    shown = rows(library)
    assert list(shown) == ["LungDesk Duo", "Copy mine", "LungDesk Lite0", "LungDesk VGG16"]
    assert [row.is_active for row in shown.values()] == [True, False, False, False]
    assert shown["LungDesk Duo"].details == "Reads the films · ships with LungDesk"

    panel = library.panel
    assert panel.title.text() == "LungDesk Duo"
    assert "lungdesk-duo · version 0.1.0 · ensemble of 2 · 5 classes" in panel.facts.text()
    assert "Not a medical device; not for diagnosis." in panel.card.toPlainText()
    cells = [panel.figures.index(1, column).data() for column in range(3)]
    figures = load_model(shipped_models_folder() / "lungdesk-duo").manifest.metrics["test"]
    low, high = figures["intervals"]["accuracy"]
    assert cells == ["test", "471", f"{figures['accuracy']:.3f}  {low:.2f}–{high:.2f}"]
    assert not panel.use.isEnabled()
    assert not panel.remove.isEnabled()
    assert panel.remove.toolTip() == "This model ships with LungDesk and stays"
    select(library, "Copy mine")
    assert panel.title.text() == "Copy mine"
    assert panel.use.isEnabled()
    assert panel.remove.isEnabled()


def test_another_model_reads_the_film_that_is_shown(
    library: ModelsDialog, window: MainWindow, settings: FakeSettings, qtbot: QtBot
) -> None:
    show(window, qtbot, FILM)
    before = window.state.reading.reading
    assert before is not None
    assert before.prediction.model.id == "fake-lite0"

    select(library, "Copy mine")
    with qtbot.waitSignal(window.reading_shown, timeout=30_000):
        QTest.keyClick(library.list, Qt.Key.Key_Return)

    after = window.state.reading.reading
    assert after is not None
    assert after.prediction.model.id == "mine"
    assert window.explain_panel.words.count("Copy mine") == 1
    wait(qtbot, window)
    assert rows(library)["Copy mine"].is_active
    assert library.panel.use.text() == "Reads the films"
    assert settings.settings.model_id == "mine"
    window.close()
    assert settings.settings.model_id == "mine"


def test_the_button_has_room_for_its_other_words(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(model_panel, "_IN_USE", "Lee las radiografías")  # longer than the other
    host = QWidget()
    qtbot.addWidget(host)
    panel = ModelPanel(host)
    panel.show_use(False)
    host.show()
    before = panel.use.width()

    panel.show_use(True)  # what is hidden and shown at that moment has not been laid out yet

    assert panel.use.width() == before >= panel.use.sizeHint().width()


def test_a_report_names_the_model_that_reads_now(
    library: ModelsDialog, window: MainWindow, qtbot: QtBot
) -> None:
    show(window, qtbot, FILM)
    select(library, "Copy mine")
    click(library.panel.use)
    wait(qtbot, window)
    assert reader_of(window) == "mine"

    window.actions_table["report"].trigger()
    reports = window.features.reports
    qtbot.waitUntil(lambda: reports.preview is not None, timeout=20_000)

    assert reports.preview is not None
    model = reports.preview.report.model
    assert model is not None
    assert (model.name, model.id) == ("Copy mine", "mine")


def test_a_model_that_is_damaged_does_not_take_over(
    library: ModelsDialog, mine: Path, window: MainWindow, settings: FakeSettings, qtbot: QtBot
) -> None:
    show(window, qtbot, FILM)
    (mine / "engine.bin").write_bytes(b"other")

    select(library, "Copy mine")
    click(library.panel.use)
    qtbot.waitUntil(library.strip.isVisible, timeout=10_000)

    assert library.strip.code == "LD-MODEL-002"
    assert window.state.model.id == "fake-lite0"
    assert window.state.model.phase is Phase.READY
    assert settings.settings.model_id == ""
    assert rows(library)["LungDesk Duo"].is_active


def test_verifying_says_what_it_found(
    library: ModelsDialog, mine: Path, window: MainWindow, qtbot: QtBot
) -> None:
    select(library, "Copy mine")
    QTest.keyClick(library, Qt.Key.Key_V, CONTROL | SHIFT)
    wait(qtbot, window)
    assert library.panel.state.text() == "Verified: every file is as it was released."

    with (mine / "head.npz").open("ab") as stream:
        stream.write(b"!")
    click(library.panel.verify)
    wait(qtbot, window)
    assert "head.npz is not the file that was released" in library.strip.text
    assert not library.panel.state.text().startswith("Verified")


def test_a_model_goes_out_and_comes_in_as_one_file(
    library: ModelsDialog,
    mine: Path,
    window: MainWindow,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    target = tmp_path / "handed on"
    monkeypatch.setattr(open_dialog, "ask_where_to_save_model", lambda *_: target)
    select(library, "Copy mine")
    QTest.keyClick(library, Qt.Key.Key_E, CONTROL)
    wait(qtbot, window)
    archive = tmp_path / "handed on.lungdesk"
    assert library.strip.text == "Saved as handed on.lungdesk."
    stated = json.loads(zipfile.ZipFile(archive).read("mine/manifest.json"))
    packed = zipfile.ZipFile(archive).read("mine/engine.bin")
    assert hashlib.sha256(packed).hexdigest() == stated["files"]["engine.bin"]

    shutil.rmtree(mine)
    monkeypatch.setattr(open_dialog, "ask_for_model", lambda *_: archive)
    click(library.import_button)
    wait(qtbot, window)
    assert library.strip.text.startswith("mine is installed")
    assert library.row is not None
    assert library.row.key == "mine"

    QTest.keyClick(library, Qt.Key.Key_I, CONTROL)  # once more
    wait(qtbot, window)
    assert library.strip.code == "LD-MODEL-005"
    assert "installed already" in library.strip.text


def test_a_removed_model_comes_back_by_key(
    library: ModelsDialog, mine: Path, window: MainWindow, qtbot: QtBot
) -> None:
    select(library, "Copy mine")
    QTest.keyClick(library.list, Qt.Key.Key_Delete)
    wait(qtbot, window)
    assert not mine.exists()
    assert library.strip.text == "Copy mine is removed; Ctrl+Z puts it back."
    assert rows(library)["mine"].removed is not None

    QTest.keyClick(library, Qt.Key.Key_Z, CONTROL)
    wait(qtbot, window)

    assert (mine / "manifest.json").is_file()
    assert list(rows(library)) == ["LungDesk Duo", "Copy mine", "LungDesk Lite0", "LungDesk VGG16"]
    assert not library.undo.isEnabled()


def test_when_the_model_that_reads_is_removed_the_shipped_one_reads_and_undo_turns_it_round(
    library: ModelsDialog, window: MainWindow, settings: FakeSettings, qtbot: QtBot
) -> None:
    show(window, qtbot, FILM)
    select(library, "Copy mine")
    click(library.panel.use)
    wait(qtbot, window)

    click(library.panel.remove)
    wait(qtbot, window)

    assert "The model that ships with LungDesk reads the films now." in library.strip.text
    assert reader_of(window) == DEFAULT_MODEL_ID
    assert settings.settings.model_id == DEFAULT_MODEL_ID
    click(library.undo)
    wait(qtbot, window)
    assert reader_of(window) == "mine"
    assert rows(library)["Copy mine"].is_active


def test_a_removed_model_is_put_back_or_deleted_from_its_row(
    library: ModelsDialog, mine: Path, window: MainWindow, qtbot: QtBot
) -> None:
    panel = library.panel
    for act, is_there in ((panel.put_back, True), (panel.discard, False)):
        select(library, "Copy mine")
        click(panel.remove)
        wait(qtbot, window)
        select(library, "mine")
        assert not panel.use.isVisible()
        click(act)
        wait(qtbot, window)
        assert mine.exists() is is_there
    assert list(rows(library)) == ["LungDesk Duo", "LungDesk Lite0", "LungDesk VGG16"]
    assert list(AppPaths.default().removed_models.iterdir()) == []


def test_a_damaged_model_is_listed_with_what_is_wrong_and_can_be_removed(
    library: ModelsDialog, mine: Path, window: MainWindow, qtbot: QtBot
) -> None:
    (mine / "manifest.json").write_text("{")
    window.features.models.open()  # looks again
    qtbot.waitUntil(lambda: "mine" in rows(library))
    select(library, "mine")
    panel = library.panel

    assert rows(library)["mine"].details.startswith("Damaged · ")
    assert "manifest.json cannot be read" in panel.state.text()
    assert panel.state.property("doubt")
    assert not panel.use.isEnabled()
    assert not panel.export.isEnabled()
    click(panel.remove)
    wait(qtbot, window)
    assert not mine.exists()


def test_an_unread_film_of_the_list_loses_what_the_former_model_said(
    library: ModelsDialog, window: MainWindow, qtbot: QtBot
) -> None:
    other = FILM.with_name("other.dcm")
    show(window, qtbot, FILM, other)
    with qtbot.waitSignal(window.read_all.finished):
        window.actions_table["read_all"].trigger()
    assert window.state.kept_reading(other) is not None

    select(library, "Copy mine")
    click(library.panel.use)
    wait(qtbot, window)

    assert window.state.kept_reading(other) is None
    listed = window.studies_panel.list.model()
    badges = [listed.index(n, 0).data(FilmListModel.ROW_ROLE).badge for n in range(2)]
    assert badges[1] is None
    assert badges[0] is not None
    kept = window.state.kept_reading(FILM)
    assert kept is not None
    assert kept.prediction.model.id == "mine"


def test_every_control_can_be_reached_and_has_a_name(library: ModelsDialog) -> None:
    for button in library.findChildren(QPushButton):
        assert button.accessibleName()
        assert button.toolTip() or not button.isVisible()
    assert library.list.accessibleName() == "Models"
    assert library.panel.card.accessibleName() == "Model card"


def test_closing_the_main_window_while_a_model_is_prepared_ends(
    library: ModelsDialog, window: MainWindow, qtbot: QtBot
) -> None:
    select(library, "Copy mine")
    click(library.panel.use)
    window.close()
    qtbot.waitUntil(partial(_is_closed, window), timeout=30_000)


def _is_closed(window: MainWindow) -> bool:
    return not window.isVisible() and not window.bridge.is_busy


def test_a_model_of_shuffled_labels_is_offered_with_a_warning(
    models: Path, library: ModelsDialog, window: MainWindow, qtbot: QtBot
) -> None:
    shuffled_copy(models / "test", "test")
    presenter = window.features.models.library
    assert presenter is not None

    presenter.look("test")
    qtbot.waitUntil(lambda: library.model.rowCount() == len(SHIPPED_MODEL_IDS) + 2)

    assert library.row is not None
    assert library.row.name == "Copy test"
    assert library.panel.use.isEnabled()
    assert library.panel.state.text() == SHUFFLED_NOTE
    assert library.panel.state.property("doubt") is True
    select(library, "Copy mine")
    assert SHUFFLED_NOTE not in library.panel.state.text()
