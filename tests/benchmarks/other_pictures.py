"""Pictures that are no chest films: drawn, or bundled with libraries that LungDesk needs anyway."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import cv2
import data_store
import numpy as np
import skimage
from numpy.typing import NDArray
from pydicom.data import get_testdata_file

from lungdesk.core.radiograph import Photometric, Radiograph, Window
from lungdesk.core.study import Instance
from lungdesk.formats.reader import read_radiograph
from tests.conftest import REPO_ROOT

#: Of pydicom-data: head, abdomen, shoulder, leg, ultrasound, heart, face, test pattern.
_BUNDLED = (
    "693_UNCI.dcm",
    "MR-SIEMENS-DICOM-WithOverlays.dcm",
    "MR2_UNCI.dcm",
    "RG3_UNCI.dcm",
    "US1_UNCI.dcm",
    "OBXXXX1A.dcm",
    "OT-PAL-8-face.dcm",
    "color-pl.dcm",
    "eCT_Supplemental.dcm",
    "emri_small.dcm",
    "gdcm-US-ALOKA-16.dcm",
    "JPEG-LL.dcm",
    "mlut_18.dcm",
)
#: Of pydicom itself: a slice of a spine, one of a knee.
_OF_PYDICOM = ("CT_small.dcm", "MR_small.dcm")


def other_pictures() -> Iterator[tuple[str, Radiograph]]:
    """Name and picture of each; the same ones on every machine.

    A name begins with its kind, ``noise/4``. Headers say nothing: they would give all away.
    """
    bundled = Path(data_store.__file__).parent / "data"
    for name in _BUNDLED:
        yield f"scan/{name}", _without_header(read_radiograph(bundled / name))
    for name in _OF_PYDICOM:
        of_pydicom = get_testdata_file(name)
        assert isinstance(of_pydicom, str)
        yield f"scan/{name}", _without_header(read_radiograph(Path(of_pydicom)))
    for path in sorted((REPO_ROOT / "resources" / "screenshots").glob("*.png")):
        yield from _as_it_is_and_grey("screenshot", path)
    for name, grey in drawn_pictures():
        yield name, as_film(grey)


def more_pictures() -> Iterator[tuple[str, Radiograph]]:
    """`other_pictures`, pictures of the guide, photographs of scikit-image, and their parts."""
    yield from other_pictures()
    for path in sorted((REPO_ROOT / "resources" / "guide" / "images").glob("*.png")):
        yield from _as_it_is_and_grey("screenshot", path)
    folder = Path(skimage.__file__).parent / "data"
    for path in sorted([*folder.glob("*.png"), *folder.glob("*.jpg")]):
        picture = cv2.imread(str(path), cv2.IMREAD_COLOR)
        assert picture is not None
        grey = np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), np.uint8)
        yield f"photograph in colour/{path.name}", read_radiograph(path)
        yield f"photograph/{path.name}", as_film(grey)
        for number, part in enumerate(_parts(grey)):
            yield f"part of a photograph/{path.name} {number}", as_film(part)


def kind_of(name: str) -> str:
    """What a name begins with."""
    return name.partition("/")[0]


def _as_it_is_and_grey(kind: str, path: Path) -> Iterator[tuple[str, Radiograph]]:
    film = read_radiograph(path)
    yield f"{kind} in colour/{path.name}", film
    yield f"{kind}/{path.name}", as_film(_grey(film))


def _parts(grey: NDArray[np.uint8]) -> Iterator[NDArray[np.uint8]]:
    """The quarters and the middle, upright as a film is."""
    height, width = (side // 2 for side in grey.shape)
    for top in (0, height // 2, height):
        for left in (0, width // 2, width):
            if (top == height // 2) == (left == width // 2):
                part = grey[top : top + height, left : left + width]
                yield part if height >= width else np.ascontiguousarray(part.T)


def _without_header(film: Radiograph) -> Radiograph:
    return replace(film, instance=Instance(film.instance.path, film.rows, film.columns))


def drawn_pictures() -> Iterator[tuple[str, NDArray[np.uint8]]]:
    """Noise of several grains, slopes, shapes, stripes, letters, and nothing: ``(H, W)`` uint8."""
    rng = np.random.default_rng(0)
    for grain in (0, 1, 2, 4, 8, 16):
        noise = rng.normal(0, 1, (400, 380))
        smooth = cv2.GaussianBlur(noise, (0, 0), grain) if grain else noise
        yield f"noise/{grain}", _stretched(smooth)
    y, x = np.mgrid[0:400, 0:380]
    yield "drawing/slope", _stretched(x + 0.0)
    yield "drawing/disc", _stretched(np.hypot(x - 190, y - 200) < 130)
    yield "drawing/glow", _stretched(-np.hypot(x - 190, y - 200))
    yield "drawing/stripes", _stretched(np.sin(x / 9))
    yield "drawing/chessboard", _stretched((x // 40 + y // 40) % 2)
    for ground, ink in ((255, 20), (15, 220)):
        page = np.full((600, 450), ground, np.uint8)
        for line in range(28):
            letters = "".join(chr(rng.integers(97, 123)) for _ in range(rng.integers(12, 40)))
            place = (15, 24 + 20 * line)
            cv2.putText(page, letters, place, cv2.FONT_HERSHEY_SIMPLEX, 0.45, ink, 1, cv2.LINE_AA)
        yield f"letters/{ink}", page
    for grey in (0, 128, 255):
        yield f"blank/{grey}", np.full((500, 420), grey, np.uint8)


def as_film(grey: NDArray[np.uint8], path: Path = Path("drawn.png")) -> Radiograph:
    """A decoded film of these grey values."""
    instance = Instance(path, *grey.shape)
    return Radiograph(grey.copy(), Photometric.MONOCHROME2, 8, instance, voi=(Window(128, 256),))


def _stretched(values: NDArray[np.generic]) -> NDArray[np.uint8]:
    scaled = np.asarray(values, np.float64)
    low, high = scaled.min(), scaled.max()
    return np.asarray(255 * (scaled - low) / (high - low), np.uint8)


def _grey(film: Radiograph) -> NDArray[np.uint8]:
    return np.asarray(cv2.cvtColor(film.stored_values, cv2.COLOR_RGB2GRAY), np.uint8)
