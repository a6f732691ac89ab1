"""The arithmetic of the start-up measurement; what it measures is measured by `lungdesk bench`."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import pytest

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import Cancelled, NullContext
from lungdesk.services.benchmarks import startup
from tests.unit.services.fakes import Listener

#: Seconds of each run: importing TensorFlow, painting, reading. The first is slow, and not counted.
RUNS = [(90.0, 80.0, 85.0), (4.0, 1.0, 2.0), (8.0, 3.0, 4.0), (5.0, 1.5, 2.5)]


@dataclass
class Machine:
    """Stands for the clock and for the programs that are started."""

    said_by_window: str | None = None
    now: float = 0.0
    started: list[list[str]] = field(default_factory=list)

    def run(self, command: list[str], **_: Any) -> subprocess.CompletedProcess[str]:
        self.started.append(command)
        tensorflow_s, painted_s, read_s = RUNS[(len(self.started) - 1) // 2]
        if "import tensorflow" in command:
            self.now += tensorflow_s
            return subprocess.CompletedProcess(command, 0, "", "")
        answer = json.dumps({"window_painted_s": painted_s, "first_result_s": read_s})
        said = f"a note\n{answer}\n" if self.said_by_window is None else self.said_by_window
        return subprocess.CompletedProcess(command, 0, said, "Traceback\nno display\n")


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Machine:
    made = Machine()
    clock = SimpleNamespace(perf_counter=lambda: made.now, time=lambda: made.now)
    monkeypatch.setattr(startup, "time", clock)
    monkeypatch.setattr(startup, "subprocess", SimpleNamespace(run=made.run))
    return made


def test_the_medians_of_the_runs_after_the_first_are_told(machine: Machine) -> None:
    figures = startup.measure_startup(3, NullContext())

    assert figures["tensorflow_import_s"] == 5.0
    assert figures["window_painted_s"] == 1.5
    assert figures["first_result_s"] == 2.5
    assert figures["ratio_painted"] == pytest.approx(1.5 / 5.0)
    assert figures["ratio_result"] == pytest.approx(2.5 / 5.0)


def test_the_window_is_started_as_a_user_starts_it_in_turn_with_tensorflow(
    machine: Machine,
) -> None:
    startup.measure_startup(1, NullContext())

    kinds = ["tensorflow" if "import tensorflow" in c else c[2] for c in machine.started]
    assert kinds == ["tensorflow", "lungdesk", "tensorflow", "lungdesk"]
    assert "RG1_UNCR.dcm" in machine.started[1][4]


def test_a_window_that_does_not_start_is_an_error_with_its_last_words(machine: Machine) -> None:
    machine.said_by_window = "nothing of use\n"

    with pytest.raises(LungDeskError) as caught:
        startup.measure_startup(1, NullContext())

    assert caught.value.code is ErrorCode.UNEXPECTED
    assert caught.value.hint == "no display"


def test_a_measurement_can_be_cancelled_between_runs(machine: Machine) -> None:
    with pytest.raises(Cancelled):
        startup.measure_startup(3, Listener(cancels_at_check=2))

    assert len(machine.started) == 2
