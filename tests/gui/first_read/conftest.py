"""Two films that are read blinded, and the workspace that keeps what was said."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from lungdesk.gui.main_window import MainWindow
from lungdesk.services.workspace.desk import WorkspaceDesk
from tests.gui.conftest import FILM, show
from tests.gui.fakes import FakeFilmReader
from tests.gui.first_reads import OTHER


@pytest.fixture
def blinded(
    open_window: Callable[..., MainWindow],
    reader: FakeFilmReader,
    desk: WorkspaceDesk,
    qtbot: QtBot,
) -> MainWindow:
    """Two films, read blinded; the first is on the screen."""
    window = open_window(reader, workspace=desk)
    window.actions_table["blinded"].trigger()
    window.actions_table["heatmap"].setChecked(True)
    show(window, qtbot, FILM, OTHER)
    return window
