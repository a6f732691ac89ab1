"""Against a server on this computer, well behaved and not."""

from __future__ import annotations

import hashlib
import socket
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import Cancelled, NullContext, Progress
from lungdesk.ml.weights_download import download
from lungdesk.ml.weights_sources import PublishedFile
from tests.unit.ml.weights_server import WeightsServer, dropped_after, refusal, serving, well

CONTENT = bytes(range(256)) * 8192
NAME = "network_notop.h5"
NULL = NullContext()


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)


@dataclass
class Listener:
    cancels: bool = False
    reports: list[Progress] = field(default_factory=list)

    def report(self, progress: Progress) -> None:
        self.reports.append(progress)

    def check(self) -> None:
        if self.cancels:
            raise Cancelled


def published(address: str, content: bytes = CONTENT) -> PublishedFile:
    return PublishedFile(f"{address}/folder/{NAME}", hashlib.md5(content).hexdigest())


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def failure(server: WeightsServer, folder: Path, content: bytes = CONTENT) -> LungDeskError:
    with pytest.raises(LungDeskError) as caught:
        download(published(server.address, content), folder, NULL, stall_s=0.2)
    assert NAME in caught.value.message
    assert server.address in caught.value.hint
    assert str(folder) in caught.value.hint
    return caught.value


def test_a_file_is_fetched_whole_with_its_progress(tmp_path: Path) -> None:
    listener = Listener()

    with serving(CONTENT) as server:
        path = download(published(server.address), tmp_path / "new folder", listener)

    assert path == tmp_path / "new folder" / NAME
    assert path.read_bytes() == CONTENT
    assert names(path.parent) == {NAME}
    assert server.requests == [(f"/folder/{NAME}", None)]
    assert listener.reports[-1] == Progress(2, 2, f"fetching {NAME}, MB")
    assert [r.done for r in listener.reports] == sorted(r.done for r in listener.reports)


@pytest.mark.parametrize("algorithm", ["md5", "sha256"])
def test_either_digest_that_keras_states_is_checked(tmp_path: Path, algorithm: str) -> None:
    digest = hashlib.new(algorithm, CONTENT).hexdigest()
    with serving(CONTENT) as server:
        url = f"{server.address}/{NAME}"
        download(PublishedFile(url, digest), tmp_path / "right", NULL)
        with pytest.raises(LungDeskError, match="another file"):
            download(PublishedFile(url, digest[::-1]), tmp_path / "wrong", NULL)

    assert names(tmp_path / "right") == {NAME}
    assert names(tmp_path / "wrong") == set()


def test_after_a_dropped_connection_the_rest_alone_is_asked_for(tmp_path: Path) -> None:
    with serving(CONTENT, dropped_after(1000), dropped_after(500_000), well) as server:
        path = download(published(server.address), tmp_path, NULL)

    assert path.read_bytes() == CONTENT
    assert [asked for _, asked in server.requests] == [None, "bytes=1000-", "bytes=501000-"]
    assert names(tmp_path) == {NAME}


def test_a_stalled_server_is_given_up_and_what_came_is_kept_for_later(tmp_path: Path) -> None:
    with serving(CONTENT) as server:
        server.behaviours = [server.stalled_after(1000), server.stalled_after(0)]
        error = failure(server, tmp_path)
        assert names(tmp_path) == {f"{NAME}.part"}
        server.behaviours = [well]
        path = download(published(server.address), tmp_path, NULL)

    assert error.code is ErrorCode.WEIGHTS_MISSING
    assert "nothing came for 0.2 s" in error.message
    assert path.read_bytes() == CONTENT
    assert server.requests[-1][1] == "bytes=1000-"
    assert names(tmp_path) == {NAME}


def test_a_server_that_cannot_resume_is_asked_for_the_whole_file_again(tmp_path: Path) -> None:
    with serving(CONTENT, dropped_after(1000), well, has_ranges=False) as server:
        path = download(published(server.address), tmp_path, NULL)

    assert path.read_bytes() == CONTENT
    assert len(server.requests) == 2


def test_a_server_that_drops_at_the_same_place_again_and_again_is_given_up(tmp_path: Path) -> None:
    with serving(CONTENT, dropped_after(1000), has_ranges=False) as server:
        error = failure(server, tmp_path)

    assert "closed before the end" in error.message
    assert len(server.requests) == 2


def test_wrong_bytes_are_refused_and_not_kept(tmp_path: Path) -> None:
    with serving(CONTENT[::-1]) as server:
        error = failure(server, tmp_path)

    assert error.code is ErrorCode.WEIGHTS_DAMAGED
    assert names(tmp_path) == set()


@pytest.mark.parametrize("length", [len(CONTENT), len(CONTENT) + 7])
def test_a_part_that_is_no_beginning_of_the_file_is_fetched_anew(
    tmp_path: Path, length: int
) -> None:
    (tmp_path / f"{NAME}.part").write_bytes(b"x" * length)

    with serving(CONTENT) as server:
        path = download(published(server.address), tmp_path, NULL)

    assert path.read_bytes() == CONTENT
    assert [asked for _, asked in server.requests] == [f"bytes={length}-", None]


def test_a_file_that_is_not_on_the_server_is_said_with_its_number(tmp_path: Path) -> None:
    with serving(CONTENT, refusal) as server:
        error = failure(server, tmp_path)

    assert error.code is ErrorCode.WEIGHTS_MISSING
    assert "404" in error.message
    assert names(tmp_path) == set()


def test_without_a_connection_it_is_said_what_to_fetch_and_where_to_put_it(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        port = nobody.getsockname()[1]
    server = WeightsServer(CONTENT, address=f"http://127.0.0.1:{port}")

    error = failure(server, tmp_path)

    assert error.code is ErrorCode.WEIGHTS_MISSING
    assert "refused" in error.message


def test_cancelling_keeps_what_came(tmp_path: Path) -> None:
    with serving(CONTENT) as server, pytest.raises(Cancelled):
        download(published(server.address), tmp_path, Listener(cancels=True))

    kept = (tmp_path / f"{NAME}.part").read_bytes()
    assert names(tmp_path) == {f"{NAME}.part"}
    assert kept
    assert CONTENT.startswith(kept)


def test_the_proxy_of_the_environment_is_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    with serving(CONTENT) as server:
        monkeypatch.setenv("http_proxy", server.address)
        path = download(published("http://weights.invalid"), tmp_path, NULL)

    assert path.read_bytes() == CONTENT
    assert server.requests == [(f"http://weights.invalid/folder/{NAME}", None)]


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")

    with serving(CONTENT) as server, pytest.raises(LungDeskError) as caught:
        download(published(server.address), tmp_path / "file", NULL)

    assert caught.value.code is ErrorCode.FILE_NOT_WRITABLE
