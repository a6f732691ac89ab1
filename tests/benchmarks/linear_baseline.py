"""What a model has to better: logistic regression on frozen ImageNet features.

``python -m tests.benchmarks.linear_baseline COLLECTION OUT`` reads every film as most tutorials do
(centre crop, 224 px, grey values as they are stored), runs VGG16 without its top once, averages the
last map, and fits scikit-learn's multinomial logistic regression on ``train``. The strength of its
regularization is chosen by the cross-entropy on ``val``; ``test`` and ``external`` are read once,
at the end. It writes ``OUT/<split>.csv``, for ``lungdesk compare … --baseline OUT:NAME``.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from lungdesk.formats.reader import read_radiograph
from lungdesk.ml.backbones import Backbone, backbone_named
from lungdesk.ml.datasets import SPLITS, Dataset, Sample, load_dataset
from lungdesk.ml.evaluator import FilmFailure, decoded_view
from lungdesk.ml.prefetch import batched, prefetched
from lungdesk.ml.preprocess import Contrast, Framing, PreprocessSpec
from lungdesk.ml.trunk import Trunk, build_keras_trunk
from lungdesk.ml.weights import resolve_weights
from lungdesk.services.prediction_table import PredictionTable, path_within

_SIDE = 224
_AT_ONCE = 64
_INVERSE_STRENGTHS = (1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2, 1e-1)


def main(arguments: list[str] | None = None) -> int:
    """Fit, choose, and write the predictions of every split."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("collection", type=Path, help="labelled films, as for lungdesk train")
    parser.add_argument("out", type=Path, help="folder for the predictions")
    parser.add_argument("--backbone", default="vgg16")
    options = parser.parse_args(arguments)
    dataset = load_dataset(options.collection)
    backbone = backbone_named(options.backbone)
    trunk = _trunk(backbone)
    spec = PreprocessSpec(_SIDE, backbone.normalization, Framing.CENTRE_CROP, Contrast.AS_STORED)
    read = {split: _features(trunk, spec, dataset.split(split)) for split in SPLITS}
    model = _fitted(read["train"], read["val"])
    options.out.mkdir(parents=True, exist_ok=True)
    for split, (samples, features) in read.items():
        if samples:
            table = _table(dataset, samples, model.predict_proba(features), options.collection)
            table.write(options.out / f"{split}.csv")
            hits = (table.probabilities.argmax(axis=1) == table.targets).mean()
            sys.stdout.write(f"{split}: {len(table)} films, accuracy {hits:.4f}\n")
    return 0


def _trunk(backbone: Backbone) -> Trunk:
    folder = os.environ.get("LUNGDESK_WEIGHTS", "../shared/weights")
    weights = resolve_weights(backbone, "imagenet", folders=(Path(folder),))
    keras_trunk = build_keras_trunk(backbone, _SIDE, weights)
    return Trunk.of(keras_trunk, backbone, input_size=_SIDE, weights=weights)


def _features(
    trunk: Trunk, spec: PreprocessSpec, samples: tuple[Sample, ...]
) -> tuple[list[Sample], NDArray[np.float32]]:
    """Films that can be read, and their features ``(N, F)``."""
    kept: list[Sample] = []
    rows: list[NDArray[np.float32]] = [np.empty((0, *trunk.feature_shape), np.float32)]
    views = prefetched(lambda s: (s, decoded_view(s.path, spec, read_radiograph)), samples)
    for chunk in batched(views, _AT_ONCE):
        good = [(s, view) for s, view in chunk if not isinstance(view, FilmFailure)]
        kept += [sample for sample, _ in good]
        rows.append(trunk.features(np.stack([view for _, view in good])))
    return kept, np.concatenate(rows)


def _fitted(
    train: tuple[list[Sample], NDArray[np.float32]], val: tuple[list[Sample], NDArray[np.float32]]
) -> Any:
    """The regression with the least cross-entropy on val."""
    (samples, features), (val_samples, val_features) = train, val
    targets, val_targets = _targets(samples), _targets(val_samples)
    candidates = []
    for strength in _INVERSE_STRENGTHS:
        regression = LogisticRegression(C=strength, class_weight="balanced", max_iter=3000)
        model = make_pipeline(StandardScaler(), regression).fit(features, targets)
        loss = log_loss(val_targets, model.predict_proba(val_features), labels=model.classes_)
        candidates.append((loss, strength, model))
        sys.stdout.write(f"C = {strength:g}: cross-entropy on val {loss:.4f}\n")
    return min(candidates, key=lambda candidate: candidate[0])[2]


def _targets(samples: list[Sample]) -> NDArray[np.int64]:
    return np.array([sample.class_index for sample in samples], np.int64)


def _table(
    dataset: Dataset, samples: list[Sample], probabilities: NDArray[np.float64], root: Path
) -> PredictionTable:
    return PredictionTable(
        labels=dataset.labels,
        paths=tuple(path_within(sample, root) for sample in samples),
        targets=_targets(samples),
        probabilities=probabilities,
        groups=tuple(sample.group for sample in samples),
        sources=tuple(sample.source for sample in samples),
    )


if __name__ == "__main__":
    raise SystemExit(main())
