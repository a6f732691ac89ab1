import getpass
import itertools
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QStackedWidget
from pytestqt.qtbot import QtBot

from lungdesk.core.settings import Settings
from lungdesk.gui.key_bindings import DEFAULTS, conflicts, from_settings, to_settings
from lungdesk.gui.main_window import MainWindow
from lungdesk.gui.preferences.preferences_dialog import PreferencesDialog
from lungdesk.gui.widgets.column_area import ColumnArea
from tests.gui.conftest import pixels, show
from tests.gui.fakes import FakeFilmReader, FakeSettings

FOLDER = Path("/films/folder-of-200")
SAVE = QDialogButtonBox.StandardButton.Save
keys = st.sampled_from(["Ctrl+Alt+1", "Ctrl+Alt+2", "F3", "Ctrl+Alt+Q", "X", "Y", "Z"])


@pytest.fixture
def dialog(film_window: MainWindow) -> PreferencesDialog:
    film_window.actions_table["preferences"].trigger()
    opened = film_window.features.preferences.dialog
    assert opened is not None
    return opened


def press_key(dialog: PreferencesDialog, action_id: str, key: Qt.Key) -> None:
    editor = dialog.keys.editors[action_id]
    editor.setFocus()
    QTest.keyClick(editor.focusProxy() or editor, key)


def save(dialog: PreferencesDialog) -> None:
    QTest.mouseClick(dialog.buttons.button(SAVE), Qt.MouseButton.LeftButton)


def test_a_logo_that_cannot_be_used_is_told_when_it_is_saved(
    film_window: MainWindow, dialog: PreferencesDialog, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "logo.gif").write_bytes(b"GIF89a")
    dialog.reports.logo.setText(str(tmp_path / "logo.gif"))
    save(dialog)

    def told() -> bool:
        words = film_window.progress_strip.words + film_window.viewer_panel.messages.text
        return "logo.gif cannot be the logo of a report" in words

    qtbot.waitUntil(told)


def test_the_defaults_do_not_conflict() -> None:
    assert conflicts(DEFAULTS) == ()


@given(st.dictionaries(st.sampled_from(sorted(DEFAULTS)), st.lists(keys, max_size=2).map(tuple)))
def test_what_is_stored_comes_back_unless_it_conflicts(changed: dict[str, tuple[str, ...]]) -> None:
    bindings = {**DEFAULTS, **changed}
    back = from_settings(to_settings(bindings))
    assert back == (dict(DEFAULTS) if conflicts(bindings) else bindings)


@pytest.mark.parametrize("stored", ["nothing", "no_such_action=X", "invert", "invert=G", "=X"])
def test_foreign_settings_leave_the_defaults(stored: str) -> None:
    assert from_settings((stored,)) == DEFAULTS


def test_a_new_key_works_at_once_and_the_old_one_no_longer(
    film_window: MainWindow, dialog: PreferencesDialog, qtbot: QtBot
) -> None:
    press_key(dialog, "invert", Qt.Key.Key_X)
    assert dialog.keys.warning == ""
    save(dialog)
    film_window.activateWindow()
    qtbot.waitUntil(film_window.isActiveWindow)
    before = pixels(film_window.viewer_panel.view)
    QTest.keyClick(film_window, Qt.Key.Key_I)
    assert (pixels(film_window.viewer_panel.view) == before).all()
    QTest.keyClick(film_window, Qt.Key.Key_X)
    assert (pixels(film_window.viewer_panel.view) != before).any()
    assert film_window.actions_table["invert"].toolTip().endswith("(X)")


def test_a_key_that_is_taken_is_said_and_cannot_be_saved(
    film_window: MainWindow, dialog: PreferencesDialog
) -> None:
    press_key(dialog, "invert", Qt.Key.Key_G)
    assert dialog.keys.warning == "G would do Invert, Heatmap. Choose another key."
    assert not dialog.buttons.button(SAVE).isEnabled()
    dialog.reject()
    assert film_window.state.keys == DEFAULTS


@pytest.mark.parametrize("end", ["accept", "reject", "close"])
def test_of_preferences_that_are_closed_nothing_stays(
    film_window: MainWindow, dialog: PreferencesDialog, end: str, qtbot: QtBot
) -> None:
    getattr(dialog, end)()
    assert film_window.features.preferences.dialog is None
    qtbot.waitUntil(lambda: not film_window.findChildren(PreferencesDialog))
    film_window.actions_table["preferences"].trigger()
    assert film_window.features.preferences.dialog is not None


