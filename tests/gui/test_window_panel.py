from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDoubleSpinBox, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from lungdesk.core.imaging.histogram import histogram
from lungdesk.core.imaging.presets import CHEST_PRESETS, preset_window
from lungdesk.core.radiograph import (
    LookupTable,
    Photometric,
    Radiograph,
    Rescale,
    VoiFunction,
    Window,
)
from lungdesk.core.settings import Settings
from lungdesk.gui.main_window import MainWindow
from lungdesk.gui.viewer.window_panel import WindowPanel
from lungdesk.gui.viewer.window_presenter import preset_of
from lungdesk.gui.widgets.histogram_plot import window_ends
from tests.gui.conftest import FILM, drag, pixels, show
from tests.gui.fakes import FakeFiles, FakeFilmReader, FakeSettings, radiograph

LEFT = Qt.MouseButton.LeftButton
PRESET_KEYS = {
    "auto": Qt.Key.Key_1,
    "lung": Qt.Key.Key_3,
    "mediastinum": Qt.Key.Key_4,
    "bone": Qt.Key.Key_5,
    "lines": Qt.Key.Key_6,
    "soft": Qt.Key.Key_7,
}


def voi(window: MainWindow) -> Window:
    look = window.viewer.look
    assert look is not None
    assert isinstance(look.voi, Window)
    return look.voi


def type_into(box: QDoubleSpinBox, text: str) -> None:
    box.setFocus()
    box.selectAll()
    QTest.keyClicks(box, text)
    QTest.keyClick(box, Qt.Key.Key_Return)


@pytest.fixture
def open_panel(film_window: MainWindow) -> MainWindow:
    QTest.keyClick(film_window, Qt.Key.Key_W)
    assert film_window.window_panel.isVisible()
    return film_window


def test_every_figure_has_room_in_its_box(open_panel: MainWindow) -> None:
    boxes = open_panel.window_panel.findChildren(QDoubleSpinBox)
    assert len(boxes) == 4
    for box in boxes:
        line = box.findChild(QLineEdit)
        assert line is not None
        assert line.width() >= line.fontMetrics().horizontalAdvance(box.text())


@pytest.mark.parametrize("photometric", [Photometric.MONOCHROME1, Photometric.MONOCHROME2])
@pytest.mark.parametrize("preset", CHEST_PRESETS, ids=lambda preset: preset.id)
def test_a_key_gives_the_preset_of_the_films_own_histogram(
    window: MainWindow,
    files: FakeFiles,
    qtbot: QtBot,
    preset: object,
    photometric: Photometric,
) -> None:
    shot = radiograph(FILM, photometric=photometric)
    files.films["film.dcm"] = shot
    show(window, qtbot, FILM)
    chosen = next(p for p in CHEST_PRESETS if p is preset)
    QTest.keyClick(window, PRESET_KEYS[chosen.id])
    assert voi(window) == preset_window(shot, chosen)


def test_figures_follow_the_mouse(open_panel: MainWindow) -> None:
    panel = open_panel.window_panel
    view = open_panel.viewer_panel.view
    drag(view, view.rect().center(), QPoint(80, 40))
    assert panel.isVisible()
    low, high = window_ends(voi(open_panel))
    shown = [box.value() for box in (panel.center, panel.width_box, panel.low, panel.high)]
    expected = (voi(open_panel).center, voi(open_panel).width, low, high)
    assert shown == pytest.approx(expected, abs=0.06)


def place_of(part: QWidget, window: MainWindow) -> QRect:
    return QRect(part.mapTo(window, QPoint()), part.size())


def move_by_its_head(panel: WindowPanel, by: QPoint) -> None:
    at = QPoint(40, 8)
    QTest.mousePress(panel.head, LEFT, pos=at)
    QTest.mouseMove(panel.head, at + by)
    QTest.mouseRelease(panel.head, LEFT, pos=at)


@pytest.mark.parametrize("size", [(1280, 800), (1920, 1080)])
def test_it_hides_nothing_of_the_findings_and_hardly_any_of_the_film(
    film_window: MainWindow, size: tuple[int, int]
) -> None:
    film_window.resize(*size)
    QTest.keyClick(film_window, Qt.Key.Key_W)
    panel = place_of(film_window.window_panel, film_window)
    assert not panel.intersects(place_of(film_window.explain_panel, film_window))
    hidden = panel.intersected(place_of(film_window.viewer_panel.view, film_window))
    assert hidden.width() < 0.1 * film_window.viewer_panel.view.width()
    assert film_window.rect().contains(panel)


