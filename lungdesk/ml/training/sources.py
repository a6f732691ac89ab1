"""Where the films of each phase come from: memory, the cache on disk, or the films themselves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from lungdesk.ml.augment import AugmentSpec, augmented
from lungdesk.ml.feature_cache import FeatureCache
from lungdesk.ml.prefetch import prefetched
from lungdesk.ml.training import order


@dataclass(frozen=True, slots=True, eq=False)
class LabelledFeatures:
    """Pooled features of K views of each film, ``(N, K, F)`` float16, and its class, ``(N,)``."""

    features: NDArray[np.float16]
    targets: NDArray[np.int64]
    sources: Sequence[str] = ()

    @property
    def passes(self) -> int:
        """An epoch shows each film in all its views: a head takes no time."""
        return int(self.features.shape[1])

    def last(self, count: int) -> LabelledFeatures:
        """The last features alone."""
        return replace(self, features=self.features[:, :, -count:])

    def batch(self, films: NDArray[np.int64], times: NDArray[np.int64]) -> NDArray[np.float16]:
        """Features ``(n, F)``."""
        film_count, view_count, _ = self.features.shape
        views = order.views_shown(films, times, film_count=film_count, view_count=view_count)
        return self.features[films, views]


@dataclass(frozen=True, slots=True, eq=False)
class CachedMaps:
    """Activations of K views of each film, read from the disk batch by batch.

    Attributes
    ----------
    digests
        Of each film, in the order of ``targets``.
    """

    cache: FeatureCache
    digests: Sequence[str]
    targets: NDArray[np.int64]
    sources: Sequence[str] = ()
    passes: int = 1

    def batch(self, films: NDArray[np.int64], times: NDArray[np.int64]) -> NDArray[np.float16]:
        """Activations ``(n, h, w, F)``; a film comes in another view each time."""
        views = order.views_shown(
            films, times, film_count=len(self.digests), view_count=self.cache.shape[0]
        )
        return self.cache.views([self.digests[film] for film in films], views)


@dataclass(frozen=True, slots=True, eq=False)
class GreyViews:
    """Films that are read, and augmented, as they are needed.

    Attributes
    ----------
    read
        ``read(number)``: the film as the network sees it, ``(S, S)`` uint8.
    augment
        None to show the films as they are.
    """

    read: Callable[[int], NDArray[np.uint8]]
    targets: NDArray[np.int64]
    augment: AugmentSpec | None
    seed: int
    sources: Sequence[str] = ()
    passes: int = 1

    def batch(self, films: NDArray[np.int64], times: NDArray[np.int64]) -> NDArray[np.uint8]:
        """Views ``(n, S, S)``; a film looks different each time."""
        return np.stack(list(prefetched(self._view, zip(films, times, strict=True))))

    def _view(self, showing: tuple[np.int64, np.int64]) -> NDArray[np.uint8]:
        film, time = map(int, showing)
        view = self.read(film)
        if self.augment is None:
            return view
        return augmented(view, self.augment, np.random.default_rng([self.seed, film, time]))
