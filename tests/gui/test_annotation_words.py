"""What is said of a tool, and what is written beside what it has drawn."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from lungdesk.core.annotation.marks import TextNote
from lungdesk.core.annotation.measurements import Length, Probe
from lungdesk.core.radiograph import PixelSpacing, SpacingSource
from lungdesk.gui import theme, translation
from lungdesk.gui.main_window import MainWindow
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
