"""``lungdesk trials`` around a service that trains nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from lungdesk.core.jobs import JobContext
from lungdesk.ml.training.search_space import PARAMETERS
from lungdesk.services import trials
from lungdesk.services.trials import TrialsRequest
from tests.cli.conftest import Cli


def row(number: int, loss: float, state: str = "complete") -> dict[str, Any]:
    values = dict.fromkeys(PARAMETERS, 0.125) | {"backbone": "vgg16", "hidden_units": 256}
    known = {"val_loss": loss, "val_macro_f1": 0.875, "epochs": 9, "seconds": 2.0}
    return {"number": number, **values, **known, "state": state}


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[TrialsRequest]:
    """What the service was asked for."""
    requests: list[TrialsRequest] = []

    def run_trials(request: TrialsRequest, _: JobContext) -> dict[str, Any]:
        requests.append(request)
        rows = [row(0, 0.5), row(1, 0.25), row(2, 0.1, "pruned")]
        return {"best": rows[1], "trials": rows, "importances": {}, "failures": []}

    monkeypatch.setattr(trials, "run_trials", run_trials)
    return requests


def test_options_become_the_request_and_the_best_is_told_first(
    cli: Cli, asked: list[TrialsRequest], tmp_path: Path
) -> None:
    ended = cli(
        "trials", tmp_path, "--out", tmp_path / "r",
        "--backbone", "vgg16", "--backbone", "resnet50",
        "--trials", 9, "--views", 3, "--augment", "light", "--augment", "1.5", "--seed", 4,
        "--resume", "--at-once", 8, "--scheduler", "tcp://a:1",
    )  # fmt: skip

    (request,) = asked
    assert ended.code == 0
    assert (request.backbones, request.trial_count) == (("vgg16", "resnet50"), 9)
    assert (request.base.views, request.base.seed, request.is_resumed) == (3, 4, True)
    assert request.augmentations == (0.5, 1.5)
    assert (request.batch_size, request.scheduler) == (8, "tcp://a:1")
    assert "Best 2 of 3 trials" in ended.out
    assert ended.out.index("0.2500") < ended.out.index("0.5000")
    assert "--recipe" in ended.out


def test_json_is_what_the_service_says(
    cli: Cli, asked: list[TrialsRequest], tmp_path: Path
) -> None:
    assert cli("trials", tmp_path, "--out", tmp_path / "r", "--json").json["best"]["number"] == 1


@pytest.mark.parametrize(
    ("options", "words"),
    [(("--augment", "wild"), "recipe is not valid"), (("--backbone", "vgg99"), "vgg99")],
)
def test_wrong_options_are_wrong_usage(
    cli: Cli, tmp_path: Path, options: tuple[str, ...], words: str
) -> None:
    ended = cli("trials", tmp_path, "--out", tmp_path / "r", *options)

    assert ended.code == 2
    assert words in ended.err


def test_ctrl_c_is_no_error(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def run_trials(*_: object) -> dict[str, Any]:
        raise KeyboardInterrupt

    monkeypatch.setattr(trials, "run_trials", run_trials)

    ended = cli("trials", tmp_path, "--out", tmp_path / "r")

    assert (ended.code, ended.err.strip()) == (130, "Cancelled.")
