from dataclasses import replace
from pathlib import Path

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from lungdesk.core.imaging.overlay import overlay_mask
from lungdesk.core.radiograph import OverlayPlane, Radiograph, RectangularShutter
from lungdesk.formats.reader import read_radiograph
from lungdesk.gui import theme
from lungdesk.gui.main_window import MainWindow
from tests.gui.conftest import FILM, pixels, show
from tests.gui.fakes import FakeFiles, radiograph

ALT = Qt.KeyboardModifier.AltModifier


def grey_film(**fields: object) -> Radiograph:
    film = radiograph(FILM, stored=np.full((700, 700), 2000, np.uint16))
    return replace(film, **fields)  # type: ignore[arg-type] # named in each test


def opened(window: MainWindow, files: FakeFiles, qtbot: QtBot, film: Radiograph) -> None:
    files.films["film.dcm"] = film
    show(window, qtbot, FILM)


def seen_at(window: MainWindow, film_point: tuple[float, float]) -> list[int]:
    x, y = window.viewer.geometry.to_view(film_point)
    colour: list[int] = pixels(window.viewer_panel.view)[round(y), round(x)].tolist()
    return colour


def test_overlays_of_a_real_file_lie_where_pydicom_has_them(
    window: MainWindow, files: FakeFiles, qtbot: QtBot, sample_films: Path
) -> None:
    film = read_radiograph(sample_films / "MR-SIEMENS-DICOM-WithOverlays.dcm")
    opened(window, files, qtbot, film)
    window.actions_table["actual_size"].trigger()
    view = window.viewer_panel.view
    shown = pixels(view)
    QTest.keyClick(window, Qt.Key.Key_Y)
    bare = pixels(view)
    changed = (shown != bare).any(axis=2)
    mask = np.logical_or.reduce([overlay_mask(film, plane) for plane in film.overlays])
    assert mask.any()
    left, top = (round(p) for p in window.viewer.geometry.to_view((0.0, 0.0)))
    part = changed[top : top + film.rows, left : left + film.columns]
    # Words in the corners lie over a few of its pixels.
    inner = (slice(60, -60), slice(60, -60))
    assert mask[inner].any()
    assert np.array_equal(part[inner], mask[inner])
    QTest.keyClick(window, Qt.Key.Key_Y)
    assert (pixels(view) == shown).all()


def test_thin_lines_of_an_overlay_stay_on_a_film_that_is_reduced(
    window: MainWindow, files: FakeFiles, qtbot: QtBot
) -> None:
    side, columns = 3000, range(300, 2700, 97)
    mask = np.zeros((side, side), np.bool_)
    mask[:, columns] = True
    plane = OverlayPlane(0x6000, side, side, np.packbits(mask, bitorder="little").tobytes())
    film = radiograph(FILM, stored=np.full((side, side), 2000, np.uint16))
    opened(window, files, qtbot, replace(film, overlays=(plane,)))
    view = window.viewer_panel.view
    for _step in range(4):
        shown = pixels(view).astype(int)
        QTest.keyClick(window, Qt.Key.Key_Y)
        change = np.abs(shown - pixels(view)).max(axis=2)[view.height() // 2]
        QTest.keyClick(window, Qt.Key.Key_Y)
        for column in columns:
            x = round(window.viewer.geometry.to_view((column + 0.5, side / 2))[0])
            assert change[x - 2 : x + 3].max() > 40
        QTest.keyClick(window, Qt.Key.Key_Minus)


def test_a_shutter_covers_what_is_no_image_until_it_is_lifted(
    window: MainWindow, files: FakeFiles, qtbot: QtBot
) -> None:
    shutter = RectangularShutter(left=200, right=500, top=200, bottom=500)
    opened(window, files, qtbot, grey_film(shutters=(shutter,)))
    assert seen_at(window, (100.0, 350.0)) == [0, 0, 0]
    inside = seen_at(window, (350.0, 350.0))
    assert inside != [0, 0, 0]
    QTest.keyClick(window, Qt.Key.Key_S, ALT)
    assert seen_at(window, (100.0, 350.0)) == inside


def test_local_contrast_is_marked_as_processed_and_taken_back(
    window: MainWindow, files: FakeFiles, qtbot: QtBot
) -> None:
    noise = np.random.default_rng(0).integers(1900, 2100, (700, 700), dtype=np.uint16)
    opened(window, files, qtbot, radiograph(FILM, stored=noise))
    view = window.viewer_panel.view
    before = pixels(view)
    QTest.keyClick(window, Qt.Key.Key_E)
    processed = pixels(view)
    middle = (slice(200, 500), slice(200, 500))
    assert processed[middle].std() > 1.2 * before[middle].std()
    assert "Processed: local contrast" in view.corners.bottom_left
    QTest.keyClick(window, Qt.Key.Key_E)
    assert (pixels(view) == before).all()


def test_marks_of_the_file_have_the_colour_of_marks() -> None:
    assert theme.contrast(theme.ON_FILM.mark, theme.FILM) > 4.5
