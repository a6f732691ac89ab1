"""How much room on the disk trainings need, and whether it is there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lungdesk.ml import cache_room
from lungdesk.ml.backbones import Backbone
from lungdesk.ml.training.rates import Rates
from lungdesk.ml.training.recipe import Recipe
from lungdesk.services.paths import AppPaths

#: Bytes of a number among cached features, in a model, and in a checkpoint: the last holds the
#: weights, their best, and two averages of AdamW, four bytes each.
_FEATURE, _MODEL, _CHECKPOINT = 2, 2, 16


@dataclass(frozen=True, slots=True)
class Pieces:
    """What one training writes, in bytes.

    Attributes
    ----------
    features
        Pooled features; their cache is let go of before `maps` are made.
    new_features
        Those of them that are not on the disk yet.
    maps
        Activations below the block: all of them are used at once.
    model
        The model, and the largest checkpoint.
    """

    features: int
    new_features: int
    maps: int
    model: int

    @classmethod
    def of(
        cls,
        backbone: Backbone,
        recipe: Recipe,
        films: tuple[int, int],
        missing: tuple[int, int],
        rates: Rates,
    ) -> Pieces:
        """Of a training of so many films of train and val; features of some are ``missing``."""
        train, val = films
        maps = (train * recipe.map_count + val) * int(rates.map_bytes) if recipe.block else 0
        is_tuned = recipe.block is not None or recipe.whole is not None
        bytes_each = _MODEL + (_CHECKPOINT if is_tuned else 0)
        each = backbone.feature_count * _FEATURE
        features, new = (
            (of_train * recipe.view_count + of_val) * each for of_train, of_val in (films, missing)
        )
        return cls(features, new, maps, backbone.parameter_count * bytes_each)


@dataclass(frozen=True, slots=True)
class DiskNeed:
    """Bytes of all trainings together.

    Attributes
    ----------
    cache_bytes
        All features and activations that are not there yet; the oldest are deleted where they
        would not fit beside each other.
    least_cache_bytes
        What has to fit at the same time.
    model_bytes
        Models and checkpoints.
    free_bytes
        On the disk of the cache, with what may be deleted of it.
    limit_bytes
        That the cache may hold.
    """

    cache_bytes: int
    least_cache_bytes: int
    model_bytes: int
    free_bytes: int
    limit_bytes: int

    @property
    def needed_bytes(self) -> int:
        """Everything."""
        return self.cache_bytes + self.model_bytes

    def obstacle(self) -> str | None:
        """Why the trainings do not fit, in a sentence; None when they do."""
        least, words = self.least_cache_bytes, cache_room.in_words
        if least > self.limit_bytes:
            return (
                f"What the network makes of the films needs {words(least)}, and no more than"
                f" {words(self.limit_bytes)} may be kept: keep fewer views of each film, or train"
                " the head alone."
            )
        if least + self.model_bytes + cache_room.RESERVE_BYTES > self.free_bytes:
            return (
                f"The training needs {words(least + self.model_bytes)} and the disk has"
                f" {words(self.free_bytes)} left: make room there, or keep fewer views of each"
                " film."
            )
        return None


def disk_need(pieces: Sequence[Pieces], paths: AppPaths, limit_bytes: int) -> DiskNeed:
    """Room for trainings one after the other, beside what there is now."""
    root = paths.cache / "features"
    return DiskNeed(
        cache_bytes=sum(piece.new_features + piece.maps for piece in pieces),
        least_cache_bytes=max((max(piece.features, piece.maps) for piece in pieces), default=0),
        model_bytes=sum(piece.model for piece in pieces),
        free_bytes=cache_room.free_bytes(root) + cache_room.idle_bytes(root),
        limit_bytes=limit_bytes,
    )
