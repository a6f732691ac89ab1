"""Runs a training in a child process (`lungdesk.services.training.child`)."""

from __future__ import annotations

import threading
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import JobContext
from lungdesk.ml.folds import Fold
from lungdesk.ml.training.epoch import EpochListener, tell_nobody
from lungdesk.ml.training.recipe import Recipe
from lungdesk.services.models.folders import id_of_training
from lungdesk.services.runs import tensorflow_child
from lungdesk.services.runs.record import BUNDLE_FOLDER, RESULT_FILE, load_run, require_new

CHECKPOINT_FOLDER = "checkpoint"
_CHILD = "lungdesk.services.training.child"

#: What a request says besides what decides the outcome.
_ASIDE = (
    *("bundle_folder", "checkpoint_folder"),  # below the run folder, which may have been moved
    *("cache_folder", "cache_limit_bytes", "scheduler"),
    "model_id",  # comes from the run folder, which may have been renamed
)


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
        Whether the run folder may hold an earlier attempt, which is gone on with; what has ended
        is not trained again.
    fold
        Which part of train and val is val, in a cross-validation.
    scheduler
        Of a Dask cluster whose workers run the frozen part of the network; empty for none.
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
    fold: Fold | None = None
    scheduler: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "weights", weights_from_anywhere(self.weights))

    def as_plain(self) -> dict[str, Any]:
        """Values for JSON: those of `lungdesk.ml.training.plan.TrainRequest`, and the scheduler.

        Raises LungDeskError (``MODEL_NAME_INVALID``).
        """
        return {
            "folder": str(self.folder.resolve()),
            "backbone": self.backbone,
            "bundle_folder": str((self.run_folder / BUNDLE_FOLDER).resolve()),
            "checkpoint_folder": str((self.run_folder / CHECKPOINT_FOLDER).resolve()),
            "cache_folder": str(self.cache_folder.resolve()),
            "cache_limit_bytes": int(self.cache_limit_gb * 1e9),
            "weights": self.weights,
            "model_id": id_of_training(self.model_id, self.run_folder),
            "name": self.name,
            "recipe": self.recipe.as_plain(),
            "notes": list(self.notes),
            "label_map": self.label_map,
            "fold": self.fold and asdict(self.fold),
            "scheduler": self.scheduler,
        }


def is_finished(request: TrainingRequest) -> bool:
    """Whether this very training has ended well in its run folder.

    Raises
    ------
    LungDeskError
        ``TRAINING_OUTPUT_EXISTS`` where another one has; those of the run.
    """
    run = request.run_folder
    if not (run / RESULT_FILE).exists():
        return False
    asked, wanted = load_run(run).request, request.as_plain()
    if any(asked.get(name) != value for name, value in wanted.items() if name not in _ASIDE):
        raise LungDeskError(
            f"{run} holds a training with other settings.",
            hint="Go on with the command that began it, or choose another folder.",
            code=ErrorCode.TRAINING_OUTPUT_EXISTS,
        )
    return True


def weights_from_anywhere(choice: str) -> str:
    """A choice of weights, a file by its whole path: a child or worker may run in another folder.

    Links stay what they are called: the name tells what kind of file it is.
    """
    return choice if choice in ("", "imagenet", "none") else str(Path(choice).absolute())


class PauseControl:
    """Pauses a training, from any thread, before or while it runs.

    The child ends after its next step (of the network, or of the films that it reads), as soon as
    it has kept where it is; however long that takes, it is waited for. The training raises
    `Cancelled` then, and goes on at that very step when it is asked for again.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._child: tensorflow_child.Child | None = None
        self._is_paused = False

    @property
    def is_paused(self) -> bool:
        """Whether the training has been told to pause."""
        return self._is_paused

    def pause(self) -> None:
        """End after the next step."""
        with self._lock:
            self._is_paused = True
            if self._child is not None:
                tensorflow_child.tell(self._child, "cancel")

    def attach(self, child: tensorflow_child.Child) -> None:
        """Take over a child that has just been started."""
        with self._lock:
            self._child = child
            if self._is_paused:
                tensorflow_child.tell(child, "cancel")


def train(
    request: TrainingRequest,
    ctx: JobContext,
    control: PauseControl | None = None,
    on_findings: tensorflow_child.FindingsListener = lambda _: None,
    on_epochs: EpochListener = tell_nobody,
) -> dict[str, Any]:
    """Train a bundle in a child process and wait for it.

    Parameters
    ----------
    on_findings
        Is told, before anything is trained, what is doubtful about the data: a list, the most
        serious first, of ``kind, severity, sentence, reason, advice``.
    on_epochs
        Is told of each epoch when it is kept, and first of those that an earlier attempt has done.

    Returns
    -------
    dict
        What stands in ``run.json``: ``bundle_folder, metrics, heads, phases, failures,
        findings, seconds``.

    Raises
    ------
    LungDeskError
        ``MODEL_NAME_INVALID``, ``TRAINING_UNAVAILABLE``, ``TRAINING_OUTPUT_EXISTS``,
        ``TRAINING_IN_USE``, ``TRAINING_FAILED``, or what the child has found wrong.
    Cancelled
        After the child has ended.
    """
    tensorflow_child.require_tensorflow()
    run = request.run_folder
    if not request.is_resumed:
        require_new(run)
    elif is_finished(request):
        return dict(load_run(run).result)
    with tensorflow_child.request_in(run, request.as_plain(), begun=run / CHECKPOINT_FOLDER):
        return tensorflow_child.result_of(
            _CHILD,
            run,
            ctx,
            on_started=(control or PauseControl()).attach,
            on_findings=on_findings,
            on_epochs=on_epochs,
        )
