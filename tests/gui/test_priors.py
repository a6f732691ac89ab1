"""The prior of the same patient beside the current film."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from lungdesk.core.hanging import SIDE_BY_SIDE
from lungdesk.core.radiograph import Radiograph
from lungdesk.gui.key_bindings import DEFAULTS
from lungdesk.gui.main_window import MainWindow
from lungdesk.gui.state import Phase
from tests.gui.conftest import show
from tests.gui.fakes import FakeFiles, chequered, radiograph
from tests.gui.places import PATHS, choose, click, seen, settle

CURRENT, PRIOR, OLDER = (Path("/films") / f"{name}.dcm" for name in ("now", "then", "older"))


def dated(path: Path, date: str, **patient: str) -> Radiograph:
    film = radiograph(path, stored=chequered())
    person = replace(film.instance.patient, **patient)
    instance = replace(film.instance, study_date=date, study_instance_uid=date, patient=person)
    return replace(film, instance=instance)


@pytest.fixture
def patient(window: MainWindow, files: FakeFiles) -> MainWindow:
    """A window that may open three films of one patient, from three years."""
    for path, date in ((CURRENT, "20240131"), (PRIOR, "20230630"), (OLDER, "20210101")):
        files.films[path.name] = dated(path, date)
    return window


def test_the_prior_comes_beside_by_itself(patient: MainWindow, qtbot: QtBot) -> None:
    show(patient, qtbot, CURRENT, OLDER, PATHS[0], PRIOR)
    QTest.keyClick(patient, Qt.Key.Key_J)
    qtbot.waitUntil(lambda: seen(patient) == ["now", "then"])
    corners = patient.viewer.cells[1].view.corners.top_right
    assert corners[-1] == "Prior · 7 months earlier"
    assert "Prior" not in "".join(patient.viewer.cells[0].view.corners.top_right)


def test_the_prior_follows_the_film(patient: MainWindow, qtbot: QtBot) -> None:
    show(patient, qtbot, CURRENT, PRIOR, OLDER)
    QTest.keyClick(patient, Qt.Key.Key_J)
    qtbot.waitUntil(lambda: seen(patient) == ["now", "then"])
    patient.state.set_current(PRIOR)
    qtbot.waitUntil(lambda: seen(patient) == ["then", "older"])
    patient.state.set_current(OLDER)
    qtbot.waitUntil(lambda: seen(patient) == ["older", ""])
    assert "No earlier film of this patient is open" in patient.viewer_panel.cells[1].lack.text


def test_turning_to_the_prior_leaves_the_current_film_where_it_is(
    patient: MainWindow, qtbot: QtBot
) -> None:
    show(patient, qtbot, CURRENT, PRIOR, OLDER)
    QTest.keyClick(patient, Qt.Key.Key_J)
    qtbot.waitUntil(lambda: seen(patient) == ["now", "then"])
    click(patient, qtbot, patient.viewer.cells[1])
    assert patient.state.current == PRIOR
    assert seen(patient) == ["now", "then"]
    assert patient.viewer.cells[1].view.corners.top_right[-1] == "Prior · 7 months earlier"


def test_the_prior_beside_takes_two_places_and_leaves_none_empty(
    patient: MainWindow, qtbot: QtBot
) -> None:
    show(patient, qtbot, CURRENT, PATHS[0], PRIOR)
    QTest.keyClick(patient, Qt.Key.Key_4, Qt.KeyboardModifier.AltModifier)
    settle(patient, qtbot)
    QTest.keyClick(patient, Qt.Key.Key_J)
    qtbot.waitUntil(lambda: seen(patient) == ["now", "then"])
    assert patient.actions_table["layout_1x2"].isChecked()

    choose(patient, qtbot, Qt.Key.Key_3, 2)
    assert patient.actions_table["prior"].isChecked()  # one above the other are two places, too


def test_another_layout_ends_the_prior_beside_and_fills_its_places(
    patient: MainWindow, qtbot: QtBot
) -> None:
    show(patient, qtbot, CURRENT, PRIOR, *PATHS[:2])
    QTest.keyClick(patient, Qt.Key.Key_J)
    qtbot.waitUntil(lambda: seen(patient) == ["now", "then"])

    choose(patient, qtbot, Qt.Key.Key_4, 4)

    assert seen(patient) == ["now", "then", "a", "b"]
    assert not patient.actions_table["prior"].isChecked()


def test_the_layout_comes_back_when_the_prior_is_put_away(
    patient: MainWindow, qtbot: QtBot
) -> None:
    show(patient, qtbot, CURRENT, PATHS[0], PRIOR, PATHS[1])
    choose(patient, qtbot, Qt.Key.Key_4, 4)
    before = seen(patient)
    QTest.keyClick(patient, Qt.Key.Key_J)
    qtbot.waitUntil(lambda: seen(patient) == ["now", "then"])

    QTest.keyClick(patient, Qt.Key.Key_J)

    settle(patient, qtbot)
    assert sorted(seen(patient)) == sorted(before)
    assert patient.actions_table["layout_2x2"].isChecked()


def hung_by_hand(window: MainWindow, qtbot: QtBot) -> None:
    """The newest film is at the end, and another patient's where its prior will come."""
    show(window, qtbot, PATHS[0], PATHS[1], PRIOR, CURRENT)
    settle(window, qtbot)  # priors hang first
    choose(window, qtbot, Qt.Key.Key_4, 4)
    click(window, qtbot, window.viewer.cells[3])
    assert seen(window) == ["a", "then", "b", "now"]
    QTest.keyClick(window, Qt.Key.Key_J)
    qtbot.waitUntil(lambda: seen(window) == ["then", "now"])


