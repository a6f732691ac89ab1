"""What the phases of a planned training are given: the network, and the films as each sees them.

A training and a trial are supplied alike, so that a recipe comes to the same end in both.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from lungdesk.core.jobs import JobContext
from lungdesk.core.workers import HERE, Workers
from lungdesk.ml.evaluator import Decode
from lungdesk.ml.training.films import CachePlace, Films
from lungdesk.ml.training.plan import TrainingPlan
from lungdesk.ml.training.recipe import Recipe
from lungdesk.ml.training.remembered_lungs import RememberedLungs
from lungdesk.ml.training.sources import CachedMaps, LabelledFeatures
from lungdesk.ml.trunk import Trunk


@dataclass(frozen=True, slots=True, eq=False)
class Supply:
    """Needs TensorFlow for the network.

    Attributes
    ----------
    films
        Their recipe is the plan's.
    """

    plan: TrainingPlan
    films: Films

    @classmethod
    def of(
        cls, plan: TrainingPlan, decode: Decode, ctx: JobContext, workers: Workers = HERE
    ) -> Supply:
        """Of the cache that the plan's request names."""
        request = plan.request
        place = CachePlace(request.cache_folder / "features", request.cache_limit_bytes)
        lungs = None
        if plan.lungs and request.lungs is not None:
            lungs = RememberedLungs(plan.lungs, request.lungs, place.root)
        labels = plan.dataset.labels
        return cls(plan, Films(plan.spec, plan.recipe, place, labels, decode, ctx, workers, lungs))

    def with_recipe(self, recipe: Recipe) -> Supply:
        """The same films by another recipe; what is known of them is shared."""
        request = replace(self.plan.request, recipe=recipe)
        return Supply(replace(self.plan, request=request), replace(self.films, recipe=recipe))

    def with_digests(self, digests: dict[Path, str]) -> Supply:
        """Supply that need not read the films of which it is told the SHA-256."""
        return Supply(self.plan, replace(self.films, known=dict(digests)))

    def keras_trunk(self) -> Any:
        """The network with the weights that it begins with; raises those of `Films.keras_trunk`."""
        import keras

        plan = self.plan
        # Random weights do not depend on what was built, or drawn by others, before.
        keras.utils.set_random_seed(plan.recipe.seed)
        return self.films.keras_trunk(plan.backbone, plan.weights, plan.dataset.split("train"))

    def trunk(self, keras_trunk: Any, cut_layer: str = "", *, is_tuned: bool = False) -> Trunk:
        """What runs once: all of `keras_trunk`, or its part up to a layer.

        Parameters
        ----------
        is_tuned
            Training has changed its weights: what is cached of it before is of another.
        """
        plan = self.plan
        trunk = Trunk.of(
            keras_trunk,
            plan.backbone,
            input_size=plan.spec.input_size,
            weights=None if is_tuned else plan.weights,
            cut_layer=cut_layer,
        )
        return self.films.in_fastest_arithmetic(trunk, plan.dataset.split("train"))

    def pooled(self, trunk: Trunk) -> tuple[LabelledFeatures, LabelledFeatures]:
        """Train, in all the views that the recipe has, and val."""
        films, dataset = self.films, self.plan.dataset
        train = films.pooled(trunk, dataset.split("train"), films.recipe.view_count)
        return train, films.pooled(trunk, dataset.split("val"), 1)

    def maps(self, trunk: Trunk) -> tuple[CachedMaps, CachedMaps]:
        """Activations of train, in all the views that the recipe has for a block, and of val."""
        films, dataset = self.films, self.plan.dataset
        train = films.maps(trunk, dataset.split("train"), films.recipe.map_count)
        return train, films.maps(trunk, dataset.split("val"), 1)
