"""Ctrl+K: everything by its name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from lungdesk.core.settings import Settings
from lungdesk.gui import theme
from lungdesk.gui.actions import SPECS
from lungdesk.gui.commands.commands_dialog import CommandsDialog
from lungdesk.gui.commands.matching import fit
from lungdesk.gui.main_window import MainWindow
from tests.gui.conftest import pixels
from tests.gui.fakes import FakeFilmReader, FakeSettings

CONTROL = Qt.KeyboardModifier.ControlModifier


def opened(window: MainWindow, qtbot: QtBot) -> CommandsDialog:
    """Press Ctrl+K and wait until the models are listed, too."""
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClick(window, Qt.Key.Key_K, CONTROL)
    dialog = window.commands.dialog
    assert dialog.isVisible()
    qtbot.waitUntil(lambda: any(one.place == "Models" for one in dialog.model.commands))
    return dialog


def titles(dialog: CommandsDialog) -> list[str]:
    return [one.title for one in dialog.model.commands]


def test_the_menus_are_all_there_each_command_once(film_window: MainWindow, qtbot: QtBot) -> None:
    dialog = opened(film_window, qtbot)

    listed = set(titles(dialog))
    # Stop belongs to Esc alone, and the list does not offer itself.
    wanted = {spec.text.replace("&", "") for spec in SPECS if spec.id not in ("escape", "commands")}
    assert wanted <= listed


def test_typing_a_part_of_a_name_and_enter_does_it(film_window: MainWindow, qtbot: QtBot) -> None:
    dialog = opened(film_window, qtbot)
    assert not film_window.actions_table["heatmap"].isChecked()

    QTest.keyClicks(dialog.field, "heat")
    assert titles(dialog)[0] == "Heatmap"
    QTest.keyClick(dialog.field, Qt.Key.Key_Return)

    assert film_window.actions_table["heatmap"].isChecked()
    assert not dialog.isVisible()


@pytest.mark.parametrize("typed", ["heat", "heatmap", "salien"])
def test_all_that_is_about_the_heatmap_is_found_by_it(
    film_window: MainWindow, qtbot: QtBot, typed: str
) -> None:
    dialog = opened(film_window, qtbot)
    QTest.keyClicks(dialog.field, typed)
    assert {"Heatmap", "Explain next class", "Compare explanations…"} <= set(titles(dialog)[:3])

    dialog.field.clear()
    QTest.keyClicks(dialog.field, "explan")
    assert titles(dialog)[0] == "Compare explanations…"
    assert "Heatmap" in titles(dialog)


def test_arrows_choose_while_the_line_is_typed_in(film_window: MainWindow, qtbot: QtBot) -> None:
    dialog = opened(film_window, qtbot)
    QTest.keyClicks(dialog.field, "rotate")
    assert titles(dialog)[:2] == ["Rotate left", "Rotate right"]

    QTest.keyClick(dialog.field, Qt.Key.Key_Down)
    assert dialog.current is not None
    assert dialog.current.title == "Rotate right"
    before = pixels(film_window.viewer_panel.view)
    QTest.keyClick(dialog.field, Qt.Key.Key_Return)

    assert (pixels(film_window.viewer_panel.view) != before).any()


def test_what_cannot_be_done_says_why_and_is_not_done(window: MainWindow, qtbot: QtBot) -> None:
    dialog = opened(window, qtbot)
    QTest.keyClicks(dialog.field, "invert")
    current = dialog.current
    assert current is not None
    assert not current.is_possible
    assert current.why_not == "No film is open"

    QTest.keyClick(dialog.field, Qt.Key.Key_Return)

    assert dialog.isVisible()
    assert "No film is open" in dialog.note.text()


def test_what_can_be_done_comes_first(window: MainWindow, qtbot: QtBot) -> None:
    dialog = opened(window, qtbot)
    possible = [one.is_possible for one in dialog.model.commands]

    assert possible == sorted(possible, reverse=True)
    assert not all(possible)


def test_what_is_named_stays_first_although_it_cannot_be_done(
    film_window: MainWindow, qtbot: QtBot
) -> None:
    film_window.state.set_recent((Path("/films/uncropped.dcm"),))
    dialog = opened(film_window, qtbot)
    QTest.keyClicks(dialog.field, "undo")

    assert titles(dialog)[0] == "Undo"
    QTest.keyClick(dialog.field, Qt.Key.Key_Return)
    assert "Nothing to undo" in dialog.note.text()


def test_escape_closes_and_nothing_is_done(film_window: MainWindow, qtbot: QtBot) -> None:
    dialog = opened(film_window, qtbot)
    QTest.keyClicks(dialog.field, "heat")
    QTest.keyClick(dialog.field, Qt.Key.Key_Escape)

    assert not dialog.isVisible()
    assert not film_window.actions_table["heatmap"].isChecked()


def test_nonsense_says_what_to_do(film_window: MainWindow, qtbot: QtBot) -> None:
    dialog = opened(film_window, qtbot)
    QTest.keyClicks(dialog.field, "qqqzzz")

    assert titles(dialog) == []
    assert "Type another word" in dialog.note.text()
    QTest.keyClick(dialog.field, Qt.Key.Key_Return)
    assert dialog.isVisible()


def test_recent_films_and_installed_models_are_offered(
    open_window: Callable[..., MainWindow], reader: FakeFilmReader, qtbot: QtBot
) -> None:
    kept = FakeSettings(Settings(recent_paths=("/films/thorax.dcm",)))
    window = open_window(reader)
    window.state.set_recent((Path(kept.load().recent_paths[0]),))
    dialog = opened(window, qtbot)

    listed = titles(dialog)
    assert "thorax.dcm" in listed
    assert any(title.startswith("Read with LungDesk") for title in listed)


def test_a_key_changed_in_the_preferences_is_the_one_that_is_shown(
    film_window: MainWindow, qtbot: QtBot
) -> None:
    film_window.state.set_keys({**film_window.state.keys, "invert": ("X",)})
    dialog = opened(film_window, qtbot)
    (found,) = [one for one in dialog.model.commands if one.title == "Invert"]

    assert found.key == "X"
    assert found.words == "Invert, Film, X"


def test_the_chosen_row_is_framed(film_window: MainWindow, qtbot: QtBot) -> None:
    dialog = opened(film_window, qtbot)
    shown = pixels(dialog.list).reshape(-1, 3).tolist()

    assert [int(theme.DARK.hover[i : i + 2], 16) for i in (1, 3, 5)] in shown


@pytest.mark.parametrize(
    ("typed", "better", "worse"),
    [
        ("win", "Window…", "Link windows"),
        ("rr", "Rotate right", "Rectangle other"),
        ("tag", "DICOM tags…", "Tilt again"),
        ("fold", "Open folder…", "Film old"),
        ("model lib", "Model library…", "Model"),
        ("lib model", "Model library…", "Library"),
    ],
)
def test_better_fits_come_first(typed: str, better: str, worse: str) -> None:
    fits = fit(typed, better), fit(typed, worse)

    assert fits[0] is not None
    assert fits[1] is None or fits[0] > fits[1]


def test_letters_must_all_be_there_in_their_order() -> None:
    assert fit("hmp", "Heatmap") is not None
    assert fit("pmh", "Heatmap") is None
    assert fit("heatmaps", "Heatmap") is None
    assert fit("", "Heatmap") is not None
