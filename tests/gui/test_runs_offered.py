"""Runs that are known are offered: nobody has to look for their folders."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from lungdesk.gui import open_dialog
from lungdesk.gui.main_window import MainWindow
from lungdesk.services.paths import AppPaths
from tests.unit.services.model_copies import run_with_model
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


def test_runs_whose_folders_share_a_name_are_kept(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_with_model(tmp_path / "densenet201" / "fold-1", 2.3, 2)
    run_with_model(tmp_path / "vgg16" / "fold-1", 2.6, 1)
    monkeypatch.setattr(open_dialog, "ask_for_run", lambda *_: tmp_path)
    window.actions_table["compare_runs"].trigger()
    dialog = window.features.runs.dialog
    assert dialog is not None
    QTest.mouseClick(dialog.add, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: dialog.panel.shows_results, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: not window.bridge.is_busy, timeout=PATIENCE_MS)

    names = [row.name for row in dialog.panel.model.rows]
    QTest.keyClick(dialog.panel.list, Qt.Key.Key_Home)
    for _ in range(names.index("vgg16/fold-1")):
        QTest.keyClick(dialog.panel.list, Qt.Key.Key_Down)
    QTest.mouseClick(dialog.panel.keep.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not window.bridge.is_busy, timeout=PATIENCE_MS)

    kept = AppPaths.default().models / "vgg16-fold-1" / "head.npz"
    assert kept.read_bytes() == (tmp_path / "vgg16/fold-1/bundle/head.npz").read_bytes()
