"""What somebody who helps needs to know of this computer, and nothing that says whose it is."""

from __future__ import annotations

import getpass
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from lungdesk.core.jobs import JobContext, Progress
from lungdesk.services import doctor
from lungdesk.services.models.library import ModelLibrary
from lungdesk.services.paths import AppPaths
from lungdesk.services.self_test import SelfTest, kept_self_test

#: Shorter names would be found within other words.
_LEAST_NAME = 3


@dataclass(frozen=True, slots=True)
class SeenError:
    """An error that somebody saw: its code says what it was, its sentence might say of whom."""

    code: str
    at: datetime


@dataclass(frozen=True, slots=True)
class DiagnosticsRequest:
    """What the window knows beyond the computer.

    Attributes
    ----------
    screens
        Each in a few words.
    errors
        The last ones, oldest first.
    """

    paths: AppPaths
    model_id: str
    screens: tuple[str, ...] = ()
    errors: tuple[SeenError, ...] = ()


def diagnose(request: DiagnosticsRequest, ctx: JobContext) -> str:
    """Everything as text to be copied; verifying the models takes a second or two.

    Raises
    ------
    Cancelled
        Before the models are verified.
    """
    ctx.report(Progress(0, 0, "looking at this computer"))
    ctx.check()
    findings = doctor.examine(ModelLibrary.of(request.paths))
    kept = kept_self_test(request.paths, request.model_id)
    return without_identity(_text(findings, request, kept))


def _text(findings: Mapping[str, Any], request: DiagnosticsRequest, kept: SelfTest | None) -> str:
    processor, memory = findings["processor"], findings["memory"]
    bfloat16 = "with" if processor["bfloat16"] else "without"
    sections = {
        "LungDesk": [
            f"LungDesk {findings['lungdesk']}",
            f"Python {findings['python']}",
            f"System {findings['system']}",
        ],
        "Computer": [
            f"Processor {processor['name']}, {processor['threads']} threads, {bfloat16} bfloat16",
            f"Memory {memory['total_gb']:.1f} GB, {memory['free_gb']:.1f} GB free",
            *(f"Screen {screen}" for screen in request.screens),
        ],
        "Models": [
            _model_line(name, state, findings["model_sha256"].get(name, ""), request.model_id)
            for name, state in findings["models"].items()
        ],
        "Self-test": [kept.words if kept else "Not done on this processor yet"],
        "Last errors": _error_lines(request.errors),
        "Packages": [f"{name} {v or 'missing'}" for name, v in findings["packages"].items()],
        "Encodings of films": [
            f"{name}: {'yes' if can else 'no'}"
            for name, can in findings["transfer_syntaxes"].items()
        ],
    }
    return "\n\n".join(
        "\n".join([title, *(f"  {line}" for line in lines)]) for title, lines in sections.items()
    )


def _model_line(name: str, state: str, sha256: str, active: str) -> str:
    # The sentence of a damaged model names files; its code is enough.
    code = re.search(r"LD-[A-Z]+-\d+", state)
    what = "whole" if state == "ok" else f"not whole ({code.group() if code else 'see doctor'})"
    reads = ", reads the films" if name == active else ""
    return f"{name} {sha256 or 'no hash'} {what}{reads}"


def _error_lines(errors: Sequence[SeenError]) -> list[str]:
    if not errors:
        return ["None since LungDesk was started"]
    return [f"{one.at.astimezone(UTC):%Y-%m-%d %H:%M} UTC {one.code}" for one in errors]


def without_identity(text: str) -> str:
    """The text without the name of the user and without the place of their home."""
    text = text.replace(str(Path.home()), "~")
    for name in {getpass.getuser(), Path.home().name}:
        if len(name) >= _LEAST_NAME and name != "root":
            text = re.sub(rf"\b{re.escape(name)}\b", "…", text, flags=re.IGNORECASE)
    return text
