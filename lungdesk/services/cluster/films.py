"""Films where a worker of a Dask cluster reads them itself: under the path that they have here."""

from __future__ import annotations

import platform
from dataclasses import replace
from pathlib import Path

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.ml.training.plan import TrainRequest
from lungdesk.services.lungs.finder import lung_source
from lungdesk.services.paths import AppPaths


def require_films(folder: Path) -> None:
    """Refuse where the worker that calls this finds no films (``CLUSTER_DIFFERS``)."""
    if not folder.exists():
        raise LungDeskError(
            f"The worker on {platform.node()} finds no films at {folder}.",
            hint="Let all workers reach them under the same path.",
            code=ErrorCode.CLUSTER_DIFFERS,
        )


def at_worker(training: TrainRequest) -> TrainRequest:
    """A training with cache and lung networks of the worker that calls this.

    Raises those of `require_films`.
    """
    require_films(training.folder)
    own = AppPaths.default()
    return replace(training, cache_folder=own.cache, lungs=lung_source(own))
