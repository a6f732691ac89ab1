"""``lungdesk train`` around a service that trains nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from lungdesk.cli.training import FramingName, ImbalanceName, PresetName
from lungdesk.core.jobs import JobContext
from lungdesk.core.metrics.evaluation import OVERALL
from lungdesk.ml.audit.findings import Finding, FindingKind, Severity
from lungdesk.ml.preprocess import Framing
from lungdesk.ml.training.recipe import PRESETS, Imbalance
from lungdesk.services.training import run as training
from lungdesk.services.training import series as training_series
from lungdesk.services.training.run import TrainingRequest
from lungdesk.services.training.series import SeriesRequest
from tests.cli.conftest import Cli

FOUND = [
    Finding(
        FindingKind.IDENTICAL_ACROSS_SPLITS,
        Severity.SERIOUS,
        "2 films are copies of one file (train/a.png and test/a.png).",
        reason="The model would be measured on what it has learnt.",
        advice="Keep copies in one split.",
    ).in_words()
]
RESULT: dict[str, Any] = {
    "metrics": {},
    "failures": [],
    "findings": FOUND,
    "bundle_folder": "bundle",
}


@pytest.fixture
def finds(monkeypatch: pytest.MonkeyPatch) -> Callable[[Sequence[Mapping[str, str]]], None]:
    """Let a training find something doubtful about its data."""

    def put(found: Sequence[Mapping[str, str]]) -> None:
        def train(
            _request: TrainingRequest,
            _ctx: JobContext,
            *,
            on_findings: Callable[[Sequence[Mapping[str, str]]], None],
        ) -> dict[str, Any]:
            on_findings(found)
            return RESULT

        monkeypatch.setattr(training, "train", train)

    return put


def test_what_is_doubtful_about_the_data_is_said_in_words_on_standard_error(
    cli: Cli, finds: Callable[..., None], tmp_path: Path
) -> None:
    finds(FOUND)

    ended = cli("train", tmp_path, "--out", tmp_path / "r")

    assert ended.code == 0
    said = " ".join(ended.err.split())
    assert said.startswith("severity what was found, why it matters, what to do")
    for words in (FOUND[0]["severity"], FOUND[0]["reason"], FOUND[0]["advice"]):
        assert words in said
    assert "copies of one file" in said
    assert "Model written to" in ended.out


def test_a_tuned_network_can_be_gone_on_from(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    tuned = {**RESULT, "network_weights": "network.weights.h5"}
    monkeypatch.setattr(training, "train", lambda *_, **__: tuned)

    ended = cli("train", tmp_path, "--out", tmp_path / "r")

    weights = tmp_path / "r" / "network.weights.h5"
    assert f"--weights {weights}" in "".join(ended.out.splitlines())


def test_json_is_what_the_service_says(
    cli: Cli, finds: Callable[..., None], tmp_path: Path
) -> None:
    finds(FOUND)

    assert cli("train", tmp_path, "--out", tmp_path / "r", "--json").json == RESULT


def test_of_data_without_doubt_nothing_is_said(
    cli: Cli, finds: Callable[..., None], tmp_path: Path
) -> None:
    finds([])

    assert cli("train", tmp_path, "--out", tmp_path / "r").err == ""


@pytest.fixture
def series(monkeypatch: pytest.MonkeyPatch) -> list[SeriesRequest]:
    """What the service for several trainings was asked for."""
    requests: list[SeriesRequest] = []
    figures = {name: {"mean": 0.875, "sd": 0.0125} for name in OVERALL}

    def train_series(request: SeriesRequest, _ctx: JobContext, **_: object) -> dict[str, Any]:
        requests.append(request)
        metrics = dict.fromkeys(("train", "val", "test"), figures)
        summary = {"backbone": "vgg16", "runs": 2, "metrics": metrics}
        runs = [{"folder": run.run_folder.name} for run in request.runs()]
        return {"summary": [summary], "runs": runs, "failures": []}

    monkeypatch.setattr(training_series, "train_series", train_series)
    return requests


def test_folds_and_networks_are_a_series(
    cli: Cli, series: list[SeriesRequest], tmp_path: Path
) -> None:
    ended = cli(
        "train", tmp_path, "--out", tmp_path / "r", "--backbone", "vgg16", "--folds", 2,
        "--scheduler", "tcp://a:1",
    )  # fmt: skip

    (request,) = series
    assert (request.backbones, request.fold_count) == (("vgg16",), 2)
    assert request.base.scheduler == "tcp://a:1"
    assert ended.code == 0
    assert "0.875 ± 0.013" in ended.out
    assert "train" not in ended.out.splitlines()[2]
    assert ended.out.rstrip().endswith("r/fold-2 --out DIR")


def test_the_framing_goes_into_the_recipe(
    cli: Cli, series: list[SeriesRequest], tmp_path: Path
) -> None:
    file = tmp_path / "recipe.json"
    file.write_text('{"framing": "centre_crop"}')
    several = ("--out", tmp_path / "r", "--folds", 2)

    cli("train", tmp_path, *several)
    cli("train", tmp_path, *several, "--recipe", file)
    cli("train", tmp_path, *several, "--recipe", file, "--framing", "lungs")

    framings = [request.base.recipe.framing for request in series]
    assert framings == [Framing.SQUASH, Framing.CENTRE_CROP, Framing.LUNGS]
    assert [one.value for one in FramingName] == [one.value for one in Framing]


def test_several_networks_are_a_series(
    cli: Cli, series: list[SeriesRequest], tmp_path: Path
) -> None:
    options = ("--backbone", "vgg16", "--backbone", "densenet121", "--json")
    ended = cli("train", tmp_path, "--out", tmp_path / "r", *options)

    assert series[0].backbones == ("vgg16", "densenet121")
    assert [run["folder"] for run in ended.json["runs"]] == ["vgg16", "densenet121"]


def test_a_single_fold_is_wrong_usage(cli: Cli, tmp_path: Path) -> None:
    assert cli("train", tmp_path, "--out", tmp_path / "r", "--folds", 1).code == 2


def test_every_preset_can_be_named() -> None:
    assert [one.value for one in PresetName] == list(PRESETS)
    assert [one.value for one in ImbalanceName] == list(Imbalance)
