"""Opens a film of any format: what its first bytes say counts, not its name.

Importing this module loads neither pydicom nor Pillow: each takes its part of a second, and only
the one that a file needs is loaded.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from lungdesk.core.errors import LungDeskError
from lungdesk.core.files import FileStamp
from lungdesk.core.film_patient import FilmPatient
from lungdesk.core.own_pictures import MARKED_BYTES, is_marked
from lungdesk.core.radiograph import Radiograph
from lungdesk.core.study import Instance
from lungdesk.formats import failures
from lungdesk.formats.library_warnings import tolerated
from lungdesk.formats.magic import HEAD_BYTES, FileKind, kind_of

if TYPE_CHECKING:
    from lungdesk.formats.dicom_tags import TagRow


def read_instance(path: Path) -> Instance:
    """Read what the header of a file says, without its pixels.

    Raises
    ------
    LungDeskError
        When there is no such file, it may not be read, or it is no image.
    """
    with _opened(path) as (stream, kind), _explained(path, kind), tolerated():
        is_own = _is_own_picture(stream)
        instance = _header(stream, path, kind)
        return replace(instance, is_own_picture=is_own or instance.is_own_picture)


def _header(stream: BinaryIO, path: Path, kind: FileKind) -> Instance:
    if kind is FileKind.DICOM:
        from lungdesk.formats import dicom_reader  # noqa: PLC0415 - see above

        return dicom_reader.read_dicom_instance(stream, path)
    from lungdesk.formats import raster_reader  # noqa: PLC0415

    return raster_reader.read_raster_instance(stream, path, kind)


def read_radiograph(path: Path, *, frame: int = 0) -> Radiograph:
    """Decode one frame, counted from 0; the others are not touched.

    May be called from several threads at a time.

    Raises
    ------
    LungDeskError
        When the file cannot be shown truthfully; its code says why.
    """
    with _opened(path) as (stream, kind), _explained(path, kind), tolerated():
        stamp = FileStamp.of(os.fstat(stream.fileno()))
        is_own = _is_own_picture(stream)
        radiograph = _decoded(stream, path, kind, frame)
        is_own = is_own or radiograph.instance.is_own_picture
        instance = replace(radiograph.instance, stamp=stamp, is_own_picture=is_own)
        return replace(radiograph, instance=instance)


def _is_own_picture(stream: BinaryIO) -> bool:
    head = stream.read(MARKED_BYTES)
    stream.seek(0)
    return is_marked(head)


def _decoded(stream: BinaryIO, path: Path, kind: FileKind, frame: int) -> Radiograph:
    if kind is FileKind.DICOM:
        from lungdesk.formats import dicom_reader  # noqa: PLC0415 - see above

        return dicom_reader.read_dicom(stream, path, frame=frame)
    from lungdesk.formats import raster_reader  # noqa: PLC0415

    return raster_reader.read_raster(stream, path, kind, frame=frame)


def read_patient(path: Path) -> FilmPatient | None:
    """Read whose film a DICOM file says it is; None for another file, and for one that is damaged.

    The pixels stay on disk. May be called from several threads at a time.
    """
    try:
        with _opened(path) as (stream, kind), _explained(path, kind), tolerated():
            if kind is not FileKind.DICOM:
                return None
            from lungdesk.formats import dicom_patient  # noqa: PLC0415 - see above

            return dicom_patient.read_dicom_patient(stream, path)
    except LungDeskError:  # whoever decodes that film says what is wrong
        return None


def read_tags(path: Path) -> tuple[TagRow, ...]:
    """Read all elements of a DICOM file, with or without an image; the pixels stay on disk.

    Raises
    ------
    LungDeskError
        ``FILE_NOT_AN_IMAGE`` when it is no DICOM file, ``DICOM_DAMAGED``, or why it cannot be
        opened.
    """
    with _opened(path) as (stream, kind), _explained(path, kind), tolerated():
        if kind is not FileKind.DICOM:
            raise failures.without_elements(path)
        from lungdesk.formats import dicom_tags  # noqa: PLC0415 - see above

        return dicom_tags.read_dicom_tags(stream, path)


@contextmanager
def _opened(path: Path) -> Iterator[tuple[BinaryIO, FileKind]]:
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise failures.not_a_file(path, "a folder")
        if not stat.S_ISREG(mode):  # to open a pipe would wait for somebody to write into it
            raise failures.not_a_file(path, "a device or a pipe")
        stream = path.open("rb")
    except (OSError, ValueError) as error:  # ValueError: a null character in the name
        raise failures.not_readable(path, error) from error
    with stream:
        try:
            head = stream.read(HEAD_BYTES)
            stream.seek(0)
        except OSError as error:
            raise failures.not_readable(path, error) from error
        if not head:
            raise failures.empty(path)
        kind = kind_of(head)
        if kind is None:
            raise failures.not_an_image(path)
        yield stream, kind


@contextmanager
def _explained(path: Path, kind: FileKind) -> Iterator[None]:
    """Turn whatever a decoder or the drive says of a file into a sentence."""
    try:
        yield
    except LungDeskError:
        raise
    except MemoryError as error:
        raise failures.too_large_for_memory(path) from error
    except Exception as error:  # decoders of altered bytes raise anything
        # Decoders raise OSError without a number; altered bytes may lead before the beginning.
        if isinstance(error, OSError) and error.errno not in (None, errno.EINVAL):
            raise failures.not_readable(path, error) from error
        fail = failures.damaged_dicom if kind is FileKind.DICOM else failures.damaged_image
        raise fail(path, "its content cannot be decoded") from error
