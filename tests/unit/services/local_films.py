"""Drawn films of one hospital: some have a bright shadow in a lung, the others do not."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

_SIDE = 256


@lru_cache(maxsize=500)
def local_film(seed: int, shadow: float) -> NDArray[np.uint8]:
    """Shoulders, two lungs, heart and diaphragm, as a film lies; ``shadow`` in the right lung."""
    random = np.random.default_rng(seed)
    y, x = np.mgrid[0 : 1 : _SIDE * 1j, 0 : 1 : _SIDE * 1j]
    film = np.full((_SIDE, _SIDE), 165.0)

    def blob(at: tuple[float, float], size: tuple[float, float], grey: float) -> None:
        distance = ((x - at[0]) / size[0]) ** 2 + ((y - at[1]) / size[1]) ** 2
        film[:] += grey / (1 + np.exp(np.minimum(7 * (distance - 1), 50)))

    sway = random.normal(0, 0.012, 6)
    for side in (0.0, 1.0):  # beside the neck there is air
        blob((side, 0.0), (0.3, 0.2), -150)
    blob((0.3 + sway[0], 0.47), (0.17, 0.32 + sway[1]), -110)
    blob((0.71 + sway[2], 0.47), (0.16, 0.31 + sway[3]), -110)
    blob((0.57 + sway[4], 0.62), (0.16, 0.17), 75)
    blob((0.5, 0.45), (0.05, 0.5), 40)
    blob((0.3, 0.95), (0.3, 0.14), 55)
    blob((0.75, 0.98), (0.25, 0.14), 45)
    film += 7 * np.sin(2 * np.pi * (9 * (y + 0.25 * (x - 0.5) ** 2) + random.uniform()))
    blob((0.3 + sway[5], 0.34), (0.09, 0.09), shadow)
    for scale, strength in ((12, 6.0), (2.5, 5.0)):
        noise = cv2.GaussianBlur(random.standard_normal((_SIDE, _SIDE)), (0, 0), scale)
        film += strength * noise / noise.std()
    drawn = np.asarray(np.clip(film, 0, 255), np.uint8)
    drawn.flags.writeable = False
    return drawn


def write_local_films(
    folder: Path, per_class: int = 12, *, per_patient: int = 1, shadow: float = 70.0
) -> Path:
    """A folder with ``manifest.csv``; ``shadow`` is how bright the shadow is, 0 for none."""
    folder.mkdir(parents=True)
    lines = ["path,label,patient_id"]
    for label in ("normal", "tuberculosis"):
        for number in range(per_class):
            is_ill = label == "tuberculosis"
            film = local_film(1000 * is_ill + number, shadow if is_ill else 0.0)
            name = f"{label}-{number}.png"
            assert cv2.imwrite(str(folder / name), film)
            lines.append(f"{name},{label},{label[0]}{number // per_patient}")
    (folder / "manifest.csv").write_text("\n".join(lines) + "\n")
    return folder
