"""Findings on what a recipe asks of the films, and the films cannot give it."""

from __future__ import annotations

from lungdesk.ml.audit.findings import Finding, FindingKind, Severity
from lungdesk.ml.datasets import Dataset
from lungdesk.ml.training.recipe import Recipe


def recipe_findings(recipe: Recipe, dataset: Dataset) -> tuple[Finding, ...]:
    """What of a recipe goes by the films' sources, where train has none, or none that serve.

    Training goes on without it: the model is only not what the recipe promises.
    """
    if not recipe.goes_by_sources:
        return ()
    train = [sample for sample in dataset.samples if sample.split == "train"]
    pairs = {(sample.class_index, sample.source) for sample in train}
    if not any(source for _, source in pairs):
        return (_no_sources(),)
    classes = {index for index, _ in pairs}
    sources = {source for _, source in pairs}
    # One class a source and one source a class: no film has another one of either kind beside it.
    if recipe.mixes_related and len(classes) == len(sources) == len(pairs):
        return (_no_partners(),)
    return ()


def _no_sources() -> Finding:
    return Finding(
        FindingKind.SOURCES_UNUSED,
        Severity.WARNING,
        "The recipe goes by the hospital that a film comes from, and the films do not name any.",
        reason="What hospitals share cannot be told from what tells them apart: in other hospitals"
        " the model will be worth no more than with another recipe.",
        advice="Give the films a source: a column `source` in manifest.csv.",
    )


def _no_partners() -> Finding:
    return Finding(
        FindingKind.SOURCES_UNUSED,
        Severity.WARNING,
        "No training film can be mixed with a related one: every class comes from a hospital of"
        " its own.",
        reason="The hospital then tells the disease, and mixing cannot part the two.",
        advice="Add films of a second class from a hospital that is here, or of a class from a"
        " second hospital; else choose another recipe.",
    )
