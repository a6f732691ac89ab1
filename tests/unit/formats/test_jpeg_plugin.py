"""Lossless JPEG and JPEG of 12 bits: every depth, every predictor, and what DCMTK says of them."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pydicom
import pytest
from imagecodecs import jpeg8_encode
from numpy.typing import NDArray
from pydicom.data import get_testdata_file
from pydicom.uid import JPEGExtended12Bit, JPEGLosslessSV1

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.radiograph import Photometric
from lungdesk.formats import jpeg_plugin
from lungdesk.formats.reader import read_radiograph
from tests.unit.formats.builders import colours, dicom, gradient, save, save_frames

needs_dcmtk = pytest.mark.skipif(
    None in (shutil.which("dcmcjpeg"), shutil.which("dcmdjpeg")), reason="no DCMTK"
)


def film(bits: int, *, is_signed: bool = False) -> NDArray[Any]:
    """All values of a depth, in an order that predictors find hard."""
    values = np.random.default_rng(bits).permutation(gradient(64, 80, most=2**bits - 1).ravel())
    pixels = values.reshape(64, 80).astype(np.int32) - (2 ** (bits - 1) if is_signed else 0)
    kind = ("i" if is_signed else "u") + ("1" if bits <= 8 else "2")
    return pixels.astype(kind)


def packed(pixels: NDArray[Any], **options: Any) -> bytes:
    return bytes(jpeg8_encode(pixels, lossless=True, **options))


def write_lossless(path: Path, pixels: NDArray[Any], bits: int) -> Path:
    frame = packed(pixels, bitspersample=bits)
    dataset = dicom(pixels, BitsStored=bits, HighBit=bits - 1)
    return save_frames(path, dataset, JPEGLosslessSV1, [frame])


def by_dcmtk(path: Path, target: Path) -> NDArray[Any]:
    subprocess.run(["dcmdjpeg", path, target], check=True, capture_output=True)
    return pydicom.dcmread(target).pixel_array


@pytest.mark.parametrize("bits", [2, 7, 8, 9, 10, 12, 14, 15, 16])
def test_lossless_films_of_every_depth_keep_their_values(tmp_path: Path, bits: int) -> None:
    pixels = film(bits)

    read = read_radiograph(write_lossless(tmp_path / "film.dcm", pixels, bits))

    assert read.stored_values.dtype == pixels.dtype
    np.testing.assert_array_equal(read.stored_values, pixels)
    assert not read.is_lossy


@needs_dcmtk
@pytest.mark.parametrize("bits", [8, 12, 16])
@pytest.mark.parametrize("predictor", range(1, 8))
@pytest.mark.parametrize("is_signed", [False, True])
def test_every_predictor_of_another_encoder_is_known(
    tmp_path: Path, bits: int, predictor: int, is_signed: bool
) -> None:
    pixels = film(bits, is_signed=is_signed)
    plain = save(tmp_path / "plain.dcm", dicom(pixels, BitsStored=bits, HighBit=bits - 1))
    target = tmp_path / "packed.dcm"
    options = ["--encode-lossless", "--selection-value", str(predictor), "--true-lossless"]
    subprocess.run(["dcmcjpeg", *options, plain, target], check=True, capture_output=True)

    np.testing.assert_array_equal(read_radiograph(target).stored_values, pixels)


@needs_dcmtk
@pytest.mark.parametrize("name", ["JPGExtended.dcm", "JPEG-lossy.dcm"])
def test_twelve_bits_have_the_values_of_the_reference(tmp_path: Path, name: str) -> None:
    path = Path(str(get_testdata_file(name, download=False)))

    read = read_radiograph(path)

    assert (read.bits_stored, read.is_lossy) == (12, True)
    assert read.instance.transfer_syntax == JPEGExtended12Bit.name
    np.testing.assert_array_equal(read.stored_values, by_dcmtk(path, tmp_path / "plain.dcm"))


def test_colours_are_left_as_they_are(tmp_path: Path) -> None:
    frame = packed(colours(), colorspace="RGB", outcolorspace="RGB")

    read = read_radiograph(
        save_frames(tmp_path / "film.dcm", dicom(colours()), JPEGLosslessSV1, [frame])
    )

    assert read.photometric is Photometric.RGB
    np.testing.assert_array_equal(read.stored_values, colours())


def test_what_cannot_be_decoded_is_said_to_be_damaged(tmp_path: Path) -> None:
    frame = bytearray(packed(film(12), bitspersample=12))
    at = frame.index(b"\xff\xc4") + 5
    frame[at : at + 16] = bytes(range(200, 216))  # lengths of codes that do not fit
    dataset = dicom(film(12), BitsStored=12, HighBit=11)

    with pytest.raises(LungDeskError) as caught:
        read_radiograph(
            save_frames(tmp_path / "film.dcm", dataset, JPEGLosslessSV1, [bytes(frame)])
        )

    assert caught.value.code is ErrorCode.DICOM_DAMAGED


def test_it_is_known_by_what_it_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    assert jpeg_plugin.is_available(JPEGExtended12Bit)
    assert not jpeg_plugin.is_available("1.2.840.10008.1.2.4.90")

    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)

    assert not jpeg_plugin.is_available(JPEGExtended12Bit)
