"""Pixel padding on the screen: black, whatever its values, and no part of the image beside it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from lungdesk.core.radiograph import Photometric, Radiograph, Window
from lungdesk.gui.film import Film, prepare
from lungdesk.gui.main_window import MainWindow
from tests.gui.conftest import FILM, drag, middle, pixels, show
from tests.gui.fakes import FakeFiles, radiograph

ALT = Qt.KeyboardModifier.AltModifier
#: Of the image, which ends there, in a film of 900 x 900.
FIRST, LAST = 203, 695


def padded(
    value: int = 65535, *, photometric: Photometric = Photometric.MONOCHROME2, **facts: Any
) -> Radiograph:
    """A film with values of 1000 to 3000 and padding on all sides."""
    noise = np.random.default_rng(0).integers(1000, 3000, (900, 900), dtype=np.uint16)
    stored = np.full_like(noise, value)
    stored[FIRST : LAST + 1, FIRST : LAST + 1] = noise[FIRST : LAST + 1, FIRST : LAST + 1]
    film = radiograph(FILM, stored=stored, photometric=photometric, voi=(Window(2500, 5000),))
    return replace(film, padding=(value, value), **facts)


def opened(window: MainWindow, files: FakeFiles, qtbot: QtBot, film: Radiograph) -> None:
    files.films["film.dcm"] = film
    show(window, qtbot, FILM)


def row_of_the_film(window: MainWindow) -> NDArray[np.uint8]:
    """What is seen along the middle of the view."""
    view = window.viewer_panel.view
    return pixels(view)[view.height() // 2, :, 0]


@pytest.mark.parametrize("photometric", [Photometric.MONOCHROME1, Photometric.MONOCHROME2])
def test_padding_is_black_whatever_its_value_would_be(
    window: MainWindow, files: FakeFiles, qtbot: QtBot, photometric: Photometric
) -> None:
    value = 60 if photometric is Photometric.MONOCHROME1 else 4900
    opened(window, files, qtbot, padded(value, photometric=photometric))
    x = round(window.viewer.geometry.to_view((100.0, 450.0))[0])
    assert row_of_the_film(window)[x] == 0
    QTest.keyClick(window, Qt.Key.Key_P, ALT)
    assert row_of_the_film(window)[x] > 200
    QTest.keyClick(window, Qt.Key.Key_P, ALT)
    assert row_of_the_film(window)[x] == 0


@pytest.mark.parametrize("is_inverted", [False, True])
@pytest.mark.parametrize("degrees", [0, 90, 3])
@pytest.mark.parametrize("notches", [0, 2, -6])
def test_no_line_runs_along_the_padding(
    window: MainWindow,
    files: FakeFiles,
    qtbot: QtBot,
    notches: int,
    degrees: int,
    is_inverted: bool,
) -> None:
    """Enlarged, reduced, turned: nothing is brighter than the image, which 153 ends."""
    opened(window, files, qtbot, padded())
    for _ in range(abs(notches)):
        QTest.keyClick(window, Qt.Key.Key_Plus if notches > 0 else Qt.Key.Key_Minus)
    for _ in range(degrees if degrees < 90 else 1):
        shift = Qt.KeyboardModifier.ShiftModifier if degrees < 90 else Qt.KeyboardModifier(0)
        QTest.keyClick(window, Qt.Key.Key_R, shift)
    if is_inverted:
        QTest.keyClick(window, Qt.Key.Key_I)
    row = row_of_the_film(window)
    assert 90 < row.max() < (225 if is_inverted else 175)  # cubic enlarging goes a little beyond
    scale = window.viewer.geometry.scale
    assert (row > 40).sum() == pytest.approx((LAST + 1 - FIRST) * scale, abs=3 + scale)


def test_the_mouse_changes_the_window_by_the_values_of_the_image(
    window: MainWindow, files: FakeFiles, qtbot: QtBot
) -> None:
    opened(window, files, qtbot, padded())
    view = window.viewer_panel.view
    drag(view, middle(view), QPoint(100, 0))
    look = window.viewer.look
    assert look is not None
    assert isinstance(look.voi, Window)
    assert 5000 + 100 < look.voi.width < 5000 + 100 * 2000 / 1024


def cells(film: Film, level: int) -> tuple[NDArray[Any], NDArray[np.bool_]]:
    return film.levels[level], film.padding[level]


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.int16, np.int32])
def test_reduced_copies_keep_image_and_padding_apart(dtype: type[np.generic]) -> None:
    stored = np.full((801, 901), 50, dtype)
    stored[:, :301] = 120
    film = prepare(replace(radiograph(stored=stored), padding=(120, 125)))
    assert len(film.levels) == len(film.padding) == 3
    for level in range(3):
        values, padding = cells(film, level)
        assert values.dtype == dtype
        assert values.shape == padding.shape
        assert (values[padding] == 120).all()
        assert (values[~padding] == 50).all()
        assert padding[0].sum() == 301 >> level


def test_a_cell_is_the_mean_of_what_is_image_in_it() -> None:
    stored = np.full((800, 800), 4095, np.uint16)
    stored[0:2, 0:2] = [[10, 4095], [20, 33]]
    values, padding = cells(prepare(replace(radiograph(stored=stored), padding=(4095, 4095))), 1)
    assert values[0, 0] == 21
    assert not padding[0, 0]
    assert padding.sum() == padding.size - 1


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.int16, np.int32])
def test_image_takes_the_place_of_padding_beside_it_once_for_all_views(
    dtype: type[np.integer[Any]],
) -> None:
    least = 0 if np.iinfo(dtype).min == 0 else -50
    stored = np.full((801, 901), least + 9, dtype)
    stored[:, :304] = 120
    film = prepare(replace(radiograph(stored=stored), padding=(120, 125)))
    for level, filled in enumerate(film.filled):
        image = 304 >> level
        assert filled.dtype == dtype
        assert (filled[:, image - 2 :] == least + 9).all()
        assert (film.levels[level][:, :image] == 120).all()


def test_films_without_padding_have_no_masks_and_those_of_nothing_else_are_shown() -> None:
    assert prepare(replace(radiograph(), padding=(60_000, 60_000))).padding == ()
    flat = prepare(replace(radiograph(stored=np.full((900, 900), 7, np.uint16)), padding=(7, 7)))
    assert flat.padding[-1].all()
    assert flat.value_range > 0
