"""Runs one command line to an exit code; no traceback reaches a user unless ``--debug``."""

from __future__ import annotations

import difflib
import logging
import os
import sys
import traceback
from pathlib import Path
from typing import Any

import typer

from lungdesk.cli.bench import MeasureViewer
from lungdesk.cli.commands import CANCELLED, DEBUG, OpenWindow, create_cli
from lungdesk.cli.console import print_error, print_note, tolerate_terminals
from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.files import NO_ROOM, disk_full, not_writable
from lungdesk.core.jobs import Cancelled
from lungdesk.services.job_runner import unexpected

#: What Typer raises for wrong usage; it has no public name for it, only for this kind of it.
_UsageError: Any = typer.BadParameter.__mro__[1]

_SYSTEM_ERRORS = (
    (PermissionError, ErrorCode.FILE_NOT_PERMITTED),
    (FileNotFoundError, ErrorCode.FILE_MISSING),
)


def run(arguments: list[str], open_window: OpenWindow, measure_viewer: MeasureViewer) -> int:
    """Exit code of a command line: 0 done, 1 failed, 2 wrong usage, 130 cancelled."""
    tolerate_terminals()
    is_debug = DEBUG in arguments
    if is_debug:
        logging.basicConfig(level=logging.DEBUG)
    try:
        code = _exit_code([a for a in arguments if a != DEBUG], open_window, measure_viewer)
    except Exception as error:  # noqa: BLE001 - the last line of defence: a bug becomes a sentence
        if is_debug:
            traceback.print_exception(error, file=sys.stderr)
        explained = _explained(error)
        print_error(explained)
        return 2 if explained.code is ErrorCode.USAGE else 1
    if code == CANCELLED:
        print_note("Cancelled.")
    return code


def _exit_code(arguments: list[str], open_window: OpenWindow, measure_viewer: MeasureViewer) -> int:
    command = typer.main.get_command(create_cli(open_window, measure_viewer))
    given = with_command(arguments, command)
    try:
        outcome = command.main(given, prog_name="lungdesk", standalone_mode=False)
        return outcome if isinstance(outcome, int) else 0
    except typer.Exit as end:
        return int(end.exit_code)
    except _UsageError as error:
        error.show()
        return 2
    except (KeyboardInterrupt, typer.Abort, Cancelled):
        return CANCELLED


def _explained(error: Exception) -> LungDeskError:
    if isinstance(error, LungDeskError):
        return error
    if isinstance(error, OSError) and error.errno in NO_ROOM:
        if isinstance(error.filename, str | bytes | os.PathLike):  # not the number of an open file
            return not_writable(Path(os.fsdecode(error.filename)), error)
        return disk_full("The result", hint="Make room, then run it again.")
    if isinstance(error, OSError) and error.filename and error.strerror:
        for kind, code in _SYSTEM_ERRORS:
            if isinstance(error, kind):
                return LungDeskError(
                    f"{error.filename} cannot be used ({error.strerror}).",
                    hint="Check the path and its permissions.",
                    code=code,
                )
    return unexpected(error)


def with_command(arguments: list[str], command: Any) -> list[str]:
    """``lungdesk [PATH…]`` means ``lungdesk open [PATH…]``."""
    if not arguments:
        return ["open"]
    first = arguments[0]
    if first in {*command.commands, "--help", "-h", "--version"}:
        return arguments
    if _is_misspelt(first, command):
        return arguments
    return ["open", *arguments]


def _is_misspelt(word: str, command: Any) -> bool:
    """Whether a word that names no file is nearly a command: then Typer says which."""
    looks_like_one = word.isalpha() and difflib.get_close_matches(word, command.commands)
    return bool(looks_like_one) and not Path(word).exists()
