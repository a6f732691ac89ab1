"""Registry of the pre-trained networks that a model can be built on.

Every backbone is one flat functional Keras graph that ends at its target layer, the last feature
map. Keras is imported by the constructors only: the registry itself is read without it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.ml.efficientnet_lite import build_efficientnet_lite0
from lungdesk.ml.preprocess import Normalization


@dataclass(frozen=True, slots=True)
class Backbone:
    """One registry entry.

    Attributes
    ----------
    name
        Identifier on the command line and in manifests.
    input_size
        Side of the square input in pixels that is used when nothing else is asked for.
    normalization
        Grey values 0…255 to what the ImageNet weights were trained on.
    target_layer
        Name of the layer whose output is the last feature map.
    feature_count
        Channels of that map.
    build
        ``build(input_size) -> keras.Model`` from ``(N, S, S, 3)`` float32 to
        ``(N, s, s, feature_count)``, not yet trained.
    """

    name: str
    display_name: str
    input_size: int
    normalization: Normalization
    target_layer: str
    feature_count: int
    weights_licence: str
    build: Callable[[int], Any]


BACKBONES: dict[str, Backbone] = {
    backbone.name: backbone
    for backbone in (
        Backbone(
            name="efficientnet_lite0",
            display_name="EfficientNet-Lite0",
            # Signs on a film are smaller than things in a photograph: more than ImageNet's 224 px
            # pays. 320 px are better still (cross-entropy on val 0.31 against 0.33), for twice the
            # time.
            input_size=256,
            normalization=Normalization(mean=(127.0,) * 3, scale=(128.0,) * 3),
            target_layer="top_activation",
            feature_count=1280,
            weights_licence="Apache-2.0",
            build=build_efficientnet_lite0,
        ),
    )
}


def backbone_named(name: str) -> Backbone:
    """Look up a backbone; spelling is lenient (``EfficientNet-Lite0`` is found too)."""
    wanted = name.lower().replace("-", "_")
    for backbone in BACKBONES.values():
        spellings = (backbone.name, backbone.display_name.lower().replace("-", "_"))
        if wanted in spellings:
            return backbone
    raise LungDeskError(
        f"There is no backbone called {name}.",
        hint=f"Choose one of: {', '.join(BACKBONES)}.",
        code=ErrorCode.USAGE,
    )
