"""Opens files and folders, decodes films, makes thumbnails."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from lungdesk.core.imaging.thumbnail import reduced_p_values
from lungdesk.core.jobs import JobContext
from lungdesk.core.radiograph import Radiograph
from lungdesk.core.study import Instance
from lungdesk.formats.discovery import Discovery, discover
from lungdesk.services.film_files import read_film


@dataclass(frozen=True, slots=True)
class OpenRequest:
    """Files and folders to look into."""

    paths: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class DecodeRequest:
    """One frame of one file."""

    path: Path
    frame: int = 0


@dataclass(frozen=True, slots=True)
class ThumbnailRequest:
    """A small picture of a file's first frame, ``size_px`` on its longer side."""

    path: Path
    size_px: int


@dataclass(frozen=True, slots=True, eq=False)
class Thumbnail:
    """Grey or RGB uint8 pixels, ``(h, w)`` or ``(h, w, 3)``."""

    path: Path
    pixels: NDArray[np.uint8]
    instance: Instance


def open_paths(request: OpenRequest, ctx: JobContext) -> Discovery:
    """List the films at the given paths without decoding them."""
    return discover(request.paths, ctx, opens_archives=True)


def decode(request: DecodeRequest, ctx: JobContext) -> Radiograph:
    """Decode one frame; raises LungDeskError with the reason when it cannot be shown."""
    ctx.check()
    return read_film(request.path, frame=request.frame)


def thumbnail(request: ThumbnailRequest, ctx: JobContext) -> Thumbnail:
    """Decode a file and reduce it for the list."""
    ctx.check()
    radiograph = read_film(request.path)
    pixels = reduced_p_values(radiograph, request.size_px)
    return Thumbnail(request.path, pixels, radiograph.instance)
