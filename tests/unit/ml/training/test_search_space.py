"""What is drawn for a trial, and the recipe that comes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from optuna.trial import FixedTrial

from lungdesk.ml.backbones import BACKBONES
from lungdesk.ml.training.recipe import BlockSettings, HeadSettings, Imbalance, Recipe, Solver
from lungdesk.ml.training.search_space import PARAMETERS, SearchSpace, TrialKind, kind_of

BASE = Recipe(heads=(HeadSettings(epochs=4),), block=BlockSettings(epochs=2, views=2), views=2)
SPACE = SearchSpace(("vgg16", "resnet50v2"), BASE, most_cuts=3)

COMMON = {"backbone": "vgg16", "cut_point": 0, "views": 2, "augmentation": 1.0}
EXACT = {"solver": "exact", "penalty": 0.25, "imbalance_exact": "none"}
ADAMW = {
    "solver": "adamw",
    "hidden_units": 256,
    "learning_rate": 0.002,
    "weight_decay": 0.05,
    "imbalance": "focal",
}
STEPS = {"dropout": 0.5, "mixup_alpha": 0.2, "label_smoothing": 0.1}
BLOCK = {"cut_point": 2, "block_learning_rate": 3e-4}


def drawn(*parts: Mapping[str, Any]) -> dict[str, Any]:
    """Values of a trial that draws these, and no others, by Optuna's names."""
    wanted = {name: value for part in (COMMON, *parts) for name, value in part.items()}
    trial = FixedTrial(wanted)
    values = SPACE.draw(trial)  # type: ignore[arg-type] # it draws as a trial does
    assert trial.params == wanted
    return values


def given(values: Mapping[str, Any]) -> set[str]:
    return {name for name, value in values.items() if value is not None}


def test_an_exact_head_has_a_penalty_and_nothing_of_what_only_steps_have() -> None:
    values = drawn(EXACT)

    assert tuple(values) == PARAMETERS
    assert given(values) == {
        "backbone", "solver", "penalty", "imbalance", "views", "augmentation"
    }  # fmt: skip
    recipe = SPACE.recipe(values)
    (head,) = recipe.heads
    assert (head.solver, head.weight_decay, head.hidden_units) == (Solver.EXACT, 0.25, 0)
    assert recipe.is_exact(head)
    assert (recipe.imbalance, recipe.views, recipe.block) == (Imbalance.NONE, 2, None)
    assert (recipe.mixup_alpha, head.dropout) == (BASE.mixup_alpha, BASE.heads[0].dropout)


def test_a_head_in_epochs_has_all_that_steps_have() -> None:
    values = drawn(ADAMW, STEPS)

    assert given(values) == set(PARAMETERS) - {"cut_point", "penalty", "block_learning_rate"}
    recipe = SPACE.recipe(values)
    (head,) = recipe.heads
    assert (head.solver, head.hidden_units, head.epochs) == (Solver.ADAMW, 256, 4)
    assert (head.learning_rate, head.weight_decay, head.dropout) == (0.002, 0.05, 0.5)
    assert (recipe.imbalance, recipe.mixup_alpha) == (Imbalance.FOCAL, 0.2)
    assert recipe.label_smoothing == 0.1
    assert recipe.block is None


@pytest.mark.parametrize("head", [EXACT, ADAMW])
def test_a_block_behind_any_head_is_trained_in_steps_from_its_cut_point_on(
    head: Mapping[str, Any],
) -> None:
    values = drawn(head, STEPS, BLOCK)

    assert values["cut_point"] == "block4"
    recipe = SPACE.recipe(values)
    assert recipe.block == BlockSettings(epochs=2, views=2, cut_point="block4", learning_rate=3e-4)
    assert (recipe.mixup_alpha, recipe.heads[0].dropout) == (0.2, 0.5)
    assert recipe.is_exact(recipe.heads[0]) is (head is EXACT)


def test_a_network_is_cut_at_its_last_point_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    deep = BLOCK | {"cut_point": 3}
    assert drawn(EXACT, STEPS, deep)["cut_point"] == "block4"
    assert drawn(EXACT, STEPS, deep, {"backbone": "resnet50v2"})["cut_point"] == "conv4"

    monkeypatch.setitem(BACKBONES, "vgg16", replace(BACKBONES["vgg16"], cut_points=()))
    assert drawn(EXACT, {"cut_point": 3})["cut_point"] is None


def test_heads_alone_are_tried_where_nobody_asks_for_blocks() -> None:
    trial = FixedTrial({**COMMON, **EXACT})

    values = replace(SPACE, most_cuts=0).draw(trial)  # type: ignore[arg-type] # as a trial does

    assert values["cut_point"] is None
    assert trial.distributions["cut_point"].single()


@pytest.mark.parametrize(
    ("parts", "kind"),
    [
        ((EXACT,), TrialKind.EXACT),
        ((ADAMW, STEPS), TrialKind.ADAMW),
        ((EXACT, STEPS, BLOCK), TrialKind.BLOCK),
    ],
)
def test_trials_are_compared_by_what_is_trained_last(
    parts: tuple[Mapping[str, Any], ...], kind: TrialKind
) -> None:
    assert kind_of(drawn(*parts)) is kind


def test_views_are_parts_of_the_most() -> None:
    counts = {
        most: replace(SPACE, base=replace(BASE, views=most)).view_counts for most in (1, 2, 6)
    }
    assert counts == {1: [1], 2: [1, 2], 6: [1, 2, 4, 6]}
