"""Trains a bundle: features from the cache, head, last blocks, whole network, engine, figures.

Runs where TensorFlow may be loaded: in a child process of the window and of the command line.
"""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from lungdesk.core.files import replace_folder, write_text_atomically
from lungdesk.core.jobs import JobContext, Progress
from lungdesk.core.labels import LabelSet
from lungdesk.core.workers import HERE, Workers
from lungdesk.ml import bundle as bundles
from lungdesk.ml import evaluator
from lungdesk.ml.adapting.network import feature_map_of, network_of, write_with_head
from lungdesk.ml.audit.films import unreadable_splits
from lungdesk.ml.audit.findings import Finding, by_severity
from lungdesk.ml.audit.quick import quick_findings
from lungdesk.ml.audit.recipe_fit import recipe_findings
from lungdesk.ml.calibrating import CalibrationFilms, calibrated
from lungdesk.ml.datasets import SPLITS, Sample
from lungdesk.ml.engine import Engine
from lungdesk.ml.engine_export import check_bfloat16, export_engine
from lungdesk.ml.evaluator import Decode, FilmFailure, SplitPredictions
from lungdesk.ml.learnt_films import write_learnt
from lungdesk.ml.levels import under_levels
from lungdesk.ml.lineage import Lineage, require_unlearnt
from lungdesk.ml.openvino_runtime import has_bfloat16
from lungdesk.ml.quantizing import FILM_COUNT, quantized
from lungdesk.ml.tensorflow_runtime import load_tensorflow
from lungdesk.ml.training.checkpoint import Checkpoints
from lungdesk.ml.training.epoch import EpochListener, tell_nobody
from lungdesk.ml.training.films import learnt_films
from lungdesk.ml.training.loop import Phase
from lungdesk.ml.training.phases import (
    TrainedHead,
    TuneStart,
    train_block,
    train_head,
    train_whole,
)
from lungdesk.ml.training.plan import TrainingPlan, TrainRequest, manifest_of, plan_training
from lungdesk.ml.training.recipe import HeadSettings, PhaseSettings
from lungdesk.ml.training.supply import Supply
from lungdesk.ml.trunk import Trunk
from lungdesk.ml.weights import NETWORK_WEIGHTS, keep_weights

RenderCard = Callable[[Mapping[str, Any]], str]
#: ``keep(split, predictions, labels)``: what the finished model says of a split.
KeepPredictions = Callable[[str, SplitPredictions, LabelSet], None]
#: Is told what is doubtful about the data before anything is trained on it.
TellFindings = Callable[[Sequence[Finding]], None]


@dataclass(frozen=True, slots=True, eq=False)
class Surroundings:
    """What a training is handed because networks know neither files nor documents."""

    decode: Decode
    render_card: RenderCard
    keep_predictions: KeepPredictions
    ctx: JobContext
    tell_findings: TellFindings = lambda _: None
    tell_epochs: EpochListener = tell_nobody
    workers: Workers = HERE


@dataclass(frozen=True, slots=True, eq=False)
class TrainResult:
    """The finished bundle, the way to it, and the films that could not be used.

    Attributes
    ----------
    history
        One row an epoch of each phase: the chosen head, then the others.
    phases
        One row a phase, the chosen head among them: its epochs, val loss and seconds.
    findings
        What is doubtful about the data, the most serious first.
    network_weights
        Of the tuned network, for a training that begins with them (`Weights` of a file); None
        where the network is as it was.
    """

    bundle_folder: Path
    history: tuple[dict[str, Any], ...]
    heads: tuple[dict[str, Any], ...]
    phases: tuple[dict[str, Any], ...]
    metrics: dict[str, dict[str, Any]]
    failures: tuple[FilmFailure, ...]
    findings: tuple[Finding, ...]
    seconds: dict[str, float]
    network_weights: Path | None = None


