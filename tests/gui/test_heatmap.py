from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from lungdesk.core.labels import LabelSet
from lungdesk.gui.main_window import MainWindow
from tests.gui.conftest import FILM, drag, middle, pixels, show
from tests.gui.fakes import FakeFiles, FakeFilmReader, radiograph


@pytest.fixture
def grey_window(window: MainWindow, files: FakeFiles, qtbot: QtBot) -> MainWindow:
    """A window with an evenly grey film of 700 x 700, read as tuberculosis."""
    files.films["film.dcm"] = radiograph(FILM, stored=np.full((700, 700), 2000, np.uint16))
    show(window, qtbot, FILM)
    return window


def hot_spot(class_index: int) -> tuple[float, float]:
    """Film position of the middle of the hot cell of the fake map (700 x 700 film)."""
    row, column = 1 + class_index // 3, 5 - class_index % 3
    return (column + 0.5) * 100, (row + 0.5) * 100


def warmth(window: MainWindow) -> np.ndarray:
    """How far each pixel is from grey."""
    shown = pixels(window.viewer_panel.view).astype(int)
    warm: np.ndarray = shown.max(axis=2) - shown.min(axis=2)
    return warm


def heat_is_at(window: MainWindow, film_point: tuple[float, float]) -> bool:
    """Whether the middle of all coloured pixels is at a film position."""
    warm = warmth(window)
    rows, columns = np.nonzero(warm > max(8, warm.max() * 0.6))
    x, y = window.viewer.geometry.to_view(film_point)
    return bool(abs(columns.mean() - x) < 6 and abs(rows.mean() - y) < 6)


def test_g_shows_the_heat_and_takes_it_away(grey_window: MainWindow) -> None:
    view = grey_window.viewer_panel.view
    before = pixels(view)
    QTest.keyClick(grey_window, Qt.Key.Key_G)
    assert heat_is_at(grey_window, hot_spot(4))
    assert grey_window.explain_panel.heatmap.toggle.isChecked()
    QTest.keyClick(grey_window, Qt.Key.Key_G)
    assert (pixels(view) == before).all()


def test_the_button_does_the_same(grey_window: MainWindow) -> None:
    before = pixels(grey_window.viewer_panel.view)
    grey_window.explain_panel.heatmap.toggle.click()
    assert (pixels(grey_window.viewer_panel.view) != before).any()
    assert grey_window.actions_table["heatmap"].isChecked()


def _flip(window: MainWindow) -> None:
    QTest.keyClick(window, Qt.Key.Key_H)


def _turn(window: MainWindow) -> None:
    QTest.keyClick(window, Qt.Key.Key_R)


def _zoom_and_pan(window: MainWindow) -> None:
    view = window.viewer_panel.view
    QTest.keyClick(window, Qt.Key.Key_Plus)
    drag(view, middle(view), QPoint(-60, 50), button=Qt.MouseButton.MiddleButton)


def _everything(window: MainWindow) -> None:
    for act in (_flip, _turn, _turn, _turn, _zoom_and_pan):
        act(window)


@pytest.mark.parametrize("act", [_flip, _turn, _zoom_and_pan, _everything])
def test_the_heat_goes_with_the_film(
    grey_window: MainWindow, act: Callable[[MainWindow], None]
) -> None:
    QTest.keyClick(grey_window, Qt.Key.Key_G)
    act(grey_window)
    assert heat_is_at(grey_window, hot_spot(4))


def test_shift_g_explains_the_next_class(grey_window: MainWindow) -> None:
    QTest.keyClick(grey_window, Qt.Key.Key_G)
    QTest.keyClick(grey_window, Qt.Key.Key_G, Qt.KeyboardModifier.ShiftModifier)
    assert grey_window.state.explained_class() == 0  # after the last comes the first
    assert grey_window.explain_panel.bars.chosen_index == 0
    assert heat_is_at(grey_window, hot_spot(0))


def test_a_click_on_a_bar_explains_its_class(grey_window: MainWindow) -> None:
    QTest.keyClick(grey_window, Qt.Key.Key_G)
    bars = grey_window.explain_panel.bars
    at = bars.row_rect(2).center().toPoint()
    QTest.mouseClick(bars, Qt.MouseButton.LeftButton, pos=at)
    assert heat_is_at(grey_window, hot_spot(2))


