"""Runs a training in a child process (`lungdesk.services.training_child`)."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.files import write_text_atomically
from lungdesk.core.jobs import JobContext
from lungdesk.ml.training.recipe import Recipe
from lungdesk.services import tensorflow_child
from lungdesk.services.run_record import BUNDLE_FOLDER, REQUEST_FILE

CHECKPOINT_FOLDER = "checkpoint"
_CHILD = "lungdesk.services.training_child"


@dataclass(frozen=True, slots=True)
class TrainingRequest:
    """A training as the user asks for it.

    Attributes
    ----------
    run_folder
        Receives the request, the log, checkpoints, the history, predictions, the result, and
        ``bundle/``.
    cache_folder
        Of features and fetched weights; shared by all trainings.
    cache_limit_gb
        Room that the features may take, in 10^9 bytes.
    is_resumed
        Whether the run folder may hold an earlier attempt, which is gone on with.
    """

    folder: Path
    backbone: str
    run_folder: Path
    cache_folder: Path
    recipe: Recipe = field(default_factory=Recipe)
    weights: str = "imagenet"
    model_id: str = ""
    name: str = ""
    cache_limit_gb: float = 40.0
    is_resumed: bool = False
    notes: tuple[str, ...] = ()
    label_map: dict[str, str] = field(default_factory=dict)

    def as_plain(self) -> dict[str, Any]:
        """Values for JSON, in the words of `lungdesk.ml.training.plan.TrainRequest`."""
        return {
            "folder": str(self.folder.resolve()),
            "backbone": self.backbone,
            "bundle_folder": str((self.run_folder / BUNDLE_FOLDER).resolve()),
            "checkpoint_folder": str((self.run_folder / CHECKPOINT_FOLDER).resolve()),
            "cache_folder": str(self.cache_folder.resolve()),
            "cache_limit_bytes": int(self.cache_limit_gb * 1e9),
            "weights": self.weights,
            "model_id": self.model_id or self.run_folder.name,
            "name": self.name,
            "recipe": self.recipe.as_plain(),
            "notes": list(self.notes),
            "label_map": self.label_map,
        }


class PauseControl:
    """Pauses a training and lets it go on, from any thread, before or while it runs."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._child: tensorflow_child.Child | None = None
        self._is_paused = False

    @property
    def is_paused(self) -> bool:
        """Whether the training has been told to pause; it does so after its next batch."""
        return self._is_paused

    def pause(self) -> None:
        """Stop after the next batch; what is computed so far stays in memory."""
        self._set(is_paused=True)

    def resume(self) -> None:
        """Go on."""
        self._set(is_paused=False)

    def attach(self, child: tensorflow_child.Child) -> None:
        """Take over a child that has just been started."""
        with self._lock:
            self._child = child
            if self._is_paused:
                tensorflow_child.tell(child, "pause")

    def _set(self, *, is_paused: bool) -> None:
        with self._lock:
            self._is_paused = is_paused
            if self._child is not None:
                tensorflow_child.tell(self._child, "pause" if is_paused else "resume")


def train(
    request: TrainingRequest, ctx: JobContext, control: PauseControl | None = None
) -> dict[str, Any]:
    """Train a bundle in a child process and wait for it.

    Returns
    -------
    dict
        What stands in ``run.json``: ``bundle_folder, metrics, heads, phases, failures, remarks,
        seconds``.

    Raises
    ------
    LungDeskError
        ``TRAINING_UNAVAILABLE``, ``TRAINING_OUTPUT_EXISTS``, ``TRAINING_FAILED``, or what the
        child has found wrong.
    Cancelled
        After the child has ended.
    """
    tensorflow_child.require_tensorflow()
    run = request.run_folder
    is_first = not (run / REQUEST_FILE).exists()
    if not is_first and not request.is_resumed:
        raise LungDeskError(
            f"{run} holds a training already.",
            hint="Go on with it by --resume, or choose another folder.",
            code=ErrorCode.TRAINING_OUTPUT_EXISTS,
        )
    text = json.dumps(request.as_plain(), indent=2)
    write_text_atomically(run / REQUEST_FILE, text + "\n")
    try:
        return tensorflow_child.result_of(
            _CHILD, run, ctx, on_started=(control or PauseControl()).attach
        )
    except tensorflow_child.ChildError as error:
        if is_first and not (run / CHECKPOINT_FOLDER).exists():
            tensorflow_child.forget(run, error)
        raise
