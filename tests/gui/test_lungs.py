"""Outlines of the lungs on the film, and what is said of the heat inside them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from lungdesk.core.annotation.measurements import CardiothoracicRatio
from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.verdict import Correction, Decision, ReasonCode, Verdict
from lungdesk.gui import theme
from lungdesk.gui.main_window import MainWindow
from lungdesk.gui.viewer.corners_presenter import NO_OUTLINES
from tests.gui.conftest import FILM, pixels, show
from tests.gui.fakes import FakeFiles, FakeFilmReader
from tests.gui.found_lungs import (
    OFF_LINES,
    ON_LINES,
    SIDE,
    FakeLungs,
    accent_at,
    add_lung_films,
)


@pytest.fixture
def lungs(files: FakeFiles) -> FakeLungs:
    add_lung_films(files)
    return FakeLungs()


@pytest.fixture
def lung_window(
    open_window: Callable[..., MainWindow],
    reader: FakeFilmReader,
    lungs: FakeLungs,
    qtbot: QtBot,
) -> MainWindow:
    """A window with an evenly grey film whose lungs are known."""
    window = open_window(reader, find_lungs=lungs.find)
    show(window, qtbot, FILM)
    qtbot.waitUntil(lambda: window.features.lungs.fields() is not None)
    return window


def test_u_draws_the_outlines_and_takes_them_away(lung_window: MainWindow) -> None:
    view = lung_window.viewer_panel.view
    before = pixels(view)
    QTest.keyClick(lung_window, Qt.Key.Key_U)
    assert all(accent_at(lung_window, point) for point in ON_LINES)
    assert not any(accent_at(lung_window, point) for point in OFF_LINES)
    assert lung_window.actions_table["lungs"].isChecked()
    QTest.keyClick(lung_window, Qt.Key.Key_U)
    assert (pixels(view) == before).all()


def test_u_does_so_on_a_film_that_is_laid_over_another(
    lung_window: MainWindow, qtbot: QtBot
) -> None:
    show(lung_window, qtbot, FILM.with_name("none.dcm"), FILM)
    QTest.keyClick(lung_window, Qt.Key.Key_S)
    view = lung_window.viewer_panel.view
    qtbot.waitUntil(lambda: view.swipe.comparison is not None and not lung_window.bridge.is_busy)
    QTest.keyClick(lung_window, Qt.Key.Key_U)
    assert accent_at(lung_window, (630.0, 350.0))
    assert not accent_at(lung_window, (70.0, 350.0))  # left of the line is a film without lungs
    QTest.keyClick(lung_window, Qt.Key.Key_U)
    assert not accent_at(lung_window, (630.0, 350.0))


def test_nothing_is_drawn_on_a_refused_film_unless_it_is_read_anyway(
    open_window: Callable[..., MainWindow], reader: FakeFilmReader, lungs: FakeLungs, qtbot: QtBot
) -> None:
    reader.verdicts[FILM.name] = Verdict(
        Decision.REFUSED, ReasonCode.NOT_A_CHEST_FILM, "This is no chest film."
    )
    window = open_window(reader, find_lungs=lungs.find)
    show(window, qtbot, FILM)
    qtbot.waitUntil(lambda: window.features.lungs.fields() is not None)

    QTest.keyClick(window, Qt.Key.Key_U)
    assert not any(accent_at(window, point) for point in ON_LINES)

    with qtbot.waitSignal(window.reading_shown):
        QTest.mouseClick(window.explain_panel.gate.override, Qt.MouseButton.LeftButton)
    assert all(accent_at(window, point) for point in ON_LINES)


def test_no_outlines_are_drawn_on_a_film_that_nobody_has_read_yet(
    lung_window: MainWindow, lungs: FakeLungs, qtbot: QtBot
) -> None:
    other = FILM.with_name("other.dcm")
    lung_window.open_paths((FILM, other))
    qtbot.waitUntil(lambda: len(lung_window.state.paths) == 2)
    lung_window.actions_table["layout_1x2"].trigger()
    beside = lung_window.viewer.cells[1]
    qtbot.waitUntil(lambda: beside.path == other and other.name in lungs.looked_at)
    qtbot.waitUntil(lambda: not lung_window.bridge.is_busy)

    QTest.keyClick(lung_window, Qt.Key.Key_U)
    assert not _has_accent(beside.view)
    assert NO_OUTLINES in beside.view.corners.bottom_left
    assert NO_OUTLINES not in lung_window.viewer.active.view.corners.bottom_left

    with qtbot.waitSignal(lung_window.read_all.finished):
        QTest.keyClick(lung_window, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    assert _has_accent(beside.view)
    assert NO_OUTLINES not in beside.view.corners.bottom_left


def test_a_film_beside_that_is_refused_gets_no_outlines_when_all_are_read(
    open_window: Callable[..., MainWindow], reader: FakeFilmReader, lungs: FakeLungs, qtbot: QtBot
) -> None:
    other = FILM.with_name("other.dcm")
    reader.verdicts[other.name] = Verdict(
        Decision.REFUSED, ReasonCode.NOT_A_CHEST_FILM, "This is no chest film."
    )
    window = open_window(reader, find_lungs=lungs.find)
    show(window, qtbot, FILM, other)
    window.actions_table["layout_1x2"].trigger()
    beside = window.viewer.cells[1]
    qtbot.waitUntil(lambda: beside.path == other and other.name in lungs.looked_at)
    QTest.keyClick(window, Qt.Key.Key_U)

    with qtbot.waitSignal(window.read_all.finished):
        QTest.keyClick(window, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)

    qtbot.waitUntil(lambda: not window.bridge.is_busy)
    assert all(accent_at(window, point) for point in ON_LINES)
    assert not _has_accent(beside.view)


def _has_accent(view: QWidget) -> bool:
    accent = QColor(theme.DARK.accent)
    inside = pixels(view)[4:-4, 4:-4].astype(int)
    away = np.abs(inside - (accent.red(), accent.green(), accent.blue())).max(axis=2)
    return bool((away < 40).sum() > 100)


@pytest.mark.parametrize(
    "offered", [Correction(3), Correction(2), Correction(0, is_inverted=True)], ids=str
)
def test_lungs_of_a_film_that_is_mended_are_those_of_the_mended_film(
    open_window: Callable[..., MainWindow],
    reader: FakeFilmReader,
    lungs: FakeLungs,
    qtbot: QtBot,
    offered: Correction,
) -> None:
    spoilt = FILM.with_name("spoilt.dcm")
    reader.verdicts[spoilt.name] = Verdict(
        Decision.REFUSED, ReasonCode.TURNED, "It is turned.", offered
    )
    window = open_window(reader, find_lungs=lungs.find)
    show(window, qtbot, spoilt)
    qtbot.waitUntil(lambda: lungs.looked_at == [spoilt.name])
    QTest.keyClick(window, Qt.Key.Key_U)

    with qtbot.waitSignal(window.reading_shown):
        QTest.mouseClick(window.explain_panel.gate.correct, Qt.MouseButton.LeftButton)

    qtbot.waitUntil(lambda: share_words(window).endswith("of this heat lies inside the lungs."))
    on_film = [_turned(point, -offered.quarter_turns % 4) for point in ON_LINES]
    assert all(accent_at(window, point) for point in on_film)
    # What a ratio would follow is known of an upright film alone.
    assert (window.features.lungs.fields() is None) == bool(offered.quarter_turns)
    assert lungs.looked_at == [spoilt.name, spoilt.name]


def _turned(point: tuple[float, float], quarter_turns: int) -> tuple[float, float]:
    """A place of the square film after turns clockwise."""
    x, y = point
    for _ in range(quarter_turns):
        x, y = SIDE - y, x
    return x, y


@pytest.mark.parametrize("keys", ["H", "R", "+", "RH++"])
def test_the_outlines_go_with_the_film(lung_window: MainWindow, keys: str) -> None:
    QTest.keyClick(lung_window, Qt.Key.Key_U)
    QTest.keyClicks(lung_window, keys)
    seen = [p for p in ON_LINES if _is_in_sight(lung_window, p)]
    assert seen
    assert all(accent_at(lung_window, point) for point in seen)


def _is_in_sight(window: MainWindow, point: tuple[float, float]) -> bool:
    x, y = window.viewer.geometry.to_view(point)
    view = window.viewer_panel.view
    return 10 < x < view.width() - 10 and 10 < y < view.height() - 10


def test_lungs_are_found_by_the_thread_that_owns_the_models(
    lung_window: MainWindow, lungs: FakeLungs
) -> None:
    assert {name.rpartition("_")[0] for name in lungs.threads} == {"lungdesk-compute"}


def test_the_window_goes_on_while_lungs_are_looked_for(
    lung_window: MainWindow, lungs: FakeLungs, qtbot: QtBot
) -> None:
    QTest.keyClick(lung_window, Qt.Key.Key_U)
    lungs.gate.clear()
    show(lung_window, qtbot, FILM.with_name("other.dcm"))
    assert lung_window.features.lungs.fields() is None
    assert not accent_at(lung_window, ON_LINES[0])  # the film is there, its outlines are not yet
    assert lung_window.explain_panel.heading
    lungs.gate.set()
    qtbot.waitUntil(lambda: lung_window.features.lungs.fields() is not None)
    assert accent_at(lung_window, ON_LINES[0])


def test_a_film_is_looked_at_once(lung_window: MainWindow, lungs: FakeLungs, qtbot: QtBot) -> None:
    other = FILM.with_name("other.dcm")
    lung_window.open_paths((FILM, other))
    qtbot.waitUntil(lambda: len(lung_window.state.paths) == 2)
    QTest.keyClick(lung_window, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: "other.dcm" in lungs.looked_at)
    qtbot.waitUntil(lambda: lung_window.features.lungs.fields() is not None)
    QTest.keyClick(lung_window, Qt.Key.Key_Left)
    qtbot.waitUntil(lambda: lung_window.state.film.path == FILM)
    qtbot.waitUntil(lambda: lung_window.features.lungs.fields() is not None)
    assert lungs.looked_at == ["film.dcm", "other.dcm"]


def share_words(window: MainWindow) -> str:
    label = window.explain_panel.findChild(QLabel, "heatShare")
    assert label is not None
    return label.text() if label.isVisibleTo(window.explain_panel) else ""


def test_the_share_of_heat_inside_is_said_of_the_class_that_is_explained(
    lung_window: MainWindow,
) -> None:
    # The fake's heat of class 4 is the cell in row 2, column 4 of 7: columns 400 to 500 of the
    # film, of which the lung on the right of the picture begins at 420.
    assert share_words(lung_window).endswith("of this heat lies inside the lungs.")
    first = share_words(lung_window)
    percent = float(first.split()[0])
    assert 50 < percent < 95
    QTest.keyClick(lung_window, Qt.Key.Key_G, Qt.KeyboardModifier.ShiftModifier)
    assert share_words(lung_window) != first


def test_without_two_lungs_no_share_is_said(
    lung_window: MainWindow, lungs: FakeLungs, qtbot: QtBot
) -> None:
    show(lung_window, qtbot, Path("/films/none.dcm"))
    qtbot.waitUntil(lambda: "none.dcm" in lungs.looked_at)
    qtbot.waitUntil(lambda: share_words(lung_window).startswith("No lung"))
    assert "%" not in share_words(lung_window)
    assert lung_window.features.lungs.fields() is None
    label = lung_window.explain_panel.findChild(QLabel, "heatShare")
    assert label is not None
    assert _has_the_colour_of_doubt(label)


def test_a_segmenter_that_is_damaged_is_said_once_when_outlines_are_wanted(
    open_window: Callable[..., MainWindow], reader: FakeFilmReader, lungs: FakeLungs, qtbot: QtBot
) -> None:
    lungs.error = LungDeskError("The model is damaged.", code=ErrorCode.MODEL_DAMAGED)
    window = open_window(reader, find_lungs=lungs.find)
    said: list[str] = []
    window.messages.posted.connect(lambda message: said.append(message.sentence))
    show(window, qtbot, FILM)
    qtbot.waitUntil(lambda: bool(lungs.looked_at))
    qtbot.waitUntil(lambda: not window.bridge.is_busy)
    assert said == []
    QTest.keyClick(window, Qt.Key.Key_U)
    assert said == ["The model is damaged."]
    assert not window.actions_table["lungs"].isChecked()
    assert lungs.looked_at == ["film.dcm"]


def test_without_a_segmenter_there_is_nothing_to_switch(film_window: MainWindow) -> None:
    assert not film_window.actions_table["lungs"].isEnabled()
    assert share_words(film_window) == ""


def test_the_cardiothoracic_ratio_is_proposed_where_the_lungs_end(
    lung_window: MainWindow,
) -> None:
    QTest.keyClick(lung_window, Qt.Key.Key_C)
    (ratio,) = lung_window.annotations.annotations.annotations
    assert isinstance(ratio, CardiothoracicRatio)
    upper, lower, *_heart, right, left = ratio.points
    assert (right[0], left[0]) == pytest.approx((70, 630), abs=40)
    assert (upper[0], lower[0]) == pytest.approx((350, 350), abs=1)
    measure = ratio.measure(lung_window.viewer.film.radiograph)  # type: ignore[union-attr]
    assert measure.thorax.px == pytest.approx(left[0] - right[0], abs=1)
    assert 0.3 < measure.ratio < 0.6
    moved = ratio.with_handle(5, (600.0, 350.0))
    assert moved.points[5] == (600.0, 350.0)


def test_without_lungs_the_ratio_is_proposed_as_before(film_window: MainWindow) -> None:
    QTest.keyClick(film_window, Qt.Key.Key_C)
    (ratio,) = film_window.annotations.annotations.annotations
    film = film_window.viewer.film
    assert film is not None
    assert ratio.points == CardiothoracicRatio.proposed(film.radiograph).points


def test_heat_mostly_outside_stands_out_as_a_doubt(lung_window: MainWindow) -> None:
    label = lung_window.explain_panel.findChild(QLabel, "heatShare")
    assert label is not None
    warned = {}
    for _ in range(5):
        words = share_words(lung_window)
        warned[words] = _has_the_colour_of_doubt(label)
        QTest.keyClick(lung_window, Qt.Key.Key_G, Qt.KeyboardModifier.ShiftModifier)

    outside = {words for words, is_warning in warned.items() if is_warning}
    assert outside
    assert all(words.startswith("No more of this heat lies inside the lungs") for words in outside)
    others = warned.keys() - outside
    assert others
    assert all(words.endswith("of this heat lies inside the lungs.") for words in others)


def _has_the_colour_of_doubt(label: QLabel) -> bool:
    behind = pixels(label)[label.height() // 2, 6].astype(int)
    doubt = QColor(theme.DARK.doubt_dim)
    return bool(np.abs(behind[:3] - (doubt.red(), doubt.green(), doubt.blue())).max() < 8)


def test_a_report_from_the_window_says_how_much_heat_lies_inside(lung_window: MainWindow) -> None:
    request = lung_window.features.reports.film.request()
    assert request is not None
    assert request.lungs is not None
    assert lung_window.features.results.film.request().lungs is request.lungs  # type: ignore[union-attr]
