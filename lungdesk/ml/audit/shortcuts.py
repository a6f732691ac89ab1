"""Controls: how far a model gets that cannot see the disease.

A small model is given only the borders of the films, a tiny thumbnail, the traits of the file, or
the film with the lungs blacked out. What it gets right it owes to the collection, not to the lungs
(as in DeGrave, Janizek and Lee, Nature Machine Intelligence 2021, and Maguolo and Nanni,
Information Fusion 2021).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from lungdesk.core.jobs import JobContext, Progress
from lungdesk.core.metrics.classification import (
    accuracy,
    balanced_accuracy,
    confusion_matrix,
    recall,
    specificity,
)
from lungdesk.core.metrics.evaluation import or_none
from lungdesk.core.metrics.intervals import (
    Interval,
    figure_interval,
    grouped_bootstrap,
)
from lungdesk.ml.audit.association import trait_values
from lungdesk.ml.audit.films import Film
from lungdesk.ml.datasets import Dataset

#: Films of a class, in training and where it is measured, below which it is left out.
LEAST_PER_CLASS = 10
_RESAMPLES = 500

#: The control that sees no pixel.
_FILE_TRAITS = "file_traits"

Features = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class ControlResult:
    """What one control got right.

    Attributes
    ----------
    measured_on
        A split, or ``cross-validation``.
    interval
        95 % interval of the balanced accuracy, drawn by group; NaN where it cannot be told.
    chance, majority
        Balanced accuracy of guessing, and accuracy of always naming the commonest class.
    class_id, recall, false_alarms
        The class that is given away most, the share of its films that is found, and the share of
        the other films that is taken for it.
    """

    control: str
    measured_on: str
    n: int
    accuracy: float
    balanced_accuracy: float
    interval: tuple[float, float]
    chance: float
    majority: float
    class_id: str
    recall: float
    false_alarms: float

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        figures = (
            "accuracy",
            "balanced_accuracy",
            "chance",
            "majority",
            "recall",
            "false_alarms",
        )
        return {
            "control": self.control,
            "measured_on": self.measured_on,
            "n": self.n,
            "class_id": self.class_id,
            **{name: round(getattr(self, name), 4) for name in figures},
            "interval": [or_none(round(bound, 4)) for bound in self.interval],
        }


@dataclass(frozen=True, slots=True)
class SourceResult:
    """A small model on a source that it has not been trained on; figures as in `ControlResult`."""

    source: str
    n: int
    balanced_accuracy: float
    chance: float

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return {
            "source": self.source,
            "n": self.n,
            "balanced_accuracy": round(self.balanced_accuracy, 4),
            "chance": round(self.chance, 4),
        }


def control_features(films: Sequence[Film]) -> Mapping[str, Features]:
    """What each control sees, ``(N, F)``."""
    half = np.stack(
        [cv2.resize(f.thumbnail, (32, 32), interpolation=cv2.INTER_AREA) for f in films]
    )
    tiny = np.stack(
        [cv2.resize(f.thumbnail, (16, 16), interpolation=cv2.INTER_AREA) for f in films]
    )
    frame = np.ones((32, 32), np.bool_)
    frame[2:-2, 2:-2] = False
    outside = np.ones((32, 32), np.bool_)
    outside[4:-4, 4:-4] = False
    return {
        "borders": half[:, frame].astype(np.float64),
        "without_lungs": half[:, outside].astype(np.float64),
        # For the trees, a missing trait is a value like another.
        _FILE_TRAITS: np.nan_to_num(trait_values(films), nan=-1.0),
        "thumbnail": tiny.reshape(len(films), -1).astype(np.float64),
    }


def run_controls(dataset: Dataset, films: Sequence[Film], ctx: JobContext) -> list[ControlResult]:
    """Train each control on train and measure it on test, else on val, else across folds.

    Classes with fewer than `LEAST_PER_CLASS` films are left out; nothing is measured with fewer
    than two. External films are never used.
    """
    inside = [film for film in films if dataset.samples[film.number].split != "external"]
    if not inside:
        return []
    task = _Task.of(dataset, inside)
    if task is None:
        return []
    results = []
    every = control_features(inside)
    for number, (name, features) in enumerate(every.items()):
        ctx.check()
        ctx.report(Progress(number, len(every), "controls that cannot see the lungs"))
        results.append(task.measured(name, features))
    return results


def leave_one_source_out(
    dataset: Dataset, films: Sequence[Film], features: Features, ctx: JobContext
) -> list[SourceResult]:
    """Train on all sources but one, measure on that one, for each that shows two classes or more.

    Parameters
    ----------
    features
        ``(N, F)`` pixels, one row a film. Films of ``external`` are measured on, never trained on.
    """
    samples = [dataset.samples[film.number] for film in films]
    targets = np.array([s.class_index for s in samples], np.int64)
    sources = np.array([s.source for s in samples])
    is_external = np.array([s.split == "external" for s in samples], np.bool_)
    results = []
    for source in sorted(set(sources.tolist()) - {""}):
        ctx.check()
        here = sources == source
        others = ~here & ~is_external & (sources != "")
        classes = [
            index
            for index in np.unique(targets[here]).tolist()
            if min((targets[here] == index).sum(), (targets[others] == index).sum())
            >= LEAST_PER_CLASS
        ]
        if len(classes) < 2:
            continue
        measured = here & np.isin(targets, classes)
        trained = others & np.isin(targets, classes)
        guesses = _guesses(features[trained], targets[trained], features[measured], is_pixels=True)
        confusion = confusion_matrix(targets[measured], guesses, len(dataset.labels))
        score = float(balanced_accuracy(confusion))
        results.append(SourceResult(source, int(measured.sum()), score, 1 / len(classes)))
    return results


@dataclass(frozen=True, slots=True, eq=False)
class _Task:
    """Rows to train and to measure on, one or more folds of them."""

    targets: NDArray[np.int64]
    groups: list[str]
    folds: list[tuple[NDArray[np.int64], NDArray[np.int64]]]
    measured_on: str
    class_ids: tuple[str, ...]

    @classmethod
    def of(cls, dataset: Dataset, films: Sequence[Film]) -> _Task | None:
        """The best way to measure that the data allows; None when there is none."""
        samples = [dataset.samples[film.number] for film in films]
        targets = np.array([s.class_index for s in samples], np.int64)
        groups = [s.group for s in samples]
        splits = np.array([s.split for s in samples])
        for split in ("test", "val"):
            fold = _fold(targets, splits == "train", splits == split)
            if fold is not None:
                return cls(targets, groups, [fold], split, dataset.labels.ids)
        folds = _grouped_folds(targets, groups)
        if not folds:
            return None
        return cls(targets, groups, folds, "cross-validation", dataset.labels.ids)

    def measured(self, name: str, features: Features) -> ControlResult:
        """One control's figures."""
        rows = np.concatenate([test for _, test in self.folds])
        truth = self.targets[rows]
        guesses = np.concatenate(
            [
                _guesses(features[a], self.targets[a], features[b], is_pixels=name != _FILE_TRAITS)
                for a, b in self.folds
            ]
        )
        confusion = confusion_matrix(truth, guesses, len(self.class_ids))
        present = confusion.sum(axis=1)
        found, mistaken = recall(confusion), 1 - specificity(confusion)
        best = int(np.nanargmax(found - mistaken))
        return ControlResult(
            control=name,
            measured_on=self.measured_on,
            n=truth.size,
            accuracy=float(accuracy(confusion)),
            balanced_accuracy=float(balanced_accuracy(confusion)),
            interval=self._interval(rows, guesses, float(balanced_accuracy(confusion))),
            chance=1 / int((present > 0).sum()),
            majority=float(present.max() / truth.size),
            class_id=self.class_ids[best],
            recall=float(found[best]),
            false_alarms=float(mistaken[best]),
        )

    def _interval(
        self, rows: NDArray[np.int64], guesses: NDArray[np.int64], estimate: float
    ) -> Interval:
        truth = self.targets[rows]

        def figures_of(weights: NDArray[np.int64]) -> dict[str, NDArray[np.float64]]:
            confusion = confusion_matrix(truth, guesses, len(self.class_ids), weights)
            return {"balanced_accuracy": balanced_accuracy(confusion)}

        groups = np.array([self.groups[row] for row in rows.tolist()])
        drawn = grouped_bootstrap(figures_of, groups, resamples=_RESAMPLES)
        fewest = min(np.unique(groups[truth == index]).size for index in np.unique(truth))
        return figure_interval(estimate, drawn["balanced_accuracy"], shared_by=fewest)


