from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from typing_extensions import override

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.imaging.grayscale import p_values
from lungdesk.core.radiograph import Photometric
from lungdesk.formats.magic import FileKind
from lungdesk.formats.raster_reader import read_raster, read_raster_instance
from lungdesk.formats.reader import read_instance, read_radiograph
from tests.unit.formats.builders import colours, gradient, write_picture


@pytest.mark.parametrize("extension", ["png", "tif", "bmp"])
def test_grey_of_8_bits_keeps_its_values(tmp_path: Path, extension: str) -> None:
    pixels = gradient()
    film = read_radiograph(write_picture(tmp_path / f"film.{extension}", pixels))
    assert film.photometric is Photometric.MONOCHROME2
    assert film.bits_stored == 8
    assert not film.is_lossy
    np.testing.assert_array_equal(film.stored_values, pixels)


def test_grey_of_8_bits_is_shown_as_it_is(tmp_path: Path) -> None:
    pixels = np.arange(256, dtype=np.uint8).reshape(1, 256).repeat(40, axis=0)
    film = read_radiograph(write_picture(tmp_path / "film.png", pixels))
    np.testing.assert_array_equal(p_values(film), pixels)


@pytest.mark.parametrize("extension", ["png", "tif"])
def test_grey_of_16_bits_stays_so_and_has_no_window(tmp_path: Path, extension: str) -> None:
    pixels = gradient(most=40_000)
    film = read_radiograph(write_picture(tmp_path / f"film.{extension}", pixels))
    assert film.stored_values.dtype == np.uint16
    assert film.stored_values.dtype.isnative
    assert (film.bits_stored, film.voi) == (16, ())
    np.testing.assert_array_equal(film.stored_values, pixels)


def test_jpeg_has_the_values_that_pillow_decodes(tmp_path: Path) -> None:
    for name, pixels in (("grey.jpg", gradient(200, 300)), ("colour.jpg", colours(200, 300))):
        path = write_picture(tmp_path / name, pixels, quality=90)
        film = read_radiograph(path)
        assert film.is_lossy
        np.testing.assert_array_equal(film.stored_values, np.asarray(Image.open(path)))


def test_progressive_jpeg_is_read(tmp_path: Path) -> None:
    path = write_picture(tmp_path / "film.jpg", gradient(), progressive=True)
    np.testing.assert_array_equal(read_radiograph(path).stored_values, np.asarray(Image.open(path)))


def test_jpeg_in_cmyk_is_read(tmp_path: Path) -> None:
    path = tmp_path / "film.jpg"
    Image.fromarray(colours()).convert("CMYK").save(path)
    assert read_radiograph(path).photometric is Photometric.RGB


@pytest.mark.parametrize("extension", ["png", "jpg", "tif", "bmp"])
def test_colour_with_equal_channels_is_grey(tmp_path: Path, extension: str) -> None:
    pixels = gradient()
    path = write_picture(tmp_path / f"film.{extension}", np.stack([pixels] * 3, axis=2))
    film = read_radiograph(path)
    assert film.photometric is Photometric.MONOCHROME2
    np.testing.assert_allclose(film.stored_values, pixels, atol=5)


@pytest.mark.parametrize("extension", ["png", "tif", "bmp"])
def test_colour_stays_colour(tmp_path: Path, extension: str) -> None:
    pixels = colours()
    film = read_radiograph(write_picture(tmp_path / f"film.{extension}", pixels))
    assert film.photometric is Photometric.RGB
    np.testing.assert_array_equal(film.stored_values, pixels)


def test_one_coloured_pixel_makes_a_colour_picture(tmp_path: Path) -> None:
    pixels = np.stack([gradient()] * 3, axis=2)
    pixels[17, 5] = (250, 10, 10)
    assert read_radiograph(write_picture(tmp_path / "film.png", pixels)).is_colour


def test_transparency_is_laid_on_black(tmp_path: Path) -> None:
    grey = np.full((40, 48), 200, np.uint8)
    alpha = np.full_like(grey, 255)
    alpha[:10] = 0
    film = read_radiograph(
        write_picture(tmp_path / "film.png", np.stack([grey, grey, grey, alpha], axis=2))
    )
    assert film.photometric is Photometric.MONOCHROME2
    assert film.stored_values[0, 0] == 0
    assert film.stored_values[20, 0] == 200