def test_finding_an_action_hides_the_others(dialog: PreferencesDialog) -> None:
    QTest.keyClicks(dialog.keys.filter, "rotate")
    shown = [id_ for id_, editor in dialog.keys.editors.items() if editor.isVisible()]
    assert shown == ["rotate_left", "rotate_right"]


def test_sentences_name_the_keys_that_are_bound_now(
    open_window: Callable[..., MainWindow], reader: FakeFilmReader, qtbot: QtBot
) -> None:
    window = open_window(reader)
    assert "Open a film (Ctrl+O); it is read at once." in window.explain_panel.words

    window.state.set_keys({**window.state.keys, "open": ("F7",), "read_all": ("F8",)})
    assert "Open a film (F7); it is read at once." in window.explain_panel.words
    window.state.set_keys({**window.state.keys, "open": ()})
    assert "Open a film; it is read at once." in window.explain_panel.words

    show(window, qtbot, FOLDER)
    reader.gate.clear()
    window.actions_table["read_all"].trigger()
    window.read_all.cancel()
    reader.gate.set()
    assert window.progress_strip.words == "Stopped after 0 of 199 films. F8 goes on."


def test_keys_survive_a_restart(
    open_window: Callable[..., MainWindow],
    reader: FakeFilmReader,
    settings: FakeSettings,
    qtbot: QtBot,
) -> None:
    settings.settings = Settings(keys=("heatmap=Ctrl+H",))
    window = open_window(reader)
    assert window.actions_table["heatmap"].shortcut().toString() == "Ctrl+H"
    window.state.set_keys({**window.state.keys, "invert": ("X",)})
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible())
    assert settings.settings.keys == ("invert=X", "heatmap=Ctrl+H")


def test_who_reads_is_entered_and_survives_a_restart(
    film_window: MainWindow,
    dialog: PreferencesDialog,
    settings: FakeSettings,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    monkeypatch.setenv("LOGNAME", "wroentgen")
    dialog.pages.setCurrentRow([dialog.pages.item(n).text() for n in range(6)].index("Reader"))
    assert dialog.reader.name.isVisible()
    assert film_window.state.preferences.reader == ""
    assert film_window.state.preferences.reader_name == "wroentgen"
    QTest.keyClicks(dialog.reader.name, "Ada Byron ")
    save(dialog)

    assert film_window.state.reader_name == "Ada Byron"
    film_window.close()
    qtbot.waitUntil(lambda: not film_window.isVisible())
    assert settings.settings.reader == "Ada Byron"


def test_where_the_system_names_nobody_nobody_is_named(
    open_window: Callable[..., MainWindow],
    reader: FakeFilmReader,
    settings: FakeSettings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def nobody() -> str:
        raise OSError

    monkeypatch.setattr(getpass, "getuser", nobody)

    assert open_window(reader).state.reader_name == ""
    settings.settings = Settings(reader="Ada Byron")
    assert open_window(reader).state.reader_name == "Ada Byron"


def test_on_a_low_screen_a_page_scrolls_and_nothing_lies_on_something_else(
    dialog: PreferencesDialog,
) -> None:
    dialog.resize(dialog.width(), 500)
    dialog.pages.setCurrentRow(4)
    reports = dialog.reports
    QApplication.processEvents()
    assert dialog.height() == 500
    column = (reports.institution, reports.logo, reports.page, *reports.boxes.values())
    places = [QRect(one.mapTo(reports, QPoint()), one.size()) for one in column]
    below = itertools.pairwise(places)
    assert [pair for pair in below if pair[0].bottom() >= pair[1].top()] == []


def test_at_first_no_page_scrolls(dialog: PreferencesDialog) -> None:
    for row in range(dialog.pages.count()):
        dialog.pages.setCurrentRow(row)
        QApplication.processEvents()
        (stack,) = dialog.findChildren(QStackedWidget)
        area = stack.currentWidget()
        assert isinstance(area, ColumnArea)
        assert area.verticalScrollBar().maximum() == 0, dialog.pages.item(row).text()
