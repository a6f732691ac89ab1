"""Runs a measurement in a process of its own: TensorFlow, and all that it holds, end with it."""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, TypeVar

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import JobContext, Progress
from lungdesk.services.job_runner import unexpected

Request = TypeVar("Request")
Result = TypeVar("Result")

_log = logging.getLogger(__name__)

#: How often it is looked whether the user has cancelled.
_LOOK_S = 0.2


def run_in_child(
    work: Callable[[Request, JobContext], Result], request: Request, log: Path, ctx: JobContext
) -> Result:
    """``work(request, ctx)`` in a new process, which is ended at once when the job is cancelled.

    Parameters
    ----------
    work
        A function of a module; request and result can be pickled.
    log
        File for what the process writes to its standard error: TensorFlow says much there.

    Raises
    ------
    LungDeskError
        That of ``work``; ``UNEXPECTED`` when it fails otherwise, or the process ends.
    Cancelled
        After the process has ended.
    """
    spawn = multiprocessing.get_context("spawn")
    answers, child_end = spawn.Pipe(duplex=False)
    child = spawn.Process(target=_serve, args=(work, request, log, child_end), daemon=True)
    child.start()
    child_end.close()
    try:
        result: Result = _result(answers, ctx)
    except EOFError as error:
        child.join()
        raise LungDeskError(
            f"The measurement ended without a result (exit code {child.exitcode}).",
            hint=_last_words(log),
            code=ErrorCode.UNEXPECTED,
        ) from error
    finally:
        child.kill()
        child.join()
        answers.close()
    return result


def _result(answers: Connection, ctx: JobContext) -> Any:
    """What comes after all progress; EOFError when the process ends before that."""
    while True:
        ctx.check()
        if not answers.poll(_LOOK_S):
            continue
        message = answers.recv()
        if isinstance(message, LungDeskError):
            raise message
        if not isinstance(message, Progress):
            return message
        ctx.report(message)


def _last_words(log: Path) -> str:
    lines = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    return lines[-1] if lines else ""


class _PipeContext:
    """The child's side of the job: progress goes through the pipe, Cancel ends the process."""

    def __init__(self, answers: Connection) -> None:
        self._answers = answers

    def report(self, progress: Progress) -> None:
        self._answers.send(progress)

    def check(self) -> None:
        """Nothing to look at."""


def _serve(
    work: Callable[[Request, JobContext], Result], request: Request, log: Path, answers: Connection
) -> None:
    # Ctrl+C reaches the whole group of processes; the parent ends this one.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with log.open("ab") as stream:
        os.dup2(stream.fileno(), 2)
    answer: Result | LungDeskError
    try:
        answer = work(request, _PipeContext(answers))
    except LungDeskError as error:
        answer = error
    except Exception as error:  # noqa: BLE001 - the process ends here; the parent is told why
        _log.exception("the measurement failed")
        answer = unexpected(error)
    answers.send(answer)
