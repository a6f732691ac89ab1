"""Whether two films show the same exposure, and a fast search for those that might.

Chest films are all alike: in coarse grey any two correlate. What only copies share is the fine
detail once one film is laid on the other. So candidates are found by a perceptual descriptor (low
frequencies of the discrete cosine transform, as in the perceptual hash of Zauner, 2010, but
compared by correlation, not bit by bit), and each is then registered by the enhanced correlation
coefficient (Evangelidis and Psarakis, IEEE PAMI 2008) and compared by the local correlation of the
detail.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

#: Likeness from which two thumbnails are worth a look at more pixels.
PROMISING = 0.5
#: Likeness from which two films are one exposure. On 3,970 films, those of one patient on another
#: day stayed below 0.65; copies that were cropped, re-compressed or drawn upon stood above 0.8.
SAME_EXPOSURE = 0.75

#: Nearest films of each that are compared.
_NEIGHBOURS = 8
#: Margins, in pixels of 64, that are cut off one of the two films: a copy may have been cropped.
_MARGINS = (0, 2, 4)
#: Coefficients of the cosine transform along each side.
_COEFFICIENTS = 10
#: Pairs of films that are compared at a time: 80 MB for their likeness, and as much again twice.
_PAIRS_AT_ONCE = 20_000_000

#: Share of the film that must lie on the other, and how far a registration may stretch or shift.
_LEAST_OVERLAP = 0.4
_GREATEST_STRETCH = 0.3
_GREATEST_SHIFT = 0.25
#: Local variance (grey levels squared) below which there is no detail to compare.
_LEAST_DETAIL = 1.0

Affine = NDArray[np.float32]

_IDENTITY: Affine = np.eye(2, 3, dtype=np.float32)
_CRITERIA = (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_COUNT, 20, 1e-3)


def candidate_pairs(
    thumbnails: NDArray[np.uint8], check: Callable[[], None] = lambda: None
) -> Iterator[tuple[int, int]]:
    """Pairs of thumbnails ``(N, 64, 64)`` that may be copies, each once, smaller number first.

    Parameters
    ----------
    check
        Is called again and again; may end it by an exception.
    """
    count = len(thumbnails)
    if count < 2:
        return
    whole, *cropped = [
        np.stack([_descriptor(t, margin) for t in thumbnails]) for margin in _MARGINS
    ]
    seen: set[tuple[int, int]] = set()
    block = max(1, _PAIRS_AT_ONCE // count)
    for start in range(0, count, block):
        check()
        rows = slice(start, start + block)
        scores = whole[rows] @ whole.T
        for other in cropped:
            np.maximum(scores, whole[rows] @ other.T, out=scores)
            np.maximum(scores, other[rows] @ whole.T, out=scores)
        scores[np.arange(len(scores)), np.arange(start, start + len(scores))] = -np.inf
        nearest = min(_NEIGHBOURS, count - 1)
        found = np.argpartition(scores, -nearest, axis=1)[:, -nearest:]
        for offset, neighbours in enumerate(found):
            one = start + offset
            for other_number in neighbours.tolist():
                pair = (min(one, other_number), max(one, other_number))
                if pair not in seen:
                    seen.add(pair)
                    yield pair


def _descriptor(thumbnail: NDArray[np.uint8], margin: int) -> NDArray[np.float32]:
    """Unit vector of the low frequencies without the lowest; zeros of a blank film."""
    end = len(thumbnail) - margin
    inner = np.ascontiguousarray(thumbnail[margin:end, margin:end])
    reduced = cv2.resize(inner, (32, 32), interpolation=cv2.INTER_AREA).astype(np.float32)
    spectrum = np.asarray(cv2.dct(reduced), np.float32)[:_COEFFICIENTS, :_COEFFICIENTS]
    steps = np.arange(_COEFFICIENTS)
    frequency = np.hypot(steps[:, None], steps[None, :])
    # The root makes up for part of the 1/f fall of a picture's spectrum; mean and slope say more
    # of the exposure than of the film.
    weights = np.where(frequency < 1.5, 0.0, np.sqrt(frequency))
    vector = (spectrum * weights).ravel()
    length = float(np.linalg.norm(vector))
    return np.asarray(vector / length if length > 1.0 else vector * 0.0, np.float32)


def coarse_likeness(
    one: NDArray[np.uint8], other: NDArray[np.uint8]
) -> tuple[float, Affine | None]:
    """Likeness of two thumbnails ``(64, 64)`` uint8 laid on each other.

    Returns
    -------
    tuple
        `PROMISING` or more for what may be copies, with the affine map of pixels of ``one`` to
        pixels of ``other``; 0 and None where they cannot be laid on each other.
    """
    affine = _registered(one, other, _IDENTITY, sigma=len(one) / 16, reduction=2)
    return (0.0, None) if affine is None else (_agreement(one, other, affine), affine)


def fine_likeness(one: NDArray[np.uint8], other: NDArray[np.uint8], start: Affine) -> float:
    """Likeness of two films ``(S, S)`` uint8, S at least 64, in [-1, 1].

    `SAME_EXPOSURE` or more for copies. ``start``, from `coarse_likeness` and scaled to S, is made
    better in two steps, each with finer detail; the better of the two counts.
    """
    side = len(one)
    half = _registered(one, other, start, sigma=side / 32, reduction=2)
    if half is None:
        return 0.0
    full = _registered(one, other, half, sigma=side / 64, reduction=1)
    return max(_agreement(one, other, affine) for affine in (half, full) if affine is not None)


def _agreement(one: NDArray[np.uint8], other: NDArray[np.uint8], affine: Affine) -> float:
    """Median local correlation of the detail, which what is written on one of them hardly moves."""
    side = len(one)
    # Below 1.5 pixels a re-sampled film has lost its detail.
    grain = max(1.5, side / 85)
    laid = cv2.warpAffine(
        _detail(other, grain),
        affine,
        (side, side),
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=(np.nan,),
    )
    window = max(16, side // 8)
    return _median_correlation(_detail(one, grain), np.asarray(laid, np.float32), window)


def _registered(
    one: NDArray[np.uint8],
    other: NDArray[np.uint8],
    start: Affine,
    *,
    sigma: float,
    reduction: int,
) -> Affine | None:
    """Map of pixels of ``one`` to pixels of ``other``, found on films reduced by a factor.

    ``sigma``, in pixels of the film, is the coarseness of the detail that has to fit.
    """
    side = len(one) // reduction
    reduced_one, reduced_other = (
        _detail(cv2.resize(film, (side, side), interpolation=cv2.INTER_AREA), sigma / reduction)
        for film in (one, other)
    )
    affine = start.copy()
    affine[:, 2] /= reduction
    no_mask = np.full((side, side), 255, np.uint8)
    try:
        _, found = cv2.findTransformECC(
            reduced_one, reduced_other, affine, cv2.MOTION_AFFINE, _CRITERIA, no_mask, 3
        )
    except cv2.error:  # its way to say that they do not fit
        return None
    affine = np.asarray(found, np.float32)
    affine[:, 2] *= reduction
    move = np.abs(affine - _IDENTITY)
    if move[:, :2].max() > _GREATEST_STRETCH or move[:, 2].max() > _GREATEST_SHIFT * len(one):
        return None
    return affine


def _detail(film: NDArray[Any], sigma: float) -> NDArray[np.float32]:
    """What remains of a film without its coarse shape."""
    grey = film.astype(np.float32)
    return np.asarray(grey - cv2.GaussianBlur(grey, (0, 0), sigma), np.float32)


def _median_correlation(one: NDArray[np.float32], other: NDArray[np.float32], window: int) -> float:
    """Median of the correlation in a window round each pixel that both films cover."""

    def mean(values: NDArray[np.float32]) -> NDArray[np.float32]:
        return np.asarray(cv2.blur(values, (window, window)), np.float32)

    is_covered = np.isfinite(other)
    laid = np.where(is_covered, other, 0).astype(np.float32)
    base = np.where(is_covered, one, 0).astype(np.float32)
    mean_one, mean_other = mean(base), mean(laid)
    variance_one = mean(base * base) - mean_one**2
    variance_other = mean(laid * laid) - mean_other**2
    covariance = mean(base * laid) - mean_one * mean_other
    counts = is_covered & (np.maximum(variance_one, variance_other) > _LEAST_DETAIL)
    if counts.mean() < _LEAST_OVERLAP:
        return 0.0
    product = np.maximum(variance_one[counts], 0.01) * np.maximum(variance_other[counts], 0.01)
    return float(np.median(covariance[counts] / np.sqrt(product)))
