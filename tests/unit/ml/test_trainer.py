"""A whole training, in this process and on a tiny backbone."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import Cancelled, JobContext, NullContext, Progress
from lungdesk.core.labels import CHEST_LABELS, LabelSet
from lungdesk.core.prediction import ModelRef
from lungdesk.formats.reader import read_radiograph
from lungdesk.ml import trainer
from lungdesk.ml.audit.findings import Finding, FindingKind, Severity
from lungdesk.ml.backbones import BACKBONES
from lungdesk.ml.bundle import load_bundle
from lungdesk.ml.data_limits import data_limits
from lungdesk.ml.datasets import load_dataset
from lungdesk.ml.engine import Engine
from lungdesk.ml.evaluator import SplitPredictions, predict, split_metrics
from lungdesk.ml.learnt_films import learnt_by
from lungdesk.ml.openvino_runtime import CompiledNetwork
from lungdesk.ml.trainer import Surroundings, TrainResult, train
from lungdesk.ml.training.loop import Phase, cross_entropy
from lungdesk.ml.training.phases import TrainedHead, train_head
from lungdesk.ml.training.plan import TrainRequest
from lungdesk.ml.training.random_trunk import FILM_COUNT
from lungdesk.ml.training.recipe import CANDIDATE_HEADS, BlockSettings, PhaseSettings, Recipe
from lungdesk.ml.training.sources import LabelledFeatures
from lungdesk.ml.trunk import build_keras_trunk, to_openvino
from lungdesk.ml.weights import Weights, resolve_weights
from tests.unit.ml.listeners import CountingDecoder, Listener
from tests.unit.ml.real_films import few_films, write_manifest
from tests.unit.ml.tiny_backbone import TINY

pytestmark = pytest.mark.slow

PER_CLASS = {"train": 6, "val": 3, "test": 2}
VIEWS = 3
#: The first and the last, which has a hidden layer, in a few epochs.
HEADS = tuple(replace(CANDIDATE_HEADS[n], epochs=4) for n in (0, -1))
RECIPE = Recipe(
    heads=HEADS,
    block=BlockSettings(epochs=2, batch_size=16),
    whole=PhaseSettings(epochs=1, batch_size=16, learning_rate=1e-5),
    last_heads=CANDIDATE_HEADS[:2],
    input_size=64,
    views=VIEWS,
    seed=3,
)


def card(manifest: Mapping[str, Any]) -> str:
    return json.dumps(manifest["metrics"])


@dataclass(frozen=True)
class Training:
    request: TrainRequest
    result: TrainResult
    listener: Listener
    damaged: Path
    external: Path
    kept: dict[str, SplitPredictions]
    told: list[tuple[Sequence[Finding], list[Progress]]]


@pytest.fixture(scope="module")
def training(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Training]:
    """All phases on three views of real films; one amid them, and all of external, are damaged."""
    folder = tmp_path_factory.mktemp("training")
    damaged = folder / "damaged.png"
    damaged.write_text("no picture")
    rows = few_films(shared_data, PER_CLASS)
    row = {**rows[0], "path": str(damaged), "split": "train", "patient_id": "p", "group_id": ""}
    external = folder / "external.png"
    external.write_text("no picture either")
    rows.insert(len(rows) // 2, row)
    rows.append({**row, "path": str(external), "split": "external", "patient_id": "q"})
    request = TrainRequest(
        folder=write_manifest(folder / "films.csv", rows),
        backbone="tiny",
        bundle_folder=folder / "bundle",
        checkpoint_folder=folder / "checkpoint",
        cache_folder=folder / "cache",
        cache_limit_bytes=10**9,
        recipe=RECIPE,
        weights="none",
        notes=("The films are few.",),
    )
    listener = Listener()
    kept: dict[str, SplitPredictions] = {}
    told: list[tuple[Sequence[Finding], list[Progress]]] = []

    def keep(split: str, predictions: SplitPredictions, labels: LabelSet) -> None:
        assert labels is CHEST_LABELS
        kept[split] = predictions

    def tell(findings: Sequence[Finding]) -> None:
        told.append((findings, list(listener.reports)))

    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(BACKBONES, "tiny", TINY)
        result = train(request, Surroundings(read_radiograph, card, keep, listener, tell))
        yield Training(request, result, listener, damaged, external, kept, told)


def read_split(training: Training, split: str) -> SplitPredictions:
    """What the finished bundle says of a split."""
    samples = load_dataset(training.request.folder).split(split)
    engine = Engine(load_bundle(training.result.bundle_folder))
    return predict(engine, samples, read_radiograph, NullContext(), "")


def test_the_bundle_says_what_it_was_made_of(training: Training) -> None:
    bundle = load_bundle(training.result.bundle_folder)
    manifest, summary = bundle.manifest, bundle.manifest.training

    assert (manifest.backbone, manifest.target_layer) == ("tiny", "top")
    assert (manifest.id, manifest.labels) == ("bundle", CHEST_LABELS.ids)
    assert manifest.preprocess.input_size == 64
    assert (summary.weights, summary.weights_sha256, summary.weights_licence) == (
        "none",
        "random",
        "",
    )
    assert (summary.views, summary.seed) == (VIEWS, 3)
    assert summary.counts["val"] == dict.fromkeys(CHEST_LABELS.ids, 3)
    dataset = load_dataset(training.request.folder)
    assert manifest.limits == (*data_limits(dataset), "The films are few.")
    assert summary.settings["trunk"] == "trained whole"
    assert summary.settings["recipe"] == RECIPE.as_plain()
    assert json.loads((bundle.folder / "MODEL_CARD.md").read_text()) == manifest.metrics


def test_what_is_doubtful_about_the_data_is_told_before_anything_is_trained(
    training: Training,
) -> None:
    # One of each class is named: it has hardly any films.
    unread, small = training.result.findings
    assert (unread.kind, unread.severity) == (FindingKind.UNREADABLE, Severity.SERIOUS)
    assert unread.sentence == "No film of the external split can be read."
    assert (small.kind, small.severity) == (FindingKind.CLASS_SMALL, Severity.WARNING)
    assert all(name in small.sentence for name in CHEST_LABELS.names)

    ((findings, told_before),) = training.told
    assert findings == training.result.findings
    assert not [r for r in told_before if r.message.startswith(("preparing", "head"))]


def test_the_head_with_the_least_loss_on_val_is_kept(training: Training) -> None:
    heads = training.result.heads
    best = min(heads, key=lambda row: row["val_loss"])

    assert len(heads) == len(HEADS)
    for row, candidate in zip(heads, HEADS, strict=True):
        assert candidate.as_dict().items() <= row.items()
    settings = load_bundle(training.result.bundle_folder).manifest.training.settings
    last = [head.as_dict() for head in RECIPE.last_heads]
    assert {name: settings[name] for name in last[0]} in last
    rows = [row for row in training.result.history if row["phase"] == "head"]
    assert len(rows) == best["epochs_run"]


def test_each_phase_is_told_with_its_epochs_and_its_seconds(training: Training) -> None:
    phases, history = training.result.phases, training.result.history

    assert [row["phase"] for row in phases] == ["head", "block", "whole", "last_head"]
    told = [row["phase"] for row in history]
    assert told == [row["phase"] for row in phases for _ in range(row["epochs_run"])]
    assert [row["epoch"] for row in history if row["phase"] == "block"] == [1, 2]
    assert all(row["seconds"] > 0 for row in phases)


def test_the_bundle_reads_val_with_the_loss_that_training_stated(training: Training) -> None:
    # Features from the cache, head and exported network belong together, film by film.
    predictions = read_split(training, "val")

    stated = training.result.phases[-1]["val_loss"]
    assert cross_entropy(predictions.logits, predictions.targets) == pytest.approx(stated, abs=5e-3)


def test_its_figures_are_those_of_the_finished_bundle(training: Training) -> None:
    metrics = load_bundle(training.result.bundle_folder).manifest.metrics

    assert metrics == training.result.metrics
    assert list(metrics) == ["train", "val", "test"]
    assert metrics["train"]["intervals"] == {}
    for split, figures in metrics.items():
        kept = training.kept[split]
        resamples = 0 if split == "train" else 1000
        again = split_metrics(read_split(training, split), CHEST_LABELS, resamples=resamples)
        assert np.bincount(kept.targets).tolist() == [PER_CLASS[split]] * 5
        assert figures["n"] == 5 * PER_CLASS[split]
        for name in ("confusion", "accuracy", "balanced_accuracy", "intervals"):
            assert figures[name] == again[name]


def test_a_film_that_cannot_be_read_is_one_failure_and_not_the_end(training: Training) -> None:
    # Nor is it the end when there is no other in the split.
    failures = {failure.path: failure for failure in training.result.failures}

    assert set(failures) == {training.damaged, training.external}
    for path, failure in failures.items():
        assert failure.code.startswith("LD-")
        assert path.name in failure.message


def test_nothing_half_made_is_left(training: Training) -> None:
    folder = training.request.bundle_folder.parent

    assert {p.name for p in folder.iterdir()} == {
        *("bundle", "cache", "checkpoint", "network.weights.h5"),
        *("damaged.png", "external.png", "films.csv"),
    }  # fmt: skip
    assert {p.name for p in (folder / "checkpoint").iterdir()} == {
        *("head-0.npz", "head-1.npz", "block.npz", "whole.npz"),
        *("last_head-0.npz", "last_head-1.npz"),
    }  # fmt: skip


@pytest.mark.parametrize("size", [64, 96])
def test_another_training_may_begin_where_this_one_has_ended(training: Training, size: int) -> None:
    begun = resolve_weights(TINY, str(training.result.network_weights))
    view = np.random.default_rng(0).integers(0, 256, (size, size), np.uint8)

    def features(weights: Weights) -> NDArray[np.float32]:
        network = to_openvino(build_keras_trunk(TINY, size, weights), TINY.normalization)
        return CompiledNetwork(network).run(view)[0]

    kept, random = features(begun), features(Weights("none", None, "random"))
    assert np.abs(kept - random).max() > 0.1 * np.abs(kept).max()
    if size == 64:
        finished = Engine(load_bundle(training.result.bundle_folder)).network.run(view)[1]
        # The bundle has weights of 16 bits.
        assert kept == pytest.approx(finished, abs=2e-3 * float(np.abs(finished).max()))


def test_weights_say_what_they_have_learnt_from(training: Training) -> None:
    lineage = resolve_weights(TINY, str(training.result.network_weights)).lineage
    assert lineage is not None
    samples = load_dataset(training.request.folder).split("train")
    sound = [one.path for one in samples if one.path != training.damaged]

    assert lineage.films >= {hashlib.sha256(path.read_bytes()).hexdigest() for path in sound}
    assert lineage.limits == load_bundle(training.result.bundle_folder).manifest.limits


def test_a_model_names_the_films_that_it_has_learnt_from(training: Training) -> None:
    lineage = resolve_weights(TINY, str(training.result.network_weights)).lineage
    assert lineage is not None

    learnt = learnt_by(load_bundle(training.result.bundle_folder))

    assert learnt.ids == {digest[:32] for digest in lineage.films}
    assert learnt.is_whole


def test_films_that_the_weights_have_learnt_from_cannot_measure_a_network(
    training: Training, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(BACKBONES, "tiny", TINY)
    rows = list(csv.DictReader(training.request.folder.read_text().splitlines()))
    turned = {"train": "val", "val": "train"}
    others = [row | {"split": turned.get(row["split"], row["split"])} for row in rows]
    request = replace(
        training.request,
        folder=write_manifest(tmp_path / "films.csv", others),
        bundle_folder=tmp_path / "bundle",
        checkpoint_folder=tmp_path / "checkpoint",
        weights=str(training.result.network_weights),
    )
    around = Surroundings(read_radiograph, card, lambda *_: None, NullContext())

    with pytest.raises(LungDeskError) as caught:
        train(request, around)

    assert caught.value.code is ErrorCode.DATASET_GROUP_LEAK
    assert "have learnt from 3" in caught.value.message


def test_progress_tells_every_stage_in_words(training: Training) -> None:
    messages = [report.message for report in training.listener.reports]

    stages = (
        "looking at the data",
        "preparing Tiny",
        "features of train",
        "features of val",
        "head: epoch 1",
        "activations of train (",
        "activations of val (",
        "block: epoch 1",
        "whole: epoch 1",
        "writing the model",
        "reading val",
        "reading test",
    )
    firsts = [
        next(n for n, message in enumerate(messages) if message.startswith(stage))
        for stage in stages
    ]
    assert firsts == sorted(firsts)
    assert set(training.result.seconds) == {
        "data", "trunk", "features", "head", "activations", "block", "whole", "export",
        "evaluation", "calibration",
    }  # fmt: skip


@dataclass(frozen=True)
class SecondTraining:
    """The same training again, cancelled amid its first head."""

    decoded: list[Path]
    train_set: LabelledFeatures
    val_set: LabelledFeatures
    older: ModelRef
    kept: ModelRef


@pytest.fixture(scope="module")
def second(training: Training) -> SecondTraining:
    older = load_bundle(training.request.bundle_folder).model
    given: list[tuple[LabelledFeatures, LabelledFeatures]] = []

    def recorded(
        train_set: LabelledFeatures, val_set: LabelledFeatures, phase: Phase, ctx: JobContext
    ) -> TrainedHead:
        given.append((train_set, val_set))
        return train_head(train_set, val_set, phase, ctx)

    decoder = CountingDecoder()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(trainer, "train_head", recorded)
        with pytest.raises(Cancelled):
            # Without the checkpoints of the first time.
            train(
                replace(training.request, checkpoint_folder=training.damaged.with_name("other")),
                Surroundings(decoder, card, lambda *_: None, Listener("head: epoch 1")),
            )
    kept = load_bundle(training.request.bundle_folder).model
    return SecondTraining(decoder.paths, *given[0], older, kept)


def test_cancelling_gets_out_of_the_head_and_leaves_the_older_bundle(
    second: SecondTraining,
) -> None:
    assert second.kept == second.older


def test_a_second_training_decodes_no_film_again_but_those_that_failed(
    training: Training, second: SecondTraining
) -> None:
    dataset = load_dataset(training.request.folder)
    looked_at = [sample.path for sample in dataset.split("train")]
    # One film of each split to measure on is tried.
    looked_at += [dataset.split(split)[0].path for split in ("test", "external")]
    # A random network's statistics are of the first films; they take no time to speak of.
    again = [path for path in second.decoded if path != training.damaged]
    assert training.damaged in second.decoded
    assert 0 < len(again) <= FILM_COUNT
    assert set(again) <= set(looked_at)


def test_a_head_sees_all_views_of_train_and_the_films_of_val_with_their_classes(
    training: Training, second: SecondTraining
) -> None:
    dataset = load_dataset(training.request.folder)
    readable = [s for s in dataset.split("train") if s.path != training.damaged]

    views = second.train_set.features
    assert views.shape == (len(readable), VIEWS, TINY.feature_count)
    assert second.train_set.targets.tolist() == [sample.class_index for sample in readable]
    for one, other in combinations(range(VIEWS), 2):
        assert not np.isclose(views[:, one], views[:, other]).all(axis=1).any()
    assert second.val_set.features.shape == (15, 1, TINY.feature_count)
    assert second.val_set.targets.tolist() == [s.class_index for s in dataset.split("val")]
