"""Where words stand beside annotations: clear of other words, of handles and of strokes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from typing import Self

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, QSizeF

from lungdesk.gui.annotate.marked_cells import MarkedCells

#: Between words and what they belong to, and between words and the edges of the view.
_OFFSET_PX = 10.0
_MARGIN_PX = 8.0
#: Words may stand so many times their own height or half their width further on along a side.
_FURTHER = (0, 1, -1, 2, -2)
#: What less than this is hidden of, in square pixels, is not hidden.
_DECIMALS = 3


class LabelPlaces:
    """Gives each label of a view the first place that is free, or the one that hides least.

    Parameters
    ----------
    view_size
        Width and height of the view.
    origin
        Where the film begins in it: panning moves words with the film and changes no choice.
    taken
        Where other words stand already.
    """

    def __init__(
        self,
        view_size: tuple[float, float],
        origin: tuple[float, float],
        taken: Sequence[QRectF] = (),
    ) -> None:
        self._width, self._height = view_size
        self._marked = MarkedCells(view_size, origin)
        self._taken = list(taken)

    def copy(self) -> Self:
        """The same, to take and mark without a trace here."""
        other = copy(self)
        other._marked, other._taken = self._marked.copy(), list(self._taken)
        return other

    def mark(self, boxes: Iterable[QRectF], lines: Iterable[QLineF]) -> None:
        """Words that get their places from now on should not hide this."""
        self._marked.add_boxes(_sides(boxes))
        ends = [(line.x1(), line.y1(), line.x2(), line.y2()) for line in lines]
        self._marked.add_lines(np.asarray(ends, np.float64).reshape(-1, 4))

    def take(self, size: QSizeF, points: Sequence[QPointF]) -> QRectF:
        """Place of a label beside points of the view; to the right of them, if that is free."""
        places = tuple(self._beside(size, points))
        sides = _sides(places)
        words = _covered(sides, _sides(self._taken)).round(_DECIMALS)
        best = places[int(np.lexsort((self._marked.under(sides), words))[0])]
        self._taken.append(best)
        return best

    def first(self, size: QSizeF, points: Sequence[QPointF]) -> QRectF:
        """The place to the right of points, whatever it hides."""
        return next(self._beside(size, points))

    def _beside(self, size: QSizeF, points: Sequence[QPointF]) -> Iterator[QRectF]:
        """Right and left of the outermost points, below and above them; then further on."""
        left, right = (pick(points, key=QPointF.x) for pick in (min, max))
        top, bottom = (pick(point.y() for point in points) for pick in (min, max))
        width, height = size.width(), size.height()
        across = (left.x() + right.x() - width) / 2
        for steps in _FURTHER:
            down, along = steps * (height + _OFFSET_PX), steps * width / 2
            for x, y in (
                (right.x() + _OFFSET_PX, right.y() - height / 2 + down),
                (left.x() - _OFFSET_PX - width, left.y() - height / 2 + down),
                (across + along, bottom + _OFFSET_PX),
                (across + along, top - _OFFSET_PX - height),
            ):
                yield QRectF(
                    QPointF(
                        self._inside(x, width, self._width), self._inside(y, height, self._height)
                    ),
                    size,
                )

    @staticmethod
    def _inside(start: float, length: float, room: float) -> float:
        return max(_MARGIN_PX, min(start, room - length - _MARGIN_PX))


def right_of(size: QSizeF, points: Sequence[QPointF]) -> QRectF:
    """The place to the right of points, in the view or beyond it."""
    right = max(points, key=QPointF.x)
    return QRectF(QPointF(right.x() + _OFFSET_PX, right.y() - size.height() / 2), size)


def _sides(places: Iterable[QRectF]) -> NDArray[np.float64]:
    """Left, top, right and bottom of each place: ``(n, 4)``."""
    sides = [(one.left(), one.top(), one.right(), one.bottom()) for one in places]
    return np.asarray(sides, np.float64).reshape(-1, 4)


def _covered(places: NDArray[np.float64], others: NDArray[np.float64]) -> NDArray[np.float64]:
    """How much of other places lies under each of these, in square pixels: ``(n,)``."""
    high_sides = np.minimum(places[:, None, 2:], others[None, :, 2:])
    low_sides = np.maximum(places[:, None, :2], others[None, :, :2])
    areas: NDArray[np.float64] = (high_sides - low_sides).clip(0).prod(axis=2).sum(axis=1)
    return areas
