"""The model that ships on real films, from the folder to the film in the viewer."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from lungdesk.core.jobs import NullContext
from lungdesk.core.labels import CHEST_LABELS
from lungdesk.gui import open_dialog
from lungdesk.gui.main_window import MainWindow
from lungdesk.gui.state import Phase
from lungdesk.ml.bundle import load_bundle
from lungdesk.services.evaluation import EvaluationRequest, evaluate
from lungdesk.services.inference import FilmReader
from lungdesk.services.paths import shipped_models_folder
from tests.gui.evaluations import click_cell
from tests.gui.real_films import RealFiles
from tests.shipped_models import SINGLE_MODEL_ID

PER_CLASS = 8


@pytest.fixture
def files() -> RealFiles:
    return RealFiles()


@pytest.fixture
def collection(shared_data: Path, tmp_path: Path) -> Path:
    """Folder with a manifest of some 40 test films, with their groups and sources."""
    root = shared_data / "cxr"
    with (root / "manifest.csv").open(encoding="utf-8") as stream:
        rows = [row for row in csv.DictReader(stream) if row["split"] == "test"]
    chosen = [
        row
        for label in CHEST_LABELS.ids
        for row in [one for one in rows if one["label"] == label][:PER_CLASS]
    ]
    lines = ["path,label,split,group_id,source"]
    lines += [
        f"{root / row['path']},{row['label']},test,{row['group_id']},{row['source']}"
        for row in chosen
    ]
    folder = tmp_path / "collection"
    folder.mkdir()
    (folder / "manifest.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def test_real_films_are_evaluated_and_opened_with_their_heatmap(
    open_window: Callable[..., MainWindow],
    collection: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bundle = load_bundle(shipped_models_folder() / SINGLE_MODEL_ID)
    window = open_window(FilmReader(bundle))
    monkeypatch.setattr(open_dialog, "ask_for_folder", lambda _parent, _start: (collection,))
    window.actions_table["evaluate"].trigger()
    view, evaluation = window.features.evaluate.view, window.features.evaluate.evaluation
    assert view is not None
    assert evaluation is not None
    qtbot.waitUntil(lambda: "labelled films" in evaluation.panel.notice.text, timeout=20_000)
    QTest.mouseClick(view.subject.folder, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(evaluation.panel.evaluate.isEnabled, timeout=20_000)
    evaluation.panel.evaluate.trigger()
    qtbot.waitUntil(lambda: evaluation.state.measures is not None, timeout=120_000)

    said = evaluate(EvaluationRequest(bundle.folder, collection, "test"), NullContext())
    assert evaluation.panel.confusion.counts.tolist() == said["confusion"]
    assert evaluation.panel.confusion.counts.sum() == PER_CLASS * len(CHEST_LABELS)
    low, high = (100 * end for end in said["intervals"]["accuracy"])
    shown = f"{100 * said['accuracy']:.1f} % ({low:.1f}–{high:.1f}) read rightly"
    assert shown in evaluation.panel.headline.text()

    with qtbot.waitSignal(window.reading_shown, timeout=60_000):
        click_cell(evaluation.panel.matrix.matrix, 4, 4)
    qtbot.waitUntil(lambda: window.state.reading.phase is Phase.READY, timeout=60_000)
    reading, films = window.state.reading.reading, evaluation.state.films
    assert reading is not None
    assert films is not None
    assert len(window.state.paths) == said["confusion"][4][4]
    assert reading.prediction.class_index == 4
    surest = films.table.probabilities[evaluation.state.films_of_cell(4, 4)[0], 4]
    assert reading.prediction.probabilities[4] == pytest.approx(surest, abs=1e-3)
    assert window.state.heatmap.is_shown
    assert not window.viewer_panel.messages.isVisible()
