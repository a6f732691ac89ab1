"""Files that tell which films are still in memory."""

from __future__ import annotations

import gc
import weakref
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from lungdesk.core.radiograph import Radiograph
from tests.gui.fakes import FakeFiles


@dataclass
class WatchedFiles(FakeFiles):
    """Files whose pixels tell whether somebody still holds them."""

    pixels: list[weakref.ref[NDArray[np.generic]]] = field(default_factory=list)

    def _film(self, path: Path) -> Radiograph:
        film = self._made(path)
        self.pixels.append(weakref.ref(film.stored_values))
        return film

    def _made(self, path: Path) -> Radiograph:
        return super()._film(path)

    @property
    def held(self) -> int:
        """Films whose pixels are in memory."""
        gc.collect()
        return sum(pixels() is not None for pixels in self.pixels)
