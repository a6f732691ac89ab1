"""Ctrl+C while Qt's event loop runs: without this, Python would see it when the window closes."""

from __future__ import annotations

import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import QSocketNotifier


@contextmanager
def interruptible(stop: Callable[[], object]) -> Iterator[None]:
    """Call ``stop`` in the GUI thread on Ctrl+C; it should end the event loop of the block.

    A second Ctrl+C ends the process at once.

    Raises
    ------
    KeyboardInterrupt
        When the block has ended, if there was a Ctrl+C.
    """
    is_interrupted = False

    def on_signal(_number: int, _frame: object) -> None:
        nonlocal is_interrupted
        is_interrupted = True
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        stop()

    # Python runs its handlers between two instructions of Python: the byte that it writes into
    # the pair of sockets makes Qt call some.
    near, far = socket.socketpair()
    near.setblocking(False)
    far.setblocking(False)
    notifier = QSocketNotifier(far.fileno(), QSocketNotifier.Type.Read)
    notifier.activated.connect(lambda: far.recv(1))
    before = signal.signal(signal.SIGINT, on_signal)
    wakeup_before = signal.set_wakeup_fd(near.fileno())
    try:
        yield
    finally:
        signal.set_wakeup_fd(wakeup_before)
        signal.signal(signal.SIGINT, before)
        notifier.setEnabled(False)
        near.close()
        far.close()
    if is_interrupted:
        raise KeyboardInterrupt
