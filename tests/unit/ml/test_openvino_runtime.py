from __future__ import annotations

import locale
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from lungdesk.ml import openvino_runtime
from lungdesk.ml.openvino_runtime import (
    CompiledNetwork,
    Precision,
    has_bfloat16,
    processor_name,
    runtime_version,
)
from tests.unit.ml.conftest import SPEC, SmallModel

pytestmark = pytest.mark.usefixtures("compiled_each_time")

#: Runs many views whose source fails in the middle, again and again, as a cancelled job does; ends
#: the moment the last of them is done.
FAILING_SOURCE = """
import sys
from pathlib import Path
import numpy as np
from lungdesk.ml.openvino_runtime import CompiledNetwork

network = CompiledNetwork(Path(sys.argv[1]), is_for_throughput=True)

def views(count, is_failing):
    for seed in range(count):
        yield np.random.default_rng(seed).integers(0, 256, (96, 96), dtype=np.uint8)
    if is_failing:
        raise LookupError("cancelled")

for count in range(1, 30):
    numbers = []
    try:
        network.run_many(views(count, True), lambda number, outputs: numbers.append(number))
    except LookupError:
        pass
    assert numbers == list(range(len(numbers))), numbers
    numbers.clear()
    network.run_many(views(count, False), lambda number, outputs: numbers.append(number))
    assert numbers == list(range(count)), numbers
print("well")
"""


def views(count: int) -> list[np.ndarray]:
    rng = np.random.default_rng(0)
    return [rng.integers(0, 256, (96, 96), dtype=np.uint8) for _ in range(count)]


@pytest.fixture(scope="module")
def network(small_model: SmallModel) -> CompiledNetwork:
    return CompiledNetwork(small_model.bundle.engine_path)


def keras_logits(small_model: SmallModel, view: np.ndarray) -> np.ndarray:
    return np.asarray(small_model.keras_model(SPEC.normalization.apply(view[None]))[0])


def test_outputs_are_copies_that_the_next_run_leaves_alone(
    network: CompiledNetwork, small_model: SmallModel
) -> None:
    first, second = views(2)

    logits, feature_map = network.run(first)
    network.run(second)

    assert logits.dtype == feature_map.dtype == np.float32
    assert feature_map.shape == (1, 3, 3, 1280)
    assert np.abs(logits - keras_logits(small_model, first)).max() <= 1e-4


def test_the_size_of_the_view_is_known(network: CompiledNetwork) -> None:
    assert network.input_size == 96


def test_a_mirrored_or_sliced_view_is_read_as_it_looks(
    network: CompiledNetwork, small_model: SmallModel
) -> None:
    large = np.random.default_rng(1).integers(0, 256, (192, 192), dtype=np.uint8)
    sliced = large[::2, ::-2]  # not contiguous in memory
    assert not sliced.flags.c_contiguous

    alone = network.run(sliced)[0]
    several: dict[int, np.ndarray] = {}
    network.run_many([sliced, sliced.T], lambda n, outputs: several.update({n: outputs[0]}))

    assert np.abs(alone - keras_logits(small_model, sliced)).max() <= 1e-4
    assert np.abs(several[0] - keras_logits(small_model, sliced)).max() <= 1e-4
    assert np.abs(several[1] - keras_logits(small_model, sliced.T)).max() <= 1e-4


@pytest.mark.parametrize("is_for_throughput", [False, True])
def test_the_outputs_of_many_views_come_in_their_order_with_their_numbers(
    small_model: SmallModel, network: CompiledNetwork, is_for_throughput: bool
) -> None:
    many = CompiledNetwork(small_model.bundle.engine_path, is_for_throughput=is_for_throughput)
    films = views(20)
    found: list[tuple[int, np.ndarray]] = []

    many.run_many(iter(films), lambda number, outputs: found.append((number, outputs[0])))

    assert [number for number, _ in found] == list(range(20))
    for number, logits in found:
        assert np.abs(logits - network.run(films[number])[0]).max() <= 1e-4


def test_a_buffer_that_the_source_uses_again_is_not_mixed_up(network: CompiledNetwork) -> None:
    films = views(12)
    expected = [network.run(film)[0] for film in films]

    def through_one_buffer() -> Iterator[np.ndarray]:
        buffer = np.empty((96, 96), np.uint8)
        for film in films:
            buffer[:] = film
            yield buffer

    found: dict[int, np.ndarray] = {}
    network.run_many(through_one_buffer(), lambda n, outputs: found.update({n: outputs[0]}))

    assert all(np.abs(found[n] - expected[n]).max() <= 1e-4 for n in range(12))


def test_outputs_that_are_not_kept_are_the_same_while_they_are_told(
    network: CompiledNetwork,
) -> None:
    films = views(20)
    kept: list[tuple[np.ndarray, ...]] = []
    seen: list[tuple[np.ndarray, ...]] = []

    network.run_many(films, lambda _, outputs: kept.append(outputs))
    network.run_many(
        films, lambda _, outputs: seen.append(tuple(x.copy() for x in outputs)), is_kept=False
    )

    for one, other in zip(kept, seen, strict=True):
        assert [x.shape for x in one] == [x.shape for x in other]
        assert all(np.array_equal(x, y) for x, y in zip(one, other, strict=True))


def test_no_view_at_all_is_no_output(network: CompiledNetwork) -> None:
    numbers: list[int] = []

    network.run_many([], lambda number, _: numbers.append(number))

    assert numbers == []


def test_outputs_come_from_the_calling_thread(network: CompiledNetwork) -> None:
    threads: set[int] = set()

    network.run_many(views(8), lambda *_: threads.add(threading.get_ident()))

    assert threads == {threading.get_ident()}


