"""Works a real window and takes pictures of it: for the guide, and for a tour of the program."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEventLoop, QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from lungdesk.gui import open_dialog
from lungdesk.gui.main_window import MainWindow
from lungdesk.gui.state import Phase

#: What has not come by then never will.
_PATIENCE_S = 600.0
_LOOK_EVERY_MS = 20
#: For what is painted a moment later.
_SETTLE_S = 0.3

#: Goes to some screen and takes its pictures.
Stop = Callable[[], None]


class NothingCameError(Exception):
    """The window never showed what was waited for."""


@dataclass
class TourHand:
    """A hand that waits for what it has asked for.

    Attributes
    ----------
    save
        Keeps a picture of a widget under a name.
    stay_s
        How long each picture is left on the screen for somebody to see.
    """

    window: MainWindow
    save: Callable[[str, QWidget], None]
    stay_s: float = 0.0
    taken: list[str] = field(default_factory=list)

    def act(self, action: str) -> None:
        """Trigger an action of the window, which must be possible."""
        found = self.window.actions_table[action]
        assert found.isEnabled(), f"{action} is not possible now"
        found.trigger()

    def turn(self, action: str, *, on: bool) -> None:
        """Switch something on or off."""
        self.window.actions_table[action].setChecked(on)

    def click(self, widget: QWidget, at: QPoint | None = None) -> None:
        """Click what can be seen."""
        assert widget.isVisible(), f"{widget.accessibleName()} is not seen"
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=at or widget.rect().center())

    def see(self, is_so: Callable[[], bool]) -> None:
        """Wait until it is so."""
        if not _spun(is_so, _PATIENCE_S):
            raise NothingCameError(f"waited {_PATIENCE_S:.0f} s")

    def rest(self) -> None:
        """Wait until nothing runs any more and all is painted."""
        self.see(lambda: not self.window.bridge.is_busy)
        _spun(lambda: False, _SETTLE_S)

    def take(self, name: str, widget: QWidget | None = None, *, within_s: float = 0.0) -> None:
        """Take a picture, of the main window unless another is named, once all has come to rest.

        Where something is measured that nobody waits for, the picture is taken after ``within_s``.
        """
        if within_s:
            _spun(lambda: not self.window.bridge.is_busy, within_s)
            _spun(lambda: False, _SETTLE_S)
        else:
            self.rest()
        self.save(name, widget or self.window)
        self.taken.append(name)
        _spun(lambda: False, self.stay_s)

    def open_films(self, *films: Path) -> None:
        """Have films in the list and no others; the first is shown, and read or refused."""
        window = self.window
        window.actions_table["close_all"].trigger()
        window.open_paths(films)
        self.see(partial(self._is_read, films[0]))
        self.rest()

    def _is_read(self, film: Path) -> bool:
        state = self.window.state
        reading = state.reading.reading or state.reading.refused
        is_there = state.reading.phase is Phase.READY or state.film.phase is Phase.FAILED
        return is_there and (reading is None or reading.instance.path == film)


@contextmanager
def answering(question: str, answer: object) -> Iterator[None]:
    """Let a dialog of the system be answered: ``question`` is its function in `open_dialog`."""
    asked = getattr(open_dialog, question)
    setattr(open_dialog, question, lambda *_: answer)
    try:
        yield
    finally:
        setattr(open_dialog, question, asked)


def _spun(is_so: Callable[[], bool], seconds: float) -> bool:
    """Let the window live until it is so; False when that takes longer."""
    end = time.monotonic() + seconds
    loop = QEventLoop()
    timer = QTimer(interval=_LOOK_EVERY_MS)

    def look() -> None:
        if is_so() or time.monotonic() > end:
            loop.quit()

    timer.timeout.connect(look)
    timer.start()
    if not is_so():
        loop.exec()
    timer.stop()
    return is_so()
