"""Run folders as a training leaves them, without their models: small, and made up."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from lungdesk.core.labels import CHEST_LABELS, LabelSet
from lungdesk.ml.datasets import Sample
from lungdesk.ml.evaluator import SplitPredictions
from lungdesk.services.runs.record import write_predictions

ROOT = Path("/films")
SIZES = {"train": 90, "val": 60, "test": 80, "external": 30}
HISTORY = (
    "phase,epoch,loss,accuracy,val_loss,val_accuracy,learning_rate\n"
    "head,1,1.2,0.5,1.1,0.55,0.001\n"
    "head,2,0.9,0.6,0.95,0.6,0.001\n"
    "whole network,3,0.5,0.8,0.7,,0.0001\n"
)
FACTS = {
    "backbone": "tiny",
    "input_size": 64,
    "parameters": 1000,
    "size_mb": 1.5,
    "reading_ms": 7.0,
}


def predictions_of(
    split: str, sharpness: float, seed: int, *, classes: int = 5, count: int | None = None
) -> SplitPredictions:
    """Predictions that are right the more often, the sharper; truth depends on the split alone."""
    count = SIZES[split] if count is None else count
    targets = np.random.default_rng(SIZES[split]).integers(0, classes, SIZES[split])[:count]
    logits = np.random.default_rng(seed).normal(0, 1, (count, 5)) + sharpness * np.eye(5)[targets]
    samples = tuple(
        Sample(ROOT / split / f"{n}.png", int(target), split, f"{split}{n // 2}", "here")
        for n, target in enumerate(targets)
    )
    return SplitPredictions(samples, logits.astype(np.float32), (), 1.0)


def write_run(
    folder: Path,
    sharpness: float = 2.0,
    seed: int = 0,
    *,
    splits: tuple[str, ...] = ("train", "val", "test", "external"),
    facts: Mapping[str, Any] | None = None,
    labels: LabelSet = CHEST_LABELS,
) -> Path:
    """A finished run."""
    folder.mkdir(parents=True, exist_ok=True)
    for split in splits:
        classes = 5 if split != "external" else 1
        write_predictions(
            folder, split, predictions_of(split, sharpness, seed, classes=classes), labels, ROOT
        )
    request = {"backbone": "asked", "weights": "imagenet", "input_size": None}
    result = {
        "bundle_folder": "bundle",
        "seconds": {"features": 30.0, "head": 12.5},
        "limits": ["Made up."],
        "facts": FACTS if facts is None else facts,
    }
    (folder / "request.json").write_text(json.dumps(request))
    (folder / "run.json").write_text(json.dumps(result))
    (folder / "history.csv").write_text(HISTORY)
    return folder
