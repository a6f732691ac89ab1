"""A child process that trains: TensorFlow lives there alone, and takes nothing down with it.

The child writes JSON lines to its standard output: progress, what it finds doubtful, epochs that
have ended, at the end the result, or the error.
It reads the word ``cancel``, on a line, from its standard input: then it keeps where it is and
ends. So it does when its standard input ends: nothing trains on for nobody. Its standard error goes
to ``RUN/training.log``. It lets every other program go first: a film on the screen does not wait
for it.

The parent calls `result_of`, the child `serve`.
"""

from __future__ import annotations

import importlib.util
import json
import logging
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any, TextIO

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.files import write_text_atomically
from lungdesk.core.jobs import Cancelled, JobContext, Progress
from lungdesk.ml.training.epoch import EpochListener, epoch_of, tell_nobody
from lungdesk.services.job_runner import unexpected
from lungdesk.services.own_program import is_built, module_command
from lungdesk.services.runs.lock import held_run
from lungdesk.services.runs.record import REQUEST_FILE

_log = logging.getLogger(__name__)

LOG_FILE = "training.log"

#: Exit code of a child that was cancelled.
CANCELLED = 130

#: How far a child stands back for others: beside a busy one it gets about a tenth of a processor.
_NICENESS = 10

#: A child that has been told to cancel is asked by a signal after this: time for a step of a large
#: network, which it then keeps. One that has said nothing yet has nothing to keep, and may be deaf
#: for long: it loads TensorFlow.
_ASK_S, _ASK_SILENT_S = 10.0, 0.5
#: A child that has been asked to stop is killed after this.
_GRACE_S = 10.0

#: Modules that are absent where nothing can be trained.
_TENSORFLOW = ("tensorflow", "keras")

Child = subprocess.Popen[str]
#: Is told what a child finds doubtful about its data: `Finding.in_words` of each.
FindingsListener = Callable[[Sequence[Mapping[str, str]]], None]


class ChildError(LungDeskError):
    """What a child has found wrong, as it says itself."""


class SilentEndError(LungDeskError):
    """A child has ended without a word, with ``exit_code``."""

    def __init__(self, exit_code: int, log: Path) -> None:
        super().__init__(
            f"The training ended without a result (exit code {exit_code}).",
            hint=f"See {log}, then go on with --resume.",
            code=ErrorCode.TRAINING_FAILED,
        )
        self.exit_code = exit_code


# ------------------------------------------------------------------------------ the parent's side


def result_of(
    module: str,
    run: Path,
    ctx: JobContext,
    on_started: Callable[[Child], None] = lambda _: None,
    on_findings: FindingsListener = lambda _: None,
    on_epochs: EpochListener = tell_nobody,
) -> dict[str, Any]:
    """Run a module for a folder, as ``python -m module run`` does, and wait for its result.

    Raises
    ------
    ChildError
        What the child has found wrong.
    SilentEndError
        ``TRAINING_FAILED``, when it ends without a word.
    Cancelled
        After the child has ended.
    """
    with (run / LOG_FILE).open("ab") as log, _started(module, run, log) as child:
        on_started(child)
        spoken = threading.Event()
        try:
            last = _followed(child, ctx, on_findings, on_epochs, spoken)
        finally:
            _end(child, spoken)
    if last.get("kind") == "cancelled":  # by somebody who waited for it
        raise Cancelled
    if last.get("kind") == "error":
        raise ChildError(last["message"], hint=last["hint"], code=ErrorCode(last["code"]))
    if last.get("kind") != "result":
        raise SilentEndError(child.returncode, run / LOG_FILE)
    result: dict[str, Any] = last["result"]
    return result


def require_tensorflow() -> None:
    """Refuse where TensorFlow is not installed (``TRAINING_UNAVAILABLE``)."""
    if importlib.util.find_spec("tensorflow") is None:
        raise _without_tensorflow()


def _without_tensorflow() -> LungDeskError:
    return LungDeskError(
        "Nothing can be trained here, because TensorFlow is not installed.",
        hint="Install LungDesk Full, which has it."
        if is_built()
        else "Install it with `pip install tensorflow`.",
        code=ErrorCode.TRAINING_UNAVAILABLE,
    )


@contextmanager
def request_in(run: Path, request: Mapping[str, Any], begun: Path) -> Iterator[None]:
    """Leave a request in the run folder for a child, and take it back when the child refuses it.

    What was asked for before stands there again then. Without that, there is no trace: the next
    request is no continuation of it. Nobody else trains in the folder meanwhile.

    Parameters
    ----------
    begun
        Is there as soon as a child has something that can be gone on with.

    Raises
    ------
    LungDeskError
        Those of `lungdesk.services.runs.lock.held_run`.
    """
    path = run / REQUEST_FILE
    with held_run(run):
        before = path.read_text(encoding="utf-8") if path.exists() else None
        write_text_atomically(path, json.dumps(request, indent=2) + "\n")
        try:
            yield
        except ChildError as error:
            if before is not None:
                write_text_atomically(path, before)
            elif not begun.exists():
                _forget(run, error)
            raise


