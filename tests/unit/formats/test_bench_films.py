from pathlib import Path

import numpy as np
import pytest
from pydicom import dcmread
from pydicom.uid import ExplicitVRLittleEndian, JPEG2000Lossless

from lungdesk.formats.bench_films import (
    bare_decoders,
    synthetic_film,
    write_jpeg2000,
    write_uncompressed,
)
from lungdesk.formats.reader import read_radiograph


def test_a_synthetic_film_uses_most_of_sixteen_bits_and_has_grain() -> None:
    film = synthetic_film(256)
    assert film.shape == (256, 256)
    assert film.dtype == np.uint16
    assert np.ptp(film) > 50_000
    assert (np.diff(film[:, 0].astype(int), 2) != 0).mean() > 0.9


@pytest.mark.parametrize(
    ("write", "syntax"),
    [(write_uncompressed, ExplicitVRLittleEndian), (write_jpeg2000, JPEG2000Lossless)],
)
def test_what_is_written_is_read_back_without_loss(
    tmp_path: Path, write: object, syntax: str
) -> None:
    film, path = synthetic_film(128), tmp_path / "film.dcm"
    write(path, film)  # type: ignore[operator]
    assert dcmread(path).file_meta.TransferSyntaxUID == syntax
    assert np.array_equal(read_radiograph(path).stored_values, film)


def test_the_bare_decoders_give_the_stored_values(tmp_path: Path) -> None:
    film, path = synthetic_film(128), tmp_path / "film.dcm"
    write_jpeg2000(path, film)
    decoders = bare_decoders(path)
    assert list(decoders) == ["pydicom's plug-in", "OpenCV"]
    decoded = decoders["pydicom's plug-in"]()
    assert isinstance(decoded, bytearray)
    assert np.array_equal(np.frombuffer(decoded, "<u2").reshape(film.shape), film)
    assert np.array_equal(np.asarray(decoders["OpenCV"]()), film)
