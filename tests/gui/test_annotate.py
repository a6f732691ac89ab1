from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from lungdesk.core.annotation.annotation_set import AnnotationSet
from lungdesk.core.annotation.base import Annotation
from lungdesk.core.annotation.measurements import Length
from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.radiograph import PixelSpacing, SpacingSource
from lungdesk.gui.main_window import MainWindow
from tests.gui.conftest import FILM, drag, pixels, show
from tests.gui.fakes import FakeFiles, FakeFilmReader, radiograph

OTHER = Path("/films/other.dcm")
SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
START, END = (150.0, 200.0), (450.0, 600.0)  # 500 px apart


@pytest.fixture
def spaced(window: MainWindow, files: FakeFiles, qtbot: QtBot) -> MainWindow:
    """A window with a film of 700 x 700 pixels of 0.2 mm, calibrated by the file."""
    film = radiograph(FILM, stored=np.full((700, 700), 2000, np.uint16))
    spacing = PixelSpacing(0.2, 0.2, SpacingSource.CALIBRATED)
    files.films["film.dcm"] = replace(film, spacing=spacing)
    show(window, qtbot, FILM)
    qtbot.waitUntil(lambda: not window.bridge.is_busy)
    return window


def at(window: MainWindow, point: tuple[float, float]) -> QPoint:
    return QPoint(*map(round, window.viewer.geometry.to_view(point)))


def draw(
    window: MainWindow,
    key: Qt.Key,
    modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
    line: tuple[tuple[float, float], tuple[float, float]] = (START, END),
) -> None:
    """Choose a tool by its key and drag from one film point to another."""
    QTest.keyClick(window, key, modifier)
    start, end = (at(window, point) for point in line)
    drag(window.viewer_panel.view, start, end - start)


def click(window: MainWindow, *film_points: tuple[float, float]) -> None:
    for point in film_points:
        QTest.mouseClick(window.viewer_panel.view, Qt.MouseButton.LeftButton, pos=at(window, point))


def shown(window: MainWindow) -> tuple[Annotation, ...]:
    return window.annotations.annotations.annotations


def words(window: MainWindow) -> str:
    film = window.viewer.film
    assert film is not None
    return "\n".join(window.annotations.annotations.texts(film.radiograph).values())


def marked_pixels(window: MainWindow) -> int:
    """How many pixels have a colour: the film has none."""
    seen = pixels(window.viewer_panel.view).astype(int)
    return int((np.ptp(seen, axis=2) > 60).sum())


def test_a_length_is_dragged_and_says_where_its_unit_comes_from(spaced: MainWindow) -> None:
    before = marked_pixels(spaced)
    draw(spaced, Qt.Key.Key_D)
    assert [a.kind for a in shown(spaced)] == ["length"]
    length_mm = float(words(spaced).split()[0])
    assert length_mm == pytest.approx(100.0, rel=0.01)  # the mouse stands on whole pixels
    assert "calibrated" in words(spaced)
    assert marked_pixels(spaced) > before + 50


def test_a_length_at_a_known_calibration_is_right_to_a_thousandth(spaced: MainWindow) -> None:
    spaced.annotations.add(Length((START, END)))
    assert float(words(spaced).split()[0]) == pytest.approx(100.0, rel=0.001)


def test_the_window_is_dragged_again_after_one_measurement(spaced: MainWindow) -> None:
    draw(spaced, Qt.Key.Key_D)
    before = spaced.viewer.look
    drag(spaced.viewer_panel.view, at(spaced, (600, 100)), QPoint(40, 0))
    assert spaced.viewer.look != before
    assert len(shown(spaced)) == 1


def test_an_angle_by_clicks(spaced: MainWindow) -> None:
    QTest.keyClick(spaced, Qt.Key.Key_A)
    click(spaced, (200, 200), (400, 200), (400, 450))
    assert [a.kind for a in shown(spaced)] == ["angle"]
    assert float(words(spaced).split("°")[0]) == pytest.approx(90, abs=0.6)


@pytest.mark.parametrize(
    ("key", "modifier", "kind"),
    [
        (Qt.Key.Key_O, Qt.KeyboardModifier.NoModifier, "rectangle"),
        (Qt.Key.Key_O, SHIFT, "ellipse"),
        (Qt.Key.Key_A, SHIFT, "arrow"),
    ],
)
def test_other_tools_by_their_keys(
    spaced: MainWindow, key: Qt.Key, modifier: Qt.KeyboardModifier, kind: str
) -> None:
    draw(spaced, key, modifier)
    assert [a.kind for a in shown(spaced)] == [kind]


