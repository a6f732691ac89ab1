"""Many films into a table: killed at any moment, it goes on to the same rows."""

from __future__ import annotations

import csv
import shutil
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from pydicom.uid import MPEG4HP41

from lungdesk.core.jobs import NullContext
from lungdesk.core.labels import CHEST_LABELS
from lungdesk.core.worklist.columns import STATES
from lungdesk.services.paths import AppPaths
from lungdesk.services.workspace.desk import WorkspaceDesk
from lungdesk.services.workspace.requests import RowsRequest
from tests.conftest import REPO_ROOT
from tests.e2e.bad_films import write_bad_films
from tests.e2e.conftest import PATIENCE_S, Program
from tests.ended_command import Ended
from tests.unit.formats.builders import dicom, gradient, save_frames

Rows = list[dict[str, str]]

#: The program, where no file may become longer than the first argument says: as on a full disk.
WITH_LITTLE_ROOM = """
import resource, sys
from lungdesk.app import main
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv.pop(1)), resource.RLIM_INFINITY))
sys.exit(main())
"""


@dataclass(frozen=True)
class Batch:
    """A batch that nothing disturbed."""

    films: Path
    ended: Ended
    rows: Rows


@pytest.fixture
def films(tmp_path: Path, shared_data: Path) -> Path:
    """Films that a test may change."""
    return _write_films(tmp_path / "films", shared_data)


@pytest.fixture(scope="module")
def undisturbed(
    shared_home: Path, shared_data: Path, tmp_path_factory: pytest.TempPathFactory
) -> Batch:
    folder = tmp_path_factory.mktemp("undisturbed")
    films = _write_films(folder / "films", shared_data)
    ended = Program(shared_home, folder)("batch", films, "--out", "whole", "--json")
    return Batch(films, ended, _rows(folder / "whole"))


def _write_films(folder: Path, shared_data: Path) -> Path:
    """Good films, two with one content, beside those that cannot be read."""
    folder.mkdir()
    write_bad_films(folder)
    good = sorted((shared_data / "cxr" / "test" / "Normal").glob("*.jpg"))[:9]
    for path in good:
        shutil.copy(path, folder)
    shutil.copy(good[0], folder / "copy.jpg")
    return folder


def _rows(folder: Path) -> Rows:
    with (folder / "results.csv").open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    for row in rows:
        assert float(row.pop("seconds")) >= 0
    return rows


@pytest.mark.parametrize("moment", ["before", "torn", "written", "table"])
def test_killed_and_resumed_the_rows_are_those_of_an_undisturbed_run(
    lungdesk: Program, undisturbed: Batch, moment: str
) -> None:
    hand = replace(lungdesk, entry=("-m", "tests.e2e.batch_hand"))
    command = ("batch", undisturbed.films, "--out", "killed")
    with hand.start(moment, *command) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "here\n"
        child.kill()
        child.communicate(timeout=PATIENCE_S)
    assert child.returncode == -9

    resumed = lungdesk(*command, "--resume", "--json")

    before = undisturbed.ended
    assert (before.code, resumed.code) == (0, 0)
    rows = _rows(lungdesk.folder / "killed")
    assert rows == undisturbed.rows
    paths = [row["path"] for row in rows]
    assert len(set(paths)) == len(paths) == resumed.json["files"]
    assert resumed.json["ok"] == before.json["ok"] == 10
    assert resumed.json["read_now"] < before.json["read_now"]
    assert all(row["message"] and row["code"] for row in rows if row["status"] == "failed")


def test_on_a_full_disk_it_ends_in_a_sentence_and_goes_on_when_there_is_room(
    lungdesk: Program, films: Path, tmp_path: Path
) -> None:
    pytest.importorskip("resource", reason="this system has no limits for processes")
    lungdesk = replace(lungdesk, home=tmp_path / "home")
    little_room = replace(lungdesk, entry=("-c", WITH_LITTLE_ROOM))

    full = little_room(3000, "batch", films, "--out", "out")
    kept = (lungdesk.folder / "out" / "rows.journal").stat().st_size
    resumed = lungdesk("batch", films, "--out", "out", "--resume", "--json")

    assert (full.code, full.out) == (1, "")
    said = " ".join(full.err.split())
    assert "rows.journal cannot be written (File too large). Check the space in" in said
    assert said.endswith("then go on with --resume. [LD-FILE-006]")
    assert kept <= 3000
    assert resumed.code == 0
    paths = [row["path"] for row in _rows(lungdesk.folder / "out")]
    assert len(set(paths)) == len(paths) == resumed.json["files"]
    assert resumed.json["ok"] == 10