def test_grey_with_a_transparent_value_is_laid_on_black(tmp_path: Path) -> None:
    pixels = np.full((40, 48), 255, np.uint8)
    pixels[20:] = 60
    film = read_radiograph(write_picture(tmp_path / "film.png", pixels, transparency=255))
    assert film.stored_values[0, 0] == 0
    assert film.stored_values[30, 0] == 60


def test_palette_is_resolved(tmp_path: Path) -> None:
    path = tmp_path / "film.png"
    picture = Image.fromarray(gradient()).convert("P")
    picture.save(path)
    film = read_radiograph(path)
    np.testing.assert_array_equal(film.stored_values, np.asarray(picture.convert("L")))


@pytest.mark.parametrize("extension", ["png", "tif", "bmp"])
def test_one_bit_becomes_black_and_white(tmp_path: Path, extension: str) -> None:
    path = tmp_path / f"film.{extension}"
    Image.fromarray(gradient() > 100).save(path)
    assert set(np.unique(read_radiograph(path).stored_values)) == {0, 255}


def test_colour_of_16_bits_becomes_8_and_equal_channels_stay_16(tmp_path: Path) -> None:
    for extension in ("png", "tif"):
        path = tmp_path / f"film.{extension}"
        deep = gradient(most=60_000)
        cv2.imwrite(str(path), np.stack([deep] * 3, axis=2))
        film = read_radiograph(path)
        assert film.photometric is Photometric.MONOCHROME2
        np.testing.assert_array_equal(film.stored_values, deep)
        cv2.imwrite(str(path), np.stack([deep, deep[::-1], deep], axis=2))
        film = read_radiograph(path)
        assert film.photometric is Photometric.RGB
        np.testing.assert_array_equal(film.stored_values[..., 0], deep >> 8)
        np.testing.assert_array_equal(film.stored_values[..., 1], deep[::-1] >> 8)


def test_tiff_of_floating_point_is_spread_over_16_bits(tmp_path: Path) -> None:
    path = write_picture(tmp_path / "film.tif", gradient().astype(np.float32) / 255)
    stored = read_radiograph(path).stored_values
    assert stored.dtype == np.uint16
    assert (stored.min(), stored.max()) == (0, 65535)


def test_tiff_of_16_bits_with_white_as_zero_is_monochrome1(tmp_path: Path) -> None:
    pixels = gradient(most=40_000)
    path = write_picture(tmp_path / "film.tif", pixels, tiffinfo={262: 0})
    film = read_radiograph(path)
    assert film.photometric is Photometric.MONOCHROME1
    np.testing.assert_array_equal(film.stored_values, pixels)


@pytest.mark.parametrize("compression", ["tiff_lzw", "tiff_adobe_deflate", "packbits", "jpeg"])
def test_compressed_tiff_is_read(tmp_path: Path, compression: str) -> None:
    path = write_picture(tmp_path / "film.tif", gradient(), compression=compression)
    film = read_radiograph(path)
    assert film.is_lossy == (compression == "jpeg")
    np.testing.assert_allclose(film.stored_values, gradient(), atol=5)


def test_pages_of_a_tiff_are_frames(tmp_path: Path) -> None:
    path = tmp_path / "film.tif"
    first, second = Image.fromarray(gradient()), Image.fromarray(gradient(50, 60)[:, ::-1])
    first.save(path, save_all=True, append_images=[second])
    assert read_instance(path).frame_count == 2
    film = read_radiograph(path, frame=1)
    assert film.frame == 1
    np.testing.assert_array_equal(film.stored_values, gradient(50, 60)[:, ::-1])


def test_an_animated_png_is_one_image(tmp_path: Path) -> None:
    path = tmp_path / "film.png"
    pictures = [Image.fromarray(gradient()), Image.fromarray(gradient()[::-1])]
    pictures[0].save(path, save_all=True, append_images=pictures[1:])
    assert read_instance(path).frame_count == 1
    np.testing.assert_array_equal(read_radiograph(path).stored_values, gradient())


