"""Real films of many makers: all that is a film opens, with the values that were stored."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pydicom
import pytest

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.imaging.grayscale import p_values
from lungdesk.core.jobs import NullContext
from lungdesk.core.radiograph import Photometric, SpacingSource
from lungdesk.formats.discovery import discover
from lungdesk.formats.reader import read_instance, read_radiograph


@pytest.mark.parametrize("name", ["RG1_UNCI", "RG1_UNCR", "RG1_J2KI", "RG1_J2KR"])
def test_a_computed_radiograph_opens_in_each_encoding(sample_films: Path, name: str) -> None:
    film = read_radiograph(sample_films / f"{name}.dcm")
    assert film.stored_values.shape == (1955, 1841)
    assert film.photometric is Photometric.MONOCHROME1
    assert (film.instance.modality, film.bits_stored) == ("CR", 15)
    assert len(film.voi) == 1
    assert film.is_lossy == name.endswith("I")


def test_lossless_encodings_hold_the_same_film(sample_films: Path) -> None:
    for film in ("RG1", "RG3"):
        plain = read_radiograph(sample_films / f"{film}_UNCR.dcm")
        packed = read_radiograph(sample_films / f"{film}_J2KR.dcm")
        np.testing.assert_array_equal(plain.stored_values, packed.stored_values)


@pytest.mark.parametrize("name", ["RG3_UNCI", "RG3_UNCR", "RG3_J2KI", "RG3_J2KR"])
def test_another_computed_radiograph_opens(sample_films: Path, name: str) -> None:
    film = read_radiograph(sample_films / f"{name}.dcm")
    assert film.stored_values.shape == (1760, 1760)
    assert p_values(film).shape == (1760, 1760)


def test_every_sample_opens_or_says_why(sample_films: Path) -> None:
    refused: dict[str, ErrorCode] = {}
    for path in sorted(sample_films.glob("*.dcm")):
        try:
            film = read_radiograph(path)
        except LungDeskError as error:
            refused[path.name] = error.code
            continue
        assert film.instance == read_instance(path)
        assert film.stored_values.dtype.isnative
        assert film.stored_values.shape[:2] == (film.instance.rows, film.instance.columns)
    assert refused == {}


def test_big_endian_is_little_endian_read_backwards(sample_films: Path) -> None:
    for little, big in (
        ("emri_small", "emri_small_big_endian"),
        ("SC_rgb", "SC_rgb_expb"),
        ("SC_rgb_16bit", "SC_rgb_expb_16bit"),
        ("liver", "liver_expb"),
    ):
        films = [read_radiograph(sample_films / f"{name}.dcm") for name in (little, big)]
        np.testing.assert_array_equal(films[0].stored_values, films[1].stored_values)


@pytest.mark.parametrize("frame", [0, 9])
def test_frames_agree_in_every_encoding(sample_films: Path, frame: int) -> None:
    plain = read_radiograph(sample_films / "emri_small.dcm", frame=frame)
    for suffix in ("RLE", "jpeg_2k_lossless", "jpeg_ls_lossless"):
        packed = read_radiograph(sample_films / f"emri_small_{suffix}.dcm", frame=frame)
        np.testing.assert_array_equal(packed.stored_values, plain.stored_values)


def test_grey_values_are_those_of_pydicom(sample_films: Path) -> None:
    for name in ("693_J2KR", "MR2_J2KI", "JPEG-LL", "RG3_J2KI", "mlut_18", "explicit_VR-UN"):
        path = sample_films / f"{name}.dcm"
        film = read_radiograph(path)
        expected = pydicom.dcmread(path).pixel_array
        np.testing.assert_array_equal(film.stored_values, expected)


def test_shared_films_all_open(shared_data: Path) -> None:
    found = discover([shared_data / "films", shared_data / "dicom"], NullContext())
    assert len(found.files) == 19
    assert found.failures == ()
    for path in found.files:
        film = read_radiograph(path)
        assert not film.is_colour
        assert film.instance == read_instance(path)


def test_a_radiograph_of_a_detector_knows_its_spacing(shared_data: Path) -> None:
    film = read_radiograph(shared_data / "dicom" / "highdicom_dx_thorax_mono1.dcm")
    assert film.photometric is Photometric.MONOCHROME1
    assert film.spacing is not None
    assert film.spacing.source is SpacingSource.AT_DETECTOR


def test_technique_and_orientation_are_those_of_the_header(sample_films: Path) -> None:
    header = pydicom.dcmread(sample_films / "RG1_UNCR.dcm", stop_before_pixels=True)
    instance = read_instance(sample_films / "RG1_UNCR.dcm")
    assert instance.patient_orientation == tuple(header.PatientOrientation) == ("L", "F")
    voltage, exposure = float(header.KVP), float(header.Exposure)
    distance_cm = float(header.DistanceSourceToDetector) / 10
    assert instance.technique == f"{voltage:g} kV · {exposure:g} mAs · {distance_cm:.4g} cm"
