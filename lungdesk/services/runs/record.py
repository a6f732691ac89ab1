"""The record of a training: what was asked, how it went, what came out.

A run folder holds ``request.json``, ``run.json``, ``history.csv``, ``predictions/<split>.csv`` and
``bundle/``, and the weights of a network that was tuned. The others are small texts: they may be
kept, and compared, without the model.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.json_text import parsed
from lungdesk.core.labels import LabelSet
from lungdesk.ml.bundle import MANIFEST, Bundle, load_bundle
from lungdesk.ml.evaluator import SplitPredictions
from lungdesk.services.prediction_table import PredictionTable

REQUEST_FILE = "request.json"
RESULT_FILE = "run.json"
HISTORY_FILE = "history.csv"
PREDICTIONS_FOLDER = "predictions"
BUNDLE_FOLDER = "bundle"

#: Key of ``run.json`` that only a training has that changed its network: the file of weights with
#: which another one may begin.
NETWORK_KEY = "network_weights"
#: Key of ``run.json`` that only a training on shuffled labels has: ``note``, and by split what
#: accuracy would be by chance.
SHUFFLED_KEY = "shuffled_labels"

#: Columns of the history that hold words, not numbers.
_WORD_COLUMNS = {"phase"}


@dataclass(frozen=True, slots=True, eq=False)
class RunRecord:
    """A finished training, read back.

    Attributes
    ----------
    request, result
        Contents of ``request.json`` and ``run.json``.
    history
        One row an epoch; a number that an epoch does not have is left out.
    predictions
        By split; splits without a table are left out.
    bundle
        None where the record is kept without the model.
    """

    folder: Path
    request: Mapping[str, Any]
    result: Mapping[str, Any]
    history: tuple[Mapping[str, Any], ...]
    predictions: Mapping[str, PredictionTable]
    bundle: Bundle | None

    @property
    def name(self) -> str:
        """What the run is called: the name of its folder."""
        return self.folder.resolve().name


def predictions_path(run_folder: Path, split: str) -> Path:
    """Where a run keeps what its model said of a split."""
    return run_folder / PREDICTIONS_FOLDER / f"{split}.csv"


def write_predictions(
    run_folder: Path, split: str, predictions: SplitPredictions, labels: LabelSet, root: Path
) -> None:
    """Keep what a run's model said of each film of a split.

    Parameters
    ----------
    root
        Folder of the collection: films inside are named from there, so that runs on two machines
        can be compared.
    """
    table = PredictionTable.of(predictions, labels, root)
    table.write(predictions_path(run_folder, split))


def require_new(run_folder: Path) -> None:
    """Refuse a folder in which a training has begun; raises LungDeskError."""
    if (run_folder / REQUEST_FILE).exists():
        raise LungDeskError(
            f"{run_folder} holds a training already.",
            hint="Go on with it by --resume, or choose another folder.",
            code=ErrorCode.TRAINING_OUTPUT_EXISTS,
        )


def load_run(folder: Path) -> RunRecord:
    """Read a run folder, with or without its bundle.

    Raises
    ------
    LungDeskError
        ``RUN_MISSING`` where no training has ended; ``RUN_DAMAGED``; those of the bundle and of
        the tables of predictions.
    """
    if not (folder / RESULT_FILE).is_file():
        raise LungDeskError(
            f"There is no finished training at {folder}: it has no {RESULT_FILE}.",
            hint="Name the folder that was given to `lungdesk train --out`, and end the training.",
            code=ErrorCode.RUN_MISSING,
        )
    bundle_folder = folder / BUNDLE_FOLDER
    tables = sorted((folder / PREDICTIONS_FOLDER).glob("*.csv"))
    return RunRecord(
        folder=folder,
        request=json_object(folder / REQUEST_FILE),
        result=json_object(folder / RESULT_FILE),
        history=_history(folder / HISTORY_FILE),
        predictions={path.stem: PredictionTable.read(path) for path in tables},
        bundle=load_bundle(bundle_folder) if (bundle_folder / MANIFEST).is_file() else None,
    )


def has_model(folder: Path) -> bool:
    """Whether a run folder holds its model, or is kept as a record only."""
    return (folder / BUNDLE_FOLDER / MANIFEST).is_file()


def find_runs(folder: Path) -> tuple[Path, ...]:
    """The folder itself when it is a finished run, else the runs in it, up to two folders deep.

    Raises
    ------
    LungDeskError
        ``RUN_MISSING`` where there is none.
    """
    if (folder / RESULT_FILE).is_file():
        return (folder,)
    found = {
        path.parent for depth in ("*", "*/*") for path in folder.glob(f"{depth}/{RESULT_FILE}")
    }
    if not found:
        raise LungDeskError(
            f"There is no finished training in {folder.name}.",
            hint="Choose the folder of a run, or one that holds such folders.",
            code=ErrorCode.RUN_MISSING,
        )
    return tuple(sorted(found))


def runs_made_here(trainings: Path) -> tuple[Path, ...]:
    """Finished runs of the trainings that were begun in the window, the newest first."""
    found = (path.parent for path in trainings.glob(f"[!.]*/runs/*/{RESULT_FILE}"))
    return tuple(sorted(found, key=lambda run: run.stat().st_mtime_ns, reverse=True))


def shipped_runs(models: Path) -> tuple[Path, ...]:
    """Records of the trainings that the models come from; a built program has none."""
    return tuple(sorted(path.parent for path in models.glob(f"runs/*/{RESULT_FILE}")))


def json_object(path: Path) -> dict[str, Any]:
    """What a record's file holds, nothing where it is not there; raises ``RUN_DAMAGED``."""
    try:
        value = parsed(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise _damaged(path) from error
    if not isinstance(value, dict):
        raise _damaged(path)
    return value


def _history(path: Path) -> tuple[dict[str, Any], ...]:
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ()
    except (OSError, ValueError) as error:
        raise _damaged(path) from error
    try:
        return tuple(
            {
                name: value if name in _WORD_COLUMNS else float(value)
                for name, value in row.items()
                if value
            }
            for row in csv.DictReader(io.StringIO(text))
        )
    except (TypeError, ValueError, csv.Error) as error:
        raise _damaged(path) from error


def _damaged(path: Path) -> LungDeskError:
    return LungDeskError(
        f"{path.name} of the run {path.parent.name} cannot be understood.",
        hint="Train again, or take the file from a copy of the run.",
        code=ErrorCode.RUN_DAMAGED,
    )
