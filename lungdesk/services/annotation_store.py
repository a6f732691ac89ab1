"""Keeps the annotations of each image in a JSON file of its own."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from lungdesk.core.annotation.annotation_set import AnnotationSet
from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.files import atomic_write
from lungdesk.core.study import Instance
from lungdesk.formats import failures
from lungdesk.services.annotation_codec import NewerSchemaError, decode, encode
from lungdesk.services.paths import AppPaths

#: A UID as the standard has it (PS3.5 9.1): safe as the name of a file.
_UID = re.compile(r"[0-9]+(\.[0-9]+)*")
_LONGEST_UID = 64


@dataclass(frozen=True, slots=True)
class ImageKey:
    """Which image: the same for every copy of a file, wherever it lies.

    Attributes
    ----------
    name
        SOP Instance UID and frame, or SHA-256 of the file and frame; fit to name a file.
    """

    name: str


@dataclass(frozen=True, slots=True)
class StoredAnnotations:
    """What was read.

    Attributes
    ----------
    annotations
        All that can be read; empty when nothing has been stored.
    damage
        ``ANNOTATIONS_DAMAGED`` when something could not be read, to be shown to the user.
    """

    annotations: AnnotationSet
    damage: LungDeskError | None = None


def image_key(instance: Instance, frame: int = 0) -> ImageKey:
    """Key of one frame of a file; reads the file when it has no SOP Instance UID.

    Raises
    ------
    LungDeskError
        ``FILE_MISSING``, ``FILE_NOT_PERMITTED`` and the like.
    """
    uid = instance.sop_instance_uid
    if _UID.fullmatch(uid) and len(uid) <= _LONGEST_UID:
        return ImageKey(f"{uid}-{frame}")
    if uid:  # not as the standard has it, but still this image's own
        digest = hashlib.sha256(uid.encode(errors="surrogatepass")).hexdigest()
        return ImageKey(f"uid-{digest}-{frame}")
    try:
        with instance.path.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
    except (OSError, ValueError) as error:
        raise failures.not_readable(instance.path, error) from error
    return ImageKey(f"sha256-{digest}-{frame}")


class AnnotationStore:
    """Writes whole files or nothing; keeps aside what it cannot read."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @classmethod
    def of(cls, paths: AppPaths) -> AnnotationStore:
        """Store of this user."""
        return cls(paths.data / "annotations")

    def path_of(self, key: ImageKey) -> Path:
        """The file of an image, whether it exists or not."""
        return self._folder / f"{key.name}.json"

    def load(self, key: ImageKey) -> StoredAnnotations:
        """Annotations of an image.

        A damaged file is kept aside as ``*.damaged``, and what could be read of it takes its
        place.

        Raises
        ------
        LungDeskError
            ``ANNOTATIONS_TOO_NEW`` for a file of a later LungDesk, which is left as it is;
            ``FILE_NOT_PERMITTED`` and the like; those of `not_writable` when a damaged file
            cannot be kept aside.
        """
        path = self.path_of(key)
        content = _content(path)
        if content is None:
            return StoredAnnotations(AnnotationSet())
        try:
            decoded = decode(content)
        except NewerSchemaError:
            raise _too_new(path) from None
        if not decoded.reason:
            return StoredAnnotations(decoded.annotations)
        aside = _kept_aside(path, content)
        _write(path, encode(decoded.annotations))
        count = len(decoded.annotations.annotations)
        return StoredAnnotations(decoded.annotations, _damaged(path, decoded.reason, aside, count))

    def save(self, key: ImageKey, annotations: AnnotationSet) -> None:
        """Replace the annotations of an image.

        Whatever ends the program meanwhile, the file holds those of before or these.

        Raises
        ------
        LungDeskError
            Those of `not_writable`; ``ANNOTATIONS_TOO_NEW`` rather than replace the file of a
            later LungDesk.
        """
        path = self.path_of(key)
        content = _content(path)
        if content is not None:
            try:
                if decode(content).reason:
                    _kept_aside(path, content)
            except NewerSchemaError:
                raise _too_new(path) from None
        _write(path, encode(annotations))


def _content(path: Path) -> bytes | None:
    """Bytes of a file; None when there is none."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise failures.not_readable(path, error) from error


def _write(path: Path, content: bytes) -> None:
    with atomic_write(path) as stream:
        stream.write(content)


def _kept_aside(path: Path, content: bytes) -> Path:
    """Copy a damaged file beside itself, never over another; gives the copy."""
    aside, number = path.with_name(f"{path.name}.damaged"), 1
    while (existing := _content(aside)) is not None:
        if existing == content:
            return aside
        number += 1
        aside = path.with_name(f"{path.name}.{number}.damaged")
    _write(aside, content)
    return aside


def _damaged(path: Path, reason: str, aside: Path, count: int) -> LungDeskError:
    kept = f"{count} could be read." if count else "None could be read."
    return LungDeskError(
        f"The stored annotations in {path.name} are damaged ({reason}). {kept}",
        hint=f"The damaged file is kept as {aside}.",
        code=ErrorCode.ANNOTATIONS_DAMAGED,
    )


def _too_new(path: Path) -> LungDeskError:
    return LungDeskError(
        f"The annotations in {path.name} were stored by a newer LungDesk.",
        hint="Update LungDesk to see and change them.",
        code=ErrorCode.ANNOTATIONS_TOO_NEW,
    )
