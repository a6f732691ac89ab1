"""What is said on the Preparation page."""

from __future__ import annotations

from collections.abc import Sequence

from lungdesk.core.errors import LungDeskError
from lungdesk.gui.translation import told, tr
from lungdesk.ml.augment import STRENGTHS
from lungdesk.ml.backbones import Backbone
from lungdesk.ml.preprocess import Framing
from lungdesk.ml.training.recipe import Imbalance, Recipe

_WAYS = {
    Imbalance.CLASS_WEIGHTS: (
        tr("Each film of a rare class weighs more, so that every class counts the same.")
    ),
    Imbalance.BALANCED: (
        tr(
            "Every class is shown as often as the largest: "
            "films of rare classes come again, in other views."
        )
    ),
    Imbalance.SOURCES: (
        tr(
            "Every class is shown as often, and within it small hospitals more than their "
            "films would be: what hospitals share is learnt, not what tells them apart."
        )
    ),
    Imbalance.FOCAL: (
        tr(
            "Films that are read rightly already count less; "
            "the classes count as many films as they have."
        )
    ),
    Imbalance.NONE: tr("Every film counts the same; a class with many films is learnt best."),
}
_FRAMINGS = {
    Framing.SQUASH: tr("The whole film, whatever its shape, squeezed into a square."),
    Framing.CENTRE_CROP: tr("The largest square in the middle; what lies beyond is not seen."),
    Framing.LUNGS: tr("Only the box around the lungs, which a small network finds first."),
}
#: Strengths of the augmentation that have a name.
_STRENGTHS = {
    "none": tr("None"),
    "light": tr("Light"),
    "standard": tr("Standard"),
    "strong": tr("Strong"),
}


def size_problem(size: int | None, backbones: Sequence[Backbone]) -> str | None:
    """Why a network does not take films of this size, in a sentence."""
    for backbone in backbones:
        try:
            backbone.require_input_size(size or backbone.input_size)
        except LungDeskError as error:
            return told(f"{error.message} {error.hint}")
    return None


def size_words(size: int | None, backbones: Sequence[Backbone]) -> str:
    """What the size comes to."""
    if size is not None:
        return tr("A larger size shows smaller signs; the time grows with its square.")
    sizes = sorted({backbone.input_size for backbone in backbones})
    given = tr(" or ").join(tr("{each} px", each=each) for each in sizes)
    return tr("Films are reduced to squares of {given}.", given=given) if sizes else ""


def framing_words(framing: Framing) -> str:
    """What a network then sees of a film."""
    return _FRAMINGS[framing]


def strength_name(factor: float) -> str:
    """``Standard``, or between which two words a strength lies."""
    nearest = min(STRENGTHS, key=lambda word: abs(STRENGTHS[word] - factor))
    if abs(STRENGTHS[nearest] - factor) < 0.05:
        return _STRENGTHS[nearest]
    return f"{factor:.1f} ×"


def strength_words(recipe: Recipe) -> str:
    """What the strength does, and whether the plan makes use of it."""
    if not recipe.is_augmented:
        return tr(
            "Films are shown as they are each time; a network then learns single films by heart."
        )
    if used_views(recipe) == 1:
        return tr(
            "The plan shows each film only as it is: augmentation begins with two views a film"
            " (Plan, own settings)."
        )
    if not recipe.augmentation:
        return tr(
            "Neither turned nor shifted; but the plan has films look as if other machines had"
            " taken them: grain, shades, sharper edges, bare rectangles."
        )
    return tr(
        "Turned, shifted, lighter or darker, blurred: as another machine might have taken them."
    )


def way_words(way: Imbalance) -> str:
    """What a way to deal with rare classes does."""
    return _WAYS[way]


def used_views(recipe: Recipe, most: int = 32) -> int:
    """Views of a film that a training uses, at most ``most``."""
    if not recipe.is_augmented:
        return 1
    if recipe.whole is not None:
        return most
    return min(most, max(recipe.view_count, recipe.map_count))


def grid_words(recipe: Recipe, size: int, shown: int) -> str:
    """What the pictures are."""
    pixels = tr("{size} × {size} pixels, exactly as they go into the network.", size=size)
    used = used_views(recipe)
    if used < shown:
        views = (
            tr("each film only as it is")
            if used == 1
            else tr("{used} views of each film", used=used)
        )
        return tr("{pixels} This plan uses {views}.", pixels=pixels, views=views)
    more = (
        tr("a new view each time") if recipe.whole else tr("{used} views of each film", used=used)
    )
    return tr("{pixels} This plan uses {more}.", pixels=pixels, more=more)
