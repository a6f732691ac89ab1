"""The child's side of the protocol: the words that it obeys, and how it ends, or is ended."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import Cancelled, Progress
from lungdesk.services.runs import tensorflow_child
from lungdesk.services.runs.tensorflow_child import (
    CANCELLED,
    LineContext,
    answer,
    require_tensorflow,
    result_of,
)
from tests.unit.services.training_children import Listener


@pytest.mark.parametrize("words", [["cancel\n"], ["of another version\n", "cancel\n"], []])
def test_a_check_raises_when_the_parent_cancels_or_is_gone(words: list[str]) -> None:
    ctx = LineContext(io.StringIO())
    ctx.check()

    ctx.obey(words)

    with pytest.raises(Cancelled):
        ctx.check()


def test_a_child_whose_parent_is_gone_keeps_where_it_is() -> None:
    class Broken(io.StringIO):
        def flush(self) -> None:
            raise BrokenPipeError

    kept: list[str] = []

    def work(_run: Path, ctx: LineContext) -> dict[str, Any]:
        try:
            ctx.report(Progress(1, 2, "block: epoch 1"))
            ctx.check()
        except Cancelled:
            kept.append("step")
            raise
        return {}

    assert answer(work, Path(), LineContext(Broken())) == CANCELLED
    assert kept == ["step"]


@pytest.mark.parametrize(
    ("absent", "code"),
    [("keras", ErrorCode.TRAINING_UNAVAILABLE), ("lungdesk", ErrorCode.UNEXPECTED)],
)
def test_a_library_that_is_absent_is_told_as_what_it_prevents(absent: str, code: ErrorCode) -> None:
    def work(_run: Path, _ctx: LineContext) -> dict[str, Any]:
        raise ModuleNotFoundError(f"No module named {absent!r}", name=absent)

    said = io.StringIO()

    assert answer(work, Path(), LineContext(said)) == 1
    assert json.loads(said.getvalue())["code"] == str(code)


@pytest.mark.parametrize(
    ("is_built", "remedy"), [(False, "pip install tensorflow"), (True, "LungDesk Full")]
)
def test_what_to_do_without_tensorflow_fits_how_lungdesk_was_installed(
    is_built: bool, remedy: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    monkeypatch.setattr("sys.frozen", is_built, raising=False)

    with pytest.raises(LungDeskError) as caught:
        require_tensorflow()

    assert remedy in caught.value.hint
    assert caught.value.code is ErrorCode.TRAINING_UNAVAILABLE


def test_a_child_that_has_said_nothing_has_nothing_to_keep_and_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It loads TensorFlow, and hears no word: the window would stay open for so long."""
    deaf = tmp_path / "interpreter"
    deaf.write_text("#!/bin/sh\nexec sleep 600\n")
    deaf.chmod(0o755)
    monkeypatch.setattr("sys.executable", str(deaf))
    monkeypatch.setattr(tensorflow_child, "_ASK_S", None)  # for ever

    with pytest.raises(Cancelled):
        result_of("module", tmp_path, Listener(is_cancelled=True))
