"""The converted weights still know what is on a photograph."""

from __future__ import annotations

import cv2
import keras
import numpy as np
import pytest
from sklearn.datasets import load_sample_image

from lungdesk.ml.backbones import BACKBONES
from lungdesk.ml.torch_checkpoint import read_torch_checkpoint
from lungdesk.ml.trunk import build_keras_trunk
from lungdesk.ml.weights import resolve_weights

PALACE, DAISY = 698, 985


@pytest.mark.parametrize(
    ("photograph", "imagenet_class"), [("china.jpg", PALACE), ("flower.jpg", DAISY)]
)
def test_recognises_photographs_by_imagenet_class(photograph: str, imagenet_class: int) -> None:
    backbone = BACKBONES["efficientnet_lite0"]
    weights = resolve_weights(backbone, "imagenet")
    trunk = build_keras_trunk(backbone, 224, weights)
    photo = load_sample_image(photograph)
    side = min(photo.shape[:2])
    top, left = ((n - side) // 2 for n in photo.shape[:2])
    square = cv2.resize(
        photo[top : top + side, left : left + side], (224, 224), interpolation=cv2.INTER_AREA
    )
    image = (square.astype(np.float32) - 127) / 128

    assert weights.path is not None
    tensors = read_torch_checkpoint(weights.path)
    features = np.asarray(trunk(image[None])).mean(axis=(1, 2))
    logits = features @ tensors["_fc.weight"].T + tensors["_fc.bias"]

    assert int(logits.argmax()) == imagenet_class


def test_is_one_flat_graph_that_ends_at_the_target_layer() -> None:
    backbone = BACKBONES["efficientnet_lite0"]
    model = backbone.build(96)

    assert not [layer for layer in model.layers if isinstance(layer, keras.Model)]
    assert model.layers[-1].name == backbone.target_layer
    assert model.output.shape == (None, 3, 3, backbone.feature_count)
