"""All that decides how a network is trained: one frozen value, checked when it is made."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, ConfigDict, Field, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.json_text import parsed
from lungdesk.ml.augment import STRENGTHS
from lungdesk.ml.preprocess import Framing

_CONFIG = ConfigDict(extra="forbid")

Positive = Annotated[int, Field(ge=1)]
Share = Annotated[float, Field(ge=0, lt=1)]
Rate = Annotated[float, Field(gt=0, le=1)]


class Imbalance(StrEnum):
    """What is done where one class has more films than another.

    ``class_weights``: each film counts inversely to the frequency of its class.
    ``balanced``: each class is shown as often as the others, a rare one in more of its augmented
    views. ``sources``: likewise, and within a class each source (hospital) as the square root of
    its number of films, so that what one hospital's films share with another's is learnt; a class
    is then shown as often as all have on average. ``focal``: films that are told apart already
    count less (Lin et al., arXiv 1708.02002).
    """

    CLASS_WEIGHTS = "class_weights"
    BALANCED = "balanced"
    SOURCES = "sources"
    FOCAL = "focal"
    NONE = "none"


class MixupPartners(StrEnum):
    """With which other film of its batch one is mixed.

    ``any``: whichever. ``related``: in half of the batches with one of the same source and another
    class, in the others with one of the same class and another source; so neither what a class's
    films share with their hospital, nor a hospital's with their class, tells the class any more
    (LISA: Yao et al., arXiv 2201.00299).
    """

    ANY = "any"
    RELATED = "related"


class Solver(StrEnum):
    """How a head is fitted.

    ``adamw``: in epochs, with all that the recipe says. ``exact``: a linear head at the minimum of
    its loss, found by L-BFGS (`lungdesk.ml.training.exact_head`); there are no epochs.
    """

    ADAMW = "adamw"
    EXACT = "exact"


@dataclass(frozen=True, config=_CONFIG)
class PhaseSettings:
    """How one phase walks: AdamW (arXiv 1711.05101), warm-up, then half a cosine (1608.03983).

    Attributes
    ----------
    learning_rate
        The highest, at the end of the warm-up.
    warm_up
        Share of the steps in which the learning rate rises to it.
    """

    epochs: Positive = 10
    learning_rate: Rate = 1e-4
    weight_decay: Annotated[float, Field(ge=0)] = 1e-4
    batch_size: Positive = 32
    warm_up: Share = 0.1


@dataclass(frozen=True, config=_CONFIG)
class HeadSettings(PhaseSettings):
    """Phase 1, and the head itself.

    Attributes
    ----------
    hidden_units
        Width of the hidden layer; 0 for none.
    solver
        ``exact`` for a head without a hidden layer and a loss that is convex, hence not focal;
        others are fitted by ``adamw`` all the same. Its ``weight_decay`` is the factor of half the
        squared weights beside the mean loss.
    """

    epochs: Positive = 30
    learning_rate: Rate = 1e-3
    weight_decay: Annotated[float, Field(ge=0)] = 0.02
    batch_size: Positive = 256
    warm_up: Share = 0.0
    hidden_units: Annotated[int, Field(ge=0)] = 0
    dropout: Share = 0.3
    solver: Solver = Solver.ADAMW

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for a manifest."""
        return asdict(self)


@dataclass(frozen=True, config=_CONFIG)
class BlockSettings(PhaseSettings):
    """Phase 2.

    Attributes
    ----------
    cut_point
        Name of the first part that is trained (`lungdesk.ml.backbones.CutPoint`); empty for the
        shortest.
    views
        Of each training film whose activations are kept, as `Recipe.views`: each takes a run
        through the lower part and, with most networks, a hundred times the room of features.
    """

    cut_point: str = ""
    views: Annotated[int, Field(ge=1, le=32)] = 3


#: Heads that are tried; the one with the least cross-entropy on val is kept.
CANDIDATE_HEADS = (
    HeadSettings(solver=Solver.EXACT, weight_decay=0.3),
    HeadSettings(solver=Solver.EXACT, weight_decay=0.1),
    HeadSettings(solver=Solver.EXACT, weight_decay=1.0),
    HeadSettings(hidden_units=256, dropout=0.5, weight_decay=0.05, learning_rate=5e-4),
)


