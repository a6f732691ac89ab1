"""Films that lie otherwise: refused, and read once they are mended, where that is wanted."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pydicom
import pytest

from lungdesk.services.gate_log import GateLog
from lungdesk.services.paths import AppPaths
from lungdesk.services.sample_study import sample_film
from tests.cli.conftest import Cli
from tests.unit.formats.builders import write_picture


def turned(path: Path, quarter_turns: int = 1) -> Path:
    """The sample film, turned clockwise."""
    film = pydicom.dcmread(sample_film())
    values = np.ascontiguousarray(np.rot90(film.pixel_array, -quarter_turns))
    film.Rows, film.Columns = values.shape
    film.PixelData = values.tobytes()
    film.SOPInstanceUID = film.file_meta.MediaStorageSOPInstanceUID = pydicom.uid.generate_uid()
    path.parent.mkdir(exist_ok=True)
    film.save_as(path)
    return path


@pytest.fixture
def film(tmp_path: Path) -> Path:
    return turned(tmp_path / "films" / "turned.dcm")


@pytest.fixture
def noise(film: Path) -> Path:
    path = film.with_name("noise.png")
    write_picture(path, np.random.default_rng(0).integers(0, 256, (300, 300)).astype(np.uint8))
    return path


def entries() -> list[tuple[str, str, str]]:
    """Action, file and correction of what the log of the film check holds."""
    found = GateLog.of(AppPaths.default()).entries()
    return [(one.action, Path(one.file).name, str(one.verdict.applied)) for one in found]


def rows_of(out: Path) -> dict[str, dict[str, str]]:
    with (out / "results.csv").open(newline="") as stream:
        return {Path(row["path"]).name: row for row in csv.DictReader(stream)}


def test_a_turned_film_is_mended_and_read_where_that_is_wanted(cli: Cli, film: Path) -> None:
    upright = cli("classify", sample_film(), "--json").json
    refused = cli("classify", film, "--json").json
    assert (refused["status"], refused["verdict"]["offered"]) == ("refused", "turn_left")
    assert entries() == []

    row = cli("classify", film, "--json", "--mend").json

    assert (row["status"], row["code"]) == ("ok", "")
    assert row["message"].endswith("read after a correction (turn_left)")
    assert row["verdict"]["applied"] == "turn_left"
    assert row["verdict"]["offered"] == ""
    assert row["verdict"]["overridden"] is False
    assert row["predicted"] == upright["predicted"]
    assert row["probabilities"] == pytest.approx(upright["probabilities"], abs=0.02)
    assert entries() == [("corrected", "turned.dcm", "turn_left")]


def test_a_film_that_needs_no_mending_is_read_as_ever(cli: Cli) -> None:
    plain, mended = (
        cli("classify", sample_film(), "--json", *options).json for options in ([], ["--mend"])
    )

    assert {**mended, "timings_ms": 0} == {**plain, "timings_ms": 0}
    assert entries() == []


def test_what_nothing_mends_stays_refused_unless_it_is_read_anyway(cli: Cli, noise: Path) -> None:
    refused = cli("classify", noise, "--json", "--mend").json
    assert (refused["status"], refused["code"]) == ("refused", "LD-GATE-008")
    assert refused["probabilities"] == {}
    assert entries() == []

    both = cli("classify", noise.parent, "--json", "--mend", "--read-anyway").out.splitlines()

    by_name = {Path(row["path"]).name: row for row in map(json.loads, both)}
    assert by_name["turned.dcm"]["verdict"]["applied"] == "turn_left"
    assert by_name["turned.dcm"]["verdict"]["overridden"] is False
    assert by_name["noise.png"]["verdict"]["overridden"] is True
    assert {action for action, _, _ in entries()} == {"corrected", "read_anyway"}


def test_rows_and_objects_of_a_batch_say_what_was_mended(
    cli: Cli, film: Path, noise: Path, tmp_path: Path
) -> None:
    turned(film.with_name("upright.dcm"), 0)
    single = cli("classify", film, "--json", "--mend").json
    out = tmp_path / "out"

    ended = cli("batch", film.parent, "--out", out, "--mend", "--dicom")

    assert ended.code == 0, ended.err
    assert "2 of 3 files were read, 1 refused" in ended.out
    rows = rows_of(out)
    row = rows["turned.dcm"]
    assert row["status"] == "ok"
    assert row["message"].endswith("read after a correction (turn_left)")
    assert row["predicted"] == single["predicted"]
    assert float(row[f"p_{row['predicted']}"]) == pytest.approx(
        single["probabilities"][row["predicted"]], abs=1e-3
    )
    assert rows["noise.png"]["code"] == "LD-GATE-008"
    assert "correction" not in rows["upright.dcm"]["message"]
    assert entries()[1:] == [("corrected", "turned.dcm", "turn_left")]
    assert "turn it to the left" in _parameters(next(out.glob("dicom/turned-*/*reading.dcm")))
    assert "turn it" not in _parameters(next(out.glob("dicom/upright-*/*reading.dcm")))


def _parameters(path: Path) -> str:
    """All that a structured report says."""
    return json.dumps(pydicom.dcmread(path).to_json_dict())


@pytest.mark.parametrize(("before", "after"), [([], ["--mend"]), (["--mend"], [])])
def test_mended_rows_and_others_do_not_share_a_table(
    cli: Cli, film: Path, tmp_path: Path, before: list[str], after: list[str]
) -> None:
    out = tmp_path / "out"
    cli("batch", film, "--out", out, *before)

    ended = cli("batch", film, "--out", out, "--resume", *after)

    assert ended.code == 1
    assert "LD-BATCH-002" in ended.err
    assert "--mend" in ended.err
    assert cli("batch", film, "--out", out, "--resume", *before).code == 0


def test_a_report_is_of_the_mended_film_and_says_so(cli: Cli, film: Path, tmp_path: Path) -> None:
    refused, mended = tmp_path / "refused.json", tmp_path / "mended.json"
    assert cli("report", film, "--out", refused).code == 0

    ended = cli("report", film, "--out", mended, "--mend", "--dicom", tmp_path / "objects")

    assert ended.code == 0, ended.err
    assert "turned to the right" in refused.read_text()
    assert "the film was corrected: turn it to the left" in mended.read_text()
    assert entries() == [("corrected", "turned.dcm", "turn_left")]
    objects = {path.stem.rpartition("-")[2]: path for path in (tmp_path / "objects").iterdir()}
    assert "turn it to the left" in _parameters(objects["reading"])


def test_page_map_and_view_are_those_of_the_mended_film(
    cli: Cli, film: Path, tmp_path: Path
) -> None:
    header = pydicom.dcmread(film)
    header.PhotometricInterpretation = "MONOCHROME2"  # it is MONOCHROME1: black for white
    header.save_as(film)
    upright, mended = (tmp_path / f"{name}.json" for name in ("upright", "mended"))
    assert cli("report", sample_film(), "--out", upright).code == 0

    ended = cli("report", film, "--out", mended, "--mend", "--dicom", tmp_path / "objects")

    assert ended.code == 0, ended.err
    said = json.loads(mended.read_text())
    assert said["shown"] == {"mirrored": False, "turned": 270, "inverted": True}
    assert said["model"]["precision"] == json.loads(upright.read_text())["model"]["precision"]
    assert said["model"]["precision"]
    objects = {path.stem.rpartition("-")[2]: path for path in (tmp_path / "objects").iterdir()}
    state = pydicom.dcmread(objects["presentation"])
    assert (state.ImageRotation, state.ImageHorizontalFlip) == (270, "N")
    assert state.PresentationLUTShape == "INVERSE"
    derived = pydicom.dcmread(objects["heatmap"]).DerivationDescription
    assert "the film was corrected: turn it to the left and invert it." in derived
