"""The converted weights still know what is on a photograph."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn.datasets import load_sample_image

from lungdesk.ml.backbones import BACKBONES
from lungdesk.ml.torch_checkpoint import read_torch_checkpoint
from lungdesk.ml.trunk import build_keras_trunk
from lungdesk.ml.weights import resolve_weights

PALACE, DAISY = 698, 985


#: A trunk with the weights of its package, and all tensors of the package.
Network = tuple[Any, dict[str, NDArray[Any]]]


@pytest.fixture(scope="module", params=range(3))
def network(request: pytest.FixtureRequest) -> Network:
    backbone = BACKBONES[f"efficientnet_lite{request.param}"]
    weights = resolve_weights(backbone, "imagenet")
    assert weights.path is not None
    return build_keras_trunk(backbone, 224, weights), read_torch_checkpoint(weights.path)


# The other photograph is of a dahlia, which is no class: Lite2 takes it for a honeycomb.
@pytest.mark.parametrize(
    ("network", "photograph", "imagenet_class"),
    [
        (0, "china.jpg", PALACE),
        (0, "flower.jpg", DAISY),
        (1, "china.jpg", PALACE),
        (2, "china.jpg", PALACE),
    ],
    indirect=["network"],
)
def test_recognises_photographs_by_imagenet_class(
    network: Network, photograph: str, imagenet_class: int
) -> None:
    trunk, tensors = network
    photo = load_sample_image(photograph)
    side = min(photo.shape[:2])
    top, left = ((n - side) // 2 for n in photo.shape[:2])
    square = cv2.resize(
        photo[top : top + side, left : left + side], (224, 224), interpolation=cv2.INTER_AREA
    )
    image = (square.astype(np.float32) - 127) / 128

    features = np.asarray(trunk(image[None])).mean(axis=(1, 2))
    logits = features @ tensors["_fc.weight"].T + tensors["_fc.bias"]

    assert int(logits.argmax()) == imagenet_class


def test_every_number_of_the_package_has_found_a_place(network: Network) -> None:
    trunk, tensors = network
    used = [t for name, t in tensors.items() if not name.startswith("_fc.") and t.ndim]

    assert trunk.count_params() == sum(t.size for t in used)
    assert not trunk.trainable
