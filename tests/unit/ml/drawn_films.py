"""Collections of drawn chest films, each unlike the others, in which faults are planted."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from lungdesk.core.labels import CHEST_LABELS

Film = NDArray[np.uint8]


@lru_cache(maxsize=500)
def drawn_film(seed: int, rows: int = 240, columns: int = 240) -> Film:
    """Two dark lungs in a bright body, ribs, and detail that is this film's own."""
    random = np.random.default_rng(seed)
    y, x = np.mgrid[0:1:240j, 0:1:240j]
    film = np.full((240, 240), 150.0)
    for centre in (0.3, 0.7):
        middle = centre + random.normal(0, 0.02)
        inside = ((x - middle) / 0.16) ** 2 + ((y - 0.5 - random.normal(0, 0.02)) / 0.33) ** 2
        film -= 80 / (1 + np.exp(8 * (inside - 1)))
    film += 8 * np.sin(2 * np.pi * (y * random.uniform(9, 11) + random.uniform()))
    for scale, strength in ((16, 12.0), (6, 8.0), (2.5, 6.0)):
        noise = cv2.GaussianBlur(random.standard_normal((240, 240)), (0, 0), scale)
        film += strength * noise / noise.std()
    drawn = np.clip(film, 0, 255).astype(np.uint8)
    sized = np.asarray(cv2.resize(drawn, (columns, rows), interpolation=cv2.INTER_AREA), np.uint8)
    sized.flags.writeable = False
    return sized


@dataclass
class DrawnCollection:
    """Writes films and their manifest."""

    folder: Path
    lines: list[str] = field(default_factory=list)

    def add(
        self, name: str, film: Film, label: str, split: str, *, source: str = "a", group: str = ""
    ) -> Path:
        """Write one film; the extension of ``name`` is its format."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        assert cv2.imwrite(str(path), film)
        return self.enter(name, label, split, source=source, group=group)

    def enter(
        self, name: str, label: str, split: str, *, source: str = "a", group: str = ""
    ) -> Path:
        """Enter a film that is there already."""
        self.lines.append(f"{name},{label},{split},{group or name},{source}")
        self.write()
        return self.folder / name

    def write(self) -> None:
        """Write the manifest."""
        header = "path,label,split,group_id,source"
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / "manifest.csv").write_text("\n".join((header, *self.lines)) + "\n")

    def fill(self, per_class: dict[str, int]) -> None:
        """Films of all classes without a fault: ``{split: films of each class}``."""
        seed = 1000
        for split, count in per_class.items():
            for label in CHEST_LABELS.ids:
                for number in range(count):
                    seed += 1
                    source = "ab"[number % 2]
                    name = f"{split}/{label}/{number}.png"
                    self.add(name, drawn_film(seed), label, split, source=source)
