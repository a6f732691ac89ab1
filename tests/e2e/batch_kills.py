"""Kills ``lungdesk batch`` at moments spread over its whole duration, and lets it go on.

``python -m tests.e2e.batch_kills FILMS [--moments 20] [--seed 0]`` prints each kill, and fails when
a row differs from those of an undisturbed run. Moments are told by the processor's time that the
process has had, start-up included: on a busy machine they fall where they would fall on a calm one.
"""

from __future__ import annotations

import argparse
import csv
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import psutil

from lungdesk.services.batch.folder import RESULTS, SUMMARY
from lungdesk.services.batch.journal import JOURNAL
from tests.e2e.conftest import PATIENCE_S, Program

#: How often it is looked at how much of the processor's time a child has had.
_LOOK_S = 0.01

Rows = list[dict[str, str]]


@dataclass(frozen=True, slots=True)
class Kill:
    """One batch that was killed and gone on with.

    Attributes
    ----------
    moment_s
        Processor's time at which it was to die.
    was_killed
        False when it had ended before that.
    rows_before
        Whole lines of its journal that were there then, the header not counted.
    had_table, had_summary
        Whether these files were there then.
    is_same
        Whether the rows at the end are those of an undisturbed run.
    """

    moment_s: float
    was_killed: bool
    rows_before: int
    had_table: bool
    had_summary: bool
    is_same: bool


class Kills:
    """An undisturbed batch, which is looked at first, and what is to be held against it."""

    def __init__(self, program: Program, films: Sequence[Path]) -> None:
        self._program = program
        # Drawn films, too: rows are to say how likely everything is.
        self._command = ("batch", *films, "--read-anyway", "--out")
        self._run_once("warm-up")  # compiles the network
        self.duration_s = self._run_once("whole")
        self.rows = rows_of(program.folder / "whole")

    def at(self, count: int, seed: int) -> Iterator[Kill]:
        """One kill in each of ``count`` equal parts of the duration, at random in it."""
        parts = (np.arange(count) + np.random.default_rng(seed).uniform(size=count)) / count
        for number, moment_s in enumerate(parts * self.duration_s):
            yield self._kill(self._program.folder / f"killed-{number}", float(moment_s))

    def _kill(self, out: Path, moment_s: float) -> Kill:
        with self._program.start(*self._command, out) as child:
            _watch(child, moment_s)
            child.kill()
            child.communicate(timeout=PATIENCE_S)
        lines = (out / JOURNAL).read_bytes().count(b"\n") if (out / JOURNAL).exists() else 0
        had_table, had_summary = ((out / name).exists() for name in (RESULTS, SUMMARY))
        resumed = self._program(*self._command, out, "--resume")
        assert resumed.code == 0, resumed.err
        return Kill(
            moment_s=moment_s,
            was_killed=child.returncode == -9,
            rows_before=max(lines - 1, 0),
            had_table=had_table,
            had_summary=had_summary,
            is_same=rows_of(out) == self.rows,
        )

    def _run_once(self, out: str) -> float:
        with self._program.start(*self._command, self._program.folder / out) as child:
            seconds = _watch(child)
            _, said = child.communicate(timeout=PATIENCE_S)
        assert child.returncode == 0, said
        return seconds


def _watch(child: subprocess.Popen[str], until_s: float = float("inf")) -> float:
    """Processor's time of a child, as soon as it has had so much of it, or has ended."""
    seconds = 0.0
    process = psutil.Process(child.pid)
    while seconds < until_s:
        try:
            child.wait(_LOOK_S)
        except subprocess.TimeoutExpired:
            times = process.cpu_times()
            seconds = times.user + times.system
        else:
            break
    return seconds


def rows_of(out: Path) -> Rows:
    """Rows of a table, but for how long each took."""
    with (out / RESULTS).open(newline="") as stream:
        return [{n: v for n, v in row.items() if n != "seconds"} for row in csv.DictReader(stream)]


def _main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("films", type=Path, nargs="+")
    parser.add_argument("--moments", type=int, default=20)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        program = Program(Path(folder) / "home", Path(folder))
        kills = Kills(program, [path.absolute() for path in asked.films])
        sys.stdout.write(f"{len(kills.rows)} rows, {kills.duration_s:.2f} s of processor's time\n")
        is_same = True
        for kill in kills.at(asked.moments, asked.seed):
            sys.stdout.write(f"{kill}\n")
            sys.stdout.flush()
            is_same = is_same and kill.is_same
    sys.stdout.write("All rows are the same.\n" if is_same else "ROWS DIFFER.\n")
    return 0 if is_same else 1


if __name__ == "__main__":
    sys.exit(_main())