def test_when_taking_an_output_fails_the_error_comes_out_and_the_network_goes_on(
    network: CompiledNetwork,
) -> None:
    films = views(8)
    taken: list[int] = []

    def take(number: int, _: tuple[np.ndarray, ...]) -> None:
        if number == 3:
            raise OSError("the disk is full")
        taken.append(number)

    with pytest.raises(OSError, match="disk is full"):
        network.run_many(films, take)

    assert taken == [0, 1, 2]
    found: dict[int, np.ndarray] = {}
    network.run_many(films, lambda number, outputs: found.update({number: outputs[0]}))
    assert np.abs(found[7] - network.run(films[7])[0]).max() <= 1e-4


def test_when_the_source_of_the_views_fails_the_process_lives_on_and_ends_well(
    small_model: SmallModel, repo_root: Path
) -> None:
    # In a process of its own: dropping what is in flight may crash it, or make it hang for ever.
    ended = subprocess.run(
        [sys.executable, "-c", FAILING_SOURCE, str(small_model.bundle.engine_path)],
        cwd=repo_root,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert (ended.returncode, ended.stdout.strip()) == (0, "well"), ended.stderr


def test_bfloat16_is_coarser_than_float32_and_near_it(
    small_model: SmallModel, network: CompiledNetwork
) -> None:
    if not has_bfloat16():
        pytest.skip("this processor has no bfloat16")
    rounded = CompiledNetwork(small_model.bundle.engine_path, precision=Precision.BFLOAT16)
    view = views(1)[0]

    exact, coarse = network.run(view)[0], rounded.run(view)[0]

    assert coarse.dtype == np.float32
    difference = np.abs(exact - coarse).max()
    assert 1e-4 < difference < 0.1 * np.abs(exact).max()


def test_the_cache_folder_receives_the_compiled_code_and_changes_no_output(
    small_model: SmallModel, network: CompiledNetwork, tmp_path: Path
) -> None:
    view = views(1)[0]
    path = small_model.bundle.engine_path

    first = CompiledNetwork(path, cache_folder=tmp_path / "cache").run(view)[0]
    stored = {p.name: p.stat().st_mtime_ns for p in (tmp_path / "cache").iterdir()}
    again = CompiledNetwork(path, cache_folder=tmp_path / "cache").run(view)[0]

    assert stored
    assert stored == {p.name: p.stat().st_mtime_ns for p in (tmp_path / "cache").iterdir()}
    for logits in (first, again):
        assert np.abs(logits - network.run(view)[0]).max() <= 1e-5


@pytest.mark.parametrize("content", [b"", b"not compiled code", b"\x00" * 5000])
def test_a_damaged_cache_costs_time_and_no_more(
    small_model: SmallModel, network: CompiledNetwork, tmp_path: Path, content: bytes
) -> None:
    view = views(1)[0]
    path, cache = small_model.bundle.engine_path, tmp_path / "cache"
    CompiledNetwork(path, cache_folder=cache)
    for blob in cache.iterdir():
        blob.write_bytes(content)

    logits = CompiledNetwork(path, cache_folder=cache).run(view)[0]

    assert np.abs(logits - network.run(view)[0]).max() <= 1e-5


def test_a_cache_folder_that_cannot_be_made_is_done_without(
    small_model: SmallModel, network: CompiledNetwork, tmp_path: Path
) -> None:
    (tmp_path / "taken").write_text("a file stands in the place of the folder")
    view = views(1)[0]

    without = CompiledNetwork(small_model.bundle.engine_path, cache_folder=tmp_path / "taken")

    assert np.abs(without.run(view)[0] - network.run(view)[0]).max() <= 1e-5


class WatchedCore:
    """Compiles with OpenVINO, and knows how many networks it compiled at once at most."""

    def __init__(self, core: Any) -> None:
        self.read_model = core.read_model
        self._core, self._inside, self.most = core, 0, 0

    def compile_model(self, *given: Any) -> Any:
        self._inside += 1
        self.most = max(self.most, self._inside)
        compiled = self._core.compile_model(*given)
        self._inside -= 1
        return compiled


def test_networks_are_compiled_one_at_a_time_and_the_locale_stays(
    small_model: SmallModel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    core = WatchedCore(openvino_runtime._core())
    monkeypatch.setattr(openvino_runtime, "_shared_core", [core])
    before = locale.setlocale(locale.LC_CTYPE)

    def compile_one(_: int) -> CompiledNetwork:
        return CompiledNetwork(small_model.bundle.engine_path, cache_folder=tmp_path)

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(compile_one, range(8)))

    assert core.most == 1
    assert locale.setlocale(locale.LC_CTYPE) == before


def test_processor_and_version_are_those_of_this_machine() -> None:
    assert runtime_version().startswith(version("openvino").partition("+")[0])
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.is_file() and "model name" in cpuinfo.read_text():
        line = next(x for x in cpuinfo.read_text().splitlines() if x.startswith("model name"))
        assert processor_name().split() == line.partition(":")[2].split()


def test_a_conversion_tells_nobody(repo_root: Path) -> None:
    # OpenVINO's own reports would be sent by a process that it forks.
    code = (
        "import multiprocessing, sys; from lungdesk.ml.trunk import to_openvino;"
        " from openvino.tools.ovc import telemetry_utils as used;"
        " print(used.tm.__name__, sys.modules['openvino_telemetry'])"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code], cwd=repo_root, capture_output=True, text=True, check=True
    )

    assert ended.stdout.split() == ["openvino.tools.ovc.telemetry_stub", "None"]
