"""Cutting a network in two: the halves are the whole."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
import pytest

from lungdesk.ml.backbones import BACKBONES
from lungdesk.ml.graph_cut import split_at
from lungdesk.ml.openvino_runtime import CompiledNetwork
from lungdesk.ml.trunk import to_openvino

BACKBONE = BACKBONES["mobilenetv2"]
SIZE = 64


@pytest.fixture(scope="module")
def graph() -> Any:
    return BACKBONE.build(SIZE)


def test_both_halves_are_flat_and_share_the_weights_of_the_whole(graph: Any) -> None:
    cut = BACKBONE.cut_points[0]

    lower, tail = split_at(graph, cut.layer)

    assert lower.input.shape == graph.input.shape
    assert tail.input.shape == lower.output.shape
    assert isinstance(tail.layers[0], keras.layers.InputLayer)
    assert not [x for x in (*lower.layers, *tail.layers) if isinstance(x, keras.Model)]
    assert {id(w) for w in lower.weights}.isdisjoint(id(w) for w in tail.weights)
    both = {id(w) for w in (*lower.weights, *tail.weights)}
    assert both == {id(w) for w in graph.weights}


def test_what_is_trained_above_changes_the_whole(graph: Any) -> None:
    image = np.ones((1, SIZE, SIZE, 3), np.float32)
    lower, tail = split_at(graph, BACKBONE.cut_points[0].layer)
    before = np.asarray(graph(image))

    for weight in tail.trainable_weights:
        weight.assign(weight * 1.5)

    after = np.asarray(graph(image))
    assert np.abs(after - before).max() > 0.1 * np.abs(before).max()
    assert np.abs(tail(lower(image)) - after).max() <= 1e-5 * np.abs(after).max()


def test_the_lower_half_runs_in_openvino(graph: Any) -> None:
    lower, _ = split_at(graph, BACKBONE.cut_points[-1].layer)
    view = np.random.default_rng(0).integers(0, 256, (SIZE, SIZE), dtype=np.uint8)

    (ours,) = CompiledNetwork(to_openvino(lower, BACKBONE.normalization)).run(view)

    theirs = np.asarray(lower(BACKBONE.normalization.apply(view[None])))
    assert np.abs(ours - theirs).max() <= 1e-4 * np.abs(theirs).max()


def test_a_place_that_others_reach_past_is_no_place_to_cut(graph: Any) -> None:
    with pytest.raises(ValueError, match="not connected"):
        split_at(graph, "block_15_expand")


def test_an_unknown_layer_is_named(graph: Any) -> None:
    with pytest.raises(ValueError, match="no_such_layer"):
        split_at(graph, "no_such_layer")
