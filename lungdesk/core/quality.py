"""What can be seen of a picture without a network: whether it is a film that could be read at all.

The limits come from the val films of the collection that the shipped models were trained with (461
films of five sources); what they were there stands beside each. They are set wide of it: a film
that is merely unusual is for the outlier stage.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lungdesk.core.imaging.grey_counts import percentiles_of
from lungdesk.core.verdict import Decision, ReasonCode, Verdict

#: Shorter side in pixels. On val 229 at least; 128 in one source of the training films.
LEAST_SIDE = 96
#: Longer side over shorter side. On val 2.24 at most.
LARGEST_ASPECT = 3.0
#: Width over height, and height over width, from which a film is doubtful. On val 2.24 and 1.13 at
#: most; on train 2.22 and 1.33.
DOUBTFUL_WIDTH, DOUBTFUL_HEIGHT = 2.25, 1.5
#: Grey values between the 1st and 99th percentile, of 256. On val 66 at least: half of it.
LEAST_RANGE = 33
#: The same, below which a film is doubtful: the least of val.
DOUBTFUL_RANGE = 66
#: Share of pixels that are black (8 of 255 at most) and white (247 at least). On val 0.31 and 0.15
#: at most: twice that.
LARGEST_BLACK, LARGEST_WHITE = 0.62, 0.3
#: The same, from which a film is doubtful: 0.3 % of the train films are.
DOUBTFUL_BLACK, DOUBTFUL_WHITE = 0.36, 0.18
#: Share of coloured pixels. On val there is none; arrows and letters on a film stay below.
LARGEST_COLOURED = 0.1
#: Difference of a pixel's largest and smallest channel, of 255, from which it is coloured.
COLOURED_FROM = 24

_BLACK, _WHITE = 8, 247


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """A film reduced to what the checks need.

    Attributes
    ----------
    rows, columns
        Of the film itself, once it lies as it is to be read.
    counts
        How many pixels of the film have each grey value, ``(256,)``, as it is to be read before its
        contrast is stretched, and reduced to a square.
    coloured
        Share of coloured pixels (`coloured_share`).
    """

    rows: int
    columns: int
    counts: NDArray[np.int64]
    coloured: float = 0.0


def coloured_share(rgb: NDArray[np.unsignedinteger]) -> float:
    """Share of the pixels of ``(h, w, 3)`` that are no shade of grey; 8 or 16 bits a channel."""
    largest, smallest = rgb.max(axis=-1), rgb.min(axis=-1)
    from_here = COLOURED_FROM * (np.iinfo(rgb.dtype).max // 255)
    return float(np.mean(largest - smallest >= from_here))


def picture_verdict(picture: Picture) -> Verdict | None:
    """Why a picture cannot be a readable film, or is doubtful; None when nothing speaks against it.

    The first reason counts, those that make all others meaningless come first.
    """
    short, long = sorted((picture.rows, picture.columns))
    if short < LEAST_SIDE:
        return _refused(
            ReasonCode.TOO_SMALL,
            f"The picture has only {picture.columns} x {picture.rows} pixels; a film needs"
            f" {LEAST_SIDE} on its shorter side.",
        )
    if picture.coloured > LARGEST_COLOURED:
        return _refused(
            ReasonCode.COLOUR, "The picture is in colour: a photograph or a screenshot, no film."
        )
    if long / short > LARGEST_ASPECT:
        return _refused(
            ReasonCode.CROPPED,
            f"The picture is {long / short:.1f} times as long as wide: a strip, not a whole film.",
        )
    return _exposure_verdict(picture.counts) or _shape_verdict(picture)


def _shape_verdict(picture: Picture) -> Verdict | None:
    shape = picture.columns / picture.rows
    if shape > DOUBTFUL_WIDTH or 1 / shape > DOUBTFUL_HEIGHT:
        sentence = "The film is narrower than chest films are: a part of the chest may be missing."
        return Verdict(Decision.DOUBTFUL, ReasonCode.CROPPED, sentence)
    return None


def _exposure_verdict(counts: NDArray[np.int64]) -> Verdict | None:
    low, high = percentiles_of(counts, (1, 99))
    if high - low < LEAST_RANGE:
        return _refused(ReasonCode.BLANK, "The picture is blank: hardly any grey values differ.")
    black, white = (
        float(part.sum() / counts.sum()) for part in (counts[: _BLACK + 1], counts[_WHITE:])
    )
    for share, limit, tone in ((black, LARGEST_BLACK, "black"), (white, LARGEST_WHITE, "white")):
        if share > limit:
            words = f"{100 * share:.0f} % of the picture is {tone}: nothing can be read there."
            return _refused(ReasonCode.EXPOSURE, words)
    if black > DOUBTFUL_BLACK or white > DOUBTFUL_WHITE:
        sentence = "More of the film is black or white than of other films: parts may be lost."
        return Verdict(Decision.DOUBTFUL, ReasonCode.EXPOSURE, sentence)
    if high - low < DOUBTFUL_RANGE:
        return Verdict(
            Decision.DOUBTFUL, ReasonCode.EXPOSURE, "The film has less contrast than films have."
        )
    return None


def _refused(code: ReasonCode, sentence: str) -> Verdict:
    return Verdict(Decision.REFUSED, code, sentence)
