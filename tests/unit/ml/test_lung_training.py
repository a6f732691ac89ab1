"""A training that looks at the lungs alone: the lung network that ships, and a tiny backbone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import NullContext
from lungdesk.formats.reader import read_radiograph
from lungdesk.ml.backbones import BACKBONES
from lungdesk.ml.bundle import Bundle, load_bundle
from lungdesk.ml.datasets import load_dataset
from lungdesk.ml.engine import Engine
from lungdesk.ml.evaluator import SplitPredictions, predict
from lungdesk.ml.lung_sight import LungNetworks
from lungdesk.ml.lungs.source import LungSource
from lungdesk.ml.preprocess import Framing, LungSight
from lungdesk.ml.trainer import Surroundings, train
from lungdesk.ml.training.films import feature_setting, seen_by
from lungdesk.ml.training.plan import TrainRequest, plan_training
from lungdesk.ml.training.recipe import CANDIDATE_HEADS, BlockSettings, Recipe, recipe_of
from lungdesk.ml.training.supply import Supply
from lungdesk.services.lungs.finder import DEFAULT_SEGMENTER_ID
from lungdesk.services.paths import shipped_models_folder
from tests.unit.ml.real_films import few_films, write_manifest
from tests.unit.ml.tiny_backbone import TINY

SOURCE = LungSource((shipped_models_folder() / DEFAULT_SEGMENTER_ID,))
PER_CLASS = {"train": 5, "val": 3, "test": 2}
RECIPE = Recipe(
    heads=(replace(CANDIDATE_HEADS[-1], epochs=3),),
    block=BlockSettings(epochs=1, batch_size=8, views=2),
    input_size=64,
    framing=Framing.LUNGS,
)


@dataclass
class Counted:
    """The lung networks of a source, and how many were compiled."""

    source: LungNetworks
    compiled: int = 0

    def usual(self) -> str:
        return self.source.usual()

    def segmenter(self, digest: str, *, is_for_throughput: bool = False) -> LungSight:
        self.compiled += 1
        return self.source.segmenter(digest, is_for_throughput=is_for_throughput)


@dataclass(frozen=True)
class Training:
    request: TrainRequest
    bundle: Bundle
    kept: dict[str, SplitPredictions]


@pytest.fixture(scope="module")
def training(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Training]:
    folder = tmp_path_factory.mktemp("training")
    request = TrainRequest(
        folder=write_manifest(folder / "films.csv", few_films(shared_data, PER_CLASS)),
        backbone="tiny",
        bundle_folder=folder / "bundle",
        checkpoint_folder=folder / "checkpoint",
        cache_folder=folder / "cache",
        cache_limit_bytes=10**9,
        recipe=RECIPE,
        weights="none",
        lungs=SOURCE,
    )
    kept: dict[str, SplitPredictions] = {}

    def keep(split: str, predictions: SplitPredictions, _labels: Any) -> None:
        kept[split] = predictions

    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(BACKBONES, "tiny", TINY)
        around = Surroundings(read_radiograph, json.dumps, keep, NullContext())
        train(request, around)
        yield Training(request, load_bundle(request.bundle_folder), kept)


def test_the_model_is_bound_to_the_network_that_found_its_lungs(training: Training) -> None:
    spec = training.bundle.manifest.preprocess.spec()

    assert (spec.framing, spec.lungs, spec.input_size) == (Framing.LUNGS, SOURCE.usual(), 64)
    assert training.bundle.manifest.calibration is not None
    with pytest.raises(LungDeskError) as caught:
        Engine(training.bundle)
    assert caught.value.code is ErrorCode.LUNG_NETWORK_FOREIGN


def test_who_reads_sees_what_was_measured(training: Training) -> None:
    engine = Engine(training.bundle, lungs=SOURCE)
    samples = load_dataset(training.request.folder).split("test")

    said = predict(engine, samples, read_radiograph, NullContext(), "")

    assert said.logits == pytest.approx(training.kept["test"].logits, abs=1e-4)
    for sample, logits in zip(samples, said.logits, strict=True):
        film = read_radiograph(sample.path)
        output = engine.read(film)
        assert output.prediction.logits == pytest.approx(logits, abs=1e-4)
        assert output.saliency_maps[0].region.width < film.columns


def test_a_training_whose_features_are_there_asks_no_lung_network(
    training: Training, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(BACKBONES, "tiny", TINY)
    counted = Counted(SOURCE)
    plan = plan_training(replace(training.request, lungs=counted), NullContext())
    supply = Supply.of(plan, read_radiograph, NullContext())

    # Random weights are drawn anew; views are those that were made before.
    trunk = supply.trunk(supply.keras_trunk())
    assert counted.compiled == 1
    supply.pooled(trunk)
    supply.films.grey_views(plan.dataset.split("val"), is_augmented=False).batch(
        np.arange(3), np.zeros(3, np.int64)
    )
    assert counted.compiled == 1


def test_features_of_lungs_are_others(training: Training) -> None:
    digest = SOURCE.usual()
    specs = [
        seen_by(TINY, RECIPE, digest),
        seen_by(TINY, RECIPE, "0" * 64),
        seen_by(TINY, replace(RECIPE, framing=Framing.SQUASH), digest),
    ]

    assert len({feature_setting("trunk", spec, RECIPE, 2) for spec in specs}) == 3


def test_a_recipe_says_its_framing_unless_it_is_the_usual_one() -> None:
    """Runs and checkpoints are named after the plain values."""
    assert RECIPE.as_plain()["framing"] == "lungs"
    assert "framing" not in replace(RECIPE, framing=Framing.SQUASH).as_plain()
    assert recipe_of(RECIPE.as_plain()) == RECIPE
    assert recipe_of({"framing": "squash"}, RECIPE).framing is Framing.SQUASH
    with pytest.raises(LungDeskError, match="framing"):
        recipe_of({"framing": "heart"})


@pytest.mark.parametrize("lungs", [None, LungSource()])
def test_without_a_lung_network_nothing_is_begun(
    training: Training, lungs: LungSource | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(BACKBONES, "tiny", TINY)
    with pytest.raises(LungDeskError) as caught:
        plan_training(replace(training.request, lungs=lungs), NullContext())
    assert caught.value.code is ErrorCode.MODEL_MISSING
