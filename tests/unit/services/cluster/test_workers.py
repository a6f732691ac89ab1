"""A real cluster of two workers whose results are those of a loop, one worker killed on the way."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import socket
import ssl
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError
from pathlib import Path
from typing import Any

import dask
import numpy as np
import openvino
import pytest
from openvino import opset13 as op

from lungdesk import __version__
from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import Cancelled, NullContext, Progress
from lungdesk.core.workers import HERE, Workers
from lungdesk.ml.feature_cache import FeatureCache
from lungdesk.ml.portable_network import PortableNetwork
from lungdesk.ml.trunk import FilmViews, Trunk, fill_cache
from lungdesk.services.cluster import workers as cluster
from lungdesk.services.cluster.workers import workers_at
from tests.unit.services.local_cluster import (
    STUCK,
    Sum,
    add,
    process_of,
    random_numbers,
    refuse,
    started_cluster,
    wait_for_the_end,
)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with started_cluster() as started:
        yield started.address


@pytest.fixture
def workers(address: str) -> Iterator[Workers]:
    with workers_at(address) as opened:
        yield opened


@dataclass
class KillsStuck:
    """Kills, with no warning, the worker that says that it is stuck."""

    killed: list[int] = field(default_factory=list)

    def report(self, progress: Progress) -> None:
        assert progress.message == STUCK
        self.killed.append(progress.done)
        os.kill(progress.done, signal.SIGKILL)

    def check(self) -> None:
        """Go on."""


def test_what_a_killed_worker_was_at_is_done_by_another_and_order_stays(
    workers: Workers, tmp_path: Path
) -> None:
    shared = list(range(10))
    items = [Sum(number, tmp_path / "trap" if number == 4 else None) for number in range(12)]
    listener = KillsStuck()

    results = list(workers.each(add, ((shared, item) for item in items), listener))

    assert len(listener.killed) == 1
    assert results == list(HERE.each(add, [(shared, item) for item in items], NullContext()))


@dataclass
class CancelsStuck:
    is_cancelled: bool = False

    def report(self, progress: Progress) -> None:
        self.is_cancelled = progress.message == STUCK

    def check(self) -> None:
        if self.is_cancelled:
            raise Cancelled


def test_a_cancel_frees_the_workers(workers: Workers) -> None:
    with pytest.raises(Cancelled):
        list(workers.each(wait_for_the_end, ((None, n) for n in range(4)), CancelsStuck()))

    # Each has one part at a time: these are begun when the others have been given up.
    parts = [([1], Sum(number)) for number in range(4)]
    assert [result for _, result in workers.each(add, parts, NullContext())] == [1, 2, 3, 4]


def test_what_is_wrong_is_said_where_its_result_would_have_come(workers: Workers) -> None:
    outcomes = workers.each(refuse, ((None, n) for n in range(9)), NullContext())

    assert next(outcomes) == (0, 0)
    with pytest.raises(LungDeskError) as caught:
        next(outcomes)

    assert (caught.value.message, caught.value.code) == ("No 1.", ErrorCode.DISK_FULL)


def test_random_numbers_of_a_part_are_its_own(workers: Workers) -> None:
    # So long that heartbeats, whose size Dask guesses from a sample, fall into it.
    ((_, drawn),) = workers.each(random_numbers, [(None, 1.5)], NullContext())

    random.seed(5)
    assert drawn == [random.random() for _ in range(3)]


def small_trunk() -> Trunk:
    """Mean over the rows of a convolution with fixed weights, of views of 16 pixels."""
    views = op.parameter([1, 16, 16], np.uint8, name="view")
    grey = op.unsqueeze(op.convert(views, np.float32), np.int64(1))
    kernel = np.random.default_rng(3).normal(size=(8, 1, 3, 3)).astype(np.float32)
    maps = op.convolution(grey, kernel, [1, 1], [0, 0], [0, 0], [1, 1])
    pooled = op.reduce_mean(op.relu(maps), np.array([2, 3]), keep_dims=False)
    return Trunk(PortableNetwork(openvino.Model([pooled], [views], "small")), "small", (8,))


@dataclass
class KillsAfterFirstChunk:
    pid: int
    reports: list[int] = field(default_factory=list)

    def report(self, progress: Progress) -> None:
        self.reports.append(progress.done)
        if len(self.reports) == 1:
            os.kill(self.pid, signal.SIGKILL)

    def check(self) -> None:
        """Go on."""


def test_features_are_those_of_one_process_bit_for_bit(workers: Workers, tmp_path: Path) -> None:
    random = np.random.default_rng(0)
    films = random.integers(0, 256, (100, 2, 16, 16), dtype=np.uint8)
    digests = [f"{number:064x}" for number in range(100)]
    views = FilmViews(digests, lambda number: None if number == 17 else films[number])
    pids = [pid for _, pid in workers.each(process_of, [(None, 0), (None, 1)], NullContext())]
    listener = KillsAfterFirstChunk(pids[0])
    here, there = (FeatureCache(tmp_path, name, (2, 8)) for name in ("here", "there"))

    fill_cache(small_trunk(), here, views, NullContext(), "features")
    fill_cache(small_trunk(), there, views, listener, "features", workers=workers)

    assert listener.reports == [16, 32, 48, 64, 80, 96, 100]
    readable = [digest for number, digest in enumerate(digests) if number != 17]
    assert digests[17] not in there
    assert there.rows(readable).tobytes() == here.rows(readable).tobytes()
    assert np.ptp(there.rows(readable)) > 0


@dataclass
class FakeClient:
    """Workers with these versions; an exception where there is none."""

    versions: Mapping[str, str | Exception]
    workers: tuple[str, ...] = ("tcp://a:1",)
    is_closed: bool = False

    def scheduler_info(self, *, n_workers: int) -> dict[str, Any]:
        return {"workers": dict.fromkeys(self.workers)}

    def run(self, function: Any, *arguments: str, on_error: str) -> dict[str, str | Exception]:
        assert on_error == "return"
        what = arguments[0] if arguments else "Python"
        theirs = self.versions[what] if what in self.versions else function(*arguments)
        return dict.fromkeys(self.workers, theirs)

    def close(self) -> None:
        self.is_closed = True


@pytest.mark.parametrize(
    ("client", "code", "words"),
    [
        (FakeClient({}, ()), ErrorCode.CLUSTER_WITHOUT_WORKERS, "has no workers"),
        (FakeClient({"openvino": "1.0"}), ErrorCode.CLUSTER_DIFFERS, "tcp://a:1 has openvino 1.0"),
        (FakeClient({"Python": "3.1.4"}), ErrorCode.CLUSTER_DIFFERS, "has Python 3.1.4"),
        (
            FakeClient({"lungdesk": PackageNotFoundError("lungdesk")}),
            ErrorCode.CLUSTER_DIFFERS,
            "has no lungdesk",
        ),
    ],
)
def test_workers_that_would_not_do_the_same_are_refused(
    monkeypatch: pytest.MonkeyPatch, client: FakeClient, code: ErrorCode, words: str
) -> None:
    monkeypatch.setattr(cluster, "_connected", lambda _: client)

    with pytest.raises(LungDeskError, match=words) as caught, workers_at("tcp://a:0"):
        pytest.fail("was opened")

    assert caught.value.code is code
    assert client.is_closed


def test_workers_with_the_same_versions_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    client = FakeClient({})
    monkeypatch.setattr(cluster, "_connected", lambda _: client)

    with workers_at("tcp://a:0"):
        assert not client.is_closed

    assert client.is_closed


def test_a_built_program_which_is_no_package_knows_its_own_version(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def version(package: str) -> str:
        if package == "lungdesk":
            raise PackageNotFoundError(package)
        return "1.0"

    monkeypatch.setattr("importlib.metadata.version", version)
    client = FakeClient({"lungdesk": __version__})
    monkeypatch.setattr(cluster, "_connected", lambda _: client)

    with workers_at("tcp://a:0"):
        assert not client.is_closed


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "nonsense:8786"])
def test_a_scheduler_that_does_not_answer_is_told(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setattr(cluster, "_CONNECT_S", 0.3)

    with pytest.raises(LungDeskError) as caught, workers_at(address):
        pytest.fail("was opened")

    assert caught.value.code is ErrorCode.CLUSTER_UNREACHABLE
    assert address in caught.value.message


@pytest.fixture
def certified() -> Iterator[ssl.SSLContext]:
    """The context of an encrypted server whose certificate Dask is told to trust."""
    own = str(Path(__file__).with_name("localhost.pem"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(own)
    files = {"ca-file": own, "client": {"cert": own, "key": own}}
    with dask.config.set({"distributed.comm.tls": files}):
        yield context


@pytest.fixture(
    params=[
        ("tcp", b""),
        ("tcp", b"SSH-2.0-OpenSSH_9.6\r\n"),
        ("tls", b""),
        ("tls", b"HTTP/1.1 400"),
    ],
    ids=["silent", "no Dask", "encrypted and silent", "encrypted and no Dask"],
)
def stranger(request: pytest.FixtureRequest, certified: ssl.SSLContext) -> Iterator[str]:
    """Address of a port at which something else takes connections, and what it says to each."""
    held: list[socket.socket] = []
    scheme, said = request.param

    is_over = threading.Event()

    def answer() -> None:
        while not is_over.is_set():
            held.append(listening.accept()[0])
            with suppress(OSError):  # who asked has gone
                if scheme == "tls":
                    held[-1] = certified.wrap_socket(held[-1], server_side=True)
                held[-1].sendall(said)

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=answer)
        thread.start()
        yield f"{scheme}://127.0.0.1:{listening.getsockname()[1]}"
        is_over.set()
        socket.create_connection(listening.getsockname()).close()  # it waits for one
        thread.join()
    for connection in held:
        connection.close()


def test_what_takes_connections_and_is_no_dask_is_not_waited_for(
    stranger: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "_CONNECT_S", 0.3)

    with pytest.raises(LungDeskError) as caught, workers_at(stranger):
        pytest.fail("was opened")

    assert caught.value.code is ErrorCode.CLUSTER_UNREACHABLE
    assert stranger in caught.value.message


def test_a_slow_scheduler_is_given_as_long_to_greet_as_its_client_waits(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Comm:
        def abort(self) -> None:
            """Nothing is open."""

    async def connect(_address: str, *, timeout: float, **_security: object) -> Comm:
        await asyncio.sleep(0.2)
        return Comm()

    monkeypatch.setattr("distributed.comm.connect", connect)
    monkeypatch.setattr(cluster, "_ANSWER_S", 0.05)

    cluster._require_greeting("tcp://10.0.0.1:8786")


def test_without_certificates_an_encrypted_scheduler_is_told_with_where_they_belong(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(cluster, "_CONNECT_S", 0.3)

    with socket.create_server(("127.0.0.1", 0)) as listening:
        address = f"tls://127.0.0.1:{listening.getsockname()[1]}"
        with pytest.raises(LungDeskError) as caught, workers_at(address):
            pytest.fail("was opened")

    assert caught.value.code is ErrorCode.CLUSTER_UNREACHABLE
    assert "distributed.comm.tls" in caught.value.hint


@pytest.mark.parametrize(
    ("is_built", "remedy"), [(False, "pip install distributed"), (True, "LungDesk Full")]
)
def test_what_to_do_without_dask_fits_how_lungdesk_was_installed(
    monkeypatch: pytest.MonkeyPatch, is_built: bool, remedy: str
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    monkeypatch.setattr(cluster, "is_built", lambda: is_built)

    with pytest.raises(LungDeskError) as caught, workers_at("tcp://a:0"):
        pytest.fail("was opened")

    assert remedy in caught.value.hint


def test_without_a_scheduler_it_is_done_here() -> None:
    with workers_at("") as workers:
        assert workers is HERE
