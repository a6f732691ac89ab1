"""A real training on shuffled labels ends at chance, and everything says so."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.stats import binom

from lungdesk.core.jobs import NullContext
from lungdesk.core.metrics.chance import chance_level
from lungdesk.ml.bundle import CARD, Bundle, load_bundle
from lungdesk.ml.shuffled_labels import SHUFFLED_NOTE, has_shuffled_labels
from lungdesk.ml.training.recipe import HeadSettings, Recipe, Solver
from lungdesk.services.models.keeping import KeepRequest, keep_model
from lungdesk.services.paths import AppPaths
from lungdesk.services.training.run import TrainingRequest, train
from tests.unit.ml.real_films import few_films, write_manifest

pytestmark = pytest.mark.slow

#: Films of each class.
PER_CLASS = {"train": 16, "val": 12, "test": 6}
RECIPE = Recipe(
    heads=(HeadSettings(solver=Solver.EXACT, weight_decay=0.3),), input_size=96, views=1
)


@dataclass(frozen=True)
class Trained:
    run: Path
    result: dict[str, Any]
    bundle: Bundle

    @property
    def confusion(self) -> Any:
        """Of val, as the run keeps it."""
        return np.array(self.result["metrics"]["val"]["confusion"])


@pytest.fixture(scope="module")
def trained(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[bool, Trained]:
    """On shuffled and on true labels, from the same films and features."""
    folder = tmp_path_factory.mktemp("shuffled")
    films = write_manifest(folder / "films.csv", few_films(shared_data, PER_CLASS))
    done = {}
    for is_shuffled in (True, False):
        run = folder / f"run-{is_shuffled}"
        request = TrainingRequest(
            folder=films,
            backbone="efficientnet_lite0",
            run_folder=run,
            cache_folder=folder / "cache",
            recipe=replace(RECIPE, shuffled_labels=is_shuffled),
            name="Nothing learnt" if is_shuffled else "",
        )
        result = train(request, NullContext())
        done[is_shuffled] = Trained(run, result, load_bundle(run / "bundle"))
    return done


def test_shuffled_labels_end_at_chance_on_val(trained: dict[bool, Trained]) -> None:
    confusion = trained[True].confusion
    right, films = np.trace(confusion), confusion.sum()
    p = float((confusion.sum(axis=1) @ confusion.sum(axis=0)) / films**2)

    assert films == 60
    assert binom.ppf(0.005, films, p) <= right <= binom.ppf(0.995, films, p)
    # What was learnt by heart is no sign of a leak.
    assert trained[True].result["metrics"]["train"]["accuracy"] > 0.8


def test_true_labels_do_not(trained: dict[bool, Trained]) -> None:
    confusion = trained[False].confusion
    accuracy = trained[False].result["metrics"]["val"]["accuracy"]

    assert chance_level(confusion).is_above(accuracy)
    assert accuracy == np.trace(confusion) / confusion.sum()
    assert not has_shuffled_labels(trained[False].bundle)
    assert "shuffled" not in (trained[False].run / "bundle" / CARD).read_text()
    assert "shuffled_labels" not in trained[False].result


def test_card_manifest_and_record_say_so(trained: dict[bool, Trained]) -> None:
    one = trained[True]
    card = (one.run / "bundle" / CARD).read_text()
    record = json.loads((one.run / "run.json").read_text())

    assert has_shuffled_labels(one.bundle)
    assert one.bundle.manifest.name == "Nothing learnt (labels shuffled)"
    assert one.bundle.manifest.limits[0] == SHUFFLED_NOTE
    # Before any figure.
    assert card.index("## The labels were shuffled") < card.index("## Figures on")
    assert "must not read films" in card
    assert "Nowhere above chance, as it should be." in card
    assert record["shuffled_labels"]["note"] == SHUFFLED_NOTE
    chance = record["shuffled_labels"]["chance"]
    assert list(chance) == ["val", "test"]
    assert chance["val"]["low"] <= record["metrics"]["val"]["accuracy"] <= chance["val"]["high"]
    assert record["limits"][0] == SHUFFLED_NOTE


def test_a_model_that_is_kept_under_another_name_still_says_so(
    trained: dict[bool, Trained], lungdesk_home: Path
) -> None:
    paths = AppPaths.default()
    roots = (paths.models,)

    id_ = keep_model(KeepRequest("Fine model", {trained[True].run: 1.0}, {}), roots, NullContext())

    kept = load_bundle(paths.models / id_)
    assert kept.manifest.name == "Fine model (labels shuffled)"
    assert "must not read films" in (kept.folder / CARD).read_text()
