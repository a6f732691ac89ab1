"""Trains a bundle: frozen trunk, cached features of augmented views, head, engine, figures.

Runs where TensorFlow may be loaded: in a child process of the window and of the command line.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lungdesk import __version__
from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import JobContext, Progress
from lungdesk.ml import bundle as bundles
from lungdesk.ml import evaluator
from lungdesk.ml.augment import AugmentSpec, augmented
from lungdesk.ml.backbones import Backbone, backbone_named
from lungdesk.ml.data_limits import data_limits
from lungdesk.ml.datasets import Dataset, Sample, file_digests, load_dataset
from lungdesk.ml.engine import Engine
from lungdesk.ml.engine_export import check_bfloat16, export_engine
from lungdesk.ml.evaluator import Decode, FilmFailure
from lungdesk.ml.feature_cache import FeatureCache
from lungdesk.ml.head_training import HeadSettings, LabelledFeatures, TrainedHead, train_head
from lungdesk.ml.preprocess import PreprocessSpec
from lungdesk.ml.trunk import Trunk, build_keras_trunk, fill_cache
from lungdesk.ml.weights import Weights, resolve_weights

#: Heads that are tried; the one with the least cross-entropy on val is kept.
CANDIDATE_HEADS = (
    HeadSettings(),
    HeadSettings(weight_decay=0.1, dropout=0.5),
    HeadSettings(hidden_units=256, dropout=0.5, weight_decay=0.05, learning_rate=5e-4),
)

RenderCard = Callable[[Mapping[str, Any]], str]


@dataclass(frozen=True, slots=True)
class TrainRequest:
    """What to train.

    Attributes
    ----------
    views
        Views of each training film: the film itself, the others augmented; at least 1.
    is_quick
        The films alone and one head instead of all.
    notes
        What people know of the data and the data does not say; goes into the card.
    label_map
        See `lungdesk.ml.datasets.load_dataset`.
    """

    folder: Path
    backbone: str
    bundle_folder: Path
    cache_folder: Path
    weights: str = "imagenet"
    model_id: str = ""
    name: str = ""
    input_size: int | None = None
    views: int = 4
    seed: int = 0
    is_quick: bool = False
    notes: Sequence[str] = ()
    label_map: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class TrainResult:
    """The finished bundle, the way to it, and the films that could not be used."""

    bundle_folder: Path
    history: tuple[dict[str, float], ...]
    heads: tuple[dict[str, Any], ...]
    metrics: dict[str, dict[str, Any]]
    failures: tuple[FilmFailure, ...]
    seconds: dict[str, float]


def train(
    request: TrainRequest, *, decode: Decode, render_card: RenderCard, ctx: JobContext
) -> TrainResult:
    """Train, export and evaluate one bundle into ``request.bundle_folder``.

    Raises
    ------
    LungDeskError
        Codes of the data set, the weights, and ``DATASET_CLASS_MISSING``.
    """
    clock = _Clock()
    ctx.report(Progress(0, 0, "looking at the data"))
    dataset = load_dataset(request.folder, label_map=request.label_map, seed=request.seed)
    _require_trainable(dataset)
    backbone = backbone_named(request.backbone)
    plan = _Plan(request, dataset, backbone, resolve_weights(backbone, request.weights))
    clock.lap("data")

    ctx.report(Progress(0, 0, f"preparing {backbone.display_name}"))
    _seed_keras(request.seed)
    size = plan.spec.input_size
    keras_trunk = build_keras_trunk(backbone, size, plan.weights)
    trunk = Trunk.compile(keras_trunk, backbone, input_size=size, weights=plan.weights)
    clock.lap("trunk")

    films = _FeatureMaker(plan, trunk, decode, ctx)
    train_set = films.features(dataset.split("train"), plan.view_count)
    val_set = films.features(dataset.split("val"), 1)
    clock.lap("features")
    heads = _trained_heads(plan, train_set, val_set, ctx)
    best = min(heads, key=lambda trained: trained.val_loss)
    clock.lap("head")

    ctx.report(Progress(0, 0, "writing the model"))
    partial = request.bundle_folder.with_name(f".{request.bundle_folder.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    export_engine(keras_trunk, best.head, plan.spec.normalization, partial)
    manifest = _manifest(plan, best)
    bundle = _written(partial, manifest, render_card)
    check = check_bfloat16(bundle, films.plain_views(dataset.split("val")))
    clock.lap("export")

    metrics, failures = _measured(bundle, dataset, decode, ctx)
    clock.lap("evaluation")
    training = manifest.training.model_copy(update={"seconds": round(clock.total(), 1)})
    found = {"bfloat16": check, "metrics": metrics, "training": training}
    _written(partial, manifest.model_copy(update=found), render_card)
    _replace_folder(partial, request.bundle_folder)
    return TrainResult(
        bundle_folder=request.bundle_folder,
        history=best.history,
        heads=tuple(_head_row(trained) for trained in heads),
        metrics=metrics,
        failures=tuple(dict.fromkeys((*films.failures, *failures))),
        seconds=clock.laps,
    )


@dataclass(frozen=True, slots=True)
class _Plan:
    """What follows from a request once its data and backbone are known."""

    request: TrainRequest
    dataset: Dataset
    backbone: Backbone
    weights: Weights

    @property
    def spec(self) -> PreprocessSpec:
        size = self.request.input_size or self.backbone.input_size
        return PreprocessSpec(size, self.backbone.normalization)

    @property
    def view_count(self) -> int:
        return 1 if self.request.is_quick else self.request.views

    @property
    def candidates(self) -> tuple[HeadSettings, ...]:
        return CANDIDATE_HEADS[:1] if self.request.is_quick else CANDIDATE_HEADS


class _Clock:
    """Seconds of each stage."""

    def __init__(self) -> None:
        self.laps: dict[str, float] = {}
        self._last = time.perf_counter()

    def lap(self, stage: str) -> None:
        now = time.perf_counter()
        self.laps[stage] = round(now - self._last, 2)
        self._last = now

    def total(self) -> float:
        return sum(self.laps.values())


class _FeatureMaker:
    """Features of films from the cache, made where they are missing."""

    def __init__(self, plan: _Plan, trunk: Trunk, decode: Decode, ctx: JobContext) -> None:
        self.failures: list[FilmFailure] = []
        self._request = plan.request
        self._trunk = trunk
        self._spec = plan.spec
        self._labels = plan.dataset.labels
        self._feature_count = plan.backbone.feature_count
        self._decode = decode
        self._ctx = ctx
        self._augment = AugmentSpec()

    def features(self, samples: Sequence[Sample], view_count: int) -> LabelledFeatures:
        """Features of ``view_count`` views of each film, itself first, one row each."""
        setting = f"{self._trunk.identity}|{self._spec}|{view_count}"
        if view_count > 1:
            setting += f"|{self._augment}|{self._request.seed}"
        shape = (view_count, self._feature_count)
        cache = FeatureCache(self._request.cache_folder / "features", setting, shape)
        digests = file_digests(sample.path for sample in samples)

        def make_views(number: int) -> NDArray[np.uint8] | None:
            view = self._view(samples[number])
            if view is None:
                return None
            rng = np.random.default_rng([self._request.seed, int(digests[number][:15], 16)])
            views = [augmented(view, self._augment, rng) for _ in range(1, view_count)]
            return np.stack([view, *views])

        words = f"features of {samples[0].split}"
        fill_cache(
            self._trunk, cache, digests=digests, make_views=make_views, ctx=self._ctx, message=words
        )
        usable = [n for n, digest in enumerate(digests) if digest in cache]
        self._require_all_classes(samples, {samples[n].class_index for n in usable})
        targets = np.array([samples[n].class_index for n in usable], np.int64)
        features = cache.rows([digests[n] for n in usable]).astype(np.float32)
        flat = features.reshape(-1, self._feature_count)
        return LabelledFeatures(flat, np.repeat(targets, view_count))

    def _require_all_classes(self, samples: Sequence[Sample], readable: set[int]) -> None:
        """Refuse a split of which nothing, or nothing of one class, could be read."""
        unread = [label for n, label in enumerate(self._labels.ids) if n not in readable]
        if unread:
            which = f" of {', '.join(unread)}" if readable else ""
            raise LungDeskError(
                f"No film{which} in the {samples[0].split} split could be read.",
                hint=self.failures[-1].message,
                code=ErrorCode.DATASET_CLASS_MISSING if readable else ErrorCode.DATASET_EMPTY,
            )

    def plain_views(self, samples: Sequence[Sample]) -> list[NDArray[np.uint8]]:
        """The grey squares of all films that can be read."""
        return [view for sample in samples if (view := self._view(sample)) is not None]

    def _view(self, sample: Sample) -> NDArray[np.uint8] | None:
        view = evaluator.decoded_view(sample.path, self._spec, self._decode)
        if isinstance(view, FilmFailure):
            self.failures.append(view)
            return None
        return view


def _trained_heads(
    plan: _Plan, train_set: LabelledFeatures, val_set: LabelledFeatures, ctx: JobContext
) -> list[TrainedHead]:
    class_count = len(plan.dataset.labels)
    return [
        train_head(
            train_set, val_set, settings, class_count=class_count, seed=plan.request.seed, ctx=ctx
        )
        for settings in plan.candidates
    ]


def _require_trainable(dataset: Dataset) -> None:
    leaks = dataset.groups_across_splits()
    if leaks:
        raise LungDeskError(
            f"{len(leaks)} patients or copied films stand in more than one split"
            f" (the first: {leaks[0]}).",
            hint="Keep each patient in one split; `lungdesk dataset audit` lists them.",
            code=ErrorCode.DATASET_GROUP_LEAK,
        )
    for split in ("train", "val"):
        dataset.split(split)
        empty = [label for label, n in dataset.counts()[split].items() if not n]
        if empty:
            raise LungDeskError(
                f"The {split} split has no film of {', '.join(empty)}.",
                hint="Add films of every class.",
                code=ErrorCode.DATASET_CLASS_MISSING,
            )


def _seed_keras(seed: int) -> None:
    import keras
    import tensorflow as tf

    keras.utils.set_random_seed(seed)
    tf.config.experimental.enable_op_determinism()


def _measured(
    bundle: bundles.Bundle, dataset: Dataset, decode: Decode, ctx: JobContext
) -> tuple[dict[str, dict[str, Any]], tuple[FilmFailure, ...]]:
    engine = Engine(bundle, is_for_throughput=True)
    metrics: dict[str, dict[str, Any]] = {}
    failures: list[FilmFailure] = []
    for split in ("val", "test", "external"):
        samples = [s for s in dataset.samples if s.split == split]
        if samples:
            predictions = evaluator.predict(engine, samples, decode, ctx, f"reading {split}")
            metrics[split] = evaluator.split_metrics(predictions, dataset.labels)
            failures += predictions.failures
    return metrics, tuple(failures)


def _manifest(plan: _Plan, best: TrainedHead) -> bundles.Manifest:
    request, dataset, backbone, weights = plan.request, plan.dataset, plan.backbone, plan.weights
    settings = {
        **best.settings.as_dict(),
        "temperature": round(best.temperature, 4),
        "augmentation": asdict(AugmentSpec()),
        "class_weights": True,
        "trunk": "frozen",
    }
    return bundles.Manifest(
        schema_version=bundles.SCHEMA_VERSION,
        id=request.model_id or request.bundle_folder.name,
        name=request.name or f"{backbone.display_name}, frozen trunk",
        version=__version__,
        labels=dataset.labels.ids,
        backbone=backbone.name,
        target_layer=backbone.target_layer,
        preprocess=bundles.PreprocessRecord.of(plan.spec),
        training=bundles.TrainingSummary(
            data=dataset.folder.name,
            counts=dataset.counts(),
            weights=weights.choice,
            weights_sha256=weights.sha256,
            weights_licence=backbone.weights_licence if weights.choice == "imagenet" else "",
            views=plan.view_count,
            seed=request.seed,
            settings=settings,
            created=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            seconds=0.0,
        ),
        metrics={},
        limits=(*data_limits(dataset), *request.notes),
        files={},
    )


def _written(folder: Path, manifest: bundles.Manifest, render_card: RenderCard) -> bundles.Bundle:
    card = render_card(manifest.model_dump(mode="json"))
    (folder / bundles.CARD).write_text(card, encoding="utf-8")
    return bundles.write_manifest(folder, manifest)


def _replace_folder(new: Path, place: Path) -> None:
    """Put a finished folder in its place; an older one goes only when the new one is whole."""
    old = place.with_name(f".{place.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if place.exists():
        place.rename(old)
    new.rename(place)
    shutil.rmtree(old, ignore_errors=True)


def _head_row(trained: TrainedHead) -> dict[str, Any]:
    return {
        **trained.settings.as_dict(),
        "val_loss": trained.val_loss,
        "temperature": trained.temperature,
        "epochs_run": len(trained.history),
    }
