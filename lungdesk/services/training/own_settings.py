"""Settings of a recipe one by one, as they are typed; they become the changes of a plan."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from pydantic import TypeAdapter

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.ml.training.recipe import (
    BlockSettings,
    HeadSettings,
    PhaseSettings,
    Recipe,
    recipe_of,
    with_phases,
)
from lungdesk.services.training.draft import Plan, Preparation, TrainingDraft

#: Settings that have a page of their own.
_ELSEWHERE = ("augmentation", "imbalance", "input_size", "seed")
#: What the settings of a phase belong to; others are the recipe's own.
_HOLDERS = {"heads": HeadSettings, "block": BlockSettings, "whole": PhaseSettings}
_DECIMAL_COMMA = re.compile(r"^(\d*),(?=\d+(?:e[-+]?\d+)?$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Setting:
    """A number of a recipe.

    Attributes
    ----------
    name
        ``mixup_alpha``, or with its phase ``block.epochs``; ``heads.…`` holds for all heads.
    title, tip
        For people.
    """

    name: str
    title: str
    tip: str


_SMALL = 0.1
SETTINGS = (
    Setting("views", "Views of a film", "Itself and augmented ones, kept for the head"),
    Setting("heads.epochs", "Head: epochs", "At most; it ends early when it gets no better"),
    Setting("heads.learning_rate", "Head: learning rate", "The highest of the phase"),
    Setting("block.epochs", "Blocks: epochs", "At most; they end early when they get no better"),
    Setting("block.learning_rate", "Blocks: learning rate", "The highest of the phase"),
    Setting("block.views", "Blocks: views of a film", "Each takes room on the disk"),
    Setting("whole.epochs", "Whole: epochs", "At most; it ends early when it gets no better"),
    Setting("whole.learning_rate", "Whole: learning rate", "Small: the network knows much already"),
    Setting("mixup_alpha", "Mixup", "How strongly two films are mixed; 0 for not at all"),
    Setting("label_smoothing", "Label smoothing", "How far a network may never be sure; 0 to 0.5"),
    Setting("ema_decay", "Averaged weights", "Decay of the moving average, as 0.99; 0 for none"),
    Setting("patience", "Patience", "Epochs without a better val loss until a phase ends"),
)


def own_changes(recipe: Recipe) -> dict[str, Any]:
    """All of a recipe that a plan decides, as its changes."""
    plain = recipe.as_plain()
    return {name: value for name, value in plain.items() if name not in _ELSEWHERE}


def phase_of(recipe: Recipe) -> str:
    """How far is trained: ``head``, ``block`` or ``whole``."""
    if recipe.whole is not None:
        return "whole"
    return "block" if recipe.block is not None else "head"


def value_of(recipe: Recipe, name: str) -> str | None:
    """A setting as text; None where the recipe has no such phase, or no head that walks.

    What trials have drawn has more digits than anybody reads, or than there is room for.
    """
    part, _, inner = name.partition(".")
    value = getattr(recipe, part)
    if inner:
        holder = _first_walking(recipe) if part == "heads" else value
        if holder is None:
            return None
        value = getattr(holder, inner)
    if not isinstance(value, float):
        return str(value)
    return f"{value:.3g}" if abs(value) < _SMALL else f"{value:.4g}"  # a decay may be 0.9995


def _first_walking(recipe: Recipe) -> HeadSettings | None:
    """The first head that is fitted in epochs, at a learning rate: an exact one has neither."""
    return next((head for head in recipe.heads if not recipe.is_exact(head)), None)


def with_value(recipe: Recipe, name: str, text: str) -> Recipe:
    """A recipe with another value of a setting; where it may be a fraction, with a decimal comma.

    Raises
    ------
    LungDeskError
        ``USAGE``, with the sentence that belongs to the field.
    """
    plain, bounds = recipe.as_plain(), _bounds(name)
    part, _, inner = name.partition(".")
    if bounds["type"] == "number":
        text = _DECIMAL_COMMA.sub(r"\1.", text.strip())
    if not inner:
        changed: Any = text
    elif part == "heads":
        changed = [{**head, inner: text} for head in plain[part]]
    else:
        changed = {**plain[part], inner: text}
    try:
        return recipe_of({part: changed}, recipe)
    except LungDeskError as error:
        raise LungDeskError(_sentence(bounds), code=ErrorCode.USAGE) from error


def _bounds(name: str) -> dict[str, Any]:
    """Kind and bounds of a setting, in the words of JSON Schema."""
    part, _, inner = name.partition(".")
    holder = _HOLDERS[part] if inner else Recipe
    found: dict[str, Any] = TypeAdapter(holder).json_schema()["properties"][inner or part]
    return found


def _sentence(bounds: dict[str, Any]) -> str:
    """What is to be typed."""
    least, most = bounds.get("minimum"), bounds.get("maximum")
    if bounds["type"] == "integer":
        return (
            f"Type a whole number, {least} or more."
            if most is None
            else f"Type a whole number from {least} to {most}."
        )
    if least is None:
        return f"Type a number above {bounds['exclusiveMinimum']}, and {most} at most."
    if most is None:
        return f"Type a number from {least} to less than {bounds['exclusiveMaximum']}."
    return f"Type a number from {least} to {most}."


def with_best(draft: TrainingDraft, best: Recipe) -> tuple[Plan, Preparation]:
    """Take over from the best of trials what they have tried; the phases stay as they were."""
    recipe = draft.recipe
    if recipe.last_heads and phase_of(recipe) != "head":
        # The last head is the one that stays; all else decides how the network learns before.
        last = tuple(dict.fromkeys((*best.heads, *recipe.last_heads)))
        changes = own_changes(replace(recipe, heads=best.heads, last_heads=last))
        return replace(draft.plan, changes=changes), draft.preparation
    tried = replace(recipe, heads=best.heads, views=best.views)
    if not best.is_exact(best.heads[0]):  # one that is knows neither
        mixup, smoothing = best.mixup_alpha, best.label_smoothing
        tried = replace(tried, mixup_alpha=mixup, label_smoothing=smoothing)
    plan = replace(draft.plan, changes=own_changes(tried))
    return plan, replace(draft.preparation, imbalance=best.imbalance)


def with_phase(recipe: Recipe, phase: str, cut_point: str, usual: Recipe) -> Recipe:
    """A recipe that trains as far as a phase; an empty cut point is the shortest.

    Parameters
    ----------
    usual
        Has the settings of a phase that comes back.
    """
    if phase == "whole" and recipe.whole is None and not cut_point:
        recipe = replace(recipe, whole=usual.whole)
    changed = with_phases(recipe, phase, cut_point)
    if changed.block is not None and phase != "head":
        changed = replace(changed, block=replace(changed.block, cut_point=cut_point))
    return changed
