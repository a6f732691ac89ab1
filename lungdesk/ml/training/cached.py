"""How many films' features are on the disk already, told without building the network."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from lungdesk.ml.backbones import Backbone
from lungdesk.ml.feature_cache import cached_count
from lungdesk.ml.training.films import feature_setting, seen_by
from lungdesk.ml.training.recipe import Recipe
from lungdesk.ml.trunk import rounded_identity, trunk_identity
from lungdesk.ml.weights import found_weights
from lungdesk.ml.weights_sources import file_digest


@dataclass(frozen=True, slots=True)
class CachedFilms:
    """Films that need not go through the network.

    Attributes
    ----------
    views
        In all the views of a training film.
    plain
        In one view, as films of val are; with training films of one view these are the same.
    """

    views: int = 0
    plain: int = 0
    is_same: bool = False

    def missing(self, train: int, val: int) -> tuple[int, int]:
        """How many films of train and of val are left of so many."""
        left = max(0, train - self.views)
        known = self.plain - (train - left if self.is_same else 0)
        return left, max(0, val - max(0, known))


def cached_films(
    root: Path,
    backbone: Backbone,
    weights: str,
    folders: Sequence[Path],
    recipe: Recipe,
    lungs: str = "",
) -> CachedFilms:
    """Films whose pooled features are below ``root``, whichever collection they came from.

    Random weights are not looked for: what they are is known once the network is built.

    Parameters
    ----------
    lungs
        See `lungdesk.ml.training.films.seen_by`.
    """
    path = found_weights(backbone, folders) if weights == "imagenet" else Path(weights)
    if weights == "none" or path is None or not path.is_file():
        return CachedFilms()
    spec = seen_by(backbone, recipe, lungs)
    exact = trunk_identity(backbone, file_digest(path), spec.input_size)

    def count(view_count: int) -> int:
        shape = (view_count, backbone.feature_count)
        settings = (
            feature_setting(identity, spec, recipe, view_count)
            for identity in (exact, rounded_identity(exact))
        )
        return max(cached_count(root, setting, shape) for setting in settings)

    if recipe.view_count > 1:
        return CachedFilms(count(recipe.view_count), count(1))
    both = count(1)
    return CachedFilms(both, both, is_same=True)