def test_what_is_done_is_not_read_again_and_other_films_are_added(
    lungdesk: Program, films: Path
) -> None:
    first = lungdesk("batch", films, "--out", "out", "--json")
    refused = lungdesk("batch", films, "--out", "out")
    kept = _rows(lungdesk.folder / "out")
    shutil.copy(films / "copy.jpg", films / "second-copy.jpg")
    save_frames(films / "video-too.dcm", dicom(gradient()), MPEG4HP41, [b"\0" * 64])
    again = lungdesk("batch", films, "--out", "out", "--resume", "--json")

    assert (first.code, refused.code, again.code) == (0, 1, 0)
    assert refused.err.rstrip().endswith("[LD-BATCH-001]")
    assert again.json["read_now"] == 1
    assert again.json["files"] == first.json["files"] + 2
    before = {row["path"]: row for row in kept}
    after = {row["path"]: row for row in _rows(lungdesk.folder / "out")}
    assert {path: after[path] for path in before} == before
    copies = [after[str(films / name)] for name in ("copy.jpg", "second-copy.jpg")]
    assert copies[0] == {**copies[1], "path": copies[0]["path"]}


def test_rows_of_another_model_are_refused_in_a_sentence(lungdesk: Program, films: Path) -> None:
    lungdesk("batch", films / "copy.jpg", "--out", "out", "--model", "lungdesk-lite0")
    journal = lungdesk.folder / "out" / "rows.journal"
    other = shutil.copytree(REPO_ROOT / "models" / "lungdesk-lite0", lungdesk.folder / "other")
    manifest = other / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"0.1.0"', '"9.9.9"'))
    before = journal.read_bytes()

    ended = lungdesk("batch", films, "--out", "out", "--resume", "--model", other)

    assert (ended.code, ended.out) == (1, "")
    assert "were read with lungdesk-lite0 0.1.0, not with lungdesk-lite0 9.9.9" in ended.err
    assert ended.err.rstrip().endswith("[LD-BATCH-002]")
    assert journal.read_bytes() == before


@pytest.mark.parametrize("moment", ["before", "written"])
def test_killed_beside_the_workspace_it_ends_with_every_row(
    lungdesk: Program, films: Path, moment: str, lungdesk_home: Path
) -> None:
    lungdesk = replace(lungdesk, home=lungdesk_home)
    hand = replace(lungdesk, entry=("-m", "tests.e2e.batch_hand"))
    with hand.start(moment, "batch", films, "--out", "out", "--workspace") as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "here\n"
        child.kill()
        child.communicate(timeout=PATIENCE_S)

    resumed = lungdesk("batch", films, "--out", "out", "--resume", "--workspace", "--json")
    elsewhere = lungdesk("batch", films, "--out", "other", "--workspace", "--json")

    assert (resumed.code, elsewhere.code) == (0, 0)
    desk = WorkspaceDesk.of(AppPaths.default())
    c = desk.rows(RowsRequest(), NullContext()).worklist.columns
    trail = desk.audit_trail(None, NullContext())
    desk.close()
    rows = _rows(lungdesk.folder / "out")
    contents = {row["file_sha256"] or row["path"] for row in rows}
    assert sum(c.film_count) == len(contents)
    said = {row["path"]: (row["status"], row["predicted"]) for row in rows}
    kept = {
        path: (str(STATES[state]), CHEST_LABELS.ids[index] if index >= 0 else "")
        for path, state, index in zip(c.path, c.state, c.predicted, strict=True)
    }
    assert kept.items() <= said.items()
    # What this model has read is not read again, whatever the folder of the results.
    assert elsewhere.json["read_now"] == sum(row["status"] != "ok" for row in rows)
    assert _rows(lungdesk.folder / "other") == rows
    assert {entry.action for entry in trail} == {"batch", "model_read"}
