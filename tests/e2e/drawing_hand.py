"""The program with a hand in it that draws on the first film: ``FILM tell`` or ``FILM COUNT HOW``.

It prints what is drawn, as it is kept. ``tell`` closes the window then; else the hand finishes
measurements until there are so many, prints them all after each, begins something, says ``drawing``
and never ends it.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from typing import Any
from unittest.mock import patch

from PySide6.QtCore import QPointF, Qt, QTimer
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from lungdesk.app import main
from lungdesk.gui import session
from lungdesk.gui.main_window import MainWindow, create_window
from lungdesk.gui.window_services import WindowServices
from lungdesk.services.annotation_codec import encode

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
NO_KEY = Qt.KeyboardModifier.NoModifier
Place = tuple[float, float]


class Hand:
    """Keys and mouse; places are shares of the film view's width and height."""

    def __init__(self, window: MainWindow) -> None:
        self.window = window
        self.is_down = False

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NO_KEY) -> None:
        QTest.keyClick(self.window, key, modifier)

    def press(self, at: Place) -> None:
        QTest.mousePress(self._view, LEFT, pos=self._at(at).toPoint())
        self.is_down = True

    def move(self, *places: Place) -> None:
        for place in places:
            at = self._at(place)
            everywhere = QPointF(self._view.mapToGlobal(at.toPoint()))
            held = LEFT if self.is_down else NONE
            event = QMouseEvent(QMouseEvent.Type.MouseMove, at, everywhere, NONE, held, NO_KEY)
            QApplication.sendEvent(self._view, event)

    def release(self, at: Place) -> None:
        QTest.mouseRelease(self._view, LEFT, pos=self._at(at).toPoint())
        self.is_down = False

    def drag(self, *places: Place) -> None:
        self.press(places[0])
        self.move(*places[1:])
        self.release(places[-1])

    @property
    def _view(self) -> Any:
        return self.window.viewer_panel.view

    def _at(self, place: Place) -> QPointF:
        return QPointF(place[0] * self._view.width(), place[1] * self._view.height())


def _length(hand: Hand) -> None:
    hand.key(Qt.Key.Key_D)
    hand.drag((0.40, 0.20), (0.50, 0.22), (0.55, 0.24))


def _angle(hand: Hand) -> None:
    hand.key(Qt.Key.Key_A)
    for place in ((0.40, 0.35), (0.45, 0.40), (0.50, 0.33)):
        hand.drag(place)


def _rectangle(hand: Hand) -> None:
    hand.key(Qt.Key.Key_O)
    hand.drag((0.40, 0.50), (0.45, 0.53), (0.55, 0.58))


def _contour(hand: Hand) -> None:
    hand.key(Qt.Key.Key_O, Qt.KeyboardModifier.AltModifier)
    hand.drag((0.40, 0.70), (0.45, 0.68), (0.50, 0.72), (0.45, 0.76))


def _probe(hand: Hand) -> None:
    hand.key(Qt.Key.Key_P)
    hand.drag((0.58, 0.40))


FINISHED = (_length, _angle, _rectangle, _contour, _probe)


def _begin_length(hand: Hand) -> None:
    hand.key(Qt.Key.Key_D)
    hand.press((0.45, 0.85))


def _begin_rectangle(hand: Hand) -> None:
    hand.key(Qt.Key.Key_O)
    hand.press((0.45, 0.85))
    hand.move((0.47, 0.87), (0.55, 0.92))


def _begin_angle(hand: Hand) -> None:
    """The third point follows the pointer, with no button held."""
    hand.key(Qt.Key.Key_A)
    hand.drag((0.45, 0.85))
    hand.drag((0.50, 0.90))
    hand.move((0.55, 0.85))


def _begin_contour(hand: Hand) -> None:
    hand.key(Qt.Key.Key_O, Qt.KeyboardModifier.AltModifier)
    hand.press((0.45, 0.85))
    hand.move(*((0.45 + step / 400, 0.85 + (step % 7) / 100) for step in range(40)))


def _pull_length(hand: Hand) -> None:
    """The first measurement is dragged elsewhere, and not let go."""
    hand.press((0.55, 0.24))
    hand.move((0.57, 0.26), (0.60, 0.30))


BEGUN: dict[str, Callable[[Hand], None]] = {
    begin.__name__: begin
    for begin in (_begin_length, _begin_rectangle, _begin_angle, _begin_contour, _pull_length)
}


def _print_drawn(window: MainWindow) -> None:
    _say(json.dumps(json.loads(encode(window.annotations.annotations))))


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _acts(window: MainWindow, wishes: list[str]) -> Iterator[Callable[[], bool]]:
    """Act, and give what has to be true before the next act."""
    yield lambda: not window.bridge.is_busy  # what is kept has been loaded
    _print_drawn(window)
    if wishes == ["tell"]:
        window.close()
        return
    hand = Hand(window)
    done = len(window.annotations.annotations.annotations)
    for draw in FINISHED[done : int(wishes[0])]:
        draw(hand)
        yield lambda: not window.keeping.unsaved
        _print_drawn(window)
    before = window.annotations.annotations
    BEGUN[wishes[1]](hand)
    # Were anything of it saved, it would be on the disk by then.
    yield lambda: not window.bridge.is_busy
    is_begun = window.annotate.is_drawing or window.annotations.annotations != before
    _say("drawing" if is_begun else "nothing has been begun")


def _live(window: MainWindow, wishes: list[str]) -> None:
    acts = _acts(window, wishes)
    waiting = next(acts)
    clock = QTimer(window)

    def beat() -> None:
        nonlocal waiting
        if not waiting():
            return
        try:
            waiting = next(acts)
        except StopIteration:
            clock.stop()

    clock.timeout.connect(beat)
    clock.start(1)


def _run(film: str, wishes: list[str]) -> int:
    def create(services: WindowServices) -> MainWindow:
        window = create_window(services)
        window.film_painted.connect(lambda: _live(window, wishes))
        return window

    with patch.object(session, "create_window", create):
        return main([film])


if __name__ == "__main__":
    sys.exit(_run(sys.argv[1], sys.argv[2:]))
