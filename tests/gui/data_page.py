"""The acts of a user's hand on the Data page of the training wizard."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QWidget
from pytestqt.qtbot import QtBot

from lungdesk.gui.training.data_panel import DataPanel
from lungdesk.gui.training.data_presenter import DataPresenter
from lungdesk.gui.training.wizard import Wizard
from lungdesk.services.training.draft import DataChoice


def page_of(wizard: Wizard) -> DataPresenter:
    page = wizard.pages[0]
    assert isinstance(page, DataPresenter)
    return page


def click(widget: QWidget) -> None:
    assert widget.isVisible()
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def choose(page: DataPresenter, source: Path, qtbot: QtBot) -> None:
    page.data.choose(source)
    settle(page, qtbot)


def settle(page: DataPresenter, qtbot: QtBot) -> None:
    """Until the page shows what the draft says, and the draft is on the disk."""

    def is_settled() -> bool:
        state = page._draft
        known = page.data.is_current or page.data.error is not None
        return known and not page.data.is_reading and state.is_saved

    qtbot.waitUntil(is_settled, timeout=20_000)


def totals(panel: DataPanel) -> dict[str, int]:
    return {row.name: sum(row.counts) for row in panel.counts.rows}


def part(panel: DataPanel, number: int) -> int:
    return sum(row.counts[number] for row in panel.counts.rows)


def rgb(name: str) -> NDArray[np.int64]:
    colour = QColor(name)
    return np.array([colour.red(), colour.green(), colour.blue()])


def mean(box: QComboBox, text: str) -> None:
    """Choose by keyboard."""
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Home)
    while box.currentText() != text:
        before = box.currentIndex()
        QTest.keyClick(box, Qt.Key.Key_Down)
        assert box.currentIndex() != before, f"{text} is not offered"
    box.activated.emit(box.currentIndex())


def stored(page: DataPresenter) -> DataChoice:
    """What a LungDesk that is started now would find."""
    return page._draft.store.latest().data
