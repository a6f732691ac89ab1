"""Runs a training in a child process: TensorFlow lives there alone, and takes nothing down with it.

The child (`lungdesk.services.training_child`) writes JSON lines to its standard output: progress,
at the end the result, or the error. Its standard error goes to ``RUN/training.log``.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.files import write_text_atomically
from lungdesk.core.jobs import Cancelled, JobContext, Progress

REQUEST_FILE = "request.json"
RESULT_FILE = "run.json"
HISTORY_FILE = "history.csv"
LOG_FILE = "training.log"
BUNDLE_FOLDER = "bundle"

#: A child that has been asked to stop is killed after this.
_GRACE_S = 10.0


@dataclass(frozen=True, slots=True)
class TrainingRequest:
    """A training as the user asks for it.

    Attributes
    ----------
    run_folder
        Receives the request, the log, the history, the result and ``bundle/``.
    cache_folder
        Of features; shared by all trainings.
    is_resumed
        Whether the run folder may hold an earlier attempt, whose features are used again.
    """

    folder: Path
    backbone: str
    run_folder: Path
    cache_folder: Path
    weights: str = "imagenet"
    model_id: str = ""
    name: str = ""
    input_size: int | None = None
    views: int = 4
    seed: int = 0
    is_quick: bool = False
    is_resumed: bool = False
    notes: tuple[str, ...] = ()
    label_map: dict[str, str] = field(default_factory=dict)

    def as_plain(self) -> dict[str, Any]:
        """Values for JSON, in the words of `lungdesk.ml.trainer.TrainRequest`."""
        return {
            "folder": str(self.folder.resolve()),
            "backbone": self.backbone,
            "bundle_folder": str((self.run_folder / BUNDLE_FOLDER).resolve()),
            "cache_folder": str(self.cache_folder.resolve()),
            "weights": self.weights,
            "model_id": self.model_id or self.run_folder.name,
            "name": self.name,
            "input_size": self.input_size,
            "views": self.views,
            "seed": self.seed,
            "is_quick": self.is_quick,
            "notes": list(self.notes),
            "label_map": self.label_map,
        }


def train(request: TrainingRequest, ctx: JobContext) -> dict[str, Any]:
    """Train a bundle in a child process and wait for it.

    Returns
    -------
    dict
        What stands in ``run.json``: ``bundle_folder, metrics, heads, failures, seconds``.

    Raises
    ------
    LungDeskError
        ``TRAINING_OUTPUT_EXISTS``, ``TRAINING_FAILED``, or what the child has found wrong.
    Cancelled
        After the child has ended.
    """
    run = request.run_folder
    if (run / REQUEST_FILE).exists() and not request.is_resumed:
        raise LungDeskError(
            f"{run} holds a training already.",
            hint="Go on with it by --resume, or choose another folder.",
            code=ErrorCode.TRAINING_OUTPUT_EXISTS,
        )
    text = json.dumps(request.as_plain(), indent=2)
    write_text_atomically(run / REQUEST_FILE, text + "\n")
    with (run / LOG_FILE).open("ab") as log:
        child = subprocess.Popen(
            [sys.executable, "-m", "lungdesk.services.training_child", str(run)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            encoding="utf-8",
            env={**os.environ, "TF_CPP_MIN_LOG_LEVEL": "2", "PYTHONUTF8": "1"},
        )
        with child:  # closes the pipe, whatever happens
            try:
                return _followed(child, ctx, run)
            finally:
                _end(child)


def _followed(child: subprocess.Popen[str], ctx: JobContext, run: Path) -> dict[str, Any]:
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
    if last.get("kind") == "error":
        code = ErrorCode(last["code"])
        raise LungDeskError(last["message"], hint=last["hint"], code=code)
    if last.get("kind") != "result":
        raise LungDeskError(
            f"The training ended without a result (exit code {child.returncode}).",
            hint=f"See {run / LOG_FILE}, then go on with --resume.",
            code=ErrorCode.TRAINING_FAILED,
        )
    result: dict[str, Any] = last["result"]
    return result


def _messages(child: subprocess.Popen[str]) -> Iterator[dict[str, Any]]:
    assert child.stdout is not None
    for line in child.stdout:
        # A child that was killed may leave half a line.
        if line.startswith("{") and line.endswith("\n"):
            yield json.loads(line)


class _cancel_watch:  # noqa: N801 - used as a statement
    """Looks a few times a second whether the user has cancelled, and ends the child then.

    The child may be silent for long, so waiting for its next line would make Cancel late.
    """

    def __init__(
        self, child: subprocess.Popen[str], ctx: JobContext, cancelled: threading.Event
    ) -> None:
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
                _end(self._child)
                return


def _end(child: subprocess.Popen[str]) -> None:
    """End the child: politely, then by force. What it has written is whole either way."""
    if child.poll() is None:
        child.terminate()
        try:
            child.wait(_GRACE_S)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
