"""The film as the view shows it: only what is visible, at the size of the screen, in 8 bits.

Two steps, so that dragging the window repeats the second one only: the visible part of the nearest
reduced copy is brought to the size and the turn of the view, still as stored values; then one table
look-up a screen pixel makes grey values of them, and pixel padding is black.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
from numpy.typing import NDArray

from lungdesk.core.imaging.geometry import ViewGeometry
from lungdesk.gui.film import INTERPOLATED, Film

if TYPE_CHECKING:
    from lungdesk.core.imaging.grayscale import DisplayLut

#: Cells among which an edge on a whole screen pixel is looked for, and how far that may lead.
_EDGES = 16
_EDGES_PX = 64

_ROTATIONS = {
    90.0: cv2.ROTATE_90_CLOCKWISE,
    180.0: cv2.ROTATE_180,
    270.0: cv2.ROTATE_90_COUNTERCLOCKWISE,
}


@dataclass(frozen=True, slots=True)
class Tile:
    """Part of one level of a film: cells ``[left, right) x [top, bottom)``."""

    level: int
    left: int
    top: int
    right: int
    bottom: int

    def of(self, levels: tuple[NDArray[Any], ...]) -> NDArray[Any]:
        """The cells, not copied."""
        return levels[self.level][self.top : self.bottom, self.left : self.right]


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
        every screen pixel, so that the rest of the way is by less than a half.
    """
    level = min(max(0, math.floor(-math.log2(scale))), len(film.levels) - 1)
    cell = 1 << level
    rows, columns = film.levels[level].shape[:2]
    left = max(0, math.floor(bounds[0] / cell) - INTERPOLATED)
    top = max(0, math.floor(bounds[1] / cell) - INTERPOLATED)
    right = min(columns, math.ceil(bounds[2] / cell) + INTERPOLATED)
    bottom = min(rows, math.ceil(bounds[3] / cell) + INTERPOLATED)
    if left >= right or top >= bottom:
        return None
    return Tile(level, left, top, right, bottom)


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """8-bit pixels, ``(h, w)`` or ``(h, w, 3)``, and where they begin, in screen pixels."""

    pixels: NDArray[np.uint8]
    left: int
    top: int


class Renderer:
    """Renders one view; its buffers are used again from frame to frame."""

    def __init__(self) -> None:
        self._key: tuple[object, ...] = ()
        self._placed: _Placed | None = None
        self._buffer: NDArray[np.uint8] = np.empty(0, np.uint8)

    def render(
        self,
        film: Film,
        geometry: ViewGeometry,
        lut: DisplayLut | None,
        *,
        ratio: float = 1.0,
        hides_padding: bool = True,
    ) -> Picture | None:
        """Picture of what the view shows; valid until the next call. None when it shows nothing.

        Parameters
        ----------
        lut
            None leaves the values as they are: a colour image.
        ratio
            Screen pixels per view pixel.
        hides_padding
            Whether pixel padding is black whatever ``lut`` makes of it.
        """
        key = (
            id(film),
            geometry,
            ratio,
            hides_padding,
            lut is None,
            *((lut.first_value, lut.step) if lut else ()),
        )
        if key != self._key:
            self._placed = _placed(film, geometry, lut, ratio, hides_padding=hides_padding)
            self._key = key
        placed = self._placed
        if placed is None:
            return None
        if lut is None:
            pixels = np.asarray(placed.values, np.uint8)
        else:
            pixels = self._looked_up(placed.values, lut)
        if placed.image is not None:
            cv2.bitwise_and(pixels, placed.image, dst=pixels)
        return Picture(pixels, placed.left, placed.top)

    def forget(self) -> None:
        """Let go of the film, so that closing it frees its memory."""
        self._key, self._placed = (), None

    def _looked_up(self, positions: NDArray[Any], lut: DisplayLut) -> NDArray[np.uint8]:
        if self._buffer.shape != positions.shape:
            self._buffer = np.empty(positions.shape, np.uint8)
        table = lut.table
        entries = 1 << (8 * positions.dtype.itemsize)
        if table.size < entries:
            table = np.concatenate([table, np.full(entries - table.size, table[-1], np.uint8)])
        cv2.LUT(positions, table[:entries].reshape(1, -1), dst=self._buffer)
        return self._buffer


@dataclass(frozen=True, slots=True, eq=False)
class _Placed:
    """Table positions of the visible part as the view shows it, and its left and top.

    ``image`` is 255 where they are image and 0 where they are hidden padding; None without any.
    """

    values: NDArray[Any]
    left: int
    top: int
    image: NDArray[np.uint8] | None = None


