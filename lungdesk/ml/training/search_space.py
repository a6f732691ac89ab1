"""What trials may try, and the recipe that a trial's values make."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from lungdesk.ml.backbones import CutPoint, backbone_named
from lungdesk.ml.training.recipe import BlockSettings, HeadSettings, Imbalance, Recipe, Solver

if TYPE_CHECKING:
    from optuna.trial import Trial

#: Widths of the hidden layer, and shares of mixing; 0 for none.
_HIDDEN_UNITS = (0, 128, 256, 512)
_MIXUP = (0.0, 0.1, 0.2, 0.4)
#: All that differs to an exact head: showing a class more often is the same as its weight.
_EXACT_IMBALANCE = (Imbalance.CLASS_WEIGHTS, Imbalance.NONE)

#: Names of the values, in the order in which they are written.
PARAMETERS = (
    "backbone",
    "cut_point",
    "solver",
    "penalty",
    "hidden_units",
    "learning_rate",
    "weight_decay",
    "dropout",
    "block_learning_rate",
    "mixup_alpha",
    "label_smoothing",
    "imbalance",
    "views",
    "augmentation",
)


class TrialKind(StrEnum):
    """Trials whose val losses, epoch by epoch, can be compared."""

    EXACT = "exact"
    ADAMW = "adamw"
    BLOCK = "block"


def kind_of(values: Mapping[str, Any]) -> TrialKind:
    """What is trained last in a trial of such values."""
    return TrialKind.BLOCK if values["cut_point"] else TrialKind(values["solver"])


@dataclass(frozen=True, slots=True)
class SearchSpace:
    """What differs between trials; the rest is as in ``base``.

    Attributes
    ----------
    base
        ``base.views`` is the most views that a trial may use; ``base.heads[0]`` is the head, and
        ``base.block`` the block, that are varied.
    augmentations
        Factors on the standard strength. Each is a pass of its own over the films.
    most_cuts
        Cut points, from the shortest trained part on, from which a trial may train the block; 0
        for heads alone. A network with fewer of them is trained from its last one at most.
    """

    backbones: Sequence[str]
    base: Recipe
    augmentations: Sequence[float] = (1.0,)
    most_cuts: int = 0

    @property
    def view_counts(self) -> list[int]:
        """Powers of two up to the most, and the most: parts of what is cached once."""
        most = self.base.views
        return sorted({most, *(1 << power for power in range(most.bit_length()))})

    def cuts(self, backbone: str) -> tuple[CutPoint, ...]:
        """Where a network may be cut, from the shortest trained part on."""
        return backbone_named(backbone).cut_points[: self.most_cuts]

    def draw(self, trial: Trial) -> dict[str, Any]:
        """Values of one trial, by `PARAMETERS`; None for those that would change nothing."""
        backbone = trial.suggest_categorical("backbone", list(self.backbones))
        # The same range for all networks: else it would be another parameter for each.
        depth = trial.suggest_int("cut_point", 0, self.most_cuts)
        cuts = self.cuts(backbone)[:depth]
        solver = trial.suggest_categorical("solver", [str(way) for way in Solver])
        drawn = {
            "backbone": backbone,
            "cut_point": cuts[-1].name if cuts else None,
            "solver": solver,
            "views": trial.suggest_categorical("views", self.view_counts),
            "augmentation": trial.suggest_categorical("augmentation", list(self.augmentations)),
            **(_exact_head(trial) if solver == Solver.EXACT else _adamw_head(trial)),
            **(_block(trial) if cuts else {}),
            **(_steps(trial) if cuts or solver == Solver.ADAMW else {}),
        }
        return {name: drawn.get(name) for name in PARAMETERS}

    def recipe(self, values: Mapping[str, Any]) -> Recipe:
        """The recipe by which `lungdesk.ml.trainer.train` does what the trial did."""
        tried = {name: value for name, value in values.items() if value is not None}
        names = ("mixup_alpha", "label_smoothing", "views", "augmentation")
        return replace(
            self.base,
            heads=(_head(self.base.heads[0], tried),),
            block=_tried_block(self.base.block or BlockSettings(), tried),
            imbalance=Imbalance(values["imbalance"]),
            **{name: tried[name] for name in names if name in tried},
        )


def _exact_head(trial: Trial) -> dict[str, Any]:
    choices = [str(way) for way in _EXACT_IMBALANCE]
    return {
        "penalty": trial.suggest_float("penalty", 0.03, 3.0, log=True),
        # Optuna has one list of choices for a name.
        "imbalance": trial.suggest_categorical("imbalance_exact", choices),
    }


def _adamw_head(trial: Trial) -> dict[str, Any]:
    return {
        "hidden_units": trial.suggest_categorical("hidden_units", _HIDDEN_UNITS),
        "learning_rate": trial.suggest_float("learning_rate", 1e-4, 1e-2, log=True),
        "weight_decay": trial.suggest_float("weight_decay", 1e-4, 0.3, log=True),
        "imbalance": trial.suggest_categorical("imbalance", [str(way) for way in Imbalance]),
    }


def _block(trial: Trial) -> dict[str, Any]:
    rate = trial.suggest_float("block_learning_rate", 1e-5, 1e-3, log=True)
    return {"block_learning_rate": rate}


def _steps(trial: Trial) -> dict[str, Any]:
    """What has a part in training by steps: of a head, or of a block with any head."""
    return {
        "dropout": trial.suggest_float("dropout", 0.0, 0.6),
        "mixup_alpha": trial.suggest_categorical("mixup_alpha", _MIXUP),
        "label_smoothing": trial.suggest_float("label_smoothing", 0.0, 0.2),
    }


def _head(base: HeadSettings, tried: Mapping[str, Any]) -> HeadSettings:
    names = ("solver", "hidden_units", "learning_rate", "weight_decay", "dropout")
    changes = {name: tried[name] for name in names if name in tried}
    if "penalty" in tried:
        changes |= {"weight_decay": tried["penalty"], "hidden_units": 0}
    return replace(base, **changes)


def _tried_block(base: BlockSettings, tried: Mapping[str, Any]) -> BlockSettings | None:
    if "cut_point" not in tried:
        return None
    return replace(base, cut_point=tried["cut_point"], learning_rate=tried["block_learning_rate"])
