"""Films of a data set as the phases need them: features from the cache, made where missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import JobContext
from lungdesk.core.labels import LabelSet
from lungdesk.core.workers import HERE, Workers
from lungdesk.ml import cache_room, evaluator
from lungdesk.ml.augment import AugmentSpec, augmented
from lungdesk.ml.backbones import Backbone
from lungdesk.ml.datasets import Sample
from lungdesk.ml.evaluator import Decode, FilmFailure
from lungdesk.ml.feature_cache import FeatureCache
from lungdesk.ml.file_digests import file_digests
from lungdesk.ml.preprocess import Framing, LungSight, PreprocessSpec
from lungdesk.ml.training.random_trunk import FILM_COUNT, measure_statistics
from lungdesk.ml.training.recipe import Recipe
from lungdesk.ml.training.sources import CachedMaps, GreyViews, LabelledFeatures
from lungdesk.ml.trunk import FilmViews, Trunk, build_keras_trunk, fill_cache
from lungdesk.ml.weights import Weights

#: Fewer films than this are done before two ways to compute them could be compared,
_COMPARED_FROM = 500
#: which takes so many of them.
_COMPARED_COUNT = 16


@dataclass(frozen=True, slots=True)
class CachePlace:
    """Where features are kept, and how much room they may take in all."""

    root: Path
    limit_bytes: int


def _augment(recipe: Recipe) -> AugmentSpec:
    return AugmentSpec().scaled(recipe.augmentation).as_if_elsewhere(recipe.acquisition)


def _targets(samples: Sequence[Sample]) -> NDArray[np.int64]:
    return np.array([sample.class_index for sample in samples], np.int64)


def _sources(samples: Sequence[Sample]) -> tuple[str, ...]:
    return tuple(sample.source for sample in samples)


def seen_by(backbone: Backbone, recipe: Recipe, lungs: str = "") -> PreprocessSpec:
    """What a backbone sees of a film in a training by a recipe.

    Parameters
    ----------
    lungs
        Digest of the network that finds the lungs, where the recipe looks at them alone.
    """
    size = recipe.input_size or backbone.input_size
    named = lungs if recipe.framing is Framing.LUNGS else ""
    return PreprocessSpec(size, backbone.normalization, recipe.framing, lungs=named)


def feature_setting(trunk: str, spec: PreprocessSpec, recipe: Recipe, view_count: int) -> str:
    """All that decides features besides the film: the trunk's identity, and how films are shown."""
    setting = f"{trunk}|{evaluator.PREPARATION}|{spec}|{view_count}"
    return setting if view_count == 1 else f"{setting}|{_augment(recipe)}|{recipe.seed}"


