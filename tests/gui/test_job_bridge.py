import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, QThread, Slot
from pytestqt.qtbot import QtBot

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import JobContext, Progress
from lungdesk.gui.job_bridge import JobBridge, JobChannel
from lungdesk.services.job_runner import JobRunner, Lane


class Listener(QObject):
    """Writes down what a channel says, and in which thread it was told."""

    def __init__(self, channel: JobChannel) -> None:
        super().__init__()
        self.heard: list[tuple[object, ...]] = []
        self.threads: set[QThread] = set()
        channel.succeeded.connect(self.on_succeeded)
        channel.failed.connect(self.on_failed)
        channel.stopped.connect(self.on_stopped)
        channel.progressed.connect(self.on_progressed)

    @Slot(object, object)
    def on_succeeded(self, tag: object, result: object) -> None:
        self.threads.add(QThread.currentThread())
        self.heard.append(("succeeded", tag, result))

    @Slot(object, object)
    def on_failed(self, tag: object, error: LungDeskError) -> None:
        self.heard.append(("failed", tag, str(error.code)))

    @Slot(object)
    def on_stopped(self, tag: object) -> None:
        self.heard.append(("stopped", tag))

    @Slot(object, object)
    def on_progressed(self, tag: object, progress: Progress) -> None:
        self.heard.append(("progressed", tag, progress.done))


@pytest.fixture
def bridge(runner: JobRunner, qtbot: QtBot) -> Iterator[JobBridge]:
    made = JobBridge(runner)
    yield made
    made.give_up_all()
    qtbot.waitUntil(lambda: not made.is_busy)


def _echo(request: object, _ctx: JobContext) -> object:
    return request


def test_a_result_arrives_in_the_gui_thread(bridge: JobBridge, qtbot: QtBot) -> None:
    channel = bridge.channel(Lane.IO)
    listener = Listener(channel)
    with qtbot.waitSignal(bridge.idle):
        channel.add(_echo, 7, tag="seven")
    assert listener.heard == [("succeeded", "seven", 7)]
    assert listener.threads == {QThread.currentThread()}


def test_a_failure_arrives_with_its_code(bridge: JobBridge, qtbot: QtBot) -> None:
    def fail(_request: object, _ctx: JobContext) -> None:
        raise LungDeskError("No.", code=ErrorCode.FILE_EMPTY)

    channel = bridge.channel(Lane.IO)
    listener = Listener(channel)
    with qtbot.waitSignal(bridge.idle):
        channel.add(fail, None, tag="x")
    assert listener.heard == [("failed", "x", "LD-FILE-003")]


def test_progress_arrives_before_the_result(bridge: JobBridge, qtbot: QtBot) -> None:
    def count(_request: object, ctx: JobContext) -> str:
        ctx.report(Progress(3, 3))
        return "done"

    channel = bridge.channel(Lane.COMPUTE)
    listener = Listener(channel)
    with qtbot.waitSignal(bridge.idle):
        channel.add(count, None)
    assert listener.heard == [("progressed", None, 3), ("succeeded", None, "done")]


def test_a_replaced_request_is_cancelled_and_its_answer_dropped(
    bridge: JobBridge, qtbot: QtBot
) -> None:
    gate, started = threading.Event(), threading.Event()
    ended: list[str] = []

    def slow(request: str, ctx: JobContext) -> str:
        started.set()
        gate.wait(10)
        try:
            ctx.check()
        finally:
            ended.append(request)
        return request

    channel = bridge.channel(Lane.COMPUTE)
    listener = Listener(channel)
    channel.replace(slow, "old", tag="old")
    qtbot.waitUntil(started.is_set)
    channel.replace(_echo, "new", tag="new")
    with qtbot.waitSignal(bridge.idle):
        gate.set()
    assert ended == ["old"]
    assert listener.heard == [("succeeded", "new", "new")]


def test_an_answer_that_is_already_under_way_is_dropped(bridge: JobBridge, qtbot: QtBot) -> None:
    """The worker has finished, but the queued call has not been delivered."""
    finished = threading.Event()

    def quick(request: str, _ctx: JobContext) -> str:
        return request

    def marker(_request: object, _ctx: JobContext) -> None:
        finished.set()

    channel, other = bridge.channel(Lane.COMPUTE), bridge.channel(Lane.COMPUTE)
    listener = Listener(channel)
    channel.add(quick, "stale", tag="stale")
    other.add(marker, None)
    assert finished.wait(10)  # without the event loop: nothing has been delivered yet
    with qtbot.waitSignal(bridge.idle):
        channel.cancel()
    assert listener.heard == []


def test_keep_only_gives_up_the_rest(bridge: JobBridge, qtbot: QtBot) -> None:
    gate = threading.Event()

    def held(request: str, _ctx: JobContext) -> str:
        gate.wait(10)
        return request

    channel = bridge.channel(Lane.IO)
    listener = Listener(channel)
    for tag in ("a", "b", "c"):
        channel.add(held, tag, tag=tag)
    channel.keep_only(("b",))
    assert channel.pending == ("b",)
    with qtbot.waitSignal(bridge.idle):
        gate.set()
    assert listener.heard == [("succeeded", "b", "b")]


def test_a_bug_becomes_a_sentence(bridge: JobBridge, qtbot: QtBot) -> None:
    channel = bridge.channel(Lane.IO)
    listener = Listener(channel)
    with qtbot.waitSignal(bridge.idle):
        channel.add(lambda _request, _ctx: 1 / 0, None)
    assert listener.heard == [("failed", None, "LD-UNEXPECTED-001")]
