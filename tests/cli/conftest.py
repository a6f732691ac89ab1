"""The command line inside the process of the tests, and models to damage."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol

import pytest

from lungdesk.cli.bench import MeasureViewer
from lungdesk.cli.commands import OpenWindow
from lungdesk.cli.run import run
from lungdesk.core.jobs import JobContext
from tests.ended_command import Ended
from tests.shipped_models import SINGLE_MODEL_ID


class Cli(Protocol):
    def __call__(
        self,
        *arguments: object,
        open_window: OpenWindow = ...,
        measure_viewer: MeasureViewer = ...,
    ) -> Ended: ...


def _no_window(_paths: Sequence[Path], _sample: bool, _out: Path | None, _at: float | None) -> int:
    raise AssertionError("the window was not asked for")


def _no_measuring(_frames: int, _ctx: JobContext) -> dict[str, Any]:
    raise AssertionError("measuring was not asked for")


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Cli:
    """Run a command line at a width of 80 columns."""
    monkeypatch.setenv("COLUMNS", "80")

    def invoke(
        *arguments: object,
        open_window: OpenWindow = _no_window,
        measure_viewer: MeasureViewer = _no_measuring,
    ) -> Ended:
        code = run([str(argument) for argument in arguments], open_window, measure_viewer)
        return Ended(code, *capsys.readouterr())

    return invoke


@pytest.fixture
def copied_model(repo_root: Path, tmp_path: Path) -> Path:
    """A copy of the model that ships, to be damaged."""
    return shutil.copytree(repo_root / "models" / SINGLE_MODEL_ID, tmp_path / "copied")


@pytest.fixture
def change_manifest(copied_model: Path) -> Callable[..., None]:
    """Write the manifest of the copied model anew with other values."""
    path = copied_model / "manifest.json"

    def change(**values: object) -> None:
        path.write_text(json.dumps(json.loads(path.read_text()) | values))

    return change
