"""What trials of a head may try, and the recipe that a trial's values make."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from lungdesk.ml.training.recipe import Imbalance, Recipe

if TYPE_CHECKING:
    from optuna.trial import Trial

#: Widths of the hidden layer, and shares of mixing; 0 for none.
_HIDDEN_UNITS = (0, 128, 256, 512)
_MIXUP = (0.0, 0.1, 0.2, 0.4)

#: Names of the values, in the order in which they are drawn and written.
PARAMETERS = (
    "backbone",
    "hidden_units",
    "learning_rate",
    "weight_decay",
    "dropout",
    "label_smoothing",
    "mixup_alpha",
    "imbalance",
    "views",
    "augmentation",
)


@dataclass(frozen=True, slots=True)
class SearchSpace:
    """What differs between trials; the rest is as in ``base``.

    Attributes
    ----------
    base
        ``base.views`` is the most views that a trial may use, ``base.heads[0]`` the head that is
        varied.
    augmentations
        Factors on the standard strength. Each is a pass of its own over the films.
    """

    backbones: Sequence[str]
    base: Recipe
    augmentations: Sequence[float] = (1.0,)

    @property
    def view_counts(self) -> list[int]:
        """Powers of two up to the most, and the most: parts of what is cached once."""
        most = self.base.views
        return sorted({most, *(1 << power for power in range(most.bit_length()))})

    def draw(self, trial: Trial) -> dict[str, Any]:
        """Values of one trial, by `PARAMETERS`."""
        return {
            "backbone": trial.suggest_categorical("backbone", list(self.backbones)),
            "hidden_units": trial.suggest_categorical("hidden_units", _HIDDEN_UNITS),
            "learning_rate": trial.suggest_float("learning_rate", 1e-4, 1e-2, log=True),
            "weight_decay": trial.suggest_float("weight_decay", 1e-4, 0.3, log=True),
            "dropout": trial.suggest_float("dropout", 0.0, 0.6),
            "label_smoothing": trial.suggest_float("label_smoothing", 0.0, 0.2),
            "mixup_alpha": trial.suggest_categorical("mixup_alpha", _MIXUP),
            "imbalance": trial.suggest_categorical("imbalance", [str(way) for way in Imbalance]),
            "views": trial.suggest_categorical("views", self.view_counts),
            "augmentation": trial.suggest_categorical("augmentation", list(self.augmentations)),
        }

    def recipe(self, values: Mapping[str, Any]) -> Recipe:
        """The recipe by which `lungdesk.ml.trainer.train` does what the trial did."""
        names = ("hidden_units", "learning_rate", "weight_decay", "dropout")
        head = replace(self.base.heads[0], **{name: values[name] for name in names})
        return replace(
            self.base,
            heads=(head,),
            imbalance=Imbalance(values["imbalance"]),
            augmentation=values["augmentation"],
            mixup_alpha=values["mixup_alpha"],
            label_smoothing=values["label_smoothing"],
            views=values["views"],
        )