def _forget(run: Path, error: ChildError) -> None:
    (run / REQUEST_FILE).unlink()
    if error.code is not ErrorCode.UNEXPECTED:  # what the log says is needed then
        (run / LOG_FILE).unlink()


def _started(module: str, run: Path, log: Any) -> Child:
    return subprocess.Popen(
        module_command(module, str(run)),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=log,
        text=True,
        encoding="utf-8",
        env={**os.environ, "TF_CPP_MIN_LOG_LEVEL": "2", "PYTHONUTF8": "1"},
        creationflags=getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0),  # Windows
    )


def _followed(
    child: Child,
    ctx: JobContext,
    on_findings: FindingsListener,
    on_epochs: EpochListener,
    spoken: threading.Event,
) -> dict[str, Any]:
    """The last thing that the child says, which is how it ended; empty when it says nothing.

    ``spoken`` is set as soon as it says anything.
    """
    cancelled = threading.Event()
    with _cancel_watch(child, ctx, cancelled, spoken):
        last: dict[str, Any] = {}
        for message in _messages(child):
            spoken.set()
            if message["kind"] == "progress":
                ctx.report(Progress(message["done"], message["total"], message["message"]))
            elif message["kind"] == "findings":
                on_findings(message["findings"])
            elif message["kind"] == "epochs":
                epochs = [epoch_of(plain) for plain in message["epochs"]]
                on_epochs(epochs, is_history=message["is_history"])
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

    def __init__(
        self, child: Child, ctx: JobContext, cancelled: threading.Event, spoken: threading.Event
    ) -> None:
        self._child = child
        self._ctx = ctx
        self._cancelled, self._spoken = cancelled, spoken
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
            except (Cancelled, KeyboardInterrupt):
                self._cancelled.set()
                _end(self._child, self._spoken)
                return


def tell(child: Child, word: str) -> None:
    """Send a word to the child, unless it has ended."""
    assert child.stdin is not None
    with suppress(OSError, ValueError):  # a pipe that is broken, or closed already
        child.stdin.write(word + "\n")
        child.stdin.flush()


def _end(child: Child, spoken: threading.Event) -> None:
    """End the child: by the word, politely, then by force. What it has written is whole anyway."""
    patience_s = _ASK_S if spoken.is_set() else _ASK_SILENT_S
    asked = ((partial(tell, child, "cancel"), patience_s), (child.terminate, _GRACE_S))
    for ask, wait_s in (*asked, (child.kill, None)):
        if child.poll() is None:
            ask()
            with suppress(subprocess.TimeoutExpired):
                child.wait(wait_s)


# ------------------------------------------------------------------------------- the child's side


class LineContext:
    """Job context that writes progress as JSON lines and obeys words."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._is_cancelled = False

    def send(self, kind: str, **message: Any) -> None:
        """Write one message; where nobody reads any more, the work is to end."""
        try:
            self._stream.write(json.dumps({"kind": kind, **message}) + "\n")
            self._stream.flush()
        except OSError:
            self._is_cancelled = True

    def report(self, progress: Progress) -> None:
        """Write how far the work is."""
        self.send("progress", **asdict(progress))

    def check(self) -> None:
        """Raise `Cancelled` when the work is to end."""
        if self._is_cancelled:
            raise Cancelled

    def obey(self, words: Iterable[str]) -> None:
        """Do what the parent says, until it says no more: then it is gone, and this has to end."""
        for word in words:
            if word.strip() == "cancel":
                break
        self._is_cancelled = True


#: Does what the request in a folder says; what comes back is plain enough for JSON.
Work = Callable[[Path, LineContext], dict[str, Any]]


def serve(work: Work) -> int:
    """Be the child: do the work of the folder on the command line; the exit code comes back."""
    logging.basicConfig(level=logging.INFO)
    if sys.platform != "win32" and not os.nice(0):  # who has chosen a priority keeps it
        os.nice(_NICENESS)  # before there are other threads, which inherit it
    # Ctrl+C reaches the whole group of processes; the parent ends this one.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Libraries that write to standard output must not disturb the protocol.
    protocol, sys.stdout = sys.stdout, sys.stderr
    ctx = LineContext(protocol)
    threading.Thread(target=ctx.obey, args=(sys.stdin,), name="lungdesk-words", daemon=True).start()
    return answer(work, Path(sys.argv[1]), ctx)


def answer(work: Work, run: Path, ctx: LineContext) -> int:
    """Do the work and say how it ended; 0 when it went well."""
    try:
        result = work(run, ctx)
    except Cancelled:
        ctx.send("cancelled")
        return CANCELLED
    except LungDeskError as error:
        _send_error(ctx, error)
        return 1
    except Exception as error:  # noqa: BLE001 - the process ends here; the parent is told why
        _log.exception("the work failed")
        is_absent = isinstance(error, ModuleNotFoundError) and error.name in _TENSORFLOW
        _send_error(ctx, _without_tensorflow() if is_absent else unexpected(error))
        return 1
    ctx.send("result", result=result)
    return 0


def _send_error(ctx: LineContext, error: LungDeskError) -> None:
    ctx.send("error", message=error.message, hint=error.hint, code=str(error.code))
