"""A small real bundle: EfficientNet-Lite0 at 96 px with a random head, exported in float32."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from lungdesk.core.labels import CHEST_LABELS
from lungdesk.ml import bundle as bundles
from lungdesk.ml.backbones import BACKBONES
from lungdesk.ml.bundle import Bundle, Manifest, PreprocessRecord, TrainingSummary
from lungdesk.ml.engine_export import export_engine, keras_classifier
from lungdesk.ml.head import DenseLayer, Head
from lungdesk.ml.preprocess import PreprocessSpec
from lungdesk.ml.trunk import build_keras_trunk
from lungdesk.ml.weights import resolve_weights

BACKBONE = BACKBONES["efficientnet_lite0"]
SPEC = PreprocessSpec(96, BACKBONE.normalization)


def random_head(*widths: int, seed: int = 0) -> Head:
    """Dense layers of the given widths, first the inputs, last the classes."""
    rng = np.random.default_rng(seed)
    return Head(
        tuple(
            DenseLayer(
                rng.normal(0, 1 / np.sqrt(a), (a, b)).astype(np.float32),
                rng.normal(0, 0.1, b).astype(np.float32),
            )
            for a, b in pairwise(widths)
        )
    )


@dataclass(frozen=True)
class SmallModel:
    bundle: Bundle
    keras_model: Any
    head: Head


@pytest.fixture(scope="session")
def small_model(tmp_path_factory: pytest.TempPathFactory) -> SmallModel:
    folder = tmp_path_factory.mktemp("models") / "small"
    folder.mkdir()
    head = random_head(BACKBONE.feature_count, 16, 5)
    trunk = build_keras_trunk(BACKBONE, SPEC.input_size, resolve_weights(BACKBONE, "imagenet"))
    export_engine(trunk, head, SPEC.normalization, folder, is_float16=False)
    (folder / bundles.CARD).write_text("# small\n")
    bundle = bundles.write_manifest(folder, manifest())
    return SmallModel(bundle, keras_classifier(trunk, head), head)


def manifest() -> Manifest:
    return Manifest(
        schema_version=bundles.SCHEMA_VERSION,
        id="small",
        name="Small model for tests",
        version="0",
        labels=CHEST_LABELS.ids,
        backbone=BACKBONE.name,
        target_layer=BACKBONE.target_layer,
        preprocess=PreprocessRecord.of(SPEC),
        training=TrainingSummary(
            data="none",
            counts={},
            weights="imagenet",
            weights_sha256="",
            weights_licence="",
            views=0,
            seed=0,
            settings={},
            created="2026-01-01T00:00:00Z",
            seconds=0.0,
        ),
        metrics={},
        limits=(),
        files={},
    )


@pytest.fixture
def copied_bundle(small_model: SmallModel, tmp_path: Path) -> Path:
    """A copy of the small bundle that a test may damage."""
    folder = tmp_path / "small"
    folder.mkdir()
    for path in small_model.bundle.folder.iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    return folder
