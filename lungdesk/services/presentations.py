"""Use cases: keep how a film is presented and what is measured on it as DICOM objects."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lungdesk.core.annotation.annotation_set import AnnotationSet
from lungdesk.core.errors import LungDeskError
from lungdesk.core.jobs import JobContext, Progress
from lungdesk.core.presentation import (
    ObjectTitle,
    Presentation,
    StoredPresentation,
    newest_first,
)
from lungdesk.core.radiograph import Radiograph
from lungdesk.formats import failures
from lungdesk.formats.discovery import FileFailure
from lungdesk.formats.magic import HEAD_BYTES, FileKind, kind_of


@dataclass(frozen=True, slots=True, eq=False)
class SavePresentationRequest:
    """How a film is presented, and the file to write."""

    path: Path
    radiograph: Radiograph
    presentation: Presentation
    title: ObjectTitle = field(default_factory=ObjectTitle)


@dataclass(frozen=True, slots=True, eq=False)
class SaveMeasurementsRequest:
    """What is drawn on a film, and the file to write."""

    path: Path
    radiograph: Radiograph
    annotations: AnnotationSet
    title: ObjectTitle = field(default_factory=ObjectTitle)


@dataclass(frozen=True, slots=True, eq=False)
class LoadPresentationsRequest:
    """A folder, with those below it, and the film whose presentations are wanted."""

    folder: Path
    radiograph: Radiograph


@dataclass(frozen=True, slots=True)
class SavedObject:
    """A DICOM object that has been written."""

    path: Path
    sop_instance_uid: str


@dataclass(frozen=True, slots=True)
class LoadedPresentations:
    """Presentation states of a film, the newest first, and what could not be read."""

    presentations: tuple[StoredPresentation, ...]
    failures: tuple[FileFailure, ...] = ()


def save_presentation(request: SavePresentationRequest, ctx: JobContext) -> SavedObject:
    """Write a grayscale presentation state.

    Raises
    ------
    LungDeskError
        ``DICOM_NOT_REFERABLE`` for a film that is no DICOM file, ``PRESENTATION_COLOUR``,
        ``FILE_NOT_WRITABLE``.
    """
    from lungdesk.formats.dicom_writers.presentation_state import (  # noqa: PLC0415 - pydicom
        write_presentation_state,
    )

    ctx.check()
    uid = write_presentation_state(
        request.path, request.radiograph, request.presentation, request.title
    )
    return SavedObject(request.path, uid)


def save_measurements(request: SaveMeasurementsRequest, ctx: JobContext) -> SavedObject:
    """Write a report of all that is measured, after TID 1500.

    Raises
    ------
    LungDeskError
        ``MEASUREMENTS_NONE``, ``DICOM_NOT_REFERABLE``, ``FILE_NOT_WRITABLE``.
    """
    from lungdesk.formats.dicom_writers.structured_report import (  # noqa: PLC0415 - pydicom
        write_measurement_report,
    )

    ctx.check()
    uid = write_measurement_report(
        request.path, request.radiograph, request.annotations, request.title
    )
    return SavedObject(request.path, uid)


def load_presentations(request: LoadPresentationsRequest, ctx: JobContext) -> LoadedPresentations:
    """Read all presentation states of a film in a folder and below it.

    Files of other kinds are passed over; a state of this film that is damaged is a failure.

    Raises
    ------
    LungDeskError
        When the folder cannot be opened.
    Cancelled
        When ``ctx`` says so, between files.
    """
    from lungdesk.formats.presentation_state_reader import (  # noqa: PLC0415 - pydicom
        read_presentation_state,
        refers_to,
    )

    found: list[StoredPresentation] = []
    failed: list[FileFailure] = []
    for path in _dicom_files(request.folder):
        ctx.check()
        ctx.report(Progress(0, 0, f"looking into {path.name}"))
        try:
            if refers_to(path, request.radiograph):
                found.append(read_presentation_state(path, request.radiograph))
        except LungDeskError as error:
            failed.append(FileFailure(path, error))
    return LoadedPresentations(newest_first(found), tuple(failed))


def _dicom_files(folder: Path) -> Iterator[Path]:
    """DICOM files, hidden ones and links to folders left out, in the order of their names."""
    try:
        with os.scandir(folder) as listing:
            entries = sorted(listing, key=lambda entry: entry.name)
    except OSError as error:
        raise failures.not_readable(folder, error) from error
    for entry in entries:
        path = Path(entry.path)
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _dicom_files(path)
        elif entry.is_file() and _is_dicom(path):
            yield path


def _is_dicom(path: Path) -> bool:
    """Whether it begins like a DICOM file; one that cannot be opened is looked into later."""
    try:
        with path.open("rb") as stream:
            return kind_of(stream.read(HEAD_BYTES)) is FileKind.DICOM
    except OSError:
        return True
