"""Grey values of a presentation state: the film's chain, the window or table, the inversion."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from lungdesk.core.imaging.grayscale import default_voi, p_values
from lungdesk.core.presentation import Presentation
from lungdesk.core.radiograph import LookupTable
from lungdesk.formats.presentation_state_reader import read_presentation_state
from tests.unit.formats.film_objects import complaints, small_film, written


@pytest.mark.parametrize("is_inverted", [False, True])
@pytest.mark.parametrize(
    ("photometric", "shape", "is_dark"),
    [
        ("MONOCHROME1", None, True),
        ("MONOCHROME1", "INVERSE", True),
        ("MONOCHROME2", None, False),
        ("MONOCHROME2", "INVERSE", True),
    ],
)
def test_inverse_is_what_shows_monochrome1_as_it_is_meant(
    tmp_path: Path, photometric: str, shape: str | None, *, is_dark: bool, is_inverted: bool
) -> None:
    film = small_film(tmp_path, PhotometricInterpretation=photometric, PresentationLUTShape=shape)
    dataset = written(film, Presentation(is_inverted=is_inverted), tmp_path)

    assert dataset.PresentationLUTShape == ("INVERSE" if is_dark != is_inverted else "IDENTITY")
    again = read_presentation_state(tmp_path / "state.dcm", film)
    assert again.presentation.is_inverted == is_inverted


@pytest.mark.parametrize("is_inverted", [False, True])
@pytest.mark.parametrize("photometric", ["MONOCHROME1", "MONOCHROME2"])
def test_the_presentation_table_of_a_film_is_repeated(
    tmp_path: Path, photometric: str, *, is_inverted: bool
) -> None:
    film = replace(
        small_film(tmp_path, PhotometricInterpretation=photometric),
        presentation=LookupTable(0, np.array([0, 10, 255], np.uint16), 8),
    )
    dataset = written(film, Presentation(is_inverted=is_inverted), tmp_path)

    (item,) = dataset.PresentationLUTSequence
    assert item.LUTDescriptor == [3, 0, 16]
    expected = np.array([0, 2570, 65535])
    is_turned = (photometric == "MONOCHROME1") != is_inverted
    written_values = np.frombuffer(item.LUTData, "<u2")
    assert written_values.tolist() == (65535 - expected if is_turned else expected).tolist()
    again = read_presentation_state(tmp_path / "state.dcm", film)
    assert again.presentation.is_inverted == is_inverted


@pytest.mark.parametrize("first", [0, -5])
@pytest.mark.parametrize("bits", [8, 10, 12, 14, 16])
def test_a_table_is_written_in_16_bits_and_shows_the_same(
    tmp_path: Path, bits: int, first: int
) -> None:
    values = np.linspace(0, 1, 256) ** 1.3 * ((1 << bits) - 1)
    table = LookupTable(first, values.astype(np.uint16), bits, "sharp")
    film = small_film(tmp_path)
    dataset = written(film, Presentation(voi=table), tmp_path)

    (item,) = dataset.SoftcopyVOILUTSequence[0].VOILUTSequence
    assert list(item.LUTDescriptor) == [256, first, 16]
    again = read_presentation_state(tmp_path / "state.dcm", film).presentation.voi
    assert isinstance(again, LookupTable)
    assert again.explanation == "sharp"
    assert np.array_equal(p_values(film, again), p_values(film, table))
    assert complaints(tmp_path / "state.dcm") == []


@pytest.mark.skipif(shutil.which("dcmp2pgm") is None, reason="dcmtk is not installed")
@pytest.mark.parametrize("bits", [8, 12])
def test_dcmtk_shows_a_table_as_the_viewer_does(tmp_path: Path, bits: int) -> None:
    values = np.linspace(0, 1, 256) ** 1.3 * ((1 << bits) - 1)
    table = LookupTable(0, values.astype(np.uint16), bits)
    film = small_film(tmp_path, PatientBirthDate="", PatientSex="")
    written(film, Presentation(voi=table), tmp_path)

    files = [str(tmp_path / name) for name in ("state.dcm", "film.dcm", "shown.pgm")]
    done = subprocess.run(
        ["dcmp2pgm", "--pstate", *files], capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr
    with Image.open(files[2]) as picture:
        shown = np.asarray(picture).astype(int)
    assert np.abs(shown - p_values(film, table)).max() <= 1  # both are rounded


def test_without_a_window_the_one_that_is_shown_is_kept(tmp_path: Path) -> None:
    film = small_film(tmp_path)
    written(film, Presentation(), tmp_path)

    again = read_presentation_state(tmp_path / "state.dcm", film).presentation
    assert again.voi == default_voi(film)


def test_the_rescale_and_the_shutter_of_the_film_stay_in_force(tmp_path: Path) -> None:
    film = small_film(
        tmp_path,
        RescaleSlope=2.5,
        RescaleIntercept=-100,
        RescaleType="OD",
        ShutterShape="CIRCULAR",
        CenterOfCircularShutter=[20, 24],
        RadiusOfCircularShutter=12,
    )
    dataset = written(film, Presentation(), tmp_path)

    assert (dataset.RescaleSlope, dataset.RescaleIntercept, dataset.RescaleType) == (
        2.5,
        -100,
        "OD",
    )
    assert (dataset.ShutterShape, dataset.ShutterPresentationValue) == ("CIRCULAR", 0)
    assert complaints(tmp_path / "state.dcm") == []


def test_the_modality_table_of_the_film_stays_in_force(tmp_path: Path) -> None:
    table = LookupTable(0, np.arange(256, dtype=np.uint16) * 257, 16)
    film = replace(small_film(tmp_path), modality=table)
    (item,) = written(film, Presentation(), tmp_path).ModalityLUTSequence

    assert item.LUTDescriptor == [256, 0, 16]
    assert np.frombuffer(item.LUTData, "<u2").tolist() == table.values.tolist()
    assert complaints(tmp_path / "state.dcm") == []
