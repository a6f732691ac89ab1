"""Registry of the pre-trained networks that a model can be built on.

Every backbone is one flat functional Keras graph that ends at its target layer, the last feature
map. Keras is imported by the constructors only: the registry itself is read without it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.ml.efficientnet_lite import efficientnet_lite
from lungdesk.ml.keras_backbones import application, build_convnext_tiny
from lungdesk.ml.levels import LEVELS, with_levels
from lungdesk.ml.preprocess import Normalization


@dataclass(frozen=True, slots=True)
class CutPoint:
    """A place where a network can be cut in two: below it stays frozen, above it is trained.

    Attributes
    ----------
    name
        The first part that is trained.
    layer
        Name of the last layer that stays as it is; its output is all that the part above needs
        (see `lungdesk.ml.graph_cut.split_at`).
    """

    name: str
    layer: str


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
    parameter_count
        Numbers in its weights.
    cut_points
        From the shortest trained part to the longest.
    build
        ``build(input_size) -> keras.Model`` from ``(N, S, S, 3)`` float32 to
        ``(N, s, s, feature_count)``, not yet trained.
    weights_of
        Name of the network whose ImageNet weights these are, where it is another one.
    check_layers
        Layers whose levels the film check looks at once the network has been trained on films
        (`lungdesk.ml.levels.under_levels`).
    level_count
        Channels of its map, the first ones, that show earlier layers (`lungdesk.ml.levels`).
    least_input_size, input_step
        Sizes that are allowed: from the least on, in such steps. At other sizes the cells of the
        feature map would not cover the film evenly, and heatmaps would be off.
    """

    name: str
    display_name: str
    input_size: int
    normalization: Normalization
    target_layer: str
    feature_count: int
    parameter_count: int
    cut_points: tuple[CutPoint, ...]
    weights_licence: str
    build: Callable[[int], Any]
    weights_of: str = ""
    check_layers: tuple[str, ...] = ()
    level_count: int = 0
    least_input_size: int = 64
    input_step: int = 32

    @property
    def weights_name(self) -> str:
        """Name under which its ImageNet weights are published."""
        return self.weights_of or self.name

    def require_input_size(self, size: int) -> None:
        """Raise LungDeskError (``USAGE``) unless the network takes squares of ``size`` pixels."""
        if size < self.least_input_size or size % self.input_step:
            raise LungDeskError(
                f"{self.display_name} does not take films of {size} px.",
                hint=f"Choose a multiple of {self.input_step} px,"
                f" {self.least_input_size} px or more.",
                code=ErrorCode.USAGE,
            )


#: The four ways in which ImageNet's pixels were prepared, for grey values in all channels.
_LITE = Normalization(mean=(127.0,) * 3, scale=(128.0,) * 3)
_CENTRED = Normalization(mean=(127.5,) * 3, scale=(127.5,) * 3)
_BGR_MEANS = Normalization(mean=(103.939, 116.779, 123.68), scale=(1.0,) * 3)
_RGB_STATISTICS = Normalization(
    mean=(0.485 * 255, 0.456 * 255, 0.406 * 255), scale=(0.229 * 255, 0.224 * 255, 0.225 * 255)
)


#: The levels above each halving of Lite0's map, and one between.
_LITE0_LEVELS = ("block4_add", "block7_add", "block10_add", "block14_add")


def _lite(variant: int, *, parameter_count: int, cut_points: tuple[CutPoint, ...]) -> Backbone:
    return Backbone(
        name=f"efficientnet_lite{variant}",
        display_name=f"EfficientNet-Lite{variant}",
        # Signs on a film are smaller than things in a photograph: more than ImageNet's 224 px
        # pays. 320 px are better still (cross-entropy of Lite0 on val 0.31 against 0.33), for
        # twice the time.
        input_size=256,
        normalization=_LITE,
        target_layer="top_activation",
        feature_count=1280,
        parameter_count=parameter_count,
        cut_points=cut_points,
        weights_licence="Apache-2.0",
        build=efficientnet_lite(variant),
        check_layers=_LITE0_LEVELS if variant == 0 else (),
    )


def _lite0_levels() -> Backbone:
    """Lite0 that shows its head the levels above each halving of the map, and one between."""
    return replace(
        _lite(
            0,
            parameter_count=3_413_024,
            # Below all levels, or between: a cut has to give all that comes above it.
            cut_points=(CutPoint("block5", "block4_add"), CutPoint("block3", "block2_add")),
        ),
        name="efficientnet_lite0_levels",
        display_name="EfficientNet-Lite0 with levels",
        input_size=384,
        target_layer=LEVELS,
        feature_count=2 * (40 + 80 + 112 + 192 + 1280),
        build=with_levels(efficientnet_lite(0), _LITE0_LEVELS),
        check_layers=(),
        level_count=2 * (40 + 80 + 112 + 192),
        weights_of="efficientnet_lite0",
    )


def _resnet_v2(depth: int, *, parameter_count: int, last_of_conv4: int) -> Backbone:
    name = f"resnet{depth}v2"
    return Backbone(
        name=name,
        display_name=f"ResNet{depth}V2",
        input_size=224,
        normalization=_CENTRED,
        target_layer="post_relu",
        feature_count=2048,
        parameter_count=parameter_count,
        cut_points=(
            CutPoint("conv5_block3", "conv5_block2_out"),
            CutPoint("conv5", f"conv4_block{last_of_conv4}_out"),
            CutPoint("conv4", "conv3_block4_out" if depth == 50 else "conv3_block8_out"),
        ),
        weights_licence="BSD-3-Clause",
        build=application(name, f"ResNet{depth}V2", "post_relu"),
    )