def test_without_the_list_of_films_it_hides_no_finding_either(film_window: MainWindow) -> None:
    QTest.keyClick(film_window, Qt.Key.Key_F8)
    QTest.keyClick(film_window, Qt.Key.Key_W)
    panel = place_of(film_window.window_panel, film_window)
    assert not panel.intersects(place_of(film_window.explain_panel, film_window))
    assert not panel.contains(place_of(film_window.viewer_panel.view, film_window).center())


def test_without_findings_beside_it_it_lies_at_the_edge_of_the_film(
    film_window: MainWindow,
) -> None:
    QTest.keyClick(film_window, Qt.Key.Key_F9)
    QTest.keyClick(film_window, Qt.Key.Key_W)
    panel = place_of(film_window.window_panel, film_window)
    film = place_of(film_window.viewer_panel.view, film_window)
    assert film_window.rect().contains(panel)
    assert not panel.contains(film.center())


def test_it_is_moved_by_its_head_and_opens_where_it_was_put(open_panel: MainWindow) -> None:
    panel = open_panel.window_panel
    start = panel.pos()
    move_by_its_head(panel, QPoint(150, -60))
    assert panel.pos() == start + QPoint(150, -60)
    QTest.mouseClick(panel.head.shut, LEFT)
    assert not panel.isVisible()
    QTest.keyClick(open_panel, Qt.Key.Key_W)
    assert panel.pos() == start + QPoint(150, -60)
    move_by_its_head(panel, QPoint(2000, 2000))  # no farther than it can be seen
    assert open_panel.rect().contains(panel.geometry())
    open_panel.resize(1000, 600)
    assert open_panel.rect().contains(panel.geometry())


@pytest.mark.parametrize("key", [Qt.Key.Key_W, Qt.Key.Key_Escape])
def test_keys_close_it_and_presets_answer_while_it_is_open(
    open_panel: MainWindow, key: Qt.Key
) -> None:
    before = voi(open_panel)
    QTest.keyClick(open_panel.window_panel, Qt.Key.Key_3)
    assert voi(open_panel) != before
    QTest.keyClick(open_panel.window_panel, key)
    assert not open_panel.window_panel.isVisible()
    assert open_panel.focusWidget() is open_panel.viewer_panel.view


def test_a_colour_film_closes_it_and_so_does_no_film(
    open_panel: MainWindow, files: FakeFiles, qtbot: QtBot
) -> None:
    path = Path("/films/colour.png")
    rgb = np.zeros((200, 300, 3), np.uint8)
    files.films[path.name] = Radiograph(rgb, Photometric.RGB, 8, radiograph(path).instance)
    show(open_panel, qtbot, path)
    assert not open_panel.window_panel.isVisible()
    show(open_panel, qtbot, FILM)
    QTest.keyClick(open_panel, Qt.Key.Key_W)
    open_panel.actions_table["close_all"].trigger()
    assert not open_panel.window_panel.isVisible()


def test_typed_centre_and_width_are_taken(open_panel: MainWindow) -> None:
    type_into(open_panel.window_panel.center, "1500")
    type_into(open_panel.window_panel.width_box, "800")
    assert (voi(open_panel).center, voi(open_panel).width) == (1500, 800)


def test_typed_black_and_white_are_taken_unless_they_cross(open_panel: MainWindow) -> None:
    panel = open_panel.window_panel
    type_into(panel.low, "1000")
    type_into(panel.high, "2000")
    assert window_ends(voi(open_panel)) == (1000, 2000)
    type_into(panel.low, "2500")
    assert window_ends(voi(open_panel)) == (1000, 2000)
    assert panel.low.value() == 1000


def test_a_sigmoid_can_be_chosen(open_panel: MainWindow) -> None:
    before = pixels(open_panel.viewer_panel.view)
    function = open_panel.window_panel.function
    function.setCurrentIndex(function.findData(VoiFunction.SIGMOID))
    function.activated.emit(function.currentIndex())
    assert voi(open_panel).function is VoiFunction.SIGMOID
    assert (pixels(open_panel.viewer_panel.view) != before).any()


def test_the_ends_of_the_window_can_be_dragged_on_the_histogram(open_panel: MainWindow) -> None:
    panel = open_panel.window_panel
    type_into(panel.low, "1000")
    type_into(panel.high, "3000")
    plot = panel.plot
    start = QPoint(round(plot.x_of(3000)), 40)
    drag(plot, start, QPoint(round(plot.x_of(2000)) - start.x(), 0))
    low, high = window_ends(voi(open_panel))
    assert low == pytest.approx(1000)
    assert high == pytest.approx(2000, abs=40)


