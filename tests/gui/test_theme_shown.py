"""The window in its two themes, as the eye sees it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QLabel, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from lungdesk.core.settings import Settings
from lungdesk.gui import theme
from lungdesk.gui.application import show_palette
from lungdesk.gui.main_window import MainWindow
from lungdesk.gui.theme_presenter import palette_of
from tests.gui.conftest import middle, pixels
from tests.gui.fakes import FakeFilmReader, FakeSettings

NAMES = {"dark": theme.DARK, "light": theme.LIGHT}


@pytest.fixture(autouse=True)
def dark_again(qapp: object) -> Iterator[None]:
    yield
    show_palette(theme.DARK)


def rgb(colour: str) -> list[int]:
    return [int(colour[i : i + 2], 16) for i in (1, 3, 5)]


def choose(window: MainWindow, *names: str) -> None:
    """Go through the menus by their titles."""
    actions = window.menuBar().actions()
    for name in names:
        found = next(one for one in actions if one.text().replace("&", "") == name)
        menu = found.menu()
        if isinstance(menu, QMenu):
            actions = menu.actions()
        else:
            found.trigger()


def hexed(colour: NDArray[np.uint8]) -> str:
    return "#" + "".join(f"{int(channel):02x}" for channel in colour)


def contrast_in(shown: NDArray[np.uint8]) -> float:
    """Of the ground, which is most of it, and the ink that stands out most."""
    colours, counts = np.unique(shown.reshape(-1, 3), axis=0, return_counts=True)
    ground = hexed(colours[counts.argmax()])
    return max(theme.contrast(hexed(colour), ground) for colour in colours)


def worded(window: QWidget) -> list[QLabel | QAbstractButton]:
    """Everything that is seen, can be used and has words."""
    found: list[QLabel | QAbstractButton] = list(window.findChildren(QLabel))
    found += window.findChildren(QPushButton)
    found += window.findChildren(QCheckBox)
    return [
        one
        for one in found
        if one.isVisible() and one.isEnabled() and one.text() and not one.visibleRegion().isEmpty()
    ]


def test_the_menu_makes_the_window_light_and_dark_again(film_window: MainWindow) -> None:
    panel = film_window.explain_panel

    choose(film_window, "View", "Theme", "Light")
    light = pixels(panel)
    choose(film_window, "View", "Theme", "Dark")
    dark = pixels(panel)

    assert light[2, 2].tolist() == rgb(theme.LIGHT.panel)
    assert dark[2, 2].tolist() == rgb(theme.DARK.panel)


def test_one_theme_is_ticked(window: MainWindow) -> None:
    ids = ("theme_dark", "theme_light", "theme_system")
    for chosen in (*ids, "theme_light", "theme_light"):
        window.actions_table[chosen].trigger()
        assert [id_ for id_ in ids if window.actions_table[id_].isChecked()] == [chosen]


def test_the_film_stays_on_black(film_window: MainWindow) -> None:
    view = film_window.viewer_panel.view
    before = pixels(view)

    film_window.actions_table["theme_light"].trigger()

    assert (pixels(view) == before).all()
    assert before[2, before.shape[1] // 2].tolist() == [0, 0, 0]


@pytest.mark.parametrize("name", NAMES)
def test_all_words_can_be_read(film_window: MainWindow, name: str) -> None:
    film_window.actions_table[f"theme_{name}"].trigger()
    shown = pixels(film_window)

    seen = worded(film_window)
    for widget in seen:
        corner = widget.mapTo(film_window, widget.visibleRegion().boundingRect().topLeft())
        size = widget.visibleRegion().boundingRect()
        part = shown[corner.y() : corner.y() + size.height(), corner.x() :][:, : size.width()]
        assert contrast_in(part) >= theme.LEAST_CONTRAST, widget

    assert len(seen) > 15


@pytest.mark.parametrize("name", NAMES)
def test_the_place_without_a_film_can_be_read(window: MainWindow, name: str) -> None:
    window.actions_table[f"theme_{name}"].trigger()

    shown = pixels(window.viewer_panel.empty)

    assert shown[2, 2].tolist() == [0, 0, 0]
    for label in window.viewer_panel.empty.findChildren(QLabel):
        if label.isVisible() and label.text():
            assert contrast_in(pixels(label)) >= theme.LEAST_CONTRAST


@pytest.mark.parametrize("name", NAMES)
def test_a_list_that_drops_down_ends_at_its_frame(film_window: MainWindow, name: str) -> None:
    film_window.actions_table[f"theme_{name}"].trigger()
    heatmap = film_window.explain_panel.heatmap
    QTest.mouseClick(heatmap.more, Qt.MouseButton.LeftButton)
    QTest.keyClick(heatmap.style_choice, Qt.Key.Key_F4)
    popup = heatmap.style_choice.view().window()
    assert popup.isVisible()

    shown = pixels(popup)

    QTest.keyClick(popup, Qt.Key.Key_Escape)
    for edge in (shown[0], shown[-1], shown[:, 0], shown[:, -1]):
        assert (edge == rgb(NAMES[name].line)).all()


@pytest.mark.parametrize("name", NAMES)
def test_focus_does_not_look_like_choice(film_window: MainWindow, name: str) -> None:
    film_window.actions_table[f"theme_{name}"].trigger()
    toggle = film_window.explain_panel.heatmap.toggle
    film_window.explain_panel.bars.setFocus()

    def frame() -> str:
        return hexed(pixels(toggle)[0, toggle.width() // 2])

    toggle.setChecked(True)
    chosen = frame()
    toggle.setChecked(False)
    toggle.setFocus()

    assert toggle.hasFocus()
    assert chosen == theme.colours().accent
    assert frame() == theme.colours().text


def test_bars_and_icons_change_with_the_theme(film_window: MainWindow, qtbot: QtBot) -> None:
    bars = film_window.explain_panel.bars
    film_window.actions_table["theme_light"].trigger()

    shown = pixels(bars).reshape(-1, 3).tolist()
    for colour in (theme.LIGHT.classes[4], theme.LIGHT.text):
        assert rgb(colour) in shown
    assert rgb(theme.DARK.classes[4]) not in shown
    folded = film_window.actions_table["studies"].icon().pixmap(18, 18).toImage()
    inks = {folded.pixelColor(x, y).name() for x in range(36) for y in range(36)}
    assert theme.LIGHT.muted in inks or theme.LIGHT.accent in inks


def test_the_choice_is_kept_and_shown_at_the_next_start(
    open_window: Callable[..., MainWindow],
    reader: FakeFilmReader,
    settings: FakeSettings,
    qtbot: QtBot,
) -> None:
    first = open_window(reader)
    first.actions_table["theme_light"].trigger()
    first.close()
    qtbot.waitUntil(lambda: settings.load().theme == "light")
    show_palette(theme.DARK)

    second = open_window(reader)

    assert second.actions_table["theme_light"].isChecked()
    assert pixels(second.explain_panel)[2, 2].tolist() == rgb(theme.LIGHT.panel)


def test_other_preferences_leave_the_theme(window: MainWindow, qtbot: QtBot) -> None:
    window.actions_table["theme_light"].trigger()
    window.actions_table["preferences"].trigger()
    dialog = window.features.preferences.dialog
    assert dialog is not None
    save = dialog.buttons.button(dialog.buttons.StandardButton.Save)

    QTest.mouseClick(save, Qt.MouseButton.LeftButton, pos=middle(save))

    assert window.state.preferences.theme == "light"


@pytest.mark.parametrize(
    ("name", "scheme", "expected"),
    [
        ("system", Qt.ColorScheme.Light, theme.LIGHT),
        ("system", Qt.ColorScheme.Dark, theme.DARK),
        ("system", Qt.ColorScheme.Unknown, theme.DARK),
        ("light", Qt.ColorScheme.Dark, theme.LIGHT),
        ("dark", Qt.ColorScheme.Light, theme.DARK),
    ],
)
def test_the_system_is_asked_only_where_it_is_to_be_followed(
    name: str, scheme: Qt.ColorScheme, expected: theme.Palette
) -> None:
    assert palette_of(name, scheme) is expected


def test_an_unknown_theme_in_the_settings_is_refused() -> None:
    with pytest.raises(ValueError, match="theme"):
        Settings(theme="pink")
