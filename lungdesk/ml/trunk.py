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


def to_openvino(model: Any) -> Any:
    """Convert a Keras model to OpenVINO, in memory."""
    import openvino  # noqa: PLC0415

    with warnings.catch_warnings():
        # Keras remarks that OpenVINO hands the one input over as a tuple; it is taken all the same.
        warnings.filterwarnings("ignore", message="The structure of `inputs`", category=UserWarning)
        return openvino.convert_model(model)


@dataclass(frozen=True, slots=True)
class Trunk:
    """A compiled trunk.

    Attributes
    ----------
    identity
        SHA-256 over what decides the features: backbone, weights, input size.
    """

    network: CompiledNetwork
    normalization: Normalization
    identity: str

    @classmethod
    def compile(
        cls, keras_trunk: Any, backbone: Backbone, *, input_size: int, weights: Weights
    ) -> Trunk:
        """Compile the graph of `build_keras_trunk` for throughput."""
        identity = f"{backbone.name}|{weights.sha256}|{input_size}"
        return cls(
            CompiledNetwork(to_openvino(keras_trunk), is_for_throughput=True),
            backbone.normalization,
            hashlib.sha256(identity.encode()).hexdigest(),
        )

    def features(self, views: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Globally averaged features ``(N, F)`` of views ``(N, S, S)``."""
        pooled: list[NDArray[np.float32] | None] = [None] * len(views)

        def keep(number: int, outputs: tuple[NDArray[np.float32], ...]) -> None:
            pooled[number] = outputs[0][0].mean(axis=(0, 1))

        self.network.run_many((self.normalization.apply(view[None]) for view in views), keep)
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
