from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from lungdesk.core.labels import CHEST_LABELS
from lungdesk.ml.levels import LEVELS
from lungdesk.reporting.model_card import render_model_card
from lungdesk.services.paths import shipped_models_folder
from tests.shipped_models import SINGLE_MODEL_ID

SHIPPED = shipped_models_folder() / SINGLE_MODEL_ID
NAMES = dict(zip(CHEST_LABELS.ids, CHEST_LABELS.names, strict=True))


@pytest.fixture
def manifest() -> dict[str, Any]:
    """Plain values of the manifest that ships, for a test to alter."""
    loaded: dict[str, Any] = json.loads((SHIPPED / "manifest.json").read_text(encoding="utf-8"))
    return copy.deepcopy(loaded)


def rows(card: str) -> list[list[str]]:
    """Cells of all table rows."""
    lines = [line for line in card.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def section(card: str, split: str) -> str:
    """What stands below the heading of a split."""
    (found,) = [part for part in card.split("\n## ") if part.startswith(f"Figures on {split} ")]
    return found


def with_interval(value: float | None, bounds: list[float] | None) -> str:
    if value is None:
        return "not defined"
    shown = f"{value:.3f}"
    return f"{shown} [{bounds[0]:.3f}, {bounds[1]:.3f}]" if bounds else shown


def test_the_card_that_ships_is_the_card_of_its_manifest(manifest: dict[str, Any]) -> None:
    assert (SHIPPED / "MODEL_CARD.md").read_text(encoding="utf-8") == render_model_card(manifest)


def test_it_says_first_which_model_it_is_and_what_it_is_not_for(manifest: dict[str, Any]) -> None:
    head = render_model_card(manifest).split("\n## ")[0]

    assert head.startswith(f"# {manifest['name']}\n")
    assert f"`{manifest['id']}`, version {manifest['version']}" in head
    assert "Not a medical device; not for diagnosis." in head
    assert all(name in head for name in CHEST_LABELS.names)
    assert manifest["backbone"] in head
    assert f"{manifest['preprocess']['input_size']} x" in head


def test_it_says_what_a_network_with_levels_is(manifest: dict[str, Any]) -> None:
    manifest |= {"backbone": "vgg16", "target_layer": "block5_conv3"}
    assert "finer feature maps" not in render_model_card(manifest)
    manifest |= {"backbone": "vgg16_levels", "target_layer": LEVELS}

    head = render_model_card(manifest).split("\n## ")[0]

    assert "`levels` (levels: its head is shown the finer feature maps" in head


def test_it_says_which_network_finds_the_lungs_that_it_looks_at(manifest: dict[str, Any]) -> None:
    assert "lung network" not in render_model_card(manifest)
    manifest["preprocess"] |= {"framing": "lungs", "lungs": "0123456789ab" + "c" * 52}

    head = render_model_card(manifest).split("\n## ")[0]

    assert "framing lungs" in head
    assert "`0123456789ab…`" in head


def test_it_says_how_many_films_of_each_class_were_used(manifest: dict[str, Any]) -> None:
    cells = rows(render_model_card(manifest))

    for split, counts in manifest["training"]["counts"].items():
        assert [split, *(str(counts[label]) for label in CHEST_LABELS.ids)] in cells


def test_it_says_how_the_head_was_trained(manifest: dict[str, Any]) -> None:
    training = manifest["training"]
    text = render_model_card(manifest)

    assert (training["views"], "head trained on each film as it is," in text) == (1, True)
    assert f"seed {training['seed']}" in text
    assert training["created"][:10] in text
    assert training["weights_licence"] in text
    for name in ("hidden_units", "dropout", "weight_decay", "temperature"):
        assert f"{name.replace('_', ' ')} {training['settings'][name]}" in text


def test_numbers_that_were_drawn_are_rounded_and_one_view_is_the_film(
    manifest: dict[str, Any],
) -> None:
    training = manifest["training"]
    training["settings"]["weight_decay"] = 0.8225551316275154
    said = []
    for views in (1, 3):
        training["views"] = views
        said.append(render_model_card(manifest))

    assert "weight decay 0.823," in said[0]
    assert "head trained on each film as it is," in said[0]
    assert "head trained on 3 views of each film (itself and 2 augmented)," in said[1]


def test_it_says_by_what_the_odds_of_normal_films_were_multiplied(manifest: dict[str, Any]) -> None:
    recipe = manifest["training"]["settings"]["recipe"]
    said = []
    for odds in ({}, {"normal_odds": 2.5}):
        plain = {name: value for name, value in recipe.items() if name != "normal_odds"}
        manifest["training"]["settings"]["recipe"] = plain | odds
        said.append(render_model_card(manifest))

    assert "odds of a normal film" not in said[0]
    assert "The odds of a normal film were then multiplied by 2.5." in said[1]


@pytest.mark.parametrize("split", ["val", "test", "external"])
def test_every_figure_of_a_split_is_stated_with_its_interval(
    manifest: dict[str, Any], split: str
) -> None:
    figures = manifest["metrics"][split]
    text = section(render_model_card(manifest), split)
    cells = rows(text)

    assert f"{figures['n']} films, {figures['failed']} could not be read." in text
    for name in ("accuracy", "balanced_accuracy", "macro_f1", "ece"):
        assert [name, with_interval(figures[name], figures["intervals"][name])] in cells
    for label, of_class in figures["per_class"].items():
        stated = [
            with_interval(of_class[name], None)
            for name in ("recall", "precision", "specificity", "f1")
        ]
        auroc = with_interval(of_class["auroc"], figures["intervals"].get(f"auroc.{label}"))
        assert [NAMES[label], str(of_class["n"]), *stated, auroc] in cells


@pytest.mark.parametrize("split", ["val", "test", "external"])
def test_confusions_and_comparisons_inside_a_source_are_stated(
    manifest: dict[str, Any], split: str
) -> None:
    figures = manifest["metrics"][split]
    cells = rows(section(render_model_card(manifest), split))

    for label, row in zip(CHEST_LABELS.ids, figures["confusion"], strict=True):
        assert ([NAMES[label], *(str(n) for n in row)] in cells) is any(row)
    assert figures["within_source"]
    for row in figures["within_source"]:
        assert [row["source"], row["label"], str(row["n"]), f"{row['auroc']:.3f}"] in cells


def test_external_figures_are_told_apart_from_those_of_the_collection(
    manifest: dict[str, Any],
) -> None:
    text = render_model_card(manifest)

    assert "external (other hospitals; never used to train or to choose)" in text
    assert "test (same collections as the training films)" in text


def test_every_limit_of_the_data_is_stated(manifest: dict[str, Any]) -> None:
    limits = render_model_card(manifest).split("\n## ")[-1]

    for sentence in manifest["limits"]:
        assert f"- {sentence}\n" in limits
    assert "heatmap explains the model, not the patient" in limits


def test_loss_and_brier_score_are_stated_where_they_were_measured(manifest: dict[str, Any]) -> None:
    figures = manifest["metrics"]["test"]
    figures.update(loss=0.41, brier=0.1725, macro_auroc=None)
    for name in ("brier", "macro_auroc"):
        figures["intervals"].pop(name, None)
    figures["intervals"]["loss"] = [0.375, 0.4375]

    cells = rows(section(render_model_card(manifest), "test"))

    assert ["loss", "0.410 [0.375, 0.438]"] in cells
    assert ["brier", "0.172"] in cells
    assert ["macro_auroc", "not defined"] in cells


def test_what_is_not_defined_is_said_to_be_so(manifest: dict[str, Any]) -> None:
    figures = manifest["metrics"]["test"]
    normals = figures["per_class"]["normal"]["n"]
    for name in ("accuracy", "balanced_accuracy", "macro_f1", "ece"):
        figures[name] = None
    figures["intervals"] = {"ece": [None, None], "auroc.normal": [0.5, None]}
    for of_class in figures["per_class"].values():
        of_class.update(dict.fromkeys(("recall", "precision", "specificity", "f1", "auroc")))
    figures["within_source"][0]["auroc"] = None

    text = section(render_model_card(manifest), "test")

    assert ["ece", "not defined"] in rows(text)
    assert ["Normal", str(normals), *["not defined"] * 5] in rows(text)
    assert "None" not in text
    assert "nan" not in text


def test_a_model_without_figures_has_a_card_too(manifest: dict[str, Any]) -> None:
    text = render_model_card(manifest | {"metrics": {}, "limits": [], "bfloat16": None})

    assert "Figures on" not in text
    assert text.endswith("not the patient.\n")


@pytest.mark.parametrize(("is_passed", "verdict"), [(True, ""), (False, "; too much to read with")])
def test_a_check_of_bfloat16_is_stated_where_there_was_one(
    manifest: dict[str, Any], is_passed: bool, verdict: str
) -> None:
    check = {
        "films": 461,
        "class_changes": 3,
        "largest_probability_change": 0.0123,
        "passed": is_passed,
    }
    without = render_model_card(manifest | {"bfloat16": None})

    text = render_model_card(manifest | {"bfloat16": check})

    (line,) = set(text.splitlines()) - set(without.splitlines())
    assert line == (
        "- bfloat16 against float32 on 461 films: 3 predicted classes change,"
        f" probabilities by at most 0.012{verdict}"
    )


def test_a_split_of_another_name_keeps_it(manifest: dict[str, Any]) -> None:
    manifest["metrics"] = {"ward 7": manifest["metrics"]["test"]}

    assert "## Figures on ward 7\n" in render_model_card(manifest)


def test_weights_without_a_stated_licence_leave_no_empty_brackets(
    manifest: dict[str, Any],
) -> None:
    training = manifest["training"]
    training |= {"weights": "imagenet", "weights_licence": ""}
    training["settings"] |= {"trunk": "trained whole", "learnt_before": 0}

    assert "Trunk with imagenet weights, trained whole" in render_model_card(manifest)


def test_the_card_says_that_the_network_has_learnt_from_films_before(
    manifest: dict[str, Any],
) -> None:
    manifest["training"]["settings"]["learnt_before"] = 2820

    card = render_model_card(manifest)

    assert "the weights of an earlier training, which has learnt from 2,820 films" in card
