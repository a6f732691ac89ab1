"""Cached features for trials: each network reads the films once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from lungdesk.ml.evaluator import FilmFailure
from lungdesk.ml.training.supply import Supply
from lungdesk.ml.training.trial import Localize, TrialMaterial, as_asked
from lungdesk.ml.trunk import Trunk


@dataclass(slots=True, eq=False)
class TrialFeatures:
    """Features of train and val by backbone and strength of augmentation, made when first asked.

    Attributes
    ----------
    supplies
        By name of backbone, all of the same data set.
    localize
        See `TrialMaterial`.
    """

    supplies: Mapping[str, Supply]
    localize: Localize = as_asked
    _trunks: dict[str, Trunk] = field(default_factory=dict)
    _made: dict[tuple[str, float], TrialMaterial] = field(default_factory=dict)

    def of(self, values: Mapping[str, Any]) -> TrialMaterial:
        """Train and val for a trial, with all views that any trial of theirs may use."""
        key = values["backbone"], values["augmentation"]
        if key not in self._made:
            self._made[key] = self._material(*key)
        return self._made[key]

    @property
    def failures(self) -> list[FilmFailure]:
        """Films that could not be read so far, each once."""
        found = (failure for one in self.supplies.values() for failure in one.films.failures)
        return list(dict.fromkeys(found))

    def _material(self, backbone: str, strength: float) -> TrialMaterial:
        supply = self.supplies[backbone]
        wanted = supply.with_recipe(replace(supply.plan.recipe, augmentation=strength))
        pooled = wanted.pooled(self._trunk(backbone))
        films = wanted.films
        return TrialMaterial(pooled, supply.plan.request, films.known, films.decode, self.localize)

    def _trunk(self, backbone: str) -> Trunk:
        if backbone not in self._trunks:
            supply = self.supplies[backbone]
            self._trunks[backbone] = supply.trunk(supply.keras_trunk())
        return self._trunks[backbone]