@pytest.mark.parametrize("frame", [-1, 1])
def test_a_frame_that_is_not_there_is_refused(tmp_path: Path, frame: int) -> None:
    path = write_picture(tmp_path / "film.png", gradient())
    with pytest.raises(LungDeskError) as caught:
        read_radiograph(path, frame=frame)
    assert caught.value.code is ErrorCode.IMAGE_FRAME_MISSING


@pytest.mark.parametrize("extension", ["png", "jpg", "tif"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_orientation_turns_the_film_upright(
    tmp_path: Path, extension: str, orientation: int
) -> None:
    seen = gradient(40, 64)
    exif = Image.Exif()
    exif[0x0112] = orientation
    path = tmp_path / f"film.{extension}"
    Image.fromarray(_stored_as(seen, orientation)).save(path, exif=exif)
    film = read_radiograph(path)
    np.testing.assert_allclose(film.stored_values, seen, atol=5)
    assert (film.instance.rows, film.instance.columns) == seen.shape
    assert read_instance(path) == film.instance


def _stored_as(seen: NDArray[Any], orientation: int) -> NDArray[Any]:
    """What a camera stores: row 0 and column 0 lie on the sides that EXIF 4.6.4 names."""
    if orientation >= 5:
        # Row 0 is the left or right side: stored[r, c] = seen[c, r], turned round below.
        stored = seen.T
        rows_reversed, columns_reversed = orientation in (6, 7), orientation in (7, 8)
    else:
        stored = seen
        rows_reversed, columns_reversed = orientation in (3, 4), orientation in (2, 3)
    stored = stored[::-1] if rows_reversed else stored
    return np.ascontiguousarray(stored[:, ::-1] if columns_reversed else stored)


def test_deep_colour_is_turned_upright(tmp_path: Path) -> None:
    path = tmp_path / "film.png"
    deep = gradient(most=60_000)
    cv2.imwrite(str(path), np.stack([deep, deep[::-1], deep], axis=2))
    exif = Image.Exif()
    exif[0x0112] = 6
    content = path.read_bytes()
    at = content.index(b"IDAT") - 4
    path.write_bytes(content[:at] + _exif_chunk(exif.tobytes()[6:]) + content[at:])
    film = read_radiograph(path)
    assert film.stored_values.shape == (48, 40, 3)
    np.testing.assert_array_equal(film.stored_values[..., 0], np.rot90(deep >> 8, -1))


def _exif_chunk(exif: bytes) -> bytes:
    content = b"eXIf" + exif
    return struct.pack(">I", len(exif)) + content + struct.pack(">I", zlib.crc32(content))


def test_the_header_alone_gives_the_same_instance(tmp_path: Path) -> None:
    for extension in ("png", "jpg", "tif", "bmp"):
        path = write_picture(tmp_path / f"film.{extension}", gradient())
        instance = read_instance(path)
        assert instance == read_radiograph(path).instance
        assert (instance.rows, instance.columns, instance.modality) == (40, 48, "IMG")
        assert instance.transfer_syntax in ("PNG", "JPEG", "TIFF", "BMP")


def test_the_extension_does_not_matter(tmp_path: Path) -> None:
    path = write_picture(tmp_path / "film.jpg", gradient(), format="PNG")
    assert read_radiograph(path).instance.transfer_syntax == "PNG"


class CountedBytes(BytesIO):
    """Counts how often it is read from."""

    count = 0

    @override
    def read(self, size: int | None = -1, /) -> bytes:
        self.count += 1
        return super().read(size)


@pytest.mark.parametrize("filling", [b"\0", b"\xff", b"\xff\xd0"], ids=["zeros", "fill", "marks"])
@pytest.mark.parametrize("read", [read_raster_instance, partial(read_raster, frame=0)])
def test_a_jpeg_file_that_has_lost_its_content_is_not_looked_through(
    read: Callable[..., object], filling: bytes
) -> None:
    stream = CountedBytes(b"\xff\xd8\xff" + filling * 200_000)

    with pytest.raises(LungDeskError) as caught:
        read(stream, Path("film.jpg"), FileKind.JPEG)

    assert caught.value.code is ErrorCode.IMAGE_DAMAGED
    assert stream.count < 100_000
