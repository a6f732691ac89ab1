"""Processes that LungDesk starts of itself, as Python does it and as a built program does it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from lungdesk.app import main
from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import NullContext
from lungdesk.services.benchmarks.child import run_in_child
from lungdesk.services.benchmarks.startup import measure_startup
from lungdesk.services.own_program import module_command
from tests.unit.services.benchmarks import childrens_work

CHILD = "lungdesk.services.benchmarks.child"

#: What a built program is to its children: it takes arguments, but no ``-m``.
AS_BUILT = "import sys; sys.frozen = True; from lungdesk.app import main; sys.exit(main())"


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Be a built program; its file."""
    program = tmp_path / "lungdesk"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -c "{AS_BUILT}" "$@"\n')
    program.chmod(0o755)
    monkeypatch.setattr("sys.executable", str(program))
    monkeypatch.setattr("sys.frozen", True, raising=False)
    return program


def test_python_runs_the_module() -> None:
    assert module_command(CHILD, "folder") == [sys.executable, "-m", CHILD, "folder"]


def test_a_built_program_becomes_the_module(built: Path) -> None:
    assert module_command(CHILD, "folder") == [str(built), "--child", CHILD, "folder"]


@pytest.mark.skipif(sys.platform == "win32", reason="the program is a shell script")
def test_the_child_of_a_built_program_does_its_work(
    built: Path, repo_root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(repo_root)

    result = run_in_child(childrens_work.doubled, 21, tmp_path / "child", NullContext())

    assert result["doubled"] == 42
    assert result["pid"] != os.getpid()


@pytest.mark.skipif(sys.platform == "win32", reason="the program is a shell script")
def test_the_exit_code_of_the_module_is_that_of_the_program(
    built: Path, repo_root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(repo_root)

    with pytest.raises(LungDeskError, match="exit code 7"):
        run_in_child(childrens_work.killed, 7, tmp_path / "child", NullContext())


@pytest.mark.parametrize("words", [["--child", "http.server"], ["--child"]])
def test_a_built_program_becomes_nothing_else(
    built: Path, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 2
    assert "--child" in capsys.readouterr().err


def test_python_has_no_such_option(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--child", CHILD]) == 2
    assert "--child" in capsys.readouterr().err


def test_a_built_program_says_why_it_does_not_measure_its_start(built: Path) -> None:
    with pytest.raises(LungDeskError) as caught:
        measure_startup(1, NullContext())

    assert caught.value.code is ErrorCode.USAGE
