"""Runs one command line to an exit code; no traceback reaches a user unless ``--debug``."""

from __future__ import annotations

from typing import Any

import typer

from lungdesk.cli.commands import EXIT_CANCELLED, OpenWindow, create_cli
from lungdesk.cli.console import print_error
from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import Cancelled
from lungdesk.services.job_runner import unexpected

_DEBUG = "--debug"

#: What Typer raises for wrong usage; it has no public name for it, only for this kind of it.
_UsageError: Any = typer.BadParameter.__mro__[1]


def run(arguments: list[str], open_window: OpenWindow) -> int:
    """Exit code of a command line: 0 done, 1 failed, 2 wrong usage, 130 cancelled."""
    is_debug = _DEBUG in arguments
    command = typer.main.get_command(create_cli(open_window))
    given = _with_command([a for a in arguments if a != _DEBUG], command)
    try:
        outcome = command.main(given, prog_name="lungdesk", standalone_mode=False)
        return outcome if isinstance(outcome, int) else 0
    except typer.Exit as end:
        return int(end.exit_code)
    except _UsageError as error:
        error.show()
        return 2
    except LungDeskError as error:
        print_error(error)
        return 2 if error.code is ErrorCode.USAGE else 1
    except (KeyboardInterrupt, typer.Abort, Cancelled):
        return EXIT_CANCELLED
    except Exception as error:
        if is_debug:
            raise
        print_error(unexpected(error))
        return 1


def _with_command(arguments: list[str], command: Any) -> list[str]:
    """``lungdesk [PATH…]`` means ``lungdesk open [PATH…]``."""
    known = set(command.commands)
    if arguments and (arguments[0] in known or arguments[0] in {"--help", "--version"}):
        return arguments
    return ["open", *arguments]