def _factor(strength: Any) -> Any:
    return STRENGTHS.get(strength.lower(), strength) if isinstance(strength, str) else strength


@dataclass(frozen=True, config=_CONFIG)
class Recipe:
    """Settings of a training.

    Attributes
    ----------
    heads
        Tried in phase 1; the best on val is kept.
    block, whole
        Phases 2 and 3; None to leave one out.
    last_heads
        Fitted to the features of the network as it is after phases 2 and 3, in place of the head
        that was trained along with it; the best on val is kept. Without smoothed targets and with
        features that no longer move, it holds better elsewhere. Empty to keep the one there is.
    augmentation
        ``none``, ``light``, ``standard``, ``strong``, or a factor on the standard strength.
    acquisition
        How far films look as if other machines had taken them (`AugmentSpec.as_if_elsewhere`); a
        factor, 0 for not at all.
    mixup_alpha
        Of the beta distribution by which two films are mixed (arXiv 1710.09412); 0 for no mixing.
    mixup_partners
        With which films; ``related`` needs to know where films come from.
    patience
        Epochs without a better val loss after which a phase ends.
    ema_decay
        Of the moving average of the weights, which is what is kept then; 0 for none.
    views
        Views of each training film that are kept for the head: itself, the others augmented. More
        take longer and, with a trunk that stays as it is, make no better head.
    input_size
        Side of the network's input in pixels; None for the backbone's own.
    framing
        What the network sees of a film: ``squash``, ``centre_crop``, or ``lungs``, which binds the
        model to the lung network that is there.
    normal_odds
        Factor on the odds of a normal film in the finished head: in most wards more films are
        normal than in collections of diseases, and those of a hospital that was not trained on are
        taken for diseased too easily.
    quantized
        Whether the finished network is put into integers of 8 bits (`lungdesk.ml.quantizing`), and
        its head fitted anew to what it sees then, by ``last_heads`` or ``heads``.
    shuffled_labels
        Whether films get each other's labels (`lungdesk.ml.shuffled_labels`): a test of the way
        from films to figures, which must end at chance.
    """

    heads: Annotated[tuple[HeadSettings, ...], Field(min_length=1)] = CANDIDATE_HEADS
    block: BlockSettings | None = None
    whole: PhaseSettings | None = None
    last_heads: tuple[HeadSettings, ...] = ()
    imbalance: Imbalance = Imbalance.CLASS_WEIGHTS
    focal_gamma: Annotated[float, Field(ge=0, le=5)] = 2.0
    augmentation: Annotated[float, BeforeValidator(_factor), Field(ge=0, le=3)] = 1.0
    acquisition: Annotated[float, Field(ge=0, le=3)] = 0.0
    mixup_alpha: Annotated[float, Field(ge=0, le=2)] = 0.0
    mixup_partners: MixupPartners = MixupPartners.ANY
    label_smoothing: Annotated[float, Field(ge=0, le=0.5)] = 0.0
    patience: Positive = 6
    ema_decay: Share = 0.0
    views: Annotated[int, Field(ge=1, le=32)] = 2
    input_size: Annotated[int, Field(ge=16, le=1024)] | None = None
    framing: Framing = Framing.SQUASH
    seed: Annotated[int, Field(ge=0)] = 0
    normal_odds: Annotated[float, Field(ge=0.01, le=100)] = 1.0
    quantized: bool = False
    shuffled_labels: bool = False

    @property
    def is_augmented(self) -> bool:
        """Whether views of a film differ."""
        return bool(self.augmentation or self.acquisition)

    @property
    def mixes_related(self) -> bool:
        """Whether films are mixed with related ones."""
        return self.mixup_alpha > 0 and self.mixup_partners is MixupPartners.RELATED

    @property
    def goes_by_sources(self) -> bool:
        """Whether it decides anything where films come from."""
        return self.mixes_related or self.imbalance is Imbalance.SOURCES

    @property
    def view_count(self) -> int:
        """Views of each training film for the head; one where all would be the same."""
        return self.views if self.is_augmented else 1

    @property
    def map_count(self) -> int:
        """Views of each training film for the block; one where all would be the same."""
        return self.block.views if self.block and self.is_augmented else 1

    def is_exact(self, head: HeadSettings) -> bool:
        """Whether a head is fitted by L-BFGS: where it is to be, and its loss has one minimum."""
        is_convex = not head.hidden_units and self.imbalance is not Imbalance.FOCAL
        return is_convex and head.solver is Solver.EXACT

    def as_plain(self) -> dict[str, Any]:
        """Values for JSON; counterpart of `recipe_of`.

        Of the newer settings the usual ones are left out: runs and checkpoints are named after
        these values, and those that know of nothing else go on.
        """
        plain: dict[str, Any] = json.loads(_ADAPTER.dump_json(self))
        fields = self.__dataclass_fields__
        for name in _NEWER:
            if getattr(self, name) == fields[name].default:
                del plain[name]
        return plain


