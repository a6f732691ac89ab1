"""Says of films, one after the other, where their lungs are."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lungdesk.core.errors import LungDeskError
from lungdesk.core.jobs import Cancelled, JobContext, Progress
from lungdesk.core.lungs.extent import areas_px, bounding_box, thorax_points
from lungdesk.core.lungs.fields import LungFields
from lungdesk.core.lungs.verdict import two_lungs
from lungdesk.formats.discovery import discover
from lungdesk.formats.raster_writer import write_png
from lungdesk.services.film_files import read_film
from lungdesk.services.job_runner import unexpected
from lungdesk.services.lung_finder import LungFinder


@dataclass(frozen=True, slots=True)
class LungReportRequest:
    """Films to look at; ``mask_folder`` receives a PNG of each, white where there is lung."""

    paths: Sequence[Path]
    finder: LungFinder
    mask_folder: Path | None = None


def find_lungs(request: LungReportRequest, ctx: JobContext) -> Iterator[dict[str, Any]]:
    """Yield one row for each film found, failures included, as soon as it is done.

    A row has ``path, status, code, message, shows_two_lungs, faults``, and in film pixels
    ``right_area_px, left_area_px, thorax [[x, y], [x, y]], box [left, top, right, bottom]``,
    which are None where there is no such thing; ``mask`` where one was written.
    """
    found = discover(request.paths, ctx, opens_archives=True)
    for failure in found.failures:
        yield _failed(failure.path, failure.error)
    taken: set[Path] = set()
    for number, path in enumerate(found.files):
        ctx.check()
        ctx.report(Progress(number, len(found.files), f"looking at {path.name}"))
        yield _row(path, request, taken, ctx)
    ctx.report(Progress(len(found.files), len(found.files), "done"))


def _row(
    path: Path, request: LungReportRequest, taken: set[Path], ctx: JobContext
) -> dict[str, Any]:
    try:
        radiograph = read_film(path)
        fields = request.finder.find(radiograph, ctx)
        row = lung_row(path, fields)
        if request.mask_folder is not None:
            target = _mask_path(path, request.mask_folder, taken)
            write_png(target, film_mask(fields, radiograph.rows, radiograph.columns))
            taken.add(target)
            row["mask"] = str(target)
        return row
    except Cancelled:
        raise
    except LungDeskError as error:
        return _failed(path, error)
    except Exception as error:  # noqa: BLE001 - one film must not end the others
        return _failed(path, unexpected(error))


def lung_row(path: Path, fields: LungFields) -> dict[str, Any]:
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


def _failed(path: Path, error: LungDeskError) -> dict[str, Any]:
    return {
        "path": str(path),
        "status": "failed",
        "code": str(error.code),
        "message": f"{error.message} {error.hint}".strip(),
        "shows_two_lungs": None,
        "faults": [],
    }


def _mask_path(path: Path, folder: Path, taken: set[Path]) -> Path:
    """Name after the film; numbered when another film of this run has it already."""
    numbered = (f"{path.stem}-{number}" for number in itertools.count(2))
    candidates = (folder / f"{name}.png" for name in itertools.chain([path.stem], numbered))
    return next(one for one in candidates if one not in taken)
