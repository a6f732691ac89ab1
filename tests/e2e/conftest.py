"""LungDesk as a user starts it: a process of its own, with a home of its own and no display."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.conftest import REPO_ROOT
from tests.ended_command import Ended

#: What a child takes at most; the slowest (one that loads TensorFlow) take half a minute.
PATIENCE_S = 300

_LEFT_OUT = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "COLUMNS")


@dataclass(frozen=True, slots=True)
class Program:
    """Starts children; what they keep (compiled networks, settings) is in ``home``."""

    home: Path
    folder: Path
    interpreter: tuple[str, ...] = (sys.executable,)
    entry: tuple[str, ...] = ("-m", "lungdesk")
    variables: Mapping[str, str] = field(default_factory=dict)

    def command(self, arguments: Sequence[object]) -> list[str]:
        return [*self.interpreter, *self.entry, *(str(argument) for argument in arguments)]

    def environment(self) -> dict[str, str]:
        inherited = {name: v for name, v in os.environ.items() if name not in _LEFT_OUT}
        own = {"LUNGDESK_HOME": str(self.home), "PYTHONPATH": str(REPO_ROOT)}
        return {**inherited, **own, **self.variables}

    def __call__(self, *arguments: object) -> Ended:
        done = subprocess.run(
            self.command(arguments),
            cwd=self.folder,
            env=self.environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=PATIENCE_S,
            check=False,
        )
        assert "Traceback" not in done.stderr, done.stderr
        return Ended(done.returncode, done.stdout, done.stderr)

    def start(self, *arguments: object) -> subprocess.Popen[str]:
        """A child that the test talks to."""
        return subprocess.Popen(
            self.command(arguments),
            cwd=self.folder,
            env=self.environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )


@pytest.fixture(scope="session")
def shared_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Home in which the network is compiled once for all tests."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture
def lungdesk(shared_home: Path, tmp_path: Path) -> Program:
    """``python -m lungdesk`` in the folder of the test."""
    return Program(shared_home, tmp_path)
