"""Commands that load TensorFlow, in their smallest form: what they give, not how fast."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from lungdesk.core.labels import CHEST_LABELS
from tests.e2e.conftest import Program

pytestmark = pytest.mark.slow

READING_KEYS = {
    "reference_ms",
    "float32_ms",
    "bfloat16_ms",
    "ratio_float32",
    "ratio_bfloat16",
    "maps_over_forward",
    "class_changes_bfloat16",
}


def test_the_start_is_measured_beside_tensorflow(lungdesk: Program) -> None:
    ended = lungdesk("bench", "startup", "--json", "--runs", "1")

    figures = ended.json
    painted, read = figures["window_painted_s"], figures["first_result_s"]
    tensorflow = figures["tensorflow_import_s"]
    assert ended.code == 0
    assert 0 < painted <= read
    assert figures["ratio_painted"] == pytest.approx(painted / tensorflow, abs=0.002)
    assert figures["ratio_result"] == pytest.approx(read / tensorflow, abs=0.002)
    assert len(figures) == 5


def test_reading_is_measured_beside_keras(lungdesk: Program, shared_data: Path) -> None:
    film = shared_data / "films" / "film-12-tuberculosis.png"

    lite = ("--backbone", "efficientnet_lite0")
    ended = lungdesk("bench", "reading", "--json", "--runs", "3", "--films", film, *lite)

    assert ended.code == 0
    assert list(ended.json) == ["backbones"]
    assert list(ended.json["backbones"]) == ["efficientnet_lite0"]
    figures = ended.json["backbones"]["efficientnet_lite0"]
    assert set(figures) >= READING_KEYS
    ratio = figures["reference_ms"] / figures["float32_ms"]
    assert figures["ratio_float32"] == pytest.approx(ratio, rel=0.01)
    assert figures["maps_over_forward"] >= 1
    has_bfloat16 = figures["bfloat16_ms"] is not None
    assert (figures["ratio_bfloat16"] is not None) is has_bfloat16
    assert figures["class_changes_bfloat16"] in (range(33) if has_bfloat16 else [None])


BATCH_KEYS = {
    "films_per_s",
    "plain_films_per_s",
    "engine_films_per_s",
    "ratio_plain",
    "share_of_engine",
    "share_of_reading",
    "ratio_memory",
}


def test_a_batch_is_measured_beside_a_plain_loop_and_the_engine_alone(lungdesk: Program) -> None:
    lite = ("--model", "lungdesk-lite0")

    ended = lungdesk("bench", "batch", "--json", "--films", "20", "--runs", "1", *lite)

    assert ended.code == 0
    figures = ended.json["models"]["lungdesk-lite0"]
    assert set(figures) >= BATCH_KEYS
    own, usual = figures["films_per_s"], figures["plain_films_per_s"]
    assert figures["films"] == 22
    assert figures["ratio_plain"] == pytest.approx(own / usual, rel=0.01)
    share = own / figures["engine_films_per_s"]
    assert figures["share_of_engine"] == pytest.approx(share, rel=0.01)
    assert figures["peak_mb_20"] > figures["peak_mb_2"] * 0.8 > 50


@pytest.fixture
def small_collection(shared_data: Path, tmp_path: Path) -> Path:
    """Manifest of three films of each class in each split."""
    with (shared_data / "cxr" / "manifest.csv").open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    chosen = [
        row
        for split in ("train", "val", "test")
        for label in CHEST_LABELS.ids
        for row in [r for r in rows if (r["split"], r["label"]) == (split, label)][:3]
    ]
    manifest = tmp_path / "films.csv"
    columns = ["path", "label", "split", "group_id"]
    with manifest.open("w", newline="") as stream:
        writer = csv.DictWriter(stream, columns, extrasaction="ignore")
        writer.writeheader()
        for row in chosen:
            writer.writerow({**row, "path": shared_data / "cxr" / row["path"]})
    return manifest


def test_a_model_is_trained_evaluated_and_used(
    lungdesk: Program, small_collection: Path, shared_data: Path
) -> None:
    quick = ("--out", "run", "--quick", "--input-size", "96")

    trained = lungdesk("train", small_collection, *quick, "--json")
    again = lungdesk("train", small_collection, *quick)
    evaluated = lungdesk("evaluate", "run", small_collection, "--split", "val", "--json")
    film = shared_data / "films" / "film-12-tuberculosis.png"
    read = lungdesk("classify", film, "--model", "run", "--json")

    assert (trained.code, evaluated.code, read.code) == (0, 0, 0)
    assert trained.json["metrics"]["val"]["n"] == 15
    assert evaluated.json["accuracy"] == trained.json["metrics"]["val"]["accuracy"]
    assert read.rows[0]["model"]["id"] == "run"
    assert (again.code, again.out) == (1, "")
    assert again.err.endswith("[LD-TRAIN-002]\n")
