"""Each kind of bad file is refused with its own code, in one sentence, at once."""

from __future__ import annotations

import errno
import os
import time
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import cv2
import numpy as np
import pytest
from pydicom.uid import MPEG4HP41, UID, ExplicitVRLittleEndian

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.formats import dicom_header, failures, raster_reader
from lungdesk.formats.reader import read_instance, read_radiograph
from tests.unit.formats import builders
from tests.unit.formats.builders import dicom, gradient, save_frames, write_dicom, write_picture

#: A refused film may not take more than this, whatever size it announces.
_MOST_BYTES = 20_000_000


def _refused(path: Path, *, frame: int = 0) -> LungDeskError:
    started = time.perf_counter()
    with _little_memory(), pytest.raises(LungDeskError) as caught:
        read_radiograph(path, frame=frame)
    assert time.perf_counter() - started < 2
    error = caught.value
    assert error.message.isprintable()
    assert error.message.endswith(".")
    assert ". " not in error.message.replace(path.name, "")
    assert error.hint.endswith(".")
    return error


@contextmanager
def _little_memory() -> Iterator[None]:
    tracemalloc.start()
    try:
        yield
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < _MOST_BYTES


# ---------------------------------------------------------------------------- no such file


def test_a_missing_file(tmp_path: Path) -> None:
    error = _refused(tmp_path / "film.dcm")
    assert error.code is ErrorCode.FILE_MISSING
    assert "film.dcm" in error.message


def test_a_file_below_a_file(tmp_path: Path) -> None:
    write_picture(tmp_path / "film.png", gradient())
    assert _refused(tmp_path / "film.png" / "x.png").code is ErrorCode.FILE_MISSING


def test_a_name_that_cannot_be(tmp_path: Path) -> None:
    assert _refused(tmp_path / "film\0.png").code is ErrorCode.FILE_MISSING


def test_a_folder(tmp_path: Path) -> None:
    assert _refused(tmp_path).code is ErrorCode.FILE_NOT_AN_IMAGE


def test_a_pipe(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "film.dcm")
    assert _refused(tmp_path / "film.dcm").code is ErrorCode.FILE_NOT_AN_IMAGE


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_picture(tmp_path / "film.png", gradient())

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert _refused(path).code is ErrorCode.FILE_NOT_PERMITTED


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_without_read_permission(tmp_path: Path) -> None:
    path = write_picture(tmp_path / "film.png", gradient())
    path.chmod(0)
    assert _refused(path).code is ErrorCode.FILE_NOT_PERMITTED


def test_a_name_with_a_line_break_is_said_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "a\nb.dcm"
    path.write_bytes(b"")
    assert _refused(path).message == "a?b.dcm is empty."


# --------------------------------------------------------------------------- not an image


@pytest.mark.parametrize("name", ["film.dcm", "film.png", "film.jpg"])
def test_an_empty_file(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"")
    assert _refused(tmp_path / name).code is ErrorCode.FILE_EMPTY


@pytest.mark.parametrize(
    "content", [b"Dear colleague,\nthe film is attached.\n", b"BMW", b"\0" * 500]
)
def test_another_kind_of_file_with_our_extension(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "film.dcm").write_bytes(content)
    assert _refused(tmp_path / "film.dcm").code is ErrorCode.FILE_NOT_AN_IMAGE


def test_dicom_without_pixels(tmp_path: Path) -> None:
    path = write_dicom(tmp_path / "film.dcm", PixelData=None)
    assert _refused(path).code is ErrorCode.DICOM_WITHOUT_PIXELS
    with pytest.raises(LungDeskError) as caught:
        read_instance(path)
    assert caught.value.code is ErrorCode.DICOM_WITHOUT_PIXELS


def test_a_dicom_report_is_named(tmp_path: Path) -> None:
    dataset = dicom(gradient())
    for keyword in ("PixelData", "Rows", "Columns"):
        delattr(dataset, keyword)
    dataset.SOPClassUID = UID("1.2.840.10008.5.1.4.1.1.88.11")
    error = _refused(builders.save(tmp_path / "report.dcm", dataset))
    assert error.code is ErrorCode.DICOM_WITHOUT_PIXELS
    assert "Basic Text SR" in error.message


