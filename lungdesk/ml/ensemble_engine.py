"""Reads films with several models as one: the weighted mean of their probabilities and maps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lungdesk.core.jobs import JobContext
from lungdesk.core.metrics.calibration import LEAST_PROBABILITY
from lungdesk.core.prediction import softmax
from lungdesk.core.radiograph import Radiograph
from lungdesk.core.saliency import ImageRegion, SaliencyMap
from lungdesk.core.verdict import Correction
from lungdesk.ml import evaluator
from lungdesk.ml.bundle import Bundle
from lungdesk.ml.datasets import Sample
from lungdesk.ml.engine import Engine, EngineOutput, Judgement, PrecisionChoice, StepClock
from lungdesk.ml.ensemble import AnyBundle, EnsembleBundle, verify_model
from lungdesk.ml.evaluator import Decode, SplitPredictions
from lungdesk.ml.film_pass import FilmPass
from lungdesk.ml.gate import AS_IT_IS, Handling
from lungdesk.ml.lung_sight import LungNetworks
from lungdesk.ml.preprocess import LungSight, ModelView, PreprocessSpec

METHOD = "Grad-CAM, weighted mean"


class EnsembleEngine:
    """The members of a verified ensemble, compiled; owned by one thread.

    Probabilities are the weighted mean of the members'; logits are their logarithms, so that
    ``softmax(logits)`` gives the probabilities again. The map of a class is the weighted mean of
    the members' maps on a common grid (`mean_map`). A film costs what all members cost together.
    Members may see different parts of it; whether it may be read is told by one (`gatekeeper`).

    Raises
    ------
    LungDeskError
        Those of `Engine`, of any member.
    """

    def __init__(
        self,
        bundle: EnsembleBundle,
        *,
        precision: PrecisionChoice = PrecisionChoice.FLOAT32,
        is_for_throughput: bool = False,
        cache_folder: Path | None = None,
        lungs: LungNetworks | None = None,
    ) -> None:
        verify_model(bundle)
        self.bundle = bundle
        self.labels = bundle.labels
        record = bundle.calibration()
        self.judgement = Judgement.of(self.labels, bundle.model, record)
        self._refused_from = record.outlier.refused if record and record.outlier else 1.0
        self.members = tuple(
            Engine(
                member,
                precision=precision,
                is_for_throughput=is_for_throughput,
                cache_folder=cache_folder,
                lungs=lungs,
            )
            for member in bundle.members
        )

    @property
    def precision(self) -> str:
        """Arithmetic of the members, each word once."""
        return ", ".join(dict.fromkeys(member.precision for member in self.members))

    @property
    def sight(self) -> LungSight | None:
        """See `Engine.sight`; the gatekeeper's."""
        return self.members[gatekeeper(self.members)].sight

    def read(self, radiograph: Radiograph, handling: Handling = AS_IT_IS) -> EngineOutput:
        """Verdict, probabilities and the heatmaps of all classes for one film."""
        clock = StepClock()
        views = views_of(self.members, radiograph, handling.correction)
        clock.lap("preprocess")
        first = gatekeeper(self.members)
        look = self.members[first].look(views[first], radiograph, handling)
        if (mending := look.mending) is not None:
            return self.read(radiograph, mending)
        clock.lap("gate")
        outputs = [
            member.read_view(view, look, radiograph, clock)
            for member, view in zip(self.members, views, strict=True)
        ]
        read = self.mean_pass([one.read for one in outputs])
        probed = self.mean_pass([one.probed for one in outputs])
        verdict = self.judgement.verdict(look, probed)
        maps = tuple(
            mean_map([one.maps[index] for one in outputs], self.bundle.weights)
            for index in range(len(self.labels))
        )
        # Points of two members cannot be compared: the weightiest one says what is similar.
        weighty = max(zip(self.bundle.weights, outputs, strict=True), key=lambda pair: pair[0])[1]
        said = self.judgement.prediction(read, verdict)
        clock.lap("explain")
        return EngineOutput(said, maps, clock.laps_ms, weighty.similar)

    def use_limits(self, refused_from: float) -> None:
        """Measure distances in units of another one."""
        self._refused_from = refused_from

    def mean_pass(self, passes: Sequence[FilmPass]) -> FilmPass:
        """The members' passes as one: weighted means of probabilities and of distances.

        Distances are in units of the members' own distances of refusal, so that they can be added;
        a member without a reference has no say.
        """
        weights = self.bundle.weights
        logits = mean_logits([one.logits for one in passes], weights)
        views = sum(
            w * one.views.astype(np.float64) for w, one in zip(weights, passes, strict=True)
        )
        known = [
            (weight, one.distance)
            for weight, one in zip(weights, passes, strict=True)
            if one.distance is not None
        ]
        distance = None
        if known:
            mean = sum(w * d for w, d in known) / sum(w for w, _ in known)
            distance = mean / self._refused_from
        return FilmPass(logits, np.asarray(views, np.float32), distance)


