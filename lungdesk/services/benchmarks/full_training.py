"""All epochs of both ways to train, on all films, and how good they are on test."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from lungdesk.core.jobs import JobContext, Progress
from lungdesk.core.metrics.evaluation import evaluate
from lungdesk.core.prediction import softmax
from lungdesk.ml.training.phases import TrainedHead, TuneStart, train_block, train_head
from lungdesk.services.benchmarks.contestants import (
    BLOCK,
    BLOCK_VIEWS,
    EPOCHS,
    HEAD,
    VIEWS,
    Contestants,
    TrainingTask,
)
from lungdesk.services.benchmarks.laps import Laps


def train_in_full(task: TrainingTask, ctx: JobContext) -> dict[str, Any]:
    """Figures of one backbone; a head each first, then, from it, a block each."""
    both = Contestants(task, ctx)
    test = both.dataset.split("test")
    figures: dict[str, Any] = {}

    def tell(name: str) -> None:
        ctx.report(Progress(0, 0, f"{both.name}: {name}"))

    def of_phase(phase: str, plain: Laps, own: Laps, head: TrainedHead) -> None:
        per_film = 1e3 / (both.film_count * EPOCHS)
        figures[f"plain_{phase}_ms"] = round(plain.seconds[0] * per_film, 3)
        figures[f"{phase}_ms"] = round(own.seconds[0] * per_film, 3)
        figures[f"ratio_{phase}"] = round(plain.seconds[0] / own.seconds[0], 2)
        figures.update(_accuracy(f"plain_{phase}", both, both.plain.probabilities(test)))
        figures.update(_accuracy(phase, both, _own_probabilities(both, head)))

    plain, own = Laps(), Laps()
    both.plain.freeze_all(HEAD.learning_rate)
    tell("the head, plain")
    plain.time(lambda: both.plain.fit(EPOCHS))
    head = own.time(lambda: _trained_head(both, ctx))
    of_phase("head", plain, own, head)

    plain, own = Laps(), Laps()
    both.plain.unfreeze_behind(both.cut.layer, BLOCK.learning_rate)
    tell("the block, plain")
    plain.time(lambda: both.plain.fit(EPOCHS))
    tuned = own.time(lambda: _trained_block(both, head, ctx))
    of_phase("block", plain, own, tuned)
    return figures | {
        "epochs": EPOCHS,
        "epochs_measured": EPOCHS,
        "films": both.film_count,
        "views": VIEWS,
        "block_views": BLOCK_VIEWS,
        "weights": both.weights.choice,
    }


def _trained_head(both: Contestants, ctx: JobContext) -> TrainedHead:
    train, val = both.pooled(both.fastest_trunk())
    return train_head(train, val, both.phase("head"), ctx)


def _trained_block(both: Contestants, head: TrainedHead, ctx: JobContext) -> TrainedHead:
    sources = both.maps(both.fastest_trunk(both.cut.layer))
    start = TuneStart(both.keras_trunk, both.backbone, head)
    return train_block(start, both.cut, sources, both.phase("block"), ctx)


def _own_probabilities(both: Contestants, head: TrainedHead) -> NDArray[np.float64]:
    """Of the films of test, ``(N, C)``, by our network as it is now."""
    features = both.films().pooled(both.trunk(), both.dataset.split("test"), 1).features
    return softmax(head.head.logits(features[:, 0].astype(np.float32))).astype(np.float64)


def _accuracy(name: str, both: Contestants, probabilities: NDArray[np.float64]) -> dict[str, Any]:
    """Accuracy on test with its 95 % interval over patients."""
    test = both.dataset.split("test")
    targets = np.array([sample.class_index for sample in test])
    groups = [sample.group for sample in test]
    metrics = evaluate(targets, probabilities, both.dataset.labels, groups=groups)
    return {
        f"{name}_accuracy": round(metrics.figures["accuracy"], 4),
        f"{name}_accuracy_interval": [round(v, 4) for v in metrics.intervals["accuracy"]],
    }