def test_a_drawn_region_gets_the_whole_grey_scale(
    window: MainWindow, files: FakeFiles, qtbot: QtBot
) -> None:
    stored = np.full((700, 700), 4000, np.uint16)
    stored[100:300, 100:300] = np.linspace(500, 900, 200, dtype=np.uint16)
    files.films["film.dcm"] = radiograph(FILM, stored=stored)
    show(window, qtbot, FILM)
    geometry = window.viewer.geometry
    start, end = (
        QPoint(*map(round, geometry.to_view(p))) for p in ((105.0, 105.0), (295.0, 295.0))
    )
    before = voi(window)
    QTest.keyClick(window, Qt.Key.Key_W, Qt.KeyboardModifier.ShiftModifier)
    drag(window.viewer_panel.view, start, end - start)
    assert window_ends(voi(window)) == pytest.approx((510, 890), abs=15)
    # Only the next drag draws; the one after it changes the window again.
    drag(window.viewer_panel.view, start, QPoint(50, 0))
    assert voi(window).width > 380
    assert voi(window) != before


@pytest.mark.parametrize(
    ("start", "end"), [((300.0, -16.0), (500.0, -2.0)), ((105.0, 105.0), (295.0, 295.0))]
)
def test_a_region_without_any_values_leaves_the_window(
    window: MainWindow,
    files: FakeFiles,
    qtbot: QtBot,
    start: tuple[float, float],
    end: tuple[float, float],
) -> None:
    """Beside the film, or on nothing but padding."""
    stored = np.full((700, 700), 2000, np.uint16)
    stored[100:300, 100:300] = 0
    files.films["film.dcm"] = replace(radiograph(FILM, stored=stored), padding=(0, 0))
    show(window, qtbot, FILM)
    before = voi(window)
    corners = [QPoint(*map(round, window.viewer.geometry.to_view(p))) for p in (start, end)]
    assert window.viewer_panel.view.rect().contains(corners[0])
    QTest.keyClick(window, Qt.Key.Key_W, Qt.KeyboardModifier.ShiftModifier)
    drag(window.viewer_panel.view, corners[0], corners[1] - corners[0])

    assert voi(window) == before


@pytest.mark.parametrize("button", [Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton])
def test_other_buttons_zoom_and_pan_before_the_region_is_drawn(
    film_window: MainWindow, button: Qt.MouseButton
) -> None:
    view = film_window.viewer_panel.view
    window, geometry = voi(film_window), film_window.viewer.geometry
    QTest.keyClick(film_window, Qt.Key.Key_W, Qt.KeyboardModifier.ShiftModifier)
    drag(view, view.rect().center(), QPoint(60, 50), button=button)
    assert voi(film_window) == window
    assert film_window.viewer.geometry != geometry

    drag(view, view.rect().center(), QPoint(60, 50))  # the region is still to be drawn
    assert voi(film_window).explanation == "auto"


def test_small_values_are_told_with_the_decimals_they_differ_by(
    window: MainWindow, files: FakeFiles, qtbot: QtBot
) -> None:
    film = radiograph(FILM, stored=np.full((700, 700), 500, np.uint16))
    files.films["film.dcm"] = replace(
        film, modality=Rescale(0.001, 0.0), voi=(Window(0.4, 0.6, VoiFunction.LINEAR_EXACT),)
    )
    show(window, qtbot, FILM)
    assert "W 0.600  L 0.400" in window.viewer.corners().bottom_left
    QTest.keyClick(window, Qt.Key.Key_W)
    panel = window.window_panel
    assert (panel.center.text(), panel.width_box.text()) == ("0.400", "0.600")
    type_into(panel.width_box, "0.25")
    assert voi(window) == Window(0.4, 0.25, VoiFunction.LINEAR_EXACT)
    test_every_figure_has_room_in_its_box(window)


