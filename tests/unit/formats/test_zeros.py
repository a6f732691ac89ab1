"""Copies that went wrong and are zeros from somewhere on: told at once, not gone through."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.formats.dicom_header import elements_of, read_header
from tests.unit.formats.builders import gradient, write_dicom

_ZEROS = bytes(200_000)
_MOST_READS = 2_000


class _Counted(BytesIO):
    """A stream that counts how often it is read."""

    reads = 0

    def read(self, size: int | None = -1, /) -> bytes:
        self.reads += 1
        return super().read(size)


@pytest.fixture
def film(tmp_path: Path) -> bytes:
    return write_dicom(tmp_path / "film.dcm", gradient()).read_bytes()


def _after_meta(film: bytes) -> int:
    return 144 + int.from_bytes(film[140:144], "little")


@pytest.mark.parametrize("place", ["preamble", "meta", "study"])
def test_a_film_of_zeros_is_damaged_without_a_look_at_each(film: bytes, place: str) -> None:
    study = film.index(b"\x20\x00\x0d\x00")  # Study Instance UID
    end = {"preamble": 132, "meta": _after_meta(film), "study": study}[place]
    stream = _Counted(film[:end] + _ZEROS)

    with pytest.raises(LungDeskError) as caught:
        read_header(stream, Path("film.dcm"))

    assert caught.value.code is ErrorCode.DICOM_DAMAGED
    assert stream.reads < _MOST_READS


def test_a_whole_film_is_read_to_its_pixels(film: bytes) -> None:
    header = read_header(BytesIO(film), Path("film.dcm"))

    assert header.pixel_keyword == "PixelData"
    assert film[header.pixels_at :].startswith(gradient().tobytes()[:16])
    dataset, _ = elements_of(BytesIO(film), Path("film.dcm"), [])
    assert dataset.Rows == gradient().shape[0]
