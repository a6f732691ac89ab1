from __future__ import annotations

import gc
import threading
import weakref

from pytestqt.qtbot import QtBot

from lungdesk.gui.garbage import collected_here


class Ring:
    """Refers to itself, so that only the collector ends it."""

    def __init__(self, ended_in: list[int]) -> None:
        self.itself = self
        weakref.finalize(self, lambda: ended_in.append(threading.get_ident()))


def _make_garbage(ended_in: list[int]) -> None:
    for _ in range(3 * gc.get_threshold()[0]):
        Ring(ended_in)


def _in_a_worker(ended_in: list[int]) -> None:
    worker = threading.Thread(target=_make_garbage, args=(ended_in,))
    worker.start()
    worker.join()


def test_what_a_worker_leaves_is_collected_where_the_window_is(qtbot: QtBot) -> None:
    ended_in: list[int] = []

    with collected_here():
        _in_a_worker(ended_in)
        assert not ended_in
        qtbot.waitUntil(lambda: bool(ended_in))

    assert set(ended_in) == {threading.get_ident()}


def test_python_collects_by_itself_again_afterwards(qtbot: QtBot) -> None:
    gc.enable()
    ended_in: list[int] = []
    with collected_here():
        assert not gc.isenabled()

    assert gc.isenabled()
    _in_a_worker(ended_in)
    assert set(ended_in) - {threading.get_ident()}
