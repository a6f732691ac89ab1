"""What child processes of the tests do: functions that a new process can import."""

from __future__ import annotations

import os
import sys
import threading
from typing import NoReturn

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import JobContext, Progress


def doubled(number: int, ctx: JobContext) -> dict[str, int]:
    sys.stderr.write("noise\n")
    ctx.report(Progress(1, 2, "half"))
    return {"doubled": 2 * number, "pid": os.getpid()}


def refused(name: str, _: JobContext) -> NoReturn:
    raise LungDeskError(f"No {name}.", hint="Get one.", code=ErrorCode.FILE_MISSING)


def broken(_: int, __: JobContext) -> NoReturn:
    raise ZeroDivisionError("of a film")


def killed(exit_code: int, _: JobContext) -> NoReturn:
    sys.stderr.write("first words\nlast words\n")
    sys.stderr.flush()
    os._exit(exit_code)


def endless(_: int, ctx: JobContext) -> NoReturn:
    ctx.report(Progress(os.getpid(), 0))
    while True:
        threading.Event().wait()