def test_a_dicomdir(tmp_path: Path) -> None:
    dataset = dicom(gradient())
    dataset.file_meta.MediaStorageSOPClassUID = UID("1.2.840.10008.1.3.10")
    for keyword in ("PixelData", "Rows", "Columns", "SOPClassUID", "SOPInstanceUID"):
        delattr(dataset, keyword)
    path = tmp_path / "DICOMDIR"
    dataset.save_as(path)
    error = _refused(path)
    assert error.code is ErrorCode.DICOM_WITHOUT_PIXELS
    assert "table of contents" in error.message


# ---------------------------------------------------------------------------- unsupported


@pytest.mark.parametrize(
    ("syntax", "name"), [(MPEG4HP41, "MPEG-4"), (UID("1.2.826.0.1.99"), "1.2.826.0.1.99")]
)
def test_an_unsupported_transfer_syntax_is_named(tmp_path: Path, syntax: UID, name: str) -> None:
    path = save_frames(tmp_path / "film.dcm", dicom(gradient()), syntax, [b"\0" * 64])
    error = _refused(path)
    assert error.code is ErrorCode.DICOM_TRANSFER_SYNTAX
    assert name in error.message
    assert read_instance(path).rows == 40


def test_a_jpeg_of_12_bits(tmp_path: Path) -> None:
    jpeg = cv2.imencode(".jpg", gradient())[1].tobytes()
    at = jpeg.index(b"\xff\xc0")
    (tmp_path / "film.jpg").write_bytes(jpeg[: at + 4] + b"\x0c" + jpeg[at + 5 :])
    assert _refused(tmp_path / "film.jpg").code in (
        ErrorCode.FILE_NOT_AN_IMAGE,
        ErrorCode.IMAGE_DAMAGED,
    )


# ------------------------------------------------------------------------------ truncated


@pytest.mark.parametrize("extension", ["png", "jpg", "tif", "bmp"])
@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
def test_a_truncated_picture(tmp_path: Path, extension: str, share: float) -> None:
    noise = np.random.default_rng(1).integers(0, 256, (200, 200), np.uint8)
    path = write_picture(tmp_path / f"film.{extension}", noise)
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    assert _refused(path).code is ErrorCode.IMAGE_DAMAGED


def test_a_truncated_jpeg_with_a_whole_preview(tmp_path: Path) -> None:
    """The preview inside the header has an end marker; the film has none."""
    noise = np.random.default_rng(1).integers(0, 256, (100, 100), np.uint8)
    jpeg = cv2.imencode(".jpg", noise)[1].tobytes()
    preview = cv2.imencode(".jpg", gradient())[1].tobytes()
    segment = b"\xff\xe1" + (len(preview) + 2).to_bytes(2, "big") + preview
    whole = jpeg[:2] + segment + jpeg[2:]
    path = tmp_path / "film.jpg"
    path.write_bytes(whole)
    assert read_radiograph(path).rows == 100
    path.write_bytes(whole[: len(whole) - 2000])
    assert _refused(path).code is ErrorCode.IMAGE_DAMAGED


def test_a_jpeg_with_data_behind_its_end_is_whole(tmp_path: Path) -> None:
    path = write_picture(tmp_path / "film.jpg", gradient())
    path.write_bytes(path.read_bytes() + b"\0" * 100_000)
    assert read_radiograph(path).rows == 40


