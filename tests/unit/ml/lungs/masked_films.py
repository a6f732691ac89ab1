"""A small collection of drawn films with masks of their lungs."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

#: How many films of each split, of each of the sources ``one`` and ``other``.
COUNTS = {"train": 10, "val": 3, "test": 3}


def film_and_mask(
    seed: int, rows: int = 96, columns: int = 110
) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Two dark lungs in a bright body of other brightness each time; the mask is 0 or 255."""
    random = np.random.default_rng(seed)
    y, x = np.mgrid[0 : 1 : rows * 1j, 0 : 1 : columns * 1j]
    inside = np.full((rows, columns), np.inf)
    for centre in (0.29, 0.71):
        middle = centre + random.normal(0, 0.02)
        shape = ((x - middle) / 0.15) ** 2 + ((y - 0.5 - random.normal(0, 0.03)) / 0.34) ** 2
        inside = np.minimum(inside, shape)
    film = random.uniform(140, 200) - random.uniform(70, 110) / (1 + np.exp(8 * (inside - 1)))
    film += cv2.GaussianBlur(random.normal(0, 20, (rows, columns)), (0, 0), 2)
    return np.clip(film, 0, 255).astype(np.uint8), np.uint8(255) * (inside < 1).astype(np.uint8)


def write_collection(folder: Path) -> Path:
    """Write films, masks and ``manifest.csv``; the folder comes back."""
    lines = ["image,mask,source,patient_id,split"]
    seed = 0
    for source in ("one", "other"):
        for split, count in COUNTS.items():
            for number in range(count):
                name = f"{source}-{split}-{number}"
                for suffix, pixels in zip(("", "-mask"), film_and_mask(seed), strict=True):
                    assert cv2.imwrite(str(folder / f"{name}{suffix}.png"), pixels)
                lines.append(f"{name}.png,{name}-mask.png,{source},patient-{name},{split}")
                seed += 1
    (folder / "manifest.csv").write_text("\n".join(lines) + "\n")
    return folder
