"""Two networks trained as tasks of a real cluster of two workers, and again without one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from lungdesk.core.jobs import NullContext
from lungdesk.ml.bundle import Bundle, load_bundle
from lungdesk.ml.training.recipe import PRESETS, recipe_of
from lungdesk.services.runs.record import predictions_path
from lungdesk.services.training.run import TrainingRequest
from lungdesk.services.training.series import SeriesRequest, train_series
from tests.unit.ml.drawn_films import DrawnCollection
from tests.unit.services.local_cluster import started_cluster

BACKBONES = ("mobilenetv2", "efficientnet_lite0")


@pytest.fixture
def films(tmp_path: Path) -> Path:
    DrawnCollection(tmp_path / "films").fill({"train": 3, "val": 2})
    return tmp_path / "films" / "manifest.csv"


def series(films: Path, run: Path, scheduler: str = "") -> dict[str, Any]:
    base = TrainingRequest(
        folder=films,
        backbone=BACKBONES[0],
        run_folder=run,
        cache_folder=run.parent / "cache",
        recipe=recipe_of({"input_size": 64, "patience": 3}, PRESETS["quick"]),
        weights="none",
        # The folder's name would be in the manifest.
        model_id="series",
        scheduler=scheduler,
    )
    return train_series(SeriesRequest(base, BACKBONES), NullContext())


def without_times(record: dict[str, Any]) -> dict[str, Any]:
    return {**record, "runs": [{**run, "seconds": None} for run in record["runs"]]}


def figures(bundle: Bundle) -> dict[str, Any]:
    """Of each split, without the time that it took to read."""
    metrics = bundle.manifest.metrics
    return {split: {**row, "seconds": None} for split, row in metrics.items()}


@pytest.mark.slow
def test_trainings_of_a_cluster_are_those_of_this_machine(films: Path, tmp_path: Path) -> None:
    here = series(films, tmp_path / "here" / "run")

    with started_cluster() as cluster:
        there = series(films, tmp_path / "there" / "run", cluster.address)

    assert without_times(there) == without_times(here)
    assert not (tmp_path / "there" / "cache").exists()
    for name in BACKBONES:
        ours, theirs = (tmp_path / place / "run" / name for place in ("here", "there"))
        own, sent = (load_bundle(run / "bundle") for run in (ours, theirs))  # whole: it verifies
        assert figures(sent) == figures(own)
        assert sent.manifest.backbone == name
        assert (sent.folder / "engine.bin").read_bytes() == (own.folder / "engine.bin").read_bytes()
        predictions = [predictions_path(run, "val").read_text() for run in (ours, theirs)]
        assert predictions[0] == predictions[1]
        asked = json.loads((theirs / "request.json").read_text())
        assert asked["bundle_folder"] == str(theirs / "bundle")
