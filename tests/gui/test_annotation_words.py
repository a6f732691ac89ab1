"""What is said of a tool, and what is written beside what it has drawn."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from lungdesk.core.annotation.annotation_set import AnnotationSet
from lungdesk.core.annotation.marks import TextNote
from lungdesk.core.annotation.measurements import Length, Probe
from lungdesk.core.annotation.regions import RectangleRoi
from lungdesk.core.imaging.geometry import ViewGeometry
from lungdesk.core.radiograph import PixelSpacing, SpacingSource
from lungdesk.gui import theme, translation
from lungdesk.gui.annotate.label_places import LabelPlaces
from lungdesk.gui.annotate.painter import Drawn, paint_annotations
from lungdesk.gui.main_window import MainWindow
from lungdesk.gui.viewer.corner_painter import corner_boxes
from tests.gui.conftest import FILM, pixels, show
from tests.gui.fakes import FakeFiles, radiograph

OTHER = Path("/films/other.dcm")


def note(window: MainWindow) -> str:
    return window.progress_strip.words


@pytest.mark.parametrize("is_spaced", [True, False])
def test_a_length_in_pixels_is_explained_where_it_is_drawn(
    window: MainWindow, files: FakeFiles, qtbot: QtBot, is_spaced: bool
) -> None:
    spacing = PixelSpacing(0.2, 0.2, SpacingSource.CALIBRATED) if is_spaced else None
    film = radiograph(FILM, stored=np.full((700, 700), 2000, np.uint16))
    files.films["film.dcm"] = replace(film, spacing=spacing)
    show(window, qtbot, FILM)
    QTest.keyClick(window, Qt.Key.Key_D)

    assert note(window).startswith("Length: draw it on the film.")
    assert ("in pixels" in note(window)) is not is_spaced


def test_what_is_said_of_a_film_goes_with_it(film_window: MainWindow, qtbot: QtBot) -> None:
    QTest.keyClick(film_window, Qt.Key.Key_C)
    assert "Drag the midline" in note(film_window)
    show(film_window, qtbot, OTHER)
    assert note(film_window) == ""


def test_no_words_lie_over_what_has_to_be_dragged(film_window: MainWindow) -> None:
    film_window.actions_table["layout_2x2"].trigger()
    QTest.keyClick(film_window, Qt.Key.Key_C)
    (ratio,) = film_window.annotations.annotations.annotations
    view = film_window.viewer_panel.view
    seen = pixels(view)
    accent = [int(theme.ON_FILM.accent[n : n + 2], 16) for n in (1, 3, 5)]

    for handle in ratio.handles:
        x, y = (round(value) for value in film_window.viewer.geometry.to_view(handle))
        assert np.abs(seen[y, x].astype(int) - accent).max() < 12


def test_no_words_lie_over_other_words_or_over_the_region_they_are_of(
    film_window: MainWindow, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    taken: list[QRectF] = []
    take = LabelPlaces.take

    def noted(places: LabelPlaces, size: QSizeF, points: Sequence[QPointF]) -> QRectF:
        taken.append(take(places, size, points))
        return taken[-1]

    monkeypatch.setattr(LabelPlaces, "take", noted)
    region = RectangleRoi(((260.0, 60.0), (390.0, 120.0)))  # no room to the right of it
    QTest.keyClick(film_window, Qt.Key.Key_C)
    for one in (region, Length(((100.0, 100.0), (400.0, 300.0))), Length(((90.0, 100.0),) * 2)):
        film_window.annotations.add(one)
    qtbot.waitUntil(lambda: not film_window.bridge.is_busy)
    pixels(film_window.viewer_panel.view)

    words = taken[-4:]
    assert not any(a.intersects(b) for a, b in itertools.combinations(words, 2))
    corners = [QPointF(*film_window.viewer.geometry.to_view(one)) for one in region.points]
    assert not any(place.intersects(QRectF(*corners)) for place in words)


def _places(
    monkeypatch: pytest.MonkeyPatch, drawn: Sequence[Drawn], geometry: ViewGeometry
) -> list[QRectF]:
    """Where words are written in a picture, in the order in which they are."""
    written: list[QRectF] = []
    with monkeypatch.context() as patch:
        for name in ("take", "first"):
            place = getattr(LabelPlaces, name)

            def noted(*args: object, place: Callable[..., QRectF] = place) -> QRectF:
                written.append(place(*args))
                return written[-1]

            patch.setattr(LabelPlaces, name, noted)
        picture = QImage(*geometry.view_size, QImage.Format.Format_ARGB32)
        painter = QPainter(picture)
        paint_annotations(painter, drawn, radiograph(FILM), geometry)
        painter.end()
    return written


def _near(one: Length, words: str = "10 px", *, is_held: bool = False) -> Drawn:
    return Drawn(one, words, is_held=is_held)


@pytest.mark.parametrize("zoom", [1.0, 4.0, 400.0])
def test_words_of_many_measurements_cost_little_at_any_zoom(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, zoom: float
) -> None:
    geometry = ViewGeometry((1000, 1000), (1000, 1000), (500.0, 500.0), zoom)
    shown = ((200, 1.0), (60, 1.0), (50, 900.0))  # so many lines, so many times as long
    calls = []
    for count, longer in shown:
        lines = [
            Length(((450.0 + n % 20 * 5, 450.0 + n // 20 * 5), (450.0 + longer * 10, 455.0)))
            for n in range(count)
        ]
        made = 0

        def counted(_frame: object, event: str, _what: object) -> None:
            nonlocal made
            made += event in ("call", "c_call")

        sys.setprofile(counted)
        try:
            _places(monkeypatch, [_near(line) for line in lines], geometry)
        finally:
            sys.setprofile(None)
        calls.append(made / count)
    assert max(calls) < 1000, calls


def test_words_of_what_is_out_of_sight_are_not_written(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    geometry = ViewGeometry((1000, 1000), (500, 500), (250.0, 250.0), 1.0)
    seen, unseen = Length(((100.0,) * 2, (200.0,) * 2)), Length(((600.0,) * 2, (700.0,) * 2))
    assert len(_places(monkeypatch, [_near(unseen), _near(seen)], geometry)) == 1


def test_words_keep_clear_of_those_in_the_corners_and_of_the_letters_at_the_edges(
    window: MainWindow, files: FakeFiles, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    film = radiograph(FILM, stored=np.full((700, 700), 2000, np.uint16))
    instance = replace(film.instance, patient_orientation=("L", "F"))
    files.films["film.dcm"] = replace(film, instance=instance)
    show(window, qtbot, FILM)
    view = window.viewer_panel.view
    boxes = corner_boxes(view.font(), view.rect(), view.corners)
    assert len(boxes) > 10
    taken: list[QRectF] = []
    take = LabelPlaces.take

    def noted(places: LabelPlaces, size: QSizeF, points: Sequence[QPointF]) -> QRectF:
        taken.append(take(places, size, points))
        return taken[-1]

    monkeypatch.setattr(LabelPlaces, "take", noted)
    for box in boxes:
        middle = box.center().toTuple()
        ends = [window.viewer.geometry.to_film((middle[0] + x, middle[1])) for x in (-20, 20)]
        window.annotations.replace_all(AnnotationSet((Length(tuple(ends)),)))
        taken.clear()
        pixels(view)
        (place,) = taken
        assert not any(place.intersects(one) for one in boxes)


def test_words_move_with_the_film_and_do_not_hop(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    spots = np.random.default_rng(5).uniform(350, 650, (30, 2, 2))
    drawn = [_near(Length(tuple((x, y) for x, y in ends.tolist()))) for ends in spots]
    start = ViewGeometry((1000, 1000), (1000, 1000), (500.0, 500.0), 1.0)
    before = _places(monkeypatch, drawn, start)
    for step in range(1, 12):
        moved = replace(start, center=(500 - 1.3 * step, 500 + 0.7 * step))
        for place, was in zip(_places(monkeypatch, drawn, moved), before, strict=True):
            assert place.x() - was.x() == pytest.approx(1.3 * step)
            assert place.y() - was.y() == pytest.approx(-0.7 * step)


def test_what_is_dragged_moves_no_words_but_its_own(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    geometry = ViewGeometry((1000, 1000), (1000, 1000), (500.0, 500.0), 1.0)
    still = _near(Length(((400.0, 500.0), (500.0, 500.0))))
    (alone,) = _places(monkeypatch, [still], geometry)
    for x in range(400, 640, 20):
        dragged = _near(Length(((float(x), 480.0), (float(x), 520.0))), is_held=True)
        place, own = _places(monkeypatch, [dragged, still], geometry)
        assert place == alone
        assert not own.intersects(place)


def test_in_a_small_place_a_measure_is_said_in_one_line(
    film_window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    heights: list[float] = []
    take = LabelPlaces.take

    def noted(places: LabelPlaces, size: QSizeF, points: Sequence[QPointF]) -> QRectF:
        heights.append(size.height())
        return take(places, size, points)

    monkeypatch.setattr(LabelPlaces, "take", noted)
    QTest.keyClick(film_window, Qt.Key.Key_C)
    pixels(film_window.viewer_panel.view)
    alone = heights[-1]
    film_window.actions_table["layout_2x2"].trigger()
    film_window.resize(1000, 800)
    QApplication.processEvents()
    pixels(film_window.viewer_panel.view)

    assert film_window.viewer_panel.view.width() < 400
    assert heights[-1] < alone / 2


def test_on_pictures_measures_are_in_the_language_and_the_readers_words_as_they_are(
    film_window: MainWindow,
) -> None:
    line = ((100.0, 200.0), (200.0, 200.0))
    outside = Probe(((-5.0, -5.0),))
    note = TextNote(((300.0, 260.0),), content="Normal")
    for one in (note, Length(line, name="Viral pneumonia"), outside):
        film_window.annotations.add(one)
    translation.use("es")
    try:
        scene = film_window.features.pictures.scene()
    finally:
        translation.use("en")
    assert scene is not None
    said = [one.words for one in scene.drawn]
    assert said[0] == "Normal"
    assert said[1].startswith("Viral pneumonia\n")
    assert said[2] == "fuera de la radiografía"
