"""A backbone, or its lower part, with fixed weights, compiled once; turns films into features."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lungdesk.core.jobs import JobContext, Progress
from lungdesk.core.workers import HERE, Workers
from lungdesk.ml.backbones import Backbone
from lungdesk.ml.feature_cache import FeatureCache
from lungdesk.ml.graph_cut import split_at
from lungdesk.ml.openvino_runtime import has_bfloat16
from lungdesk.ml.portable_network import PortableNetwork
from lungdesk.ml.prefetch import batched, prefetched
from lungdesk.ml.preprocess import Normalization
from lungdesk.ml.weights import Weights, load_weights

#: Films whose features are made, and written, at once.
_CHUNK = 16

#: bfloat16 makes features where it moves the median one by at most this part of how far views
#: differ: VGG16's by 0.013, EfficientNet-Lite0's by 0.13.
_MOST_ROUNDING = 0.02


@dataclass(frozen=True, slots=True)
class FilmViews:
    """Films whose features are wanted.

    Attributes
    ----------
    digests
        SHA-256 of each film's content: its key in the cache.
    make
        ``make(number) -> (K, S, S) uint8``, or None when the film cannot be decoded; called from
        threads, for films that are not in the cache.
    """

    digests: Sequence[str]
    make: Callable[[int], NDArray[np.uint8] | None]


def build_keras_trunk(backbone: Backbone, input_size: int, weights: Weights) -> Any:
    """The backbone's Keras graph with its weights loaded; needs TensorFlow.

    Raises
    ------
    LungDeskError
        ``USAGE`` when the network does not take that size, or ``WEIGHTS_DAMAGED``.
    """
    backbone.require_input_size(input_size)
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

    converted = openvino.convert_model(_with_constants(model))
    image = converted.get_parameters()[0]
    views, normalized = _normalized_views(list(image.partial_shape)[:3], normalization)
    for target in image.output(0).get_target_inputs():
        target.replace_source_output(normalized)
    return openvino.Model(converted.get_results(), [views], model.name)


def _with_constants(model: Any) -> Any:
    """The model as a TensorFlow function whose weights are constants.

    OpenVINO looks for the value of each variable among all of them: of a deep network's weights
    that takes longer than all else.
    """
    import tensorflow as tf

    trained = [np.asarray(weight) for weight in model.trainable_variables]
    others = [np.asarray(weight) for weight in model.non_trainable_variables]

    def outputs(image: Any) -> Any:
        return model.stateless_call(trained, others, image, training=False)[0]

    shape = tf.TensorSpec(model.input.shape, tf.float32, name="image")
    return tf.function(outputs, autograph=False).get_concrete_function(shape)


def _normalized_views(shape: list[Any], normalization: Normalization) -> tuple[Any, Any]:
    """Parameter ``(N, S, S)`` uint8, and what `Normalization.apply` makes of it, as a graph."""
    from openvino import opset13 as op  # noqa: PLC0415

    views = op.parameter(shape, np.uint8, name="view")
    grey = op.unsqueeze(op.convert(views, np.float32), np.int64(3))
    mean = np.asarray(normalization.mean, np.float32)
    factor = 1 / np.asarray(normalization.scale, np.float32)
    return views, op.multiply(op.subtract(grey, mean), factor).output(0)


def _pooled(network: Any, feature_map: Any = None) -> Any:
    """A network that ends in global average pooling of a value ``(N, h, w, F)``: of its output."""
    import openvino  # noqa: PLC0415
    from openvino import opset13 as op  # noqa: PLC0415

    if feature_map is None:
        feature_map = network.get_results()[0].input_value(0)
    pooled = op.reduce_mean(feature_map, np.array([1, 2]), keep_dims=False)
    return openvino.Model([pooled], network.get_parameters(), network.get_friendly_name())


def _values_digest(keras_trunk: Any) -> str:
    """SHA-256 of the weights themselves: random ones differ with every seed."""
    digest = hashlib.sha256()
    for values in keras_trunk.get_weights():
        digest.update(np.ascontiguousarray(values).data)
    return digest.hexdigest()


def trunk_identity(backbone: Backbone, values: str, input_size: int, cut_layer: str = "") -> str:
    """SHA-256 over what decides the features in float32; ``values`` is that of the weights."""
    parts = f"{backbone.name}|{values}|{input_size}" + (cut_layer and f"|{cut_layer}")
    return hashlib.sha256(parts.encode()).hexdigest()


def rounded_identity(identity: str) -> str:
    """Of the same trunk in bfloat16."""
    return hashlib.sha256(f"{identity}|bfloat16".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Trunk:
    """A network with fixed weights; it can be pickled.

    Attributes
    ----------
    identity
        SHA-256 over what decides the features: backbone, weights, input size, where it is cut,
        arithmetic.
    feature_shape
        Of one view: ``(F,)``, averaged over the map; ``(h, w, F)`` of a lower part.
    """

    network: PortableNetwork
    identity: str
    feature_shape: tuple[int, ...]

    @classmethod
    def of(
        cls,
        keras_trunk: Any,
        backbone: Backbone,
        *,
        input_size: int,
        weights: Weights | None,
        cut_layer: str = "",
    ) -> Trunk:
        """The graph of `build_keras_trunk`, compiled for throughput where it first runs.

        Parameters
        ----------
        weights
            Those it has; None when training has changed them. A file's digest then would name the
            features of another network.
        cut_layer
            Stop behind this layer, at its map; empty for the whole trunk and averaged features.
        """
        of_file = weights.sha256 if weights is not None and weights.path is not None else None
        values = of_file or _values_digest(keras_trunk)
        shape: tuple[int, ...] = (backbone.feature_count,)
        if cut_layer:
            lower, _ = split_at(keras_trunk, cut_layer)
            shape = tuple(int(side) for side in lower.output.shape[1:])
            network = to_openvino(lower, backbone.normalization)
        else:
            network = _pooled(to_openvino(keras_trunk, backbone.normalization))
        identity = trunk_identity(backbone, values, input_size, cut_layer)
        return cls(PortableNetwork(network), identity, shape)

    @classmethod
    def ending_in(cls, network: Any, feature_map: Any) -> Trunk:
        """A network of OpenVINO up to one of its values ``(N, h, w, F)``, averaged."""
        portable = PortableNetwork(_pooled(network, feature_map))
        count = feature_map.get_partial_shape()[3].get_length()
        return cls(portable, portable.digest(), (count,))

    def in_fastest_arithmetic(self, views: NDArray[np.uint8]) -> Trunk:
        """Itself in bfloat16, where the processor computes it and it hardly changes the features.

        Parameters
        ----------
        views
            ``(N, S, S)``, N > 1: what features are compared on.
        """
        if not has_bfloat16():
            return self
        identity = rounded_identity(self.identity)
        rounded = replace(self, network=self.network.rounded(), identity=identity)
        exact = self.features(views).reshape(-1, self.feature_shape[-1])
        change = rounded.features(views).reshape(exact.shape) - exact
        spread = np.maximum(exact.std(axis=0), np.finfo(np.float32).tiny)
        moved = np.median(np.sqrt(np.mean(change**2, axis=0)) / spread)
        return rounded if moved <= _MOST_ROUNDING else self

    def features(self, views: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Features ``(N, *feature_shape)`` of views ``(N, S, S)``."""
        pooled: list[NDArray[np.float32] | None] = [None] * len(views)

        def keep(number: int, outputs: tuple[NDArray[np.float32], ...]) -> None:
            pooled[number] = outputs[0][0]

        self.network.run_many(views, keep)
        return np.stack([row for row in pooled if row is not None])


