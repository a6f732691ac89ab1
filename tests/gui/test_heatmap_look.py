"""Threshold, contour lines and scale of the map, as a user sets them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from lungdesk.core.imaging.colormaps import overlay_table
from lungdesk.core.imaging.heat_look import HeatScale, HeatStyle
from lungdesk.core.settings import Settings
from lungdesk.gui.explain.heatmap_panel import HeatmapPanel
from lungdesk.gui.main_window import MainWindow
from lungdesk.gui.widgets.keyed import KeyedComboBox
from tests.gui.conftest import FILM, pixels, show
from tests.gui.fakes import FakeFiles, FakeFilmReader, FakeSettings, radiograph
from tests.gui.test_heatmap import hot_spot, warmth

OTHER = Path("/films/other.dcm")
#: Of the value 2000, in a window of 4096 about 2048.
FILM_GREY = 124.5


@pytest.fixture
def grey_window(
    open_window: Callable[..., MainWindow],
    reader: FakeFilmReader,
    files: FakeFiles,
    settings: FakeSettings,
    qtbot: QtBot,
) -> MainWindow:
    """Even grey films under a map whose hottest cell is 6, with a model whose scale ends at 12."""
    reader.map_peak = 12.0
    settings.settings = Settings(heatmap_colormap="turbo", heatmap_opacity=0.8)
    for path in (FILM, OTHER):
        grey = np.full((700, 700), 2000, np.uint16)
        files.films[path.name] = radiograph(path, stored=grey)
    window = open_window(reader)
    show(window, qtbot, FILM, OTHER)
    QTest.keyClick(window, Qt.Key.Key_G)
    window.explain_panel.heatmap.more.click()
    return window


def choose(combo: KeyedComboBox, value: object) -> None:
    """By keyboard: from the first entry down."""
    combo.setFocus()
    for _ in range(combo.count()):
        QTest.keyClick(combo, Qt.Key.Key_Up)
    for _ in range(combo.findData(value)):
        QTest.keyClick(combo, Qt.Key.Key_Down)
    assert combo.currentData() == value


def panel_of(window: MainWindow) -> HeatmapPanel:
    return window.explain_panel.heatmap


def colour_at(window: MainWindow, radius: float) -> NDArray[np.int64]:
    """RGB of the film, right of the hot spot."""
    x, y = hot_spot(4)
    column, row = window.viewer.geometry.to_view((x + radius, y))
    shown = pixels(window.viewer_panel.view)[round(row), round(column)]
    return np.asarray(shown, np.int64)


def mixed(share: float) -> NDArray[np.float64]:
    """RGB of the even film under the colour of a share of the scale."""
    *bgr, alpha = overlay_table("turbo", 0.8)[round(share * 255)].tolist()
    return np.asarray(np.array(bgr[::-1]) + FILM_GREY * (1 - alpha / 255), np.float64)


def ring(window: MainWindow, radius: float) -> float:
    """Warmth on a circle about the hot spot, in film pixels, at its warmest."""
    warm, angles = warmth(window), np.linspace(0, 2 * np.pi, 60)
    x, y = hot_spot(4)
    at = [
        window.viewer.geometry.to_view((x + radius * np.cos(a), y + radius * np.sin(a)))
        for a in angles
    ]
    return float(max(warm[round(row), round(column)] for column, row in at))


def test_below_the_threshold_the_film_is_bare(grey_window: MainWindow) -> None:
    slider = panel_of(grey_window).threshold
    area = (warmth(grey_window) > 8).sum()
    slider.setFocus()
    for _ in range(6):
        QTest.keyClick(slider, Qt.Key.Key_PageUp)

    assert slider.value() == 60
    assert grey_window.state.heatmap.threshold == 0.6
    left = (warmth(grey_window) > 8).sum()
    assert 0 < left < area / 2
    assert ring(grey_window, 0) > 60  # the hottest place stays
    assert ring(grey_window, 60) < 8
    assert "60 %" in [label.text() for label in panel_of(grey_window).findChildren(QLabel)]


def test_contour_lines_leave_the_middle_of_the_film_bare(grey_window: MainWindow) -> None:
    coloured = (warmth(grey_window) > 8).sum()
    choose(panel_of(grey_window).style_choice, HeatStyle.CONTOURS)

    assert grey_window.viewer_panel.view.look is not None
    assert grey_window.viewer_panel.view.look.heat is None
    assert len(grey_window.viewer_panel.view.look.heat_lines) == 4
    drawn = (warmth(grey_window) > 8).sum()
    assert 0 < drawn < coloured / 2
    assert ring(grey_window, 0) < 8  # between the lines there is film
    assert max(ring(grey_window, r) for r in range(10, 60, 2)) > 60

    choose(panel_of(grey_window).style_choice, HeatStyle.COLOURS)
    assert (warmth(grey_window) > 8).sum() == coloured


def test_contour_lines_go_when_the_map_goes(grey_window: MainWindow) -> None:
    choose(panel_of(grey_window).style_choice, HeatStyle.CONTOURS)
    assert warmth(grey_window).max() > 60
    QTest.keyClick(grey_window, Qt.Key.Key_G)

    assert warmth(grey_window).max() < 8


def test_a_fixed_scale_shows_that_the_evidence_is_weak(grey_window: MainWindow) -> None:
    panel = panel_of(grey_window)
    assert panel.scale.words[2] == "6"
    assert panel.means == "Relative to this film’s strongest map"
    assert np.abs(colour_at(grey_window, 0) - mixed(1.0)).max() < 12

    choose(panel.scale_choice, HeatScale.MODEL)

    assert panel.scale.words[2] == "≥ 12"
    assert panel.means == "Absolute: the same for all films"
    assert np.abs(colour_at(grey_window, 0) - mixed(0.5)).max() < 12


def test_the_scale_of_one_map_hides_that_another_class_is_stronger(
    grey_window: MainWindow,
) -> None:
    grey_window.state.set_explained("normal")
    panel = panel_of(grey_window)
    of_film = warmth(grey_window).sum()

    choose(panel.scale_choice, HeatScale.MAP)

    assert panel.scale.words[2] == "2"
    assert panel.means == "Relative to this map alone"
    assert warmth(grey_window).sum() != of_film


def test_a_model_without_a_fixed_scale_says_so_and_shows_that_of_the_film(
    window: MainWindow, qtbot: QtBot
) -> None:
    show(window, qtbot, FILM)
    QTest.keyClick(window, Qt.Key.Key_G)
    panel = panel_of(window)
    panel.more.click()
    before = pixels(window.viewer_panel.view)

    choose(panel.scale_choice, HeatScale.MODEL)

    assert panel.scale.words[2] == "6"
    assert "no absolute scale is known of this model" in panel.means
    assert (pixels(window.viewer_panel.view) == before).all()


def test_all_films_of_a_layout_look_alike(grey_window: MainWindow, qtbot: QtBot) -> None:
    QTest.keyClick(grey_window, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    first, second = grey_window.viewer.cells[:2]
    second.view.setFocus()
    with qtbot.waitSignal(grey_window.reading_shown):
        grey_window.state.set_current(OTHER)
    qtbot.waitUntil(lambda: second.film is not None and second.view.look is not None)

    choose(panel_of(grey_window).style_choice, HeatStyle.CONTOURS)

    for cell in (first, second):
        assert cell.view.look is not None
        assert len(cell.view.look.heat_lines) == 4


def test_what_was_chosen_is_there_again_after_a_restart(
    grey_window: MainWindow,
    open_window: Callable[..., MainWindow],
    reader: FakeFilmReader,
    settings: FakeSettings,
    qtbot: QtBot,
) -> None:
    panel = panel_of(grey_window)
    choose(panel.style_choice, HeatStyle.CONTOURS)
    choose(panel.scale_choice, HeatScale.MODEL)
    panel.threshold.setValue(35)
    qtbot.waitUntil(lambda: not grey_window.bridge.is_busy)
    grey_window.close()

    kept = settings.settings
    assert (kept.heatmap_style, kept.heatmap_scale) == ("contours", "model")
    assert kept.heatmap_threshold == 0.35
    again = panel_of(open_window(reader))
    assert again.style_choice.currentData() == HeatStyle.CONTOURS
    assert again.scale_choice.currentData() == HeatScale.MODEL
    assert again.threshold.value() == 35


def test_more_of_the_look_is_there_for_who_asks(grey_window: MainWindow) -> None:
    panel = panel_of(grey_window)
    assert panel.threshold.isVisible()
    panel.more.setFocus()
    QTest.keyClick(panel.more, Qt.Key.Key_Space)

    assert panel.opacity.isVisible()
    assert not panel.threshold.isVisible()
    assert panel.means == "Relative to this film’s strongest map"
    assert panel.more.text() == "More"
