"""Measures a segmenter on films with masks, through what a reader sees."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lungdesk.core.jobs import JobContext, Progress
from lungdesk.core.lungs.verdict import two_lungs
from lungdesk.core.metrics.overlap import overlap_figures
from lungdesk.core.saliency import ImageRegion
from lungdesk.ml.lungs.fields import lung_fields
from lungdesk.ml.lungs.films import LungFilms
from lungdesk.ml.lungs.segmenter import LungSegmenter


def lung_figures(
    segmenter: LungSegmenter, films: LungFilms, ctx: JobContext, *, resamples: int = 1000
) -> dict[str, Any]:
    """Figures of all films, and of each source where there are several.

    Returns
    -------
    dict
        `OverlapFigures` as plain values and ``refused`` (films that are said not to show two
        lungs), and ``sources`` with the same by source.
    """
    found, is_refused = _found(segmenter, films, ctx)
    true = films.masks > 127
    sources = np.array([film.source for film in films.films])

    def figures(here: NDArray[np.bool_]) -> dict[str, Any]:
        groups = [f.group for f, is_here in zip(films.films, here, strict=True) if is_here]
        overlap = overlap_figures(found[here], true[here], groups, resamples=resamples)
        return {**_rounded(asdict(overlap)), "refused": int(is_refused[here].sum())}

    names = sorted(set(sources.tolist()))
    by_source = {name: figures(sources == name) for name in names} if len(names) > 1 else {}
    return {**figures(np.ones(len(found), bool)), "sources": by_source}


def _found(
    segmenter: LungSegmenter, films: LungFilms, ctx: JobContext
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Masks ``(N, S, S)``, and whether each film is refused, ``(N,)``."""
    count, side = len(films.films), segmenter.spec.input_size
    whole = ImageRegion(0, 0, side, side)

    def told(number: int) -> None:
        ctx.check()
        ctx.report(Progress(number + 1, count, "finding lungs"))

    fields = [lung_fields(p, whole) for p in segmenter.probabilities(films.views, told)]
    refused = [not two_lungs(one).shows_two_lungs for one in fields]
    return np.stack([one.mask for one in fields]), np.array(refused)


def _rounded(figures: Mapping[str, Any]) -> dict[str, Any]:
    """Figures with four digits; what is not defined is None."""

    def plain(value: Any) -> Any:
        if isinstance(value, tuple):
            return [plain(one) for one in value]
        if isinstance(value, float):
            return round(value, 4) if np.isfinite(value) else None
        return value

    return {name: plain(value) for name, value in figures.items()}
