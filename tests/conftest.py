"""What every test may ask for: real data, and a home that is not the user's."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from xdist.scheduler import LoadScopeScheduling

from lungdesk.ml import openvino_runtime
from lungdesk.services.paths import AppPaths
from tests.compiled_once import COMPILE, CompiledOnce

# Before anything imports Qt: tests need no display, unless somebody wants to watch them.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# The window speaks as the system does where nobody has chosen: tests know English words.
os.environ["LC_ALL"] = "C.UTF-8"
os.environ.pop("LANGUAGE", None)
# As the program does itself (`lungdesk.app`): with threads of several workers, small products of
# matrices take several times as long.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
# TensorFlow's start-up notes would drown the report.
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

# A shell starts what it puts into the background with Ctrl+C ignored, and children inherit that:
# whoever starts the tests, they are about what Ctrl+C does.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# How long an example takes says how busy the machine is, not whether the code is right. At the desk
# new examples are looked for; where a change is judged, all changes meet the same ones.
settings.register_profile("lungdesk", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("lungdesk")

REPO_ROOT = Path(__file__).resolve().parent.parent


#: Folders whose tests load TensorFlow into their own process.
_TENSORFLOW_HERE = ("tests/unit/ml/", "tests/unit/services/benchmarks/")


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """How the processes of ``make test`` share the tests."""
    scheduler = LoadScopeScheduling(config, log)
    scheduler._split_scope = _share
    return scheduler


def _share(nodeid: str) -> str:
    """What a test is not parted from.

    A file stays whole, for the sake of what its tests share. One process has TensorFlow, and builds
    the networks that files share.
    """
    return "tensorflow" if nodeid.startswith(_TENSORFLOW_HERE) else nodeid.partition("::")[0]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Where processes share the tests, nobody waits for a slow file at the end."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        slow = {item.path for item in items if item.get_closest_marker("slow")}
        items.sort(key=lambda item: item.path not in slow)


@pytest.fixture(scope="session")
def repo_root() -> Path:
    """Folder of the checkout."""
    return REPO_ROOT


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Folder of the real radiographs (see LUNGDESK_DATA); skips where there is none."""
    stated = os.environ.get("LUNGDESK_DATA")
    folder = Path(stated) if stated else REPO_ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip(f"no real radiographs at {folder}: set LUNGDESK_DATA to their folder")
    return folder


@pytest.fixture(scope="session")
def sample_films() -> Path:
    """Folder of the DICOM files that pydicom-data brings (``RG1_UNCR.dcm``, …)."""
    data_store = pytest.importorskip("data_store", reason="pydicom-data is not installed")
    return Path(data_store.__file__).parent / "data"


@pytest.fixture(scope="session", autouse=True)
def _session_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep session-wide fixtures away from the user's settings and caches."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LUNGDESK_HOME", str(tmp_path_factory.mktemp("home")))
        yield


@pytest.fixture(scope="session", autouse=True)
def _compiled_once() -> Iterator[None]:
    """Let no process of tests compile a network twice."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(openvino_runtime, "_compiled", CompiledOnce())
        yield


@pytest.fixture(scope="module")
def compiled_each_time() -> Iterator[None]:
    """As the program does, for tests that are about compiling, or whose networks are large."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(openvino_runtime, "_compiled", COMPILE)
        yield


@pytest.fixture(autouse=True)
def lungdesk_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Root of settings, data and caches for one test: empty, and gone afterwards."""
    home = tmp_path / "lungdesk-home"
    monkeypatch.setenv("LUNGDESK_HOME", str(home))
    return home


@pytest.fixture(scope="session")
def compiled_before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the networks are that any test has compiled."""
    return tmp_path_factory.mktemp("compiled")


@pytest.fixture(autouse=True)
def compiled_networks(compiled_before: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no test compile what another one has: in its own home each would begin anew."""
    monkeypatch.setattr(AppPaths, "compiled_networks", compiled_before)


@pytest.fixture(autouse=True)
def _garbage_of_windows(request: pytest.FixtureRequest) -> Iterator[None]:
    """Collect as the program does wherever there are windows: never in a worker's thread."""
    if not {"qapp", "qtbot"} & set(request.fixturenames):
        yield
        return
    from lungdesk.gui.garbage import collected_here  # noqa: PLC0415 - loads Qt

    request.getfixturevalue("qapp")
    with collected_here():
        yield


@pytest.fixture
def clock() -> Iterator[Callable[[int], None]]:
    """Sets the clock of this computer so many hours before that of UTC."""
    with pytest.MonkeyPatch.context() as patch:

        def set_ahead(hours: int) -> None:
            patch.setenv("TZ", f"HERE{-hours:+d}")
            time.tzset()

        yield set_ahead
    time.tzset()


@pytest.fixture
def another_day(clock: Callable[[int], None]) -> None:
    """Where this computer stands it is another day than in UTC, whenever that is."""
    clock(14 if datetime.now(UTC).hour >= 12 else -12)
