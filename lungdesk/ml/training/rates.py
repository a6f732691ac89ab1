"""How fast this computer trains a network: each part of a training, for a second or two.

Runs where TensorFlow may be loaded.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import JobContext
from lungdesk.ml import evaluator
from lungdesk.ml.backbones import Backbone, CutPoint
from lungdesk.ml.evaluator import Decode, FilmFailure
from lungdesk.ml.graph_cut import split_at
from lungdesk.ml.lung_sight import LungNetworks, sight_for
from lungdesk.ml.prefetch import prefetched
from lungdesk.ml.preprocess import PreprocessSpec
from lungdesk.ml.tensorflow_runtime import load_tensorflow
from lungdesk.ml.timing import median_seconds
from lungdesk.ml.training import network as networks
from lungdesk.ml.training import order
from lungdesk.ml.training.films import film_views, seen_by
from lungdesk.ml.training.network import Standardization
from lungdesk.ml.training.phases import TrainedHead, TuneStart, tuned_network
from lungdesk.ml.training.plan import usual_lungs
from lungdesk.ml.training.recipe import Recipe
from lungdesk.ml.training.stepper import Stepper
from lungdesk.ml.trunk import Trunk, build_keras_trunk
from lungdesk.ml.weights import Weights

#: Films of a step: of a block, and of a whole network. A larger batch takes no longer a film.
_BLOCK_BATCH, _WHOLE_BATCH = 16, 4
#: Views that are run before the pace of a slow network is known.
_FEW = 4
_ENOUGH_S = 2.0
#: An exact head is fitted to so many views of noise.
_EXACT_VIEWS = 512


@dataclass(frozen=True, slots=True)
class Rates:
    """Seconds that the parts of a training take; 0 for parts that were not measured.

    Attributes
    ----------
    start_s
        Until the frozen network is ready.
    read_s, augment_s
        A film that is decoded and prepared; a further view of it.
    view_s, lower_view_s
        A view through the network, and through the part below the block.
    head_step_s
        One step of a head, of a whole batch.
    exact_view_s
        A view in one iteration of a head that is fitted exactly.
    block_start_s, whole_start_s
        Until the first step of the block, or of the whole network, is done.
    block_film_s, whole_film_s
        A film in a step, there and back.
    map_bytes
        Of one view's activations below the block, on disk.
    """

    start_s: float
    read_s: float
    augment_s: float
    view_s: float
    head_step_s: float
    exact_view_s: float = 0.0
    lower_view_s: float = 0.0
    block_start_s: float = 0.0
    block_film_s: float = 0.0
    map_bytes: float = 0.0
    whole_start_s: float = 0.0
    whole_film_s: float = 0.0


@dataclass(frozen=True, slots=True)
class RatesTask:
    """A network, what it is to be trained with, and a few of the films."""

    backbone: Backbone
    recipe: Recipe
    class_count: int
    films: tuple[Path, ...]
    lungs: LungNetworks | None = None

    @property
    def spec(self) -> PreprocessSpec:
        """What the network sees of a film."""
        return seen_by(self.backbone, self.recipe, usual_lungs(self.recipe, self.lungs))

    @property
    def cut(self) -> CutPoint | None:
        """Where the block begins; None without one. A name that is not known is the shortest."""
        cuts = {cut.name: cut for cut in self.backbone.cut_points}
        if self.recipe.block is None:
            return None
        return cuts.get(self.recipe.block.cut_point, self.backbone.cut_points[0])


def measured_rates(task: RatesTask, decode: Decode, ctx: JobContext) -> Rates:
    """Measure; weights are random, which cost the same as any others.

    Raises
    ------
    LungDeskError
        ``DATASET_EMPTY`` when none of the films can be read; ``USAGE`` for a size that the network
        does not take.
    Cancelled
        Between two parts.
    """
    started = time.perf_counter()
    load_tensorflow()
    import_s = time.perf_counter() - started
    measuring = _Measurement(task, decode, ctx)
    views, read_s, augment_s = measuring.films()
    rates = Rates(
        start_s=import_s + measuring.build(views),
        read_s=read_s,
        augment_s=augment_s,
        view_s=measuring.pace(measuring.trunk(), views),
        head_step_s=measuring.head(),
        exact_view_s=measuring.exact_head(),
    )
    if task.cut is not None:
        rates = measuring.block(task.cut, views, rates)
    if task.recipe.whole is not None:
        rates = measuring.whole(views, rates)
    return rates


class _Measurement:
    """A measurement under way; needs TensorFlow."""

    def __init__(self, task: RatesTask, decode: Decode, ctx: JobContext) -> None:
        self._task, self._decode, self._ctx = task, decode, ctx
        self._recipe, self._backbone = task.recipe, task.backbone
        self._started = time.perf_counter()
        self._keras_trunk: Any = None
        self._trunk: Trunk | None = None
        self._trained: TrainedHead | None = None

    def films(self) -> tuple[NDArray[np.uint8], float, float]:
        """Views ``(n, S, S)`` of the films, seconds a film, and seconds a further view of it."""
        task, spec = self._task, self._task.spec
        lungs = sight_for(spec, task.lungs, is_for_throughput=True)

        def view(path: Path) -> NDArray[np.uint8] | FilmFailure:
            return evaluator.decoded_view(path, spec, self._decode, lungs)

        started = time.perf_counter()
        found = list(prefetched(view, task.films))
        read_s = (time.perf_counter() - started) / max(1, len(found))
        views = [view for view in found if not isinstance(view, FilmFailure)]
        if not views:
            raise LungDeskError(
                "How long the training takes cannot be measured, because none of the films that"
                " were tried can be read.",
                hint="Look at the audit of the data.",
                code=ErrorCode.DATASET_EMPTY,
            )
        started = time.perf_counter()
        list(prefetched(lambda v: film_views(v, "0" * 64, self._recipe, 3), views))
        augment_s = (time.perf_counter() - started) / (2 * len(views))
        self._started = time.perf_counter()
        return np.stack(views), read_s, augment_s

    def build(self, views: NDArray[np.uint8]) -> float:
        """Seconds until the frozen network is ready."""
        self._ctx.check()
        size = self._task.spec.input_size
        self._keras_trunk = build_keras_trunk(self._backbone, size, Weights("none", None, "random"))
        self._trunk = self._frozen(views)
        return time.perf_counter() - self._started

    def trunk(self) -> Trunk:
        """The frozen network."""
        assert self._trunk is not None
        return self._trunk

    def _frozen(self, views: NDArray[np.uint8], cut_layer: str = "") -> Trunk:
        """As it runs for a collection of some size: there an estimate matters."""
        self._ctx.check()
        trunk = Trunk.of(
            self._keras_trunk,
            self._backbone,
            input_size=self._task.spec.input_size,
            weights=Weights("none", None, "random"),
            cut_layer=cut_layer,
        )
        if len(views) > 1:
            trunk = trunk.in_fastest_arithmetic(views[:_FEW])
        trunk.network.compiled()
        return trunk

    def pace(self, trunk: Trunk, views: NDArray[np.uint8]) -> float:
        """Seconds a view, with several on their way."""
        trunk.features(views[:1])
        started = time.perf_counter()
        trunk.features(views[:_FEW])
        seconds, count = time.perf_counter() - started, len(views[:_FEW])
        if seconds < _ENOUGH_S / 2:
            started = time.perf_counter()
            trunk.features(views)
            seconds, count = time.perf_counter() - started, len(views)
        return seconds / count

    def head(self) -> float:
        """Seconds of a step of the first head."""
        settings, count = self._recipe.heads[0], self._backbone.feature_count
        rng = np.random.default_rng(0)
        features = rng.random((settings.batch_size, 1, count), np.float32).astype(np.float16)
        standard = Standardization.of(features)

        def build() -> Any:
            return networks.head_network(standard, settings, self._task.class_count)

        stepper = Stepper(build, settings, self._recipe)
        step = self._step(stepper, features[:, 0], settings.learning_rate)
        seconds = median_seconds(step)
        dense = networks.dense_of(stepper.network)
        no_films = np.zeros((0, self._task.class_count), np.float32)
        self._trained = TrainedHead(dense, standard, settings, (), 0.0, 1.0, 0.0, no_films)
        return seconds

    def exact_head(self) -> float:
        """Seconds of a view in an iteration of the first exact head; 0 where there is none."""
        from sklearn.linear_model import LogisticRegression

        recipe = self._recipe
        settings = next((head for head in recipe.heads if recipe.is_exact(head)), None)
        if settings is None:
            return 0.0
        self._ctx.check()
        rng = np.random.default_rng(0)
        shape = (_EXACT_VIEWS, self._backbone.feature_count)
        features = rng.standard_normal(shape, np.float32)
        targets = np.arange(_EXACT_VIEWS) % self._task.class_count
        strength = 1 / (max(settings.weight_decay, 1e-6) * _EXACT_VIEWS)
        regression = LogisticRegression(C=strength, max_iter=1000)
        started = time.perf_counter()
        regression.fit(features, targets)
        iterations = max(1, int(np.max(regression.n_iter_)))
        return (time.perf_counter() - started) / (iterations * _EXACT_VIEWS)

    def block(self, cut: CutPoint, views: NDArray[np.uint8], rates: Rates) -> Rates:
        """Rates with those of the block."""
        assert self._recipe.block is not None
        started = time.perf_counter()
        lower = self._frozen(views, cut.layer)
        start_s = time.perf_counter() - started
        maps = lower.features(views[:_BLOCK_BATCH]).astype(np.float16)
        settings = replace(self._recipe.block, batch_size=_BLOCK_BATCH)
        first_s, film_s = self._tuning(
            lambda trunk: split_at(trunk, cut.layer)[1], maps, settings.batch_size
        )
        return replace(
            rates,
            lower_view_s=self.pace(lower, views),
            map_bytes=float(maps[0].nbytes),
            block_start_s=start_s + first_s,
            block_film_s=film_s,
        )

    def whole(self, views: NDArray[np.uint8], rates: Rates) -> Rates:
        """Rates with those of the whole network."""

        def part(trunk: Any) -> Any:
            return networks.on_grey_views(trunk, self._backbone.normalization)

        first_s, film_s = self._tuning(part, views[:_WHOLE_BATCH], _WHOLE_BATCH)
        return replace(rates, whole_start_s=first_s, whole_film_s=film_s)

    def _tuning(
        self, part: Callable[[Any], Any], inputs: NDArray[Any], batch_size: int
    ) -> tuple[float, float]:
        """Seconds until the first step is done, and of a film in the next ones."""
        self._ctx.check()
        assert self._trained is not None
        start = TuneStart(self._keras_trunk, self._backbone, self._trained)
        settings = replace(self._recipe.whole or self._recipe.heads[0], batch_size=batch_size)
        started = time.perf_counter()
        stepper = Stepper(
            lambda: tuned_network(start, part, self._task.class_count), settings, self._recipe
        )
        step = self._step(stepper, inputs, settings.learning_rate)
        step()
        first_s = time.perf_counter() - started
        self._ctx.check()
        return first_s, median_seconds(step) / batch_size

    def _step(
        self, stepper: Stepper, inputs: NDArray[Any], learning_rate: float
    ) -> Callable[[], object]:
        classes = np.arange(len(inputs)) % self._task.class_count
        targets = order.soft_targets(classes, self._task.class_count, 0.0)
        weights = np.ones(len(inputs), np.float32)
        return lambda: stepper.step(inputs, targets, weights, learning_rate)
