"""Whatever is cut off or altered: a radiograph, or a LungDeskError, and nothing on the terminal."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lungdesk.core.errors import LungDeskError
from lungdesk.core.imaging.grayscale import p_values
from lungdesk.formats import failures
from lungdesk.formats.reader import read_instance, read_radiograph
from tests.unit.formats import builders
from tests.unit.formats.builders import colours, gradient, write_picture
from tests.unit.formats.damaged_files import same_damages

_MAKERS: dict[str, Callable[[Path], Path]] = {
    "dcm": lambda p: builders.write_dicom(p, gradient(most=4000), BitsStored=12, HighBit=11),
    "rle.dcm": lambda p: builders.write_compressed(p, gradient(), builders.RLE),
    "jpeg.dcm": lambda p: builders.write_compressed(p, gradient(), builders.JPEG_BASELINE),
    "j2k.dcm": lambda p: builders.write_compressed(
        p, gradient(64, 64), builders.JPEG_2000_LOSSLESS
    ),
    "png": lambda p: write_picture(p, gradient()),
    "jpg": lambda p: write_picture(p, colours()),
    "tif": lambda p: write_picture(p, gradient()),
    "lzw.tif": lambda p: write_picture(p, colours(), compression="tiff_lzw"),
    "bmp": lambda p: write_picture(p, gradient()),
}

_share = st.floats(0, 1, exclude_max=True)

_fuzzing = settings(same_damages, max_examples=60)


@pytest.fixture(autouse=True)
def _small_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """An altered size shall not cost the time of filling 100 megapixels."""
    monkeypatch.setattr(failures, "MAX_PIXELS", 2_000_000)


@pytest.mark.parametrize("kind", _MAKERS)
@_fuzzing
@given(share=_share)
def test_a_file_cut_anywhere(tmp_path: Path, kind: str, share: float) -> None:
    path = _MAKERS[kind](tmp_path / f"film.{kind}")
    content = path.read_bytes()
    path.write_bytes(content[: int(share * len(content))])
    _open(path)


@pytest.mark.parametrize("kind", _MAKERS)
@_fuzzing
@given(
    flips=st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), min_size=1)
)
def test_a_file_with_altered_bytes(
    tmp_path: Path, kind: str, flips: list[tuple[float, int]]
) -> None:
    path = _MAKERS[kind](tmp_path / f"film.{kind}")
    content = bytearray(path.read_bytes())
    for share, value in flips:
        content[int(share * len(content))] = value
    path.write_bytes(content)
    _open(path)


@_fuzzing
@given(st.binary(max_size=300))
def test_any_bytes(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "film"
    for start in (b"", b"\0" * 128 + b"DICM", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"II*\0"):
        path.write_bytes(start + content)
        _open(path)


def _open(path: Path) -> None:
    with suppress(LungDeskError):
        read_instance(path)
    try:
        film = read_radiograph(path)
    except LungDeskError as error:
        message = error.message
    else:
        message = ""
        assert min(film.rows, film.columns) >= failures.MIN_SIDE_PX
        assert p_values(film).dtype == np.uint8
    assert message == "" or message.isprintable()


def test_nothing_is_said_on_the_terminal(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    generator = np.random.default_rng(3)
    for kind, make in _MAKERS.items():
        path = make(tmp_path / f"film.{kind}")
        content = np.frombuffer(path.read_bytes(), np.uint8)
        for _ in range(20):
            altered = content.copy()
            altered[generator.integers(len(altered) // 3, len(altered), 4)] ^= 0x55
            path.write_bytes(altered.tobytes())
            _open(path)
    said = capfd.readouterr()
    assert said.out == ""
    # libjpeg and libtiff write a short line of their own, which cannot be turned off.
    assert "WARN" not in said.err
    assert "ERROR" not in said.err
    assert "Traceback" not in said.err
