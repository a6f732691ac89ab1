"""A model whose weights are in random order is the same graph with the same numbers elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from lungdesk.ml.adapting.network import network_of
from lungdesk.ml.bundle import CARD, Bundle, verify_bundle
from lungdesk.ml.checks.random_weights import (
    LAST_CONVOLUTIONS,
    RandomPart,
    randomised_model,
    shuffle_from,
)
from lungdesk.ml.ensemble import (
    MEMBERS,
    EnsembleBundle,
    EnsembleManifest,
    Member,
    verify_model,
    write_ensemble,
)
from lungdesk.ml.openvino_runtime import CompiledNetwork
from tests.unit.ml.checks.check_films import shipped
from tests.unit.ml.small_networks import small_convolutions
from tests.unit.services.model_copies import copy_of_model

Weights = list[NDArray[Any]]


def weights_in(network: Any) -> tuple[Weights, Weights]:
    """What prepares the film; weights of the trunk, layer by layer, of more than one value."""
    values = []
    for node in network.get_ordered_ops():
        if node.get_type_name() != "Constant":
            continue
        takers = [entry.get_node().get_type_name() for entry in node.output(0).get_target_inputs()]
        kind = node.get_element_type()
        # Ranges of what is rounded to integers are no weights, nor are axes and shapes.
        if "FakeQuantize" not in takers and (kind.is_real() or kind.get_type_name() == "i8"):
            values.append(np.array(node.data))
    # Of a channel each; of the head, whose kernels are flat; of the trunk.
    before = [one for one in values if one.ndim == 1]
    return before, [one for one in values if one.ndim >= 4 and one.size > 1]


def weights_of_convolutions(network: Any) -> list[int]:
    """How many there are of each: a kernel and a bias; of one in integers, its factors, too."""
    nodes = network.get_ordered_ops()
    kernels = [
        node.input_value(1).get_node()
        for node in nodes
        if node.get_type_name() in {"Convolution", "GroupConvolution"}
    ]
    return [3 if kernel.get_type_name() == "Multiply" else 2 for kernel in kernels]


def is_moved(first: NDArray[Any], second: NDArray[Any]) -> bool:
    """Whether the same values stand in other places."""
    assert first.shape == second.shape
    assert np.array_equal(np.sort(first.ravel()), np.sort(second.ravel()))
    return not np.array_equal(first, second)


@pytest.fixture(scope="module")
def original() -> Bundle:
    return shipped()


@pytest.mark.parametrize("part", list(RandomPart))
def test_each_layer_keeps_its_values_in_another_order(
    original: Bundle, tmp_path: Path, part: RandomPart
) -> None:
    lost = randomised_model(original, part, np.random.default_rng(0), tmp_path / "lost")

    assert isinstance(lost, Bundle)
    verify_bundle(lost)
    assert lost.manifest.calibration is None
    network = network_of(original)
    (before, trunk), (before_lost, trunk_lost) = map(weights_in, (network, network_of(lost)))
    assert all(np.array_equal(a, b) for a, b in zip(before, before_lost, strict=True))
    moved = [is_moved(a, b) for a, b in zip(trunk, trunk_lost, strict=True)]
    counts = weights_of_convolutions(network)
    assert set(counts) == {2, 3}
    last = {RandomPart.HEAD: 0, RandomPart.LAST: LAST_CONVOLUTIONS, RandomPart.ALL: len(counts)}
    expected = sum(counts[len(counts) - last[part] :])
    assert sum(moved) == expected
    assert all(moved[len(moved) - expected :])
    heads = [bundle.head().arrays() for bundle in (original, lost)]
    assert all(is_moved(heads[0][name], heads[1][name]) for name in heads[0])


def test_weights_that_are_numbers_with_a_point_lose_their_places_too() -> None:
    network = small_convolutions(0)
    _, before = weights_in(network)

    shuffle_from(network, 0, np.random.default_rng(0))

    _, after = weights_in(network)
    assert [is_moved(a, b) for a, b in zip(before, after, strict=True)] == [True, True]


def test_graph_and_head_say_the_same(original: Bundle, tmp_path: Path) -> None:
    lost = randomised_model(original, RandomPart.LAST, np.random.default_rng(0), tmp_path / "lost")
    assert isinstance(lost, Bundle)
    view = (
        np.random.default_rng(1)
        .integers(0, 256, [lost.manifest.preprocess.input_size] * 2)
        .astype(np.uint8)
    )

    logits, features = CompiledNetwork(lost.engine_path).run(view)

    expected = lost.head().logits(features[0].mean(axis=(0, 1))[None])
    assert logits == pytest.approx(expected, rel=1e-3, abs=1e-3)


def test_the_members_of_an_ensemble_lose_their_weights_each(
    original: Bundle, tmp_path: Path
) -> None:
    folder = tmp_path / "both"
    for name in ("one", "two"):
        copy_of_model(folder / MEMBERS / name, name, seed=1)
    (folder / CARD).write_text("# both\n")
    members = (Member(folder="one", weight=0.25), Member(folder="two", weight=0.75))
    manifest = EnsembleManifest(
        schema_version=4,
        id="both",
        name="Both",
        version="1",
        labels=original.manifest.labels,
        members=members,
        created="2026-01-01T00:00:00Z",
        metrics={},
        limits=(),
        files={},
    )
    both = write_ensemble(folder, manifest)

    lost = randomised_model(both, RandomPart.HEAD, np.random.default_rng(0), tmp_path / "lost")

    assert isinstance(lost, EnsembleBundle)
    verify_model(lost)
    assert lost.weights == (0.25, 0.75)
    kernels = [one.head().layers[0].kernel for one in (*both.members, *lost.members)]
    assert np.array_equal(kernels[0], kernels[1])
    assert is_moved(kernels[0], kernels[2])
    assert is_moved(kernels[2], kernels[3])  # each in an order of its own
