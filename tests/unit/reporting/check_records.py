"""What checks of maps may come to, without having checked any."""

from __future__ import annotations

from lungdesk.core.labels import CHEST_LABELS
from lungdesk.ml.checks_record import (
    ChecksRecord,
    HeatRecord,
    OrderRecord,
    RandomisedRecord,
    SubjectRecord,
)


def _subject(id_: str, inside: float, difference: float) -> SubjectRecord:
    def order(sign: int) -> OrderRecord:
        change = sign * difference
        bounds = (change - 0.01, change + 0.01)
        return OrderRecord(by_map=0.5 + change, at_random=0.5, difference=change, interval=bounds)

    heat = {
        label: HeatRecord(films=10 + n, lungs=0.3, inside=inside + n / 100)
        for n, label in enumerate(CHEST_LABELS.ids)
    }
    heat["covid19"] = HeatRecord(films=0, lungs=None, inside=None)
    return SubjectRecord(id=id_, name=id_, heat=heat, deletion=order(-1), insertion=order(1))


def checks_record(
    *, ssim: float = 0.3, inside: float = 0.4, difference: float = 0.1, baseline: str = ""
) -> ChecksRecord:
    """Of a model called ``mine``; ``difference`` is how much better its maps are than chance."""
    parts = [
        RandomisedRecord(part="head", ssim=0.2, rank_correlation=None, empty=0.25),
        RandomisedRecord(part="all", ssim=ssim, rank_correlation=-0.125, empty=0.0),
    ]
    return ChecksRecord(
        data="films",
        split="val",
        created="2026-11-28T12:00:00Z",
        seed=3,
        films=20,
        precision="float32",
        draws=3,
        segmenter="lungdesk-lungs",
        randomised=tuple(parts),
        between_films=0.41,
        model=_subject("mine", inside, difference),
        baseline=_subject(baseline, 0.25, 0.0) if baseline else None,
    )
