from __future__ import annotations

import getpass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from lungdesk.core.jobs import NullContext
from lungdesk.services import doctor
from lungdesk.services.diagnostics import DiagnosticsRequest, SeenError, diagnose, without_identity
from lungdesk.services.measured_times import MeasuredTimes
from lungdesk.services.models.library import ModelLibrary
from lungdesk.services.paths import AppPaths


@pytest.fixture
def somebody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(getpass, "getuser", lambda: "wroentgen")
    monkeypatch.setattr(Path, "home", lambda: Path("/home/wroentgen"))


@pytest.mark.usefixtures("somebody")
@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("in /home/wroentgen/films", "in ~/films"),
        ("of WRoentgen", "of …"),
        ("wroentgenium stays", "wroentgenium stays"),
    ],
)
def test_name_and_home_are_taken_out(said: str, left: str) -> None:
    assert without_identity(said) == left


def test_a_name_that_is_a_common_word_takes_nothing_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(getpass, "getuser", lambda: "a")
    monkeypatch.setattr(Path, "home", lambda: Path("/root"))

    assert without_identity("a model, run by root") == "a model, run by root"


def test_models_errors_and_measurements_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    paths = AppPaths.default()
    MeasuredTimes(paths.measured_times).keep(
        "self-test lungdesk-lite0",
        {
            "is_bfloat16": 1.0,
            "workers": 2.0,
            "films_per_second": 9.0,
            "float32_films_per_second": 4.0,
        },
    )
    damaged = "Files of /data/x are damaged. (LD-MODEL-002)"
    found = {**doctor.examine(ModelLibrary(()))}
    found |= {"models": {"lungdesk-lite0": "ok", "own": damaged}, "model_sha256": {"own": "ab12"}}
    monkeypatch.setattr(doctor, "examine", lambda _library: found)
    seen = SeenError("LD-FILE-004", datetime(2024, 2, 1, 9, 30, tzinfo=UTC))
    request = DiagnosticsRequest(paths, "lungdesk-lite0", ("1: 1280×800",), (seen,))

    text = diagnose(request, NullContext())

    assert "own ab12 not whole (LD-MODEL-002)" in text
    assert "/data/x" not in text
    assert "lungdesk-lite0 no hash whole, reads the films" in text
    assert "2024-02-01 09:30 UTC LD-FILE-004" in text
    assert "This computer reads 9.0 films a second (bfloat16, 2 threads;" in text
    assert "Screen 1: 1280×800" in text
