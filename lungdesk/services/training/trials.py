"""Runs trials in a child process: TensorFlow lives there alone.

The child (`lungdesk.services.training.trials_child`) speaks as that of a training does. The run
folder holds ``request.json``, ``trials.db`` (the study), ``trials.csv``, ``best-recipe.json``,
``trials.json`` (the result), ``trials.png`` and ``.svg``, and ``training.log``.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import JobContext
from lungdesk.ml.backbones import backbone_named
from lungdesk.ml.training.recipe import HeadSettings, Recipe
from lungdesk.ml.training.search import BATCH_SIZE
from lungdesk.services.runs import tensorflow_child
from lungdesk.services.runs.record import REQUEST_FILE
from lungdesk.services.training.run import weights_from_anywhere

DATABASE_FILE = "trials.db"
TABLE_FILE = "trials.csv"
RECIPE_FILE = "best-recipe.json"
TRIALS_FILE = "trials.json"
_CHILD = "lungdesk.services.training.trials_child"

#: What trials begin with: one head, to be varied.
BASE = Recipe(heads=(HeadSettings(),))
#: Cut points that a trial may choose from where the user says nothing. A trial of a head takes
#: seconds; one of a block runs all films through layers in each epoch, for minutes to hours.
CUT_COUNT = 0


@dataclass(frozen=True, slots=True)
class TrialsRequest:
    """Trials as the user asks for them.

    Attributes
    ----------
    base
        Input size, seed, patience, epochs of a head and of a block, views that a block is shown,
        and the most views that a head may use.
    augmentations
        Strengths to choose from; each is a pass of its own over the films.
    cut_count
        Cut points of a network from which a trial may train the block, from the shortest trained
        part on; 0 for heads alone.
    batch_size
        Trials that may be done at once (`lungdesk.ml.training.study`).
    is_resumed
        Whether the run folder may hold trials already, which are gone on with.
    scheduler
        Of a Dask cluster whose workers do the trials; empty for none.
    """

    folder: Path
    backbones: tuple[str, ...]
    run_folder: Path
    cache_folder: Path
    trial_count: int
    base: Recipe = BASE
    augmentations: tuple[float, ...] = (1.0,)
    weights: str = "imagenet"
    cache_limit_gb: float = 40.0
    is_resumed: bool = False
    label_map: dict[str, str] = field(default_factory=dict)
    cut_count: int = CUT_COUNT
    batch_size: int = BATCH_SIZE
    scheduler: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "weights", weights_from_anywhere(self.weights))

    def as_plain(self) -> dict[str, Any]:
        """Values for JSON, read by the child."""
        return {
            "folder": str(self.folder.resolve()),
            "backbones": list(self.backbones),
            "cache_folder": str(self.cache_folder.resolve()),
            "cache_limit_bytes": int(self.cache_limit_gb * 1e9),
            "trial_count": self.trial_count,
            "base": self.base.as_plain(),
            "augmentations": list(self.augmentations),
            "weights": self.weights,
            "label_map": self.label_map,
            "cut_count": self.cut_count,
            "batch_size": self.batch_size,
            "scheduler": self.scheduler,
        }


def run_trials(request: TrialsRequest, ctx: JobContext) -> dict[str, Any]:
    """Run trials in a child process and wait for it.

    Returns
    -------
    dict
        What stands in ``trials.json``: ``best, trials, importances, failures``.

    Raises
    ------
    LungDeskError
        ``USAGE`` for a backbone that is not known, ``TRAINING_UNAVAILABLE``,
        ``TRAINING_OUTPUT_EXISTS``, ``TRAINING_FAILED``, or what the child has found wrong.
    Cancelled
        After the child has ended; the trials that have ended are kept.
    """
    names = dict.fromkeys(backbone_named(name).name for name in request.backbones)
    request = replace(request, backbones=tuple(names))
    tensorflow_child.require_tensorflow()
    run = request.run_folder
    if (run / REQUEST_FILE).exists() and not request.is_resumed:
        raise LungDeskError(
            f"{run} holds trials, or a training, already.",
            hint="Go on with it by --resume, or choose another folder.",
            code=ErrorCode.TRAINING_OUTPUT_EXISTS,
        )
    with tensorflow_child.request_in(run, request.as_plain(), begun=run / DATABASE_FILE):
        return tensorflow_child.result_of(_CHILD, run, ctx)
