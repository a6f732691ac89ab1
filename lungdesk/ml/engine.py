"""Reads films with a bundle: one pass gives the logits and the maps of all classes."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.prediction import Prediction, softmax
from lungdesk.core.radiograph import Radiograph
from lungdesk.core.saliency import SaliencyMap
from lungdesk.ml import gradcam
from lungdesk.ml.bundle import Bundle, verify_bundle
from lungdesk.ml.openvino_runtime import CompiledNetwork, Precision, has_bfloat16
from lungdesk.ml.preprocess import ModelView, model_view


class PrecisionChoice(StrEnum):
    """What the user asks for; ``auto`` is bfloat16 where processor and bundle allow it."""

    AUTO = "auto"
    FLOAT32 = "float32"
    BFLOAT16 = "bfloat16"


@dataclass(frozen=True, slots=True, eq=False)
class EngineOutput:
    """What the engine makes of one film.

    Attributes
    ----------
    saliency_maps
        One for each class, in label order.
    timings_ms
        ``preprocess``, ``infer``, ``explain``.
    """

    prediction: Prediction
    saliency_maps: tuple[SaliencyMap, ...]
    timings_ms: dict[str, float]


class Engine:
    """A verified bundle, compiled; owned by one thread.

    Raises
    ------
    LungDeskError
        ``MODEL_DAMAGED`` when a file differs from the manifest; ``MODEL_INVALID`` when the network
        cannot be compiled or takes another size, or bfloat16 is demanded where it is not allowed.
    """

    def __init__(
        self,
        bundle: Bundle,
        *,
        precision: PrecisionChoice = PrecisionChoice.FLOAT32,
        is_for_throughput: bool = False,
        cache_folder: Path | None = None,
    ) -> None:
        verify_bundle(bundle)
        self.bundle = bundle
        self.labels = bundle.labels
        self.head = bundle.head()
        self.spec = bundle.manifest.preprocess.spec()
        self.precision = allowed_precision(bundle, precision)
        try:
            self.network = CompiledNetwork(
                bundle.engine_path,
                precision=self.precision,
                is_for_throughput=is_for_throughput,
                cache_folder=cache_folder,
            )
        except RuntimeError as error:
            raise LungDeskError(
                f"The network of {bundle.manifest.id} cannot be prepared for this processor.",
                hint="Run `lungdesk doctor`, and report what it prints.",
                code=ErrorCode.MODEL_INVALID,
            ) from error
        if self.network.input_size != self.spec.input_size:
            raise LungDeskError(
                f"The network of {bundle.manifest.id} takes {self.network.input_size} px,"
                f" its manifest says {self.spec.input_size} px.",
                hint="Install the model again; it is not used for reading.",
                code=ErrorCode.MODEL_INVALID,
            )

    def read(self, radiograph: Radiograph) -> EngineOutput:
        """Probabilities and the heatmaps of all classes for one film."""
        started = time.perf_counter()
        view = model_view(radiograph, self.spec)
        prepared = time.perf_counter()
        logits, feature_map = self.network.run(view.grey)
        inferred = time.perf_counter()
        maps = self._maps(feature_map[0], view)
        explained = time.perf_counter()
        timings_ms = {
            "preprocess": 1e3 * (prepared - started),
            "infer": 1e3 * (inferred - prepared),
            "explain": 1e3 * (explained - inferred),
        }
        return EngineOutput(self._prediction(logits[0]), maps, timings_ms)

    def logits_of(
        self,
        views: Iterable[NDArray[np.uint8]],
        count: int,
        on_done: Callable[[int], None] = lambda _number: None,
    ) -> NDArray[np.float32]:
        """Logits ``(count, C)`` of grey views ``(S, S)`` uint8, several in flight."""
        logits = np.full((count, len(self.labels)), np.nan, np.float32)

        def keep(number: int, outputs: tuple[NDArray[np.float32], ...]) -> None:
            logits[number] = outputs[0][0]
            on_done(number)

        self.network.run_many(views, keep)
        return logits

    def _prediction(self, logits: NDArray[np.float32]) -> Prediction:
        return Prediction(self.labels, logits, softmax(logits), self.bundle.model)

    def _maps(self, feature_map: NDArray[np.float32], view: ModelView) -> tuple[SaliencyMap, ...]:
        layer = self.bundle.manifest.target_layer
        maps = gradcam.gradcam(feature_map, self.head)
        return tuple(
            SaliencyMap(values, index, gradcam.METHOD, layer, view.region)
            for index, values in enumerate(maps)
        )


def allowed_precision(bundle: Bundle, choice: PrecisionChoice) -> Precision:
    """Resolve what the user asks for; float32 unless bfloat16 is safe here with this bundle."""
    check = bundle.manifest.bfloat16
    is_allowed = check is not None and check.passed and has_bfloat16()
    if choice is PrecisionChoice.BFLOAT16 and not is_allowed:
        reason = (
            "this processor does not compute it"
            if not has_bfloat16()
            else f"{bundle.manifest.id} has no stored check that it agrees with float32"
        )
        raise LungDeskError(
            f"bfloat16 cannot be used: {reason}.",
            hint="Choose float32 or auto.",
            code=ErrorCode.MODEL_INVALID,
        )
    wants = choice is not PrecisionChoice.FLOAT32
    return Precision.BFLOAT16 if wants and is_allowed else Precision.FLOAT32
