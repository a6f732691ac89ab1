"""The same film in pyqtgraph, a library that many viewers are made with: to measure beside."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication


class PyqtgraphFilm:
    """A film in an ImageItem of pyqtgraph, in a view of its own."""

    def __init__(self, view: Any, box: Any, item: Any) -> None:
        self._view, self._box, self._item = view, box, item

    @classmethod
    def shown(cls, stored_values: NDArray[np.uint16], size: tuple[int, int]) -> Self | None:
        """Show the whole film in a view of ``size`` pixels; None where pyqtgraph is missing."""
        if find_spec("pyqtgraph") is None:
            return None
        import pyqtgraph as pg  # noqa: PLC0415 - a tool for development, which need not be there

        view = pg.GraphicsView()
        box = pg.ViewBox(lockAspect=True, invertY=True, enableMenu=False, defaultPadding=0)
        item = pg.ImageItem(stored_values, axisOrder="row-major")
        view.setCentralItem(box)
        box.addItem(item)
        view.resize(*size)
        view.show()
        # Before its first turn of the event loop it paints nothing.
        QCoreApplication.processEvents()
        return cls(view, box, item)

    def place(self, left: float, top: float, width: float, height: float) -> None:
        """Show this part of the film, in its pixels."""
        self._box.setRange(xRange=(left, left + width), yRange=(top, top + height), padding=0)
        QCoreApplication.processEvents()

    def show_window(self, low: float, high: float) -> None:
        """Change the window and paint."""
        self._item.setLevels((low, high))
        self._view.viewport().repaint()

    def close(self) -> None:
        """Take it off the screen."""
        self._view.close()
        self._view.deleteLater()