def test_a_region_tells_the_mean_of_its_values_as_soon_as_it_is_measured(
    spaced: MainWindow, qtbot: QtBot
) -> None:
    draw(spaced, Qt.Key.Key_O)
    rows = spaced.annotations_panel.list
    assert "measuring…" in rows.item(0).text()
    qtbot.waitUntil(lambda: "mean 2000" in rows.item(0).text())


def test_weasis_257_the_cardiothoracic_ratio_is_proposed_and_its_handles_dragged(
    spaced: MainWindow,
) -> None:
    QTest.keyClick(spaced, Qt.Key.Key_C)
    (ratio,) = shown(spaced)
    before = words(spaced)
    assert "CTR 0." in before
    thorax = ratio.points[5]
    drag(spaced.viewer_panel.view, at(spaced, thorax), QPoint(40, 0))
    assert shown(spaced)[0].points[5][0] > thorax[0] + 10
    assert words(spaced) != before


def test_a_ratio_that_nobody_has_touched_is_not_proposed_again(spaced: MainWindow) -> None:
    QTest.keyClick(spaced, Qt.Key.Key_C)
    (ratio,) = shown(spaced)
    click(spaced, (3.0, 3.0))  # selects nothing
    QTest.keyClick(spaced, Qt.Key.Key_C)
    assert (*shown(spaced), spaced.annotations.selected) == (ratio, ratio)
    drag(spaced.viewer_panel.view, at(spaced, ratio.points[5]), QPoint(40, 0))
    QTest.keyClick(spaced, Qt.Key.Key_C)
    assert len(shown(spaced)) == 2


def test_text_is_typed_where_it_stands(spaced: MainWindow, qtbot: QtBot) -> None:
    QTest.keyClick(spaced, Qt.Key.Key_T)
    click(spaced, START)
    editor = spaced.viewer_panel.view.editor
    assert editor.isVisible()
    QTest.keyClicks(editor, "nodule?")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert words(spaced) == "nodule?"


def test_a_calibration_line_alters_every_length(spaced: MainWindow) -> None:
    draw(spaced, Qt.Key.Key_D)
    draw(spaced, Qt.Key.Key_D, SHIFT)
    editor = spaced.viewer_panel.view.editor
    QTest.keyClicks(editor, "250 mm")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert float(words(spaced).split()[0]) == pytest.approx(250.0, rel=0.01)
    QTest.keyClick(spaced, Qt.Key.Key_Z, CONTROL)
    assert float(words(spaced).split()[0]) == pytest.approx(100.0, rel=0.01)


def test_a_length_that_is_none_does_not_calibrate(spaced: MainWindow) -> None:
    draw(spaced, Qt.Key.Key_D, SHIFT)
    editor = spaced.viewer_panel.view.editor
    QTest.keyClicks(editor, "long")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert shown(spaced) == ()
    assert "is no length in mm" in spaced.progress_strip.words


def test_escape_gives_up_what_is_being_drawn(spaced: MainWindow) -> None:
    QTest.keyClick(spaced, Qt.Key.Key_D)
    click(spaced, START)
    QTest.keyClick(spaced, Qt.Key.Key_Escape)
    click(spaced, END)
    assert shown(spaced) == ()
    assert not spaced.annotate.is_drawing


def test_ohif_4026_and_5500_every_step_is_undone_and_redone(spaced: MainWindow) -> None:
    draw(spaced, Qt.Key.Key_D)
    (first,) = shown(spaced)
    drag(spaced.viewer_panel.view, at(spaced, END), QPoint(30, 0))
    (moved,) = shown(spaced)
    assert moved.points != first.points
    QTest.keyClick(spaced, Qt.Key.Key_Delete)
    assert shown(spaced) == ()
    for expected in ((moved,), (first,), ()):
        QTest.keyClick(spaced, Qt.Key.Key_Z, CONTROL)
        assert shown(spaced) == expected
    for expected in ((first,), (moved,), ()):
        QTest.keyClick(spaced, Qt.Key.Key_Y, CONTROL)
        assert shown(spaced) == expected


def test_a_whole_measurement_is_dragged_by_its_line(spaced: MainWindow) -> None:
    draw(spaced, Qt.Key.Key_D)
    (before,) = shown(spaced)
    click(spaced, (600, 100))  # beside it: nothing is selected
    drag(spaced.viewer_panel.view, at(spaced, (300, 400)), QPoint(50, 0))
    (after,) = shown(spaced)
    steps = [(b[0] - a[0], b[1] - a[1]) for a, b in zip(before.points, after.points, strict=True)]
    assert steps[0] == pytest.approx(steps[1])
    assert steps[0][0] > 20