@pytest.mark.parametrize(
    "syntax",
    [
        ExplicitVRLittleEndian,
        builders.RLE,
        builders.JPEG_BASELINE,
        builders.JPEG_2000_LOSSLESS,
    ],
)
@pytest.mark.parametrize("share", [0.5, 0.98])
def test_a_truncated_dicom_file(tmp_path: Path, syntax: UID, share: float) -> None:
    noise = np.random.default_rng(1).integers(0, 256, (200, 200), np.uint8)
    path = tmp_path / "film.dcm"
    if syntax == ExplicitVRLittleEndian:
        write_dicom(path, noise)
    else:
        builders.write_compressed(path, noise, syntax)
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    error = _refused(path)
    assert error.code is ErrorCode.DICOM_DAMAGED


@pytest.mark.parametrize("syntax", [builders.JPEG_BASELINE, builders.JPEG_2000_LOSSLESS])
def test_a_truncated_frame_in_a_whole_dicom_file(tmp_path: Path, syntax: UID) -> None:
    noise = np.random.default_rng(1).integers(0, 256, (200, 200), np.uint8)
    extension = ".jpg" if syntax == builders.JPEG_BASELINE else ".jp2"
    frame = cv2.imencode(extension, noise)[1].tobytes()
    frame = frame[frame.index(b"\xff\x4f\xff\x51") :] if extension == ".jp2" else frame
    path = save_frames(tmp_path / "film.dcm", dicom(noise), syntax, [frame[: len(frame) // 2]])
    assert _refused(path).code is ErrorCode.DICOM_DAMAGED


def test_a_dicom_file_cut_in_its_header(tmp_path: Path) -> None:
    path = write_dicom(tmp_path / "film.dcm")
    content = path.read_bytes()
    for end in (150, 250, 400, content.index(b"\xe0\x7f\x10\x00")):
        path.write_bytes(content[:end])
        assert _refused(path).code in (ErrorCode.DICOM_DAMAGED, ErrorCode.DICOM_WITHOUT_PIXELS)


def test_a_film_that_ends_before_it_says_how_large_it_is_is_damaged(tmp_path: Path) -> None:
    path = write_dicom(tmp_path / "film.dcm")
    content = path.read_bytes()
    begin, rows = content.index(b"DICM") + 4, content.index(b"\x28\x00\x10\x00")
    for end in range(begin, rows, 7):
        path.write_bytes(content[:end])
        error = _refused(path)
        assert error.code is ErrorCode.DICOM_DAMAGED, (end, error.message)


def test_a_compressed_frame_of_another_size(tmp_path: Path) -> None:
    frame = cv2.imencode(".jpg", gradient(64, 64))[1].tobytes()
    path = save_frames(tmp_path / "film.dcm", dicom(gradient()), builders.JPEG_BASELINE, [frame])
    assert _refused(path).code is ErrorCode.DICOM_DAMAGED


# ------------------------------------------------------------------------- size and frames


@pytest.mark.parametrize("extension", ["png", "jpg", "tif", "bmp", "dcm"])
def test_a_film_of_one_pixel(tmp_path: Path, extension: str) -> None:
    path = tmp_path / f"film.{extension}"
    pixel = np.zeros((1, 1), np.uint8)
    if extension == "dcm":
        write_dicom(path, pixel, PixelData=b"\0\0")
    else:
        write_picture(path, pixel)
    assert _refused(path).code is ErrorCode.IMAGE_TOO_SMALL
    assert read_instance(path).rows == 1


def _huge_jpeg() -> bytes:
    return builders.with_jpeg_size(cv2.imencode(".jpg", gradient())[1].tobytes(), 20_000, 20_000)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("film.png", builders.png_header(20_000, 20_000, b"\0" * 1000)),
        ("film.bmp", builders.bmp_header(20_000, 20_000, b"\0" * 1000)),
        ("film.tif", builders.tiff_header(20_000, 20_000, b"\0" * 1000)),
        ("film.jpg", _huge_jpeg()),
    ],
)
def test_a_picture_that_announces_too_much(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    error = _refused(tmp_path / name)
    assert error.code is ErrorCode.IMAGE_TOO_LARGE
    assert "20,000 x 20,000" in error.message
    assert read_instance(tmp_path / name).columns == 20_000


def test_a_picture_that_announces_nearly_too_much(tmp_path: Path) -> None:
    path = tmp_path / "film.tif"
    path.write_bytes(builders.tiff_header(9_999, 9_999, b"\0" * 1000))
    with pytest.raises(LungDeskError) as caught:
        read_radiograph(path)
    assert caught.value.code is ErrorCode.IMAGE_DAMAGED


@pytest.mark.parametrize(
    "syntax",
    [
        ExplicitVRLittleEndian,
        builders.RLE,
        builders.JPEG_BASELINE,
        builders.JPEG_2000_LOSSLESS,
    ],
)
def test_a_dicom_header_that_announces_too_much(tmp_path: Path, syntax: UID) -> None:
    dataset = dicom(gradient(), Rows=20_000, Columns=20_000)
    path = tmp_path / "film.dcm"
    if syntax == ExplicitVRLittleEndian:
        builders.save(path, dataset)
    else:
        save_frames(path, dataset, syntax, [_huge_jpeg()])
    assert _refused(path).code is ErrorCode.IMAGE_TOO_LARGE


@pytest.mark.parametrize("syntax", [builders.JPEG_BASELINE, builders.RLE])
def test_a_compressed_frame_that_announces_too_much(tmp_path: Path, syntax: UID) -> None:
    """The header is modest; the frame is not what it says."""
    path = save_frames(tmp_path / "film.dcm", dicom(gradient()), syntax, [_huge_jpeg()])
    assert _refused(path).code is ErrorCode.DICOM_DAMAGED


def test_an_uncompressed_header_that_announces_more_than_the_file_has(tmp_path: Path) -> None:
    path = write_dicom(tmp_path / "film.dcm", Rows=9_000, Columns=9_000)
    error = _refused(path)
    assert error.code is ErrorCode.DICOM_DAMAGED
    assert "81,000,000" in error.message


def test_no_rows(tmp_path: Path) -> None:
    path = write_dicom(tmp_path / "film.dcm", Rows=0)
    assert _refused(path).code is ErrorCode.IMAGE_DAMAGED


def test_a_deflated_bomb(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dataset = dicom(np.zeros((300, 300), np.uint8))
    dataset.file_meta.TransferSyntaxUID = UID("1.2.840.10008.1.2.1.99")
    path = builders.save(tmp_path / "film.dcm", dataset)
    monkeypatch.setattr(dicom_header, "_MAX_INFLATED_BYTES", 10_000)
    error = _refused(path)
    assert error.code is ErrorCode.IMAGE_TOO_LARGE
    assert "larger than any film" in error.message


# ------------------------------------------------------------------------- the unforeseen


def test_a_decoder_that_runs_out_of_memory_is_explained(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr(raster_reader, "read_raster", fail)
    path = write_picture(tmp_path / "film.png", gradient())
    error = _refused(path)
    assert error.code is ErrorCode.MEMORY_FULL
    assert error.hint.startswith("Close other programs")


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (OSError(errno.EIO, "Input/output error"), ErrorCode.FILE_UNREADABLE),
        (OSError(errno.ESTALE, "Stale file handle"), ErrorCode.FILE_UNREADABLE),
        (PermissionError(errno.EACCES, "Permission denied"), ErrorCode.FILE_NOT_PERMITTED),
        (OSError("image file is truncated"), ErrorCode.IMAGE_DAMAGED),
        (OSError(errno.EINVAL, "Invalid argument"), ErrorCode.IMAGE_DAMAGED),
    ],
)
def test_a_drive_that_fails_while_a_film_is_decoded_is_no_damage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, code: ErrorCode
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(raster_reader, "read_raster", fail)
    path = write_picture(tmp_path / "film.png", gradient())
    assert _refused(path).code is code


def test_a_drive_that_fails_is_explained(tmp_path: Path) -> None:
    error = failures.not_readable(tmp_path / "film.dcm", OSError(5, "Input/output error"))
    assert error.message == "film.dcm cannot be read (Input/output error)."
    assert error.code is ErrorCode.FILE_UNREADABLE
