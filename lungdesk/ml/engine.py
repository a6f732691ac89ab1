"""Reads films with a bundle: one pass gives the logits and the maps of all classes."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lungdesk.core.assessment import Calibration
from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.labels import LabelSet
from lungdesk.core.prediction import ModelRef, Prediction, softmax
from lungdesk.core.radiograph import Radiograph
from lungdesk.core.saliency import SaliencyMap
from lungdesk.core.similar import SimilarFilms
from lungdesk.core.verdict import NO_CORRECTION, UNCHECKED, Correction, Verdict
from lungdesk.ml import gradcam
from lungdesk.ml.backbones import BACKBONES
from lungdesk.ml.bundle import Bundle, verify_bundle
from lungdesk.ml.calibration_record import CalibrationRecord
from lungdesk.ml.film_pass import FilmPass, pooled, windowed
from lungdesk.ml.gate import AS_IT_IS, FilmLook, Handling, judged, look_at
from lungdesk.ml.layer_cam import with_layer_maps
from lungdesk.ml.lung_sight import LungNetworks, gate_sight, sight_for
from lungdesk.ml.openvino_runtime import CompiledNetwork, Precision, has_bfloat16
from lungdesk.ml.outlier import OutlierReference
from lungdesk.ml.preprocess import LungSight, ModelView, model_view


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
        ``preprocess``, ``gate``, ``infer``, ``explain``.
    similar
        The most similar films that the model learnt from; None of a model that keeps none.
    """

    prediction: Prediction
    saliency_maps: tuple[SaliencyMap, ...]
    timings_ms: dict[str, float]
    similar: SimilarFilms | None = None


@dataclass(frozen=True, slots=True, eq=False)
class FilmReading:
    """What one network sees of a film; ``probed`` is the pass of `FilmLook.probe`."""

    read: FilmPass
    probed: FilmPass
    maps: tuple[SaliencyMap, ...]
    similar: SimilarFilms | None = None


class StepClock:
    """Milliseconds of each step of reading a film; a step may come several times."""

    def __init__(self) -> None:
        self.laps_ms: dict[str, float] = {}
        self._last = time.perf_counter()

    def lap(self, step: str) -> None:
        """Add the time since the last lap, or since the start, to a step."""
        now = time.perf_counter()
        self.laps_ms[step] = self.laps_ms.get(step, 0.0) + 1e3 * (now - self._last)
        self._last = now


@dataclass(frozen=True, slots=True)
class Judgement:
    """Turns passes of films into predictions, by the calibration of the model that reads."""

    labels: LabelSet
    model: ModelRef
    calibration: Calibration | None
    doubtful_from: float = 1.0

    @classmethod
    def of(cls, labels: LabelSet, model: ModelRef, record: CalibrationRecord | None) -> Judgement:
        """By what a manifest holds; without a calibration predictions have no assessment."""
        if record is None:
            return cls(labels, model, None)
        limits = record.outlier
        doubtful_from = limits.doubtful / limits.refused if limits else 1.0
        return cls(labels, model, record.calibration(labels.ids), doubtful_from)

    def verdict(self, look: FilmLook, probed: FilmPass) -> Verdict:
        """Of a film that has been looked at; ``probed`` is the pass of `FilmLook.probe`."""
        return look.verdict(probed.distance, self.doubtful_from)

    def prediction(self, read: FilmPass, verdict: Verdict = UNCHECKED) -> Prediction:
        """What is said of a film."""
        probabilities = softmax(read.logits)
        calibration = self.calibration
        assessed = calibration.assess(probabilities, read.views) if calibration else None
        return Prediction(self.labels, read.logits, probabilities, self.model, verdict, assessed)


