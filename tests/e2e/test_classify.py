"""``lungdesk classify`` on real films."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from lungdesk.core.imaging.grayscale import p_values
from lungdesk.core.labels import CHEST_LABELS
from lungdesk.formats.reader import read_radiograph
from tests.e2e.conftest import Program
from tests.ended_command import Ended

#: One lies on its side, and is no person's; one says it is stored the other way round than it is.
REFUSED = {
    "highdicom_dx_thorax_mono1.dcm": "LD-GATE-006",
    "rsna_cr_fake_mono1_jpeg.dcm": "LD-GATE-005",
}
TRUST = {"prediction_set", "uncertain", "verdict"}
KEYS = {"path", "status", "code", "message", "predicted", "probabilities", "model", "timings_ms"}
ENCODINGS = ("RG1_UNCR.dcm", "RG1_UNCI.dcm", "RG1_J2KR.dcm", "RG1_J2KI.dcm")
NEVER_LOADED = {"tensorflow", "keras", "PySide6", "matplotlib", "sklearn", "pandas"}


@dataclass(frozen=True)
class Reading:
    """One run over all films of the shared data and the sample study."""

    ended: Ended
    films: list[Path]
    modules: set[str]

    @property
    def rows(self) -> list[dict[str, Any]]:
        return self.ended.rows


@pytest.fixture(scope="module")
def reading(
    shared_home: Path,
    tmp_path_factory: pytest.TempPathFactory,
    shared_data: Path,
    sample_films: Path,
) -> Reading:
    folder = tmp_path_factory.mktemp("classify")
    program = Program(shared_home, folder, (sys.executable, "-X", "importtime"))
    named = [sample_films / name for name in ENCODINGS]
    folders = [shared_data / "films", shared_data / "dicom"]
    inside = [p for f in folders for p in sorted(f.iterdir()) if p.suffix != ".csv"]

    ended = program("classify", *named, *folders, "--json")

    imports = [line for line in ended.err.splitlines() if line.startswith("import time:")]
    modules = {line.rpartition("|")[2].strip().partition(".")[0] for line in imports}
    return Reading(ended, [*named, *inside], modules)


def test_every_film_is_one_line_with_all_keys(reading: Reading) -> None:
    assert reading.ended.code == 0
    assert [row["path"] for row in reading.rows] == [str(path) for path in reading.films]
    for row in reading.rows:
        assert set(row) == KEYS | TRUST
        code = REFUSED.get(Path(row["path"]).name, "")
        assert row["status"] == ("refused" if code else "ok")
        assert code in ("", row["code"])
        assert (row["code"] == "") is (row["verdict"]["decision"] == "accepted")
        assert set(row["model"]) == {"id", "version", "sha256"}
        assert set(row["timings_ms"]) == {"decode", "preprocess", "gate", "infer", "explain"}
        assert min(row["timings_ms"].values()) > 0


def test_probabilities_are_of_the_five_classes_and_name_the_finding(reading: Reading) -> None:
    for row in reading.rows:
        probabilities = row["probabilities"]
        if row["status"] == "refused":
            assert (row["predicted"], probabilities, row["prediction_set"]) == (None, {}, [])
            continue
        assert tuple(probabilities) == CHEST_LABELS.ids
        assert sum(probabilities.values()) == pytest.approx(1, abs=1e-5)
        assert probabilities[row["predicted"]] == max(probabilities.values())
        assert ("uncertain" in row["message"]) is (row["uncertain"] != "")
        assert row["prediction_set"][0] == row["predicted"]


def test_a_film_reads_the_same_in_every_encoding(reading: Reading) -> None:
    of = {Path(row["path"]).name: list(row["probabilities"].values()) for row in reading.rows}

    assert of["RG1_UNCR.dcm"] == of["RG1_J2KR.dcm"]
    assert of["RG1_UNCI.dcm"] == of["RG1_J2KI.dcm"]
    assert of["RG1_UNCR.dcm"] != of["RG1_UNCI.dcm"]
    assert of["RG1_UNCR.dcm"] == pytest.approx(of["RG1_UNCI.dcm"], abs=0.1)


def test_films_differ_in_what_is_read(reading: Reading) -> None:
    assert len({row["predicted"] for row in reading.rows if row["predicted"]}) >= 3
    assert len({str(row["probabilities"]) for row in reading.rows}) > len(reading.films) // 2


def test_each_heatmap_is_the_film_under_a_map(
    lungdesk: Program, shared_data: Path, tmp_path: Path
) -> None:
    names = ("films/film-12-tuberculosis.png", "dicom/nema_RG1_cr_mono1_j2k.dcm")
    films = [shared_data / name for name in names]

    ended = lungdesk("classify", *films, "--json", "--heatmap", "maps")

    assert [set(row) for row in ended.rows] == [KEYS | TRUST | {"heatmap"}] * 2
    assert sorted(tmp_path.glob("maps/*")) == sorted(tmp_path / r["heatmap"] for r in ended.rows)
    for film, row in zip(films, ended.rows, strict=True):
        picture = p_values(read_radiograph(tmp_path / row["heatmap"])).astype(int)
        grey = p_values(read_radiograph(film)).astype(int)
        plain = grey if grey.ndim == 3 else np.repeat(grey[..., None], 3, axis=2)
        assert picture.shape == plain.shape
        is_changed = np.abs(picture - plain).max(axis=2) > 20
        is_coloured = np.ptp(picture, axis=2) > 30
        assert 0.02 < is_changed.mean() < 0.98
        assert (is_changed & is_coloured).mean() > 0.01
        assert row["predicted"] in row["heatmap"]


def test_neither_tensorflow_nor_the_window_is_loaded(reading: Reading) -> None:
    assert {"openvino", "pydicom", "numpy"} <= reading.modules
    assert NEVER_LOADED.isdisjoint(reading.modules)


def test_people_get_a_finding_and_a_line_of_probabilities(
    lungdesk: Program, shared_data: Path
) -> None:
    film = shared_data / "films" / "film-04-normal.jpeg"

    ended = lungdesk("classify", film, "missing.dcm")

    first, second = ended.out.splitlines()
    assert ended.code == 0
    assert first.startswith(f"{film}: ")
    assert first.removeprefix(f"{film}: ").removesuffix(" (uncertain)") in CHEST_LABELS.names
    assert [name for name in CHEST_LABELS.names if f"{name} " not in second] == []
    assert second.count(" %") == 5
    assert ended.err.startswith("missing.dcm: missing.dcm is not there. ")
    assert ended.err.endswith(" [LD-FILE-001]\n")


def test_help_is_quick_because_nothing_heavy_is_loaded(shared_home: Path, tmp_path: Path) -> None:
    program = Program(shared_home, tmp_path, (sys.executable, "-X", "importtime"))

    ended = program("classify", "--help")

    loaded = {line.rpartition("|")[2].strip() for line in ended.err.splitlines()}
    assert "lungdesk.cli.commands" in loaded
    assert {"numpy", "cv2", "openvino", "tensorflow", "PySide6"}.isdisjoint(loaded)
