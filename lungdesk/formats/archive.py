"""Films in ZIP files: listed where they lie, unpacked one by one into a cache of limited size.

A film inside has a path as if the archive were a folder: ``study.zip/ward/film.dcm``. It names the
film everywhere; `local_path` gives the file to read.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache, partial
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import IO, BinaryIO, NamedTuple
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.files import atomic_write
from lungdesk.core.jobs import JobContext
from lungdesk.formats import failures
from lungdesk.formats.content import CONTENT_BYTES, Content, content_of
from lungdesk.formats.film_cache import TEMPORARY_LIMIT_BYTES, count_in, temporary_cache
from lungdesk.formats.film_names import (
    named_as_archive,
    named_as_film,
    natural_key,
    plain_name,
    plain_stem,
)

#: Bytes of one film, at most: larger than anything that can be shown.
MAX_FILM_BYTES = 1 << 30
#: Bytes of the cache, unless stated otherwise.
CACHE_LIMIT_BYTES = 4 << 30
#: Entries of an archive that are looked at, at most.
MAX_ENTRIES = 100_000

#: How a ZIP file begins; the second way when it is empty.
SIGNATURES = (b"PK\x03\x04", b"PK\x05\x06")

#: An archive without entries.
_EMPTY = SIGNATURES[1] + bytes(18)
_CHUNK_BYTES = 1 << 20
#: Archives whose entries are remembered.
_ARCHIVES_KEPT = 2
_IS_ENCRYPTED = 0x1
# Of the others Python unpacks a whole chunk at once, to whatever it becomes.
_METHODS = (ZIP_STORED, ZIP_DEFLATED)


@dataclass(frozen=True, slots=True)
class ArchiveListing:
    """What is inside.

    Attributes
    ----------
    films
        Paths in natural order.
    objects
        DICOM objects without an image and pictures that LungDesk has made, in the same order, and
        what they are.
    errors
        What keeps others from being opened.
    older
        Films whose name another entry had before them; the last one is read.
    """

    films: tuple[Path, ...]
    objects: Mapping[Path, Content]
    errors: tuple[LungDeskError, ...] = ()
    older: tuple[Path, ...] = ()


def is_archive(head: bytes) -> bool:
    """Whether a file that begins with ``head`` is a ZIP file."""
    return head.startswith(SIGNATURES)


def list_archive(archive: Path, ctx: JobContext) -> ArchiveListing:
    """List the films of a ZIP file without unpacking them.

    Entries that are encrypted, packed in an odd way, larger than any film, named outside of the
    archive or archives themselves are left out, with one error for each of these reasons.

    Raises
    ------
    LungDeskError
        ``ARCHIVE_DAMAGED``, or why the file cannot be read.
    Cancelled
        When ``ctx`` says so, between entries.
    """
    films: dict[Path, None] = {}
    objects: dict[Path, Content] = {}
    older: dict[Path, None] = {}
    refused: dict[str, list[str]] = {}
    with opened_archive(archive) as zipped:
        entries = zipped.infolist()
        if len(entries) > MAX_ENTRIES:
            raise failures.archive_too_large(archive, f"{len(entries):,} entries")
        for entry in sorted(entries, key=_order):
            ctx.check()
            is_inner = is_nested(entry.filename)
            if entry.is_dir() or (is_passed_over(entry.filename) and not is_inner):
                continue
            why = "nested" if is_inner else refusal(entry)
            if why:
                refused.setdefault(why, []).append(entry.filename)
                continue
            name = PurePosixPath(entry.filename).name
            content = content_of(name, partial(_head, zipped, entry))
            path = archive / entry.filename
            if path in films:
                older[path] = None
            if content is Content.FILM:
                films[path] = None
            elif content is not Content.NOTHING:
                objects[path] = content
    errors = tuple(refusal_error(archive, why, names) for why, names in refused.items())
    if not films and not errors and Content.OWN_PICTURE not in objects.values():
        errors = (failures.archive_without_images(archive),)
    return ArchiveListing(tuple(films), objects, errors, tuple(older))


def archive_of(path: Path) -> Path | None:
    """The ZIP file that a path leads into; None for a path of the file system."""
    with suppress(OSError, ValueError):
        if path.exists():
            return None
        for parent in path.parents:
            if parent.is_file():
                with parent.open("rb") as stream:
                    return parent if is_archive(stream.read(4)) else None
            if parent.is_dir():
                return None
    return None


def local_path(path: Path, cache: Path, *, limit_bytes: int = CACHE_LIMIT_BYTES) -> Path:
    """File to read a film from: the path itself, or what was unpacked of the archive it leads into.

    May be called from several threads at a time.

    Parameters
    ----------
    cache
        Folder for unpacked films; made when it is needed. What was used longest ago is deleted
        when it holds more than ``limit_bytes`` (`lungdesk.formats.film_cache`). Where it cannot be
        written, a small temporary folder of this process takes its place.

    Raises
    ------
    LungDeskError
        ``FILE_MISSING``, ``ARCHIVE_DAMAGED``, ``ARCHIVE_UNSAFE``, ``ARCHIVE_TOO_LARGE``,
        ``ARCHIVE_ENCRYPTED``, ``ARCHIVE_METHOD``; ``FILE_NOT_WRITABLE`` or ``DISK_FULL``
        where neither can.
    """
    archive = archive_of(path)
    if archive is None:
        return path
    version = _version(archive)
    entry = _entries(version).get(path.relative_to(archive).as_posix())
    if entry is None:
        raise failures.missing(path)
    why = refusal(entry)
    if why:
        raise refusal_error(archive, why, [entry.filename])
    if entry.file_size > limit_bytes:
        raise refusal_error(archive, "large", [entry.filename])
    unpack = partial(_unpacked, archive, entry, _key(version, entry))
    try:
        return unpack(cache, limit_bytes)
    except LungDeskError as error:
        if error.code in (ErrorCode.FILE_NOT_WRITABLE, ErrorCode.DISK_FULL):
            with suppress(OSError):  # not even for temporary files there is room
                return unpack(temporary_cache(), min(limit_bytes, TEMPORARY_LIMIT_BYTES))
        raise


def _unpacked(archive: Path, entry: ZipInfo, key: str, cache: Path, limit_bytes: int) -> Path:
    """The file of an entry in a cache, unpacked unless it is there."""
    unpacked = cache / key / unpacked_name(entry.filename)
    if unpacked.is_file():
        with suppress(OSError):
            os.utime(unpacked)  # the last one used is the last one to go
        return unpacked
    with (
        _opened_without_directory(archive) as zipped,
        zipped.open(entry) as source,
        atomic_write(unpacked) as target,
    ):
        copy_entry(source, target, archive, entry)
    count_in(cache, unpacked, entry.file_size, limit_bytes)
    return unpacked


@contextmanager
def opened_archive(archive: Path) -> Iterator[ZipFile]:
    """Open a ZIP file; whatever is wrong with it while it is open becomes a LungDeskError."""
    with _explained(archive), archive.open("rb") as stream, ZipFile(stream) as zipped:
        yield zipped


@contextmanager
def _opened_without_directory(archive: Path) -> Iterator[ZipFile]:
    """`opened_archive` for entries that are known; of 5,000 the directory takes longer than a film.

    It is opened as an empty one, whose file is then the real one.
    """
    with _explained(archive), archive.open("rb") as stream, ZipFile(BytesIO(_EMPTY)) as zipped:
        zipped.fp = stream
        yield zipped


@contextmanager
def _explained(archive: Path) -> Iterator[None]:
    """Turn whatever is wrong with an archive into a sentence."""
    try:
        yield
    except OSError as error:
        if error.errno == errno.EINVAL:  # a position before the beginning
            raise failures.archive_damaged(archive, "its content cannot be found") from error
        raise failures.not_readable(archive, error) from error
    # Python reports altered bytes in all of these ways.
    except (BadZipFile, zlib.error, EOFError, LookupError, RuntimeError, ValueError) as error:
        raise failures.archive_damaged(archive, "its content cannot be unpacked") from error


def _order(entry: ZipInfo) -> list[list[tuple[int, str]]]:
    """Sort key: as a walk through folders would meet the entries."""
    return [natural_key(part) for part in entry.filename.split("/")]


def is_passed_over(name: str) -> bool:
    """Hidden files, what macOS adds, and what the name says is no film."""
    return _is_hidden(name) or named_as_film(_parts(name)[-1]) is False


def is_nested(name: str) -> bool:
    """Whether it is an archive itself: no film, and yet there may be some in it."""
    return named_as_archive(name) and not _is_hidden(name)


def _is_hidden(name: str) -> bool:
    parts = _parts(name)
    is_hidden = any(part.startswith(".") and part not in (".", "..") for part in parts)
    return is_hidden or parts[0] == "__MACOSX"


def _parts(name: str) -> list[str]:
    return name.replace("\\", "/").split("/")


def refusal(entry: ZipInfo) -> str:
    """Why an entry is not unpacked; empty when it may be."""
    parts = _parts(entry.filename)
    if ".." in parts or parts[0] == "" or re.match("[A-Za-z]:", parts[0]):
        return "unsafe"
    if entry.flag_bits & _IS_ENCRYPTED:
        return "encrypted"
    if entry.compress_type not in _METHODS:
        return "method"
    return "large" if entry.file_size > MAX_FILM_BYTES else ""


def refusal_error(archive: Path, why: str, names: list[str]) -> LungDeskError:
    """The sentence for what `refusal` says of entries."""
    if why == "unsafe":
        return failures.archive_unsafe(archive, names)
    if why == "nested":
        return failures.archive_nested(archive, names)
    if why == "encrypted":
        return failures.archive_encrypted(archive, names)
    if why == "method":
        return failures.archive_method(archive, names)
    return failures.archive_too_large(archive, f"{names[0]}, more than any film is")


def _head(zipped: ZipFile, entry: ZipInfo) -> bytes | None:
    """First bytes of an entry; None when it cannot be unpacked: opening it will say why."""
    try:
        with zipped.open(entry) as stream:
            return stream.read(CONTENT_BYTES)
    except (BadZipFile, zlib.error, EOFError, LookupError, RuntimeError, ValueError):
        return None


class _Version(NamedTuple):
    """A ZIP file as it is now: another one as soon as it changes."""

    path: str
    size_bytes: int
    mtime_ns: int


def _version(archive: Path) -> _Version:
    with _explained(archive):
        state = archive.stat()
    return _Version(str(archive.absolute()), state.st_size, state.st_mtime_ns)


@lru_cache(_ARCHIVES_KEPT)
def _entries(version: _Version) -> Mapping[str, ZipInfo]:
    """Entries by path; of two with one name the last, which is the newer one."""
    with opened_archive(Path(version.path)) as zipped:
        return {str(PurePosixPath(entry.filename)): entry for entry in zipped.infolist()}


def copy_entry(source: IO[bytes], target: BinaryIO, archive: Path, entry: ZipInfo) -> None:
    """Unpack, and stop as soon as there is more than the archive says: a bomb understates."""
    copied = 0
    while True:
        with _explained(archive):
            chunk = source.read(_CHUNK_BYTES)
        if not chunk:
            break
        copied += len(chunk)
        if copied > entry.file_size:
            raise failures.archive_damaged(archive, f"{entry.filename} is larger than stated")
        target.write(chunk)
    if copied < entry.file_size:
        raise failures.archive_damaged(archive, f"{entry.filename} ends too early")


def _key(version: _Version, entry: ZipInfo) -> str:
    """Name of a folder for this entry of this very file: another one as soon as it changes."""
    facts = (*version, entry.filename, entry.header_offset, entry.CRC, entry.file_size)
    text = "\0".join(map(str, facts)).encode(errors="surrogateescape")
    return hashlib.sha256(text).hexdigest()[:32]


def unpacked_name(name: str) -> str:
    """What a film is called when it is unpacked: the end of its name, as every disk takes it."""
    last = PurePosixPath(name.replace("\\", "/")).name
    stem, extension = os.path.splitext(plain_name(last))  # noqa: PTH122 - a name, no path
    return plain_stem(stem) + extension.encode()[:20].decode(errors="ignore").rstrip(". ")
