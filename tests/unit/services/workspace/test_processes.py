"""Two processes on one workspace, and one that is killed."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import NullContext
from lungdesk.core.worklist.states import StudyStatus
from lungdesk.services.workspace.requests import RecordRequest, RowsRequest, SetStatus
from tests.conftest import REPO_ROOT
from tests.unit.services.workspace.readings import desk_in, reading

CTX = NullContext()
KILLS = 6


@contextmanager
def child(folder: Path, *more: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "tests.unit.services.workspace.recording_child", str(folder)]
    with subprocess.Popen(
        [*command, *more],
        cwd=REPO_ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def told(process: subprocess.Popen[str], count: int) -> None:
    """Wait until so many films have been told."""
    assert process.stdout is not None
    for _ in range(count):
        assert process.stdout.readline()


def test_killed_at_any_moment_nothing_that_was_told_is_lost(tmp_path: Path) -> None:
    drawn = random.Random(7)
    for turn in range(KILLS):
        folder = tmp_path / str(turn)
        with child(folder) as process:
            told(process, drawn.randrange(1, 40))
            process.kill()
            assert process.stdout is not None
            more = process.stdout.read().split()
        desk = desk_in(folder)

        paths = desk.rows(RowsRequest(), CTX).worklist.columns.path.tolist()

        last = int(more[-1]) if more else len(paths) - 1
        assert {f"/films/film-{number}.dcm" for number in range(last + 1)} <= set(paths)
        desk.check(None, CTX)
        assert desk.record(RecordRequest(reading("after.dcm")), CTX)
        desk.close()


def test_a_second_process_looks_on_and_takes_over(tmp_path: Path) -> None:
    desk = desk_in(tmp_path)
    with child(tmp_path, "3") as process:
        told(process, 3)

        seen = desk.rows(RowsRequest(), CTX)
        with pytest.raises(LungDeskError) as refused:
            desk.set_status(SetStatus((1,), StudyStatus.READ), CTX)
        is_kept = desk.record(RecordRequest(reading("mine.dcm")), CTX)
        process.kill()
        process.wait()

    assert (seen.study_count, seen.is_writable) == (3, False)
    assert refused.value.code is ErrorCode.WORKSPACE_IN_USE
    assert not is_kept
    desk.set_status(SetStatus((1,), StudyStatus.READ), CTX)
    after = desk.rows(RowsRequest(), CTX)
    assert after.is_writable
    assert sorted(after.worklist.columns.status.tolist()) == [0, 0, 3]


def test_what_another_process_has_open_is_not_restored(tmp_path: Path) -> None:
    desk = desk_in(tmp_path)
    with child(tmp_path, "1") as process:
        told(process, 1)
        backup = desk.back_up(tmp_path / "copy.db", CTX)

        with pytest.raises(LungDeskError) as refused:
            desk.restore(backup, CTX)

    assert refused.value.code is ErrorCode.WORKSPACE_IN_USE
