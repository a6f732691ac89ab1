"""The Data page of a window that reads real files, and drawn films to choose there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from lungdesk.gui.main_window import MainWindow
from lungdesk.gui.training.data_panel import DataPanel
from lungdesk.gui.training.data_presenter import DataPresenter
from lungdesk.gui.training.wizard import Wizard
from lungdesk.services import studies
from tests.gui.data_page import page_of
from tests.gui.fakes import FakeFiles
from tests.gui.training_pages import opened_wizard
from tests.unit.services.drafts import drawn_folder

EACH = 8


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Eight films of each class, and a class folder that nobody knows."""
    made = drawn_folder(tmp_path_factory.mktemp("data") / "ours", each=EACH)
    (made / "Opacity").mkdir()
    for number, path in enumerate(sorted((made / "covid19").iterdir())):
        # No copies: something of its own after the picture's end.
        (made / "Opacity" / f"o{path.name}").write_bytes(path.read_bytes() + bytes([number]))
    return made


@pytest.fixture
def wizard(
    open_window: Callable[..., MainWindow], files: FakeFiles, qtbot: QtBot
) -> Iterator[Wizard]:
    """The wizard of a window that reads real files."""
    files.thumbnail = studies.thumbnail  # type: ignore[method-assign]
    window = open_window(None)
    yield opened_wizard(window, qtbot)
    assert window.features.training.wizard is not None
    window.features.training.wizard.view.close()


@pytest.fixture
def page(wizard: Wizard) -> DataPresenter:
    return page_of(wizard)


@pytest.fixture
def panel(page: DataPresenter) -> DataPanel:
    return page.panel
