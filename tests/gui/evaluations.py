"""Evaluations without a model: what was read is drawn from random numbers."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from typing_extensions import override

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import JobContext, Progress
from lungdesk.core.labels import CHEST_LABELS
from lungdesk.gui.evaluation.presenter import EvaluationPresenter
from lungdesk.gui.main_window import MainWindow
from lungdesk.gui.widgets.confusion_view import ConfusionView
from lungdesk.services.models.evaluation import (
    EvaluatedFilms,
    Measures,
    ModelEvaluation,
    Overview,
    Part,
    ReadRequest,
    Subject,
    measure,
)
from lungdesk.services.models.library import InstalledModel
from lungdesk.services.prediction_table import PredictionTable
from tests.gui.fakes import MODEL
from tests.unit.formats.builders import gradient, write_picture

ROOT = Path("/films")
SUBJECT = Subject(Path("/models/fake"), ROOT)
SOURCES = ("north", "south", "east")


def table(part: str, count: int = 60, *, classes: int = 5, seed: int = 0) -> PredictionTable:
    """Films of as many classes as asked for, most of them read rightly."""
    random = np.random.default_rng(seed)
    targets = np.arange(count) % classes
    logits = random.normal(size=(count, 5)) + 2.0 * np.eye(5)[targets]
    probabilities = np.exp(logits)
    return PredictionTable(
        CHEST_LABELS,
        tuple(f"{part}-{n:04d}.dcm" for n in range(count)),
        targets,
        probabilities / probabilities.sum(axis=1, keepdims=True),
        tuple(f"patient {n // 2}" for n in range(count)),
        tuple(SOURCES[n % 3] for n in range(count)),
    )


@dataclass
class FakeEvaluation(ModelEvaluation):
    """Reads without a model. Close ``gate`` to hold it half-way; ``read_parts`` is what it read."""

    tables: dict[str, PredictionTable] = field(
        default_factory=lambda: {
            "val": table("val", seed=1),
            "test": table("test"),
            "external": table("external", 30, classes=1, seed=2),
        }
    )
    kept: set[str] = field(default_factory=lambda: {"test"})
    gate: threading.Event = field(default_factory=threading.Event)
    error: LungDeskError | None = None
    read_parts: list[ReadRequest] = field(default_factory=list)
    sha256: str = MODEL.sha256
    unknown: dict[str, int] = field(default_factory=dict)
    doubt: str = ""

    def __post_init__(self) -> None:
        self.gate.set()

    @override
    def models(self, _request: None, ctx: JobContext) -> tuple[InstalledModel, ...]:
        ctx.check()
        return ()

    @override
    def look(self, subject: Subject, ctx: JobContext) -> Overview:
        if self.error is not None:
            raise self.error
        parts = tuple(Part(name, len(t), name in self.kept) for name, t in self.tables.items())
        if self.unknown and not subject.leaves_unknown_out:
            raise LungDeskError(
                f"These classes are not known: {', '.join(self.unknown)}.",
                hint="Use --map.",
                code=ErrorCode.DATASET_LABEL_UNKNOWN,
            )
        return Overview(subject, "Fake Lite0", parts, is_split_here=False, left_out=self.unknown)

    @override
    def read(self, request: ReadRequest, ctx: JobContext) -> EvaluatedFilms:
        read, is_kept = self.tables[request.part], request.part in self.kept
        if not is_kept or request.is_anew:
            self.read_parts.append(request)
            ctx.report(Progress(10, len(read), f"reading {request.part}"))
            self.gate.wait(20)
            ctx.check()
            self.kept.add(request.part)
        model = replace(MODEL, sha256=self.sha256)
        facts = (request.subject, request.part, model, "Fake Lite0", ROOT, read, (), is_kept)
        return EvaluatedFilms(*facts, self.doubt)

    @override
    def measure(self, films: EvaluatedFilms, ctx: JobContext) -> Measures:
        return measure(films, ctx)


def evaluate(window: MainWindow, qtbot: QtBot) -> EvaluationPresenter:
    """Open the window of evaluations on films that have been read before, and measure them."""
    window.features.evaluate.evaluate(SUBJECT.bundle_folder, SUBJECT.data)
    qtbot.waitUntil(lambda: window.features.evaluate.evaluation is not None)
    evaluation = window.features.evaluate.evaluation
    assert evaluation is not None
    qtbot.waitUntil(lambda: evaluation.state.measures is not None, timeout=20_000)
    return evaluation


def click_cell(view: ConfusionView, row: int, column: int) -> None:
    """Click in the middle of a cell of the matrix."""
    place = view.visualRect(view.model().index(row, column)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)


def cell_of(counts: NDArray[np.int64]) -> tuple[int, int]:
    """The cell beside the diagonal that holds most."""
    wrong = counts - np.diag(np.diag(counts))
    row, column = np.unravel_index(int(wrong.argmax()), wrong.shape)
    return int(row), int(column)


def drawn_collection(folder: Path, count: int) -> Path:
    """A new folder of drawn films with a manifest, named as those of `table`."""
    folder.mkdir()
    lines = ["path,label,split,group_id"]
    for split in ("train", "val", "test"):
        one = table(split, count)
        for name, target in zip(one.paths, one.targets, strict=True):
            picture = Path(name).with_suffix(".png")
            write_picture(folder / picture, gradient())
            lines.append(f"{picture},{one.labels.ids[target]},{split},{name}")
    (folder / "manifest.csv").write_text("\n".join(lines) + "\n")
    return folder
