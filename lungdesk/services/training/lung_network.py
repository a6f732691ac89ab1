"""Trains a lung segmenter in a child process (`lungdesk.services.training.lung_network_child`)."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lungdesk.core.jobs import JobContext
from lungdesk.ml.lungs.fitting import LungRecipe
from lungdesk.services.models.folders import id_of_training
from lungdesk.services.runs import tensorflow_child
from lungdesk.services.runs.record import BUNDLE_FOLDER, require_new
from lungdesk.services.training.run import CHECKPOINT_FOLDER

_CHILD = "lungdesk.services.training.lung_network_child"


@dataclass(frozen=True, slots=True)
class LungTrainingRequest:
    """A training as the user asks for it.

    Attributes
    ----------
    folder
        Holds ``manifest.csv`` with the columns ``image`` and ``mask``.
    run_folder
        Receives the request, the log, a checkpoint, the result, and ``bundle/``.
    sources
        Those to train on; empty for all.
    is_resumed
        Whether the run folder may hold an earlier attempt, which is gone on with.
    """

    folder: Path
    run_folder: Path
    recipe: LungRecipe = field(default_factory=LungRecipe)
    sources: tuple[str, ...] = ()
    model_id: str = ""
    name: str = ""
    is_resumed: bool = False

    def as_plain(self) -> dict[str, Any]:
        """Values for JSON: those of `lungdesk.ml.lungs.training.LungTrainRequest`.

        Raises LungDeskError (``MODEL_NAME_INVALID``).
        """
        return {
            "folder": str(self.folder.resolve()),
            "bundle_folder": str((self.run_folder / BUNDLE_FOLDER).resolve()),
            "checkpoint_folder": str((self.run_folder / CHECKPOINT_FOLDER).resolve()),
            "recipe": self.recipe.model_dump(mode="json"),
            "sources": list(self.sources),
            "model_id": id_of_training(self.model_id, self.run_folder),
            "name": self.name,
        }


def train_lungs(request: LungTrainingRequest, ctx: JobContext) -> dict[str, Any]:
    """Train a segmenter in a child process and wait for it.

    Returns
    -------
    dict
        What stands in ``run.json``: ``bundle_folder, metrics, failures, seconds``.

    Raises
    ------
    LungDeskError
        ``TRAINING_UNAVAILABLE``, ``TRAINING_OUTPUT_EXISTS``, ``TRAINING_FAILED``, or what the
        child has found wrong.
    Cancelled
        After the child has ended; the epochs that have ended are gone on with.
    """
    tensorflow_child.require_tensorflow()
    run = request.run_folder
    if not request.is_resumed:
        require_new(run)
    with tensorflow_child.request_in(run, request.as_plain(), begun=run / CHECKPOINT_FOLDER):
        return tensorflow_child.result_of(_CHILD, run, ctx)
