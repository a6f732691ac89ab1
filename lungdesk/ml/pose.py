"""Sees on a thumbnail whether a film is turned, inverted, or only a part of one.

A network of one hidden layer on 32 x 32 pixels, for every model alike. It was trained on films of
the train split of the collection of the shipped models, each turned, inverted and cropped
(`lungdesk.ml.training.pose_network`).
"""

from __future__ import annotations

import functools
import hashlib
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.shipped import shipped_folder
from lungdesk.core.verdict import NO_CORRECTION, Correction
from lungdesk.ml.stored_arrays import stored_arrays

#: Side of the thumbnail.
SIDE = 32
#: Poses of a whole film: number ``k`` is one that was turned ``k % 4`` quarter turns clockwise, and
#: inverted from 4 on. The last output is a part of a film.
POSES = 8
PART = 8

POSE_FILE = shipped_folder() / "resources" / "gate" / "pose.npz"
POSE_SHA256 = "52574afc54858697e3aa38811ce56f4fd68f38f7e79bda53ab0ea12832466e25"

#: Probability from which a film is said to lie otherwise, and to be a part: 0.2 % of the val films
#: reach each as they are, 99 % of them when turned or inverted, 90 % of their parts.
POSE_FROM = 0.7
PART_FROM = 0.9


@dataclass(frozen=True, slots=True)
class Pose:
    """How a film lies.

    Attributes
    ----------
    correction
        What would put it right; nothing where it lies as films do, or nothing is sure.
    is_part
        Whether it seems to show a part of a chest only.
    """

    correction: Correction = NO_CORRECTION
    is_part: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class PoseNetwork:
    """``relu(x @ hidden + hidden_bias) @ out + out_bias``, float32."""

    hidden: NDArray[np.float32]
    hidden_bias: NDArray[np.float32]
    out: NDArray[np.float32]
    out_bias: NDArray[np.float32]

    def probabilities(self, thumbnails: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Of the poses and of a part, ``(N, 9)``, for thumbnails ``(N, SIDE, SIDE)`` uint8."""
        x = np.maximum(standardised(thumbnails) @ self.hidden + self.hidden_bias, 0)
        logits = x @ self.out + self.out_bias
        exponentials = np.exp(logits - logits.max(axis=1, keepdims=True))
        return np.asarray(exponentials / exponentials.sum(axis=1, keepdims=True), np.float32)

    def pose(self, grey: NDArray[np.uint8]) -> Pose:
        """How a grey square ``(S, S)`` uint8 lies."""
        likely = self.probabilities(thumbnail(grey)[None])[0]
        leading = int(likely.argmax())
        if leading == PART:
            return Pose(is_part=bool(likely[PART] >= PART_FROM))
        if leading and likely[leading] >= POSE_FROM:
            return Pose(Correction(-leading % 4, leading >= 4))
        return Pose()


def thumbnail(grey: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """``(SIDE, SIDE)`` uint8 of a grey square."""
    return np.asarray(cv2.resize(grey, (SIDE, SIDE), interpolation=cv2.INTER_AREA), np.uint8)


def standardised(thumbnails: NDArray[np.uint8]) -> NDArray[np.float32]:
    """``(N, SIDE * SIDE)``, each thumbnail with mean 0 and spread 1, or less where it is flat."""
    flat = thumbnails.reshape(len(thumbnails), -1).astype(np.float32)
    flat -= flat.mean(axis=1, keepdims=True)
    spread = flat.std(axis=1, keepdims=True) + np.float32(8)
    return np.asarray(flat / spread, np.float32)


@functools.cache
def pose_network() -> PoseNetwork:
    """The network that comes with LungDesk.

    Raises
    ------
    LungDeskError
        ``MODEL_DAMAGED`` when its file is missing or another one.
    """
    try:
        is_own = hashlib.sha256(POSE_FILE.read_bytes()).hexdigest() == POSE_SHA256
    except OSError:
        is_own = False
    if not is_own:
        raise LungDeskError(
            f"{POSE_FILE.name}, which sees how a film lies, is missing or was altered.",
            hint="Install LungDesk again.",
            code=ErrorCode.MODEL_DAMAGED,
        )
    return read_pose_network(POSE_FILE)


def read_pose_network(path: Path) -> PoseNetwork:
    """Arrays of a file that `lungdesk.ml.training.pose_network` has written."""
    arrays = stored_arrays(path).items()
    return PoseNetwork(**{name: array.astype(np.float32) for name, array in arrays})
