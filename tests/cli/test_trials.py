"""``lungdesk trials`` around a service that trains nothing."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Any

import pytest

from lungdesk.core.jobs import JobContext
from lungdesk.ml.training.recipe import BlockSettings
from lungdesk.ml.training.search_space import PARAMETERS
from lungdesk.services.training import trials
from lungdesk.services.training.trials import TrialsRequest
from tests.cli.conftest import Cli


def row(number: int, loss: float, *, state: str = "complete", **drawn: Any) -> dict[str, Any]:
    values = dict.fromkeys(PARAMETERS) | {"backbone": "vgg16", "views": 2, **drawn}
    known = {"val_loss": loss, "val_macro_f1": 0.875, "epochs": 9, "seconds": 2.0}
    return {"number": number, **values, **known, "state": state}


EXACT: dict[str, Any] = {"solver": "exact", "penalty": 0.25}
ADAMW: dict[str, Any] = {"solver": "adamw", "hidden_units": 256, "learning_rate": 2e-3}
BLOCK: dict[str, Any] = {"cut_point": "block4", "block_learning_rate": 3e-5}


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[TrialsRequest]:
    """What the service was asked for."""
    requests: list[TrialsRequest] = []

    def run_trials(request: TrialsRequest, _: JobContext) -> dict[str, Any]:
        requests.append(request)
        rows = [row(0, 0.5, **ADAMW), row(1, 0.25, **EXACT), row(2, 0.1, state="pruned", **ADAMW)]
        rows.append(row(3, 0.75, **EXACT, **BLOCK))
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
        "--blocks", 2, "--block-epochs", 5,
    )  # fmt: skip

    (request,) = asked
    assert ended.code == 0
    assert (request.backbones, request.trial_count) == (("vgg16", "resnet50"), 9)
    assert (request.base.views, request.base.seed, request.is_resumed) == (3, 4, True)
    assert request.augmentations == (0.5, 1.5)
    assert (request.batch_size, request.scheduler) == (8, "tcp://a:1")
    assert (request.cut_count, request.base.block) == (2, BlockSettings(epochs=5, views=3))
    assert "Best 3 of 4 trials" in ended.out
    assert "--recipe" in ended.out
    rows = [" ".join(line.split()) for line in ended.out.splitlines() if "vgg16 " in line]
    assert rows[:3] == [
        "vgg16 1 0.2500 0.875 exact, 0.25 – 2",
        "vgg16 0 0.5000 0.875 adamw 256, 2e-03 – 2",
        "vgg16 3 0.7500 0.875 exact, 0.25 block4, 3e-05 2",
    ]


def test_the_command_to_go_on_with_names_a_path_with_spaces_as_one_word(
    cli: Cli, asked: list[TrialsRequest], tmp_path: Path
) -> None:
    ended = cli("trials", tmp_path, "--out", tmp_path / "my trials")

    words = shlex.split(ended.out.splitlines()[-1])
    assert words[words.index("--recipe") + 1] == str(tmp_path / "my trials" / "best-recipe.json")


def test_heads_alone_are_tried_unless_blocks_are_asked_for(
    cli: Cli, asked: list[TrialsRequest], tmp_path: Path
) -> None:
    cli("trials", tmp_path, "--out", tmp_path / "r")

    assert (asked[0].cut_count, asked[0].base.block) == (0, None)


def test_blocks_are_shown_no_more_views_than_heads(
    cli: Cli, asked: list[TrialsRequest], tmp_path: Path
) -> None:
    cli("trials", tmp_path, "--out", tmp_path / "r", "--blocks", 1, "--views", 2)

    block = asked[0].base.block
    assert block is not None
    assert block.views == 2


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
