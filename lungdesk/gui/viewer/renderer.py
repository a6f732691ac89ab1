"""The pixels of the film that are visible, as 8-bit values in one buffer that is used again."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from lungdesk.gui.film import Film

if TYPE_CHECKING:
    from lungdesk.core.imaging.grayscale import DisplayLut


@dataclass(frozen=True, slots=True)
class Tile:
    """Part of one level of a film: cells ``[left, right) x [top, bottom)``."""

    level: int
    left: int
    top: int
    right: int
    bottom: int

    @property
    def film_rect(self) -> tuple[int, int, int, int]:
        """Left, top, width, height in film pixels."""
        cell = 1 << self.level
        return (
            self.left * cell,
            self.top * cell,
            (self.right - self.left) * cell,
            (self.bottom - self.top) * cell,
        )


def visible_tile(
    film: Film, bounds: tuple[float, float, float, float], scale: float
) -> Tile | None:
    """Smallest tile that covers ``bounds`` at a scale; None when none of the film is there.

    Parameters
    ----------
    bounds
        Left, top, right, bottom of what the window shows, in film pixels.
    scale
        Screen pixels per film pixel. The level is the coarsest that still has a value for
        every screen pixel, so that at most every second value in a direction is left out.
    """
    level = min(max(0, math.floor(-math.log2(scale))), len(film.levels) - 1)
    cell = 1 << level
    rows, columns = film.levels[level].shape[:2]
    margin = 2
    left = max(0, math.floor(bounds[0] / cell) - margin)
    top = max(0, math.floor(bounds[1] / cell) - margin)
    right = min(columns, math.ceil(bounds[2] / cell) + margin)
    bottom = min(rows, math.ceil(bounds[3] / cell) + margin)
    if left >= right or top >= bottom:
        return None
    return Tile(level, left, top, right, bottom)


class Renderer:
    """Maps a tile through the grey-scale table.

    The stored values of the last tile stay as table positions: dragging the window changes the
    table only, and looking up is then a third of the work.
    """

    def __init__(self) -> None:
        self._film: Film | None = None
        self._tile: Tile | None = None
        self._positions: NDArray[np.intp] = np.empty((0, 0), np.intp)
        self._position_buffer: NDArray[np.intp] = np.empty(0, np.intp)
        self._buffer: NDArray[np.uint8] = np.empty(0, np.uint8)

    def render(self, film: Film, tile: Tile, lut: DisplayLut | None) -> NDArray[np.uint8]:
        """8-bit pixels of a tile, ``(h, w)`` or ``(h, w, 3)``; valid until the next call.

        ``lut`` None leaves the values as they are: a colour image.
        """
        if lut is None:
            values = film.levels[tile.level]
            return values[tile.top : tile.bottom, tile.left : tile.right]
        if film is not self._film or tile != self._tile:
            self._look_up_positions(film, tile, lut)
            self._film, self._tile = film, tile
        self._buffer, out = _room(self._buffer, self._positions.shape)
        np.take(lut.table, self._positions, out=out, mode="clip")
        return out

    def forget(self) -> None:
        """Let go of the film, so that closing it frees its memory."""
        self._film = self._tile = None
        self._positions = np.empty((0, 0), np.intp)
        self._position_buffer = np.empty(0, np.intp)

    def _look_up_positions(self, film: Film, tile: Tile, lut: DisplayLut) -> None:
        values: NDArray[Any] = film.levels[tile.level]
        part = values[tile.top : tile.bottom, tile.left : tile.right]
        self._position_buffer, positions = _room(self._position_buffer, part.shape)
        np.copyto(positions, part)
        if lut.first_value:
            positions -= lut.first_value
        if lut.step != 1:
            positions //= lut.step
        self._positions = positions


def _room(buffer: NDArray[Any], shape: tuple[int, ...]) -> tuple[NDArray[Any], NDArray[Any]]:
    """Buffer, made anew only when it is too small, and the part of it that has a shape."""
    size = math.prod(shape)
    if buffer.size < size:
        buffer = np.empty(size, buffer.dtype)
    return buffer, buffer[:size].reshape(shape)
