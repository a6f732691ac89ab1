"""Lungs of films of the window's tests: found without a network, and looked for on the screen."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

import numpy as np
from PySide6.QtGui import QColor

from lungdesk.core.errors import LungDeskError
from lungdesk.core.jobs import JobContext
from lungdesk.core.lungs.fields import LungFields
from lungdesk.core.radiograph import Radiograph
from lungdesk.core.saliency import ImageRegion
from lungdesk.core.verdict import NO_CORRECTION, Correction
from lungdesk.gui import theme
from lungdesk.gui.main_window import MainWindow
from lungdesk.ml.lungs.fields import lung_fields
from tests.gui.conftest import FILM, pixels
from tests.gui.fakes import FakeFiles, radiograph

SIDE = 700
#: Lungs of the fake as rectangles of cells of 70 film pixels: columns, rows.
RIGHT, LEFT = (slice(1, 4), slice(2, 8)), (slice(6, 9), slice(2, 8))


@dataclass
class FakeLungs:
    """Finds two rectangles in every film; ``none`` in films of that name.

    In films whose name begins with ``spoilt`` it finds them after a correction alone.
    """

    gate: threading.Event = field(default_factory=threading.Event)
    looked_at: list[str] = field(default_factory=list)
    threads: set[str] = field(default_factory=set)
    error: LungDeskError | None = None

    def __post_init__(self) -> None:
        self.gate.set()

    def find(
        self, film: Radiograph, ctx: JobContext, correction: Correction = NO_CORRECTION
    ) -> LungFields:
        self.gate.wait(20)
        ctx.check()
        self.looked_at.append(film.instance.path.name)
        self.threads.add(threading.current_thread().name)
        if self.error is not None:
            raise self.error
        shares = np.zeros((10, 10), np.float32)
        name = film.instance.path.name
        if not name.startswith("none") and (correction or not name.startswith("spoilt")):
            for columns, rows in (RIGHT, LEFT):
                shares[rows, columns] = 1
        found = lung_fields(shares, ImageRegion(0, 0, film.columns, film.rows))
        return found.turned(-correction.quarter_turns % 4)


def add_lung_films(files: FakeFiles) -> None:
    """Evenly grey films, large enough for outlines."""
    for name in ("film.dcm", "none.dcm", "other.dcm", "spoilt.dcm"):
        path = FILM.with_name(name)
        files.films[name] = radiograph(path, stored=np.full((SIDE, SIDE), 2000, np.uint16))


def accent_at(window: MainWindow, film_point: tuple[float, float]) -> bool:
    """Whether there is a line in the accent's colour within three pixels of a film position."""
    x, y = (round(v) for v in window.viewer.geometry.to_view(film_point))
    near = pixels(window.viewer_panel.view)[y - 3 : y + 4, x - 3 : x + 4].astype(int)
    accent = QColor(theme.DARK.accent)
    away = np.abs(near - (accent.red(), accent.green(), accent.blue())).max(axis=2)
    return bool(away.min() < 40)


#: On the outer border of either lung, on the upper border of one, and off them.
ON_LINES = ((70.0, 350.0), (630.0, 350.0), (175.0, 140.0))
OFF_LINES = ((175.0, 350.0), (350.0, 350.0), (350.0, 60.0))
