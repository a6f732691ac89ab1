"""Where the lungs of training films are: found once, kept on disk by what the network saw."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from lungdesk.core.lungs.box import LungBox
from lungdesk.core.lungs.verdict import LungVerdict
from lungdesk.core.verdict import Correction
from lungdesk.ml.feature_cache import FeatureCache
from lungdesk.ml.lung_sight import LungNetworks
from lungdesk.ml.preprocess import LungSight, ModelView, PreprocessSpec

#: Boxes that are written together; a kill costs no more than these.
_TOGETHER = 64
#: Stands for a film without lungs.
_NOWHERE = (0, 0, 0, 0)


class RememberedLungs:
    """A `LungSight` that runs its network once for each film, in this training or an earlier one.

    The network is compiled when a film is first looked at: a training whose features are all there
    needs none.

    Parameters
    ----------
    digest
        Of the network, which ``networks`` has.
    root
        Folder of all caches.
    """

    def __init__(self, digest: str, networks: LungNetworks, root: Path) -> None:
        self.digest = digest
        self._networks, self._root = networks, root
        self._lock = threading.Lock()
        self._sight: LungSight | None = None
        self._cache: FeatureCache | None = None
        self._new: dict[str, tuple[int, int, int, int]] = {}

    @property
    def spec(self) -> PreprocessSpec:
        """What the network sees of a film."""
        return self._opened()[0].spec

    def box(self, whole: NDArray[np.uint8], correction: Correction) -> LungBox | None:
        """See `LungSight`; a film that is to be corrected is looked at anew each time."""
        sight, cache = self._opened()
        if correction:
            return sight.box(whole, correction)
        key = hashlib.sha256(whole.tobytes()).hexdigest()
        with self._lock:
            known = self._new.get(key)
            if known is None and key in cache:
                left, top, right, bottom = map(int, cache.rows([key])[0])
                known = left, top, right, bottom
        if known is None:
            known = _cells(sight.box(whole, correction))
            self._keep(key, known, cache)
        return None if known == _NOWHERE else LungBox(*known, side=whole.shape[0])

    def judge(self, whole: ModelView, correction: Correction) -> LungVerdict:
        """See `LungSight`."""
        return self._opened()[0].judge(whole, correction)

    def judge_all(self, wholes: Sequence[tuple[ModelView, Correction]]) -> list[LungVerdict]:
        """See `LungSight`."""
        return self._opened()[0].judge_all(wholes)

    def _opened(self) -> tuple[LungSight, FeatureCache]:
        with self._lock:
            if self._sight is None or self._cache is None:
                self._sight = self._networks.segmenter(self.digest, is_for_throughput=True)
                self._cache = FeatureCache(self._root, f"lung boxes|{self.digest}", (4,))
            return self._sight, self._cache

    def _keep(self, key: str, cells: tuple[int, int, int, int], cache: FeatureCache) -> None:
        with self._lock:
            self._new[key] = cells
            if len(self._new) >= _TOGETHER:
                # float16 holds whole numbers up to 2048, which are more cells than a view has.
                cache.append(list(self._new), np.array([*self._new.values()], np.float32))
                self._new = {}


def _cells(box: LungBox | None) -> tuple[int, int, int, int]:
    return _NOWHERE if box is None else (box.left, box.top, box.right, box.bottom)