@dataclass(slots=True, eq=False)
class Films:
    """Reads films, once, and keeps what networks make of them.

    Attributes
    ----------
    workers
        Who runs the networks.
    lungs
        Finds the lungs, where the networks look at them alone.
    failures
        Films that could not be read so far; one that was tried twice stands there twice.
    known
        SHA-256 of the content of films, as far as they were read for it.
    """

    spec: PreprocessSpec
    recipe: Recipe
    place: CachePlace
    labels: LabelSet
    decode: Decode
    ctx: JobContext
    workers: Workers = HERE
    lungs: LungSight | None = None
    failures: list[FilmFailure] = field(default_factory=list)
    known: dict[Path, str] = field(default_factory=dict)

    @property
    def augment(self) -> AugmentSpec:
        """How views of training films differ."""
        return _augment(self.recipe)

    def pooled(self, trunk: Trunk, samples: Sequence[Sample], view_count: int) -> LabelledFeatures:
        """Features of ``view_count`` views of each film, itself first."""
        cache, digests, usable = self._filled(trunk, samples, view_count)
        features = LabelledFeatures(cache.rows(digests), _targets(usable), _sources(usable))
        cache.close()
        return features

    def maps(self, trunk: Trunk, samples: Sequence[Sample], view_count: int) -> CachedMaps:
        """Activations of ``view_count`` views of each film, on disk."""
        cache, digests, usable = self._filled(trunk, samples, view_count)
        return CachedMaps(cache, digests, _targets(usable), _sources(usable))

    def grey_views(self, samples: Sequence[Sample], *, is_augmented: bool) -> GreyViews:
        """Films to be read as they are needed; those that cannot be read are left out."""
        # Of copies of one file only one has been tried.
        digests = self.digests(samples)
        bad = {self.known.get(failure.path) for failure in self.failures}
        usable = [s for s, digest in zip(samples, digests, strict=True) if digest not in bad]

        def read(number: int) -> NDArray[np.uint8]:
            view = self.view(usable[number])
            if view is None:
                raise LungDeskError(
                    f"{usable[number].path.name} could be read before and cannot be read now.",
                    hint="Put the film back, then go on with --resume: what was reached is kept."
                    " Leave the data as it is until the training has ended.",
                    code=ErrorCode.TRAINING_FAILED,
                )
            return view

        augment = self.augment if is_augmented and self.recipe.is_augmented else None
        return GreyViews(read, _targets(usable), augment, self.recipe.seed, _sources(usable))

    def keras_trunk(self, backbone: Backbone, weights: Weights, samples: Sequence[Sample]) -> Any:
        """The backbone's graph with its weights; random ones are made to fit ``samples``.

        Raises
        ------
        LungDeskError
            Those of `build_keras_trunk`.
        """
        trunk = build_keras_trunk(backbone, self.spec.input_size, weights)
        if weights.choice == "none" and len(views := self.some_views(samples, FILM_COUNT)):
            measure_statistics(trunk, backbone.normalization, views)
        return trunk

    def in_fastest_arithmetic(self, trunk: Trunk, samples: Sequence[Sample]) -> Trunk:
        """The trunk as it is done with ``samples`` the soonest."""
        if len(samples) < _COMPARED_FROM:
            return trunk
        views = self.some_views(samples, _COMPARED_COUNT)
        return trunk.in_fastest_arithmetic(views) if len(views) > 1 else trunk

    def some_views(self, samples: Sequence[Sample], count: int) -> NDArray[np.uint8]:
        """Views ``(n, S, S)`` of at most ``count`` films, spread over all; unreadable ones left."""
        step = max(1, len(samples) // count)
        views = [self.view(sample) for sample in samples[::step][:count]]
        readable = [view for view in views if view is not None]
        return np.array(readable, np.uint8).reshape(-1, *[self.spec.input_size] * 2)

    def view(self, sample: Sample) -> NDArray[np.uint8] | None:
        """The grey square of a film; None, and a failure more, when it cannot be read."""
        view = evaluator.decoded_view(sample.path, self.spec, self.decode, self.lungs)
        if isinstance(view, FilmFailure):
            self.failures.append(view)
            return None
        return view

    def digests(self, samples: Sequence[Sample]) -> list[str]:
        """SHA-256 of the content of each film."""
        new = [sample.path for sample in samples if sample.path not in self.known]
        self.known.update(zip(new, file_digests(new), strict=True))
        return [self.known[sample.path] for sample in samples]

    def _filled(
        self, trunk: Trunk, samples: Sequence[Sample], view_count: int
    ) -> tuple[FeatureCache, list[str], list[Sample]]:
        """A cache with the features of all films that can be read, their digests, and they."""
        digests = self.digests(samples)
        cache = self._cache(trunk, view_count)
        split = samples[0].split
        kind = "activations" if len(trunk.feature_shape) > 1 else "features"
        needed = cache.record_bytes * len({d for d in digests if d not in cache})
        purpose = f"The {kind} of {len(samples)} films"
        cache_room.make_room(self.place.root, needed, self.place.limit_bytes, purpose=purpose)
        message = f"{kind} of {split}"
        if kind == "activations":
            message += f" ({cache_room.in_words(needed)})"

        def views(number: int) -> NDArray[np.uint8] | None:
            return self._views(samples[number], digests[number], view_count)

        films = FilmViews(digests, views)
        with cache_room.explained(self.place.root, needed, purpose=purpose):
            fill_cache(trunk, cache, films, self.ctx, message, workers=self.workers)
        usable = [n for n, digest in enumerate(digests) if digest in cache]
        self._require_all_classes(samples, {samples[n].class_index for n in usable})
        return cache, [digests[n] for n in usable], [samples[n] for n in usable]

    def _cache(self, trunk: Trunk, view_count: int) -> FeatureCache:
        setting = feature_setting(trunk.identity, self.spec, self.recipe, view_count)
        return FeatureCache(self.place.root, setting, (view_count, *trunk.feature_shape))

    def _views(self, sample: Sample, digest: str, view_count: int) -> NDArray[np.uint8] | None:
        view = self.view(sample)
        if view is None:
            return None
        return film_views(view, digest, self.recipe, view_count)

    def _require_all_classes(self, samples: Sequence[Sample], readable: set[int]) -> None:
        """Refuse a split of which nothing, or nothing of one class, could be read."""
        unread = [label for n, label in enumerate(self.labels.ids) if n not in readable]
        if unread:
            which = f" of {', '.join(unread)}" if readable else ""
            raise LungDeskError(
                f"No film{which} in the {samples[0].split} split could be read.",
                hint=self.failures[-1].message if self.failures else "Add films of it.",
                code=ErrorCode.DATASET_CLASS_MISSING if readable else ErrorCode.DATASET_EMPTY,
            )


def learnt_films(
    samples: Sequence[Sample], digests: Sequence[str], *, by_source: bool
) -> list[str]:
    """All of each film that decides how it is learnt: by it a training is known again.

    Parameters
    ----------
    digests
        SHA-256 of the content of each film.
    by_source
        Whether it may matter where a film comes from.
    """
    return [
        f"{digest}{sample.class_index}{sample.split}{sample.source if by_source else ''}"
        for digest, sample in zip(digests, samples, strict=True)
    ]


def film_views(
    view: NDArray[np.uint8], digest: str, recipe: Recipe, view_count: int
) -> NDArray[np.uint8]:
    """A film ``(S, S)`` and its augmented views, ``(view_count, S, S)``.

    They follow from the film's content (SHA-256) and the recipe alone: the first ones of many are
    those of few.
    """
    augment = _augment(recipe)
    rng = np.random.default_rng([recipe.seed, int(digest[:15], 16)])
    return np.stack([view, *(augmented(view, augment, rng) for _ in range(1, view_count))])
