"""Networks of ``keras.applications`` as flat graphs that end at their last feature map."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

#: Blocks in each stage of ConvNeXt-Tiny (Liu et al., arXiv 2201.03545, section 3).
_CONVNEXT_TINY_DEPTHS = (3, 3, 9, 3)


def application(
    name: str, constructor: str, target_layer: str, **options: Any
) -> Callable[[int], Any]:
    """Builder of a network of ``keras.applications``.

    Parameters
    ----------
    name
        The model's name.
    constructor
        The network's name in Keras, such as ``VGG16``.
    target_layer
        The layer that the graph is to end at.
    options
        Further arguments of the constructor.

    Returns
    -------
    Callable
        ``build(input_size) -> keras.Model``, with random weights.
    """

    def build(input_size: int) -> Any:
        import keras

        whole = _without_top(constructor, input_size, **options)
        return keras.Model(whole.input, whole.get_layer(target_layer).output, name=name)

    return build


def build_convnext_tiny(input_size: int) -> Any:
    """ConvNeXt-Tiny, whose stem and downsampling are models of their own in Keras, made flat.

    Its layers keep their names. The additions that end its blocks, which are no layers in Keras and
    have no fixed names, become layers ``stage_I_block_J_add``, and the normalization at the end
    becomes ``top_layernorm``.
    """
    import keras

    nested = _without_top("ConvNeXtTiny", input_size, include_preprocessing=False)
    blocks = (
        f"stage_{stage}_block_{block}_add"
        for stage, depth in enumerate(_CONVNEXT_TINY_DEPTHS)
        for block in range(depth)
    )

    def renewed(layer: Any) -> Any:
        if not isinstance(layer, keras.Layer) or isinstance(layer, keras.Sequential):
            return layer
        last = {"name": "top_layernorm"} if layer is nested.layers[-1] else {}
        return type(layer).from_config(layer.get_config() | last)

    def called(layer: Any, *args: Any, **kwargs: Any) -> Any:
        if isinstance(layer, keras.Sequential):
            (x,) = args
            for part in layer.layers:
                x = renewed(part)(x)
            return x
        if not isinstance(layer, keras.Layer):
            return keras.layers.Add(name=next(blocks))(args)
        return layer(*args, **kwargs)

    return keras.models.clone_model(nested, clone_function=renewed, call_function=called)


def _without_top(constructor: str, input_size: int, **options: Any) -> Any:
    import keras

    build = getattr(keras.applications, constructor)
    shape = (input_size, input_size, 3)
    return build(weights=None, include_top=False, input_shape=shape, **options)
