"""A backbone with fixed weights, compiled once; turns films into pooled features."""

from __future__ import annotations

import hashlib
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lungdesk.core.jobs import JobContext, Progress
from lungdesk.ml.backbones import Backbone
from lungdesk.ml.feature_cache import FeatureCache
from lungdesk.ml.openvino_runtime import CompiledNetwork
from lungdesk.ml.prefetch import batched, prefetched
from lungdesk.ml.preprocess import Normalization
from lungdesk.ml.weights import Weights, load_weights

#: Films whose features are written at once.
_CHUNK = 16

#: ``make_views(number) -> (K, S, S) uint8``, or None when the film cannot be decoded.
ViewMaker = Callable[[int], NDArray[np.uint8] | None]


def build_keras_trunk(backbone: Backbone, input_size: int, weights: Weights) -> Any:
    """The backbone's Keras graph with its weights loaded; needs TensorFlow."""
    trunk = backbone.build(input_size)
    load_weights(trunk, weights)
    trunk.trainable = False
    return trunk


def to_openvino(model: Any, normalization: Normalization) -> Any:
    """Convert a Keras model to OpenVINO, in memory, with the normalization inside.

    The converted network takes grey views ``(N, S, S)`` uint8: it spreads them over the channels
    itself, on all processors, in a tenth of the time that NumPy takes.
    """
    import openvino  # noqa: PLC0415

    with warnings.catch_warnings():
        # Keras remarks that OpenVINO hands the one input over as a tuple; it is taken all the same.
        warnings.filterwarnings("ignore", message="The structure of `inputs`", category=UserWarning)
        converted = openvino.convert_model(model)
    image = converted.get_parameters()[0]
    views, normalized = _normalized_views(list(image.partial_shape)[:3], normalization)
    for target in image.output(0).get_target_inputs():
        target.replace_source_output(normalized)
    return openvino.Model(converted.get_results(), [views], model.name)


def _normalized_views(shape: list[Any], normalization: Normalization) -> tuple[Any, Any]:
    """Parameter ``(N, S, S)`` uint8, and what `Normalization.apply` makes of it, as a graph."""
    from openvino import opset13 as op  # noqa: PLC0415

    views = op.parameter(shape, np.uint8, name="view")
    grey = op.unsqueeze(op.convert(views, np.float32), np.int64(3))
    mean = np.asarray(normalization.mean, np.float32)
    factor = 1 / np.asarray(normalization.scale, np.float32)
    return views, op.multiply(op.subtract(grey, mean), factor).output(0)


def _pooled(network: Any) -> Any:
    """The network of a trunk with global average pooling after its feature map."""
    import openvino  # noqa: PLC0415
    from openvino import opset13 as op  # noqa: PLC0415

    feature_map = network.get_results()[0].input_value(0)
    pooled = op.reduce_mean(feature_map, np.array([1, 2]), keep_dims=False)
    return openvino.Model([pooled], network.get_parameters(), network.get_friendly_name())


def _values_digest(keras_trunk: Any) -> str:
    """SHA-256 of the weights themselves: random ones differ with every seed."""
    digest = hashlib.sha256()
    for values in keras_trunk.get_weights():
        digest.update(np.ascontiguousarray(values).data)
    return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class Trunk:
    """A compiled trunk.

    Attributes
    ----------
    identity
        SHA-256 over what decides the features: backbone, weights, input size.
    """

    network: CompiledNetwork
    identity: str

    @classmethod
    def compile(
        cls, keras_trunk: Any, backbone: Backbone, *, input_size: int, weights: Weights
    ) -> Trunk:
        """Compile the graph of `build_keras_trunk` for throughput."""
        values = weights.sha256 if weights.path is not None else _values_digest(keras_trunk)
        identity = f"{backbone.name}|{values}|{input_size}"
        network = _pooled(to_openvino(keras_trunk, backbone.normalization))
        return cls(
            CompiledNetwork(network, is_for_throughput=True),
            hashlib.sha256(identity.encode()).hexdigest(),
        )

    def features(self, views: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Globally averaged features ``(N, F)`` of views ``(N, S, S)``."""
        pooled: list[NDArray[np.float32] | None] = [None] * len(views)

        def keep(number: int, outputs: tuple[NDArray[np.float32], ...]) -> None:
            pooled[number] = outputs[0][0]

        self.network.run_many(views, keep)
        return np.stack([row for row in pooled if row is not None])


def fill_cache(
    trunk: Trunk,
    cache: FeatureCache,
    *,
    digests: Sequence[str],
    make_views: ViewMaker,
    ctx: JobContext,
    message: str,
) -> None:
    """See to it that the cache holds the features of all films that can be decoded.

    Parameters
    ----------
    digests
        SHA-256 of each film's content: its key in the cache.
    make_views
        Called with a film's number, from threads, for films that are not in the cache.
    """
    # One film for each content: copies share a record.
    missing = list({d: n for n, d in enumerate(digests) if d not in cache}.values())
    done = len(digests) - len(missing)
    for chunk in batched(prefetched(lambda n: (n, make_views(n)), missing), _CHUNK):
        ctx.check()
        decoded = [(digests[n], views) for n, views in chunk if views is not None]
        if decoded:
            stack = np.stack([views for _, views in decoded])
            features = trunk.features(stack.reshape(-1, *stack.shape[2:]))
            cache.append([digest for digest, _ in decoded], features.reshape(*stack.shape[:2], -1))
        done += len(chunk)
        ctx.report(Progress(done, len(digests), message))
