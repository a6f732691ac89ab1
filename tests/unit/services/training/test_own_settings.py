from __future__ import annotations

from dataclasses import replace

import pytest

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.ml.training.recipe import (
    PRESETS,
    HeadSettings,
    Imbalance,
    Recipe,
    Solver,
    with_phases,
)
from lungdesk.services.training.draft import Plan, Preparation, TrainingDraft
from lungdesk.services.training.own_settings import (
    SETTINGS,
    own_changes,
    phase_of,
    value_of,
    with_best,
    with_phase,
    with_value,
)

WHOLE = with_phases(PRESETS["thorough"], "whole")


@pytest.mark.parametrize("preset", PRESETS)
def test_own_settings_begin_as_the_preset_was(preset: str) -> None:
    before = TrainingDraft("one", plan=Plan(preset))  # type: ignore[arg-type]
    own = replace(before, plan=replace(before.plan, changes=own_changes(before.recipe)))
    assert own.recipe == before.recipe


def test_own_settings_leave_the_preparation_alone() -> None:
    preparation = Preparation(input_size=320, augmentation=0.5, imbalance=Imbalance.FOCAL)
    draft = TrainingDraft("one", preparation=preparation)
    own = replace(draft, plan=Plan(changes=own_changes(draft.recipe)))
    later = replace(own, preparation=Preparation())
    assert later.recipe == TrainingDraft("one").recipe


@pytest.mark.parametrize("name", [setting.name for setting in SETTINGS])
def test_what_is_typed_is_what_is_shown(name: str) -> None:
    text = "7" if "epochs" in name or name in ("patience", "views", "block.views") else "0.25"
    changed = with_value(WHOLE, name, text)
    assert value_of(changed, name) == text
    assert changed != WHOLE
    for other in SETTINGS:
        if other.name != name:
            assert value_of(changed, other.name) == value_of(WHOLE, other.name)


def test_a_setting_of_the_head_holds_for_all_heads() -> None:
    changed = with_value(PRESETS["balanced"], "heads.epochs", "4")
    assert [head.epochs for head in changed.heads] == [4] * len(PRESETS["balanced"].heads)
    assert len({head.dropout for head in changed.heads}) > 1


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("block.epochs", "0", "Type a whole number, 1 or more."),
        ("views", "33", "Type a whole number from 1 to 32."),
        ("views", "1,5", "Type a whole number from 1 to 32."),
        ("heads.learning_rate", "0", "Type a number above 0, and 1 at most."),
        ("ema_decay", "1", "Type a number from 0 to less than 1."),
        ("patience", "many", "Type a whole number, 1 or more."),
        ("patience", "1,000", "Type a whole number, 1 or more."),
        ("mixup_alpha", "", "Type a number from 0 to 2."),
        ("mixup_alpha", "nan", "Type a number from 0 to 2."),
        ("whole.learning_rate", "inf", "Type a number above 0, and 1 at most."),
    ],
)
def test_a_value_that_is_not_valid_has_its_sentence(name: str, text: str, sentence: str) -> None:
    with pytest.raises(LungDeskError) as caught:
        with_value(WHOLE, name, text)
    assert caught.value.message == sentence
    assert caught.value.code is ErrorCode.USAGE


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0,25", 0.25),
        (",5", 0.5),
        ("1", 1.0),
        ("0,1 ", 0.1),
        ("1,5e-4", 0.00015),
        ("1,5E-4", 0.00015),
    ],
)
def test_a_fraction_may_have_a_comma(text: str, value: float) -> None:
    assert with_value(WHOLE, "mixup_alpha", text).mixup_alpha == value


def test_a_phase_that_is_not_trained_has_no_values() -> None:
    head = with_phase(WHOLE, "head", "", PRESETS["thorough"])
    assert phase_of(head) == "head"
    assert value_of(head, "block.epochs") is None
    assert value_of(head, "whole.learning_rate") is None
    block = with_phase(head, "block", "conv4", PRESETS["thorough"])
    assert phase_of(block) == "block"
    assert block.block is not None
    assert block.block.cut_point == "conv4"
    whole = with_phase(block, "whole", "", PRESETS["thorough"])
    assert phase_of(whole) == "whole"
    assert whole.block is not None
    assert whole.block.cut_point == ""


def test_the_best_of_trials_is_taken_over_and_the_phases_stay() -> None:
    head = HeadSettings(hidden_units=128, learning_rate=0.004, dropout=0.1)
    best = Recipe(
        heads=(head,), views=2, mixup_alpha=0.2, label_smoothing=0.1, imbalance=Imbalance.FOCAL
    )
    draft = TrainingDraft("one", plan=Plan("thorough", trials=9, seed=3))
    plan, preparation = with_best(draft, best)
    recipe = replace(draft, plan=plan, preparation=preparation).recipe
    assert recipe.heads == (head,)
    assert (recipe.views, recipe.mixup_alpha, recipe.label_smoothing) == (2, 0.2, 0.1)
    assert recipe.imbalance is Imbalance.FOCAL
    assert recipe.block == PRESETS["thorough"].block
    assert (plan.trials, recipe.seed) == (9, 3)


def test_an_exact_head_says_nothing_about_mixing_which_the_blocks_go_on_with() -> None:
    head = HeadSettings(solver=Solver.EXACT, weight_decay=0.7)
    draft = TrainingDraft("one", plan=Plan("thorough"))
    plan, preparation = with_best(draft, Recipe(heads=(head,), views=1))
    recipe = replace(draft, plan=plan, preparation=preparation).recipe
    thorough = PRESETS["thorough"]
    assert (recipe.heads, recipe.views) == ((head,), 1)
    assert (recipe.mixup_alpha, recipe.label_smoothing) == (0.1, 0.05)
    assert (recipe.mixup_alpha, recipe.block) == (thorough.mixup_alpha, thorough.block)
    assert value_of(recipe, "heads.learning_rate") is None


def test_what_is_shown_of_heads_is_of_one_that_is_fitted_in_epochs() -> None:
    balanced = PRESETS["balanced"]
    rates = {balanced.is_exact(head): head.learning_rate for head in balanced.heads}
    assert rates[True] != rates[False]
    assert value_of(balanced, "heads.learning_rate") == f"{rates[False]:g}"
    assert value_of(PRESETS["quick"], "heads.epochs") is None
    focal = replace(PRESETS["quick"], imbalance=Imbalance.FOCAL)
    assert value_of(focal, "heads.epochs") == "30"


def test_a_whole_network_that_comes_back_is_trained_as_its_preset_says() -> None:
    usual = PRESETS["hospitals"]

    head = with_phase(usual, "head", "", usual)

    assert (head.block, head.whole) == (None, None)
    assert with_phase(head, "whole", "", usual) == usual
    assert with_phase(usual, "whole", "", usual) == usual


def test_heads_that_were_tried_become_the_last_where_the_network_learns_before() -> None:
    draft = TrainingDraft("one", plan=Plan("hospitals"))
    best = Recipe(heads=(HeadSettings(hidden_units=64),), imbalance=Imbalance.FOCAL)

    plan, preparation = with_best(draft, best)

    recipe = replace(draft, plan=plan, preparation=preparation).recipe
    usual = PRESETS["hospitals"]
    assert recipe == replace(usual, heads=best.heads, last_heads=(*best.heads, *usual.last_heads))
