"""The films of a batch that is measured: pictures, and DICOM files made of some of them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from random import Random

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import JobContext
from lungdesk.formats.discovery import discover
from lungdesk.formats.grey_dicom import ENCODINGS, write_grey_dicom
from lungdesk.formats.reader import read_radiograph
from lungdesk.services.benchmarks.drawn_films import draw_films

#: One DICOM file for so many pictures.
_PICTURES_A_DICOM = 10
_PICTURES = (".jpg", ".jpeg", ".png")


def batch_films(data: Path | None, count: int, scratch: Path, ctx: JobContext) -> tuple[Path, ...]:
    """``count`` pictures in no order, and DICOM files of the first tenth of them.

    The latter are uncompressed, JPEG baseline and JPEG 2000 in turn, as archives send them.

    Parameters
    ----------
    data
        Folder of films in JPEG or PNG; None for drawn ones.
    scratch
        Receives what is drawn and made.

    Raises
    ------
    LungDeskError
        ``USAGE`` when ``data`` holds fewer; those of films.
    """
    folder = data or draw_films(scratch / "drawn", count)
    found = [f for f in discover((folder,), ctx).files if f.suffix.lower() in _PICTURES]
    if len(found) < count:
        raise LungDeskError(
            f"{folder} holds {len(found)} films in JPEG or PNG, not {count}.",
            hint="Ask for fewer with --films, or name another folder.",
            code=ErrorCode.USAGE,
        )
    pictures = Random(0).sample(found, count)
    sources = pictures[: -(-count // _PICTURES_A_DICOM)]
    return tuple(_mixed(pictures, _dicom_films(sources, scratch / "dicom", ctx)))


def _mixed(pictures: Sequence[Path], objects: Sequence[Path]) -> list[Path]:
    """Each DICOM file beside its share of the pictures, so that every part holds both."""
    mixed: list[Path] = []
    for number, path in enumerate(objects):
        start = number * _PICTURES_A_DICOM
        mixed += [path, *pictures[start : start + _PICTURES_A_DICOM]]
    return mixed


def _dicom_films(sources: Sequence[Path], folder: Path, ctx: JobContext) -> list[Path]:
    folder.mkdir(parents=True)
    paths = []
    for number, source in enumerate(sources):
        ctx.check()
        path = folder / f"{number:05}.dcm"
        write_grey_dicom(
            path, read_radiograph(source).stored_values, ENCODINGS[number % len(ENCODINGS)]
        )
        paths.append(path)
    return paths
