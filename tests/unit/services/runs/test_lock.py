"""One training in a folder at a time, on every drive."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.services import writer_lock
from lungdesk.services.runs.lock import LOCK_FILE, held_run, is_held
from lungdesk.services.writer_lock import WriterLock


def test_on_a_drive_without_locks_it_is_trained_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def take(_: int) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(writer_lock, "_take", take)
    run = tmp_path / "run"

    with held_run(run):
        (run / "request.json").write_text("{}")
        assert not is_held(run)

    assert (run / LOCK_FILE).is_file()


def test_a_lock_on_a_file_that_is_gone_keeps_nobody_out_and_lets_nobody_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / LOCK_FILE
    first, second, third = (WriterLock(path) for _ in range(3))
    assert first.take()
    take = writer_lock._take

    def take_after_the_first(handle: int) -> None:
        first.take_away()
        take(handle)

    monkeypatch.setattr(writer_lock, "_take", take_after_the_first)

    assert not second.take()
    monkeypatch.undo()
    assert third.take()
    assert not second.take()
    third.give_back()


def test_a_refused_training_ends_as_it_would_where_its_lock_cannot_be_deleted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unlink(_: Path, missing_ok: bool = False) -> None:
        raise PermissionError(errno.EACCES, "Held", missing_ok)

    monkeypatch.setattr(Path, "unlink", unlink)

    with pytest.raises(LungDeskError, match="refused"), held_run(tmp_path / "run"):
        raise LungDeskError("It is refused.", code=ErrorCode.DATASET_EMPTY)
