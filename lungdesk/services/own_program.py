"""How LungDesk starts itself again: with its interpreter, or as the built program that it is.

A built program has no interpreter to hand a module to. It is started with `CHILD` as its first
argument instead, and becomes that module before anything of window or command line is loaded.
"""

from __future__ import annotations

import runpy
import sys
from collections.abc import Sequence
from typing import Final

#: First argument of a built program that is to be one of its own modules.
CHILD: Final = "--child"

#: Nothing else is run, whatever stands on the command line.
_CHILDREN: Final = "lungdesk.services."


def is_built() -> bool:
    """Whether this is a built program, not Python with LungDesk installed."""
    return bool(getattr(sys, "frozen", False))


def module_command(module: str, *arguments: str) -> list[str]:
    """Command line that runs a module of LungDesk in a process of its own."""
    return [sys.executable, CHILD if is_built() else "-m", module, *arguments]


def is_child(arguments: Sequence[str]) -> bool:
    """Whether a command line is one of `module_command` of a built program."""
    return is_built() and len(arguments) > 1 and _is_asked_for(*arguments[:2])


def _is_asked_for(word: str, module: str) -> bool:
    return word == CHILD and module.startswith(_CHILDREN)


def run_child(arguments: Sequence[str]) -> int:
    """Be the module that such a command line names, as ``python -m`` would; its exit code."""
    module, *rest = arguments[1:]
    sys.argv = [module, *rest]
    try:
        runpy.run_module(module, run_name="__main__", alter_sys=True)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    return 0
