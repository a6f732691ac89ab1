"""Lists the films at some paths without reading them."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.files import placing
from lungdesk.core.jobs import JobContext, Progress
from lungdesk.formats import failures
from lungdesk.formats.archive import is_archive, list_archive
from lungdesk.formats.content import (
    CONTENT_BYTES,
    Content,
    content_of,
    first_bytes,
    not_films,
    object_content,
)
from lungdesk.formats.film_names import TABLE_OF_CONTENTS, named_as_archive, natural_key
from lungdesk.formats.passed_over import PassedOver

#: A file says near its beginning that it is the table of contents of a DICOM medium.
_MEDIUM_CLASS = b"1.2.840.10008.1.3.10"


@dataclass(frozen=True, slots=True)
class FileFailure:
    """A path that cannot be opened, and why."""

    path: Path
    error: LungDeskError


@dataclass(frozen=True, slots=True)
class Discovery:
    """Films, those of each folder in natural order, and what could not be looked into.

    Attributes
    ----------
    presentation_states
        Objects that say how a film is to be presented, whether that one is here or not.
    remark
        What else lies there and is no film, in a sentence; empty when there is nothing.
    objects
        Those DICOM objects without an image, presentation states among them.
    passed_over
        What nobody has looked into, and why.
    """

    files: tuple[Path, ...]
    failures: tuple[FileFailure, ...] = ()
    presentation_states: tuple[Path, ...] = ()
    remark: str = ""
    objects: tuple[Path, ...] = ()
    passed_over: Mapping[Path, PassedOver] = field(default_factory=dict)


def discover(paths: Sequence[Path], ctx: JobContext, *, opens_archives: bool = False) -> Discovery:
    """List the films at some paths, each once, as it was spelled first.

    Files that are named are kept whatever they are: opening them says what is wrong. Folders are
    walked; hidden files and links to folders are passed over, and files without one of the usual
    extensions are known by their first bytes. Where a folder has a ``DICOMDIR``, or it is named
    itself, the films that it names come first, in its order. DICOM objects without an image are
    no films; one that is named, with nothing that is a film, is kept like any other file. Pictures
    that LungDesk has made of films are passed over in folders and ZIP files, unless nothing else is
    found.

    Parameters
    ----------
    opens_archives
        Whether the films inside of ZIP files are listed, wherever those lie. Their paths lead into
        the archive: `lungdesk.formats.archive.local_path` gives the files to read.

    Raises
    ------
    Cancelled
        When ``ctx`` says so, between files.
    """
    found = _Found(ctx, opens_archives)
    for path in paths:
        ctx.check()
        try:
            if path.is_dir():
                _add_folder(path, found)
                continue
            path.lstat()  # a link to nowhere is there, and opening it says that it is broken
        except (OSError, ValueError) as error:  # ValueError: a null character in the name
            found.fail(path, failures.not_readable(path, error))
        else:
            _add_file(path, found)
    return found.discovery()


class _Found:
    """What has been found so far, and how to go on."""

    def __init__(self, ctx: JobContext, opens_archives: bool) -> None:
        self.ctx = ctx
        self.opens_archives = opens_archives
        self.films: dict[Path, None] = {}
        self.objects: dict[Path, Content] = {}
        self.named_objects: list[Path] = []
        self.own_pictures: dict[Path, None] = {}
        self.failed: dict[Path, LungDeskError] = {}
        self.passed_over: dict[Path, PassedOver] = {}
        self._place_of = placing()
        self._spelled: dict[str, Path] = {}

    def _met(self, path: Path) -> Path:
        """The path by which the same file was met first."""
        return self._spelled.setdefault(self._place_of(path), path)

    def pass_over(self, path: Path, why: PassedOver) -> None:
        self.passed_over[self._met(path)] = why

    def fail(self, path: Path, error: LungDeskError) -> None:
        path = self._met(path)
        before = self.failed.get(path)
        self.failed[path] = error if before is None else _both(before, error)

    def add(self, path: Path, content: Content) -> Path:
        """Keep a file as what it is, under the path that is given back."""
        path = self._met(path)
        if content is Content.FILM:
            self.films[path] = None
        elif content is Content.OWN_PICTURE:
            self.own_pictures[path] = None
        elif content is not Content.NOTHING:
            self.objects[path] = content
        return path

    def discovery(self) -> Discovery:
        if not self.films:
            self.films.update(dict.fromkeys((*self.named_objects, *self.own_pictures)))
        objects = {path: what for path, what in self.objects.items() if path not in self.films}
        pictures = [Content.OWN_PICTURE for path in self.own_pictures if path not in self.films]
        # One that is listed for want of a film belongs to a film that may come later.
        states = (p for p, what in self.objects.items() if what is Content.PRESENTATION_STATE)
        return Discovery(
            tuple(self.films),
            tuple(map(FileFailure, self.failed.keys(), self.failed.values())),
            tuple(states),
            not_films((*objects.values(), *pictures)),
            tuple(objects),
            self.passed_over,
        )


def _both(first: LungDeskError, second: LungDeskError) -> LungDeskError:
    """Two reasons for one path, with the code of the first."""
    if second.message in first.message:
        return first
    hints = dict.fromkeys((first.hint, second.hint))
    message = f"{first.message} {second.message}"
    return LungDeskError(message, hint=" ".join(hints), code=first.code)


def _add_file(path: Path, found: _Found) -> None:
    head = _head(path)
    if _is_medium(head):
        try:
            if not _add_medium(path, found):
                found.fail(path, failures.medium_without_images(path))
        except LungDeskError as error:
            found.fail(path, error)
    elif found.opens_archives and is_archive(head):
        for inside, content in _contents_inside(path, found, is_named=True):
            found.add(inside, content)
    else:
        object_ = object_content(head)
        kept = found.add(path, object_ or Content.FILM)
        if object_ is not None:
            found.named_objects.append(kept)


def _contents_inside(
    archive: Path, found: _Found, *, is_named: bool = False
) -> Iterator[tuple[Path, Content]]:
    """Films and objects of a ZIP file; one beside films need not hold any."""
    found.ctx.report(Progress(0, 0, f"looking into {archive.name}"))
    try:
        listing = list_archive(archive, found.ctx)
    except LungDeskError as error:
        found.fail(archive, error)
        return
    yield from ((film, Content.FILM) for film in listing.films)
    yield from listing.objects.items()
    for older in listing.older:
        found.pass_over(older, PassedOver.OLDER_ENTRY)
    for why in listing.errors:
        if is_named or why.code is not ErrorCode.FOLDER_WITHOUT_IMAGES:
            found.fail(archive, why)


def _head(path: Path) -> bytes:
    """First bytes of a regular file; nothing when they cannot be read: opening it says why."""
    try:
        if not path.is_file():  # to open a pipe would wait for somebody to write into it
            return b""
        with path.open("rb") as stream:
            return stream.read(CONTENT_BYTES)
    except OSError:
        return b""


def _is_medium(head: bytes) -> bool:
    return head[128:132] == b"DICM" and _MEDIUM_CLASS in head


def _add_medium(dicomdir: Path, found: _Found) -> bool:
    """Add what a table of contents names; whether films are among it, there or not."""
    from lungdesk.formats.dicomdir import medium_files  # noqa: PLC0415 - loads pydicom

    found.ctx.report(Progress(0, 0, f"reading {dicomdir.name}"))
    names_films = False
    for file in medium_files(dicomdir):
        found.ctx.check()
        if isinstance(file, Path):
            content = object_content(_head(file)) or Content.FILM
            found.add(file, content)
            names_films = names_films or content is Content.FILM
        else:
            found.fail(*file)
            names_films = True
    return names_films


def _add_folder(folder: Path, found: _Found) -> None:
    before = len(found.films) + len(found.failed)
    has_film = False
    for path, content in _contents_below(folder, found):
        found.add(path, content)
        has_film = has_film or content in (Content.FILM, Content.OWN_PICTURE)
    if not has_film and len(found.films) + len(found.failed) == before:
        found.fail(folder, failures.folder_without_images(folder))


def _contents_below(folder: Path, found: _Found) -> Iterator[tuple[Path, Content]]:
    found.ctx.check()
    found.ctx.report(Progress(0, 0, f"looking into {folder.name}"))
    try:
        with os.scandir(folder) as listing:
            entries = sorted(listing, key=lambda entry: natural_key(entry.name))
    except OSError as error:
        found.fail(folder, failures.not_readable(folder, error))
        return
    for entry in entries:
        if entry.name.upper() == TABLE_OF_CONTENTS and _is_medium(_head(Path(entry.path))):
            try:
                _add_medium(Path(entry.path), found)
            except LungDeskError:  # the films themselves are found all the same
                found.pass_over(Path(entry.path), PassedOver.DAMAGED_MEDIUM)
    for entry in entries:
        found.ctx.check()
        if entry.name.startswith("."):
            continue
        if is_folder(entry):
            yield from _contents_below(Path(entry.path), found)
        elif leads_to_file(entry) or _leads_nowhere(entry):
            yield from _content_at(Path(entry.path), found)
        elif entry.is_symlink():
            found.pass_over(Path(entry.path), PassedOver.FOLDER_LINK)


def _content_at(path: Path, found: _Found) -> Iterator[tuple[Path, Content]]:
    if found.opens_archives and named_as_archive(path.name):
        if is_archive(_head(path)):
            yield from _contents_inside(path, found)
        else:
            found.pass_over(path, PassedOver.NO_ARCHIVE)
        return
    content = content_of(path.name, partial(first_bytes, path))
    if content is not Content.NOTHING:
        yield path, content
    elif path.name.upper() != TABLE_OF_CONTENTS:
        found.pass_over(path, PassedOver.OTHER_FILE)


def is_folder(entry: os.DirEntry[str]) -> bool:
    """Whether it is a folder itself: a link to one may lead in a circle."""
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:
        return False


def leads_to_file(entry: os.DirEntry[str]) -> bool:
    """Whether it is a file, or a link to one, or may be: opening it says why it cannot be told."""
    try:
        return entry.is_file()
    except OSError:  # links in a circle, or into where one may not look
        return True


def _leads_nowhere(entry: os.DirEntry[str]) -> bool:
    """Whether what a link names is gone: where it is called a film, somebody misses one."""
    return entry.is_symlink() and not os.path.lexists(os.path.realpath(entry.path))
