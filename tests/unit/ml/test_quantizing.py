"""A network in integers of 8 bits sees nearly what it saw, and its head goes with what it sees."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from lungdesk.core.jobs import NullContext
from lungdesk.formats.reader import read_radiograph
from lungdesk.ml.adapting.network import network_of
from lungdesk.ml.backbones import BACKBONES
from lungdesk.ml.bundle import Bundle, load_bundle
from lungdesk.ml.datasets import load_dataset
from lungdesk.ml.engine import Engine, PrecisionChoice
from lungdesk.ml.evaluator import predict
from lungdesk.ml.openvino_runtime import CompiledNetwork, Precision
from lungdesk.ml.quantizing import quantized
from lungdesk.ml.trainer import Surroundings, train
from lungdesk.ml.training.loop import cross_entropy
from lungdesk.ml.training.recipe import HeadSettings, PhaseSettings, Recipe, Solver
from tests.unit.ml.small_networks import small_convolutions
from tests.unit.ml.tiny_backbone import TINY, tiny_request

# Of Keras, where it writes weights; of NNCF, which asks NumPy in an old way.
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")

RECIPE = Recipe(
    heads=(HeadSettings(solver=Solver.EXACT, weight_decay=0.3),),
    whole=PhaseSettings(epochs=2, batch_size=8, learning_rate=3e-3),
    last_heads=(HeadSettings(solver=Solver.EXACT, weight_decay=0.1),),
    input_size=64,
    views=1,
    normal_odds=2.0,
    quantized=True,
)


@pytest.fixture(scope="module")
def trained(
    shared_data: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Bundle, Path, list[dict[str, Any]]]:
    folder = tmp_path_factory.mktemp("quantized")
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(BACKBONES, "tiny", TINY)
        request = tiny_request(folder, shared_data, RECIPE)
        around = Surroundings(read_radiograph, json.dumps, lambda *_: None, NullContext())
        phases = train(request, around).phases
    return load_bundle(request.bundle_folder), request.folder, list(phases)


def test_its_head_is_fitted_to_what_the_integers_show(
    trained: tuple[Bundle, Path, list[dict[str, Any]]],
) -> None:
    bundle, films, phases = trained
    engine = Engine(bundle)

    val = load_dataset(films).split("val")
    read = predict(engine, val, read_radiograph, NullContext(), "")

    assert [row["phase"] for row in phases] == ["head", "whole", "last_head", "quantized_head"]
    fitted = read.logits - np.log([2, 1, 1, 1, 1], dtype=np.float32)
    assert cross_entropy(fitted, read.targets) == pytest.approx(phases[-1]["val_loss"], abs=5e-3)
    logits, feature_map = engine.network.run(np.full((64, 64), 90, np.uint8))
    assert logits == pytest.approx(bundle.head().logits(feature_map.mean(axis=(1, 2))), abs=1e-4)


def test_what_it_computes_in_is_said_whatever_was_asked_for(
    trained: tuple[Bundle, Path, list[dict[str, Any]]],
) -> None:
    bundle, *_ = trained

    assert bundle.is_quantized
    assert bundle.manifest.bfloat16 is None
    for choice in (PrecisionChoice.AUTO, PrecisionChoice.FLOAT32):
        assert Engine(bundle, precision=choice).precision is Precision.INT8


def views(seed: int) -> NDArray[np.uint8]:
    return np.random.default_rng(seed).integers(0, 256, (40, 32, 32)).astype(np.uint8)


def test_values_are_nearly_what_they_were_and_the_same_each_time(
    capsys: pytest.CaptureFixture[str],
) -> None:
    network = small_convolutions(0)

    once, again = quantized(network, views(1)), quantized(network, views(1))

    assert capsys.readouterr() == ("", "")  # a training tells its progress there
    exact, first, second = (CompiledNetwork(one) for one in (network, once, again))
    for view in views(2)[:5]:
        was, now = exact.run(view)[0], first.run(view)[0]
        assert not np.array_equal(now, was)
        assert now == pytest.approx(was, abs=0.05 * float(was.max()))
        assert np.array_equal(now, second.run(view)[0])


def test_weights_keep_clear_of_the_bit_that_would_overflow(
    trained: tuple[Bundle, Path, list[dict[str, Any]]],
) -> None:
    bundle, *_ = trained

    nodes = network_of(bundle).get_ordered_ops()

    constants = [node for node in nodes if node.get_type_name() == "Constant"]
    weights = [n.data for n in constants if n.get_element_type().get_type_name() == "i8"]
    assert len(weights) == 1  # the first one stays as it is
    assert max(int(np.abs(w.astype(int)).max()) for w in weights) <= 64
