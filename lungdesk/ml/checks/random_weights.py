"""The same model with the weights of some layers in random order, by editing its graph."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lungdesk.ml.adapting.network import network_of, write_with_head
from lungdesk.ml.bundle import CARD, Bundle, write_manifest
from lungdesk.ml.ensemble import MEMBERS, AnyBundle, write_ensemble
from lungdesk.ml.head import DenseLayer, Head

#: Convolutions that count as the last layers; those of VGG16's last block are as many.
LAST_CONVOLUTIONS = 3

_CONVOLUTIONS = {"Convolution", "GroupConvolution"}


class RandomPart(StrEnum):
    """Which weights go astray, from the output on, as in the cascade of the paper.

    Each part holds the one before: the head, the last three convolutions, all layers.
    """

    HEAD = "head"
    LAST = "last_layers"
    ALL = "all"


def randomised_model(
    bundle: AnyBundle, part: RandomPart, rng: np.random.Generator, folder: Path
) -> AnyBundle:
    """Write a model whose layers keep their values, but each in a random order.

    So every layer keeps the distribution of its weights, and nothing of what it has learnt
    (Adebayo et al., arXiv 1810.03292, randomise weights; how is left open). The members of an
    ensemble are randomised each. The result has no calibration.

    Raises
    ------
    LungDeskError
        ``MODEL_INVALID`` when a network has no feature map that fits its head.
    """
    if isinstance(bundle, Bundle):
        return _randomised(bundle, part, rng, folder)
    for member in bundle.members:
        _randomised(member, part, rng, folder / MEMBERS / member.folder.name)
    shutil.copyfile(bundle.folder / CARD, folder / CARD)
    return write_ensemble(folder, bundle.manifest.model_copy(update={"calibration": None}))


def _randomised(bundle: Bundle, part: RandomPart, rng: np.random.Generator, folder: Path) -> Bundle:
    folder.mkdir(parents=True)
    network = network_of(bundle)
    if part is not RandomPart.HEAD:
        shuffle_from(network, 0 if part is RandomPart.ALL else -LAST_CONVOLUTIONS, rng)
    layers = bundle.head().layers
    head = Head(tuple(DenseLayer(*(_shuffled(v, rng) for v in _values(one))) for one in layers))
    write_with_head(network, bundle, head, folder)
    shutil.copyfile(bundle.folder / CARD, folder / CARD)
    return write_manifest(folder, bundle.manifest.model_copy(update={"calibration": None}))


def _values(layer: DenseLayer) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    return layer.kernel, layer.bias


def shuffle_from(network: Any, convolution: int, rng: np.random.Generator) -> None:
    """Shuffle every weight of a graph from the n-th convolution on; what is before stays."""
    from openvino import opset13 as ops  # noqa: PLC0415 - loaded when a network is first compiled

    nodes = network.get_ordered_ops()
    convolutions = [n for n, node in enumerate(nodes) if node.get_type_name() in _CONVOLUTIONS]
    start = convolutions[max(convolution, -len(convolutions))]
    for node in nodes[start:]:
        for entry in _weights_of(node):
            values = np.array(_source(entry).data)
            entry.replace_source_output(ops.constant(_shuffled(values, rng)).output(0))


def _weights_of(node: Any) -> Iterator[Any]:
    """Inputs that hold the weights of a node, as they lie on the disk.

    That is in float16, or in integers of 8 bits and a factor for each channel. Ranges of what is
    rounded to integers are no weights.
    """
    stored = [_stored(entry) for entry in node.inputs()]
    if node.get_type_name() == "FakeQuantize" or None not in stored:
        return  # what is made of constants alone belongs to the node that takes it
    for entry in (one for parts in stored for one in parts or ()):
        constant = _source(entry)
        kind = constant.get_element_type()
        if constant.data.size > 1 and (kind.is_real() or kind.size == 1):
            yield entry


def _stored(entry: Any) -> list[Any] | None:
    """Inputs with the constants that a value is made of; None where it depends on the film."""
    source = _source(entry)
    if source.get_type_name() == "Constant":
        return [entry]
    if source.get_type_name() not in {"Convert", "Multiply"}:
        return None
    parts = [_stored(one) for one in source.inputs()]
    return None if None in parts else [one for part in parts for one in part or ()]


def _source(entry: Any) -> Any:
    return entry.get_source_output().get_node()


def _shuffled(values: NDArray[Any], rng: np.random.Generator) -> NDArray[Any]:
    return np.asarray(rng.permutation(values.ravel()).reshape(values.shape))
