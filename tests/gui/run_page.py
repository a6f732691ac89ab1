"""A wizard whose draft is ready to train, and children of a few lines that train nothing."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from lungdesk.core.jobs import NullContext
from lungdesk.gui.main_window import MainWindow
from lungdesk.gui.training.run_panel import RunPanel
from lungdesk.gui.training.run_presenter import RunPresenter
from lungdesk.gui.training.run_state import RunState
from lungdesk.gui.training.wizard import Wizard
from lungdesk.services.collection import read_collection
from lungdesk.services.paths import AppPaths
from lungdesk.services.training.data import select, with_films
from lungdesk.services.training.draft import (
    BackboneChoice,
    DataChoice,
    Plan,
    RunChoice,
    TrainingDraft,
)
from lungdesk.services.training.draft_store import DraftStore
from tests.gui.training_pages import opened_wizard

CHILD = """
import json, os, sys
run, hears = sys.argv[3], sys.stdin.readline
name = os.path.basename(run).rpartition("-")[0]
def say(**words): print(json.dumps(words), flush=True)
def epoch(number, is_history=False):
    loss = 1 / number
    row = dict(phase="head", variant="-0", epoch=number, of=4, loss=loss, accuracy=1 - loss / 2,
               val_loss=loss + 0.1, val_accuracy=0.9 - loss / 2, seconds=2.0)
    say(kind="epochs", epochs=[row], is_history=is_history)
def finish(accuracy=0.75, loss=0.5):
    val = {"accuracy": accuracy, "loss": loss}
    result = {"metrics": {"val": val}, "phases": [], "bundle_folder": "bundle"}
    with open(run + "/run.json", "w") as stream: json.dump(result, stream)
    say(kind="result", result=result)
"""


@dataclass
class RunPage:
    """The page under the hand of a test."""

    window: MainWindow
    wizard: Wizard
    presenter: RunPresenter

    @property
    def panel(self) -> RunPanel:
        return self.presenter.panel

    @property
    def runs(self) -> RunState:
        return self.presenter.runs

    @property
    def sentence(self) -> str:
        return self.panel.sentence.text()

    @property
    def states(self) -> list[str]:
        return [row.cells[1] for row in self.panel._model.rows]

    @property
    def is_at_rest(self) -> bool:
        """Whether nothing is trained, and all that is known of it is seen and saved."""
        is_saved = self.wizard.draft.is_saved
        return not self.runs.is_active and self.runs.is_seen and is_saved

    @property
    def stored(self) -> TrainingDraft:
        """The draft on the disk."""
        return DraftStore.of(AppPaths.default()).latest()


def films_in(folder: Path) -> Path:
    """A manifest of films that are not there: children of these tests read none."""
    folder.mkdir(parents=True, exist_ok=True)
    manifest = folder / "films.csv"
    manifest.write_text("path,label,split\nnormal.png,normal,train\n", encoding="utf-8")
    (folder / "normal.png").write_bytes(b"")
    return manifest


def ready_draft(data: Path, *backbones: str, run: RunChoice | None = None, **plan: Any) -> None:
    """Leave a draft on the disk whose next page is Run."""
    store = DraftStore.of(AppPaths.default())
    draft = TrainingDraft(
        "2026-01-31-1",
        step="run",
        data=DataChoice(source=data, location=data),
        backbones=tuple(BackboneChoice(name) for name in backbones),
        plan=Plan("quick", **plan),
        run=run or RunChoice(),
    )
    dataset = select(read_collection(data, NullContext()), draft.data)
    draft = replace(draft, data=with_films(draft, dataset, store))
    store.save(draft, NullContext())


def opened(window: MainWindow, qtbot: QtBot) -> RunPage:
    """Open the wizard at the Run page."""
    wizard = opened_wizard(window, qtbot)
    (presenter,) = [page for page in wizard.pages if isinstance(page, RunPresenter)]
    wizard.show_step(list(wizard.pages).index(presenter))
    page = RunPage(window, wizard, presenter)
    qtbot.waitUntil(lambda: page.runs.is_seen)
    return page


def put_child(folder: Path, patch: pytest.MonkeyPatch, body: str) -> None:
    """Put a script in the place of the interpreter that runs the child."""
    script, interpreter = folder / "child.py", folder / "interpreter"
    script.write_text(CHILD + body)
    interpreter.write_text(f'#!/bin/sh\nexec "{sys.executable}" -S "{script}" "$@"\n')
    interpreter.chmod(0o755)
    patch.setattr("sys.executable", str(interpreter))


def request_of(page: RunPage, number: int = 0) -> dict[str, Any]:
    """What the child of a run was asked for."""
    folder = page.runs.runs[number].request.run_folder
    found: dict[str, Any] = json.loads((folder / "request.json").read_text(encoding="utf-8"))
    return found