def _densenet(depth: int, *, parameter_count: int, feature_count: int) -> Backbone:
    name = f"densenet{depth}"
    return Backbone(
        name=name,
        display_name=f"DenseNet{depth}",
        input_size=224,
        normalization=_RGB_STATISTICS,
        target_layer="relu",
        feature_count=feature_count,
        parameter_count=parameter_count,
        cut_points=(CutPoint("conv5", "pool4_pool"), CutPoint("conv4", "pool3_pool")),
        weights_licence="BSD-3-Clause",
        build=application(name, f"DenseNet{depth}", "relu"),
    )


#: Its map before the last pooling is twice as fine.
_VGG16 = Backbone(
    name="vgg16",
    display_name="VGG16",
    input_size=224,
    normalization=_BGR_MEANS,
    target_layer="block5_conv3",
    feature_count=512,
    parameter_count=14_714_688,
    cut_points=(CutPoint("block5", "block4_pool"), CutPoint("block4", "block3_pool")),
    weights_licence="CC-BY-4.0",
    build=application("vgg16", "VGG16", "block5_conv3"),
)


def _vgg16_levels() -> Backbone:
    """VGG16 that shows its head the last map of each of its last three blocks."""
    return replace(
        _VGG16,
        name="vgg16_levels",
        display_name="VGG16 with levels",
        input_size=256,
        target_layer=LEVELS,
        feature_count=2 * (256 + 512 + 512),
        level_count=2 * (256 + 512),
        cut_points=(CutPoint("block3", "block2_pool"), CutPoint("block2", "block1_pool")),
        build=with_levels(_VGG16.build, ("block3_conv3", "block4_conv3"), energy_unit=256.0),
        weights_of="vgg16",
    )


_ALL = (
    _lite(
        0,
        parameter_count=3_413_024,
        cut_points=(
            CutPoint("block15", "block14_add"),
            CutPoint("block11", "block10_add"),
            CutPoint("block8", "block7_add"),
        ),
    ),
    _lite0_levels(),
    _lite(
        1,
        parameter_count=4_189_344,
        cut_points=(CutPoint("block20", "block19_add"), CutPoint("block15", "block14_add")),
    ),
    _lite(
        2,
        parameter_count=4_869_168,
        cut_points=(CutPoint("block20", "block19_add"), CutPoint("block15", "block14_add")),
    ),
    _VGG16,
    _vgg16_levels(),
    _resnet_v2(50, parameter_count=23_564_800, last_of_conv4=6),
    _resnet_v2(152, parameter_count=58_331_648, last_of_conv4=36),
    _densenet(121, parameter_count=7_037_504, feature_count=1024),
    _densenet(201, parameter_count=18_321_984, feature_count=1920),
    Backbone(
        name="efficientnetv2_b0",
        display_name="EfficientNetV2-B0",
        input_size=224,
        normalization=_RGB_STATISTICS,
        target_layer="top_activation",
        feature_count=1280,
        parameter_count=5_919_312,
        cut_points=(
            CutPoint("block6h", "block6g_add"),
            CutPoint("block6", "block5e_add"),
            CutPoint("block5", "block4c_add"),
        ),
        weights_licence="Apache-2.0",
        build=application(
            "efficientnetv2_b0", "EfficientNetV2B0", "top_activation", include_preprocessing=False
        ),
    ),
    Backbone(
        name="mobilenetv2",
        display_name="MobileNetV2",
        input_size=224,
        normalization=_CENTRED,
        target_layer="out_relu",
        feature_count=1280,
        parameter_count=2_257_984,
        cut_points=(
            CutPoint("block_16", "block_15_add"),
            CutPoint("block_13", "block_12_add"),
        ),
        weights_licence="Apache-2.0",
        build=application("mobilenetv2", "MobileNetV2", "out_relu"),
    ),
    Backbone(
        name="convnext_tiny",
        display_name="ConvNeXt-Tiny",
        input_size=224,
        normalization=_RGB_STATISTICS,
        target_layer="top_layernorm",
        feature_count=768,
        parameter_count=27_820_128,
        cut_points=(
            CutPoint("stage_3_block_2", "stage_3_block_1_add"),
            CutPoint("stage_3", "stage_2_block_8_add"),
        ),
        weights_licence="MIT",
        build=build_convnext_tiny,
    ),
)

BACKBONES: dict[str, Backbone] = {backbone.name: backbone for backbone in _ALL}


def backbone_named(name: str) -> Backbone:
    """Look up a backbone; spelling is lenient (``EfficientNet-Lite0`` is found too)."""
    wanted = _plain(name)
    for backbone in BACKBONES.values():
        if wanted in (_plain(backbone.name), _plain(backbone.display_name)):
            return backbone
    raise LungDeskError(
        f"There is no backbone called {name}.",
        hint=f"Choose one of: {', '.join(BACKBONES)}.",
        code=ErrorCode.USAGE,
    )


def _plain(name: str) -> str:
    return name.lower().replace("-", "").replace("_", "").replace(" ", "")
