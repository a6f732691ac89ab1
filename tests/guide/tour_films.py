"""Films of the tour: the sample film, variants of it as other patients, labelled films."""

from __future__ import annotations

import os
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from pydicom import dcmread
from pydicom.uid import generate_uid

from lungdesk.core.imaging.grayscale import p_values
from lungdesk.formats.reader import read_radiograph
from lungdesk.ml.datasets import load_dataset
from lungdesk.services.sample_study import sample_film, sample_films
from lungdesk.services.training.data import write_manifest
from tests.unit.ml.drawn_films import DrawnCollection
from tests.unit.ml.few_samples import few_samples

_ROOT = Path(__file__).resolve().parents[2]

#: Films of each class and part that the wizard is shown, and those that a model is adapted to.
_ENOUGH = {"train": 14, "val": 5, "test": 6}
_LOCAL = {"test": 8}
#: Longest side of variants for which detail does not matter.
_SMALL_PX = 512

Pixels = NDArray[np.uint16]


def leg_film() -> Path:
    """A film of the sample study that is no chest film."""
    return sample_films()[-1]


def real_films() -> Path | None:
    """Collection of real films (see LUNGDESK_DATA), where there is one."""
    stated = os.environ.get("LUNGDESK_DATA")
    folder = Path(stated) if stated else _ROOT.parent / "shared" / "data"
    return folder / "cxr" if (folder / "cxr").is_dir() else None


def write_variants(folder: Path) -> Path:
    """The sample film as the films of several made-up patients, for a worklist that is not empty.

    They are one film, mirrored, cropped, brightened or turned: what a model says of them says
    nothing about patients.
    """
    folder.mkdir(parents=True, exist_ok=True)
    pixels = np.asarray(read_radiograph(sample_film()).stored_values, np.uint16)
    for number, (name, variant) in enumerate(_variants(pixels).items(), start=1):
        _write(folder / f"film-{number:02d}.dcm", variant, name, number)
    return folder


def _variants(pixels: Pixels) -> dict[str, Pixels]:
    rows, columns = pixels.shape
    top = float(pixels.max())
    curve = (pixels / top) ** 1.6 * top
    noise = np.random.default_rng(0).normal(0, top / 40, pixels.shape)
    rough = np.clip(pixels + noise, 0, top)
    return {
        "Variant^As it is": pixels,
        "Variant^Mirrored": pixels[:, ::-1],
        "Variant^Upper part": pixels[: rows * 3 // 4, columns // 8 : -columns // 8],
        "Variant^Lower part": pixels[rows // 4 :, columns // 8 : -columns // 8],
        "Variant^Other curve": curve.astype(np.uint16),
        "Variant^Noisy": rough.astype(np.uint16),
        "Variant^Turned": np.rot90(pixels),
        "Variant^Upside down": pixels[::-1, ::-1],
        "Variant^Blank": np.full_like(pixels, round(top / 2)),
    }


def _write(path: Path, pixels: Pixels, name: str, number: int) -> None:
    dataset = dcmread(sample_film())
    dataset.PixelData = np.ascontiguousarray(pixels).tobytes()
    dataset.Rows, dataset.Columns = pixels.shape
    dataset.PatientName, dataset.PatientID = name, f"V{number:03d}"
    dataset.StudyDate = f"202601{number:02d}"
    dataset.AccessionNumber = f"A{number:03d}"
    dataset.StudyInstanceUID = generate_uid(entropy_srcs=["study", name])
    dataset.SeriesInstanceUID = generate_uid(entropy_srcs=["series", name])
    dataset.SOPInstanceUID = generate_uid(entropy_srcs=["film", name])
    dataset.file_meta.MediaStorageSOPInstanceUID = dataset.SOPInstanceUID
    dataset.save_as(path)


def labelled_films(folder: Path, collection: Path | None) -> Path:
    """A few labelled films of a collection; without one, films that are drawn."""
    if collection is None:
        DrawnCollection(folder).fill(_ENOUGH)
    else:
        write_manifest(few_samples(load_dataset(collection), _ENOUGH), folder)
    return folder


def local_films(folder: Path, collection: Path | None) -> Path:
    """Films to adapt to; without a collection, variants of the sample film with made-up labels."""
    if collection is not None:
        write_manifest(few_samples(load_dataset(collection), _LOCAL), folder)
        return folder
    shown = p_values(read_radiograph(sample_film()))
    side = _SMALL_PX / max(shown.shape)
    small = cv2.resize(shown, None, fx=side, fy=side, interpolation=cv2.INTER_AREA)
    made, random = DrawnCollection(folder), np.random.default_rng(0)
    for label, least_curve in (("normal", 0.8), ("tuberculosis", 1.2)):
        for number in range(3 * _LOCAL["test"]):
            top, left, bottom, right = random.integers(1, 20, 4)
            share = small[top:-bottom, left:-right] / 255
            film = np.asarray(255 * share ** (least_curve + random.uniform(0, 0.4)), np.uint8)
            made.add(f"{label}/{number}.png", film, label, "train")
    return folder