def test_going_round_or_choosing_the_leading_class_leads_back(grey_window: MainWindow) -> None:
    bars = grey_window.explain_panel.bars
    for _ in bars.bars:
        QTest.keyClick(grey_window, Qt.Key.Key_G, Qt.KeyboardModifier.ShiftModifier)
    assert grey_window.state.explained is None
    for row, expected in ((0, "normal"), (4, None)):
        at = bars.row_rect(row).center().toPoint()
        QTest.mouseClick(bars, Qt.MouseButton.LeftButton, pos=at)
        assert grey_window.state.explained == expected


def test_the_next_film_begins_with_its_own_leading_class(
    grey_window: MainWindow, files: FakeFiles, qtbot: QtBot
) -> None:
    other = Path("/films/other.dcm")
    files.films[other.name] = radiograph(other)
    QTest.keyClick(grey_window, Qt.Key.Key_G)
    QTest.keyClick(grey_window, Qt.Key.Key_G, Qt.KeyboardModifier.ShiftModifier)
    assert heat_is_at(grey_window, hot_spot(0))
    show(grey_window, qtbot, other)
    assert grey_window.state.explained is None
    assert grey_window.explain_panel.bars.chosen_index == 4


def test_the_class_that_is_explained_is_the_same_of_a_model_with_other_classes(
    grey_window: MainWindow, qtbot: QtBot
) -> None:
    QTest.keyClick(grey_window, Qt.Key.Key_G)
    bars = grey_window.explain_panel.bars
    at = bars.row_rect(0).center().toPoint()
    QTest.mouseClick(bars, Qt.MouseButton.LeftButton, pos=at)
    assert heat_is_at(grey_window, hot_spot(0))

    def reads_with(*ids: str, logits: tuple[float, ...]) -> None:
        other = FakeFilmReader(labels=LabelSet.from_ids(ids), logits={FILM.name: logits})
        with qtbot.waitSignal(grey_window.reading_shown):
            grey_window.reading.use(other)

    def words() -> list[str]:
        return [label.text() for label in grey_window.explain_panel.findChildren(QLabel)]

    reads_with("tuberculosis", "normal", logits=(1, 2))
    assert [bar.name for bar in bars.bars] == ["Tuberculosis", "Normal"]
    assert "Explains: Normal" in words()
    assert heat_is_at(grey_window, hot_spot(1))

    reads_with("covid19", "fracture", logits=(1, 2))
    assert "Explains: Fracture" in words()  # leads
    assert heat_is_at(grey_window, hot_spot(1))


def test_a_weak_map_looks_weaker_than_the_strongest(grey_window: MainWindow) -> None:
    QTest.keyClick(grey_window, Qt.Key.Key_G)
    strongest = warmth(grey_window).sum()
    grey_window.state.set_explained("normal")
    assert 0 < warmth(grey_window).sum() < strongest


def test_opacity(grey_window: MainWindow) -> None:
    QTest.keyClick(grey_window, Qt.Key.Key_G)
    grey_window.explain_panel.heatmap.opacity.setValue(20)
    faint = warmth(grey_window).max()
    grey_window.explain_panel.heatmap.opacity.setValue(90)
    assert warmth(grey_window).max() > faint


def test_every_colour_scale_looks_different(grey_window: MainWindow) -> None:
    QTest.keyClick(grey_window, Qt.Key.Key_G)
    combo = grey_window.explain_panel.heatmap.colormap
    seen = set()
    for index in range(combo.count()):
        combo.setCurrentIndex(index)
        combo.activated.emit(index)
        seen.add(pixels(grey_window.viewer_panel.view).tobytes())
        assert heat_is_at(grey_window, hot_spot(4))
    assert len(seen) == combo.count() == 3


def test_an_empty_map_leaves_the_film_alone(window: MainWindow, qtbot: QtBot) -> None:
    show(window, qtbot, FILM)
    before = pixels(window.viewer_panel.view)
    reading = window.state.reading.reading
    assert reading is not None
    cold = tuple(replace(m, values=np.zeros_like(m.values)) for m in reading.saliency_maps)
    emptied = replace(reading, saliency_maps=cold)  # type: ignore[type-var]
    window.state.set_reading(replace(window.state.reading, reading=emptied))
    QTest.keyClick(window, Qt.Key.Key_G)
    above_the_words = slice(0, -150)
    assert (pixels(window.viewer_panel.view) == before)[above_the_words].all()
