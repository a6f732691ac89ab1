"""A row of films under their heatmaps, in little room."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from lungdesk.core.labels import CHEST_LABELS
from lungdesk.gui.widgets.heat_row import HeatFilm, HeatRow
from tests.gui.conftest import pixels


def test_what_a_model_says_is_not_cut_off_below_a_small_film(qtbot: QtBot) -> None:
    film = QImage(64, 64, QImage.Format.Format_Grayscale8)
    film.fill(0)
    row = HeatRow()
    qtbot.addWidget(row)
    row.resize(430, row.heightForWidth(430))

    def shown(said: str) -> np.ndarray:
        one = HeatFilm(
            "Neumonía bacteriana", "#888888", said, False, film, None, QRectF(0, 0, 1, 1)
        )
        row.show_films((one,) * len(CHEST_LABELS))
        row.show()
        return pixels(row)

    assert np.any(shown("98 % Neumonía bacteriana") != shown("98 % Neumonía"))
