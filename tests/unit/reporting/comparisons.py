"""Comparisons of made-up models, for what is drawn and written of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lungdesk.core.comparison import (
    ComparedModel,
    Comparison,
    FilmCount,
    Kind,
    ModelFacts,
    paired_tests,
)
from lungdesk.core.labels import CHEST_LABELS
from lungdesk.core.metrics.evaluation import evaluate

HISTORY = tuple(
    {
        "phase": "head" if epoch < 4 else "whole network",
        "epoch": float(epoch),
        "loss": 1 / epoch,
        "accuracy": 1 - 0.5 / epoch,
        "val_loss": 1.2 / epoch,
        "val_accuracy": 1 - 0.6 / epoch,
    }
    for epoch in range(1, 7)
)
FACTS = ModelFacts("tiny", "imagenet", 224, 1_200_000, 2.5, 5400.0, 12.0)
SPLITS = ("train", "val", "test", "external")


def targets_of(split: str, classes: Sequence[int] = range(5), size: int = 60) -> NDArray[np.int64]:
    return np.random.default_rng(SPLITS.index(split)).choice(classes, size)


def model(
    name: str,
    sharpness: float = 2.0,
    *,
    splits: Sequence[str] = SPLITS,
    facts: ModelFacts = FACTS,
    kind: Kind = Kind.MODEL,
    history: Sequence[Mapping[str, Any]] = HISTORY,
    test_classes: Sequence[int] = range(5),
) -> ComparedModel:
    """A model that is right the more often, the sharper; the same name is the same model."""
    random = np.random.default_rng(list(name.encode()))
    probabilities, metrics = {}, {}
    for split in splits:
        targets = targets_of(split, test_classes if split == "test" else range(5))
        logits = random.normal(0, 1, (targets.size, 5)) + sharpness * np.eye(5)[targets]
        exponentials = np.exp(logits)
        probabilities[split] = exponentials / exponentials.sum(axis=1, keepdims=True)
        metrics[split] = evaluate(targets, probabilities[split], CHEST_LABELS, resamples=20)
    return ComparedModel(name, kind, facts, probabilities, metrics, history)


def comparison(
    models: Sequence[ComparedModel],
    limits: Sequence[str] = ("One hospital < another & so on.",),
    test_classes: Sequence[int] = range(5),
) -> Comparison:
    """What `lungdesk.services.comparison` would make of them."""
    present = [split for split in SPLITS if any(split in m.metrics for m in models)]
    targets = {
        split: targets_of(split, test_classes if split == "test" else range(5)) for split in present
    }
    return Comparison(
        labels=CHEST_LABELS,
        models=tuple(models),
        targets=targets,
        films={split: FilmCount(60, 40, 3 if split == "test" else 0) for split in present},
        pairs=paired_tests(models, targets["test"], CHEST_LABELS),
        limits=tuple(limits),
    )
