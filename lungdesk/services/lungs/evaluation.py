"""Measures a lung segmenter on films with masks."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import JobContext
from lungdesk.formats.reader import read_radiograph
from lungdesk.ml.lungs.bundle import LungBundle
from lungdesk.ml.lungs.evaluation import lung_figures
from lungdesk.ml.lungs.films import LungFilm, Use, listed_lung_films, read_lung_films
from lungdesk.ml.lungs.segmenter import LungSegmenter
from lungdesk.ml.preprocess import model_view

#: Films that are timed, one after the other.
_TIMED = 50


@dataclass(frozen=True, slots=True)
class LungEvaluationRequest:
    """What is measured on what.

    Attributes
    ----------
    folder
        Holds ``manifest.csv`` with the columns ``image`` and ``mask``.
    sources
        Those to measure on; empty for all.
    use
        Films for one use; None for all.
    """

    bundle: LungBundle
    folder: Path
    sources: tuple[str, ...] = ()
    use: Use | None = Use.TEST


def evaluate_lungs(request: LungEvaluationRequest, ctx: JobContext) -> dict[str, Any]:
    """Figures of a segmenter, and how long it takes.

    Returns
    -------
    dict
        What `lungdesk.ml.lungs.evaluation.lung_figures` says, ``model {id, version, sha256}``,
        ``size_bytes``, ``ms_per_film`` (median: preparing, network, outlines' masks; empty where
        no film is left to be timed), and ``failures``.

    Raises
    ------
    LungDeskError
        ``DATASET_…``, ``MODEL_…``.
    """
    bundle = request.bundle
    listed = [film for film in listed_lung_films(request.folder) if _is_wanted(film, request)]
    if not listed:
        raise LungDeskError(
            f"{request.folder} has no film with a mask for this.",
            hint="Choose another split or other sources.",
            code=ErrorCode.DATASET_EMPTY,
        )
    spec = bundle.manifest.preprocess.spec()
    films = read_lung_films(listed, spec, read_radiograph, ctx)
    figures = lung_figures(LungSegmenter(bundle, is_for_throughput=True), films, ctx)
    model = bundle.model
    return {
        **figures,
        "model": {"id": model.id, "version": model.version, "sha256": model.sha256},
        "size_bytes": bundle.size_bytes,
        "ms_per_film": _time_ms(LungSegmenter(bundle), films.films, ctx),
        "failures": [
            {"path": str(f.path), "code": f.code, "message": f.message} for f in films.failures
        ],
    }


def _is_wanted(film: LungFilm, request: LungEvaluationRequest) -> bool:
    is_ours = not request.sources or film.source in request.sources
    return is_ours and request.use in (None, film.use)


def _time_ms(
    segmenter: LungSegmenter, films: tuple[LungFilm, ...], ctx: JobContext
) -> dict[str, float]:
    """Medians over some films, each decoded before."""
    steps: dict[str, list[float]] = {"preprocess": [], "infer_and_parts": []}
    for film in films[:_TIMED]:
        ctx.check()
        try:
            radiograph = read_radiograph(film.path)
        except LungDeskError:  # it could be read a moment ago: somebody is changing the folder
            continue
        started = time.perf_counter()
        view = model_view(radiograph, segmenter.spec)
        prepared = time.perf_counter()
        segmenter.segment_view(view)
        steps["preprocess"].append(prepared - started)
        steps["infer_and_parts"].append(time.perf_counter() - prepared)
    known = {name: times for name, times in steps.items() if times}
    medians = {name: 1e3 * sorted(times)[len(times) // 2] for name, times in known.items()}
    return {name: round(value, 2) for name, value in medians.items()}
