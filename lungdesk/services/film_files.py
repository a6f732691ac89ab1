"""Films by the path that names them, wherever they lie: as files, or inside of ZIP files."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from lungdesk.core.radiograph import Radiograph
from lungdesk.core.study import Instance
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
    return local_path(path, AppPaths.default().unpacked_films)


def read_film(path: Path, *, frame: int = 0) -> Radiograph:
    """Decode one frame; its instance has the path that names the film, not that of a copy.

    Raises
    ------
    LungDeskError
        With the reason when it cannot be shown truthfully.
    """
    local = local_file(path)
    radiograph = read_radiograph(local, frame=frame)
    if local == path:
        return radiograph
    return replace(radiograph, instance=replace(radiograph.instance, path=path))


def read_film_instance(path: Path) -> Instance:
    """Read what the header of a film says, without its pixels; errors as in `read_film`."""
    return replace(read_instance(local_file(path)), path=path)