AnyEngine = Engine | EnsembleEngine


def gatekeeper(members: Sequence[Engine]) -> int:
    """Which member tells whether a film may be read: the first that sees lungs alone, if any."""
    return next((n for n, member in enumerate(members) if member.lungs is not None), 0)


def sight_digest(engine: AnyEngine) -> str:
    """Digest of the network whose lungs the film check judges; empty for none."""
    return engine.sight.digest if engine.sight else ""


def views_of(
    members: Sequence[Engine], radiograph: Radiograph, correction: Correction
) -> list[ModelView]:
    """What each member is to see of a film, not corrected yet; from any thread.

    Members that see the same share one view.
    """
    made: dict[PreprocessSpec, ModelView] = {}
    for member in members:
        if member.spec not in made:
            made[member.spec] = member.view(radiograph, correction)
    return [made[member.spec] for member in members]


def open_engine(
    bundle: AnyBundle,
    *,
    precision: PrecisionChoice = PrecisionChoice.FLOAT32,
    is_for_throughput: bool = False,
    cache_folder: Path | None = None,
    lungs: LungNetworks | None = None,
) -> AnyEngine:
    """Verify and compile a model of either kind; raises what `Engine` raises."""
    choices: Any = {
        "precision": precision,
        "is_for_throughput": is_for_throughput,
        "cache_folder": cache_folder,
        "lungs": lungs,
    }
    if isinstance(bundle, Bundle):
        return Engine(bundle, **choices)
    return EnsembleEngine(bundle, **choices)


def predict(
    engine: AnyEngine, samples: Sequence[Sample], decode: Decode, ctx: JobContext, message: str
) -> SplitPredictions:
    """`evaluator.predict` for a model of either kind; an ensemble's members read one by one.

    A film that one of them could not read, since it has gone meanwhile, counts for none.
    """
    if isinstance(engine, Engine):
        return evaluator.predict(engine, samples, decode, ctx, message)
    read = [
        evaluator.predict(member, samples, decode, ctx, f"{message} with {member.bundle.model.id}")
        for member in engine.members
    ]
    failures = [failure for one in read for failure in one.failures]
    read = [one.without(failures).require_any() for one in read]
    logits = mean_logits([one.logits for one in read], engine.bundle.weights)
    return replace(read[0], logits=logits, seconds=sum(one.seconds for one in read))


def mean_logits(
    logits: Sequence[NDArray[np.float32]], weights: Sequence[float]
) -> NDArray[np.float32]:
    """Logarithms of the weighted mean of the probabilities, ``(…, C)`` float32 as each of them."""
    pairs = zip(weights, logits, strict=True)
    mean = sum(weight * softmax(one).astype(np.float64) for weight, one in pairs)
    return np.asarray(np.log(np.maximum(mean, LEAST_PROBABILITY)), np.float32)


def mean_map(maps: Sequence[SaliencyMap], weights: Sequence[float]) -> SaliencyMap:
    """Weighted mean of the maps of one class.

    The grid has as many rows and columns as the finest member's, over the smallest rectangle that
    holds all regions. Members are interpolated between the centres of their cells (bilinear, edges
    held); outside of what a member has seen it says nothing, which counts as 0. Values stay in
    the units of the members' logits.
    """
    regions = [one.region for one in maps]
    common = ImageRegion(
        min(region.left for region in regions),
        min(region.top for region in regions),
        max(region.right for region in regions),
        max(region.bottom for region in regions),
    )
    rows = max(one.values.shape[0] for one in maps)
    columns = max(one.values.shape[1] for one in maps)
    y = common.top + (np.arange(rows) + 0.5) * common.height / rows
    x = common.left + (np.arange(columns) + 0.5) * common.width / columns
    total = np.zeros((rows, columns))
    for one, weight in zip(maps, weights, strict=True):
        region, (height, width) = one.region, one.values.shape
        down = _interpolation(y, region.top, region.height, height)
        across = _interpolation(x, region.left, region.width, width)
        total += weight * (down @ one.values @ across.T)
    layers = ", ".join(dict.fromkeys(one.target_layer for one in maps))
    values = np.asarray(total, np.float32)
    return SaliencyMap(values, maps[0].class_index, METHOD, layers, common)


def _interpolation(
    positions: NDArray[np.float64], start: float, length: float, cells: int
) -> NDArray[np.float64]:
    """Weights ``(P, cells)`` of the cells at each position; zeros outside of their region."""
    place = (positions - start) / length * cells - 0.5
    is_inside = (positions >= start) & (positions <= start + length)
    held = np.clip(place, 0, cells - 1)
    distance = np.abs(held[:, None] - np.arange(cells)[None, :])
    return np.asarray(np.maximum(1 - distance, 0) * is_inside[:, None], np.float64)