def train(request: TrainRequest, around: Surroundings) -> TrainResult:
    """Train, export and evaluate one bundle into ``request.bundle_folder``.

    Raises
    ------
    LungDeskError
        Codes of the data set, the weights and the loop, ``DATASET_CLASS_MISSING``, ``DISK_FULL``,
        ``TRAINING_OUTPUT_EXISTS`` where another training was begun in the checkpoint folder.
    """
    training = _Training(plan_training(request, around.ctx), around)
    training.require_own()
    findings = training.audited()
    around.tell_findings(findings)
    training.prepare()
    heads = training.heads()
    best = min(heads, key=lambda trained: trained.val_loss)
    tuned = training.tuned(best)
    steps = training.exported([("head", best), *tuned])
    metrics, failures = training.measured()
    training.calibrate()
    kept = training.keep_network(is_tuned=bool(tuned))
    training.finish(metrics)
    return TrainResult(
        bundle_folder=request.bundle_folder,
        history=tuple(row for _, step in steps for row in step.history),
        heads=tuple(_head_row(trained) for trained in heads),
        phases=tuple(_phase_row(name, step) for name, step in steps),
        metrics=metrics,
        failures=tuple(dict.fromkeys((*training.films.failures, *failures))),
        findings=findings,
        seconds=training.clock.laps,
        network_weights=kept,
    )


class _Clock:
    """Seconds of each stage."""

    def __init__(self) -> None:
        self.laps: dict[str, float] = {}
        self._last = time.perf_counter()

    def lap(self, stage: str) -> None:
        now = time.perf_counter()
        self.laps[stage] = round(self.laps.get(stage, 0.0) + now - self._last, 2)
        self._last = now

    def total(self) -> float:
        return sum(self.laps.values())


