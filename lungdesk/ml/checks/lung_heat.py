"""How much of the heat lies inside the lungs, class by class."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from lungdesk.core.jobs import JobContext
from lungdesk.core.lungs.heat_share import heat_inside
from lungdesk.core.lungs.verdict import two_lungs
from lungdesk.ml.checks.films import CheckFilms
from lungdesk.ml.checks.randomisation import leading_map
from lungdesk.ml.checks_record import HeatRecord
from lungdesk.ml.ensemble_engine import AnyEngine
from lungdesk.ml.lungs.segmenter import LungSegmenter

#: Of one film: its class, the lungs' share of what the model sees, and their share of the heat.
_Found = tuple[int, float, float]


def heat_in_lungs(
    engines: Sequence[AnyEngine], segmenter: LungSegmenter, films: CheckFilms, ctx: JobContext
) -> tuple[dict[str, HeatRecord], ...]:
    """By label id of the film, for each model: the map is that of the class that it reads.

    Films in which the segmenter does not see two lungs, and maps without heat, have no part.
    """
    found: list[list[_Found]] = [[] for _ in engines]
    for sample, film in films.each(ctx, "looking at heat and lungs"):
        fields = segmenter.segment(film)
        if not two_lungs(fields).shows_two_lungs:
            continue
        for engine, rows in zip(engines, found, strict=True):
            heat = leading_map(engine, film)
            even = replace(heat, values=np.ones_like(heat.values))
            shares = heat_inside(fields, even), heat_inside(fields, heat)
            if shares[0] is not None and shares[1] is not None:
                rows.append((sample.class_index, shares[0], shares[1]))
    return tuple(
        {label: _record(rows, index) for index, label in enumerate(engine.labels.ids)}
        for engine, rows in zip(engines, found, strict=True)
    )


def _record(rows: Sequence[_Found], class_index: int) -> HeatRecord:
    lungs = [share for index, share, _ in rows if index == class_index]
    inside = [share for index, _, share in rows if index == class_index]
    if not lungs:
        return HeatRecord(films=0, lungs=None, inside=None)
    return HeatRecord(films=len(lungs), lungs=_median(lungs), inside=_median(inside))


def _median(shares: Sequence[float]) -> float:
    return round(float(np.median(shares)), 4)
