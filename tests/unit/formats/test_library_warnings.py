"""What the libraries complain about does not escape, and nobody else's warnings are touched."""

from __future__ import annotations

import struct
import warnings
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from lungdesk.formats.library_warnings import tolerated
from lungdesk.formats.reader import read_radiograph
from tests.unit.formats.builders import gradient, tiff_header, write_dicom, write_picture


def _complain(module: str) -> None:
    warnings.warn_explicit("odd file", UserWarning, f"{module}.py", 1, module=module)


def test_only_the_libraries_may_complain() -> None:
    with tolerated():
        _complain("pydicom.pixels.utils")
        _complain("PIL.TiffImagePlugin")
        with pytest.raises(UserWarning, match="odd file"):
            _complain("pydicomlike")


def test_afterwards_the_filters_are_as_before() -> None:
    before = list(warnings.filters)
    with tolerated():
        with tolerated():
            pass
        _complain("PIL.Image")
    assert list(warnings.filters) == before
    with pytest.raises(UserWarning, match="odd file"):
        _complain("PIL.Image")


def test_a_filter_that_somebody_adds_meanwhile_stays() -> None:
    with warnings.catch_warnings():
        with tolerated():
            warnings.filterwarnings("ignore", message="somebody else's")
        assert any("somebody else's" in str(entry[1]) for entry in warnings.filters)


def test_an_irregular_file_is_read_without_a_warning(tmp_path: Path) -> None:
    path = write_dicom(tmp_path / "film.dcm", PixelData=gradient().tobytes() + b"\0" * 64)
    assert read_radiograph(path).rows == 40
    tiff = tmp_path / "film.tif"
    whole = tiff_header(40, 48, gradient(48, 40).tobytes())
    # Two values where a tag allows one: Pillow warns of it.
    one, two = (struct.pack("<HHI", 277, 3, count) for count in (1, 2))
    tiff.write_bytes(whole.replace(one, two))
    assert read_radiograph(tiff).columns == 40


def test_many_threads_read_at_a_time(tmp_path: Path) -> None:
    irregular = gradient().tobytes() + b"\0" * 64
    paths = [write_dicom(tmp_path / "a.dcm", PixelData=irregular)]
    paths += [write_picture(tmp_path / f"b.{e}", gradient()) for e in ("png", "tif", "bmp")]
    before = list(warnings.filters)
    with ThreadPoolExecutor(8) as pool:
        films = list(pool.map(read_radiograph, paths * 50))
    for film in films:
        np.testing.assert_array_equal(film.stored_values, gradient())
    assert list(warnings.filters) == before