@pytest.mark.parametrize(
    ("key", "modifier"),
    [(Qt.Key.Key_Delete, Qt.KeyboardModifier.NoModifier), (Qt.Key.Key_Z, CONTROL)],
)
def test_what_is_deleted_or_undone_while_it_is_dragged_stays_away(
    spaced: MainWindow, key: Qt.Key, modifier: Qt.KeyboardModifier
) -> None:
    draw(spaced, Qt.Key.Key_D)
    view, start = spaced.viewer_panel.view, at(spaced, START)
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QTest.mousePress(view, left, none, start)
    QTest.mouseMove(view, start + QPoint(20, 0))
    QTest.keyClick(spaced, key, modifier)
    QTest.mouseMove(view, start + QPoint(40, 0))
    QTest.mouseRelease(view, left, none, start + QPoint(40, 0))

    assert shown(spaced) == ()


def test_a_new_line_begins_where_another_ends(spaced: MainWindow) -> None:
    draw(spaced, Qt.Key.Key_D)
    end = shown(spaced)[0].points[1]
    near = (end[0] + 3, end[1] - 3)
    draw(spaced, Qt.Key.Key_D, line=(near, (600, 300)))
    assert shown(spaced)[1].points[0] == end


@pytest.mark.parametrize("key", [Qt.Key.Key_Z, Qt.Key.Key_Delete], ids=["undo", "delete"])
def test_what_to_do_with_a_ratio_is_said_as_long_as_it_is_there(
    spaced: MainWindow, key: Qt.Key
) -> None:
    QTest.keyClick(spaced, Qt.Key.Key_C)
    assert "Drag the midline" in spaced.progress_strip.words

    QTest.keyClick(spaced, key, CONTROL if key == Qt.Key.Key_Z else Qt.KeyboardModifier.NoModifier)

    assert shown(spaced) == ()
    assert "Drag the midline" not in spaced.progress_strip.words


def test_shift_holds_a_line_straight(spaced: MainWindow) -> None:
    QTest.keyClick(spaced, Qt.Key.Key_D)
    drag(spaced.viewer_panel.view, at(spaced, (200, 300)), QPoint(200, 12), modifiers=SHIFT)
    (start, end) = shown(spaced)[0].points
    assert end[1] == pytest.approx(start[1])


def test_measurements_turn_and_zoom_with_the_film(spaced: MainWindow) -> None:
    draw(spaced, Qt.Key.Key_D)
    points = shown(spaced)[0].points
    QTest.keyClick(spaced, Qt.Key.Key_R)
    QTest.keyClick(spaced, Qt.Key.Key_H)
    assert shown(spaced)[0].points == points
    seen = pixels(spaced.viewer_panel.view).astype(int)
    x, y = spaced.viewer.geometry.to_view((300, 400))  # on the line
    patch = seen[round(y) - 2 : round(y) + 3, round(x) - 2 : round(x) + 3]
    assert np.ptp(patch, axis=(0, 1)).max() > 60


def test_the_bare_film_hides_measurements_and_they_cannot_be_grabbed(spaced: MainWindow) -> None:
    draw(spaced, Qt.Key.Key_D)
    drawn = marked_pixels(spaced)
    QTest.keyClick(spaced, Qt.Key.Key_Space)
    assert marked_pixels(spaced) == pytest.approx(drawn, rel=0.2)
    QTest.keyClick(spaced, Qt.Key.Key_Space)
    assert marked_pixels(spaced) < drawn / 4
    before = shown(spaced)
    drag(spaced.viewer_panel.view, at(spaced, (300, 400)), QPoint(50, 0))
    assert shown(spaced) == before


def test_the_list_jumps_renames_and_copies(spaced: MainWindow, qtbot: QtBot) -> None:
    draw(spaced, Qt.Key.Key_D)
    draw(spaced, Qt.Key.Key_O, line=((500, 100), (600, 150)))
    panel = spaced.annotations_panel
    assert panel.isVisible()
    rows = [panel.list.item(row).text() for row in range(panel.list.count())]
    assert rows[0].startswith("Length: ")
    assert rows[1].startswith("Rectangle: ")
    panel.list.setCurrentRow(0)
    assert spaced.annotations.selected == shown(spaced)[0]
    panel.list.item(0).setText("Mass")
    assert shown(spaced)[0].name == "Mass"
    assert panel.list.item(0).text() == "Mass: 100.0 mm (calibrated)"
    QTest.keyClick(spaced, Qt.Key.Key_C, CONTROL)
    copied = QGuiApplication.clipboard().text()
    assert copied.splitlines()[0].startswith("Length: Mass")
    assert "Rectangle" in copied


