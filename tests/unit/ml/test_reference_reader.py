from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from lungdesk.core.prediction import softmax
from lungdesk.ml import gradcam
from lungdesk.ml.bundle import ENGINE, HEAD
from lungdesk.ml.openvino_runtime import CompiledNetwork
from lungdesk.ml.reference_reader import reader_and_engine
from lungdesk.ml.weights import Weights
from tests.unit.ml.tiny_backbone import TINY

VIEW = np.random.default_rng(1).integers(0, 256, (32, 32), np.uint8)


def test_both_ways_say_the_same_of_a_film(tmp_path: Path) -> None:
    reader, head = reader_and_engine(TINY, Weights("none", None, "random"), VIEW, 5, tmp_path)

    probabilities, class_map = reader.read(VIEW)

    logits, feature_map = CompiledNetwork(tmp_path / ENGINE).run(VIEW)
    maps = gradcam.gradcam(feature_map[0], head)
    np.testing.assert_allclose(softmax(logits[0]), probabilities, atol=5e-3)
    expected = maps[int(probabilities.argmax())]
    np.testing.assert_allclose(class_map, expected, atol=5e-3 * expected.max())
    assert {path.name for path in tmp_path.iterdir()} >= {ENGINE, HEAD}


def test_the_drawn_head_neither_doubts_nor_overflows(tmp_path: Path) -> None:
    reader, _ = reader_and_engine(TINY, Weights("none", None, "random"), VIEW, 5, tmp_path)

    probabilities, _ = reader.read(VIEW)

    assert probabilities.sum() == pytest.approx(1, abs=1e-5)
    assert 0.2 < probabilities.max() < 1
