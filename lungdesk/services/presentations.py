"""Use cases: keep how a film is presented and what is measured on it as DICOM objects."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import partial
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
from lungdesk.formats import failures, object_failures
from lungdesk.formats.archive import archive_of
from lungdesk.formats.content import Content, content_of, first_bytes
from lungdesk.formats.discovery import FileFailure, is_folder, leads_to_file
from lungdesk.services.film_files import local_file


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
    """A film whose presentations are wanted, and where they may be.

    Attributes
    ----------
    folder
        Looked into if it is there; a film in a ZIP file has none.
    states
        Presentation states of any film, found already.
    is_thorough
        Whether the folder is looked into anew, with those below it, and has to be there.
    results
        Other folders, looked into if they are there: LungDesk may have written states into them.
    """

    radiograph: Radiograph
    folder: Path
    states: tuple[Path, ...] = ()
    is_thorough: bool = False
    results: tuple[Path, ...] = ()


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
        those of `not_writable`, also in place of the film itself.
    """
    from lungdesk.formats.dicom_writers.presentation_state import (  # noqa: PLC0415 - pydicom
        write_presentation_state,
    )

    ctx.check()
    film = _local(request.radiograph, request.path)
    uid = write_presentation_state(request.path, film, request.presentation, request.title)
    return SavedObject(request.path, uid)


def save_measurements(request: SaveMeasurementsRequest, ctx: JobContext) -> SavedObject:
    """Write a report of all that is measured, after TID 1500.

    Raises
    ------
    LungDeskError
        ``MEASUREMENTS_NONE``, ``DICOM_NOT_REFERABLE``, those of `not_writable`, also in place of
        the film itself.
    """
    from lungdesk.formats.dicom_writers.structured_report import (  # noqa: PLC0415 - pydicom
        write_measurement_report,
    )

    ctx.check()
    film = _local(request.radiograph, request.path)
    uid = write_measurement_report(request.path, film, request.annotations, request.title)
    return SavedObject(request.path, uid)


def _local(radiograph: Radiograph, target: Path) -> Radiograph:
    """The film with the file to read it from; the one that it came from is not to be replaced."""
    path = radiograph.instance.path
    if target.resolve() == (archive_of(path) or path).resolve():
        raise object_failures.film_itself(target)
    return replace(radiograph, instance=replace(radiograph.instance, path=local_file(path)))


class PresentationFinder:
    """Use case that reads all presentation states of a film; remembers what folders hold."""

    def __init__(self) -> None:
        self._listed: dict[Path, tuple[int, tuple[Path, ...]]] = {}

    def __call__(self, request: LoadPresentationsRequest, ctx: JobContext) -> LoadedPresentations:
        """Read them; files of other kinds are passed over, a damaged state is a failure.

        May be called from several threads at a time.

        Raises
        ------
        LungDeskError
            When it is to be thorough and the folder cannot be opened.
        Cancelled
            When ``ctx`` says so, between files.
        """
        folder = request.folder
        if request.is_thorough and archive_of(folder / "film") is None:
            beside = tuple(_states_in(folder, ctx, is_deep=True))
        else:
            beside = self._beside(folder, ctx)
        results = (state for one in request.results for state in self._beside(one, ctx))
        found: dict[str, StoredPresentation] = {}
        failed: list[FileFailure] = []
        for path in dict.fromkeys((*request.states, *beside, *results)):
            ctx.check()
            try:
                stored = _read(path, request.radiograph)
            except LungDeskError as error:
                failed.append(FileFailure(path, error))
                continue
            if stored is not None:
                found.setdefault(stored.sop_instance_uid, stored)  # copies are one state
        return LoadedPresentations(newest_first(found.values()), tuple(failed))

    def _beside(self, folder: Path, ctx: JobContext) -> tuple[Path, ...]:
        """States in a folder, which is looked into again when something in it has changed."""
        try:
            changed = folder.stat().st_mtime_ns
            known = self._listed.get(folder)
            if known is None or known[0] != changed:
                known = changed, tuple(_states_in(folder, ctx, is_deep=False))
                self._listed[folder] = known
        except (OSError, LungDeskError):  # the film is shown without them
            return ()
        return known[1]


def _read(path: Path, radiograph: Radiograph) -> StoredPresentation | None:
    """A presentation state of a film; None when it speaks of others."""
    from lungdesk.formats.presentation_state_reader import (  # noqa: PLC0415 - pydicom
        read_presentation_state,
        refers_to,
    )

    local = local_file(path)
    if not refers_to(local, radiograph):
        return None
    return replace(read_presentation_state(local, radiograph), path=path)


def _states_in(folder: Path, ctx: JobContext, *, is_deep: bool) -> Iterator[Path]:
    """Presentation states, hidden files and links to folders left out, in the order of names."""
    ctx.report(Progress(0, 0, f"looking into {folder.name}"))
    try:
        with os.scandir(folder) as listing:
            entries = sorted(listing, key=lambda entry: entry.name)
    except OSError as error:
        raise failures.not_readable(folder, error) from error
    for entry in entries:
        ctx.check()
        path = Path(entry.path)
        if entry.name.startswith("."):
            continue
        if is_deep and is_folder(entry):
            yield from _states_in(path, ctx, is_deep=True)
        elif leads_to_file(entry) and content_of(entry.name, partial(first_bytes, path)) is (
            Content.PRESENTATION_STATE
        ):
            yield path
