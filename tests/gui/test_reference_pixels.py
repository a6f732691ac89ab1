"""What the film view shows at 1:1, beside what pydicom and dcmtk make of the same files."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from pydicom import dcmread
from pydicom.pixels.processing import apply_modality_lut, apply_voi_lut
from pytestqt.qtbot import QtBot

from lungdesk.core.imaging import grayscale
from lungdesk.core.imaging.geometry import ViewGeometry
from lungdesk.core.radiograph import Photometric, Radiograph, VoiTransform, Window
from lungdesk.formats.reader import read_radiograph
from lungdesk.gui import film as films
from lungdesk.gui.viewer.film_view import FilmView
from tests.gui.conftest import pixels

#: Windows as a drag leaves them: narrow, wide, off to a side; on films of every depth.
RG1_WINDOWS = (Window(9000.0, 4000.0), Window(20000.5, 25001.0))
RG3_WINDOWS = (Window(400.0, 200.0), Window(600.5, 901.0))
MLUT_WINDOWS = (Window(32768.0, 65536.0), Window(30000.0, 12000.0))


@dataclass(frozen=True, slots=True)
class Case:
    """A file, and the window to look through; None for the first that the file offers."""

    name: str
    window: Window | None = None

    def __str__(self) -> str:
        seen = "file" if self.window is None else f"{self.window.center}-{self.window.width}"
        return f"{self.name.removesuffix('.dcm')}-{seen}"


def _cases() -> list[Case]:
    encodings = ("UNCR", "UNCI", "J2KR", "J2KI")
    offered = [Case(f"{film}_{e}.dcm") for film in ("RG1", "RG3") for e in encodings]
    chosen = [
        *(Case("RG1_UNCR.dcm", window) for window in RG1_WINDOWS),
        *(Case("RG3_UNCR.dcm", window) for window in RG3_WINDOWS),
        *(Case("mlut_18.dcm", window) for window in MLUT_WINDOWS),
    ]
    return [*offered, Case("vlut_04.dcm"), *chosen]


CASES = pytest.mark.parametrize("case", _cases(), ids=str)


def shown_at_one_to_one(
    qtbot: QtBot, radiograph: Radiograph, voi: VoiTransform | None
) -> NDArray[np.int64]:
    """Grey values on the screen of a view as large as the film, ``(H, W)``."""
    film = films.prepare(radiograph)
    view = FilmView()
    qtbot.addWidget(view)
    view.resize(*film.size)
    view.show_film(film)
    view.show_geometry(ViewGeometry.fitting(film.size, film.size))
    view.show_grey(grayscale.display_lut(radiograph, voi or film.default_voi))
    shown = pixels(view)
    assert (shown == shown[..., :1]).all()
    return shown[..., 0].astype(np.int64)


def by_pydicom(path: Path, window: Window | None) -> NDArray[np.float64]:
    """Grey values from 0 to 255, not rounded, by pydicom's functions alone."""
    dataset = dcmread(path)
    if window is not None:
        dataset.WindowCenter, dataset.WindowWidth = window.center, window.width
    is_table = window is None and "VOILUTSequence" in dataset
    values = apply_modality_lut(dataset.pixel_array, dataset)
    voi_values = np.asarray(apply_voi_lut(values, dataset, prefer_lut=is_table), np.float64)
    if is_table:
        black, white = 0.0, 2.0 ** dataset.VOILUTSequence[0].LUTDescriptor[2] - 1
    else:  # pydicom does not say what is white: it is what a value beyond every window becomes
        ends = np.array([-(2**30), 2**30])
        black, white = (float(end) for end in apply_voi_lut(ends, dataset, prefer_lut=False))
    greys = 255 * (voi_values - black) / (white - black)
    is_negative = dataset.PhotometricInterpretation == Photometric.MONOCHROME1
    return np.asarray(255 - greys if is_negative else greys, np.float64)


def by_dcmtk(path: Path, window: Window | None, folder: Path) -> NDArray[np.int64]:
    """Grey values by ``dcm2pnm``; compressed pixels are unpacked for it first."""
    dataset = dcmread(path)
    if dataset.file_meta.TransferSyntaxUID.is_compressed:
        dataset.decompress()
    plain, picture = folder / "plain.dcm", folder / "picture.pgm"
    dataset.save_as(plain)
    if window is not None:
        look = ["+Ww", str(window.center), str(window.width)]
    else:
        look = ["+Wl" if "VOILUTSequence" in dataset else "+Wi", "1"]
    subprocess.run(["dcm2pnm", "+op", "-O", *look, plain, picture], check=True, capture_output=True)
    return np.asarray(cv2.imread(str(picture), cv2.IMREAD_UNCHANGED), np.int64)


@CASES
def test_the_screen_shows_what_pydicom_computes(
    qtbot: QtBot, sample_films: Path, case: Case
) -> None:
    path = sample_films / case.name
    shown = shown_at_one_to_one(qtbot, read_radiograph(path), case.window)
    expected = by_pydicom(path, case.window)
    assert shown.shape == expected.shape
    assert np.ptp(shown) > 100
    assert np.abs(shown - expected).max() <= 1


@pytest.mark.skipif(shutil.which("dcm2pnm") is None, reason="dcmtk is not installed")
@CASES
def test_the_screen_shows_what_dcmtk_shows(
    qtbot: QtBot, sample_films: Path, tmp_path: Path, case: Case
) -> None:
    path = sample_films / case.name
    shown = shown_at_one_to_one(qtbot, read_radiograph(path), case.window)
    expected = by_dcmtk(path, case.window, tmp_path)
    assert shown.shape == expected.shape
    assert np.abs(shown - expected).max() <= 1


def test_the_references_would_see_a_window_off_by_a_hundredth(
    qtbot: QtBot, sample_films: Path
) -> None:
    path = sample_films / "RG1_UNCR.dcm"
    wrong = Window(15000.0 * 1.01, 30000.0)
    shown = shown_at_one_to_one(qtbot, read_radiograph(path), wrong)
    assert np.abs(shown - by_pydicom(path, None)).max() > 1
