"""Finds the lungs in films with a bundle, through OpenVINO alone."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.lungs.box import LungBox
from lungdesk.core.lungs.fields import LungFields
from lungdesk.core.lungs.verdict import FILM_CHECK, LungVerdict, two_lungs
from lungdesk.core.radiograph import Radiograph
from lungdesk.core.saliency import ImageRegion
from lungdesk.core.verdict import NO_CORRECTION, Correction
from lungdesk.ml.lungs.bundle import LungBundle, verify_lung_bundle
from lungdesk.ml.lungs.crop import lung_box
from lungdesk.ml.lungs.fields import lung_fields
from lungdesk.ml.lungs.network import before_doubling
from lungdesk.ml.openvino_runtime import CompiledNetwork
from lungdesk.ml.preprocess import ModelView, model_view

#: Films whose maps are kept: whoever looks at the film on the screen next need not run the network.
_MOST_KEPT = 8


class LungSegmenter:
    """A verified bundle, compiled; a `lungdesk.ml.preprocess.LungSight` for every thread.

    Raises
    ------
    LungDeskError
        ``MODEL_DAMAGED`` when a file differs from the manifest; ``MODEL_INVALID`` when the network
        cannot be compiled or does not give a value for each pixel that it takes.
    """

    def __init__(
        self,
        bundle: LungBundle,
        *,
        is_for_throughput: bool = False,
        cache_folder: Path | None = None,
    ) -> None:
        verify_lung_bundle(bundle)
        self.bundle = bundle
        #: How a film becomes what the network sees.
        self.spec = bundle.manifest.preprocess.spec()
        #: SHA-256 of all that decides what is found.
        self.digest = bundle.manifest.network
        self._kept: dict[bytes, NDArray[np.float32]] = {}
        self._keeping = threading.Lock()
        try:
            #: It gives the logit of every other pixel in each direction; see `before_doubling`.
            self.network = CompiledNetwork(
                bundle.engine_path,
                is_for_throughput=is_for_throughput,
                cache_folder=cache_folder,
                altered=before_doubling,
            )
        except RuntimeError as error:
            raise LungDeskError(
                f"The network of {bundle.manifest.id} cannot be prepared for this processor.",
                hint="Run `lungdesk doctor`, and report what it prints.",
                code=ErrorCode.MODEL_INVALID,
            ) from error
        side = self.spec.input_size
        if self.network.input_size != side or self._blank().size != (side // 2) ** 2:
            raise LungDeskError(
                f"The network of {bundle.manifest.id} does not answer pixel by pixel"
                f" at the {side} px that its manifest says.",
                hint="Install the model again; it is not used.",
                code=ErrorCode.MODEL_INVALID,
            )

    def segment(self, radiograph: Radiograph, correction: Correction = NO_CORRECTION) -> LungFields:
        """The lungs of a film, found after ``correction``, where they lie on it uncorrected."""
        return self.segment_view(model_view(radiograph, self.spec), correction)

    def segment_view(self, view: ModelView, correction: Correction = NO_CORRECTION) -> LungFields:
        """The lungs of what `model_view` makes of a film with `spec`; else as `segment`."""
        found = lung_fields(self._map(correction.applied(view.grey)), view.region)
        if not correction.quarter_turns:
            return found
        return LungFields(
            correction.turned_back(found.probabilities),
            view.region,
            correction.turned_back(found.right),
            correction.turned_back(found.left),
        )

    def box(
        self, whole: NDArray[np.uint8], correction: Correction = NO_CORRECTION
    ) -> LungBox | None:
        """See `lungdesk.ml.preprocess.LungSight`."""
        return lung_box(correction.turned_back(self._map(correction.applied(whole))))

    def judge(self, whole: ModelView, correction: Correction = NO_CORRECTION) -> LungVerdict:
        """See `lungdesk.ml.preprocess.LungSight`."""
        return _judged(self._logits(correction.applied(whole.grey)), whole.region, correction)

    def judge_all(self, wholes: Sequence[tuple[ModelView, Correction]]) -> list[LungVerdict]:
        """See `lungdesk.ml.preprocess.LungSight`."""
        verdicts: list[LungVerdict] = []

        def keep(number: int, outputs: tuple[NDArray[np.float32], ...]) -> None:
            whole, correction = wholes[number]
            verdicts.append(_judged(_square(outputs[0]), whole.region, correction))

        views = (correction.applied(whole.grey) for whole, correction in wholes)
        self.network.run_many(views, keep, is_kept=False)
        return verdicts

    def probabilities(
        self,
        views: Sequence[NDArray[np.uint8]] | NDArray[np.uint8],
        on_done: Callable[[int], None] = lambda _number: None,
    ) -> NDArray[np.float32]:
        """Of many views ``(N, S, S)``, several in flight: ``(N, S, S)`` float32 in [0, 1]."""
        side = self.spec.input_size
        shares = np.empty((len(views), side, side), np.float32)

        def keep(number: int, outputs: tuple[NDArray[np.float32], ...]) -> None:
            shares[number] = _shares(_doubled(outputs[0]))
            on_done(number)

        self.network.run_many(views, keep)
        return shares

    def _map(self, grey: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Probabilities ``(S, S)`` of one view."""
        return _shares(_doubled(self._logits(grey)))

    def _logits(self, grey: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Of one view, ``(S / 2, S / 2)``, which may be known already; not to be changed."""
        key = grey.tobytes()
        with self._keeping:
            known = self._kept.get(key)
        if known is not None:
            return known
        found = _square(self.network.run(grey)[0])
        found.setflags(write=False)
        with self._keeping:
            self._kept[key] = found
            while len(self._kept) > _MOST_KEPT:
                del self._kept[next(iter(self._kept))]
        return found

    def _blank(self) -> NDArray[np.float32]:
        """What is said of an empty film."""
        side = self.network.input_size
        return self.network.run(np.zeros((side, side), np.uint8))[0]


def _judged(
    logits: NDArray[np.float32], region: ImageRegion, correction: Correction
) -> LungVerdict:
    """Whether ``(s, s)`` of a film, corrected, looks like two lungs."""
    if correction.quarter_turns % 2:
        region = ImageRegion(0, 0, region.height, region.width)
    # Whether two lungs are there is seen before the map is doubled, too, in half the time: of
    # 708 films 2 are judged otherwise, one this way and one that.
    return two_lungs(lung_fields(_shares(logits), region), FILM_CHECK)


def _square(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    """``(1, s, s, 1)`` or ``(1, 1, s, s)`` as ``(s, s)``."""
    side = max(logits.shape)
    return logits.reshape(side, side)


def _doubled(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    """Twice as large, as the network itself would do it (`lungdesk.ml.lungs.network`)."""
    square = _square(logits)
    twice = (2 * len(square), 2 * len(square))
    return np.asarray(cv2.resize(square, twice, interpolation=cv2.INTER_LINEAR), np.float32)


def _shares(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    """Probabilities."""
    return np.asarray(1 / (1 + np.exp(-logits)), np.float32)
