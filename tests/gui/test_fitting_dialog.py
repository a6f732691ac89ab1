"""Large windows open on a small screen, whatever they are centred over."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from lungdesk.gui.widgets.fitting_dialog import FittingDialog


@pytest.mark.parametrize("corner", ["topLeft", "bottomRight"])
def test_a_window_that_is_wider_than_the_screen_opens_within_it(qtbot: QtBot, corner: str) -> None:
    room = QApplication.primaryScreen().availableGeometry()
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.resize(200, 100)
    parent.move(getattr(room, corner)())
    parent.show()
    dialog = FittingDialog(parent)
    qtbot.addWidget(dialog)
    dialog.resize(room.width() + 300, 200)
    dialog.show()
    qtbot.waitExposed(dialog)
    assert dialog.geometry().left() >= room.left()
    assert dialog.geometry().right() <= room.right()
