"""Decodes a film the way scripts usually do: a yardstick for the benchmarks, not for reading."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray


def read_grey(path: Path, side: int) -> NDArray[np.uint8]:
    """A square ``(side, side)`` uint8: pydicom with its VOI LUT, or cv2, scaled to min and max."""
    if path.suffix.lower() in (".dcm", ".dicom"):
        import pydicom  # noqa: PLC0415
        from pydicom.pixels.processing import apply_modality_lut, apply_voi_lut  # noqa: PLC0415

        dataset = pydicom.dcmread(path)
        film = apply_voi_lut(apply_modality_lut(dataset.pixel_array, dataset), dataset)
        film = film.astype(np.float32)
        if dataset.PhotometricInterpretation == "MONOCHROME1":
            film = film.max() - film
        film = (film - film.min()) / max(float(np.ptp(film)), 1.0) * 255
        grey = film.astype(np.uint8)
    else:
        grey = np.asarray(cv2.imread(str(path), cv2.IMREAD_GRAYSCALE), np.uint8)
    return np.asarray(cv2.resize(grey, (side, side), interpolation=cv2.INTER_AREA), np.uint8)
