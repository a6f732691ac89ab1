"""A film that can be read with parts of it blurred."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from lungdesk.core.jobs import JobContext, Progress
from lungdesk.core.prediction import softmax
from lungdesk.core.radiograph import Radiograph
from lungdesk.core.saliency import ImageRegion
from lungdesk.core.verdict import NO_CORRECTION, Correction
from lungdesk.ml.engine import Engine
from lungdesk.ml.ensemble_engine import AnyEngine

#: Standard deviation of the blur that stands for "not seen", as a part of the view's side: no rib
#: nor vessel is left, and a mean grey is, so that a blurred film is no stranger to the model.
BLUR = 1 / 16

#: Films on their way before it is asked whether the caller has cancelled.
_CHUNK = 16


@dataclass(frozen=True, slots=True, eq=False)
class _Sight:
    """What one network sees of the film: as it is, blurred, and where that lies in the film."""

    engine: Engine
    weight: float
    clear: NDArray[np.float32]
    blurred: NDArray[np.float32]
    region: ImageRegion


class MaskedFilm:
    """A film as a model sees it; owned by the thread of the engine.

    A mask is ``(m, n)`` float32 in [0, 1] over `region` of the film as it is read, that is, after
    ``correction``: 1 is left as it is, 0 is blurred. It is enlarged (bilinear) to what each network
    sees.

    Parameters
    ----------
    correction
        What was done to the film before it was read.
    """

    def __init__(
        self, engine: AnyEngine, radiograph: Radiograph, correction: Correction = NO_CORRECTION
    ) -> None:
        self._sights = [
            _sight(one, weight, radiograph, correction) for one, weight in _members(engine)
        ]
        regions = [sight.region for sight in self._sights]
        #: Rectangle of the film that masks lie over: what the networks see between them.
        self.region = ImageRegion(
            min(region.left for region in regions),
            min(region.top for region in regions),
            max(region.right for region in regions),
            max(region.bottom for region in regions),
        )
        self.correction = correction

    def probabilities(
        self, masks: Iterable[NDArray[np.float32]], count: int, ctx: JobContext, message: str
    ) -> NDArray[np.float64]:
        """Probabilities ``(count, C)`` of the film under each mask.

        Raises
        ------
        Cancelled
            Between a few masks.
        """
        found: list[NDArray[np.float64]] = []
        for chunk in _chunks(masks):
            ctx.check()
            found.append(self._of_chunk(chunk))
            done = sum(len(part) for part in found)
            ctx.report(Progress(done, count, message))
        return np.concatenate(found)

    def _of_chunk(self, masks: list[NDArray[np.float32]]) -> NDArray[np.float64]:
        total = np.zeros(())
        for sight in self._sights:
            views = (self._view(sight, mask) for mask in masks)
            logits = sight.engine.logits_of(views, len(masks))
            total = total + sight.weight * softmax(logits).astype(np.float64)
        return np.asarray(total, np.float64)

    def _view(self, sight: _Sight, mask: NDArray[np.float32]) -> NDArray[np.uint8]:
        lying = self.correction.turned_back(mask)
        seen = _over(lying, self.region, sight.region, sight.clear.shape[0])
        seen = np.rot90(seen, -self.correction.quarter_turns)
        return np.asarray(np.rint(seen * sight.clear + (1 - seen) * sight.blurred), np.uint8)


def _members(engine: AnyEngine) -> list[tuple[Engine, float]]:
    if isinstance(engine, Engine):
        return [(engine, 1.0)]
    return list(zip(engine.members, engine.bundle.weights, strict=True))


def _sight(engine: Engine, weight: float, radiograph: Radiograph, correction: Correction) -> _Sight:
    view = engine.view(radiograph, correction)
    clear = correction.applied(view.grey).astype(np.float32)
    blurred = cv2.GaussianBlur(clear, (0, 0), BLUR * clear.shape[0])
    return _Sight(engine, weight, clear, np.asarray(blurred, np.float32), view.region)


def _chunks(masks: Iterable[NDArray[np.float32]]) -> Iterator[list[NDArray[np.float32]]]:
    chunk: list[NDArray[np.float32]] = []
    for mask in masks:
        chunk.append(mask)
        if len(chunk) == _CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _over(
    mask: NDArray[np.float32], whole: ImageRegion, own: ImageRegion, side: int
) -> NDArray[np.float32]:
    """The part of a mask over ``whole`` that lies over ``own``, ``(side, side)``."""
    rows, columns = mask.shape
    across = own.width / whole.width * columns / side
    down = own.height / whole.height * rows / side
    left = (own.left - whole.left) / whole.width * columns
    top = (own.top - whole.top) / whole.height * rows
    # From the centre of a pixel of the view to that of the mask.
    back = np.array(
        [[across, 0, left + across / 2 - 0.5], [0, down, top + down / 2 - 0.5]], np.float64
    )
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    seen = cv2.warpAffine(mask, back, (side, side), flags=flags, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(seen, np.float32)
