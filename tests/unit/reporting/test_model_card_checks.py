"""What a model card says of checks of the maps, and of shuffled labels."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from lungdesk.ml.levels import LEVELS
from lungdesk.reporting.model_card import render_ensemble_card, render_model_card
from lungdesk.services.paths import shipped_models_folder
from tests.shipped_models import SINGLE_MODEL_ID
from tests.unit.reporting.check_records import checks_record

SHIPPED = shipped_models_folder() / SINGLE_MODEL_ID


@pytest.fixture
def manifest() -> dict[str, Any]:
    """Plain values of the manifest that ships, for a test to alter."""
    loaded: dict[str, Any] = json.loads((SHIPPED / "manifest.json").read_text(encoding="utf-8"))
    return copy.deepcopy(loaded)


def section(card: str, title: str) -> str:
    (found,) = [part for part in card.split("\n## ") if part.startswith(title)]
    return found


def checks(manifest: dict[str, Any], **values: Any) -> str:
    return section(
        render_model_card({**manifest, "checks": checks_record(**values).model_dump(mode="json")}),
        "Checks of the",
    )


def test_every_figure_stands_in_the_card(manifest: dict[str, Any]) -> None:
    text = checks(manifest, baseline="frozen")

    assert "val films of films (2026-11-28, float32, seed 3)" in text
    assert "| of the head | 0.200 | yes | not defined | 25% |" in text
    assert "| of all layers | 0.300 | yes | -0.125 | 0% |" in text
    assert "SSIM of 0.410" in text
    assert "| heat inside, this model | heat inside, baseline `frozen` |" in text
    assert "| Normal | 10 | 30.0% | 40.0% | 25.0% |" in text
    assert "| COVID-19 | 0 | – | – | – |" in text
    assert "| deletion, by the map (lower is better) | 0.400 | 0.500 |" in text
    assert "| insertion, difference | +0.100 [+0.090, +0.110] | +0.000 [-0.010, +0.010] |" in text


def test_without_a_baseline_there_is_one_column(manifest: dict[str, Any]) -> None:
    text = checks(manifest)

    assert "baseline" not in text
    assert "| insertion, by the map (higher is better) | 0.600 |" in text


def test_maps_that_survive_random_weights_are_named(manifest: dict[str, Any]) -> None:
    assert "All are below 0.5" in checks(manifest)
    text = checks(manifest, ssim=0.5)
    assert "| of all layers | 0.500 | no |" in text
    assert "**Not all are below 0.5" in text


def test_classes_whose_heat_is_not_in_the_lungs_are_named(manifest: dict[str, Any]) -> None:
    assert "In films of every class, the heat lies in the lungs" in checks(manifest)
    text = checks(manifest, inside=0.29)
    assert "**In films of Normal, Bacterial pneumonia, no more of the heat" in text


@pytest.mark.parametrize(
    ("difference", "words"),
    [
        (0.1, "raises the probability sooner"),
        (0.0, "neither clearly sooner nor clearly later"),
        (-0.1, "later than random places do: the maps mislead"),
    ],
)
def test_whether_maps_beat_random_order_is_said_in_words(
    manifest: dict[str, Any], difference: float, words: str
) -> None:
    text = checks(manifest, difference=difference)

    assert words in text
    assert text.count("than random places do") == 2


def test_a_model_that_was_not_checked_says_so(manifest: dict[str, Any]) -> None:
    for nothing in ({}, {"checks": None}):
        bare = {name: value for name, value in manifest.items() if name != "checks"} | nothing
        assert "`lungdesk models check` does it" in section(
            render_model_card(bare), "Checks of the heatmaps"
        )


def shuffled(manifest: dict[str, Any], confusion: list[list[int]], accuracy: float) -> str:
    manifest["training"]["settings"]["recipe"]["shuffled_labels"] = True
    manifest["metrics"]["val"] |= {"confusion": confusion, "accuracy": accuracy}
    manifest["metrics"] = {name: manifest["metrics"][name] for name in ("train", "val")}
    return section(render_model_card(manifest), "The labels were shuffled")


def test_shuffled_labels_stand_before_everything_else(manifest: dict[str, Any]) -> None:
    even = [[4] * 5 for _ in range(5)]

    text = shuffled(manifest, even, 0.2)

    card = render_model_card(manifest)
    assert next(line for line in card.splitlines() if line.startswith("## ")) == (
        "## The labels were shuffled"
    )
    assert "| val | 0.200 | 0.200 [0.100, 0.310] |" in text
    assert "train |" not in text
    assert "Nowhere above chance" in text


def test_shuffled_labels_that_are_read_right_are_a_leak(manifest: dict[str, Any]) -> None:
    learnt = [[20 * (i == j) for j in range(5)] for i in range(5)]

    assert "**Above chance on val: something leaks.**" in shuffled(manifest, learnt, 1.0)


def test_an_ensemble_says_what_its_members_are(manifest: dict[str, Any]) -> None:
    shuffled(manifest, [[4] * 5 for _ in range(5)], 0.2)
    stated = [{"folder": "a", "weight": 0.5}, {"folder": "b", "weight": 0.5}]
    ensemble = {**manifest, "members": stated, "checks": checks_record().model_dump(mode="json")}

    manifest["target_layer"] = "top_activation"
    card = render_ensemble_card(ensemble, [manifest, manifest])

    assert card.count("## The labels were shuffled") == 1
    assert "A network with levels" not in card
    with_levels = {**manifest, "target_layer": LEVELS}
    assert "A network with levels" in render_ensemble_card(ensemble, [manifest, with_levels])
    assert "| of the head | 0.200 | yes |" in card
