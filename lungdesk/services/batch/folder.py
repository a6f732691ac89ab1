"""The folder for the results of a batch: one batch at a time writes into it, and none reads it."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Final

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.files import not_writable
from lungdesk.formats.discovery import Discovery
from lungdesk.services.batch.earlier import lying_in
from lungdesk.services.batch.journal import JOURNAL
from lungdesk.services.writer_lock import WriterLock

RESULTS, SUMMARY = "results.csv", "summary.json"

#: DICOM objects of the films.
OBJECTS: Final = "dicom"
#: So many digits of a film's SHA-256 tell the folders of two films of one name apart.
OBJECT_DIGITS: Final = 12
#: Folder of the objects of a film: what that is called, and its digits.
FOLDER_OF_FILM: Final = re.compile(f"(.*)-([0-9a-f]{{{OBJECT_DIGITS}}})", re.DOTALL)

#: Locked by the process that writes; a kill lets go of it, and the file stays beside the rows.
LOCK: Final = "rows.lock"

#: What a batch calls the files that it writes, tables and reports too.
_OWN_STEMS: Final = frozenset(name.partition(".")[0] for name in (RESULTS, SUMMARY, LOCK))


@contextmanager
def held_folder(folder: Path, *, is_resumed: bool) -> Iterator[None]:
    """Make the folder, and keep other batches out of it.

    Raises
    ------
    LungDeskError
        ``BATCH_IN_USE``; ``BATCH_OUTPUT_EXISTS`` when it holds rows that are not to be gone on
        with, or a table that does not come from rows beside it; ``FILE_NOT_WRITABLE``,
        ``DISK_FULL``.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        hint = "Choose another folder for the results."
        raise not_writable(folder, error, hint=hint) from error
    lock = WriterLock(folder / LOCK)
    if not lock.take():
        raise LungDeskError(
            f"Another batch is writing into {folder} just now.",
            hint="Wait until it has ended, or choose another folder.",
            code=ErrorCode.BATCH_IN_USE,
        )
    try:
        _require_free(folder, is_resumed=is_resumed)
        yield
    finally:
        if (folder / JOURNAL).exists():
            lock.give_back()
        else:  # no batch has begun there
            lock.take_away()


def without_results(found: Discovery, sources: Sequence[Path], folder: Path) -> Discovery:
    """What was found but for what lies in the folder for results, where that lies in a source.

    A source that is this folder, or lies in it, is asked for all the same: of the folder itself not
    the objects that were written into it. Nor are those of other batches, unless a source is their
    folder, or lies in it.
    """
    outside = _without(found, sources, folder, lying_in([folder]))
    for objects in {folder / OBJECTS, *_folders_of_objects(outside)}:
        outside = _without(outside, sources, objects, _written_into(objects))
    return outside


def _folders_of_objects(found: Discovery) -> set[Path]:
    """Where batches may have written some of what was found."""
    paths = chain(found.files, found.objects, found.presentation_states)
    places = {path.parent.parent for path in paths}
    return {one for one in places if one.name == OBJECTS and (one.parent / JOURNAL).is_file()}


def _written_into(objects: Path) -> Callable[[Path], bool]:
    """Tells what a batch has written from films that lie there: ``ward-3f2a…/ward-film.dcm``."""
    folder = Path(os.path.realpath(objects))

    def is_written(path: Path) -> bool:
        named = FOLDER_OF_FILM.fullmatch(path.parent.name)
        return (
            named is not None
            and path.suffix == ".dcm"
            and path.name.startswith(f"{named[1]}-")
            and folder == Path(os.path.realpath(path.parent.parent))
        )

    return is_written


def _without(
    found: Discovery, sources: Sequence[Path], folder: Path, is_result: Callable[[Path], bool]
) -> Discovery:
    if not lying_in(sources)(folder):
        return found
    lies_there = lying_in([folder])
    named = [source for source in sources if lies_there(Path(os.path.realpath(source)))]
    is_named = lying_in(named)

    def is_wanted(path: Path) -> bool:
        return not is_result(path) or is_named(path)

    return replace(
        found,
        files=tuple(filter(is_wanted, found.files)),
        objects=tuple(filter(is_wanted, found.objects)),
        presentation_states=tuple(filter(is_wanted, found.presentation_states)),
        failures=tuple(failure for failure in found.failures if is_wanted(failure.path)),
        passed_over={
            path: why
            for path, why in found.passed_over.items()
            if is_wanted(path) and not (path.stem in _OWN_STEMS and lies_there(path))
        },
    )


def without_empty_folders(found: Discovery) -> tuple[Discovery, tuple[LungDeskError, ...]]:
    """What was found but for folders without a film, which are no files, and what is said of those.

    Rows are for files.
    """
    empty = [
        failure
        for failure in found.failures
        if failure.error.code is ErrorCode.FOLDER_WITHOUT_IMAGES and failure.path.is_dir()
    ]
    others = tuple(failure for failure in found.failures if failure not in empty)
    return replace(found, failures=others), tuple(failure.error for failure in empty)


def _require_free(folder: Path, *, is_resumed: bool) -> None:
    has_rows = (folder / JOURNAL).exists()
    if has_rows and not is_resumed:
        raise LungDeskError(
            f"{folder} holds the rows of a batch already.",
            hint="Go on with it by --resume, or choose another folder.",
            code=ErrorCode.BATCH_OUTPUT_EXISTS,
        )
    if not has_rows and (folder / RESULTS).exists():
        raise LungDeskError(
            f"{folder} holds a {RESULTS} without the {JOURNAL} that it was made of.",
            hint="Move that table away, or choose another folder.",
            code=ErrorCode.BATCH_OUTPUT_EXISTS,
        )
