"""The training wizard on drawn films, led to one of its pages."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from lungdesk.gui.main_window import MainWindow
from lungdesk.gui.training.data_state import DataState
from lungdesk.gui.training.draft_state import DraftState
from lungdesk.gui.training.page_context import PageContext
from lungdesk.gui.training.training_view import Page
from lungdesk.gui.training.wizard import Wizard
from lungdesk.gui.window_services import Shared
from lungdesk.services.paths import AppPaths
from lungdesk.services.training.draft import BackboneChoice, DataChoice
from lungdesk.services.training.draft_store import DraftStore

#: A busy computer may take long for what is done in a moment else.
WAIT_MS = 30_000


def opened_wizard(window: MainWindow, qtbot: QtBot) -> Wizard:
    """The wizard of a window."""
    window.features.training.open()
    qtbot.waitUntil(lambda: window.features.training.wizard is not None, timeout=WAIT_MS)
    wizard = window.features.training.wizard
    assert wizard is not None
    qtbot.waitExposed(wizard.view)
    return wizard


@contextmanager
def page_context(window: MainWindow, data: Path, qtbot: QtBot) -> Iterator[PageContext]:
    """What pages are made of without a wizard, with films and two backbones chosen.

    It is left when all that was chosen is on the disk.
    """
    paths = AppPaths.default()
    services = window.features.training._shared.services
    shared = Shared(services, window.bridge, window.messages)
    store = DraftStore.of(paths)
    draft = DraftState(store.new(), store, shared, window)
    draft.change(
        data=DataChoice(source=data, location=data),
        backbones=(BackboneChoice("efficientnet_lite0"), BackboneChoice("vgg16")),
    )
    yield PageContext(
        *(draft, DataState(draft, shared), shared, window.state, paths),
        *(window.open_paths, window.features.active_model),
    )
    qtbot.waitUntil(lambda: draft.is_saved and not window.bridge.is_busy)


def show_alone(panel: QWidget, qtbot: QtBot) -> None:
    """Show the panel of a page as large as the wizard has it."""
    qtbot.addWidget(panel)
    panel.resize(1030, 560)
    panel.show()


def choose_films(wizard: Wizard, folder: Path, qtbot: QtBot) -> None:
    """Choose films on the first page, and wait until they are known."""
    page = wizard.pages[0]
    page.data.choose(folder)  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: page.problem() is None, timeout=WAIT_MS)


def show_page(wizard: Wizard, name: str) -> Page:
    """Go to a page."""
    number = [page.name for page in wizard.pages].index(name)
    wizard.show_step(number)
    return wizard.pages[number]


def close(wizard: Wizard, qtbot: QtBot) -> None:
    """Close the wizard when all that was chosen is on the disk."""
    wizard.view.close()
    qtbot.waitUntil(lambda: wizard.draft.is_saved, timeout=WAIT_MS)


def click(widget: QWidget) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def type_into(widget: QWidget, text: str) -> None:
    """Replace what stands in a field, and press Enter."""
    widget.setFocus()
    QTest.keySequence(widget, "Ctrl+A")
    QTest.keyClicks(widget, text) if text else QTest.keyClick(widget, Qt.Key.Key_Delete)
    QTest.keyClick(widget, Qt.Key.Key_Return)


def undo(state: DraftState) -> None:
    assert state.can_undo
    state.undo()
