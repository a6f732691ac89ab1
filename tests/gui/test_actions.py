from collections import Counter

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QComboBox, QSlider, QToolButton
from pytestqt.qtbot import QtBot

from lungdesk.gui import actions
from lungdesk.gui.main_window import MainWindow
from lungdesk.gui.top_bar_view import MainMenu
from tests.translation.spoken_windows import twice


def test_no_key_does_two_things(qtbot: QtBot) -> None:
    keys = Counter(QKeySequence(key).toString() for spec in actions.SPECS for key in spec.keys)
    assert [key for key, count in keys.items() if count > 1] == []
    assert "" not in keys


def test_no_key_of_an_action_opens_a_menu(window: MainWindow) -> None:
    """Qt would do neither of the two."""
    menu_bar = window.findChild(MainMenu)
    assert menu_bar is not None
    menus = [QKeySequence.mnemonic(a.text()).toString() for a in menu_bar.actions()]
    keys = {QKeySequence(key).toString() for spec in actions.SPECS for key in spec.keys}
    assert all(menus)
    assert len(set(menus)) == len(menus)
    assert keys.isdisjoint(menus)


def test_no_letter_chooses_two_entries_of_a_menu(window: MainWindow) -> None:
    """In other languages than English the tests of the translation look."""
    assert twice(window) == []


def test_every_action_has_an_id_of_its_own_and_says_what_it_does() -> None:
    ids = [spec.id for spec in actions.SPECS]
    assert len(set(ids)) == len(ids)
    assert all(spec.tip for spec in actions.SPECS)


def test_keys_of_the_design(window: MainWindow) -> None:
    keys = {
        id_: [k.toString() for k in window.actions_table[id_].shortcuts()]
        for id_ in ("open", "fit", "invert", "reset", "heatmap", "next_class", "full_screen")
    }
    assert keys == {
        "open": ["Ctrl+O"],
        "fit": ["="],
        "invert": ["I"],
        "reset": ["0", "Home"],
        "heatmap": ["G"],
        "next_class": ["Shift+G"],
        "full_screen": ["F11"],
    }


def test_every_control_has_a_name_and_a_tooltip(window: MainWindow) -> None:
    controls = [
        *window.findChildren(QToolButton),
        *window.findChildren(QSlider),
        *window.findChildren(QComboBox),
    ]
    named = [c for c in controls if c.parent() is not None and not c.objectName().startswith("qt_")]
    assert named
    for control in named:
        assert control.accessibleName(), control
        assert control.toolTip(), control


def test_tooltips_name_the_key(window: MainWindow) -> None:
    assert window.actions_table["heatmap"].toolTip() == "Show where the model looked (G)"


def test_film_actions_are_off_without_a_film(window: MainWindow) -> None:
    assert not window.actions_table["invert"].isEnabled()
    assert window.actions_table["open"].isEnabled()
