from __future__ import annotations

from pathlib import Path

import pytest

from lungdesk.core.labels import CHEST_LABELS
from lungdesk.ml.audit.findings import FindingKind, Severity
from lungdesk.ml.audit.recipe_fit import recipe_findings
from lungdesk.ml.datasets import Dataset, Sample
from lungdesk.ml.training.recipe import Imbalance, MixupPartners, Recipe

RELATED = Recipe(mixup_alpha=2.0, mixup_partners=MixupPartners.RELATED)
SOURCES = Recipe(imbalance=Imbalance.SOURCES)


def dataset(*films: tuple[int, str], split: str = "train") -> Dataset:
    """Films as (class index, source)."""
    samples = (
        Sample(Path(f"{number}.png"), index, split, str(number), source)
        for number, (index, source) in enumerate(films)
    )
    return Dataset(Path(), CHEST_LABELS, tuple(samples))


def test_a_recipe_that_does_not_go_by_sources_asks_for_none() -> None:
    films = dataset((0, ""), (1, ""))

    assert recipe_findings(Recipe(), films) == ()
    assert recipe_findings(Recipe(mixup_alpha=2.0), films) == ()
    # Partners without mixing are no mixing.
    assert recipe_findings(Recipe(mixup_partners=MixupPartners.RELATED), films) == ()


@pytest.mark.parametrize("recipe", [RELATED, SOURCES])
def test_films_that_name_no_hospital_are_told(recipe: Recipe) -> None:
    (finding,) = recipe_findings(recipe, dataset((0, ""), (1, "")))

    assert (finding.kind, finding.severity) == (FindingKind.SOURCES_UNUSED, Severity.WARNING)
    assert "do not name any" in finding.sentence


def test_classes_with_a_hospital_of_their_own_each_cannot_be_mixed() -> None:
    films = dataset((0, "here"), (0, "here"), (1, "there"))

    (finding,) = recipe_findings(RELATED, films)

    assert finding.kind is FindingKind.SOURCES_UNUSED
    assert "No training film can be mixed" in finding.sentence
    assert recipe_findings(SOURCES, films) == ()


@pytest.mark.parametrize(
    "films",
    [
        [(0, "here"), (1, "here"), (2, "there")],  # two classes of one hospital
        [(0, "here"), (0, "there"), (1, "elsewhere")],  # one class of two
    ],
)
def test_one_pair_of_related_films_is_enough(films: list[tuple[int, str]]) -> None:
    assert recipe_findings(RELATED, dataset(*films)) == ()


def test_only_films_that_are_trained_on_count() -> None:
    (finding,) = recipe_findings(RELATED, dataset((0, "here"), (1, "here"), split="external"))

    assert "do not name any" in finding.sentence
