"""Reads films one after the other, each to a row of plain values."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from lungdesk.core.errors import LungDeskError
from lungdesk.core.imaging.heat import overlaid
from lungdesk.core.jobs import JobContext
from lungdesk.core.radiograph import Radiograph
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
from lungdesk.services.gate_log import GateEntry, GateLog, is_wanted
from lungdesk.services.inference import FilmReader, Reading
from lungdesk.services.read_request import ReadRequest
from lungdesk.services.reading_words import code_of, frame_remark, message_of, status_of


@dataclass(frozen=True, slots=True)
class ClassificationRequest:
    """Films to read; ``heatmap_folder`` receives a PNG of each with the map of its finding.

    Films of the same name, from different folders, get pictures of different names. With
    ``read_anyway`` films that the gate refuses are read, too; with ``mend`` those that it offers to
    mend are read so. ``log`` keeps both.
    """

    paths: Sequence[Path]
    reader: FilmReader
    heatmap_folder: Path | None = None
    read_anyway: bool = False
    log: GateLog | None = None
    mend: bool = False


def classify(request: ClassificationRequest, ctx: JobContext) -> Iterator[Row]:
    """One row for each film found, failures included, as soon as it is read.

    A row has the words of ``classify --json``: ``path, status, code, message, predicted,
    probabilities, model, timings_ms``; where pictures are asked for ``heatmap``, too, which is None
    when it could not be written.

    Raises
    ------
    LungDeskError
        Those of `not_writable` when the log cannot keep what is read at somebody's wish.
    """
    if request.log is not None and (request.read_anyway or request.mend):
        request.log.require_writable()  # one error, not one for each film
    found = discover(request.paths, ctx, opens_archives=True)
    folder = request.heatmap_folder
    pictures = None if folder is None else PictureFiles(folder, found.files)
    row_of = partial(_row, request=request, pictures=pictures, ctx=ctx)
    return film_rows(found, row_of, _failed, "reading", ctx)


def _row(
    path: Path, request: ClassificationRequest, pictures: PictureFiles | None, ctx: JobContext
) -> Row:
    started = time.perf_counter()
    radiograph = read_film(path)
    decode_ms = 1e3 * (time.perf_counter() - started)
    wanted = ReadRequest(radiograph, is_overridden=request.read_anyway, is_mended=request.mend)
    reading = request.reader.read_as(wanted, ctx)
    if request.log is not None and is_wanted(reading.prediction.verdict):
        request.log.add(GateEntry.of(reading))
    row = reading_row(reading, decode_ms)
    if pictures is not None and not reading.prediction.is_withheld:
        stem = f"{plain_stem(reading.instance.path.stem)}-{reading.prediction.predicted.id}"
        target = pictures.file(stem)
        try:
            _write_heatmap(radiograph, reading, target)
            row["heatmap"] = str(target)
        except LungDeskError as error:  # the film has been read all the same
            tell_missing_picture(row, "heatmap", error)
    return row


def reading_row(reading: Reading, decode_ms: float) -> Row:
    """Plain values of a reading; a refused film has no finding and no probabilities."""
    prediction, model = reading.prediction, reading.prediction.model
    is_said = not prediction.is_withheld
    by_label = prediction.by_label() if is_said else {}
    remark = frame_remark(reading.instance.frame_count, reading.frame)
    timings = {"decode": decode_ms, **reading.timings_ms}
    return {
        "path": str(reading.instance.path),
        "status": status_of(prediction),
        "code": code_of(prediction),
        "message": message_of(prediction, remark),
        "predicted": prediction.predicted.id if is_said else None,
        "probabilities": {i: round(p, 6) for i, p in by_label.items()},
        "model": {"id": model.id, "version": model.version, "sha256": model.sha256},
        "timings_ms": {name: round(value, 3) for name, value in timings.items()},
        "prediction_set": [label.id for label in prediction.prediction_set] if is_said else [],
        "uncertain": prediction.doubt if is_said else "",
        "verdict": prediction.verdict.as_plain(),
    }


def _failed(path: Path, error: LungDeskError) -> Row:
    absent: Row = {"predicted": None, "probabilities": {}, "model": None, "timings_ms": {}}
    return {**failure_row(path, error), **absent}


def _write_heatmap(radiograph: Radiograph, reading: Reading, target: Path) -> None:
    class_index = reading.prediction.class_index
    write_png(target, overlaid(radiograph, reading.saliency_maps, class_index))