def test_ohif_5358_every_film_has_its_own_measurements_and_they_come_back(
    spaced: MainWindow, qtbot: QtBot
) -> None:
    draw(spaced, Qt.Key.Key_D)
    drawn = shown(spaced)
    show(spaced, qtbot, OTHER)
    assert shown(spaced) == ()
    spaced.state.set_current(FILM)
    qtbot.waitUntil(lambda: shown(spaced) == drawn)


def test_each_step_is_saved_at_once(spaced: MainWindow, files: FakeFiles, qtbot: QtBot) -> None:
    draw(spaced, Qt.Key.Key_D)
    qtbot.waitUntil(lambda: not spaced.keeping.unsaved)
    assert files.annotations[FILM].annotations == shown(spaced)
    QTest.keyClick(spaced, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: not spaced.keeping.unsaved)
    assert files.annotations[FILM] == AnnotationSet()


def test_what_was_saved_is_there_in_the_next_window(
    open_window: Callable[..., MainWindow], reader: FakeFilmReader, qtbot: QtBot
) -> None:
    first = open_window(reader)
    show(first, qtbot, FILM)
    qtbot.waitUntil(lambda: not first.bridge.is_busy)
    first.annotations.add(Length((START, END)))
    first.close()
    qtbot.waitUntil(lambda: not first.isVisible())
    second = open_window(reader)
    show(second, qtbot, FILM)
    qtbot.waitUntil(lambda: shown(second) == shown(first))


def test_a_failed_save_is_said(spaced: MainWindow, files: FakeFiles, qtbot: QtBot) -> None:
    files.annotation_error = LungDeskError("No room.", code=ErrorCode.FILE_NOT_WRITABLE)
    draw(spaced, Qt.Key.Key_D)
    qtbot.waitUntil(lambda: spaced.viewer_panel.messages.code == "LD-FILE-006")
    assert len(shown(spaced)) == 1


def test_closing_waits_until_every_step_is_saved(
    spaced: MainWindow, files: FakeFiles, qtbot: QtBot
) -> None:
    files.gate.clear()
    draw(spaced, Qt.Key.Key_D)
    draw(spaced, Qt.Key.Key_O, line=((500, 100), (600, 150)))
    drawn = shown(spaced)
    spaced.close()
    assert spaced.isVisible()
    files.gate.set()
    qtbot.waitUntil(lambda: not spaced.isVisible())
    assert files.annotations[FILM].annotations == drawn


def test_what_is_drawn_before_the_kept_ones_are_loaded_is_added_to_them(
    window: MainWindow, files: FakeFiles, qtbot: QtBot
) -> None:
    kept = Length((START, END), name="kept")
    files.annotations[FILM] = AnnotationSet((kept,))
    files.loading_gate.clear()
    show(window, qtbot, FILM)
    drawn = Length(((10.0, 10.0), (90.0, 90.0)), name="drawn")
    window.annotations.add(drawn)
    files.loading_gate.set()
    qtbot.waitUntil(lambda: shown(window) == (kept, drawn))
    qtbot.waitUntil(lambda: files.annotations[FILM] == AnnotationSet((kept, drawn)))


def test_steps_can_be_undone_on_coming_back_to_a_film(
    window: MainWindow, files: FakeFiles, qtbot: QtBot
) -> None:
    def drawn() -> int:
        return len(window.annotations.annotations.annotations)

    first, second = FILM, FILM.with_name("other.dcm")
    show(window, qtbot, first, second)
    qtbot.waitUntil(lambda: not window.bridge.is_busy)
    for by in (QPoint(60, 0), QPoint(0, 60)):
        QTest.keyClick(window, Qt.Key.Key_D)
        drag(window.viewer_panel.view, QPoint(300, 300), by)
    for path in (second, first):
        window.state.set_current(path)
        qtbot.waitUntil(lambda: window.viewer.film is not None and not window.bridge.is_busy)
    assert drawn() == 2
    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert drawn() == 1
    qtbot.waitUntil(lambda: not window.bridge.is_busy)
    assert len(files.annotations[first].annotations) == 1
    QTest.keyClick(window, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert drawn() == 2
