"""Films as the workers of a cluster find them."""

from __future__ import annotations

from pathlib import Path

import pytest

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.ml.training.plan import TrainRequest
from lungdesk.services.cluster.films import at_worker
from lungdesk.services.paths import AppPaths


def training(tmp_path: Path) -> TrainRequest:
    return TrainRequest(
        folder=tmp_path / "films",
        backbone="vgg16",
        bundle_folder=tmp_path,
        checkpoint_folder=tmp_path,
        cache_folder=tmp_path / "cache of another machine",
        cache_limit_bytes=7,
    )


def test_a_worker_keeps_activations_in_a_cache_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "films").mkdir()

    own = at_worker(training(tmp_path))

    assert own.cache_folder == AppPaths.default().cache
    assert (own.folder, own.cache_limit_bytes) == (tmp_path / "films", 7)


def test_a_worker_without_the_films_is_told(tmp_path: Path) -> None:
    with pytest.raises(LungDeskError, match="finds no films at") as caught:
        at_worker(training(tmp_path))

    assert caught.value.code is ErrorCode.CLUSTER_DIFFERS
