from __future__ import annotations

from pathlib import Path

import pytest

from lungdesk.core.jobs import Cancelled, NullContext, Progress
from lungdesk.ml.engine import PrecisionChoice
from lungdesk.services import self_test
from lungdesk.services.models.library import DEFAULT_MODEL_ID
from lungdesk.services.paths import AppPaths
from lungdesk.services.sample_study import sample_films
from lungdesk.services.self_test import SelfTest, SelfTestRequest, kept_self_test, run_self_test

F32, AUTO = PrecisionChoice.FLOAT32, PrecisionChoice.AUTO


def request(count: int = 2) -> SelfTestRequest:
    return SelfTestRequest(AppPaths.default(), DEFAULT_MODEL_ID, sample_films()[:count])


def found_with(
    monkeypatch: pytest.MonkeyPatch, speeds: dict[tuple[PrecisionChoice, int], float]
) -> SelfTest:
    """The choice among these films a second."""
    has_both = any(precision is AUTO for precision, _count in speeds)
    monkeypatch.setattr(self_test, "_may_compute_bfloat16", lambda _bundle: has_both)
    monkeypatch.setattr("os.cpu_count", lambda: 8)
    monkeypatch.setattr(self_test, "_films_per_second", lambda _b, way, _r, _c: speeds[way])
    return run_self_test(request(), NullContext())


def test_the_fastest_way_is_chosen_and_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    speeds = {(F32, 1): 3.0, (F32, 8): 5.0, (AUTO, 1): 6.0, (AUTO, 8): 11.0}

    found = found_with(monkeypatch, speeds)

    assert found == SelfTest(True, 8, 11.0, 3.0)
    assert kept_self_test(AppPaths.default(), DEFAULT_MODEL_ID) == found
    assert "bfloat16, 8 threads" in found.words


def test_what_is_hardly_faster_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    speeds = {(F32, 1): 3.0, (F32, 8): 3.1, (AUTO, 1): 3.2, (AUTO, 8): 3.2}

    found = found_with(monkeypatch, speeds)

    assert found == SelfTest(False, 1, 3.0, 3.0)
    assert found.words == "This computer reads 3.0 films a second (1 thread)"


def test_without_a_passed_check_bfloat16_is_not_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    found = found_with(monkeypatch, {(F32, 1): 3.0, (F32, 8): 6.0})

    assert found == SelfTest(False, 8, 6.0, 3.0)
    assert found.words == "This computer reads 6.0 films a second (8 threads; 3.0 with 1 thread)"


@pytest.mark.parametrize(
    ("seconds", "rate"),
    [
        ([9.0, 0.5, 1.6, 0.4, 1.4], 9 / 1.0),
        # A start that is held up, once or twice, does not make the films fast.
        ([9.0, 0.4, 1.4, 3.0, 1.5], 9 / 1.0),
        ([9.0, 2.0, 1.2, 2.0, 1.3], 9 / 0.3),
    ],
)
def test_what_a_batch_does_once_does_not_count(
    monkeypatch: pytest.MonkeyPatch, seconds: list[float], rate: float
) -> None:
    taken = iter(seconds * 2)
    monkeypatch.setattr(self_test, "_may_compute_bfloat16", lambda _bundle: False)
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    monkeypatch.setattr(self_test, "_seconds", lambda *_: next(taken))
    ten = SelfTestRequest(AppPaths.default(), DEFAULT_MODEL_ID, sample_films()[:1] * 10)

    assert run_self_test(ten, NullContext()).films_per_second == pytest.approx(rate)


def test_nothing_was_measured_yet() -> None:
    assert kept_self_test(AppPaths.default(), DEFAULT_MODEL_ID) is None


@pytest.mark.slow
def test_real_films_are_read_and_nothing_else_is_left(tmp_path: Path) -> None:
    found = run_self_test(request(), NullContext())

    assert found.films_per_second > 0
    assert found.workers >= 1
    paths = AppPaths.default()
    assert not any(paths.benchmarks.iterdir()) if paths.benchmarks.exists() else True
    assert not paths.workspace.exists()


def test_it_can_be_cancelled() -> None:
    class Impatient:
        def report(self, progress: Progress) -> None:
            """Not listened to."""

        def check(self) -> None:
            raise Cancelled

    with pytest.raises(Cancelled):
        run_self_test(request(), Impatient())
    assert kept_self_test(AppPaths.default(), DEFAULT_MODEL_ID) is None
