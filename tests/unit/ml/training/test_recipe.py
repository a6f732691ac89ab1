from __future__ import annotations

import json
from dataclasses import FrozenInstanceError
from pathlib import Path
from typing import Any

import pytest

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.ml.training.recipe import (
    PRESETS,
    BlockSettings,
    HeadSettings,
    Imbalance,
    PhaseSettings,
    Recipe,
    read_recipe,
    recipe_of,
    with_phases,
)

FULL = Recipe(
    heads=(HeadSettings(hidden_units=16), HeadSettings(dropout=0.1)),
    block=BlockSettings(cut_point="block5", epochs=7),
    whole=PhaseSettings(learning_rate=1e-6),
    imbalance=Imbalance.FOCAL,
    augmentation=0.5,
    mixup_alpha=0.3,
    label_smoothing=0.1,
    ema_decay=0.99,
    input_size=256,
    seed=4,
)


@pytest.mark.parametrize("recipe", [FULL, *PRESETS.values()])
def test_a_recipe_survives_json(recipe: Recipe) -> None:
    assert recipe_of(json.loads(json.dumps(recipe.as_plain()))) == recipe


@pytest.mark.parametrize(
    ("plain", "where"),
    [
        ({"mixup": 0.2}, "mixup"),
        ({"ema_decay": 1.0}, "ema_decay"),
        ({"label_smoothing": -0.1}, "label_smoothing"),
        ({"imbalance": "luck"}, "imbalance"),
        ({"augmentation": "heavy"}, "augmentation"),
        ({"heads": []}, "heads"),
        ({"heads": [{"dropout": 1.5}]}, "heads.0.dropout"),
        ({"block": {"learning_rate": 0}}, "block.learning_rate"),
        ({"block": {"epochs": 0}}, "block.epochs"),
        ({"whole": {"cut_point": "x"}}, "whole.cut_point"),
        ({"views": 0}, "views"),
        ({"seed": -1}, "seed"),
        ([1, 2], "its top"),
    ],
)
def test_what_is_not_valid_is_named_in_one_sentence(plain: Any, where: str) -> None:
    with pytest.raises(LungDeskError) as caught:
        recipe_of(plain)

    assert caught.value.code is ErrorCode.USAGE
    assert caught.value.message.startswith(f"The recipe is not valid at {where}")
    assert "label_smoothing" in caught.value.hint


def test_a_recipe_is_checked_where_it_is_made_and_frozen() -> None:
    with pytest.raises(ValueError, match="patience"):
        Recipe(patience=0)
    with pytest.raises(FrozenInstanceError):
        Recipe().seed = 1  # type: ignore[misc]


@pytest.mark.parametrize(
    ("word", "factor"),
    [("none", 0.0), ("light", 0.5), ("Standard", 1.0), ("strong", 1.6), ("1.25", 1.25)],
)
def test_the_strength_of_augmentation_is_a_word_or_a_factor(word: str, factor: float) -> None:
    assert recipe_of({"augmentation": word}).augmentation == factor


def test_without_augmentation_one_view_is_enough() -> None:
    block = BlockSettings(views=5)
    some, none = Recipe(views=8, block=block), Recipe(views=8, block=block, augmentation=0)
    assert (some.view_count, some.map_count) == (8, 5)
    assert (none.view_count, none.map_count) == (1, 1)


def test_a_file_changes_what_it_names_and_no_more(tmp_path: Path) -> None:
    file = tmp_path / "mine.json"
    file.write_text('{"views": 2, "block": {"epochs": 3}}')

    recipe = read_recipe(file, FULL)

    assert (recipe.views, recipe.block) == (2, BlockSettings(epochs=3))
    assert recipe.heads == FULL.heads
    assert recipe.seed == FULL.seed


@pytest.mark.parametrize("content", [None, "{", "\x00"])
def test_a_file_that_is_no_recipe_is_refused(tmp_path: Path, content: str | None) -> None:
    file = tmp_path / "mine.json"
    if content is not None:
        file.write_text(content)

    with pytest.raises(LungDeskError, match=r"mine\.json") as caught:
        read_recipe(file)

    assert caught.value.code is ErrorCode.USAGE


def test_training_as_far_as_a_phase_keeps_the_settings_that_are_there() -> None:
    assert with_phases(FULL, "head") == recipe_of({"block": None, "whole": None}, FULL)
    assert with_phases(FULL, "block").block == FULL.block
    assert with_phases(FULL, "block").whole is None
    assert with_phases(FULL, "whole") == FULL
    plain = with_phases(Recipe(), "whole", "block4")
    assert plain.block == BlockSettings(cut_point="block4")
    assert plain.whole is not None
    assert plain.whole.learning_rate < BlockSettings().learning_rate
