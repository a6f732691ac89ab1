"""A workspace for a window on fakes, and batches that wait for the test."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import JobContext, NullContext, Progress
from lungdesk.core.labels import CHEST_LABELS
from lungdesk.core.study import PatientRef
from lungdesk.core.verdict import Decision, ReasonCode, Verdict
from lungdesk.gui.main_window import MainWindow
from lungdesk.gui.worklist.listing_presenter import ListingPresenter
from lungdesk.gui.worklist.table_model import FILM, PATIENT
from lungdesk.gui.worklist.worklist_view import WorklistView
from lungdesk.services.batch.folder import RESULTS, held_folder
from lungdesk.services.batch.journal import JOURNAL, Journal, JournalLook
from lungdesk.services.batch.keeper import KeptRow, RowKeeper
from lungdesk.services.batch.row import BatchRow, write_table
from lungdesk.services.batch.run import BatchRequest
from lungdesk.services.paths import AppPaths
from lungdesk.services.workspace.desk import WorkspaceDesk
from lungdesk.services.workspace.folder_batch import FolderBatch
from lungdesk.services.workspace.requests import RecordRequest
from tests.gui.fakes import MODEL, FakeFiles, FakeFilmReader, radiograph
from tests.unit.services.workspace.readings import (
    LUNGS,
    NORMAL,
    NOTHING_CERTAIN,
    TUBERCULOSIS,
    Reading,
    instance,
    prediction,
    reading,
)

CONTROL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier

#: The patients of `four_studies` as they are listed.
BY_URGENCY = ["Doe, Jane", "Roe, Max", "Poe, Ada", "Noe, Tom"]
#: Of which batches classify the films.
FOLDER = Path("/films/ward")

HEADER = {
    "batch": 1,
    "model_id": MODEL.id,
    "model_version": MODEL.version,
    "model_sha256": MODEL.sha256,
    "precision": "float32",
}


@dataclass
class Bundle:
    """As much of a model as a batch has to know."""

    model = MODEL


@dataclass
class FakeBatch:
    """Reads ``film-0.dcm`` and so on, one each time that the test lets it.

    ``refused`` and ``failed`` others are only told of at its end, as is that the last ``copies``
    were copies, which were not read by themselves.
    """

    count: int = 5
    copies: int = 0
    refused: int = 0
    failed: int = 0
    steps: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    sources: list[Path] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def read(self, request: BatchRequest, ctx: JobContext) -> dict[str, Any]:
        keeper = request.keeper
        assert keeper is not None
        keeper.begin(MODEL, "float32", LUNGS)
        self.sources += request.paths
        with held_folder(request.out, is_resumed=True):
            journal = Journal(request.out / JOURNAL, HEADER)
            with closing(journal):
                read_now = self._read(request, keeper, journal, ctx)
            rows = JournalLook.of(request.out / JOURNAL).rows()
            write_table(request.out / RESULTS, rows, CHEST_LABELS, MODEL)
        keeper.end()
        lost = self.refused + self.failed
        return {
            "files": self.count + lost,
            "ok": self.count,
            "copies": self.copies,
            "refused": self.refused,
            "failed": self.failed,
            "read_now": read_now - self.copies + self.refused,
            "notes": self.notes,
        }

    def _read(
        self, request: BatchRequest, keeper: RowKeeper, journal: Journal, ctx: JobContext
    ) -> int:
        read_now = 0
        for number in range(self.count):
            path, sha256 = f"{request.paths[0]}/film-{number}.dcm", f"batch-{number}"
            known = keeper.find(path, sha256)
            if known is None:
                while not self.steps.acquire(timeout=0.02):
                    ctx.check()
                ctx.check()
                read_now += 1
            row = known or self._row(path, sha256)
            journal.append([row])
            keeper.keep([KeptRow(row)])
            ctx.report(Progress(number + 1, self.count, "7 films/s, 0:01 left"))
        return read_now

    def _row(self, path: str, sha256: str) -> BatchRow:
        said = prediction((0.0, 1.0, 0.0, 2.0, 0.0))
        return BatchRow(
            path=path,
            status="ok",
            predicted=said.predicted.id,
            probabilities=said.by_label(),
            file_sha256=sha256,
            patient_id="77",
        )

    def let(self, count: int) -> None:
        """Let so many films be read."""
        for _ in range(count):
            self.steps.release()


def in_turn(view: WorklistView, batch: FakeBatch, qtbot: QtBot, count: int) -> None:
    """Let films be read, each once the row of the one before is seen."""
    for number in range(1, count + 1):
        batch.let(1)
        qtbot.waitUntil(partial(_shows_batch, view, number), timeout=20_000)


def _shows_batch(view: WorklistView, count: int) -> bool:
    return view.filters.wanted.batch_id is not None and len(shown(view, FILM)) == count


def services_of(desk: WorkspaceDesk, batch: FakeBatch) -> dict[str, Any]:
    """What a window on fakes gets besides."""
    folders = FolderBatch(
        desk,
        AppPaths.default(),
        load=lambda _model_id: Bundle(),  # type: ignore[arg-type, return-value]
        read=batch.read,
    )
    return {"workspace": desk, "classify": folders}


def fill(desk: WorkspaceDesk, *readings: Reading) -> None:
    """Put films into a workspace, and give it free."""
    for one in readings:
        desk.record(RecordRequest(one), NullContext())
    desk.close()


REFUSED = Verdict(Decision.REFUSED, ReasonCode.NOT_A_CHEST_FILM, "This is no chest film.")


def four_studies(files: FakeFiles, reader: FakeFilmReader) -> tuple[Reading, ...]:
    """Normal, nothing certain, refused, tuberculosis; files and reader know their films."""
    readings = (
        reading("normal.dcm", NORMAL, patient=PatientRef("1", "Noe^Tom")),
        reading("doubt.dcm", NOTHING_CERTAIN, patient=PatientRef("2", "Roe^Max")),
        Reading(
            instance("refused.dcm", patient=PatientRef("3", "Poe^Ada")),
            prediction(verdict=REFUSED),
        ),
        reading("tb.dcm", TUBERCULOSIS, patient=PatientRef("4", "Doe^Jane")),
    )
    for one in readings:
        path = one.instance.path
        files.films[path.name] = replace(radiograph(path), instance=one.instance)
        reader.logits[path.name] = tuple(float(x) for x in one.prediction.logits)
    return readings


def disk_is_full(_request: object, _ctx: object) -> None:
    """What a workspace does instead of keeping something where there is no room."""
    raise LungDeskError("The disk is full.", hint="Make room.", code=ErrorCode.DISK_FULL)


def held(desk: WorkspaceDesk, act: str, patch: pytest.MonkeyPatch) -> threading.Event:
    """Let the workspace do this only once the event is set."""
    go_on, done = threading.Event(), getattr(desk, act)

    def wait(request: object, ctx: JobContext) -> None:
        assert go_on.wait(20)
        done(request, ctx)

    patch.setattr(desk, act, wait)
    return go_on


def view_of(window: MainWindow) -> WorklistView:
    view = window.features.worklist.view
    assert view is not None
    return view


def listing_of(window: MainWindow) -> ListingPresenter:
    listing = window.features.worklist.listing
    assert listing is not None
    return listing


def activate(window: QWidget, qtbot: QtBot) -> None:
    """Keys go to the window from now on."""
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)


def open_worklist(window: MainWindow, qtbot: QtBot) -> WorklistView:
    """Open it by key and wait for its rows."""
    activate(window, qtbot)
    QTest.keyClick(window, Qt.Key.Key_W, CONTROL_SHIFT)
    view = view_of(window)
    # Its keys do nothing before it is the window that has them.
    qtbot.waitUntil(lambda: view.isActiveWindow() and not window.bridge.is_busy, timeout=20_000)
    return view


def shown(view: WorklistView, column: int) -> list[str]:
    """What a column says, from top to bottom."""
    model = view.table.model
    return [str(model.index(row, column).data()) for row in range(model.rowCount())]


def settled(window: MainWindow, qtbot: QtBot, is_so: Callable[[], bool]) -> None:
    """Wait until something is so and nothing runs any more."""
    qtbot.waitUntil(lambda: is_so() and not window.bridge.is_busy, timeout=20_000)


def only_unread(view: WorklistView, qtbot: QtBot) -> None:
    """List the studies that nobody has read."""
    view.filters.status.setCurrentText("Unread")
    with qtbot.waitSignal(view.filters.changed):
        pass


def press_privacy(window: MainWindow, qtbot: QtBot) -> None:
    """Hide whose films these are, or show it again, by key."""
    activate(window, qtbot)
    QTest.keyClick(window, Qt.Key.Key_F7)


def choose(view: WorklistView, row: int) -> None:
    """Click on a row."""
    table = view.table.table
    at = table.visualRect(view.table.model.index(row, PATIENT)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=at)
