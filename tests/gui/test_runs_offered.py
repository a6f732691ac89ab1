"""Runs that are known are offered: nobody has to look for their folders."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from lungdesk.gui.main_window import MainWindow
from lungdesk.services.paths import AppPaths
from tests.unit.services.run_folders import write_run

PATIENCE_MS = 120_000


def test_what_was_trained_here_is_offered_and_compared(window: MainWindow, qtbot: QtBot) -> None:
    runs = AppPaths.default().trainings / "2026-01-01-1" / "runs"
    write_run(runs / "sharp", 2.6, 1)
    write_run(runs / "dull", 2.3, 2)
    window.actions_table["compare_runs"].trigger()
    dialog = window.features.runs.dialog
    assert dialog is not None
    buttons = dialog.panel.notice.findChildren(QPushButton)
    (offered,) = [one for one in buttons if one.text() == "Trained here"]
    qtbot.waitUntil(offered.isVisible)

    QTest.mouseClick(offered, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: dialog.panel.shows_results, timeout=PATIENCE_MS)

    assert dialog.runs.text().startswith("2 runs: ")
    assert {"sharp", "dull"} <= {row.name for row in dialog.panel.model.rows}
    assert not offered.isVisible()
