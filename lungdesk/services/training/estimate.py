"""How long a training will take and how much room it needs, before it is begun."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from lungdesk.core.jobs import JobContext
from lungdesk.core.time_range import TimeRange
from lungdesk.ml.backbones import Backbone, backbone_named
from lungdesk.ml.calibrating import REFERENCE_FILMS
from lungdesk.ml.datasets import Dataset
from lungdesk.ml.training.cached import cached_films
from lungdesk.ml.training.plan import usual_lungs
from lungdesk.ml.training.rates import Rates
from lungdesk.ml.training.recipe import HeadSettings, Imbalance, PhaseSettings, Recipe
from lungdesk.services.lungs.finder import lung_source
from lungdesk.services.measured_times import MeasuredTimes
from lungdesk.services.paths import AppPaths
from lungdesk.services.training.disk import DiskNeed, Pieces, disk_need
from lungdesk.services.training.rates import (
    RatesRequest,
    kept_rates,
    measure_rates,
    some_films,
)
from lungdesk.services.training.run import TrainingRequest

#: A computer is not always as fast as in the seconds of a measurement.
_FASTER, _SLOWER = 0.8, 1.3
#: A phase goes on for so many epochs after its best; a good start is the best soon.
_SOONEST_BEST = 2
#: An exact head takes so many iterations, the more the larger its features.
_FEWEST_ITERATIONS, _MOST_ITERATIONS = 40, 150
#: Looking at a film without learning from it takes a third of learning.
_LOOKING = 1 / 3
#: By how much the steps of a block may be faster when they are compiled.
_COMPILED = 0.5


@dataclass(frozen=True, slots=True)
class FilmCounts:
    """Films of each class to learn from; films to choose by; films of all splits."""

    train: tuple[int, ...]
    val: int
    all: int

    @classmethod
    def of(cls, dataset: Dataset) -> FilmCounts:
        """Of a data set."""
        splits = Counter(sample.split for sample in dataset.samples)
        classes = Counter(s.class_index for s in dataset.samples if s.split == "train")
        train = tuple(classes[index] for index in range(len(dataset.labels)))
        return cls(train, splits["val"], len(dataset.samples))

    @property
    def to_learn(self) -> tuple[int, int]:
        """Films of train and of val."""
        return sum(self.train), self.val

    def shown(self, recipe: Recipe) -> int:
        """Films that an epoch shows, each in one view."""
        present = [count for count in self.train if count]
        if recipe.imbalance is Imbalance.BALANCED:
            return len(present) * max(present, default=0)
        return sum(present)


@dataclass(frozen=True, slots=True)
class EstimateRequest:
    """Trainings of the same films, one after the other.

    Attributes
    ----------
    trials
        Of heads, in all, before the trainings.
    is_fresh
        Measure anew what was measured before.
    """

    dataset: Dataset
    trainings: tuple[TrainingRequest, ...]
    paths: AppPaths
    trials: int = 0
    is_fresh: bool = False

    def with_limit(self, cache_limit_gb: float) -> EstimateRequest:
        """The same, with so much room for features, in 10^9 bytes."""
        limited = (replace(each, cache_limit_gb=cache_limit_gb) for each in self.trainings)
        return replace(self, trainings=tuple(limited))


@dataclass(frozen=True, slots=True)
class BackboneEstimate:
    """Of one training."""

    backbone: Backbone
    time: TimeRange
    stages: dict[str, TimeRange]


@dataclass(frozen=True, slots=True)
class Estimate:
    """Of all trainings.

    Attributes
    ----------
    trials
        Time of the trials; nothing when there are none.
    """

    parts: tuple[BackboneEstimate, ...]
    trials: TimeRange
    disk: DiskNeed

    @property
    def time(self) -> TimeRange:
        """Of all trainings, without the trials."""
        return sum((part.time for part in self.parts), TimeRange(0, 0))


def estimate_training(request: EstimateRequest, ctx: JobContext) -> Estimate:
    """Estimate trainings; what was never measured on this computer is measured first.

    Raises
    ------
    LungDeskError
        Those of `lungdesk.services.training.rates.measure_rates`.
    Cancelled
        What has been measured by then is kept.
    """
    times = MeasuredTimes(request.paths.measured_times)
    rates = []
    for asked in _rates_requests(request):
        ctx.check()
        kept = None if request.is_fresh else kept_rates(asked, times)
        rates.append(kept or measure_rates(asked, ctx))
    return _estimate(request, rates)


def _rates_requests(request: EstimateRequest) -> list[RatesRequest]:
    films = some_films([s.path for s in request.dataset.split("train")])
    return [
        RatesRequest(
            backbone=training.backbone,
            recipe=training.recipe,
            class_count=len(request.dataset.labels),
            films=films,
            place=request.dataset.folder,
            paths=request.paths,
        )
        for training in request.trainings
    ]


def _estimate(request: EstimateRequest, rates: Sequence[Rates]) -> Estimate:
    counts = FilmCounts.of(request.dataset)
    parts, pieces = [], []
    for training, measured in zip(request.trainings, rates, strict=True):
        backbone, recipe = backbone_named(training.backbone), training.recipe
        missing = _missing(training, counts, request.paths)
        stages = stage_times(recipe, counts, measured, missing)
        parts.append(BackboneEstimate(backbone, sum(stages.values(), TimeRange(0, 0)), stages))
        pieces.append(Pieces.of(backbone, recipe, counts.to_learn, missing, measured))
    trials = trials_time(request.trials, [t.recipe for t in request.trainings], counts, rates)
    limit = max((t.cache_limit_gb for t in request.trainings), default=0.0)
    return Estimate(tuple(parts), trials, disk_need(pieces, request.paths, int(limit * 1e9)))


def _missing(training: TrainingRequest, counts: FilmCounts, paths: AppPaths) -> tuple[int, int]:
    """Films of train and of val whose features are not on the disk yet."""
    cache, backbone = training.cache_folder, backbone_named(training.backbone)
    root, folders = cache / "features", (cache / "weights",)
    lungs = usual_lungs(training.recipe, lung_source(paths))
    cached = cached_films(root, backbone, training.weights, folders, training.recipe, lungs)
    return cached.missing(*counts.to_learn)


# -------------------------------------------------------------------------------------- the times


def stage_times(
    recipe: Recipe, counts: FilmCounts, rates: Rates, missing: tuple[int, int] | None = None
) -> dict[str, TimeRange]:
    """Time of each stage of a training, in their order.

    Of the films of train and val so many are ``missing`` among the features on the disk; None for
    all.

    The low end is a training whose phases find their best at once and end early, on a computer that
    has nothing else to do; at the high end every epoch is trained.
    """
    train = sum(counts.train)
    films = counts.to_learn if missing is None else missing
    stages = {
        "start": _once(rates.start_s),
        "features": _once(_passes_s(recipe.view_count, rates.view_s, films, rates)),
        "head": _heads(recipe, recipe.heads, counts, rates),
    }
    if recipe.block is not None:
        passes_s = _passes_s(recipe.map_count, rates.lower_view_s, counts.to_learn, rates)
        stages["activations"] = _once(passes_s)
        epoch_s = (counts.shown(recipe) + _LOOKING * counts.val) * rates.block_film_s
        block = _epochs(recipe, recipe.block, epoch_s)
        quicker = TimeRange(_COMPILED * block.low_s, block.high_s)
        stages["block"] = quicker + _once(rates.block_start_s)
    if recipe.whole is not None:
        film_s = rates.read_s + rates.augment_s + rates.whole_film_s
        look_s = rates.read_s + _LOOKING * rates.whole_film_s
        epoch_s = counts.shown(recipe) * film_s + counts.val * look_s
        stages["whole"] = _epochs(recipe, recipe.whole, epoch_s) + _once(rates.whole_start_s)
    if recipe.last_heads and (recipe.block or recipe.whole):
        passes_s = _passes_s(recipe.view_count, rates.view_s, counts.to_learn, rates)
        stages["last_head"] = _once(passes_s) + _heads(recipe, recipe.last_heads, counts, rates)
    # All films are read to measure the model; some of train and all others, for its limits.
    readings = counts.all + min(train, REFERENCE_FILMS[0]) + counts.all - train
    reading_s = readings * (rates.read_s + rates.view_s) + 2 * counts.val * rates.view_s
    stages["evaluation"] = _once(rates.start_s / 2 + reading_s)
    return stages if train else {"start": stages["start"]}


def trials_time(
    count: int, recipes: Sequence[Recipe], counts: FilmCounts, rates: Sequence[Rates]
) -> TimeRange:
    """Time of trials of one head each, shared by the networks; a bad one is given up early."""
    if not count or not rates:
        return TimeRange(0, 0)
    passes = [
        _once(_passes_s(recipe.view_count, each.view_s, counts.to_learn, each) + each.start_s)
        for recipe, each in zip(recipes, rates, strict=True)
    ]
    heads = [
        _head(recipe, recipe.heads[0], counts, each)
        for recipe, each in zip(recipes, rates, strict=True)
    ]
    mean = sum(heads, TimeRange(0, 0)).times(count / len(heads))
    return sum(passes, TimeRange(0.5 * mean.low_s, mean.high_s))


def _once(seconds: float) -> TimeRange:
    return TimeRange(_FASTER * seconds, _SLOWER * seconds)


def _passes_s(view_count: int, view_s: float, films: tuple[int, int], rates: Rates) -> float:
    """Seconds of reading train and val and running their views through a frozen network."""
    train, val = films
    films_s = (train + val) * rates.read_s + train * (view_count - 1) * rates.augment_s
    return films_s + (train * view_count + val) * view_s


def _heads(
    recipe: Recipe, heads: Sequence[HeadSettings], counts: FilmCounts, rates: Rates
) -> TimeRange:
    return sum((_head(recipe, one, counts, rates) for one in heads), TimeRange(0, 0))


def _head(recipe: Recipe, settings: PhaseSettings, counts: FilmCounts, rates: Rates) -> TimeRange:
    if isinstance(settings, HeadSettings) and recipe.is_exact(settings):
        iteration_s = sum(counts.train) * recipe.view_count * rates.exact_view_s
        few_s, many_s = (n * iteration_s for n in (_FEWEST_ITERATIONS, _MOST_ITERATIONS))
        return TimeRange(_FASTER * few_s, _SLOWER * many_s)
    steps = math.ceil(counts.shown(recipe) * recipe.view_count / settings.batch_size)
    looks = math.ceil(counts.val / settings.batch_size)
    return _epochs(recipe, settings, (steps + _LOOKING * looks) * rates.head_step_s)


def _epochs(recipe: Recipe, settings: PhaseSettings, epoch_s: float) -> TimeRange:
    fewest = min(settings.epochs, recipe.patience + _SOONEST_BEST)
    return TimeRange(_FASTER * fewest * epoch_s, _SLOWER * settings.epochs * epoch_s)
