"""A child process that trains: TensorFlow lives there alone, and takes nothing down with it.

The child writes JSON lines to its standard output: progress, at the end the result, or the error.
It reads the words ``pause``, ``resume`` and ``cancel``, a line each, from its standard input, and
stops when that ends: nothing trains on for nobody. Its standard error goes to ``RUN/training.log``.
"""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import Cancelled, JobContext, Progress
from lungdesk.services.run_record import REQUEST_FILE

LOG_FILE = "training.log"

#: A child that has been told to cancel is asked by a signal after this.
_ASK_S = 2.0
#: A child that has been asked to stop is killed after this.
_GRACE_S = 10.0

Child = subprocess.Popen[str]


def result_of(
    module: str, run: Path, ctx: JobContext, on_started: Callable[[Child], None] = lambda _: None
) -> dict[str, Any]:
    """Run ``python -m module run`` and wait for its result.

    Raises
    ------
    ChildError
        What the child has found wrong.
    LungDeskError
        ``TRAINING_FAILED`` when it ends without a word.
    Cancelled
        After the child has ended.
    """
    with (run / LOG_FILE).open("ab") as log, _started(module, run, log) as child:
        on_started(child)
        try:
            last = _followed(child, ctx)
        finally:
            _end(child)
    if last.get("kind") == "error":
        raise ChildError(last["message"], hint=last["hint"], code=ErrorCode(last["code"]))
    if last.get("kind") != "result":
        raise LungDeskError(
            f"The training ended without a result (exit code {child.returncode}).",
            hint=f"See {run / LOG_FILE}, then go on with --resume.",
            code=ErrorCode.TRAINING_FAILED,
        )
    result: dict[str, Any] = last["result"]
    return result


class ChildError(LungDeskError):
    """What a child has found wrong, as it says itself."""


def require_tensorflow() -> None:
    """Refuse where TensorFlow is not installed (``TRAINING_UNAVAILABLE``)."""
    if importlib.util.find_spec("tensorflow") is None:
        raise LungDeskError(
            "Nothing can be trained here, because TensorFlow is not installed.",
            hint="Install it with `pip install tensorflow`.",
            code=ErrorCode.TRAINING_UNAVAILABLE,
        )


def forget(run: Path, error: LungDeskError) -> None:
    """Leave no trace of a request that was refused: the next one is no continuation of it."""
    (run / REQUEST_FILE).unlink()
    if error.code is not ErrorCode.UNEXPECTED:  # what the log says is needed then
        (run / LOG_FILE).unlink()
        with suppress(OSError):  # something else may be in the folder
            run.rmdir()


def _started(module: str, run: Path, log: Any) -> Child:
    return subprocess.Popen(
        [sys.executable, "-m", module, str(run)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=log,
        text=True,
        encoding="utf-8",
        env={**os.environ, "TF_CPP_MIN_LOG_LEVEL": "2", "PYTHONUTF8": "1"},
    )


def _followed(child: Child, ctx: JobContext) -> dict[str, Any]:
    """The last thing that the child says besides progress; empty when it says nothing."""
    cancelled = threading.Event()
    with _cancel_watch(child, ctx, cancelled):
        last: dict[str, Any] = {}
        for message in _messages(child):
            if message["kind"] == "progress":
                ctx.report(Progress(message["done"], message["total"], message["message"]))
            else:
                last = message
        child.wait()
    if cancelled.is_set():
        raise Cancelled
    return last


def _messages(child: Child) -> Iterator[dict[str, Any]]:
    assert child.stdout is not None
    for line in child.stdout:
        # A child that was killed may leave half a line.
        if line.startswith("{") and line.endswith("\n"):
            yield json.loads(line)


class _cancel_watch:  # noqa: N801 - used as a statement
    """Looks a few times a second whether the user has cancelled, and ends the child then.

    The child may be silent for long, so waiting for its next line would make Cancel late.
    """

    def __init__(self, child: Child, ctx: JobContext, cancelled: threading.Event) -> None:
        self._child = child
        self._ctx = ctx
        self._cancelled = cancelled
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="lungdesk-cancel-watch")

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._over.wait(0.2):
            try:
                self._ctx.check()
            except Cancelled:
                self._cancelled.set()
                tell(self._child, "cancel")
                with suppress(subprocess.TimeoutExpired):
                    self._child.wait(_ASK_S)
                _end(self._child)
                return


def tell(child: Child, word: str) -> None:
    """Send a word to the child, unless it has ended."""
    assert child.stdin is not None
    with suppress(OSError, ValueError):  # a pipe that is broken, or closed already
        child.stdin.write(word + "\n")
        child.stdin.flush()


def _end(child: Child) -> None:
    """End the child: politely, then by force. What it has written is whole either way."""
    if child.poll() is None:
        child.terminate()
        try:
            child.wait(_GRACE_S)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
