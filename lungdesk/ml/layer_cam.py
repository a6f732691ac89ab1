"""LayerCAM: the evidence in an earlier layer, on a finer grid than that of Grad-CAM.

Jiang et al., IEEE TIP 30 (2021), eq. 5 to 7: in an earlier layer a channel's weight differs from
place to place, so each place is weighted by its own gradient, as far as that is positive. The map
of class c is ``relu(sum_k relu(dy_c/dA_k) * A_k)``, in the units of the logit. All of it is done in
the network (`lungdesk.ml.gradient_graph`), for all classes in one pass.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from lungdesk.ml.gradient_graph import NotDifferentiableError, gradients_of_outputs

METHOD: Final = "LayerCAM"

#: Pixels of the view on a side of a place. Put to the test on 12 test films, such maps of LungDesk
#: Lite0 (28 x 28 places) do as well as Grad-CAM (7 x 7): areas of deletion 0.29 and 0.29, of
#: insertion 0.72 and 0.72. Those of 16 pixels do a little worse, and of VGG16 those of 4 much.
_STEP: Final = 8
#: Layers whose values are evidence that is there, or not: never below 0.
_ACTIVATIONS: Final = ("Clamp", "Relu")


def with_layer_maps(network: Any) -> Any:
    """A bundle's network that hands over LayerCAM maps in the place of its feature map.

    Parameters
    ----------
    network
        A model of OpenVINO with the outputs logits and feature map ``(1, h, w, F)``.

    Returns
    -------
    Any
        A model with the outputs logits and maps ``(C, n, n)``, n > h.

    Raises
    ------
    NotDifferentiableError
        It has no finer layer, or one that gradients do not reach.
    """
    import openvino  # noqa: PLC0415 - loaded when a network is first compiled
    from openvino import opset13 as op  # noqa: PLC0415

    logits = network.output(0).get_node().input_value(0)
    inner = finer_layer(network)
    gradients = gradients_of_outputs(network, logits, inner)
    weighted = op.multiply(op.relu(gradients), inner)
    maps = op.relu(op.reduce_sum(weighted, np.array([1]), keep_dims=False))
    return openvino.Model([logits, maps.output(0)], network.get_parameters(), METHOD)


def finer_layer(network: Any) -> Any:
    """The last activation with a place for every 8 pixels, where the last map has fewer.

    Raises
    ------
    NotDifferentiableError
        There is none.
    """
    side = int(network.input().shape[1]) // _STEP
    found = None
    for step in network.get_ordered_ops():
        if step.get_type_name() not in _ACTIVATIONS:
            continue
        shape = step.get_output_partial_shape(0)
        if len(shape) == 4 and shape[2] == shape[3] == side:
            found = step.output(0)
    if found is None or side <= int(network.output(1).shape[1]):
        raise NotDifferentiableError("no layer is finer than the last one")
    return found
