from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import pytest

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import Cancelled, NullContext, Progress
from lungdesk.services.benchmarks.child import run_in_child
from lungdesk.services.runs import tensorflow_child
from tests.unit.services.benchmarks import childrens_work
from tests.unit.services.fakes import Listener


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "child"


def test_the_work_is_done_by_another_process_and_its_progress_is_passed_on(folder: Path) -> None:
    listener = Listener()

    result = run_in_child(childrens_work.doubled, 21, folder, listener)

    assert result["doubled"] == 42
    assert result["pid"] != os.getpid()
    assert listener.reports == [Progress(1, 2, "half")]


def test_what_the_work_says_on_standard_error_goes_to_the_log(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    run_in_child(childrens_work.doubled, 1, folder, NullContext())

    assert (folder / "training.log").read_text() == "noise\n"
    assert capfd.readouterr() == ("", "")


def test_what_the_work_has_found_wrong_arrives_whole(folder: Path) -> None:
    with pytest.raises(LungDeskError) as caught:
        run_in_child(childrens_work.refused, "film", folder, NullContext())

    assert str(caught.value) == f"No film. Get one. [{ErrorCode.FILE_MISSING}]"


def test_a_bug_is_one_sentence_and_a_traceback_in_the_log(folder: Path) -> None:
    with pytest.raises(LungDeskError, match="ZeroDivisionError: of a film") as caught:
        run_in_child(childrens_work.broken, 1, folder, NullContext())

    assert caught.value.code is ErrorCode.UNEXPECTED
    assert "Traceback" in (folder / "training.log").read_text()


def test_a_process_that_ends_by_itself_is_an_error_with_its_last_words(folder: Path) -> None:
    with pytest.raises(LungDeskError, match="exit code 7") as caught:
        run_in_child(childrens_work.killed, 7, folder, NullContext())

    assert caught.value.code is ErrorCode.UNEXPECTED
    assert caught.value.hint == "last words"


@dataclass
class _CancelsOnProgress:
    """Job context that cancels when the child has said who it is."""

    child: int = 0

    def report(self, progress: Progress) -> None:
        self.child = progress.done

    def check(self) -> None:
        if self.child:
            raise Cancelled


def test_cancel_ends_a_process_that_does_not_listen(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tensorflow_child, "_ASK_S", 0.05)
    ctx = _CancelsOnProgress()

    with pytest.raises(Cancelled):
        run_in_child(childrens_work.endless, 1, folder, ctx)

    with pytest.raises(ProcessLookupError):
        os.kill(ctx.child, 0)
