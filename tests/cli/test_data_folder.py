"""Where the folder that was chosen for data is not there."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from lungdesk.services.paths import AppPaths
from tests.cli.conftest import Cli
from tests.shipped_models import SHIPPED_MODEL_IDS


@pytest.fixture(autouse=True)
def drive(tmp_path: Path) -> Path:
    """Its drive, which is not connected."""
    drive = tmp_path / "drive"
    AppPaths.default().choose_data(drive / "lungdesk")
    drive.rename(tmp_path / "elsewhere")
    return drive


def test_the_doctor_says_so(cli: Cli, drive: Path) -> None:
    ended = cli("doctor", "--json")

    assert ended.code == 0
    words = f"The folder for data is not there: {drive / 'lungdesk'}. Connect its drive"
    assert ended.json["data_folder"].startswith(words)
    assert ended.json["models"] == dict.fromkeys(SHIPPED_MODEL_IDS, "ok")


def test_once_it_is_connected_the_doctor_finds_it(cli: Cli, drive: Path) -> None:
    drive.with_name("elsewhere").rename(drive)

    assert cli("doctor", "--json").json["data_folder"] == "ok"


def test_what_needs_none_of_it_works(cli: Cli, tmp_path: Path) -> None:
    for name in ("normal", "tuberculosis"):
        (tmp_path / "films" / name).mkdir(parents=True)
        film = np.random.default_rng(len(name)).integers(0, 256, (64, 64), np.uint8)
        Image.fromarray(film).save(tmp_path / "films" / name / "film.png")

    assert cli("models", "backbones").code == 0
    assert cli("dataset", "audit", tmp_path / "films").code == 0


def test_what_needs_it_says_so(cli: Cli) -> None:
    ended = cli("models", "list")

    assert ended.code == 1
    assert "The folder for data is not there" in ended.err