def test_the_film_that_stood_there_comes_back_when_the_prior_is_put_away(
    patient: MainWindow, qtbot: QtBot
) -> None:
    hung_by_hand(patient, qtbot)
    QTest.keyClick(patient, Qt.Key.Key_J)
    settle(patient, qtbot)
    assert seen(patient) == ["a", "then", "b", "now"]


def test_a_film_that_is_looked_at_meanwhile_stays_when_the_prior_is_put_away(
    patient: MainWindow, qtbot: QtBot
) -> None:
    hung_by_hand(patient, qtbot)
    patient.state.set_current(PATHS[0])  # it stood where the prior hangs now
    qtbot.waitUntil(lambda: seen(patient) == ["then", "a"])
    QTest.keyClick(patient, Qt.Key.Key_J)
    settle(patient, qtbot)
    assert seen(patient) == ["now", "then", "b", "a"]


def test_no_film_hangs_twice_in_a_layout_that_ends_the_prior_beside(
    patient: MainWindow, qtbot: QtBot
) -> None:
    hung_by_hand(patient, qtbot)
    choose(patient, qtbot, Qt.Key.Key_4, 4)
    assert seen(patient) == ["then", "a", "b", "now"]


def test_a_layout_that_is_chosen_beside_the_prior_stays_without_it(
    patient: MainWindow, qtbot: QtBot
) -> None:
    show(patient, qtbot, CURRENT, PRIOR)
    QTest.keyClick(patient, Qt.Key.Key_J)
    qtbot.waitUntil(lambda: seen(patient) == ["now", "then"])
    choose(patient, qtbot, Qt.Key.Key_3, 2)
    QTest.keyClick(patient, Qt.Key.Key_J)
    settle(patient, qtbot)
    assert patient.actions_table["layout_2x1"].isChecked()


def test_no_place_of_another_layout_lacks_a_prior(patient: MainWindow, qtbot: QtBot) -> None:
    show(patient, qtbot, CURRENT)
    QTest.keyClick(patient, Qt.Key.Key_J)
    place = patient.viewer_panel.cells[1]
    qtbot.waitUntil(place.lack.isVisible)

    QTest.keyClick(patient, Qt.Key.Key_4, Qt.KeyboardModifier.AltModifier)

    settle(patient, qtbot)
    assert not place.lack.isVisible()


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        (("Ctrl+Alt+J",), ", of 2023-06-30. Ctrl+Alt+J shows it beside."),
        ((), ", of 2023-06-30. Prior beside shows it."),
    ],
)
def test_the_offer_of_a_prior_tells_the_users_own_key(
    patient: MainWindow, qtbot: QtBot, keys: tuple[str, ...], said: str
) -> None:
    patient.state.set_keys({**DEFAULTS, "prior": keys})
    show(patient, qtbot, CURRENT, PRIOR)
    qtbot.waitUntil(lambda: "2023-06-30" in patient.progress_strip.words)
    assert patient.progress_strip.words.endswith(said)


def test_a_prior_that_is_open_is_offered_once(patient: MainWindow, qtbot: QtBot) -> None:
    show(patient, qtbot, CURRENT, PRIOR)
    qtbot.waitUntil(lambda: "2023-06-30" in patient.progress_strip.words)
    assert "J shows it beside" in patient.progress_strip.words


def test_a_film_of_another_patient_says_so(
    patient: MainWindow, files: FakeFiles, qtbot: QtBot
) -> None:
    other = Path("/films/other.dcm")
    files.films[other.name] = dated(other, "20230101", patient_id="4712")
    show(patient, qtbot, CURRENT, other)
    choose(patient, qtbot, Qt.Key.Key_2, 2)
    assert patient.viewer.cells[1].view.corners.top_right[-1] == "⚠ Other patient"
    assert "⚠ Other patient" not in patient.viewer.cells[0].view.corners.top_right


def test_a_prior_that_cannot_be_read_says_why(
    patient: MainWindow, files: FakeFiles, qtbot: QtBot
) -> None:
    show(patient, qtbot, CURRENT, Path("/films/bad.dcm"))
    QTest.keyClick(patient, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    place = patient.viewer_panel.cells[1]
    qtbot.waitUntil(place.failure.isVisible)
    assert "bad.dcm" in place.failure.text


def test_the_lack_of_a_prior_is_forgotten_when_all_films_are_closed(
    patient: MainWindow, qtbot: QtBot
) -> None:
    show(patient, qtbot, CURRENT, PATHS[0])
    choose(patient, qtbot, Qt.Key.Key_2, 2)
    click(patient, qtbot, patient.viewer.cells[1])
    QTest.keyClick(patient, Qt.Key.Key_J)
    qtbot.waitUntil(lambda: seen(patient) == ["", "a"])
    QTest.keyClick(patient, Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier)
    assert "No film is open" in patient.viewer_panel.empty.text


def test_a_prior_of_the_film_before_is_not_hung_beside_the_next(
    patient: MainWindow, files: FakeFiles, qtbot: QtBot
) -> None:
    other = Path("/films/other.dcm")
    files.films[other.name] = dated(other, "20230101", patient_id="4712")
    show(patient, qtbot, CURRENT, other, PATHS[0], PRIOR)
    settle(patient, qtbot)

    def hang_at_once() -> None:
        if patient.state.film.phase is Phase.READY:
            patient.features.layout.choose(SIDE_BY_SIDE)

    patient.state.film_changed.connect(hang_at_once)
    patient.state.set_current(other)
    qtbot.waitUntil(lambda: len(seen(patient)) == 2 and all(seen(patient)))
    settle(patient, qtbot)
    assert seen(patient) == ["other", "a"]
