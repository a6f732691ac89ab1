"""``lungdesk lungs``."""

from __future__ import annotations

import json
from pathlib import Path

import cv2
import numpy as np
import pytest

from tests.cli.conftest import Cli
from tests.unit.ml.lungs.masked_films import write_collection


@pytest.fixture
def noise(tmp_path: Path) -> Path:
    path = tmp_path / "noise.png"
    cv2.imwrite(str(path), np.random.default_rng(0).integers(0, 255, (200, 220), np.uint8))
    return path


def test_what_shows_no_lungs_is_said_and_is_no_failure(cli: Cli, noise: Path) -> None:
    ended = cli("lungs", "find", noise, "--json")
    assert ended.code == 0
    row = ended.json
    assert row["status"] == "ok"
    assert row["shows_two_lungs"] is False
    assert row["faults"]
    assert row["message"]


def test_a_chest_film_shows_two_lungs(cli: Cli, shared_data: Path, tmp_path: Path) -> None:
    film = shared_data / "films" / "film-05-normal.png"
    ended = cli("lungs", "find", film, "--json", "--masks", tmp_path / "masks")
    row = ended.json
    assert row["shows_two_lungs"] is True
    (left, _), (right, _) = row["thorax"]
    assert 600 < right - left < 900  # of 1024 columns
    assert 0.8 < row["right_area_px"] / row["left_area_px"] < 1.25
    mask = cv2.imread(row["mask"], cv2.IMREAD_GRAYSCALE)
    assert mask is not None
    assert mask.shape == (1024, 1024)
    area = row["right_area_px"] + row["left_area_px"]
    assert (mask == 255).sum() == pytest.approx(area, rel=0.01)
    words = cli("lungs", "find", film)
    assert "two lungs; thorax" in words.out


def test_masks_beside_the_films_leave_them_as_they_are(
    cli: Cli, noise: Path, tmp_path: Path
) -> None:
    film = noise.read_bytes()

    ended = cli("lungs", "find", tmp_path, "--json", "--masks", tmp_path)

    assert ended.json["mask"] == str(tmp_path / "noise-lungs.png")
    assert noise.read_bytes() == film


def test_a_picture_that_cannot_be_written_is_no_success_and_costs_no_finding(
    cli: Cli, noise: Path, shared_data: Path, tmp_path: Path
) -> None:
    film = shared_data / "films" / "film-05-normal.png"
    for name in ("noise-lungs.png", "film-05-normal-lungs.png"):
        (tmp_path / "masks" / name / "in its place").mkdir(parents=True)

    ended = cli("lungs", "find", film, noise, "--json", "--masks", tmp_path / "masks")
    told = cli("lungs", "find", film, "--masks", tmp_path / "masks")

    shown, other = map(json.loads, ended.out.splitlines())
    assert (ended.code, told.code) == (1, 1)
    assert (shown["status"], shown["code"], shown["mask"]) == ("ok", "LD-FILE-006", None)
    assert (shown["shows_two_lungs"], other["shows_two_lungs"]) == (True, False)
    assert other["message"].count("; it has no picture: noise-lungs.png cannot be written") == 1
    assert f"{film}: two lungs; it has no picture: " in told.out


def test_films_that_cannot_be_read_are_rows(cli: Cli, noise: Path, tmp_path: Path) -> None:
    (tmp_path / "broken.png").write_bytes(noise.read_bytes()[:300])
    ended = cli("lungs", "find", tmp_path, "--json")
    rows = [json.loads(line) for line in ended.out.splitlines()]
    assert {row["status"] for row in rows} == {"ok", "failed"}
    assert ended.code == 0
    (tmp_path / "noise.png").unlink()
    assert cli("lungs", "find", tmp_path).code == 1


def test_another_model_is_asked_for_by_name(cli: Cli, noise: Path) -> None:
    ended = cli("lungs", "find", noise, "--model", "none-such")
    assert ended.code == 1
    assert "LD-MODEL-001" in ended.err


def test_an_evaluation_is_a_table_or_values(cli: Cli, tmp_path: Path) -> None:
    folder = write_collection(tmp_path)
    ended = cli("lungs", "evaluate", folder, "--split", "all", "--json")
    figures = ended.json
    assert ended.code == 0
    assert figures["n"] == 32
    assert set(figures["sources"]) == {"one", "other"}
    assert figures["size_bytes"] < 3e6
    assert figures["model"]["id"] == "lungdesk-lungs"
    words = cli("lungs", "evaluate", folder, "--source", "one")
    assert words.code == 0
    assert "Dice on" in words.out
    assert "ms a film" in words.out
    assert max(map(len, words.out.splitlines())) <= 80


def test_a_folder_without_masks_is_refused(cli: Cli, tmp_path: Path) -> None:
    ended = cli("lungs", "evaluate", tmp_path)
    assert ended.code == 1
    assert "LD-DATA-003" in ended.err
    ended = cli("lungs", "train", tmp_path, "--out", tmp_path / "run", "--epochs", "1")
    assert ended.code == 1
    assert "LD-DATA-003" in ended.err
    assert not (tmp_path / "run").exists()
