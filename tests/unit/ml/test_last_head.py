"""A head that is fitted anew once the network under it has been trained."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from lungdesk.core.jobs import NullContext
from lungdesk.formats.reader import read_radiograph
from lungdesk.ml.backbones import BACKBONES
from lungdesk.ml.bundle import load_bundle
from lungdesk.ml.datasets import load_dataset
from lungdesk.ml.engine import Engine
from lungdesk.ml.evaluator import predict
from lungdesk.ml.trainer import Surroundings, train
from lungdesk.ml.training.loop import cross_entropy
from lungdesk.ml.training.recipe import HeadSettings, PhaseSettings, Recipe, Solver
from tests.unit.ml.tiny_backbone import TINY, tiny_request

pytestmark = [
    pytest.mark.slow,
    # Of Keras, where it writes weights.
    pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning"),
]

RECIPE = Recipe(
    # So little of a head that training the network with it is a gain, far from what it was.
    heads=(HeadSettings(epochs=1, learning_rate=1e-4),),
    whole=PhaseSettings(epochs=4, batch_size=8, learning_rate=3e-3),
    last_heads=(HeadSettings(solver=Solver.EXACT, weight_decay=0.3),),
    input_size=64,
    views=1,
    ema_decay=0.0,
    normal_odds=2.0,
)


def test_the_last_head_sees_the_trained_network_and_not_what_its_file_holds(
    shared_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(BACKBONES, "tiny", TINY)
    request = tiny_request(tmp_path, shared_data, RECIPE)

    around = Surroundings(read_radiograph, json.dumps, lambda *_: None, NullContext())
    result = train(request, around)

    first, whole, last = (row["val_loss"] for row in result.phases)
    engine = Engine(load_bundle(request.bundle_folder))
    val = load_dataset(request.folder).split("val")
    read = predict(engine, val, read_radiograph, NullContext(), "")
    assert [row["phase"] for row in result.phases] == ["head", "whole", "last_head"]
    # Odds are changed last of all: with that undone, val is read as the head was fitted.
    fitted = read.logits - np.log([2, 1, 1, 1, 1], dtype=np.float32)
    assert cross_entropy(fitted, read.targets) == pytest.approx(last, abs=5e-3)
    assert whole < first - 0.02  # the network is another
