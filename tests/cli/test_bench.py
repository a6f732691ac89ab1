from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from lungdesk.core.jobs import JobContext
from lungdesk.services.benchmarks import batch, reading, training
from lungdesk.services.models.library import DEFAULT_MODEL_ID
from lungdesk.services.paths import shipped_models_folder
from tests.cli.conftest import Cli

FIGURES = {
    "backbones": {
        "vgg16": {"ratio_float32": 6.125, "bfloat16_ms": None, "weights": "imagenet"},
        "densenet201": {"ratio_float32": 31.5, "bfloat16_ms": None, "weights": "none"},
    }
}


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What is asked for; nothing is measured."""
    kept: list[Any] = []

    def measure(measurement: Any, ctx: JobContext) -> dict[str, Any]:
        ctx.check()
        kept.append(measurement)
        return FIGURES

    monkeypatch.setattr(reading, "measure_reading", measure)
    monkeypatch.setattr(training, "measure_training", measure)
    return kept


@pytest.mark.parametrize("command", ["reading", "training"])
def test_the_figures_are_printed_as_one_object(cli: Cli, asked: list[Any], command: str) -> None:
    ended = cli("bench", command, "--json")

    assert (ended.code, ended.json, ended.err) == (0, FIGURES, "")
    assert len(asked[0].subjects) == 4


@pytest.mark.parametrize("command", ["reading", "training"])
def test_people_get_a_column_for_each_backbone(cli: Cli, asked: list[Any], command: str) -> None:
    ended = cli("bench", command)

    lines = [line.split() for line in ended.out.splitlines() if line.strip(" ─")]
    assert lines == [
        ["figure", "vgg16", "densenet201"],
        ["ratio_float32", "6.125", "31.500"],
        ["bfloat16_ms", "–", "–"],
        ["weights", "imagenet", "none"],
    ]
    assert len(asked) == 1


def test_what_is_asked_for_is_measured(cli: Cli, asked: list[Any], lungdesk_home: Path) -> None:
    chosen = ("--backbone", "DenseNet121", "--backbone", "vgg16", "--weights", "none")
    cli("bench", "reading", *chosen, "--films", "a.png", "--runs", 5)
    cli("bench", "training", *chosen, "--data", "films", "--films", 10, "--runs", 3, "--full")

    of_reading, of_training = asked
    for measurement in asked:
        assert [(s.name, s.weights) for s in measurement.subjects] == [
            ("densenet121", "none"),
            ("vgg16", "none"),
        ]
        assert measurement.work_folder.is_relative_to(lungdesk_home)
    assert (of_reading.films, of_reading.runs) == ((Path("a.png"),), 5)
    assert (of_training.data, of_training.film_count) == (Path("films"), 10)
    assert (of_training.runs, of_training.is_full) == (3, True)


def test_a_batch_is_measured_with_each_model_once(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, lungdesk_home: Path
) -> None:
    asked: list[batch.BatchMeasurement] = []
    figures = {"models": {"lungdesk-lite0": {"share_of_engine": 0.9}}}

    def measure(measurement: batch.BatchMeasurement, _ctx: JobContext) -> dict[str, Any]:
        asked.append(measurement)
        return figures

    monkeypatch.setattr(batch, "measure_batch", measure)
    models = ("--model", "lungdesk-lite0", "--model", "lungdesk-vgg16", "--model", "lungdesk-lite0")

    usual = cli("bench", "batch", "--json")
    more = cli("bench", "batch", *models, "--data", "films", "--films", 40, "--precision", "auto")

    assert (usual.code, usual.json, more.code) == (0, figures, 0)
    assert ["share_of_engine", "0.900"] in [line.split() for line in more.out.splitlines()]
    usually, both = asked
    assert (usually.models, usually.data) == ((shipped_models_folder() / DEFAULT_MODEL_ID,), None)
    assert [folder.name for folder in both.models] == ["lungdesk-lite0", "lungdesk-vgg16"]
    assert (both.data, both.film_count, both.precision) == (Path("films"), 40, "auto")
    assert both.work_folder.is_relative_to(lungdesk_home)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["reading", "--backbone", "lenet"], "There is no backbone called lenet."),
        (["training", "--backbone", "lenet"], "There is no backbone called lenet."),
        (["training", "--full"], "Drawn films cannot be told apart."),
        (["training", "--films", "4"], "Invalid value for '--films'"),
        (["training", "--runs", "0"], "Invalid value for '--runs'"),
        (["batch", "--films", "19"], "Invalid value for '--films'"),
        (["reading", "--runs", "2"], "Invalid value for '--runs'"),
    ],
)
def test_wrong_usage_is_refused_before_anything_is_measured(
    cli: Cli, asked: list[Any], arguments: list[str], words: str
) -> None:
    ended = cli("bench", *arguments)

    assert (ended.code, ended.out, asked) == (2, "", [])
    assert words in ended.err
