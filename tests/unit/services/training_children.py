"""Watching real trainings: their child processes, their progress, their cache."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, ClassVar

import numpy as np

from lungdesk.core.jobs import Cancelled, Progress
from lungdesk.ml.training.recipe import BlockSettings, HeadSettings, Recipe
from lungdesk.services.training.run import TrainingRequest

#: A short training of a head and of a block behind it.
RECIPE = Recipe(
    heads=(HeadSettings(epochs=5),),
    block=BlockSettings(epochs=2, batch_size=16, learning_rate=1e-4),
    ema_decay=0.9,
    input_size=96,
    views=1,
)


class Children(subprocess.Popen[str]):
    """Child processes that tests can look at afterwards."""

    started: ClassVar[list[subprocess.Popen[str]]] = []

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.started.append(self)


@dataclass
class Listener:
    """Job context that does something to the training when it has come to a certain point."""

    at: Progress | None = None
    then: Callable[[Listener], None] = lambda _listener: None
    is_cancelled: bool = False
    reports: list[Progress] = field(default_factory=list)

    def report(self, progress: Progress) -> None:
        self.reports.append(progress)
        if progress == self.at:
            self.then(self)

    def check(self) -> None:
        if self.is_cancelled:
            raise Cancelled

    def cancel(self) -> None:
        self.is_cancelled = True


def cached_files(request: TrainingRequest) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in request.cache_folder.rglob("*.npy")}


def cached_films(request: TrainingRequest) -> int:
    return sum(len(np.load(path)) for path in request.cache_folder.rglob("*.npy"))


def is_running(child: subprocess.Popen[str]) -> bool:
    try:
        os.kill(child.pid, 0)
    except ProcessLookupError:
        return False
    return True
