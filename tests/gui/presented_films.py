"""Films with presentation states on the disk, and what the window shows of them."""

from __future__ import annotations

from pathlib import Path

import pydicom
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from lungdesk.core.annotation.annotation_set import AnnotationSet
from lungdesk.core.annotation.base import Annotation
from lungdesk.core.annotation.measurements import Length
from lungdesk.core.jobs import JobContext, NullContext
from lungdesk.core.presentation import DisplayedArea, ObjectTitle, Presentation
from lungdesk.core.radiograph import (
    Radiograph,
    VoiFunction,
    Window,
)
from lungdesk.formats.discovery import Discovery
from lungdesk.formats.reader import read_radiograph
from lungdesk.gui import open_dialog
from lungdesk.gui.main_window import MainWindow
from lungdesk.gui.presentations.choice_view import PresentationChoice
from lungdesk.services import studies
from lungdesk.services.film_files import read_film
from lungdesk.services.presentations import SavePresentationRequest, save_presentation
from lungdesk.services.studies import OpenRequest
from tests.gui.conftest import show
from tests.gui.real_films import RealFiles, ramp, seen_window
from tests.unit.formats.builders import write_dicom

CONTROL = Qt.KeyboardModifier.ControlModifier
LINE = Length(((100.0, 200.0), (500.0, 200.0)), name="nodule")
OWN = Length(((50.0, 60.0), (70.0, 80.0)), name="mine")
SEEN = Presentation(
    voi=Window(1000.0, 500.0, VoiFunction.LINEAR_EXACT),
    is_inverted=True,
    quarter_turns=1,
    area=DisplayedArea(100, 100, 400, 350),
    annotations=AnnotationSet((LINE,)),
)


class OpenedFiles(RealFiles):
    """Files and folders that are looked into and read on the disk."""

    def open_paths(self, request: OpenRequest, ctx: JobContext) -> Discovery:
        return studies.open_paths(request, ctx)

    def _made(self, path: Path) -> Radiograph:
        return read_film(path)


def stored_film(folder: Path) -> Path:
    """Write a film into a folder of its own."""
    folder.mkdir()
    return write_dicom(folder / "leg.dcm", ramp(), WindowCenter=2000, WindowWidth=1000)


def add_state(
    path: Path, film: Path, presentation: Presentation = SEEN, label: str = "one"
) -> Path:
    """Write a presentation state of a film."""
    request = SavePresentationRequest(path, read_radiograph(film), presentation, ObjectTitle(label))
    save_presentation(request, NullContext())
    return path


def change(path: Path, **elements: str) -> None:
    dataset = pydicom.dcmread(path)
    for keyword, value in elements.items():
        setattr(dataset, keyword, value)
    dataset.save_as(path)


def open_and_wait(window: MainWindow, qtbot: QtBot, path: Path) -> MainWindow:
    """Open something and wait until nothing happens any more."""
    show(window, qtbot, path)
    qtbot.waitUntil(lambda: not window.bridge.is_busy)
    return window


def save(window: MainWindow, qtbot: QtBot, patch: pytest.MonkeyPatch, target: Path) -> None:
    patch.setattr(open_dialog, "ask_where_to_save_presentation", lambda _parent, _name: target)
    with qtbot.waitSignal(window.bridge.idle):
        QTest.keyClick(window, Qt.Key.Key_S, CONTROL)


def load(window: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.bridge.idle):
        QTest.keyClick(window, Qt.Key.Key_L, CONTROL)


def choice_of(window: MainWindow) -> PresentationChoice:
    menu = window.findChild(PresentationChoice)
    assert menu is not None
    return menu


def choices(window: MainWindow) -> dict[str, bool]:
    """What the menu offers, and whether it is marked."""
    menu = choice_of(window)
    return {action.text(): action.isChecked() for action in menu.actions()}


def choose(window: MainWindow, words: str) -> None:
    menu = choice_of(window)
    next(action for action in menu.actions() if words in action.text()).trigger()


def drawn(window: MainWindow) -> tuple[Annotation, ...]:
    return window.annotations.annotations.annotations


def looks_as_stored(window: MainWindow) -> bool:
    look, geometry = window.viewer.look, window.viewer.geometry
    assert look is not None
    seen = seen_window(window)
    is_default = (seen.center, seen.width, look.is_inverted) == (2000, 1000, False)
    return is_default and geometry.is_fitted and geometry.rotation_deg == 0


def assert_shown_as_seen(window: MainWindow) -> None:
    look, geometry = window.viewer.look, window.viewer.geometry
    assert look is not None
    assert look.is_inverted
    seen = seen_window(window)
    assert (seen.center, seen.width, seen.function) == (1000, 500, VoiFunction.LINEAR_EXACT)
    assert geometry.rotation_deg == 90
    assert geometry.center == pytest.approx((250, 225))
