"""``lungdesk train --estimate`` says how long it takes and does nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from lungdesk.core.jobs import JobContext
from lungdesk.ml.training.rates import Rates
from lungdesk.services.training import estimate as training_estimate
from lungdesk.services.training import run as training
from lungdesk.services.training.rates import RatesRequest
from tests.cli.conftest import Cli
from tests.unit.services.drafts import drawn_folder

#: Ten minutes until the network is ready, and no time for all else.
RATES = Rates(start_s=600.0, read_s=0.0, augment_s=0.0, view_s=0.0, head_step_s=0.0)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    def measure(_request: RatesRequest, _ctx: JobContext) -> Rates:
        return RATES

    def train(*_: object, **__: object) -> None:
        raise AssertionError("nothing is to be trained")

    monkeypatch.setattr(training_estimate, "measure_rates", measure)
    monkeypatch.setattr(training, "train", train)


@pytest.fixture
def films(tmp_path: Path) -> Path:
    return drawn_folder(tmp_path / "films", each=10)


def test_the_range_and_the_room_are_printed(cli: Cli, films: Path, tmp_path: Path) -> None:
    run = tmp_path / "run"
    ended = cli("train", films, "--backbone", "vgg16", "--out", run, "--estimate")
    assert ended.code == 0
    assert "VGG16: 12 to 20 minutes" in ended.out
    assert "Room on the disk: " in ended.out
    assert "In all" not in ended.out
    assert not run.exists()


def test_several_networks_and_folds_add_up(cli: Cli, films: Path, tmp_path: Path) -> None:
    names = ("--backbone", "vgg16", "--backbone", "MobileNetV2")
    ended = cli("train", films, *names, "--folds", 3, "--out", tmp_path / "run", "--estimate")
    assert "MobileNetV2: 12 to 20 minutes, 3 times" in ended.out
    assert "In all: 1 to 2 hours" in ended.out


def test_a_program_gets_seconds_and_bytes(cli: Cli, films: Path, tmp_path: Path) -> None:
    ended = cli("train", films, "--out", tmp_path / "run", "--estimate", "--json")
    plain = ended.json
    assert (plain["low_s"], plain["high_s"]) == (720.0, 1170.0)
    stages = plain["backbones"]["efficientnet_lite0"]["stages"]
    assert stages["start"] == [480.0, 780.0]
    assert plain["disk_bytes"] > 0


def test_what_does_not_fit_is_refused(cli: Cli, films: Path, tmp_path: Path) -> None:
    arguments = ("--cache-limit", 0.001, "--views", 32, "--out", tmp_path / "run", "--estimate")
    ended = cli("train", films, *arguments)
    assert ended.code == 1
    assert "LD-FILE-007" in ended.err
    assert "1.0 MB may be kept" in " ".join(ended.err.split())


def test_films_that_cannot_be_trained_on_are_refused_first(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    ended = cli("train", tmp_path / "empty", "--out", tmp_path / "run", "--estimate")
    assert ended.code == 1
    assert "LD-DATA-001" in ended.err