def _placed(
    film: Film,
    geometry: ViewGeometry,
    lut: DisplayLut | None,
    ratio: float,
    *,
    hides_padding: bool,
) -> _Placed | None:
    scale = geometry.scale * ratio
    tile = visible_tile(film, geometry.visible, scale)
    if tile is None:
        return None
    place = _upright if geometry.is_upright else _turned
    if geometry.is_upright:
        tile = _on_whole_pixels(tile, film, scale)
    padding = tile.of(film.padding) if hides_padding and film.padding else None
    if padding is None or not padding.any():
        return _Placed(*place(_positions(tile.of(film.levels), lut), tile, geometry, ratio))
    shares = place((~padding).view(np.uint8) * np.uint8(255), tile, geometry, ratio)[0]
    is_image = np.asarray(cv2.threshold(shares, 127, 255, cv2.THRESH_BINARY)[1], np.uint8)
    return _Placed(*place(_positions(tile.of(film.filled), lut), tile, geometry, ratio), is_image)


def _on_whole_pixels(tile: Tile, film: Film, scale: float) -> Tile:
    """A tile, a little larger, whose edges lie on whole screen pixels or nearly so.

    So that the film is sampled at the same points wherever it is moved to, and does not shimmer.
    """
    rows, columns = film.levels[tile.level].shape[:2]
    zoom = scale * (1 << tile.level)
    return Tile(
        tile.level,
        _whole(range(tile.left, -1, -1), zoom),
        _whole(range(tile.top, -1, -1), zoom),
        _whole(range(tile.right, columns + 1), zoom),
        _whole(range(tile.bottom, rows + 1), zoom),
    )


def _whole(cells: range, zoom: float) -> int:
    """Of the first few cells the one whose edge is nearest to a whole screen pixel."""
    few = cells[: max(1, min(_EDGES, round(_EDGES_PX / zoom)))]
    return min(few, key=lambda cell: abs(cell * zoom - round(cell * zoom)))


def _positions(values: NDArray[Any], lut: DisplayLut | None) -> NDArray[Any]:
    """Values as positions in the table, uint8 or uint16; those of most films are that already."""
    is_position = values.dtype in (np.uint8, np.uint16)
    if lut is None or (lut.first_value == 0 and lut.step == 1 and is_position):
        return values
    shifted = (values.astype(np.int64) - lut.first_value) // lut.step
    return np.clip(shifted, 0, lut.table.size - 1).astype(np.uint16)


def _upright(
    part: NDArray[Any], tile: Tile, geometry: ViewGeometry, ratio: float
) -> tuple[NDArray[Any], int, int]:
    """Enlarge or reduce, mirror, turn by quarters: on whole screen pixels."""
    zoom = geometry.scale * ratio * (1 << tile.level)
    across = [round(x * zoom) for x in (tile.left, tile.right)]
    down = [round(y * zoom) for y in (tile.top, tile.bottom)]
    size = (max(1, across[1] - across[0]), max(1, down[1] - down[0]))
    if size != part.shape[1::-1]:
        part = cv2.resize(part, size, interpolation=_interpolation(zoom))
    if geometry.is_mirrored:
        part = cv2.flip(part, 1)
    if geometry.rotation_deg:
        part = cv2.rotate(part, _ROTATIONS[geometry.rotation_deg])
    a, b, c, d, e, f = geometry.affine
    signs = [round(number / geometry.scale) for number in (a, b, c, d)]
    left = min(signs[0] * x + signs[2] * y for x in across for y in down) + round(e * ratio)
    top = min(signs[1] * x + signs[3] * y for x in across for y in down) + round(f * ratio)
    return np.ascontiguousarray(part), left, top


def _turned(
    part: NDArray[Any], tile: Tile, geometry: ViewGeometry, ratio: float
) -> tuple[NDArray[Any], int, int]:
    """The whole view, turned by any angle; what lies beside the film is left to the painter."""
    a, b, c, d, e, f = (ratio * number for number in geometry.affine)
    cell = 1 << tile.level
    # OpenCV's pixels have their centres on whole numbers, ours on halves.
    first_x, first_y = (tile.left + 0.5) * cell, (tile.top + 0.5) * cell
    matrix = np.array(
        [
            [a * cell, c * cell, a * first_x + c * first_y + e - 0.5],
            [b * cell, d * cell, b * first_x + d * first_y + f - 0.5],
        ]
    )
    size = (round(geometry.view_size[0] * ratio), round(geometry.view_size[1] * ratio))
    flags = _interpolation(geometry.scale * ratio * cell)
    turned = cv2.warpAffine(part, matrix, size, flags=flags, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(turned), 0, 0


def _interpolation(zoom: float) -> int:
    """Cubic when enlarging; when reducing, by less than a half, linear on the area means."""
    return cv2.INTER_CUBIC if zoom > 1 else cv2.INTER_LINEAR