class _Training:
    """A training under way, stage by stage."""

    def __init__(self, plan: TrainingPlan, around: Surroundings) -> None:
        self.plan = plan
        self.clock = _Clock()
        self._around, self._ctx = around, around.ctx
        request = plan.request
        self._supply = Supply.of(plan, around.decode, around.ctx, around.workers)
        self.films = self._supply.films
        self._train, self._val = plan.dataset.split("train"), plan.dataset.split("val")
        self._checkpoints = Checkpoints(request.checkpoint_folder, self._identity())
        self._partial = request.bundle_folder.with_name(f".{request.bundle_folder.name}.partial")
        self._keras_trunk: Any = None

    def _identity(self) -> str:
        """All that decides how the training goes."""
        plan = self.plan
        samples = (*self._train, *self._val)
        seen = learnt_films(
            samples, self.films.digests(samples), by_source=plan.recipe.goes_by_sources
        )
        recipe = json.dumps(plan.recipe.as_plain(), sort_keys=True)
        shown = f"{evaluator.PREPARATION}|{plan.spec}"
        return f"{plan.backbone.name}|{plan.weights.sha256}|{shown}|{recipe}|{seen}"

    def require_own(self) -> None:
        """See `Checkpoints.require_own`."""
        self._checkpoints.require_own()

    def audited(self) -> tuple[Finding, ...]:
        """What can be seen to be doubtful about the data before they all are decoded."""
        dataset = self.plan.dataset
        self._ctx.report(Progress(0, 0, f"comparing {len(dataset.samples)} files"))
        digests = self.films.digests(dataset.samples)
        require_unlearnt(self.plan.weights.lineage, dataset, digests)
        unused = recipe_findings(self.plan.recipe, dataset)
        unread = unreadable_splits(dataset, self._can_read)
        return by_severity((*quick_findings(dataset, digests), *unused, *unread))

    def _can_read(self, sample: Sample) -> bool:
        self._ctx.check()
        return self.films.view(sample) is not None

    def prepare(self) -> None:
        """Build the network with its weights."""
        self.clock.lap("data")
        self._ctx.report(Progress(0, 0, f"preparing {self.plan.backbone.display_name}"))
        load_tensorflow()
        self._ctx.check()
        self._keras_trunk = self._supply.keras_trunk()
        self.clock.lap("trunk")

    def _trunk(self, cut_layer: str = "", *, is_tuned: bool = False) -> Trunk:
        trunk = self._supply.trunk(self._keras_trunk, cut_layer, is_tuned=is_tuned)
        self.clock.lap("trunk")
        return trunk

    def _phase(self, name: str, settings: PhaseSettings, variant: str = "") -> Phase:
        count = len(self.plan.dataset.labels)
        return Phase(
            *(name, settings, self.plan.recipe, count, variant, self._checkpoints),
            tell=self._around.tell_epochs,
        )

    def heads(self) -> list[TrainedHead]:
        """Phase 1, in each of the recipe's ways."""
        return self._fitted_heads("head", self.plan.recipe.heads, self._trunk())

    def _fitted_heads(
        self, name: str, ways: Sequence[HeadSettings], trunk: Trunk
    ) -> list[TrainedHead]:
        """A head in each of the ways, on the features of the backbone: the last of the trunk's."""
        own = self.plan.backbone.feature_count
        train, val = (one.last(own) for one in self._supply.pooled(trunk))
        self.clock.lap("features")
        trained = [
            train_head(train, val, self._phase(name, settings, f"-{number}"), self._ctx)
            for number, settings in enumerate(ways)
        ]
        self.clock.lap("head")
        return trained

    def tuned(self, head: TrainedHead) -> list[tuple[str, TrainedHead]]:
        """Phases 2 and 3, as far as the recipe has them."""
        recipe, cut, done = self.plan.recipe, self.plan.cut, []
        if recipe.block is not None and cut is not None:
            # The lower part is let go of with that: its memory is needed then.
            maps = self._supply.maps(self._trunk(cut.layer))
            self.clock.lap("activations")
            start = TuneStart(self._keras_trunk, self.plan.backbone, head)
            phase = self._phase("block", recipe.block)
            head = train_block(start, cut, maps, phase, self._ctx)
            done.append(("block", head))
            self.clock.lap("block")
        if recipe.whole is not None:
            films = self.films.grey_views
            sources = films(self._train, is_augmented=True), films(self._val, is_augmented=False)
            start = TuneStart(self._keras_trunk, self.plan.backbone, head)
            head = train_whole(start, sources, self._phase("whole", recipe.whole), self._ctx)
            done.append(("whole", head))
            self.clock.lap("whole")
        if recipe.last_heads and done:
            last = self._fitted_heads("last_head", recipe.last_heads, self._trunk(is_tuned=True))
            done.append(("last_head", min(last, key=lambda trained: trained.val_loss)))
        return done

    def exported(self, steps: list[tuple[str, TrainedHead]]) -> list[tuple[str, TrainedHead]]:
        """Write the bundle beside its place; the steps, with what that has added."""
        self._ctx.report(Progress(0, 0, "writing the model"))
        shutil.rmtree(self._partial, ignore_errors=True)
        self._partial.mkdir(parents=True)
        head = steps[-1][1]
        trunk, plain = self._keras_trunk, self.plan.finished(head.head)
        if len(steps) > 1 and (layers := self.plan.backbone.check_layers):
            trunk = under_levels(trunk, layers)
            plain = plain.padded(trunk.output.shape[-1] - self._keras_trunk.output.shape[-1])
        export_engine(trunk, plain, self.plan.spec.normalization, self._partial)
        write_learnt(self._partial, self._learnt)
        bundle = self._written(manifest_of(self.plan, head))
        if self.plan.recipe.quantized:
            head = self._quantized(bundle, trunk.output.shape[-1])
            self._written(manifest_of(self.plan, head))
            return [*steps, ("quantized_head", head)]
        # Only then are the films of val read once more.
        views = [self.films.view(s) for s in self._val] if has_bfloat16() else []
        check = check_bfloat16(bundle, [view for view in views if view is not None])
        self._written(bundle.manifest.model_copy(update={"bfloat16": check}))
        self.clock.lap("export")
        return steps

    def _quantized(self, bundle: bundles.Bundle, features: int) -> TrainedHead:
        """Put the network of a bundle into integers; the head that goes with it.

        Parameters
        ----------
        features
            Of its map; those of the backbone come last, after those that the film check goes by.
        """
        self._ctx.report(Progress(0, 0, "putting the network into integers"))
        views = self.films.some_views(self._train, FILM_COUNT)
        network = quantized(network_of(bundle), views)
        self.clock.lap("export")
        trunk = Trunk.ending_in(network, feature_map_of(network, bundle, features))
        recipe = self.plan.recipe
        ways = recipe.last_heads or recipe.heads
        heads = self._fitted_heads("quantized_head", ways, trunk)
        best = min(heads, key=lambda trained: trained.val_loss)
        plain = self.plan.finished(best.head).padded(features - self.plan.backbone.feature_count)
        write_with_head(network, bundle, plain, self._partial)
        return best

    def measured(self) -> tuple[dict[str, dict[str, Any]], list[FilmFailure]]:
        """Figures of the new bundle on every split, through the engine that reads for users.

        A split of which no film can be read has none.
        """
        engine = self._engine(bundles.load_bundle(self._partial))
        dataset = self.plan.dataset
        metrics: dict[str, dict[str, Any]] = {}
        failures: list[FilmFailure] = []
        for split in SPLITS:
            samples = [s for s in dataset.samples if s.split == split]
            if not samples:
                continue
            predictions = evaluator.predict_readable(
                engine, samples, self._around.decode, self._ctx, f"reading {split}"
            )
            failures += predictions.failures
            if not predictions.samples:
                continue
            self._around.keep_predictions(split, predictions, dataset.labels)
            # Of films that were learnt from an interval would say nothing.
            resamples = 0 if split == "train" else 1000
            metrics[split] = evaluator.split_metrics(
                predictions, dataset.labels, resamples=resamples
            )
        self.clock.lap("evaluation")
        return metrics, failures

    def calibrate(self) -> None:
        """Give the new bundle its gate and its operating points."""
        bundle = bundles.load_bundle(self._partial)
        films = CalibrationFilms(self.plan.dataset, self._around.decode)
        chosen = calibrated(self._engine(bundle), films, self._ctx)
        chosen.write_files(self._partial)
        self._written(bundle.manifest.model_copy(update={"calibration": chosen.record}))
        self.clock.lap("calibration")

    def finish(self, metrics: dict[str, dict[str, Any]]) -> None:
        """Complete the bundle and put it in its place."""
        manifest = bundles.load_bundle(self._partial).manifest
        seconds = round(self.clock.total(), 1)
        training = manifest.training.model_copy(update={"seconds": seconds})
        self._written(manifest.model_copy(update={"metrics": metrics, "training": training}))
        replace_folder(self._partial, self.plan.request.bundle_folder)

    def keep_network(self, *, is_tuned: bool) -> Path | None:
        """Write a tuned network's weights beside the bundle, with what they come from.

        Of one that is as it was, what an earlier training has left there is taken away.
        """
        plan = self.plan
        folder = plan.request.bundle_folder.parent
        if not is_tuned:
            (folder / NETWORK_WEIGHTS).unlink(missing_ok=True)
            return None
        lineage = Lineage(self._learnt, plan.weights_licence, plan.limits)
        return keep_weights(self._keras_trunk, folder, lineage)

    @property
    def _learnt(self) -> frozenset[str]:
        """SHA-256 of the films that the network has learnt from, in trainings before, too."""
        before = self.plan.weights.lineage
        films = frozenset(self.films.digests(self._train)) | (before.films if before else set())
        return films - {""}  # of a file that cannot be read there is no digest

    def _engine(self, bundle: bundles.Bundle) -> Engine:
        return Engine(bundle, is_for_throughput=True, lungs=self.plan.request.lungs)

    def _written(self, manifest: bundles.Manifest) -> bundles.Bundle:
        card = self._around.render_card(manifest.model_dump(mode="json"))
        # The name of the folder of films stands in it, which may be no UTF-8.
        write_text_atomically(self._partial / bundles.CARD, card)
        return bundles.write_manifest(self._partial, manifest)


def _head_row(trained: TrainedHead) -> dict[str, Any]:
    return {
        **asdict(trained.settings),
        "val_loss": trained.val_loss,
        "temperature": trained.temperature,
        "epochs_run": len(trained.history),
    }


def _phase_row(name: str, trained: TrainedHead) -> dict[str, Any]:
    return {
        "phase": name,
        "epochs_run": len(trained.history),
        "val_loss": trained.val_loss,
        "seconds": round(trained.seconds, 4),
    }
