"""How soon a built program has painted and read a film, beside ``python main.py``.

``python -m tests.benchmarks.built_start dist/lungdesk-reader/lungdesk`` starts both in turn, so
that a busy moment falls on both, and prints one JSON object: medians in seconds, and their ratios.
Cold means that the files of both were dropped from memory before (those that nobody else uses).
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from lungdesk.services.sample_study import sample_film
from tests.conftest import REPO_ROOT

_MOMENTS = ("window_painted_s", "first_result_s")


def measure(program: Path, runs: int, *, is_cold: bool) -> dict[str, float]:
    """Medians over ``runs`` starts of each, after one that is not counted."""
    commands = {"built": [str(program)], "checkout": [sys.executable, str(REPO_ROOT / "main.py")]}
    folders = (program.parent, REPO_ROOT / "lungdesk", Path(sys.prefix) / "lib")
    seconds: dict[str, list[float]] = {f"{who}_{m}": [] for who in commands for m in _MOMENTS}
    with tempfile.TemporaryDirectory() as home:
        for run in range(runs + 1):
            for who, command in commands.items():
                if is_cold and run:
                    _forget(folders)
                told = _started(command, home)
                for moment in _MOMENTS if run else ():  # the first one compiles the network
                    seconds[f"{who}_{moment}"].append(told[moment])
    medians = {name: statistics.median(values) for name, values in seconds.items()}
    ratios = {f"ratio_{m}": medians[f"built_{m}"] / medians[f"checkout_{m}"] for m in _MOMENTS}
    return {name: round(value, 2) for name, value in (medians | ratios).items()}


def _started(command: Sequence[str], home: str) -> dict[str, Any]:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "LUNGDESK_HOME": home}
    words = [*command, "open", str(sample_film()), "--started-at", repr(time.time())]
    done = subprocess.run(words, env=environment, capture_output=True, text=True, check=True)
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def _forget(folders: Sequence[Path]) -> None:
    for path in _files(folders):
        with path.open("rb") as stream:
            os.posix_fadvise(stream.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def _files(folders: Sequence[Path]) -> Iterator[Path]:
    for folder in folders:
        for path in folder.rglob("*"):
            if path.is_file() and not path.is_symlink():
                yield path


def main() -> None:
    """Parse the command line, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program", type=Path)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--cold-runs", type=int, default=2)
    asked = parser.parse_args()
    program = asked.program.resolve()
    figures = {
        "warm": measure(program, asked.runs, is_cold=False),
        "cold": measure(program, asked.cold_runs, is_cold=True),
    }
    sys.stdout.write(json.dumps(figures, indent=2) + "\n")


if __name__ == "__main__":
    main()
