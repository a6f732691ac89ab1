"""The hand on the film: what a tool has to do, and what held keys mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeAlias

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QMouseEvent, QPainter

from lungdesk.core.imaging.geometry import Point, ViewGeometry

#: Gain of a window drag, by the keys that are held.
_FINE = 0.25
_COARSE = 2.5
_COARSEST = 5.0
#: A button that moves no further than this (view pixels) has been clicked, not dragged.
_CLICK_PX = 3.0
#: Degrees of a wheel, in eighths, from one stop to the next.
NOTCH = 120
#: Ways in which the keyboard focus comes back by itself; nobody turned to the view.
RETURNS = (
    Qt.FocusReason.ActiveWindowFocusReason,
    Qt.FocusReason.PopupFocusReason,
    Qt.FocusReason.MenuBarFocusReason,
)

#: Places in the view that words beside what is drawn keep clear of; None leaves out all words.
Taken: TypeAlias = Sequence[QRectF] | None


class MouseTool(Protocol):
    """Draws with the left button, where it wants it; positions are in view pixels."""

    @property
    def is_drawing(self) -> bool:
        """Whether the next click draws."""

    def press(self, at: Point, *, is_shifted: bool) -> bool:
        """Whether the tool takes the drag that begins here."""

    def drag(self, at: Point, *, is_shifted: bool) -> None:
        """The pointer moves with the button held."""

    def release(self, at: Point, *, is_shifted: bool) -> None:
        """The button goes up."""

    def hover(self, at: Point, *, is_shifted: bool) -> None:
        """The pointer moves without a button."""

    def cancel(self) -> None:
        """Give up what is being drawn."""

    def paint(
        self, painter: QPainter, geometry: ViewGeometry, taken: Taken, *, is_moving: bool = False
    ) -> None:
        """Paint over the film; while it moves, words need not find the best places."""


@dataclass(slots=True, eq=False)
class Press:
    """A button that is held, and what the hand does with it.

    Attributes
    ----------
    start, last
        Where it went down, and where the hand is; view pixels.
    is_on_other
        Whether it went down on a film that is laid over that of the view.
    is_swiping
        Whether it moves the line between the two.
    taker
        The tool that draws with it.
    is_dragged
        Whether it is no click; it stays a drag, even back where it began.
    """

    button: Qt.MouseButton
    start: QPointF
    last: QPointF = field(init=False)
    is_on_other: bool = False
    is_swiping: bool = False
    taker: MouseTool | None = None
    is_dragged: bool = False

    def __post_init__(self) -> None:
        self.last = self.start

    def moved(self, to: QPointF) -> QPointF:
        """Go on to another position; returns the way from the last one."""
        delta, way = to - self.last, to - self.start
        self.last = to
        self.is_dragged = self.is_dragged or max(abs(way.x()), abs(way.y())) > _CLICK_PX
        return delta

    def end(self, *, is_shifted: bool) -> None:
        """The button is up, where the hand was last."""
        if self.taker is not None:
            self.taker.release((self.last.x(), self.last.y()), is_shifted=is_shifted)


class Notches:
    """Whole notches of a wheel; parts of one, of touchpads and fine wheels, wait for the rest."""

    def __init__(self) -> None:
        self._turned = 0

    def turned(self, delta: int) -> int:
        """How many are full, after the wheel has been turned by eighths of a degree."""
        if delta * self._turned < 0:  # the hand has changed its mind
            self._turned = 0
        notches = int((self._turned + delta) / NOTCH)
        self._turned += delta - notches * NOTCH
        return notches


def place(event: QMouseEvent) -> tuple[Point, bool]:
    """Position, and whether Shift is held."""
    at = event.position()
    return (at.x(), at.y()), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)


def coarseness(modifiers: Any) -> float:
    """Gain of a window drag by the keys that are held (`Qt.KeyboardModifier`)."""
    is_shifted = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
    if modifiers & Qt.KeyboardModifier.ControlModifier:
        return _COARSEST if is_shifted else _COARSE
    return _FINE if is_shifted else 1.0
