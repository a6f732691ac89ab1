"""Films that the gate refuses: a row with a reason, and no probability until it is asked for."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest

from lungdesk.core.labels import CHEST_LABELS
from lungdesk.services.gate_log import GateLog
from lungdesk.services.paths import AppPaths
from tests.cli.conftest import Cli
from tests.unit.formats.builders import write_picture
from tests.unit.services.model_copies import copy_of_model
from tests.unit.services.models.test_calibration import write_films


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LUNGDESK_HOME", str(tmp_path / "home"))


@pytest.fixture
def noise(tmp_path: Path) -> Path:
    path = tmp_path / "films" / "noise.png"
    path.parent.mkdir()
    write_picture(path, np.random.default_rng(0).integers(0, 256, (300, 300)).astype(np.uint8))
    return path


def test_a_refused_film_is_done_and_says_why(cli: Cli, noise: Path) -> None:
    told, row = cli("classify", noise), cli("classify", noise, "--json")

    assert (told.code, row.code) == (0, 0)
    assert " ".join(told.out.split()).startswith(f"{noise}: refused. This does not look like")
    assert "LD-GATE-008" in told.out
    assert "%" not in told.out
    assert (row.json["status"], row.json["code"]) == ("refused", "LD-GATE-008")
    assert (row.json["predicted"], row.json["probabilities"]) == (None, {})
    assert row.json["verdict"]["distance"] > 1
    assert list(GateLog.of(AppPaths.default()).entries()) == []


def test_reading_anyway_gives_probabilities_and_is_kept(cli: Cli, noise: Path) -> None:
    row = cli("classify", noise, "--json", "--read-anyway").json

    assert (row["status"], row["code"]) == ("ok", "LD-GATE-008")
    assert row["message"].startswith("read although refused: This does not look like")
    assert tuple(row["probabilities"]) == CHEST_LABELS.ids
    (entry,) = GateLog.of(AppPaths.default()).entries()
    assert (entry.action, entry.file) == ("read_anyway", str(noise))


@pytest.mark.parametrize("read_anyway", [False, True])
def test_rows_of_a_batch_say_refused(
    cli: Cli, noise: Path, tmp_path: Path, read_anyway: bool
) -> None:
    copy = noise.with_name("copy.png")
    copy.write_bytes(noise.read_bytes())
    out = tmp_path / "out"

    ended = cli("batch", noise.parent, "--out", out, *(["--read-anyway"] if read_anyway else []))

    assert ended.code == 0
    with (out / "results.csv").open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [row["code"] for row in rows] == ["LD-GATE-008"] * 2
    assert {row["status"] for row in rows} == {"ok" if read_anyway else "refused"}
    assert all((row["predicted"] != "") is read_anyway for row in rows)
    assert all((row["p_normal"] != "") is read_anyway for row in rows)
    summary = json.loads((out / "summary.json").read_text())
    assert (summary["ok"], summary["refused"]) == ((2, 0) if read_anyway else (0, 2))
    assert summary["failed"] == 0
    assert ("2 refused" in ended.out) is not read_anyway


def test_dicom_results_of_a_batch_are_of_what_its_rows_say(
    cli: Cli, noise: Path, tmp_path: Path
) -> None:
    ended = cli("batch", noise, "--out", tmp_path / "out", "--read-anyway", "--dicom")

    assert ended.code == 0, ended.err
    kinds = {path.stem for path in (tmp_path / "out" / "dicom").rglob("*.dcm")}
    assert {"noise-report", "noise-reading", "noise-heatmap"} <= kinds


def test_what_was_refused_is_not_read_anyway_into_the_same_rows(
    cli: Cli, noise: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    cli("batch", noise.parent, "--out", out)

    ended = cli("batch", noise.parent, "--out", out, "--resume", "--read-anyway")

    assert ended.code == 1
    assert "LD-BATCH-002" in ended.err


def test_a_model_is_calibrated_and_its_card_printed(cli: Cli, tmp_path: Path) -> None:
    model = copy_of_model(tmp_path / "copy", "copy").folder

    ended = cli("models", "calibrate", model, "--data", write_films(tmp_path / "data"))

    assert ended.code == 0
    assert "Film check and calibration" in ended.out
    shown = cli("models", "show", model, "--json").json
    assert shown["calibration"]["films"] == 25
    assert cli("models", "verify", model).code == 0


def test_films_that_are_not_there_are_said(cli: Cli, tmp_path: Path) -> None:
    model = copy_of_model(tmp_path / "copy", "copy").folder

    ended = cli("models", "calibrate", model, "--data", tmp_path / "nothing")

    assert ended.code == 1
    assert ended.err.endswith("[LD-FILE-001]\n")
