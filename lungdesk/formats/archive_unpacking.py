"""Unpacks a collection of films from a ZIP file, whole or not at all."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from zipfile import ZipFile, ZipInfo

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.files import not_writable
from lungdesk.core.jobs import JobContext, Progress
from lungdesk.formats import failures
from lungdesk.formats.archive import (
    MAX_ENTRIES,
    copy_entry,
    is_archive,
    is_nested,
    is_passed_over,
    opened_archive,
    refusal,
    refusal_error,
)

_TABLES = (".csv",)


@dataclass(frozen=True, slots=True)
class Unpacked:
    """What has become of a ZIP file.

    Attributes
    ----------
    folder
        It has the archive's name; another one as soon as the archive changes.
    archive_count
        ZIP files in it, which are not opened.
    """

    folder: Path
    archive_count: int


def is_archive_file(path: Path) -> bool:
    """Whether a file is a ZIP file, by how it begins; False when it cannot be read."""
    with suppress(OSError), path.open("rb") as stream:
        return is_archive(stream.read(4))
    return False


def unpack_archive(archive: Path, folder: Path, ctx: JobContext) -> Unpacked:
    """Unpack films and tables below ``folder``; what is there already is not unpacked again.

    Raises
    ------
    LungDeskError
        ``ARCHIVE_DAMAGED``, ``ARCHIVE_UNSAFE``, ``ARCHIVE_TOO_LARGE``, ``ARCHIVE_ENCRYPTED``,
        ``ARCHIVE_METHOD`` if any entry is so, or the films are in archives in it;
        ``FOLDER_WITHOUT_IMAGES``; those of `not_writable`. Nothing is left behind then.
    Cancelled
        Between entries; nothing is left behind either.
    """
    with opened_archive(archive) as zipped:
        target = folder / _key(archive) / archive.stem
        nested = [entry.filename for entry in zipped.infolist() if is_nested(entry.filename)]
        unpacked = Unpacked(target, len(nested))
        if target.is_dir():
            return unpacked
        entries = _wanted(archive, zipped)
        if nested and all(map(_is_table, entries)):
            raise refusal_error(archive, "nested", nested)
        if not entries:
            raise failures.archive_without_images(archive)
        try:
            _require_room(archive, sum(entry.file_size for entry in entries), folder)
            _unpack(archive, zipped, entries, target, ctx)
        except OSError as error:
            raise not_writable(target, error) from error
    return unpacked


def _key(archive: Path) -> str:
    state = archive.stat()
    facts = f"{archive.absolute()}\0{state.st_size}\0{state.st_mtime_ns}"
    return hashlib.sha256(facts.encode(errors="surrogateescape")).hexdigest()[:12]


def _wanted(archive: Path, zipped: ZipFile) -> list[ZipInfo]:
    """Films and tables; raises LungDeskError when one of them must not be unpacked."""
    found = zipped.infolist()
    if len(found) > MAX_ENTRIES:
        raise failures.archive_too_large(archive, f"{len(found):,} entries")
    wanted = [
        entry
        for entry in found
        if not entry.is_dir() and (_is_table(entry) or not is_passed_over(entry.filename))
    ]
    for entry in wanted:
        why = refusal(entry)
        if why:
            raise refusal_error(archive, why, [entry.filename])
    return wanted


def _is_table(entry: ZipInfo) -> bool:
    return entry.filename.lower().endswith(_TABLES)


def _require_room(archive: Path, size_bytes: int, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    free_bytes = shutil.disk_usage(folder).free
    if size_bytes > free_bytes:
        raise LungDeskError(
            f"{archive.name} needs {size_bytes / 1e9:.1f} GB unpacked, and there are"
            f" {free_bytes / 1e9:.1f} GB free.",
            hint=f"Make room on the disk of {folder}, or unpack it yourself elsewhere.",
            code=ErrorCode.DISK_FULL,
        )


def _unpack(
    archive: Path, zipped: ZipFile, entries: list[ZipInfo], target: Path, ctx: JobContext
) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = Path(tempfile.mkdtemp(prefix=".unpacking-", dir=target.parent))
    try:
        for number, entry in enumerate(entries):
            ctx.check()
            ctx.report(Progress(number, len(entries), f"Unpacking {archive.name}"))
            path = unfinished.joinpath(*PurePosixPath(entry.filename.replace("\\", "/")).parts)
            path.parent.mkdir(parents=True, exist_ok=True)
            with zipped.open(entry) as source, path.open("wb") as stream:
                copy_entry(source, stream, archive, entry)
        unfinished.chmod(0o755)
        unfinished.replace(target)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
