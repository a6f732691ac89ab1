"""``lungdesk models check``, and models of shuffled labels on the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from lungdesk.core.jobs import JobContext
from lungdesk.ml.bundle import load_bundle
from lungdesk.ml.engine import PrecisionChoice
from lungdesk.ml.ensemble import AnyBundle
from lungdesk.ml.shuffled_labels import SHUFFLED_NOTE
from lungdesk.services.models import checks as model_checks
from lungdesk.services.models.checks import CheckRequest
from lungdesk.services.models.rewriting import with_changes
from lungdesk.services.training import run as training
from lungdesk.services.training.run import TrainingRequest
from tests.cli.conftest import Cli
from tests.shipped_models import SINGLE_MODEL_ID
from tests.unit.reporting.check_records import checks_record
from tests.unit.services.model_copies import copy_of_model, shuffled_copy


@pytest.fixture
def requests(monkeypatch: pytest.MonkeyPatch) -> list[CheckRequest]:
    """What the service was asked for; it writes a card without having measured anything."""
    asked: list[CheckRequest] = []

    def check_model(request: CheckRequest, _ctx: JobContext) -> AnyBundle:
        asked.append(request)
        request.tell_doubt("Of 9 films Mine has learnt from 2: they flatter every figure.")
        return with_changes(load_bundle(request.folder), {"checks": checks_record()})

    monkeypatch.setattr(model_checks, "check_model", check_model)
    return asked


def test_what_is_asked_for_reaches_the_service(
    cli: Cli, requests: list[CheckRequest], lungdesk_home: Path, tmp_path: Path
) -> None:
    models = lungdesk_home / "data" / "models"
    for name in ("mine", "frozen"):
        copy_of_model(models / name, name)

    ended = cli(
        "models", "check", "mine", "--data", tmp_path, "--baseline", "frozen", "--films", 12,
        "--seed", 3, "--precision", "auto", "--out", tmp_path / "out", "--map", "Lung=normal",
    )  # fmt: skip

    assert ended.code == 0, ended.err
    (request,) = requests
    assert (request.folder, request.baseline) == (models / "mine", models / "frozen")
    assert (request.data, request.out) == (tmp_path, tmp_path / "out")
    assert (request.films, request.seed) == (12, 3)
    assert request.precision is PrecisionChoice.AUTO
    assert request.label_map == {"Lung": "normal"}
    assert "Weight randomisation" in ended.out
    assert "Note: Of 9 films Mine has learnt from 2" in ended.err


@pytest.mark.parametrize("command", ["check", "calibrate"])
@pytest.mark.parametrize("out", ["notes", "."])
def test_a_folder_with_something_in_it_is_no_place_for_a_result(
    cli: Cli, lungdesk_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    command: str, out: str,
) -> None:  # fmt: skip
    copy_of_model(lungdesk_home / "data" / "models" / "mine", "mine")
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "note.txt").write_text("mine")
    monkeypatch.chdir(tmp_path)

    ended = cli("models", command, "mine", "--data", tmp_path / "no-films", "--out", out)

    assert ended.code == 1
    assert "LD-FILE-006" in ended.err
    assert (tmp_path / "notes" / "note.txt").read_text() == "mine"


@pytest.mark.parametrize("command", ["check", "calibrate"])
def test_a_model_that_ships_is_changed_only_where_its_folder_is_named(
    cli: Cli, repo_root: Path, tmp_path: Path, command: str
) -> None:
    words = ("models", command, SINGLE_MODEL_ID, "--data", tmp_path / "no-films")

    ended = cli(*words)
    named = cli(*words, "--out", repo_root / "models" / SINGLE_MODEL_ID)

    assert ended.code == 1
    assert f"{SINGLE_MODEL_ID} comes with LungDesk" in ended.err
    assert "--out. [LD-FILE-006]" in " ".join(ended.err.split())
    assert named.err.endswith("[LD-FILE-001]\n")  # it has come to the films


def test_where_nothing_can_be_written_is_said_before_the_work(
    cli: Cli, requests: list[CheckRequest], lungdesk_home: Path, tmp_path: Path
) -> None:
    copy_of_model(lungdesk_home / "data" / "models" / "mine", "mine")
    (tmp_path / "file").touch()

    ended = cli("models", "check", "mine", "--data", tmp_path, "--out", tmp_path / "file" / "out")

    assert (ended.code, requests) == (1, [])
    assert "LD-FILE-006" in ended.err


def test_a_baseline_that_is_not_there_is_named(
    cli: Cli, requests: list[CheckRequest], lungdesk_home: Path, tmp_path: Path
) -> None:
    copy_of_model(lungdesk_home / "data" / "models" / "mine", "mine")

    ended = cli("models", "check", "mine", "--data", tmp_path, "--baseline", "nobody")

    assert ended.code == 1
    assert "[LD-MODEL-001]" in ended.err
    assert requests == []


def test_who_reads_with_shuffled_labels_is_warned(cli: Cli, lungdesk_home: Path) -> None:
    shuffled_copy(lungdesk_home / "data" / "models" / "test", "test")

    used = cli("models", "use", "test")

    assert " ".join(used.err.split()) == f"It must not read films. {SHUFFLED_NOTE}"


def test_shuffled_labels_are_asked_for_and_told(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asked: list[TrainingRequest] = []

    def train(request: TrainingRequest, _ctx: JobContext, **_: object) -> dict[str, Any]:
        asked.append(request)
        about = {"shuffled_labels": {"note": SHUFFLED_NOTE, "chance": {}}}
        told = about if request.recipe.shuffled_labels else {}
        return {"metrics": {}, "failures": [], "findings": [], "bundle_folder": "bundle", **told}

    monkeypatch.setattr(training, "train", train)

    plain = cli("train", tmp_path, "--out", tmp_path / "r")
    shuffled = cli("train", tmp_path, "--out", tmp_path / "r", "--shuffle-labels")

    assert [request.recipe.shuffled_labels for request in asked] == [False, True]
    assert plain.err == ""
    assert " ".join(shuffled.err.split()) == SHUFFLED_NOTE
