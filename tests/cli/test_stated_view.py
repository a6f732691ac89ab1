"""Films whose header says that they are no frontal view of the chest, as a user reads them."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pydicom
import pytest
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence

from lungdesk.services.gate_log import GateLog
from lungdesk.services.paths import AppPaths
from lungdesk.services.sample_study import sample_film
from tests.cli.conftest import Cli

VIEW, OTHER_SUBJECT, ORIENTATION = "LD-GATE-011", "LD-GATE-012", "LD-GATE-013"


@pytest.fixture
def chest(tmp_path: Path) -> pydicom.FileDataset:
    """A frontal chest film that is read without a doubt."""
    return pydicom.dcmread(sample_film())


def saved(chest: pydicom.FileDataset, path: Path, **elements: object) -> Path:
    for keyword, value in elements.items():
        setattr(chest, keyword, value)
    chest.SOPInstanceUID = chest.file_meta.MediaStorageSOPInstanceUID = pydicom.uid.generate_uid()
    path.parent.mkdir(exist_ok=True)
    chest.save_as(path)
    return path


def left_lateral() -> Sequence:
    item = Dataset()
    item.CodeValue, item.CodingSchemeDesignator = "399173006", "SCT"
    item.CodeMeaning = "left lateral"
    return Sequence([item])


def test_a_lateral_film_is_refused_by_its_header_alone(
    cli: Cli, chest: pydicom.FileDataset, tmp_path: Path
) -> None:
    path = saved(chest, tmp_path / "lateral.dcm", ViewPosition="LL")

    told, row = cli("classify", path), cli("classify", path, "--json").json

    assert told.code == 0
    said = " ".join(told.out.split())
    assert "refused. By its header this is a lateral view (LL), not a frontal one." in said
    assert "%" not in told.out
    assert (row["status"], row["code"], row["predicted"]) == ("refused", VIEW, None)
    assert row["probabilities"] == {}
    assert row["verdict"]["distance"] < 1  # the picture itself is a frontal film


def test_a_frontal_film_with_a_wrong_header_is_read_at_ones_wish_which_is_kept(
    cli: Cli, chest: pydicom.FileDataset, tmp_path: Path
) -> None:
    path = saved(chest, tmp_path / "lateral.dcm", ViewPosition=None)
    assert cli("classify", path, "--json").json["code"] == ""
    saved(chest, path, ViewCodeSequence=left_lateral())

    row = cli("classify", path, "--json", "--read-anyway").json

    assert (row["status"], row["code"]) == ("ok", VIEW)
    assert row["message"].startswith("read although refused: By its header this is a lateral view")
    assert row["predicted"]
    (entry,) = GateLog.of(AppPaths.default()).entries()
    assert (entry.action, entry.file) == ("read_anyway", str(path))
    assert entry.verdict.code == VIEW


def test_a_film_that_is_mirrored_by_its_header_is_read_with_a_doubt(
    cli: Cli, chest: pydicom.FileDataset, tmp_path: Path
) -> None:
    usual = saved(chest, tmp_path / "usual.dcm", PatientOrientation=["L", "F"])
    assert cli("classify", usual, "--json").json["verdict"]["code"] == ""
    mirrored = saved(chest, tmp_path / "mirrored.dcm", PatientOrientation=["R", "F"])

    row = cli("classify", mirrored, "--json").json

    assert (row["status"], row["verdict"]["decision"]) == ("ok", "doubtful")
    assert row["verdict"]["code"] == ORIENTATION
    assert "mirrored (R\\F): left and right may be exchanged." in row["verdict"]["sentence"]
    assert row["predicted"]


@pytest.mark.parametrize("read_anyway", [False, True])
def test_rows_of_a_batch_say_what_the_header_says(
    cli: Cli, chest: pydicom.FileDataset, tmp_path: Path, read_anyway: bool
) -> None:
    films, out = tmp_path / "films", tmp_path / "out"
    saved(chest, films / "1-frontal.dcm", ViewPosition="AP")
    saved(chest, films / "2-lateral.dcm", ViewPosition="LATERAL")
    saved(chest, films / "3-knee.dcm", ViewPosition="AP", BodyPartExamined="KNEE")

    ended = cli("batch", films, "--out", out, *(["--read-anyway"] if read_anyway else []))

    assert ended.code == 0
    with (out / "results.csv").open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [row["code"] for row in rows] == ["", VIEW, OTHER_SUBJECT]
    other = "ok" if read_anyway else "refused"
    assert [row["status"] for row in rows] == ["ok", other, other]
    assert [row["predicted"] != "" for row in rows] == [True, read_anyway, read_anyway]
    assert "another part of the body (KNEE)" in rows[2]["message"]
    summary = json.loads((out / "summary.json").read_text())
    assert summary["refused"] == (0 if read_anyway else 2)
