"""Gradients inside a network of OpenVINO, which has none: built backwards out of its own steps.

To read, TensorFlow is never loaded, and a network in integers has no other form. Of each step the
chain rule says how a gradient passes back through it; those become steps of the same graph, which
is compiled as any other. A step that rounds to integers lets gradients pass as if it did not
(Bengio et al., arXiv 1308.3432), as in training with such steps (Jacob et al., CVPR 2018).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import numpy as np

#: Gradients with respect to the inputs of a step, by their numbers.
Passed = dict[int, Any]


class NotDifferentiableError(ValueError):
    """A network has a step through which gradients are not passed back here."""


def gradients_of_outputs(network: Any, outputs: Any, inner: Any) -> Any:
    """Gradient of each output with respect to an inner value.

    Parameters
    ----------
    network
        A model of OpenVINO; it is not changed.
    outputs
        A value of it, ``(1, C)``.
    inner
        An earlier value of it, ``(1, K, h, w)``.

    Returns
    -------
    Any
        A value ``(C, K, h, w)`` of the same graph: row c is the gradient of output c.

    Raises
    ------
    NotDifferentiableError
        On the way there is a step that is not known here.
    """
    from openvino import opset13 as op  # noqa: PLC0415 - loaded when a network is first compiled

    steps = network.get_ordered_ops()
    behind = _behind(steps, inner)
    count = outputs.get_partial_shape()[1].get_length()
    arrived: dict[str, Any] = {_name(outputs): op.constant(np.eye(count, dtype=np.float32))}
    for step in reversed(steps):
        if step.get_name() == inner.get_node().get_name():
            break  # all that is behind it has been passed
        gradient = arrived.pop(step.get_name(), None)
        if gradient is None or step.get_name() not in behind:
            continue
        passed = _passed_back(step, gradient)
        for number, name in enumerate(map(_name, step.input_values())):
            if name not in behind:
                continue
            if number not in passed:
                raise NotDifferentiableError("a value is spread over others, or weighs them")
            sum_ = op.add(arrived[name], passed[number]) if name in arrived else passed[number]
            arrived[name] = sum_
    if _name(inner) not in arrived:
        raise NotDifferentiableError("nothing leads from the inner value to the outputs")
    return arrived[_name(inner)]


def _behind(steps: list[Any], inner: Any) -> set[str]:
    """Names of the steps that an inner value has a say in, its own among them."""
    behind = {_name(inner)}
    for step in steps:
        if any(_name(value) in behind for value in step.input_values()):
            behind.add(step.get_name())
    return behind


def _name(value: Any) -> str:
    return str(value.get_node().get_name())


def _passed_back(step: Any, gradient: Any) -> Passed:
    kind = step.get_type_name()
    if kind not in _RULES:
        raise NotDifferentiableError(f"{kind} is not known here")
    return _RULES[kind](step, gradient)


# --- the chain rule, step by step; a gradient has a row for each output, values have one


def _ints(*numbers: int) -> Any:
    from openvino import opset13 as op  # noqa: PLC0415

    return op.constant(np.array(numbers, np.int64))


def _where(gradient: Any, condition: Any) -> Any:
    from openvino import opset13 as op  # noqa: PLC0415

    return op.multiply(gradient, op.convert(condition, np.float32))


def _sum(step: Any, gradient: Any) -> Passed:
    """To each input of the full shape, as biases are not."""
    whole = step.get_output_partial_shape(0)
    sizes = [value.get_partial_shape() for value in step.input_values()]
    return {number: gradient for number, size in enumerate(sizes) if size == whole}


def _product(step: Any, gradient: Any) -> Passed:
    from openvino import opset13 as op  # noqa: PLC0415

    whole, (first, second) = step.get_output_partial_shape(0), step.input_values()
    pairs = ((0, first, second), (1, second, first))
    return {
        number: op.multiply(gradient, other)
        for number, value, other in pairs
        if value.get_partial_shape() == whole
    }


def _relu(step: Any, gradient: Any) -> Passed:
    from openvino import opset13 as op  # noqa: PLC0415

    return {0: _where(gradient, op.greater(step.input_value(0), np.float32(0)))}


def _clamp(step: Any, gradient: Any) -> Passed:
    from openvino import opset13 as op  # noqa: PLC0415

    value, limits = step.input_value(0), step.get_attributes()
    above = op.greater(value, np.float32(limits["min"]))
    below = op.less(value, np.float32(limits["max"]))
    return {0: _where(gradient, op.logical_and(above, below))}


def _rounding(step: Any, gradient: Any) -> Passed:
    from openvino import opset13 as op  # noqa: PLC0415

    value, low, high = (step.input_value(number) for number in range(3))
    inside = op.logical_and(op.greater_equal(value, low), op.less_equal(value, high))
    return {0: _where(gradient, inside)}


def _convolution(step: Any, gradient: Any) -> Passed:
    from openvino import opset13 as op  # noqa: PLC0415

    is_grouped = step.get_type_name() == "GroupConvolution"
    back = op.group_convolution_backprop_data if is_grouped else op.convolution_backprop_data
    of = step.get_attributes()
    strides, dilations = list(of["strides"]), list(of["dilations"])
    begin, end, rest = _borders(step, strides, dilations)
    # Borders in words ("same") would be dealt out the other way round here.
    passed = back(
        *(gradient, step.input_value(1), strides),
        pads_begin=begin,
        pads_end=end,
        dilations=dilations,
        output_padding=rest,
    )
    return {0: passed}


def _borders(
    step: Any, strides: list[int], dilations: list[int]
) -> tuple[list[int], list[int], list[int]]:
    """What a convolution adds before and behind, and what it leaves over at the end, by axis."""
    of = step.get_attributes()
    lengths, results = list(step.input_value(0).get_shape())[2:], list(step.get_output_shape(0))[2:]
    kernel = list(step.input_value(1).get_shape())[-len(lengths) :]
    reach = [dilation * (n - 1) + 1 for n, dilation in zip(kernel, dilations, strict=True)]
    seen = [s * (n - 1) + r for n, s, r in zip(results, strides, reach, strict=True)]
    begin, end = list(of["pads_begin"]), list(of["pads_end"])
    if of["auto_pad"] in ("same_upper", "same_lower"):
        added = [max(s - n, 0) for s, n in zip(seen, lengths, strict=True)]
        less, more = [n // 2 for n in added], [n - n // 2 for n in added]
        begin, end = (less, more) if of["auto_pad"] == "same_upper" else (more, less)
    rest = [n + b + e - s for n, b, e, s in zip(lengths, begin, end, seen, strict=True)]
    return begin, end, rest


def _enlarged(value: Any, factor: int) -> Any:
    """Each place ``factor`` times a side."""
    from openvino import opset13 as op  # noqa: PLC0415

    rows, channels, height, width = value.get_output_shape(0)
    apart = op.reshape(value, _ints(rows, channels, height, 1, width, 1), special_zero=False)
    spread = op.broadcast(apart, _ints(rows, channels, height, factor, width, factor))
    whole = _ints(rows, channels, height * factor, width * factor)
    return op.reshape(spread, whole, special_zero=False)


def _pool_side(step: Any) -> int:
    """Side of the windows of a pooling step, which must lie side by side over all of the map."""
    of = step.get_attributes()
    side = of["kernel"][0]
    is_tiled = list(of["kernel"]) == list(of["strides"]) == [side, side]
    whole, pooled = step.input_value(0).get_shape(), step.get_output_shape(0)
    if not is_tiled or [side * n for n in list(pooled)[2:]] != list(whole)[2:]:
        raise NotDifferentiableError("windows of a pooling step overlap, or leave a border")
    return int(side)


def _average_pool(step: Any, gradient: Any) -> Passed:
    from openvino import opset13 as op  # noqa: PLC0415

    side = _pool_side(step)
    return {0: op.multiply(_enlarged(gradient, side), np.float32(1 / side**2))}


def _max_pool(step: Any, gradient: Any) -> Passed:
    """To the largest value of each window; to all of them where several are."""
    from openvino import opset13 as op  # noqa: PLC0415

    side = _pool_side(step)
    # Of a step with two outputs (values and places) the first one is meant.
    largest = op.multiply(step.output(0), np.float32(1))
    is_largest = op.equal(step.input_value(0), _enlarged(largest, side))
    return {0: _where(_enlarged(gradient, side), is_largest)}


def _concatenation(step: Any, gradient: Any) -> Passed:
    from openvino import opset13 as op  # noqa: PLC0415

    axis = step.get_attributes()["axis"]
    lengths = [value.get_shape()[axis] for value in step.input_values()]
    parts = op.variadic_split(gradient, np.int64(axis), _ints(*lengths))
    # A step of its own for each part: an output of a step with several has no shape to ask for.
    return {n: op.multiply(parts.output(n), np.float32(1)) for n in range(len(lengths))}


def _transposition(step: Any, gradient: Any) -> Passed:
    from openvino import opset13 as op  # noqa: PLC0415

    order = step.input_value(1).get_node().get_data()
    return {0: op.transpose(gradient, _ints(*np.argsort(order).tolist()))}


def _mean(step: Any, gradient: Any) -> Passed:
    from openvino import opset13 as op  # noqa: PLC0415

    whole = [int(length) for length in step.input_value(0).get_shape()]
    stated = step.input_value(1).get_node().get_data().ravel()
    axes = [int(axis) % len(whole) for axis in stated]  # negative ones count from the last
    rows = gradient.get_output_shape(0)[0]
    kept = [rows, *(1 if axis in axes else n for axis, n in enumerate(whole) if axis)]
    share = np.float32(1 / np.prod([whole[axis] for axis in axes]))
    spread = op.broadcast(
        op.reshape(gradient, _ints(*kept), special_zero=False), _ints(rows, *whole[1:])
    )
    return {0: op.multiply(spread, share)}


def _matrix_product(step: Any, gradient: Any) -> Passed:
    from openvino import opset13 as op  # noqa: PLC0415

    of = step.get_attributes()
    if of["transpose_a"]:
        raise NotDifferentiableError("a matrix product of turned features is not known here")
    turned = not of["transpose_b"]
    return {0: op.matmul(gradient, step.input_value(1), transpose_a=False, transpose_b=turned)}


_RULES: Final[dict[str, Callable[[Any, Any], Passed]]] = {
    "Add": _sum,
    "AvgPool": _average_pool,
    "Clamp": _clamp,
    "Concat": _concatenation,
    "Convolution": _convolution,
    "FakeQuantize": _rounding,
    "GroupConvolution": _convolution,
    "MatMul": _matrix_product,
    "MaxPool": _max_pool,
    "Multiply": _product,
    "ReduceMean": _mean,
    "Relu": _relu,
    "Transpose": _transposition,
}
