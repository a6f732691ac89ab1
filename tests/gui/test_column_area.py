"""Words of a column wrap; nothing in it is squeezed for them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from lungdesk.core.labels import CHEST_LABELS
from lungdesk.gui.training.preparation_panel import PreparationPanel
from lungdesk.gui.widgets.balance_bars import BalanceRow
from lungdesk.gui.widgets.column_area import ColumnArea
from lungdesk.gui.widgets.probability_bars import Bar, ProbabilityBars
from lungdesk.gui.widgets.text_label import text_label

_LONG = "Of the twenty films that are nearest, all were called by the same name. " * 3


@pytest.fixture
def column(qtbot: QtBot) -> Iterator[tuple[ColumnArea, ProbabilityBars, QLabel]]:
    """Something of a fixed height above words, in a place that is too low for both."""
    place = QWidget()
    qtbot.addWidget(place)
    body = QWidget(place)
    layout = QVBoxLayout(body)
    fixed, words = ProbabilityBars(body), text_label(body, "Few.")
    fixed.show_bars(tuple(Bar(label.name, "#888888", 0.2) for label in CHEST_LABELS.labels))
    layout.addWidget(fixed)
    layout.addWidget(words)
    area = ColumnArea(body, place)
    area.resize(200, 150)
    place.show()
    yield area, fixed, words
    place.close()


def test_words_that_come_later_take_their_room_from_nothing(
    column: tuple[ColumnArea, ProbabilityBars, QLabel], qtbot: QtBot
) -> None:
    area, fixed, words = column

    words.setText(_LONG)

    qtbot.waitUntil(lambda: words.height() >= words.heightForWidth(words.width()))
    assert fixed.height() >= fixed.sizeHint().height()
    assert area.verticalScrollBar().maximum() > 0


def test_a_narrower_place_makes_the_column_higher(
    column: tuple[ColumnArea, ProbabilityBars, QLabel], qtbot: QtBot
) -> None:
    area, fixed, words = column
    words.setText(_LONG)
    qtbot.waitUntil(lambda: words.height() >= words.heightForWidth(words.width()))
    before = words.height()

    area.resize(120, 150)

    qtbot.waitUntil(lambda: words.height() > before)
    assert words.height() >= words.heightForWidth(words.width())
    assert fixed.height() >= fixed.sizeHint().height()


def test_settings_that_are_higher_than_their_page_can_be_scrolled_to(qtbot: QtBot) -> None:
    panel = PreparationPanel()
    qtbot.addWidget(panel)
    names = CHEST_LABELS.names
    panel.bars.show_rows(tuple(BalanceRow(name, "#888888", 14, 14.0) for name in names))
    panel.resize(1000, 420)
    panel.show()
    area = panel.findChild(ColumnArea)
    assert area is not None

    area.verticalScrollBar().setValue(area.verticalScrollBar().maximum())

    assert panel.bars.height() >= panel.bars.sizeHint().height()
    end = panel.bars.mapTo(panel, panel.bars.rect().bottomLeft())
    assert panel.rect().contains(end)
