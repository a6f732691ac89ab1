"""Which images the user has marked as key images, kept in one JSON file of the user."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Final

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.files import write_text_atomically
from lungdesk.core.jobs import JobContext
from lungdesk.core.json_text import parsed
from lungdesk.formats import failures
from lungdesk.services.annotation_store import image_key
from lungdesk.services.film_files import local_file, require_unchanged
from lungdesk.services.kept_annotations import FrameRef
from lungdesk.services.paths import AppPaths

SCHEMA_VERSION: Final = 1


@dataclass(frozen=True, slots=True)
class KeyImage:
    """One marked frame.

    Attributes
    ----------
    image
        Which image, wherever its file lies: the name of its `ImageKey` without the frame.
    frame
        Counted from 0.
    path
        Where its file was seen last, so that a list can show the mark before the file is read.
    """

    image: str
    frame: int
    path: str


@dataclass(frozen=True, slots=True)
class KeyImages:
    """All marked frames, in the order in which they were marked."""

    marked: tuple[KeyImage, ...] = ()


@dataclass(frozen=True, slots=True)
class MarkRequest:
    """A frame that is, or is no longer, a key image."""

    frame: FrameRef
    is_key: bool


class KeyImageStore:
    """Reads and replaces the file, one change at a time."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()

    @classmethod
    def of(cls, paths: AppPaths) -> KeyImageStore:
        """Store of this user."""
        return cls(paths.data / "key_images.json")

    def look_up(self, frame: FrameRef | None) -> KeyImages:
        """All marks; those of the given film are noted as being where it lies now.

        Raises
        ------
        LungDeskError
            ``ANNOTATIONS_DAMAGED`` when the file is damaged, ``ANNOTATIONS_TOO_NEW`` when a
            later LungDesk wrote it; ``FILE_NOT_PERMITTED`` and the like.
        """
        with self._lock:
            marked = self._read()
            if frame is None or not marked:
                return KeyImages(marked)
            image, path = _image(frame), str(frame.instance.path)
            moved = tuple(_moved(one, image, path) for one in marked)
            if moved != marked:
                self._write(moved)
            return KeyImages(moved)

    def mark(self, frame: FrameRef, *, is_key: bool) -> KeyImages:
        """Add or take away a mark; raises what `look_up` does, and those of `not_writable`."""
        with self._lock:
            image, path = _image(frame), str(frame.instance.path)
            kept = [
                _moved(one, image, path)
                for one in self._read()
                if (one.image, one.frame) != (image, frame.frame)
            ]
            if is_key:
                kept.append(KeyImage(image, frame.frame, path))
            self._write(tuple(kept))
            return KeyImages(tuple(kept))

    def _read(self) -> tuple[KeyImage, ...]:
        try:
            plain = parsed(self._path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return ()
        except OSError as error:
            raise failures.not_readable(self._path, error) from error
        except ValueError as error:
            raise _damaged(self._path) from error
        return _from_plain(plain, self._path)

    def _write(self, marked: tuple[KeyImage, ...]) -> None:
        plain = {"schema_version": SCHEMA_VERSION, "key_images": [asdict(one) for one in marked]}
        write_text_atomically(self._path, json.dumps(plain, indent=1) + "\n")


def finder(store: KeyImageStore) -> Callable[[FrameRef | None, JobContext], KeyImages]:
    """Use case that looks up the marks in a store."""

    def find(frame: FrameRef | None, ctx: JobContext) -> KeyImages:
        ctx.check()
        return store.look_up(frame)

    return find


def marker(store: KeyImageStore) -> Callable[[MarkRequest, JobContext], KeyImages]:
    """Use case that marks in a store; it does not look at Cancel: what was marked is kept.

    Raises what `KeyImageStore.mark` does, and ``FILE_CHANGED`` where another film has taken the
    place of one that is known by its content alone.
    """

    def mark(request: MarkRequest, _ctx: JobContext) -> KeyImages:
        if not request.frame.instance.sop_instance_uid:
            require_unchanged(request.frame.instance)
        return store.mark(request.frame, is_key=request.is_key)

    return mark


def _image(frame: FrameRef) -> str:
    """The image's key without its frame; reads the file when it has no SOP Instance UID."""
    local = local_file(frame.instance.path)
    return image_key(replace(frame.instance, path=local)).name.rpartition("-")[0]


def _moved(one: KeyImage, image: str, path: str) -> KeyImage:
    """The mark with the place of its file as it is now.

    A mark of another image that was seen at this path has lost its place.
    """
    if one.image == image:
        return KeyImage(one.image, one.frame, path)
    return KeyImage(one.image, one.frame, "") if one.path == path else one


def _from_plain(plain: Any, path: Path) -> tuple[KeyImage, ...]:
    if not isinstance(plain, dict) or type(plain.get("schema_version")) is not int:
        raise _damaged(path)
    if plain["schema_version"] > SCHEMA_VERSION:
        raise LungDeskError(
            f"{path.name} was written by a later LungDesk.",
            hint="Update LungDesk to see these key images; the file is left as it is.",
            code=ErrorCode.ANNOTATIONS_TOO_NEW,
        )
    entries = plain.get("key_images")
    if not isinstance(entries, list) or not all(map(_is_entry, entries)):
        raise _damaged(path)
    return tuple(KeyImage(e["image"], e["frame"], e["path"]) for e in entries)


def _is_entry(entry: object) -> bool:
    kinds = {"image": str, "frame": int, "path": str}
    return isinstance(entry, dict) and all(type(entry.get(k)) is t for k, t in kinds.items())


def _damaged(path: Path) -> LungDeskError:
    return LungDeskError(
        f"The stored key images in {path.name} are damaged.",
        hint=f"Move {path} away to begin anew.",
        code=ErrorCode.ANNOTATIONS_DAMAGED,
    )
