"""Finds films that show the same exposure, whatever was done to the file in between."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, combinations, product

import numpy as np

from lungdesk.core.errors import LungDeskError
from lungdesk.core.jobs import JobContext, Progress
from lungdesk.ml.audit.films import THUMBNAIL, Film, grey_square
from lungdesk.ml.audit.findings import Finding, FindingKind
from lungdesk.ml.audit.likeness import (
    PROMISING,
    SAME_EXPOSURE,
    Affine,
    candidate_pairs,
    coarse_likeness,
    fine_likeness,
)
from lungdesk.ml.audit.pairs import FilmPair, PairWords, pair_findings
from lungdesk.ml.datasets import Dataset
from lungdesk.ml.evaluator import Decode
from lungdesk.ml.prefetch import prefetched

#: Greatest side at which two films are compared.
_FINE_SIDE = 256

_WORDS = PairWords(
    FindingKind.ALIKE_ACROSS_SPLITS,
    FindingKind.ALIKE_TWO_LABELS,
    FindingKind.ALIKE,
    "show the same exposure",
)


def alike_pairs(
    dataset: Dataset,
    films: Sequence[Film],
    digests: Sequence[str],
    decode: Decode,
    ctx: JobContext,
) -> list[FilmPair]:
    """Pairs of films that are one exposure but not copies of one file, most alike first.

    Films with the very same pixels count as one while others are searched.
    """
    sets: dict[str, list[Film]] = {}
    for film in films:
        if not film.is_blank:
            sets.setdefault(film.pixel_digest, []).append(film)
    same = ((one, other, 1.0) for alike in sets.values() for one, other in combinations(alike, 2))
    firsts = [alike[0] for alike in sets.values()]
    near = (
        (one, other, score)
        for first, second, score in _near(dataset, firsts, decode, ctx)
        for one, other in product(sets[first.pixel_digest], sets[second.pixel_digest])
    )
    pairs = [
        FilmPair(min(one.number, other.number), max(one.number, other.number), score)
        for one, other, score in chain(same, near)
        if digests[one.number] != digests[other.number]
    ]
    return sorted(pairs, key=lambda pair: (-pair.likeness, pair.first, pair.second))


def alike_findings(dataset: Dataset, pairs: Sequence[FilmPair]) -> tuple[Finding, ...]:
    """What the pairs mean; those of one split that the data itself says belong together do not."""

    def is_known(pair: FilmPair) -> bool:
        one, other = dataset.samples[pair.first], dataset.samples[pair.second]
        return one.group == other.group and not pair.is_suspicious(dataset)

    return pair_findings(dataset, [pair for pair in pairs if not is_known(pair)], _WORDS)


def _near(
    dataset: Dataset, films: Sequence[Film], decode: Decode, ctx: JobContext
) -> Iterator[tuple[Film, Film, float]]:
    if len(films) < 2:
        return
    ctx.report(Progress(0, 0, "searching for copies"))
    thumbnails = np.stack([film.thumbnail for film in films])
    candidates = list(candidate_pairs(thumbnails, ctx.check))
    promising: list[tuple[Film, Film, Affine]] = []

    def look(pair: tuple[int, int]) -> tuple[float, Affine | None]:
        return coarse_likeness(thumbnails[pair[0]], thumbnails[pair[1]])

    for number, (score, affine) in enumerate(prefetched(look, candidates)):
        ctx.check()
        ctx.report(Progress(number, len(candidates), "comparing films that look alike"))
        if affine is not None and score >= PROMISING:
            first, second = candidates[number]
            promising.append((films[first], films[second], affine))

    def compare(pair: tuple[Film, Film, Affine]) -> float:
        return _fine_likeness(dataset, *pair, decode)

    for number, score in enumerate(prefetched(compare, promising)):
        ctx.check()
        ctx.report(Progress(number, len(promising), "comparing them pixel by pixel"))
        if score >= SAME_EXPOSURE:
            yield *promising[number][:2], score


def _fine_likeness(
    dataset: Dataset, one: Film, other: Film, affine: Affine, decode: Decode
) -> float:
    """Likeness at the size of the smaller film."""
    side = int(np.clip(min(one.shorter_side, other.shorter_side), THUMBNAIL, _FINE_SIDE))
    try:
        first, second = (
            grey_square(decode(dataset.samples[film.number].path), side) for film in (one, other)
        )
    except LungDeskError:  # it could be read a minute ago: somebody is changing the folder
        return 0.0
    start = affine.copy()
    start[:, 2] *= side / THUMBNAIL
    return fine_likeness(first, second, start)