def _fold(
    targets: NDArray[np.int64], is_train: NDArray[np.bool_], is_test: NDArray[np.bool_]
) -> tuple[NDArray[np.int64], NDArray[np.int64]] | None:
    """Rows of the classes that have enough films on both sides; None with fewer than two."""
    enough = [
        index
        for index in np.unique(targets).tolist()
        if min((targets[is_train] == index).sum(), (targets[is_test] == index).sum())
        >= LEAST_PER_CLASS
    ]
    if len(enough) < 2:
        return None
    of_these = np.isin(targets, enough)
    return np.flatnonzero(is_train & of_these), np.flatnonzero(is_test & of_these)


def _grouped_folds(
    targets: NDArray[np.int64], groups: Sequence[str]
) -> list[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Five folds with whole groups, of the classes that have enough groups; none without two."""
    from sklearn.model_selection import StratifiedGroupKFold

    named = np.array(groups)
    enough = [
        index
        for index in np.unique(targets).tolist()
        if np.unique(named[targets == index]).size >= LEAST_PER_CLASS
    ]
    if len(enough) < 2:
        return []
    rows = np.flatnonzero(np.isin(targets, enough))
    folds = StratifiedGroupKFold(5, shuffle=True, random_state=0)
    parts = folds.split(rows, targets[rows], named[rows])
    return [(rows[train], rows[test]) for train, test in parts]


def _guesses(
    train: Features, targets: NDArray[np.int64], test: Features, *, is_pixels: bool
) -> NDArray[np.int64]:
    """Class indices that a small model, with class weights, gives the rows of ``test``.

    Pixels go to a logistic regression; traits, which may tell most at certain values,
    to a random forest.
    """
    from sklearn.ensemble import RandomForestClassifier
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    if is_pixels:
        logistic = LogisticRegression(C=0.02, class_weight="balanced", max_iter=2000)
        model = make_pipeline(StandardScaler(), logistic)
    else:
        # Not boosted trees: their threads wait for each other where other programs run.
        model = RandomForestClassifier(class_weight="balanced", min_samples_leaf=5, random_state=0)
    model.fit(train, targets)
    return np.asarray(model.predict(test), np.int64)
