"""What the window says of a reading that is not to be relied on."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from lungdesk.core.assessment import Assessment
from lungdesk.gui.main_window import MainWindow
from lungdesk.gui.studies.presenter import badge
from tests.gui.conftest import FILM, show
from tests.gui.fakes import FakeFilmReader


def test_each_bar_has_its_own_operating_point_and_a_set_is_named(
    window: MainWindow, reader: FakeFilmReader, qtbot: QtBot
) -> None:
    points = (0.5, 0.4, 0.1, 0.7, 0.9)
    reader.assessments["film.dcm"] = Assessment(points, (), False, (4, 1), 0.9)

    show(window, qtbot, FILM)

    panel = window.explain_panel
    assert [bar.tick for bar in panel.bars.bars] == list(points)
    assert panel.heading == "Uncertain"
    said = (
        "no class reaches its operating point. In 90 % of such readings one of these was true: Tub"
    )
    assert said in panel.words


@pytest.mark.parametrize(
    ("reached", "said"),
    [
        ((1, 4), "point. Also above its operating point: Bacterial pneumonia (7 %). In 90 %"),
        ((1,), "point. Above its operating point: Bacterial pneumonia (7 %). In 90 %"),
        ((0, 1, 4), "point: Bacterial pneumonia (7 %), Normal (4 %). In 90 %"),
        ((), "no class reaches its operating point. In 90 %"),
    ],
)
def test_other_classes_that_reach_their_operating_points_are_named(
    window: MainWindow,
    reader: FakeFilmReader,
    qtbot: QtBot,
    reached: tuple[int, ...],
    said: str,
) -> None:
    reader.assessments["film.dcm"] = Assessment((0.5,) * 5, reached, False, (4, 1), 0.9)

    show(window, qtbot, FILM)

    assert window.explain_panel.heading == "Uncertain"
    assert said in window.explain_panel.words


def test_the_film_list_says_what_is_uncertain(
    window: MainWindow, reader: FakeFilmReader, qtbot: QtBot
) -> None:
    reader.assessments["film.dcm"] = Assessment((0.9,) * 5, (), False, (4,), 0.9)

    show(window, qtbot, FILM)

    kept = window.state.kept_reading(FILM)
    assert kept is not None
    assert badge(kept).text == "Uncertain · Tuberculosis 83 %"


def test_parts_of_the_film_that_disagree_make_a_reading_uncertain(
    window: MainWindow, reader: FakeFilmReader, qtbot: QtBot
) -> None:
    reader.assessments["film.dcm"] = Assessment((0.5,) * 5, (4,), True, (4,), 0.9)

    show(window, qtbot, FILM)

    assert window.explain_panel.heading == "Uncertain"
    assert "parts of the film speak for another class" in window.explain_panel.words
