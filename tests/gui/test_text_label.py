"""Labels that say words."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from lungdesk.gui.widgets.text_label import text_label


@pytest.mark.parametrize(("number", "unit"), [("30", "%"), ("12", "mm"), ("1,024", "px")])
def test_a_number_and_its_unit_stay_on_one_line(qtbot: QtBot, number: str, unit: str) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    words = f"so far {number} {unit} of all"

    label = text_label(parent, words)
    label.setText(words)

    assert label.text() == words
    assert QLabel.text(label) == f"so far {number}\N{NO-BREAK SPACE}{unit} of all"
