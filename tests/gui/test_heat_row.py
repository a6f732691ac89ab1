"""A row of films under their heatmaps, in little room."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from lungdesk.core.labels import CHEST_LABELS
from lungdesk.gui.widgets.heat_row import HeatFilm, HeatRow
from tests.gui.conftest import pixels


@pytest.mark.parametrize(("width", "height"), [(430, None), (900, None), (900, 160), (1200, 140)])
def test_what_a_model_says_is_not_cut_off_below_a_film(
    qtbot: QtBot, width: int, height: int | None
) -> None:
    film = QImage(64, 64, QImage.Format.Format_Grayscale8)
    film.fill(0)
    row = HeatRow()
    qtbot.addWidget(row)
    row.resize(width, height or row.heightForWidth(width))

    def shown(said: str) -> np.ndarray:
        one = HeatFilm(
            "Neumonía bacteriana", "#888888", said, False, film, None, QRectF(0, 0, 1, 1)
        )
        row.show_films((one,) * len(CHEST_LABELS))
        row.show()
        return pixels(row)

    assert np.any(shown("100 % Neumonía bacteriana") != shown("100 % Neumonía"))
