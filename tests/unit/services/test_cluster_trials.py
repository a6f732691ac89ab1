"""Trials of heads and blocks on a real cluster of two workers, one killed amid a trial."""

from __future__ import annotations

import os
import signal
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from lungdesk.core.jobs import JobContext, NullContext, Progress
from lungdesk.core.workers import HERE, Workers
from lungdesk.formats.reader import read_radiograph
from lungdesk.ml.backbones import BACKBONES
from lungdesk.ml.training.plan import TrainRequest
from lungdesk.ml.training.recipe import BlockSettings, HeadSettings, Recipe
from lungdesk.ml.training.search import SearchRequest, search
from lungdesk.ml.training.search_space import SearchSpace
from lungdesk.services.cluster.workers import workers_at
from lungdesk.services.paths import AppPaths
from tests.unit.ml.drawn_films import DrawnCollection
from tests.unit.ml.tiny_backbone import TINY
from tests.unit.services.local_cluster import (
    at_worker_with_tiny,
    process_of,
    started_cluster,
)


@dataclass
class KillsInTrial:
    """Kills a worker when the first report comes from the middle of a trial."""

    pid: int
    reports: list[str] = field(default_factory=list)

    def report(self, progress: Progress) -> None:
        if "epoch" in progress.message:
            if not self.reports:
                os.kill(self.pid, signal.SIGKILL)
            self.reports.append(progress.message)

    def check(self) -> None:
        """Go on."""


def trials(request: SearchRequest, ctx: JobContext, workers: Workers) -> list[dict[str, Any]]:
    """Rows without what differs each time."""

    def keep(rows: Sequence[dict[str, Any]], recipe: Recipe | None) -> None:
        """Nothing."""

    found = search(request, read_radiograph, keep, ctx, workers)
    return [{**row, "seconds": None} for row in found.rows]


@pytest.mark.slow
def test_trials_are_those_of_one_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(BACKBONES, "tiny", TINY)
    DrawnCollection(tmp_path / "films").fill({"train": 2, "val": 2})
    recipe = Recipe(
        heads=(HeadSettings(epochs=2),),
        block=BlockSettings(epochs=2, batch_size=8, views=2),
        views=2,
        input_size=32,
    )
    training = TrainRequest(
        folder=tmp_path / "films" / "manifest.csv",
        backbone="tiny",
        bundle_folder=tmp_path,
        checkpoint_folder=tmp_path,
        cache_folder=tmp_path / "here",
        cache_limit_bytes=10**9,
        weights="none",
    )
    space = SearchSpace(("tiny",), recipe, most_cuts=1)
    request = SearchRequest(training, space, tmp_path / "here.db", 6, batch_size=2)
    there = replace(
        request,
        training=replace(training, cache_folder=tmp_path / "there"),
        database=tmp_path / "there.db",
        localize=at_worker_with_tiny,
    )

    with started_cluster() as cluster, workers_at(cluster.address) as workers:
        ((_, pid),) = workers.each(process_of, [(None, 0)], NullContext())
        listener = KillsInTrial(pid)
        spread = trials(there, listener, workers)

    assert listener.reports
    assert spread == trials(request, NullContext(), HERE)
    assert len({row["val_loss"] for row in spread}) > 1
    assert {row["cut_point"] for row in spread} == {None, "top"}
    # Activations are made by the workers, in a cache of theirs: they do not travel.
    assert dimensions_kept(tmp_path / "there") == {3}
    assert dimensions_kept(AppPaths.default().cache) == {5}


def dimensions_kept(root: Path) -> set[int]:
    """Of what caches hold: features are ``(N, K, F)``, activations ``(N, K, h, w, F)``."""
    found = set()
    for path in root.rglob("*.npy"):
        with path.open("rb") as stream:
            np.load(stream)  # whose they are
            found.add(np.load(stream).ndim)
    return found
