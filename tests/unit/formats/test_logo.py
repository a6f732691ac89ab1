"""The picture of a letterhead: upright, in 8 bits, small, or why it cannot be one."""

from __future__ import annotations

import io
import struct
import time
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from lungdesk.core.errors import LungDeskError
from lungdesk.formats.logo import read_logo

ORIENTATION = 0x0112


def shown(path: Path) -> Image.Image:
    return Image.open(io.BytesIO(read_logo(path)))


def test_deep_grey_keeps_its_tones(tmp_path: Path) -> None:
    grey = np.array([[0, 16_448, 32_896, 65_535]], np.uint16)
    Image.fromarray(grey).save(tmp_path / "logo.png")
    assert np.asarray(shown(tmp_path / "logo.png"))[0, :, 0].tolist() == [0, 64, 128, 255]


def test_a_picture_that_its_camera_turned_is_upright(tmp_path: Path) -> None:
    picture = Image.new("RGB", (60, 30), "white")
    picture.paste("red", (0, 0, 60, 10))  # on the right side, once turned
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    picture.save(tmp_path / "logo.jpg", exif=exif, quality=95)

    upright = shown(tmp_path / "logo.jpg")
    assert upright.size == (30, 60)
    red = np.asarray(upright)[30].astype(int)
    assert red[-2, 1] < 60
    assert red[1, 1] > 200


@pytest.mark.parametrize("mode", ["RGB", "P", "1", "I;16"])
def test_a_picture_that_its_camera_turned_has_the_room_of_an_upright_one(
    tmp_path: Path, mode: str
) -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    Image.new(mode, (400, 1200)).save(tmp_path / "logo.png", exif=exif)
    assert shown(tmp_path / "logo.png").size == (600, 200)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK"])
def test_pictures_of_every_kind_have_their_colours(tmp_path: Path, mode: str) -> None:
    ending = "jpg" if mode == "CMYK" else "png"
    path = tmp_path / f"logo.{ending}"
    Image.new("RGB", (900, 300), "white").convert(mode).save(path)

    made = shown(path)
    assert made.format == "PNG"
    assert made.mode == ("RGBA" if mode in {"LA", "RGBA"} else "RGB")
    assert made.size == (600, 200)
    assert made.getpixel((300, 100)) == ((255,) * len(made.getbands()))


def test_transparent_colours_of_a_palette_stay_so(tmp_path: Path) -> None:
    picture = Image.new("P", (20, 10), 0)
    picture.putpalette([255, 0, 0])
    picture.save(tmp_path / "logo.png", transparency=0)
    assert shown(tmp_path / "logo.png").getpixel((5, 5)) == (255, 0, 0, 0)


def test_noise_of_many_pixels_is_no_burden_for_each_report(tmp_path: Path) -> None:
    noise = np.random.default_rng(0).integers(0, 255, (1200, 1800, 3), np.uint8)
    Image.fromarray(noise).save(tmp_path / "logo.png", compress_level=1)
    assert len(read_logo(tmp_path / "logo.png")) < 500_000


def test_a_small_picture_keeps_its_size(tmp_path: Path) -> None:
    Image.new("RGB", (48, 40), "navy").save(tmp_path / "logo.png")
    assert shown(tmp_path / "logo.png").size == (48, 40)


def _header_of(columns: int, rows: int) -> bytes:
    head = b"IHDR" + struct.pack(">IIBBBBB", columns, rows, 8, 2, 0, 0, 0)
    data = b"IDAT" + zlib.compress(b"")
    chunks = (head, data, b"IEND")
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(one) - 4) + one + struct.pack(">I", zlib.crc32(one)) for one in chunks
    )


@pytest.mark.parametrize("size", [(14_000, 14_000), (12_000, 9_000), (1_000_000, 1_000_000)])
def test_a_picture_that_is_too_large_is_told_so_at_once(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    (tmp_path / "logo.png").write_bytes(_header_of(*size))
    before = time.monotonic()
    with pytest.raises(LungDeskError, match=r"logo\.png is too large for the logo.*LD-IMAGE-003"):
        read_logo(tmp_path / "logo.png")
    assert time.monotonic() - before < 5


@pytest.mark.parametrize(
    "content", [b"GIF89a", b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", _header_of(40, 40)]
)
def test_what_is_no_picture_is_told_so(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "logo.png").write_bytes(content)
    with pytest.raises(LungDeskError, match=r"logo\.png cannot be the logo.*LD-FILE-004"):
        read_logo(tmp_path / "logo.png")
