from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from lungdesk.core.comparison import ModelFacts
from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.formats.reader import read_radiograph
from lungdesk.ml.bundle import Bundle
from lungdesk.services.models.facts import (
    facts_of_bundle,
    facts_of_run,
    parameter_count,
    reading_ms,
)
from lungdesk.services.runs.record import load_run
from lungdesk.services.sample_study import sample_film
from tests.unit.services.run_folders import SIZES, write_run


def test_a_record_without_its_model_is_read(tmp_path: Path) -> None:
    record = load_run(write_run(tmp_path / "vgg16"))

    assert record.name == "vgg16"
    assert record.bundle is None
    assert record.request["backbone"] == "asked"
    assert {split: len(table) for split, table in record.predictions.items()} == SIZES
    assert [row["phase"] for row in record.history] == ["head", "head", "whole network"]
    assert record.history[0]["val_loss"] == 1.1
    assert "val_accuracy" not in record.history[2]  # an epoch that did not look at it


def test_history_and_request_may_be_missing(tmp_path: Path) -> None:
    folder = write_run(tmp_path / "run")
    for name in ("history.csv", "request.json"):
        (folder / name).unlink()
    shutil.rmtree(folder / "predictions")

    record = load_run(folder)

    assert (record.history, dict(record.request), dict(record.predictions)) == ((), {}, {})
    assert facts_of_run(record).backbone == "tiny"


def test_the_facts_of_a_record_are_those_it_states(tmp_path: Path) -> None:
    facts = facts_of_run(load_run(write_run(tmp_path / "run")))

    assert facts == ModelFacts(
        backbone="tiny",
        weights="imagenet",
        input_size=64,
        parameters=1000,
        size_mb=1.5,
        training_s=42.5,
        reading_ms=7.0,
    )


def test_the_facts_of_a_bundle_are_those_of_its_files(tmp_path: Path, shipped_folder: Path) -> None:
    folder = write_run(tmp_path / "run", facts={"size_mb": 0.0})
    shutil.copytree(shipped_folder, folder / "bundle")

    record = load_run(folder)
    facts = facts_of_run(record)

    assert record.bundle is not None
    assert facts.backbone == "efficientnet_lite0_levels"
    assert facts.input_size == record.bundle.manifest.preprocess.input_size
    size = sum(path.stat().st_size for path in (folder / "bundle").iterdir())
    assert facts.size_mb == pytest.approx(size / 1e6)
    assert facts.training_s == 42.5  # of the run, not what the manifest says
    # Lite0 has 4.65 million with its own classifier of 1,000 classes; ours has a smaller head.
    assert facts.parameters is not None
    assert 3.3e6 < facts.parameters < 4.0e6


def test_a_bundle_without_its_network_has_no_size(tmp_path: Path, shipped_folder: Path) -> None:
    folder = write_run(tmp_path / "run", facts={})
    (folder / "bundle").mkdir()
    shutil.copy(shipped_folder / "manifest.json", folder / "bundle")

    facts = facts_of_run(load_run(folder))

    assert facts.backbone == "efficientnet_lite0_levels"
    assert (facts.size_mb, facts.parameters) == (None, None)


def test_parameters_are_counted_as_numpy_counts_them(tmp_path: Path) -> None:
    path = tmp_path / "engine.xml"
    path.write_text(
        '<net><layers><layer type="Const"><data element_type="f16" shape="3, 4,2"/></layer>'
        '<layer type="Const"><data element_type="f32" shape=""/></layer>'
        '<layer type="Const"><data element_type="i64" shape="9"/></layer>'
        '<layer type="Convolution"><data element_type="f16" shape="5"/></layer></layers></net>'
    )

    assert parameter_count(path) == 3 * 4 * 2 + 1


def test_reading_takes_time(shipped_bundle: Bundle) -> None:
    assert reading_ms(shipped_bundle, read_radiograph(sample_film())) > 0
    assert facts_of_bundle(shipped_bundle).reading_ms is None  # not before it is measured


def test_a_training_that_has_not_ended_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(LungDeskError, match=r"no finished training at .*: it has no run.json"):
        load_run(tmp_path)


@pytest.mark.parametrize("text", ["{", "[1]", "\udcff"])
def test_a_record_that_is_damaged_is_a_sentence(tmp_path: Path, text: str) -> None:
    folder = write_run(tmp_path / "run")
    (folder / "run.json").write_bytes(text.encode(errors="surrogateescape"))

    with pytest.raises(LungDeskError, match=r"run\.json of the run run") as caught:
        load_run(folder)

    assert caught.value.code is ErrorCode.RUN_DAMAGED


def test_a_history_of_words_is_a_sentence(tmp_path: Path) -> None:
    folder = write_run(tmp_path / "run")
    (folder / "history.csv").write_text("epoch,loss\n1,much\n")

    with pytest.raises(LungDeskError, match=r"history\.csv of the run run"):
        load_run(folder)
