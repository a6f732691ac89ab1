"""Measurements of a tiny network, in the process of the tests."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from lungdesk.core.jobs import JobContext
from lungdesk.services.benchmarks import reading, subjects, training
from tests.unit.ml.tiny_backbone import TINY


def _here(
    work: Callable[[Any, JobContext], Any], request: Any, _folder: Path, ctx: JobContext
) -> Any:
    return work(request, ctx)


@pytest.fixture
def tiny(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> subjects.Subject:
    """The subject of a measurement that needs no child process and no time."""
    monkeypatch.setattr(subjects, "backbone_named", lambda _: TINY)
    monkeypatch.setattr(subjects, "INPUT_SIZE", 32)
    for module in (reading, training):
        monkeypatch.setattr(module, "run_in_child", _here)
    return subjects.Subject("tiny", "", tmp_path / "weights")
