"""Films that cannot be read: each is a row with a code, alone it is exit code 1."""

from __future__ import annotations

import json
import os
from pathlib import Path

import numpy as np
import pytest

from lungdesk.cli import console
from lungdesk.core.errors import ErrorCode
from lungdesk.core.jobs import JobContext
from lungdesk.formats.dicom_writers.secondary_capture import Capture, write_capture
from lungdesk.formats.raster_writer import write_png
from lungdesk.formats.reader import read_radiograph
from lungdesk.services.inference import FilmReader, Reading
from lungdesk.services.read_request import ReadRequest
from tests.cli.conftest import Cli
from tests.e2e.bad_films import CODES, write_bad_films
from tests.unit.formats.builders import write_dicom
from tests.unit.services.fakes import reading

KEYS = [
    "path",
    "status",
    "code",
    "message",
    "predicted",
    "probabilities",
    "model",
    "timings_ms",
]


@pytest.fixture
def no_warm_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Compiling the model takes longer than these tests; they read no film with it."""

    def warm_up(_self: FilmReader, _request: None, _ctx: JobContext) -> None:
        pass

    monkeypatch.setattr(FilmReader, "warm_up", warm_up)


def test_of_a_film_that_is_not_there_nothing_is_told_as_done(
    cli: Cli, no_warm_up: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(console, "_LINE_INTERVAL_S", 0.0)

    ended = cli("classify", tmp_path / "nowhere.jpg", "--json")

    assert ended.code == 1
    assert "done" not in ended.err


@pytest.mark.parametrize(("name", "code"), CODES.items())
def test_a_single_bad_film_is_one_line_and_exit_code_1(
    cli: Cli, no_warm_up: None, tmp_path: Path, name: str, code: ErrorCode
) -> None:
    write_bad_films(tmp_path)
    path = tmp_path / name

    told, row = cli("classify", path), cli("classify", path, "--json")

    assert (told.code, told.out, row.code, row.err) == (1, "", 1, "")
    (line,) = told.err.splitlines()
    assert line.startswith(f"{path}: ")
    assert line.endswith(f". [{code}]")
    assert list(row.json) == KEYS
    assert (row.json["path"], row.json["status"]) == (str(path), "failed")
    assert row.json["code"] == code
    assert name in row.json["message"]


@pytest.mark.parametrize("name", ["film-heatmap.dcm", "film-tuberculosis.png"])
def test_of_a_map_that_lungdesk_has_made_the_row_says_so(
    cli: Cli, no_warm_up: None, tmp_path: Path, name: str
) -> None:
    film, pixels = read_radiograph(write_dicom(tmp_path / "film.dcm")), np.zeros((64, 64, 3), "u1")
    write_capture(tmp_path / "film-heatmap.dcm", film, Capture(pixels, "Map", "Laid over."))
    write_png(tmp_path / "film-tuberculosis.png", pixels)

    ended = cli("classify", tmp_path / name, "--json", "--read-anyway")

    row = ended.json
    assert (ended.code, row["status"], row["code"]) == (1, "failed", ErrorCode.FILE_OWN_PICTURE)
    assert row["message"].startswith("This is a picture that LungDesk has made of a film;")
    assert (row["predicted"], row["probabilities"]) == (None, {})


def test_a_picture_that_cannot_be_written_is_no_success_and_costs_no_reading(
    cli: Cli, no_warm_up: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_as(_self: FilmReader, request: ReadRequest, _ctx: JobContext) -> Reading:
        return reading(request.radiograph)

    monkeypatch.setattr(FilmReader, "read_as", read_as)
    film, maps = write_dicom(tmp_path / "film.dcm"), tmp_path / "maps"
    assert cli("classify", film, "--heatmap", maps).code == 0
    (picture,) = maps.iterdir()
    picture.unlink()
    (picture / "in its place").mkdir(parents=True)

    ended = cli("classify", film, "--json", "--heatmap", maps)

    assert ended.code == 1
    assert (ended.json["status"], ended.json["code"]) == ("ok", ErrorCode.FILE_NOT_WRITABLE)
    assert (ended.json["predicted"], ended.json["heatmap"]) == ("tuberculosis", None)


def test_names_of_films_are_printed_as_they_are(cli: Cli, no_warm_up: None, tmp_path: Path) -> None:
    names = [b"film[red]1.dcm", b"a:smile:b.dcm", b"two\nlines\x1b[0m.dcm", b"\xff.dcm"]
    for name in names:
        (tmp_path / os.fsdecode(name)).touch()

    told, rows = cli("classify", tmp_path), cli("classify", tmp_path, "--json")

    shown = sorted(line.partition(": ")[0] for line in told.err.splitlines())
    assert [path.removeprefix(f"{tmp_path}/") for path in shown] == [
        "?.dcm",
        "a:smile:b.dcm",
        "film[red]1.dcm",
        "two?lines?[0m.dcm",
    ]
    found = [Path(json.loads(line)["path"]).name for line in rows.out.splitlines()]
    assert sorted(os.fsencode(name) for name in found) == sorted(names)


@pytest.mark.parametrize(
    "arguments",
    [
        ["classify", "film.dcm", "--heatmap"],
        ["evaluate", "lungdesk-lite0", "films", "--out"],
    ],
)
def test_a_folder_that_cannot_be_written_is_told_before_the_work(
    cli: Cli, tmp_path: Path, arguments: list[str]
) -> None:
    (tmp_path / "file").touch()

    ended = cli(*arguments, tmp_path / "file" / "results")

    assert (ended.code, ended.out) == (1, "")
    assert ended.err == (
        f"Error: Nothing can be written to {tmp_path}/file/results (Not a directory)."
        " Choose another folder. [LD-FILE-006]\n"
    )
