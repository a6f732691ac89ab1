"""Cached features for the trials of heads: each network reads the films once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from lungdesk.ml.datasets import Sample
from lungdesk.ml.training.films import Films
from lungdesk.ml.training.plan import TrainingPlan
from lungdesk.ml.training.trial import Features
from lungdesk.ml.trunk import Trunk


@dataclass(slots=True, eq=False)
class TrialFeatures:
    """Features of train and val by backbone and strength of augmentation, made when first asked.

    Attributes
    ----------
    plans
        By name of backbone, all of the same data set.
    films
        Of each backbone; their recipe is the plan's.
    """

    plans: Mapping[str, TrainingPlan]
    films: Mapping[str, Films]
    _trunks: dict[str, Trunk] = field(default_factory=dict)
    _made: dict[tuple[str, float], Features] = field(default_factory=dict)

    def of(self, values: Mapping[str, Any]) -> Features:
        """Train and val for a trial, with all views that any trial of theirs may use."""
        key = values["backbone"], values["augmentation"]
        if key not in self._made:
            self._made[key] = self._read(*key)
        return self._made[key]

    def _read(self, backbone: str, strength: float) -> Features:
        plan, films = self.plans[backbone], self.films[backbone]
        films.recipe = replace(plan.recipe, augmentation=strength)
        trunk = self._trunk(backbone)
        count = films.recipe.view_count
        return films.pooled(trunk, self._split("train"), count), films.pooled(
            trunk, self._split("val"), 1
        )

    def _split(self, split: str) -> list[Sample]:
        return list(next(iter(self.plans.values())).dataset.split(split))

    def _trunk(self, backbone: str) -> Trunk:
        import keras

        if backbone not in self._trunks:
            # Random weights do not depend on what was built, or drawn by others, before.
            keras.utils.set_random_seed(self.plans[backbone].recipe.seed)
            plan = self.plans[backbone]
            size = plan.spec.input_size
            films, train = self.films[backbone], self._split("train")
            network = films.keras_trunk(plan.backbone, plan.weights, train)
            self._trunks[backbone] = Trunk.of(
                network, plan.backbone, input_size=size, weights=plan.weights
            )
        return self._trunks[backbone]
