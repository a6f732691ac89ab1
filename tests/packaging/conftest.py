"""Machines that lack something (other tools stand in for the machine's), and what is packaged."""

from __future__ import annotations

import importlib
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

TOOLS = ["sh", "awk", "sed", "tr", "sort", "find", "head", "cat", "touch", "uname", "env"]


class Machine:
    """A PATH of our own: the tools that scripts use, and what a test puts in their place."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment: dict[str, str] = {"HOME": str(folder)}
        for tool in TOOLS:
            found = shutil.which(tool)
            assert found is not None
            (folder / tool).symlink_to(found)

    def has(self, tool: str, script: str) -> None:
        path = self.folder / tool
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)

    def run(self, *command: str | Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(part) for part in command],
            env={**self.environment, "PATH": str(self.folder)},
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    folder = tmp_path / "bin"
    folder.mkdir()
    machine = Machine(folder)
    machine.has("id", "echo 1000")
    return machine


@pytest.fixture
def packaging(repo_root: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Any]:
    """Imports a module of ``packaging/``, which is no package: it would hide a library's name."""
    monkeypatch.syspath_prepend(str(repo_root / "packaging"))
    return importlib.import_module


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """The folder of a built program, much smaller: it says what it is asked for."""
    folder = tmp_path / "a built program" / "lungdesk-reader"
    licences = folder / "_internal" / "licences"
    licences.mkdir(parents=True)
    (licences / "contents.json").write_text("[]")
    (licences / "NOTICE.txt").write_text("What is inside.\n")
    (folder / "_internal" / "library.so").write_bytes(b"not one")
    (folder / "lungdesk").write_text('#!/bin/sh\necho "asked for: $*"\n')
    (folder / "lungdesk").chmod(0o755)
    return folder
