"""Small collections of drawn films in folders."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import cv2

from lungdesk.core.labels import CHEST_LABELS
from tests.unit.ml.drawn_films import drawn_film


def drawn_folder(
    folder: Path, *, each: int, names: Mapping[str, str] | None = None, side: int = 64
) -> Path:
    """``<class>/<n>.png``, ``each`` films a class; ``names`` are other names of class folders."""
    for index, label in enumerate(CHEST_LABELS.ids):
        place = folder / (names or {}).get(label, label)
        place.mkdir(parents=True)
        for number in range(each):
            film = drawn_film(1000 * index + number, side, side)
            assert cv2.imwrite(str(place / f"{number}.png"), film)
    return folder
