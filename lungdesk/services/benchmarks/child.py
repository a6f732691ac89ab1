"""Runs a measurement in a process of its own: TensorFlow, and all that it holds, end with it."""

from __future__ import annotations

import pickle
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import JobContext
from lungdesk.services.runs.tensorflow_child import LOG_FILE, SilentEndError, result_of, serve

Request = TypeVar("Request")

_CHILD = "lungdesk.services.benchmarks.child"
_TASK_FILE = "task.pickle"


def run_in_child(
    work: Callable[[Request, JobContext], dict[str, Any]],
    request: Request,
    folder: Path,
    ctx: JobContext,
) -> dict[str, Any]:
    """``work(request, ctx)`` in a new process, which is ended when the job is cancelled.

    Parameters
    ----------
    work
        A function of a module; the request can be pickled, the result be written as JSON.
    folder
        Made for the task, and for what the process writes to its standard error: TensorFlow says
        much there.

    Raises
    ------
    LungDeskError
        That of ``work``; ``UNEXPECTED`` when it fails otherwise, or the process ends.
    Cancelled
        After the process has ended.
    """
    folder.mkdir()
    (folder / _TASK_FILE).write_bytes(pickle.dumps((work, request)))
    try:
        return result_of(_CHILD, folder, ctx)
    except SilentEndError as error:
        raise LungDeskError(
            f"The measurement ended without a result (exit code {error.exit_code}).",
            hint=_last_words(folder / LOG_FILE),
            code=ErrorCode.UNEXPECTED,
        ) from error


def _last_words(log: Path) -> str:
    lines = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    return lines[-1] if lines else ""


def _work(folder: Path, ctx: JobContext) -> dict[str, Any]:
    """The child's side: what the parent has left in the folder."""
    work, request = pickle.loads((folder / _TASK_FILE).read_bytes())
    result: dict[str, Any] = work(request, ctx)
    return result


if __name__ == "__main__":
    sys.exit(serve(_work))
