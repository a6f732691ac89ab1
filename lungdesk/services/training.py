"""Runs a training in a child process: TensorFlow lives there alone, and takes nothing down with it.

The child (`lungdesk.services.training_child`) writes JSON lines to its standard output: progress,
at the end the result, or the error. It reads the words ``pause``, ``resume`` and ``cancel``, a line
each, from its standard input, and stops when that ends: nothing trains on for nobody. Its standard
error goes to ``RUN/training.log``.
"""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.files import write_text_atomically
from lungdesk.core.jobs import Cancelled, JobContext, Progress
from lungdesk.ml.training.recipe import Recipe
from lungdesk.services.run_record import BUNDLE_FOLDER, REQUEST_FILE

LOG_FILE = "training.log"
CHECKPOINT_FOLDER = "checkpoint"

#: A child that has been told to cancel is asked by a signal after this.
_ASK_S = 2.0
#: A child that has been asked to stop is killed after this.
_GRACE_S = 10.0


@dataclass(frozen=True, slots=True)
class TrainingRequest:
    """A training as the user asks for it.

    Attributes
    ----------
    run_folder
        Receives the request, the log, checkpoints, the history, predictions, the result, and
        ``bundle/``.
    cache_folder
        Of features and fetched weights; shared by all trainings.
    cache_limit_gb
        Room that the features may take, in 10^9 bytes.
    is_resumed
        Whether the run folder may hold an earlier attempt, which is gone on with.
    """

    folder: Path
    backbone: str
    run_folder: Path
    cache_folder: Path
    recipe: Recipe = field(default_factory=Recipe)
    weights: str = "imagenet"
    model_id: str = ""
    name: str = ""
    cache_limit_gb: float = 40.0
    is_resumed: bool = False
    notes: tuple[str, ...] = ()
    label_map: dict[str, str] = field(default_factory=dict)

    def as_plain(self) -> dict[str, Any]:
        """Values for JSON, in the words of `lungdesk.ml.training.plan.TrainRequest`."""
        return {
            "folder": str(self.folder.resolve()),
            "backbone": self.backbone,
            "bundle_folder": str((self.run_folder / BUNDLE_FOLDER).resolve()),
            "checkpoint_folder": str((self.run_folder / CHECKPOINT_FOLDER).resolve()),
            "cache_folder": str(self.cache_folder.resolve()),
            "cache_limit_bytes": int(self.cache_limit_gb * 1e9),
            "weights": self.weights,
            "model_id": self.model_id or self.run_folder.name,
            "name": self.name,
            "recipe": self.recipe.as_plain(),
            "notes": list(self.notes),
            "label_map": self.label_map,
        }


class PauseControl:
    """Pauses a training and lets it go on, from any thread, before or while it runs."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._child: subprocess.Popen[str] | None = None
        self._is_paused = False

    @property
    def is_paused(self) -> bool:
        """Whether the training has been told to pause; it does so after its next batch."""
        return self._is_paused

    def pause(self) -> None:
        """Stop after the next batch; what is computed so far stays in memory."""
        self._set(is_paused=True)

    def resume(self) -> None:
        """Go on."""
        self._set(is_paused=False)

    def attach(self, child: subprocess.Popen[str]) -> None:
        """Take over a child that has just been started."""
        with self._lock:
            self._child = child
            if self._is_paused:
                _tell(child, "pause")

    def _set(self, *, is_paused: bool) -> None:
        with self._lock:
            self._is_paused = is_paused
            if self._child is not None:
                _tell(self._child, "pause" if is_paused else "resume")


def train(
    request: TrainingRequest, ctx: JobContext, control: PauseControl | None = None
) -> dict[str, Any]:
    """Train a bundle in a child process and wait for it.

    Returns
    -------
    dict
        What stands in ``run.json``: ``bundle_folder, metrics, heads, phases, failures, remarks,
        seconds``.

    Raises
    ------
    LungDeskError
        ``TRAINING_UNAVAILABLE``, ``TRAINING_OUTPUT_EXISTS``, ``TRAINING_FAILED``, or what the
        child has found wrong.
    Cancelled
        After the child has ended.
    """
    _require_tensorflow()
    run = request.run_folder
    is_first = not (run / REQUEST_FILE).exists()
    if not is_first and not request.is_resumed:
        raise LungDeskError(
            f"{run} holds a training already.",
            hint="Go on with it by --resume, or choose another folder.",
            code=ErrorCode.TRAINING_OUTPUT_EXISTS,
        )
    text = json.dumps(request.as_plain(), indent=2)
    write_text_atomically(run / REQUEST_FILE, text + "\n")
    with (run / LOG_FILE).open("ab") as log, _started(run, log) as child:
        (control or PauseControl()).attach(child)
        try:
            last = _followed(child, ctx)
        finally:
            _end(child)
    if last.get("kind") == "error":
        error = LungDeskError(last["message"], hint=last["hint"], code=ErrorCode(last["code"]))
        if is_first and not (run / CHECKPOINT_FOLDER).exists():
            _forget(run, error)
        raise error
    if last.get("kind") != "result":
        raise LungDeskError(
            f"The training ended without a result (exit code {child.returncode}).",
            hint=f"See {run / LOG_FILE}, then go on with --resume.",
            code=ErrorCode.TRAINING_FAILED,
        )
    result: dict[str, Any] = last["result"]
    return result


def _require_tensorflow() -> None:
    if importlib.util.find_spec("tensorflow") is None:
        raise LungDeskError(
            "Nothing can be trained here, because TensorFlow is not installed.",
            hint="Install it with `pip install tensorflow`.",
            code=ErrorCode.TRAINING_UNAVAILABLE,
        )


def _started(run: Path, log: Any) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "lungdesk.services.training_child", str(run)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=log,
        text=True,
        encoding="utf-8",
        env={**os.environ, "TF_CPP_MIN_LOG_LEVEL": "2", "PYTHONUTF8": "1"},
    )


def _forget(run: Path, error: LungDeskError) -> None:
    """Leave no trace of a request that was refused: the next one is no continuation of it."""
    (run / REQUEST_FILE).unlink()
    if error.code is not ErrorCode.UNEXPECTED:  # what the log says is needed then
        (run / LOG_FILE).unlink()
        with suppress(OSError):  # something else may be in the folder
            run.rmdir()


def _followed(child: subprocess.Popen[str], ctx: JobContext) -> dict[str, Any]:
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
                _tell(self._child, "cancel")
                with suppress(subprocess.TimeoutExpired):
                    self._child.wait(_ASK_S)
                _end(self._child)
                return


def _tell(child: subprocess.Popen[str], word: str) -> None:
    """Send a word to the child, unless it has ended."""
    assert child.stdin is not None
    with suppress(OSError, ValueError):  # a pipe that is broken, or closed already
        child.stdin.write(word + "\n")
        child.stdin.flush()


def _end(child: subprocess.Popen[str]) -> None:
    """End the child: politely, then by force. What it has written is whole either way."""
    if child.poll() is None:
        child.terminate()
        try:
            child.wait(_GRACE_S)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
