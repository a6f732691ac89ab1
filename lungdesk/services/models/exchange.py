"""Models as one file, to hand on: a ZIP of the bundle's folder, checked before it is installed."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.files import atomic_write
from lungdesk.core.jobs import JobContext, Progress
from lungdesk.core.json_text import parsed
from lungdesk.ml.bundle import MANIFEST
from lungdesk.ml.ensemble import AnyBundle, file_names, load_model, verify_model
from lungdesk.services.models.folders import incoming, is_model_id, require_model_id

#: How a model's file ends.
ENDING = ".lungdesk"
#: Files and bytes of a model, at most: several times those of the largest ensemble.
MAX_FILES = 400
MAX_BYTES = 4 << 30

_CHUNK_BYTES = 1 << 20
_IS_ENCRYPTED = 0x1
_METHODS = (ZIP_STORED, ZIP_DEFLATED)
#: The same model is the same file: no time of packing.
_NO_DATE = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """A model's folder, and the file to write, or a folder for it, which names it by the id."""

    folder: Path
    target: Path


def export_model(request: ExportRequest, ctx: JobContext) -> Path:
    """Pack a model that is whole into one file; the same model always gives the same bytes.

    Raises
    ------
    LungDeskError
        ``MODEL_NAME_INVALID`` of one that nobody could install; ``MODEL_DAMAGED`` and others of the
        bundle; those of `not_writable`.
    """
    bundle = load_model(request.folder)
    require_model_id(bundle.manifest.id)
    ctx.report(Progress(0, 0, f"Checking {bundle.manifest.name}"))
    verify_model(bundle)
    target = request.target
    if target.suffix.lower() != ENDING:
        named = target / bundle.manifest.id if target.is_dir() else target
        target = named.with_name(named.name + ENDING)
    names = file_names(bundle)
    with atomic_write(target) as stream, ZipFile(stream, "w") as zipped:
        for number, name in enumerate(names):
            ctx.report(Progress(number, len(names), f"Packing {bundle.manifest.name}"))
            entry = ZipInfo(f"{bundle.manifest.id}/{name}", _NO_DATE)
            entry.external_attr = 0o644 << 16
            # Weights do not get smaller.
            entry.compress_type = ZIP_STORED if name.endswith(".bin") else ZIP_DEFLATED
            path = bundle.folder / name
            entry.file_size = path.stat().st_size
            with path.open("rb") as source, zipped.open(entry, "w") as packed:
                _copy(source, packed, ctx)
    return target


def import_model(archive: Path, roots: tuple[Path, ...], ctx: JobContext) -> AnyBundle:
    """Install the model in a file; every SHA-256 is compared before it gets its place.

    Parameters
    ----------
    roots
        Folder of the user's models, which gets this one, and others whose models' names are taken.

    Raises
    ------
    LungDeskError
        ``MODEL_ARCHIVE_FOREIGN`` for a file that holds something else; ``ARCHIVE_DAMAGED``,
        ``ARCHIVE_UNSAFE``, ``ARCHIVE_TOO_LARGE``, ``ARCHIVE_ENCRYPTED``, ``ARCHIVE_METHOD``;
        ``MODEL_EXISTS``, ``MODEL_NAME_INVALID``; those of the bundle; those of `not_writable`.
    """
    with _opened(archive) as zipped:
        entries = _checked_entries(archive, zipped)
        id_ = _stated_id(archive, zipped, entries)
        with incoming(roots, id_) as folder:
            _unpack(archive, zipped, entries, folder, ctx)
            bundle = load_model(folder)
            if bundle.manifest.id != id_ or set(file_names(bundle)) != set(entries):
                raise _foreign(archive, "its files are not those that its manifest names")
            ctx.report(Progress(0, 0, f"Checking {bundle.manifest.name}"))
            verify_model(bundle)
            ctx.check()
    return load_model(roots[0] / id_)


