"""A network with another head says what that head says of its own feature map."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.ml.adapting.network import write_network_with
from lungdesk.ml.bundle import ENGINE, Bundle, load_bundle
from lungdesk.ml.head import DenseLayer, Head
from lungdesk.ml.openvino_runtime import CompiledNetwork
from lungdesk.services.paths import shipped_models_folder
from tests.shipped_models import SINGLE_MODEL_ID


@pytest.fixture(scope="module")
def shipped() -> Bundle:
    return load_bundle(shipped_models_folder() / SINGLE_MODEL_ID)


def other_head(features: int, *hidden: int) -> Head:
    rng = np.random.default_rng(0)
    widths = (features, *hidden, 5)
    layers = [
        DenseLayer(
            rng.normal(0, 1 / np.sqrt(a), (a, b)).astype(np.float32),
            rng.normal(0, 0.1, b).astype(np.float32),
        )
        for a, b in pairwise(widths)
    ]
    return Head(tuple(layers))


@pytest.mark.parametrize("hidden", [(), (16,)])
def test_logits_are_those_of_the_head_on_the_features(
    shipped: Bundle, tmp_path: Path, hidden: tuple[int, ...]
) -> None:
    head = other_head(shipped.head().layers[0].kernel.shape[0], *hidden)
    view = (
        np.random.default_rng(1)
        .integers(0, 256, [shipped.manifest.preprocess.input_size] * 2)
        .astype(np.uint8)
    )

    write_network_with(shipped, head, tmp_path)

    before = CompiledNetwork(shipped.engine_path).run(view)
    after = CompiledNetwork(tmp_path / ENGINE).run(view)
    assert after[1] == pytest.approx(before[1], abs=1e-4)
    expected = head.logits(after[1][0].mean(axis=(0, 1))[None])
    assert after[0] == pytest.approx(expected, abs=1e-4)
    # The trunk keeps its float16 weights: no network twice as large.
    size = (tmp_path / "engine.bin").stat().st_size
    assert size < 1.05 * (shipped.folder / "engine.bin").stat().st_size


def test_a_head_for_another_network_is_refused(shipped: Bundle, tmp_path: Path) -> None:
    with pytest.raises(LungDeskError) as caught:
        write_network_with(shipped, other_head(7), tmp_path)

    assert caught.value.code is ErrorCode.MODEL_INVALID
    assert not list(tmp_path.iterdir())
