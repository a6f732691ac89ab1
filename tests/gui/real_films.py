"""Films made for a test, written as DICOM and opened in the window from the disk."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydicom.dataset import Dataset
from pytestqt.qtbot import QtBot

from lungdesk.core.radiograph import Radiograph, Window
from lungdesk.formats.reader import read_radiograph
from lungdesk.gui.main_window import MainWindow
from lungdesk.gui.state import Phase
from tests.gui.conftest import pixels, show
from tests.gui.watched_files import WatchedFiles
from tests.unit.formats.builders import write_dicom

_ROWS, _COLUMNS = 450, 600


@dataclass
class RealFiles(WatchedFiles):
    """Files that are read from the disk."""

    def _made(self, path: Path) -> Radiograph:
        return read_radiograph(path)


def ramp(most: int = 4095) -> NDArray[np.uint16]:
    """Film whose values rise from 0 at the left to ``most`` at the right."""
    row = np.linspace(0, most, _COLUMNS).astype(np.uint16)
    return np.repeat(row[None, :], _ROWS, axis=0)


def s_curve(entries: int, rises_at: float, width: float) -> NDArray[np.uint16]:
    """Entries of a VOI LUT as a digital detector writes it."""
    inputs = np.arange(entries, dtype=np.float64)
    outputs = 1 / (1 + np.exp(-4 * (inputs - rises_at) / width))
    return np.rint(outputs * 65535).astype(np.uint16)


def voi_lut(values: NDArray[np.uint16]) -> list[Dataset]:
    """VOI LUT Sequence with one table from 0 on."""
    item = Dataset()
    item.LUTDescriptor = [values.size % 65536, 0, 16]
    item.add_new("LUTData", "OW", values.tobytes())
    return [item]


def open_film(
    window: MainWindow,
    qtbot: QtBot,
    path: Path,
    *,
    stored: NDArray[np.uint16] | None = None,
    **elements: Any,
) -> None:
    """Write a film (a `ramp` unless stated), open it and wait until it has been read."""
    show(window, qtbot, write_dicom(path, ramp() if stored is None else stored, **elements))


def greys(window: MainWindow, *values: float) -> list[int]:
    """What is on the screen where a `ramp` has these stored values."""
    view, film = window.viewer_panel.view, window.viewer.film
    assert film is not None
    row = film.radiograph.stored_values[0].astype(np.int64)
    shown = pixels(view)[view.height() // 2, :, 0]
    columns = (int(np.abs(row - value).argmin()) for value in values)
    places = (window.viewer.geometry.to_view((column + 0.5, _ROWS / 2)) for column in columns)
    return [int(shown[int(x)]) for x, _ in places]


def seen_window(window: MainWindow) -> Window:
    """The window that the film is looked at through."""
    look = window.viewer.look
    assert look is not None
    assert isinstance(look.voi, Window)
    return look.voi


def failure_of(window: MainWindow, qtbot: QtBot, path: Path) -> str:
    """Everything the window says where a film would be that cannot be shown."""
    window.open_paths((path,))
    qtbot.waitUntil(lambda: window.state.film.phase is Phase.FAILED)
    notice = window.viewer_panel.failure
    assert notice.isVisible()
    return f"{notice.accessibleName()}. {notice.accessibleDescription()}"
