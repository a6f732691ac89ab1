"""The window that nobody watches ends by itself, as soon as there is nothing to wait for."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.formats.content import Content, content_of
from lungdesk.gui import unattended
from lungdesk.gui.interrupt import interruptible
from lungdesk.gui.window_services import WindowServices
from lungdesk.services.job_runner import JobRunner
from tests.gui.fakes import FakeFiles, FakeFilmReader, FakeSettings, services

FILM = Path("/films/film.dcm")


class _Patience:
    """Stands in for the timers of the module and knows whether its patience ran out."""

    def __init__(self) -> None:
        self.ran_out = False
        self._timers: list[QTimer] = []

    def singleShot(self, milliseconds: int, slot: Callable[[], object]) -> None:  # noqa: N802
        timer = QTimer()
        timer.setSingleShot(True)
        if milliseconds:
            timer.timeout.connect(self._run_out)
        timer.timeout.connect(slot)
        # Long enough for everything that a fake does.
        timer.start(10_000 if milliseconds else 0)
        self._timers.append(timer)

    def _run_out(self) -> None:
        self.ran_out = True

    def stop(self) -> None:
        for timer in self._timers:
            timer.stop()


@pytest.fixture
def patience(monkeypatch: pytest.MonkeyPatch) -> Iterator[_Patience]:
    patience = _Patience()
    monkeypatch.setattr(unattended, "QTimer", patience)
    yield patience
    patience.stop()


@pytest.fixture
def files() -> FakeFiles:
    return FakeFiles()


@pytest.fixture
def make_services(qtbot: QtBot, files: FakeFiles) -> Iterator[Callable[..., WindowServices]]:
    runner = JobRunner()

    def make(reader: FakeFilmReader | None) -> WindowServices:
        return services(runner, files=files, reader=reader, settings=FakeSettings())

    yield make
    runner.shutdown()


@pytest.mark.parametrize("has_model", [True, False])
@pytest.mark.parametrize("films", [[], [FILM]])
def test_a_picture_is_taken_whether_or_not_there_is_something_to_read(
    make_services: Callable[..., WindowServices],
    patience: _Patience,
    tmp_path: Path,
    has_model: bool,
    films: list[Path],
) -> None:
    target = tmp_path / "left" / "screenshot.png"

    unattended.take_screenshot(
        make_services(FakeFilmReader() if has_model else None), films, target
    )

    picture = QImage(str(target))
    assert (picture.width(), picture.height()) == (1280, 800)
    # The next run takes it for no film.
    assert content_of(target.name, target.read_bytes) is Content.OWN_PICTURE
    assert not patience.ran_out


def test_a_picture_that_cannot_be_written_is_told(
    make_services: Callable[..., WindowServices], patience: _Patience, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(LungDeskError) as caught:
        unattended.take_screenshot(make_services(None), [], tmp_path / "file" / "picture.png")

    assert caught.value.code is ErrorCode.FILE_NOT_WRITABLE


def test_the_start_is_measured_until_the_reading_is_shown(
    make_services: Callable[..., WindowServices],
    patience: _Patience,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert unattended.measure_start(make_services(FakeFilmReader()), [FILM], 0.0) == 0

    figures = json.loads(capsys.readouterr().out)
    assert 0 < figures["window_painted_s"] < figures["first_result_s"]
    assert not patience.ran_out


@pytest.mark.parametrize("films", [[], [FILM]])
def test_a_start_without_a_reading_is_not_measured(
    make_services: Callable[..., WindowServices],
    patience: _Patience,
    capsys: pytest.CaptureFixture[str],
    films: list[Path],
) -> None:
    with pytest.raises(LungDeskError, match="no start to measure"):
        unattended.measure_start(make_services(None), films, 0.0)

    assert capsys.readouterr().out == ""
    assert not patience.ran_out


_INTERRUPTED = """
import signal

from PySide6.QtCore import QCoreApplication, QEventLoop, QTimer

from lungdesk.gui.interrupt import interruptible

app, loop = QCoreApplication([]), QEventLoop()
before = signal.getsignal(signal.SIGINT)
QTimer.singleShot(0, lambda: signal.raise_signal(signal.SIGINT))
try:
    with interruptible(loop.quit):
        loop.exec()
except KeyboardInterrupt:
    print("interrupted", signal.getsignal(signal.SIGINT) is before)
"""


def test_ctrl_c_reaches_an_event_loop_and_the_block_ends_with_it() -> None:
    """In a process of its own: a signal that comes astray would end this one, and all its tests."""
    ended = subprocess.run(
        [sys.executable, "-c", _INTERRUPTED],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert (ended.returncode, ended.stdout) == (0, "interrupted True\n"), ended.stderr


def test_without_ctrl_c_nothing_is_raised(qtbot: QtBot) -> None:
    loop = QEventLoop()
    QTimer.singleShot(0, loop.quit)

    with interruptible(loop.quit):
        loop.exec()

    assert not loop.isRunning()
