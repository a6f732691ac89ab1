"""Measures a bundle on labelled films, through the same engine that reads for users."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import JobContext, Progress
from lungdesk.core.labels import LabelSet
from lungdesk.core.metrics.curves import auroc
from lungdesk.core.metrics.evaluation import evaluate
from lungdesk.core.metrics.intervals import Interval, figure_interval, grouped_bootstrap
from lungdesk.core.prediction import softmax
from lungdesk.core.radiograph import Radiograph
from lungdesk.ml.datasets import Sample
from lungdesk.ml.engine import Engine
from lungdesk.ml.prefetch import prefetched
from lungdesk.ml.preprocess import LungSight, PreprocessSpec, model_view

#: Reads one file; injected, because networks do not know file formats.
Decode = Callable[[Path], Radiograph]

#: Version of what `decoded_view` makes of files. It grows whenever one shows other pixels than it
#: did, so that nothing is taken from what was kept of those; 2: pixel padding is black.
PREPARATION: Final = 2

#: A pair of classes is compared inside one source when it has this many films of each.
_LEAST_PER_CLASS = 10


@dataclass(frozen=True, slots=True)
class FilmFailure:
    """A film that could not be read: data in the result, not the end of the job."""

    path: Path
    code: str
    message: str


@dataclass(frozen=True, slots=True, eq=False)
class SplitPredictions:
    """Films that were read, with logits ``(N, C)`` float32 in the same order, and the rest."""

    samples: tuple[Sample, ...]
    logits: NDArray[np.float32]
    failures: tuple[FilmFailure, ...]
    seconds: float

    @property
    def targets(self) -> NDArray[np.int64]:
        """Class indices ``(N,)``."""
        return np.array([sample.class_index for sample in self.samples], np.int64)

    @property
    def probabilities(self) -> NDArray[np.float64]:
        """Of each film, ``(N, C)``."""
        return softmax(self.logits).astype(np.float64)

    def require_any(self) -> SplitPredictions:
        """They themselves; raises LungDeskError (``DATASET_EMPTY``) where no film could be read."""
        if self.samples:
            return self
        raise LungDeskError(
            f"None of the {len(self.failures)} films could be read.",
            hint=self.failures[0].message if self.failures else "Check the data set.",
            code=ErrorCode.DATASET_EMPTY,
        )

    def without(self, failures: Sequence[FilmFailure]) -> SplitPredictions:
        """They without films of which something else has failed, which are among the failures."""
        failed = {failure.path: failure for failure in (*failures, *self.failures)}
        kept = [row for row, sample in enumerate(self.samples) if sample.path not in failed]
        samples = tuple(self.samples[row] for row in kept)
        return replace(
            self, samples=samples, logits=self.logits[kept], failures=tuple(failed.values())
        )


@dataclass(frozen=True, slots=True)
class SourceContrast:
    """How well a class is told from normal inside one source: area under the ROC curve.

    ``interval`` is its 95 % bootstrap interval by group; both ends NaN where it was not asked for
    or cannot be told.
    """

    source: str
    label: str
    n: int
    auroc: float
    interval: Interval = (math.nan, math.nan)


def _interval(
    positives: NDArray[np.bool_], share: NDArray[np.float64], groups: NDArray[np.str_]
) -> Interval:
    drawn = grouped_bootstrap(lambda weights: {"auroc": auroc(positives, share, weights)}, groups)
    return figure_interval(float(auroc(positives, share)), drawn["auroc"])


def decoded_view(
    path: Path, spec: PreprocessSpec, decode: Decode, lungs: LungSight | None = None
) -> NDArray[np.uint8] | FilmFailure:
    """The grey square that the network sees of a file, or why there is none."""
    try:
        return model_view(decode(path), spec, lungs).grey
    except LungDeskError as error:
        return FilmFailure(path, error.code, error.message)


def predict(
    engine: Engine, samples: Sequence[Sample], decode: Decode, ctx: JobContext, message: str
) -> SplitPredictions:
    """Logits of all films that can be read.

    Raises
    ------
    LungDeskError
        ``DATASET_EMPTY`` where none can be.
    """
    return predict_readable(engine, samples, decode, ctx, message).require_any()


def predict_readable(
    engine: Engine, samples: Sequence[Sample], decode: Decode, ctx: JobContext, message: str
) -> SplitPredictions:
    """As `predict`; empty, but for the failures, where no film can be read."""
    started = time.perf_counter()
    read: list[Sample] = []
    failures: list[FilmFailure] = []

    def views() -> Any:
        results = prefetched(
            lambda s: decoded_view(s.path, engine.spec, decode, engine.lungs), samples
        )
        for number, (sample, result) in enumerate(zip(samples, results, strict=True)):
            ctx.check()
            ctx.report(Progress(number, len(samples), message))
            if isinstance(result, FilmFailure):
                failures.append(result)
            else:
                read.append(sample)
                yield result

    logits = engine.logits_of(views(), len(samples))[: len(read)]
    ctx.report(Progress(len(samples), len(samples), message))
    seconds = time.perf_counter() - started
    return SplitPredictions(tuple(read), logits, tuple(failures), seconds)


def split_metrics(
    predictions: SplitPredictions, labels: LabelSet, *, resamples: int = 1000, seed: int = 0
) -> dict[str, Any]:
    """All figures of one split as plain values (the words of ``evaluate --json``).

    ``intervals`` are 95 % bootstrap intervals over whole groups; ``within_source`` compares two
    classes inside one hospital, where the hospital cannot give the answer away.
    """
    metrics = evaluate(
        predictions.targets,
        predictions.probabilities,
        labels,
        groups=[sample.group for sample in predictions.samples],
        resamples=resamples,
        seed=seed,
    )
    return {
        **metrics.as_dict(),
        "within_source": within_source(predictions, labels),
        "failed": len(predictions.failures),
        "seconds": round(predictions.seconds, 2),
    }


def within_source(predictions: SplitPredictions, labels: LabelSet) -> list[dict[str, Any]]:
    """`within_sources` as plain values."""
    sources = np.array([sample.source for sample in predictions.samples])
    found = within_sources(predictions.targets, predictions.probabilities, sources, labels)
    return [
        {"source": one.source, "label": one.label, "n": one.n, "auroc": round(one.auroc, 4)}
        for one in found
    ]


def within_sources(
    targets: NDArray[np.int64],
    probabilities: NDArray[np.float64],
    sources: NDArray[np.str_],
    labels: LabelSet,
    *,
    groups: NDArray[np.str_] | None = None,
) -> tuple[SourceContrast, ...]:
    """AUROC of each class against normal inside each source that has enough of both.

    Ranked by ``p / (p + p_normal)``, so that other classes do not disturb the order. There are none
    where no class is normal.

    Parameters
    ----------
    targets, probabilities, sources
        Class indices ``(N,)``, ``(N, C)`` in [0, 1], and names ``(N,)``; an unknown one is empty.
    groups
        Whose film each one is, ``(N,)``, for the intervals; None for none.
    """
    normal, rows = labels.normal, []
    if normal is None:
        return ()
    for source in sorted(set(sources.tolist()) - {""}):
        for index, label in enumerate(labels.ids):
            here = (sources == source) & np.isin(targets, (index, normal))
            positives = targets[here] == index
            if index == normal or min(positives.sum(), (~positives).sum()) < _LEAST_PER_CLASS:
                continue
            p = probabilities[here]
            share = p[:, index] / (p[:, index] + p[:, normal] + 1e-12)
            found = SourceContrast(source, label, int(here.sum()), float(auroc(positives, share)))
            if groups is not None:
                found = replace(found, interval=_interval(positives, share, groups[here]))
            rows.append(found)
    return tuple(rows)
