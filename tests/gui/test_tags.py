from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from lungdesk.core.jobs import NullContext
from lungdesk.gui.main_window import MainWindow
from lungdesk.gui.tags.tag_model import TagModel
from lungdesk.gui.tags.tags_dialog import TagsDialog
from lungdesk.services.tags import TagsRequest, tags
from tests.gui.conftest import FILM, show
from tests.gui.fakes import ELEMENTS, FakeFiles

CONTROL = Qt.KeyboardModifier.ControlModifier
PICTURE = Path("/films/picture.png")


def browser(window: MainWindow) -> TagsDialog:
    dialog = window.features.tags.dialog
    assert dialog is not None
    return dialog


@pytest.fixture
def opened(film_window: MainWindow, qtbot: QtBot) -> MainWindow:
    """A window with a film whose tags have been asked for by key."""
    QTest.keyClick(film_window, Qt.Key.Key_T, CONTROL)
    qtbot.waitUntil(browser(film_window).tree.isVisible)
    return film_window


def seen(dialog: TagsDialog) -> list[str]:
    """Names in the tree from top to bottom, as far as they are unfolded."""
    index, names = dialog.model.index(0, 0), []
    while index.isValid():
        names.append(dialog.model.row_of(index).name)
        index = dialog.tree.indexBelow(index)
    return names


def find(window: MainWindow, text: str) -> None:
    dialog = browser(window)
    dialog.search.clear()
    QTest.keyClicks(dialog.search, text)
    QTest.keyClick(dialog.search, Qt.Key.Key_Return)


def test_all_elements_are_listed_and_sequences_are_folded(opened: MainWindow) -> None:
    dialog = browser(opened)
    assert seen(dialog) == ["Modality", "Patient's Name", "Request Attributes"]
    assert dialog.count.text() == "5 tags"
    assert dialog.title.text() == FILM.name


def test_a_sequence_unfolds_by_key_and_folds_again(opened: MainWindow) -> None:
    dialog = browser(opened)
    dialog.tree.setCurrentIndex(dialog.model.index(2, 0))
    QTest.keyClick(dialog.tree, Qt.Key.Key_Right)
    assert seen(dialog)[-1] == "Item 1"
    QTest.keyClick(dialog.tree, Qt.Key.Key_Left)
    assert seen(dialog)[-1] == "Request Attributes"


def test_a_search_keeps_what_it_finds_and_all_above(opened: MainWindow) -> None:
    find(opened, "thorax")
    dialog = browser(opened)
    assert seen(dialog) == ["Request Attributes", "Item 1", "Step"]
    assert dialog.count.text() == "1 of 5 tags"
    find(opened, "(0010,0010)")
    assert seen(dialog) == ["Patient's Name"]


def test_a_search_that_finds_nothing_says_so(opened: MainWindow) -> None:
    find(opened, "gadolinium")
    dialog = browser(opened)
    assert dialog.notice.isVisible()
    assert dialog.notice.text() == "No tag holds “gadolinium”."
    find(opened, "")
    assert len(seen(dialog)) == 3


def test_selected_rows_are_copied_as_text_in_the_order_of_the_file(opened: MainWindow) -> None:
    dialog = browser(opened)
    dialog.tree.expandAll()
    select(dialog, dialog.model.index(1, 0))
    inner = dialog.model.index(0, 0, dialog.model.index(2, 0))
    select(dialog, dialog.model.index(0, 0, inner))
    select(dialog, dialog.model.index(0, 0))
    dialog.tree.setFocus()
    QTest.keyClick(dialog.tree, Qt.Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text().splitlines() == [
        "(0008,0060)\tCS\tModality\tCR",
        "(0010,0010)\tPN\tPatient's Name\tDoe^Jane",
        "    (0040,0007)\tLO\tStep\tThorax p.a.",
    ]


def select(dialog: TagsDialog, index: QModelIndex) -> None:
    flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
    dialog.tree.selectionModel().select(index, flags)


def test_copying_with_nothing_selected_leaves_the_clipboard_alone(opened: MainWindow) -> None:
    QGuiApplication.clipboard().setText("before")
    dialog = browser(opened)
    dialog.tree.clearSelection()
    dialog.copy.trigger()
    assert QGuiApplication.clipboard().text() == "before"


def test_a_film_that_is_no_dicom_file_says_so_in_one_sentence(
    window: MainWindow, qtbot: QtBot
) -> None:
    show(window, qtbot, PICTURE)
    QTest.keyClick(window, Qt.Key.Key_T, CONTROL)
    dialog = browser(window)
    qtbot.waitUntil(lambda: "no DICOM" in dialog.notice.text())
    assert dialog.notice.isVisible()
    assert dialog.notice.text().count(".") == 2  # the one of picture.png, and the end
    assert not window.viewer_panel.messages.isVisible()


def test_without_a_film_there_are_no_tags(window: MainWindow) -> None:
    QTest.keyClick(window, Qt.Key.Key_T, CONTROL)
    assert browser(window).notice.text() == "No film is open."


def test_the_window_can_be_used_while_tags_are_read(
    film_window: MainWindow, files: FakeFiles, qtbot: QtBot
) -> None:
    files.gate.clear()
    QTest.keyClick(film_window, Qt.Key.Key_T, CONTROL)
    assert browser(film_window).notice.text() == "Reading the tags…"
    before = film_window.viewer.look
    QTest.keyClick(film_window, Qt.Key.Key_I)
    assert film_window.viewer.look != before
    files.gate.set()
    qtbot.waitUntil(browser(film_window).tree.isVisible)


def test_another_film_brings_its_own_tags_and_the_search_stays(
    opened: MainWindow, files: FakeFiles, qtbot: QtBot
) -> None:
    find(opened, "modality")
    files.elements = ELEMENTS[1:2] + ELEMENTS[:1]
    show(opened, qtbot, Path("/films/other.dcm"))
    dialog = browser(opened)
    qtbot.waitUntil(lambda: dialog.count.text() == "1 of 2 tags")
    assert dialog.title.text() == "other.dcm"
    assert seen(dialog) == ["Modality"]


def test_a_closed_browser_reads_nothing_and_opens_at_the_film_in_the_centre(
    opened: MainWindow, files: FakeFiles, qtbot: QtBot
) -> None:
    dialog = browser(opened)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    show(opened, qtbot, PICTURE)
    assert dialog.title.text() == FILM.name
    opened.activateWindow()
    qtbot.waitUntil(opened.isActiveWindow)
    QTest.keyClick(opened, Qt.Key.Key_T, CONTROL)
    qtbot.waitUntil(lambda: "no DICOM" in dialog.notice.text())
    assert dialog.title.text() == PICTURE.name


def test_every_control_of_the_browser_has_a_name_and_a_tooltip(opened: MainWindow) -> None:
    dialog = browser(opened)
    controls = [dialog.search, dialog.tree, *dialog._on_tree_only]
    assert all(control.accessibleName() and control.toolTip() for control in controls)


def test_the_tree_of_a_real_file_passes_qts_own_tests_of_models(
    sample_films: Path, qtmodeltester: object
) -> None:
    rows = tags(TagsRequest(sample_films / "OBXXXX1A_2frame.dcm"), NullContext())
    model = TagModel()
    model.show_rows(rows, range(len(rows)))
    assert any(row.depth == 2 for row in rows)
    qtmodeltester.check(model)  # type: ignore[attr-defined]