@dataclass(frozen=True, slots=True, eq=False)
class _Chunk:
    """Some films of which ``digests`` and ``views`` are those that could be decoded."""

    film_count: int
    digests: tuple[str, ...]
    views: tuple[NDArray[np.uint8], ...]


def fill_cache(
    trunk: Trunk,
    cache: FeatureCache,
    films: FilmViews,
    ctx: JobContext,
    message: str,
    *,
    workers: Workers = HERE,
) -> None:
    """See to it that the cache holds the features of all films that can be decoded.

    Films are decoded, and features kept, by this process. What travels to other workers is the
    network, once, and views; so they need neither the films nor a disk that is shared.
    """
    digests = films.digests
    # One film for each content: copies share a record.
    missing = list({d: n for n, d in enumerate(digests) if d not in cache}.values())
    done = len(digests) - len(missing)

    def parts() -> Iterator[tuple[Trunk, _Chunk]]:
        for chunk in batched(prefetched(lambda n: (n, films.make(n)), missing), _CHUNK):
            decoded = [(digests[n], views) for n, views in chunk if views is not None]
            read, views = tuple(d for d, _ in decoded), tuple(v for _, v in decoded)
            yield trunk, _Chunk(len(chunk), read, views)

    for chunk, features in workers.each(_chunk_features, parts(), ctx):
        if features is not None:
            cache.append(chunk.digests, features)
        done += chunk.film_count
        ctx.report(Progress(done, len(digests), message))


def _chunk_features(trunk: Trunk, chunk: _Chunk, _: JobContext) -> NDArray[np.float32] | None:
    """Features ``(n, K, *feature_shape)`` of the films of a chunk; None when there are none."""
    if not chunk.views:
        return None
    stack = np.stack(chunk.views)
    features = trunk.features(stack.reshape(-1, *stack.shape[2:]))
    return features.reshape(*stack.shape[:2], *features.shape[1:])