class Engine:
    """A verified bundle, compiled; owned by one thread.

    Parameters
    ----------
    lungs
        Have the lung network of a model that looks at the lungs alone, and of the film check.

    Raises
    ------
    LungDeskError
        ``MODEL_DAMAGED`` when a file differs from the manifest; ``MODEL_INVALID`` when the network
        cannot be compiled or takes another size, or bfloat16 is demanded where it is not allowed;
        ``CALIBRATION_FOREIGN`` when the calibration was made for another network;
        ``LUNG_NETWORK_FOREIGN`` when its lung network is not there.
    """

    def __init__(
        self,
        bundle: Bundle,
        *,
        precision: PrecisionChoice = PrecisionChoice.FLOAT32,
        is_for_throughput: bool = False,
        cache_folder: Path | None = None,
        lungs: LungNetworks | None = None,
    ) -> None:
        verify_bundle(bundle)
        self.bundle = bundle
        self.labels = bundle.labels
        self.head = bundle.head()
        self.spec = bundle.manifest.preprocess.spec()
        self.lungs = sight_for(self.spec, lungs, is_for_throughput=is_for_throughput)
        self.precision = allowed_precision(bundle, precision)
        self._is_for_throughput, self._cache_folder = is_for_throughput, cache_folder
        self._lung_networks, self._opening = lungs, threading.Lock()
        self._is_open = False
        _ = self.stream_network if is_for_throughput else self.network
        self._is_open = True
        record = bundle.calibration()
        self.judgement = Judgement.of(self.labels, bundle.model, record)
        self._outlier = bundle.outlier_reference()
        self._neighbours = bundle.neighbours()
        self._refused_from = record.outlier.refused if record and record.outlier else 1.0

    @property
    def sight(self) -> LungSight | None:
        """What the film check looks for lungs with; see `gate_sight`.

        Opened when it is first asked for, from any thread: what measures a model needs none.
        """
        with self._opening:
            return self._sight

    @cached_property
    def _sight(self) -> LungSight | None:
        throughput = self._is_for_throughput
        return gate_sight(self.lungs, self._lung_networks, is_for_throughput=throughput)

    @cached_property
    def network(self) -> CompiledNetwork:
        """Logits and feature map of a film."""
        return self._compiled(lambda network: network)

    @cached_property
    def stream_network(self) -> CompiledNetwork:
        """Logits, and the means of the feature map that a `FilmPass` needs, of films in a row."""
        return self._compiled(windowed)

    @cached_property
    def layer_network(self) -> CompiledNetwork:
        """Logits, and LayerCAM maps of all classes; raises NotDifferentiableError without any."""
        return self._compiled(with_layer_maps)

    def _compiled(self, altered: Callable[[Any], Any]) -> CompiledNetwork:
        if self._is_open:  # since then other files may have taken their place
            verify_bundle(self.bundle)
        try:
            compiled = CompiledNetwork(
                self.bundle.engine_path,
                precision=self.precision,
                is_for_throughput=self._is_for_throughput,
                cache_folder=self._cache_folder,
                altered=altered,
            )
        except RuntimeError as error:
            raise LungDeskError(
                f"The network of {self.bundle.manifest.id} cannot be prepared for this processor.",
                hint="Run `lungdesk doctor`, and report what it prints.",
                code=ErrorCode.MODEL_INVALID,
            ) from error
        if compiled.input_size != self.spec.input_size:
            raise LungDeskError(
                f"The network of {self.bundle.manifest.id} takes {compiled.input_size} px,"
                f" its manifest says {self.spec.input_size} px.",
                hint="Install the model again; it is not used for reading.",
                code=ErrorCode.MODEL_INVALID,
            )
        return compiled

    @property
    def checked_features(self) -> NDArray[np.bool_]:
        """Features that the film check goes by where any of them varies, ``(F,)``.

        A network that has learnt from films sees films in everything: what lies far from them is
        known lower down, by the levels below its last map, those of the network itself or those
        that training has put before it. Of a frozen one none is marked, so all of them count.
        """
        checked = np.zeros(len(self.head.idle), np.bool_)
        manifest = self.bundle.manifest
        if manifest.training.is_tuned and (backbone := BACKBONES.get(manifest.backbone)):
            added = len(checked) - backbone.feature_count
            checked[: added or backbone.level_count] = True
        return checked

    def read(self, radiograph: Radiograph, handling: Handling = AS_IT_IS) -> EngineOutput:
        """Verdict, probabilities and the heatmaps of all classes for one film."""
        clock = StepClock()
        view = self.view(radiograph, handling.correction)
        clock.lap("preprocess")
        look = self.look(view, radiograph, handling)
        if (mending := look.mending) is not None:
            return self.read(radiograph, mending)
        clock.lap("gate")
        one = self.read_view(view, look, radiograph, clock)
        verdict = self.judgement.verdict(look, one.probed)
        said = self.judgement.prediction(one.read, verdict)
        return EngineOutput(said, one.maps, clock.laps_ms, one.similar)

    def view(self, radiograph: Radiograph, correction: Correction = NO_CORRECTION) -> ModelView:
        """What the network is to see of a film, not corrected yet; from any thread.

        Parameters
        ----------
        correction
            What will be done to the film before it is read.
        """
        return model_view(radiograph, self.spec, self.lungs, correction)

    def look(
        self, view: ModelView, radiograph: Radiograph, handling: Handling = AS_IT_IS
    ) -> FilmLook:
        """What the gate sees of a film, by its view; from any thread."""
        return judged(look_at(view, radiograph, handling, self.sight), self.sight)

    def view_again(
        self, view: ModelView, radiograph: Radiograph, correction: Correction
    ) -> ModelView:
        """The view of a film that lies otherwise than was thought: lungs are looked for anew."""
        return view if view.found_in is None else self.view(radiograph, correction)

    def read_view(
        self, view: ModelView, look: FilmLook, radiograph: Radiograph, clock: StepClock
    ) -> FilmReading:
        """All that this network sees of a film that has been looked at, before it is judged.

        A film that lies otherwise than films do takes a second pass, which tells whether it is a
        chest film at all.

        Parameters
        ----------
        view
            What `view` makes of the film with the correction of the look's handling.
        clock
            Is told how long the steps take.
        """
        outputs = self.network.run(look.corrected(view.grey))
        clock.lap("infer")
        read = probed = self.film_pass(outputs)
        if look.pose.correction:
            upright = self.view_again(view, radiograph, look.upright)
            probed = self.film_pass(self.network.run(look.probe(upright.grey)))
        clock.lap("gate")
        maps = self._maps(outputs[1][0], view, look.handling.correction)
        similar = self._similar(outputs[1][0])
        clock.lap("explain")
        return FilmReading(read, probed, maps, similar)

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

        self.stream_network.run_many(views, keep, is_kept=False)
        return logits

    def stream(
        self,
        views: Iterable[NDArray[np.uint8]],
        on_pass: Callable[[int, FilmPass], None],
    ) -> None:
        """Read grey views ``(S, S)`` uint8 with several in flight; told in their order."""
        self.stream_network.run_many(
            views,
            lambda number, out: on_pass(number, self._pass_of(out[0][0], out[1][0, :, 0])),
            is_kept=False,
        )

    def passes_of(self, views: Iterable[NDArray[np.uint8]]) -> list[FilmPass]:
        """Passes of a few grey views ``(S, S)`` uint8, in their order."""
        passes: list[FilmPass] = []
        self.stream(views, lambda _number, one: passes.append(one))
        return passes

    def use_reference(self, reference: OutlierReference | None) -> None:
        """Measure distances from other films than the bundle says, in units of 1."""
        self._outlier = reference
        self.use_limits(1.0)

    def use_limits(self, refused_from: float) -> None:
        """Measure distances in units of another one."""
        self._refused_from = refused_from

    def film_pass(self, outputs: tuple[NDArray[np.float32], ...]) -> FilmPass:
        """What the outputs of `network` say of a film; nothing of them is kept."""
        return self._pass_of(outputs[0][0], pooled(outputs[1][0]))

    def _pass_of(self, logits: NDArray[np.float32], features: NDArray[np.float32]) -> FilmPass:
        distance = None
        if self._outlier is not None:
            distance = float(self._outlier.distances(features[:1])[0]) / self._refused_from
        return FilmPass(logits.copy(), softmax(self.head.logits(features[1:])), distance)

    def _similar(self, feature_map: NDArray[np.float32]) -> SimilarFilms | None:
        if self._neighbours is None:
            return None
        return self._neighbours.nearest(feature_map.mean(axis=(0, 1)))

    def _maps(
        self, feature_map: NDArray[np.float32], view: ModelView, correction: Correction
    ) -> tuple[SaliencyMap, ...]:
        layer = self.bundle.manifest.target_layer
        maps = gradcam.gradcam(feature_map, self.head)
        return tuple(
            SaliencyMap(correction.turned_back(m), i, gradcam.METHOD, layer, view.region)
            for i, m in enumerate(maps)
        )


def allowed_precision(bundle: Bundle, choice: PrecisionChoice) -> Precision:
    """Resolve what the user asks for; float32 unless bfloat16 is safe here with this bundle.

    A network in integers stays so: it has no other weights.
    """
    check = bundle.manifest.bfloat16
    is_allowed = check is not None and check.passed and has_bfloat16()
    if choice is PrecisionChoice.BFLOAT16 and not is_allowed:
        reason = (
            "this processor does not compute it"
            if not has_bfloat16()
            else "this model has no stored check that it agrees with float32"
        )
        raise LungDeskError(
            f"bfloat16 cannot be used: {reason}.",
            hint="Choose float32 or auto.",
            code=ErrorCode.MODEL_INVALID,
        )
    if bundle.is_quantized:
        return Precision.INT8
    wants = choice is not PrecisionChoice.FLOAT32
    return Precision.BFLOAT16 if wants and is_allowed else Precision.FLOAT32