def test_escape_leaves_the_region_undrawn(film_window: MainWindow) -> None:
    view = film_window.viewer_panel.view
    before = voi(film_window)
    QTest.keyClick(film_window, Qt.Key.Key_W, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(view, Qt.Key.Key_Escape)
    QTest.mouseClick(view, LEFT, pos=view.rect().center())
    assert voi(film_window) == before


def test_a_preset_can_be_changed_and_is_remembered(
    open_window: Callable[..., MainWindow],
    reader: FakeFilmReader,
    settings: FakeSettings,
    qtbot: QtBot,
) -> None:
    first = open_window(reader)
    show(first, qtbot, FILM)
    type_into(first.window_panel.low, "800")
    type_into(first.window_panel.high, "1600")
    first.window_panel.preset_kept.emit("lung")
    first.close()
    qtbot.waitUntil(lambda: not first.isVisible())
    second = open_window(reader)
    show(second, qtbot, FILM)
    QTest.keyClick(second, Qt.Key.Key_3)
    assert window_ends(voi(second)) == pytest.approx((800, 1600), rel=0.01)
    restore = next(
        b for b in second.window_panel.findChildren(QPushButton) if b.text() == "Restore presets"
    )
    QTest.mouseClick(restore, LEFT)
    assert second.state.presets == CHEST_PRESETS


@pytest.mark.parametrize("stored", ["", "[]", "{}", '{"id": "lung"}', "not json"])
def test_foreign_presets_leave_those_of_lungdesk(
    open_window: Callable[..., MainWindow], settings: FakeSettings, stored: str
) -> None:
    settings.settings = Settings(presets=(stored,))
    assert open_window(None).state.presets == CHEST_PRESETS


@pytest.mark.parametrize("photometric", [Photometric.MONOCHROME1, Photometric.MONOCHROME2])
def test_a_kept_preset_gives_the_window_it_was_kept_from(photometric: Photometric) -> None:
    shot = radiograph(photometric=photometric)
    counted = histogram(shot)
    wanted = Window(1200.0, 700.0, VoiFunction.LINEAR_EXACT)
    kept = preset_of(wanted, CHEST_PRESETS[1], shot, counted)
    assert window_ends(preset_window(shot, kept, counted)) == pytest.approx(
        (850, 1550), abs=11
    )  # the values of the film are 10 apart


def test_a_colour_film_has_no_window(window: MainWindow, files: FakeFiles, qtbot: QtBot) -> None:
    path = Path("/films/colour.png")
    rgb = np.zeros((200, 300, 3), np.uint8)
    files.films[path.name] = Radiograph(rgb, Photometric.RGB, 8, radiograph(path).instance)
    show(window, qtbot, path)
    for key in (Qt.Key.Key_W, Qt.Key.Key_3, Qt.Key.Key_1):
        QTest.keyClick(window, key)
    assert not window.window_panel.isVisible()


def test_key_2_goes_round_what_the_file_offers_and_names_it(
    window: MainWindow, files: FakeFiles, qtbot: QtBot
) -> None:
    table = LookupTable(0, np.arange(4096, dtype=np.uint16), 12, "THORAX")
    offers = (Window(2048.0, 4096.0), Window(1000.0, 500.0, explanation="LUNG"), table)
    files.films["film.dcm"] = radiograph(FILM, voi=offers)
    show(window, qtbot, FILM)
    action = window.actions_table["preset_dicom"]
    button = next(b for b in window.window_panel.findChildren(QPushButton) if "DICOM" in b.text())
    words = [action.text().replace("&", "")]
    for offer in (offers[1], offers[2], offers[0]):
        QTest.keyClick(window, Qt.Key.Key_2)
        look = window.viewer.look
        assert look is not None
        assert look.voi is offer
        words.append(action.text().replace("&", ""))
        assert button.text() == words[-1].removeprefix("Window: ")
    assert words == [
        "Window: From DICOM: DICOM 1 (1 of 3)",
        "Window: From DICOM: LUNG (2 of 3)",
        "Window: From DICOM: THORAX (3 of 3)",
        "Window: From DICOM: DICOM 1 (1 of 3)",
    ]
    assert window.progress_strip.words == "Window of the file: DICOM 1 (1 of 3)."

    QTest.keyClick(window, Qt.Key.Key_2)
    drag(window.viewer_panel.view, window.viewer_panel.view.rect().center(), QPoint(30, 0))
    assert button.text() == "From DICOM"
    QTest.keyClick(window, Qt.Key.Key_2)
    assert voi(window) is offers[0]


def test_a_single_window_of_the_file_has_no_number(film_window: MainWindow) -> None:
    before = voi(film_window)
    QTest.keyClick(film_window, Qt.Key.Key_3)
    QTest.keyClick(film_window, Qt.Key.Key_2)
    assert voi(film_window) is before
    assert film_window.actions_table["preset_dicom"].text() == "Window: From &DICOM"
