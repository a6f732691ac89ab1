"""Films that cannot be read: each is a row with a code, alone it is exit code 1."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from lungdesk.core.errors import ErrorCode
from lungdesk.core.jobs import JobContext
from lungdesk.services.inference import FilmReader
from tests.cli.conftest import Cli
from tests.e2e.bad_films import CODES, write_bad_films

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
