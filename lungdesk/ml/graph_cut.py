"""Cuts a network in two at a layer: what stays as it is, and what is trained."""

from __future__ import annotations

from typing import Any


def split_at(model: Any, layer_name: str) -> tuple[Any, Any]:
    """Cut a flat functional Keras model behind a layer.

    Parameters
    ----------
    model
        One input, one output.
    layer_name
        Name of a layer whose output is all that the layers behind it need (a
        `lungdesk.ml.backbones.CutPoint` names such layers).

    Returns
    -------
    tuple of keras.Model
        ``lower``, from the model's input to that output, and ``tail``, from an input of its own
        of that shape to the model's output. Both share their layers, hence their weights, with
        ``model``; so ask ``tail`` itself for its output, and not its layers, whose first output
        is still the one in ``model``.

    Raises
    ------
    ValueError
        When there is no such layer, or the layers behind it need more than its output.
    """
    import keras

    border = model.get_layer(layer_name).output
    lower = keras.Model(model.input, border, name=f"{model.name}_lower")
    tail = keras.Model(border, model.output, name=f"{model.name}_tail")
    return lower, tail
