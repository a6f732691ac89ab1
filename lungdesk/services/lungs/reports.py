"""Says of films, one after the other, where their lungs are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from lungdesk.core.errors import LungDeskError
from lungdesk.core.jobs import JobContext
from lungdesk.core.lungs.extent import areas_px, bounding_box, thorax_points
from lungdesk.core.lungs.fields import LungFields
from lungdesk.core.lungs.verdict import two_lungs
from lungdesk.formats.discovery import discover
from lungdesk.formats.film_names import plain_stem
from lungdesk.formats.raster_writer import write_png
from lungdesk.services.film_files import read_film
from lungdesk.services.film_rows import (
    PictureFiles,
    Row,
    failure_row,
    film_rows,
    tell_missing_picture,
)
from lungdesk.services.lungs.finder import LungFinder


@dataclass(frozen=True, slots=True)
class LungReportRequest:
    """Films to look at; ``mask_folder`` receives a PNG of each, white where there is lung."""

    paths: Sequence[Path]
    finder: LungFinder
    mask_folder: Path | None = None


def find_lungs(request: LungReportRequest, ctx: JobContext) -> Iterator[Row]:
    """One row for each film found, failures included, as soon as it is done.

    A row has ``path, status, code, message, shows_two_lungs, faults``, and in film pixels
    ``right_area_px, left_area_px, thorax [[x, y], [x, y]], box [left, top, right, bottom]``,
    which are None where there is no such thing; where pictures are asked for ``mask``, too, which
    is None when it could not be written.
    """
    found = discover(request.paths, ctx, opens_archives=True)
    folder = request.mask_folder
    masks = None if folder is None else PictureFiles(folder, found.files)
    row_of = partial(_row, finder=request.finder, masks=masks, ctx=ctx)
    return film_rows(found, row_of, _failed, "looking at", ctx)


def _row(path: Path, finder: LungFinder, masks: PictureFiles | None, ctx: JobContext) -> Row:
    radiograph = read_film(path)
    fields = finder.find(radiograph, ctx)
    row = lung_row(path, fields)
    if masks is not None:
        target = masks.file(f"{plain_stem(path.stem)}-lungs")
        try:
            write_png(target, film_mask(fields, radiograph.rows, radiograph.columns))
            row["mask"] = str(target)
        except LungDeskError as error:  # what was found is found all the same
            tell_missing_picture(row, "mask", error)
    return row


def lung_row(path: Path, fields: LungFields) -> Row:
    """Plain values of what was found."""
    verdict = two_lungs(fields)
    right, left = areas_px(fields)
    thorax, box = thorax_points(fields), bounding_box(fields)
    return {
        "path": str(path),
        "status": "ok",
        "code": "",
        "message": verdict.sentence,
        "shows_two_lungs": verdict.shows_two_lungs,
        "faults": [fault.value for fault in verdict.faults],
        "right_area_px": round(right),
        "left_area_px": round(left),
        "thorax": thorax and [[round(x, 1), round(y, 1)] for x, y in thorax],
        "box": box and [round(edge, 1) for edge in (box.left, box.top, box.right, box.bottom)],
    }


def film_mask(fields: LungFields, rows: int, columns: int) -> NDArray[np.uint8]:
    """Both lungs as a picture of the film's size, ``(rows, columns)``: 255 inside, 0 outside."""
    cells_down, cells_across = fields.mask.shape
    region = fields.region
    down = ((np.arange(rows) + 0.5 - region.top) / region.height * cells_down).astype(int)
    across = ((np.arange(columns) + 0.5 - region.left) / region.width * cells_across).astype(int)
    return np.asarray(fields.mask[np.ix_(down, across)] * np.uint8(255))


def _failed(path: Path, error: LungDeskError) -> Row:
    return {**failure_row(path, error), "shows_two_lungs": None, "faults": []}
