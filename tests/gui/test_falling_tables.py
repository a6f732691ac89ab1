"""Films whose tables show high values dark: what is dark stays dark, whatever the window."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from lungdesk.core.radiograph import Window
from lungdesk.core.verdict import Correction, Decision, ReasonCode, Verdict
from lungdesk.gui.main_window import MainWindow
from tests.gui.conftest import drag, middle
from tests.gui.fakes import FakeFilmReader
from tests.gui.real_films import RealFiles, greys, open_film, s_curve, voi_lut

FALLING = s_curve(4096, 2000, 2500)[::-1].copy()
#: A film that is shown through a table that falls.
TURNED: tuple[dict[str, Any], ...] = (
    {"VOILUTSequence": voi_lut(FALLING)},
    {"WindowCenter": 2048, "WindowWidth": 4096, "PresentationLUTSequence": voi_lut(FALLING)},
)


@pytest.fixture
def files() -> RealFiles:
    return RealFiles()


def is_turned(window: MainWindow) -> bool:
    low, high = greys(window, 1200, 2900)
    return low > high


@pytest.mark.parametrize("elements", TURNED, ids=["voi", "presentation"])
@pytest.mark.parametrize("key", [Qt.Key.Key_1, Qt.Key.Key_3, Qt.Key.Key_5])
def test_a_preset_does_not_turn_the_film_round(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, elements: dict[str, Any], key: Qt.Key
) -> None:
    open_film(window, qtbot, tmp_path / "film.dcm", **elements)
    before = greys(window, 1000, 3000)
    assert is_turned(window)
    QTest.keyClick(window, key)
    assert is_turned(window)
    QTest.keyClick(window, Qt.Key.Key_2)  # as the file says
    assert greys(window, 1000, 3000) == before
    QTest.keyClick(window, Qt.Key.Key_I)
    QTest.keyClick(window, key)
    assert not is_turned(window)


@pytest.mark.parametrize("elements", TURNED, ids=["voi", "presentation"])
def test_the_lung_preset_spreads_what_is_shown_dark(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, elements: dict[str, Any]
) -> None:
    open_film(window, qtbot, tmp_path / "film.dcm", **elements)
    QTest.keyClick(window, Qt.Key.Key_3)
    look = window.viewer.look
    assert look is not None
    assert isinstance(look.voi, Window)
    assert look.voi.center > 2048


@pytest.mark.parametrize("elements", TURNED, ids=["voi", "presentation"])
def test_dragging_up_makes_it_brighter(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, elements: dict[str, Any]
) -> None:
    open_film(window, qtbot, tmp_path / "film.dcm", **elements)
    view = window.viewer_panel.view
    drag(view, middle(view), QPoint(0, -1))  # from a table to the window most like it
    before = np.array(greys(window, 1500, 2500))
    drag(view, middle(view), QPoint(0, -60))
    assert (np.array(greys(window, 1500, 2500)) > before).all()


@pytest.mark.parametrize("keys", ["", "3", "I"], ids=["alone", "preset", "inverted"])
@pytest.mark.parametrize("elements", TURNED, ids=["voi", "presentation"])
def test_a_film_inverted_by_its_table_is_mended_whatever_its_window(
    window: MainWindow,
    reader: FakeFilmReader,
    qtbot: QtBot,
    tmp_path: Path,
    elements: dict[str, Any],
    keys: str,
) -> None:
    offered = Correction(0, is_inverted=True)
    said = "The film is inverted."
    reader.verdicts["film.dcm"] = Verdict(Decision.REFUSED, ReasonCode.INVERTED, said, offered)
    open_film(window, qtbot, tmp_path / "film.dcm", **elements)
    view = window.viewer_panel.view
    drag(view, middle(view), QPoint(0, -1))  # from a table to the window most like it
    QTest.keyClicks(window, keys)

    with qtbot.waitSignal(window.reading_shown):
        QTest.mouseClick(window.explain_panel.gate.correct, Qt.MouseButton.LeftButton)

    assert not is_turned(window)