_ADAPTER = TypeAdapter(Recipe)
_NEWER = (
    *("framing", "shuffled_labels", "acquisition", "last_heads", "normal_odds", "quantized"),
    "mixup_partners",
)

#: A first look; what is usual; what takes the night; what is meant to hold in hospitals that no
#: film of the training came from. (EfficientNet-Lite0 learnt at 5e-4; not every network stands
#: that.)
PRESETS = {
    "quick": Recipe(heads=CANDIDATE_HEADS[:1], views=1),
    "balanced": Recipe(),
    "thorough": Recipe(
        block=BlockSettings(epochs=20),
        augmentation=1.0,
        mixup_alpha=0.1,
        label_smoothing=0.05,
        ema_decay=0.99,
        views=8,
    ),
    "hospitals": Recipe(
        heads=CANDIDATE_HEADS[:1],
        whole=PhaseSettings(epochs=16, learning_rate=2e-4, weight_decay=0.02, warm_up=0.08),
        last_heads=CANDIDATE_HEADS[:3],
        imbalance=Imbalance.SOURCES,
        augmentation=1.4,
        acquisition=1.0,
        mixup_alpha=2.0,
        mixup_partners=MixupPartners.RELATED,
        label_smoothing=0.1,
        patience=16,
        ema_decay=0.99,
        views=1,
        normal_odds=3.0,
    ),
}


def recipe_of(plain: Any, base: Recipe | None = None) -> Recipe:
    """Recipe of plain values.

    Parameters
    ----------
    plain
        Names and values as in `Recipe`; what is left out is as in ``base``.

    Raises
    ------
    LungDeskError
        ``USAGE``, naming the first value that is not valid.
    """
    try:
        if not isinstance(plain, dict):
            return _ADAPTER.validate_python(plain)
        return _ADAPTER.validate_python({**(base or Recipe()).as_plain(), **plain})
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "its top"
        raise LungDeskError(
            f"The recipe is not valid at {where}: {first['msg'].lower()}.",
            hint=f"It may have: {', '.join(Recipe.__dataclass_fields__)}.",
            code=ErrorCode.USAGE,
        ) from error


def read_recipe(path: Path, base: Recipe | None = None) -> Recipe:
    """Recipe of a JSON file; raises LungDeskError (``USAGE``) when it is none."""
    try:
        plain = parsed(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise LungDeskError(
            f"The recipe {path} cannot be read ({error}).",
            hint='It is a JSON object, such as {"views": 8, "block": {"epochs": 20}}.',
            code=ErrorCode.USAGE,
        ) from error
    return recipe_of(plain, base)


def with_phases(recipe: Recipe, phase: str, cut_point: str = "") -> Recipe:
    """Recipe that trains as far as a phase: ``head``, ``block`` or ``whole``."""
    if phase == "head":
        return replace(recipe, block=None, whole=None)
    if phase == "whole" and recipe.whole is not None and not cut_point:
        return recipe  # which may do without a block
    block = recipe.block or BlockSettings()
    block = replace(block, cut_point=cut_point or block.cut_point)
    whole = (
        (recipe.whole or PhaseSettings(epochs=5, learning_rate=1e-5)) if phase == "whole" else None
    )
    return replace(recipe, block=block, whole=whole)
