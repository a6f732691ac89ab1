"""Films by the path that names them, wherever they lie: as files, or inside of ZIP files."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.files import FileStamp
from lungdesk.core.jobs import JobContext
from lungdesk.core.radiograph import Radiograph
from lungdesk.core.study import Instance
from lungdesk.formats import failures
from lungdesk.formats.archive import archive_of, local_path
from lungdesk.formats.reader import read_instance, read_radiograph
from lungdesk.services.paths import AppPaths


def local_file(path: Path) -> Path:
    """The file to read: the path itself, or what is unpacked of the ZIP file it leads into.

    Raises
    ------
    LungDeskError
        When the ZIP file cannot be opened, or is not safe to.
    """
    if archive_of(path) is None:  # where the cache lies takes longer to find out than that
        return path
    return local_path(path, AppPaths.usual().unpacked_films)


def folder_for(path: Path) -> Path:
    """The folder to propose for what is made of a film: beside it, or beside the ZIP file it is in.

    Where nobody may write, as on a disc and where the sample study is installed, that of the user.
    """
    folder = (archive_of(path) or path).parent
    return folder if os.access(folder, os.W_OK) else Path.home()


def read_film(path: Path, *, frame: int = 0) -> Radiograph:
    """Decode one frame; its instance has the path that names the film, not that of a copy.

    Raises
    ------
    LungDeskError
        With the reason when it cannot be shown truthfully.
    """
    archive = archive_of(path)
    if archive is None:
        return read_radiograph(path, frame=frame)
    stamp = _stamp(archive)
    radiograph = read_radiograph(local_file(path), frame=frame)
    return replace(radiograph, instance=replace(radiograph.instance, path=path, stamp=stamp))


def require_unchanged(instance: Instance) -> None:
    """Make sure that the file of a film is the one that its pixels were decoded from.

    Raises
    ------
    LungDeskError
        ``FILE_CHANGED`` when another one has taken its place; ``FILE_MISSING`` and the like.
    """
    path = instance.path
    if instance.stamp is not None and instance.stamp != _stamp(archive_of(path) or path):
        raise failures.replaced(path)


def require_film(instance: Instance) -> None:
    """Make sure that what is to be read is no picture that LungDesk has made of a film.

    Raises
    ------
    LungDeskError
        ``FILE_OWN_PICTURE``.
    """
    if instance.is_own_picture:
        raise failures.own_picture()


def replaced_films(instances: Iterable[Instance], ctx: JobContext) -> tuple[Instance, ...]:
    """Those in whose place another file lies by now; what cannot be looked at is left out."""
    replaced = []
    for instance in instances:
        ctx.check()
        try:
            require_unchanged(instance)
        except LungDeskError as error:
            if error.code is ErrorCode.FILE_CHANGED:
                replaced.append(instance)
    return tuple(replaced)


def _stamp(path: Path) -> FileStamp:
    try:
        return FileStamp.of(path.stat())
    except (OSError, ValueError) as error:
        raise failures.not_readable(path, error) from error


def read_film_instance(path: Path) -> Instance:
    """Read what the header of a film says, without its pixels; errors as in `read_film`."""
    return replace(read_instance(local_file(path)), path=path)
