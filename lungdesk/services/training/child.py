"""The child process of a training: ``python -m lungdesk.services.training.child RUN``.

Speaks as `lungdesk.services.runs.tensorflow_child` says.
"""

from __future__ import annotations

import csv
import io
import json
import shutil
import sys
from collections.abc import Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

from lungdesk.core.files import write_text_atomically
from lungdesk.core.labels import LabelSet
from lungdesk.core.metrics.chance import against_chance
from lungdesk.formats.reader import read_patient, read_radiograph
from lungdesk.ml.bundle import load_bundle
from lungdesk.ml.evaluator import SplitPredictions
from lungdesk.ml.folds import Fold
from lungdesk.ml.labelled_files import films_root
from lungdesk.ml.shuffled_labels import SHUFFLED_NOTE, has_shuffled_labels
from lungdesk.ml.trainer import Surroundings, TrainResult, train
from lungdesk.ml.training.epoch import Epoch
from lungdesk.ml.training.plan import TrainRequest
from lungdesk.ml.training.recipe import recipe_of
from lungdesk.reporting.model_card import render_model_card
from lungdesk.services.cluster.workers import workers_at
from lungdesk.services.lungs.finder import lung_source
from lungdesk.services.models.facts import FACTS_KEY, facts_of_bundle
from lungdesk.services.paths import AppPaths
from lungdesk.services.runs.record import (
    HISTORY_FILE,
    NETWORK_KEY,
    PREDICTIONS_FOLDER,
    REQUEST_FILE,
    RESULT_FILE,
    SHUFFLED_KEY,
    write_predictions,
)
from lungdesk.services.runs.tensorflow_child import LineContext, serve


def work(run_folder: Path, ctx: LineContext) -> dict[str, Any]:
    """Train what ``request.json`` of the run folder says; what stands in ``run.json`` comes back.

    Raises the errors of `lungdesk.ml.trainer.train`.
    """
    plain = json.loads((run_folder / REQUEST_FILE).read_text(encoding="utf-8"))
    scheduler = plain.pop("scheduler")
    request = _request(plain)
    # An earlier attempt may have measured films that are no longer there.
    shutil.rmtree(run_folder / PREDICTIONS_FOLDER, ignore_errors=True)
    with workers_at(scheduler) as workers:
        around = Surroundings(
            decode=read_radiograph,
            render_card=render_model_card,
            keep_predictions=partial(_keep_predictions, run_folder, request.folder),
            ctx=ctx,
            tell_findings=lambda found: ctx.send(
                "findings", findings=[f.in_words() for f in found]
            ),
            tell_epochs=partial(_tell_epochs, ctx, request.backbone),
            workers=workers,
        )
        result = train(request, around)
    record = _kept(result, run_folder)
    shutil.rmtree(request.checkpoint_folder, ignore_errors=True)
    return record


def _tell_epochs(
    ctx: LineContext, backbone: str, epochs: Sequence[Epoch], *, is_history: bool
) -> None:
    rows = [{"backbone": backbone, **epoch.as_plain()} for epoch in epochs]
    ctx.send("epochs", epochs=rows, is_history=is_history)


def _request(plain: dict[str, Any]) -> TrainRequest:
    names = ("folder", "bundle_folder", "checkpoint_folder", "cache_folder")
    folders = {name: Path(plain[name]) for name in names}
    fold = plain["fold"] and Fold(**plain["fold"])
    made = {"recipe": recipe_of(plain["recipe"]), "fold": fold}
    made["lungs"] = lung_source(AppPaths.default())
    return TrainRequest(**{**plain, **folders, **made}, patient_of=read_patient)


def _keep_predictions(
    run_folder: Path, data: Path, split: str, predictions: SplitPredictions, labels: LabelSet
) -> None:
    write_predictions(run_folder, split, predictions, labels, films_root(data))


def _kept(result: TrainResult, run_folder: Path) -> dict[str, Any]:
    """Write the history and the record of a training; the record comes back."""
    record = {
        "bundle_folder": result.bundle_folder.name,
        "metrics": result.metrics,
        "heads": list(result.heads),
        "phases": list(result.phases),
        "failures": [
            {"path": str(f.path), "code": f.code, "message": f.message} for f in result.failures
        ],
        "findings": [finding.in_words() for finding in result.findings],
        "seconds": result.seconds,
        **({NETWORK_KEY: kept.name} if (kept := result.network_weights) else {}),
        **_about(result.bundle_folder),
    }
    write_text_atomically(run_folder / HISTORY_FILE, _history_csv(result))
    write_text_atomically(run_folder / RESULT_FILE, json.dumps(record, indent=2) + "\n")
    return record


def _about(bundle_folder: Path) -> dict[str, Any]:
    """What a comparison tells of a model even when its record is kept without the bundle."""
    bundle = load_bundle(bundle_folder)
    about = {FACTS_KEY: asdict(facts_of_bundle(bundle)), "limits": list(bundle.manifest.limits)}
    if has_shuffled_labels(bundle):
        levels = against_chance(bundle.manifest.metrics)
        chance = {split: asdict(level) for split, level in levels.items()}
        about[SHUFFLED_KEY] = {"note": SHUFFLED_NOTE, "chance": chance}
    return about


def _history_csv(result: TrainResult) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=list(result.history[0]))
    writer.writeheader()
    writer.writerows(result.history)
    return text.getvalue()


if __name__ == "__main__":
    sys.exit(serve(work))