def _checked_entries(archive: Path, zipped: ZipFile) -> dict[str, ZipInfo]:
    """Files by their path in the model's folder; nothing has been unpacked yet."""
    entries = [entry for entry in zipped.infolist() if not entry.is_dir()]
    total = sum(entry.file_size for entry in entries)
    if len(entries) > MAX_FILES or total > MAX_BYTES:
        what = f"{len(entries):,} files of {total / 1e6:,.0f} MB"
        raise _refused(archive, ErrorCode.ARCHIVE_TOO_LARGE, f"it holds {what}, more than a model")
    for entry in entries:
        name = entry.filename
        parts = name.replace("\\", "/").split("/")
        if "\\" in name or {"", ".", ".."} & set(parts) or re.match("[A-Za-z]:", parts[0]):
            raise _refused(archive, ErrorCode.ARCHIVE_UNSAFE, f"it names a file outside ({name})")
        if entry.flag_bits & _IS_ENCRYPTED:
            raise _refused(archive, ErrorCode.ARCHIVE_ENCRYPTED, "it is protected by a password")
        if entry.compress_type not in _METHODS:
            raise _refused(archive, ErrorCode.ARCHIVE_METHOD, "it is packed in another way")
    tops = {entry.filename.partition("/")[0] for entry in entries}
    found = {entry.filename.partition("/")[2]: entry for entry in entries}
    if len(tops) != 1 or MANIFEST not in found or len(found) != len(entries):
        raise _foreign(archive, f"it is not one folder with a {MANIFEST}")
    return found


def _stated_id(archive: Path, zipped: ZipFile, entries: dict[str, ZipInfo]) -> str:
    """Id in the manifest, which has not been checked yet."""
    if entries[MANIFEST].file_size > _CHUNK_BYTES:
        raise _foreign(archive, f"its {MANIFEST} is too large")
    with _explained(archive):
        raw = zipped.read(entries[MANIFEST])
    try:
        stated = parsed(raw)
        id_ = str(stated["id"])
    except (ValueError, TypeError, KeyError):
        raise _foreign(archive, f"its {MANIFEST} cannot be read") from None
    if not is_model_id(id_):
        raise LungDeskError(
            f"The model in {archive.name} has a name that no folder can have.",
            hint="Ask where it came from: no export writes such names.",
            code=ErrorCode.MODEL_NAME_INVALID,
        )
    return id_


def _unpack(
    archive: Path, zipped: ZipFile, entries: dict[str, ZipInfo], folder: Path, ctx: JobContext
) -> None:
    for number, (name, entry) in enumerate(entries.items()):
        ctx.report(Progress(number, len(entries), f"Unpacking {folder.name}"))
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        with _explained(archive), zipped.open(entry) as source, target.open("xb") as stream:
            _copy(source, stream, ctx, most=entry.file_size)


def _copy(
    source: IO[bytes], target: IO[bytes] | BinaryIO, ctx: JobContext, *, most: int | None = None
) -> None:
    """Copy in pieces; stops at more than was stated: a bomb understates."""
    copied = 0
    while chunk := source.read(_CHUNK_BYTES):
        ctx.check()
        copied += len(chunk)
        if most is not None and copied > most:
            raise BadZipFile("larger than stated")
        target.write(chunk)


@contextmanager
def _opened(archive: Path) -> Iterator[ZipFile]:
    try:
        stream = archive.open("rb")
    except OSError as error:
        raise LungDeskError(
            f"{archive.name} cannot be read ({error.strerror or error}).",
            hint="Check the path and the permissions.",
            code=ErrorCode.FILE_MISSING,
        ) from error
    with stream:
        try:
            zipped = ZipFile(stream)
        except (BadZipFile, OSError, ValueError, LookupError):
            raise _foreign(archive, "it is no ZIP file, or not the whole of one") from None
        with zipped:
            yield zipped


@contextmanager
def _explained(archive: Path) -> Iterator[None]:
    """Turn what Python says of altered bytes into a sentence."""
    try:
        yield
    except (BadZipFile, zlib.error, EOFError, LookupError, RuntimeError, ValueError) as error:
        why = "its content cannot be unpacked"
        raise _refused(archive, ErrorCode.ARCHIVE_DAMAGED, why) from error


def _foreign(archive: Path, why: str) -> LungDeskError:
    return _refused(archive, ErrorCode.MODEL_ARCHIVE_FOREIGN, f"it holds no model: {why}")


def _refused(archive: Path, code: ErrorCode, why: str) -> LungDeskError:
    return LungDeskError(
        f"{archive.name} is not installed: {why}.",
        hint=f"Choose a {ENDING} file that LungDesk has exported.",
        code=code,
    )
