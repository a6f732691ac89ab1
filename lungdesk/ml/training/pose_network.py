"""Trains the network that sees how a film lies, with NumPy alone: it is small."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from lungdesk.core.files import atomic_write
from lungdesk.core.verdict import Correction
from lungdesk.ml.pose import PART, POSES, SIDE, PoseNetwork, standardised, thumbnail

#: What happens to a film besides, at most: degrees, shares of the side, logarithm of the gamma.
_TILT_DEG, _ZOOM, _STRETCH, _SHIFT, _GAMMA = 12, 0.15, 0.12, 0.06, 0.5
#: Part of each side that a cropped film keeps.
_PART_OF_SIDE = (0.3, 0.55)
_PARTS_A_FILM = 2

_HIDDEN, _BATCH, _RATE, _DECAY = 64, 256, 2e-3, 1e-3


def train_pose_network(films: NDArray[np.uint8], *, epochs: int = 16, seed: int = 0) -> PoseNetwork:
    """Learn from grey squares ``(N, S, S)`` uint8 that lie as films do; S is 64 or more."""
    rng = np.random.default_rng(seed)
    adam = _Adam(_initial(rng))
    for epoch in range(epochs):
        thumbnails, poses = faulty_films(films, rng)
        inputs = standardised(thumbnails)
        rate = _RATE * 0.5 * (1 + np.cos(np.pi * epoch / epochs))
        for batch in np.array_split(rng.permutation(len(poses)), max(1, len(poses) // _BATCH)):
            adam.step(_gradients(adam.weights, inputs[batch], poses[batch]), rate)
    return PoseNetwork(*adam.weights)


def faulty_films(
    films: NDArray[np.uint8], rng: np.random.Generator, *, is_augmented: bool = True
) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Thumbnails of each film in every pose and of parts of it, and which of both each is."""
    thumbnails, poses = [], []
    for film in films:
        for pose in range(POSES):
            view = _view(film, rng) if is_augmented else film
            thumbnails.append(thumbnail(Correction(pose % 4, pose >= 4).applied(view)))
            poses.append(pose)
        for _ in range(_PARTS_A_FILM):
            view = _view(film, rng) if is_augmented else film
            thumbnails.append(thumbnail(_part(view, rng)))
            poses.append(PART)
    return np.stack(thumbnails), np.array(poses, np.int64)


def write_pose_network(path: Path, network: PoseNetwork) -> None:
    """Write the arrays as float16, without pickle."""
    names = ("hidden", "hidden_bias", "out", "out_bias")
    with atomic_write(path) as stream:
        arrays = {name: getattr(network, name).astype(np.float16) for name in names}
        np.savez(stream, allow_pickle=False, **arrays)


def _view(film: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
    """A film taken a little otherwise; half are mirrored, since hearts on the right exist.

    What comes in at the border is black or goes on as the film ends, by turns: black alone, as for
    the classifier, taught it that uncollimated films lie wrongly (98 % instead of 99 % right).
    """
    side = len(film)
    angle = np.deg2rad(rng.uniform(-_TILT_DEG, _TILT_DEG))
    zoom = 1 + rng.uniform(-_ZOOM, _ZOOM)
    across = zoom * (1 + rng.uniform(-_STRETCH, _STRETCH))
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    linear = turn @ np.diag([across, zoom])
    offset = side / 2 - linear @ np.full(2, side / 2) + rng.uniform(-_SHIFT, _SHIFT, 2) * side
    border = cv2.BORDER_REPLICATE if rng.random() < 0.5 else cv2.BORDER_CONSTANT
    motion = np.column_stack([linear, offset])
    moved = np.asarray(cv2.warpAffine(film, motion, (side, side), borderMode=border))
    gamma = 2 ** rng.uniform(-_GAMMA, _GAMMA)
    table = (255 * (np.arange(256) / 255) ** gamma).astype(np.uint8)
    mirrored = moved[:, ::-1] if rng.random() < 0.5 else moved
    return np.ascontiguousarray(table[mirrored])


def _part(film: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
    side = len(film)
    height, width = (round(side * share) for share in rng.uniform(*_PART_OF_SIDE, 2))
    top, left = rng.integers(0, side - height + 1), rng.integers(0, side - width + 1)
    part = film[top : top + height, left : left + width]
    return np.asarray(cv2.resize(part, (2 * SIDE, 2 * SIDE)), np.uint8)


def _initial(rng: np.random.Generator) -> list[NDArray[np.float32]]:
    outputs = POSES + 1
    return [
        rng.normal(0, 1 / SIDE, (SIDE * SIDE, _HIDDEN)).astype(np.float32),
        np.zeros(_HIDDEN, np.float32),
        rng.normal(0, _HIDDEN**-0.5, (_HIDDEN, outputs)).astype(np.float32),
        np.zeros(outputs, np.float32),
    ]


def _gradients(
    weights: list[NDArray[np.float32]], x: NDArray[np.float32], poses: NDArray[np.int64]
) -> list[NDArray[np.float32]]:
    """Of the mean cross entropy."""
    hidden, hidden_bias, out, out_bias = weights
    active = np.maximum(x @ hidden + hidden_bias, 0)
    logits = active @ out + out_bias
    error = np.exp(logits - logits.max(axis=1, keepdims=True))
    error /= error.sum(axis=1, keepdims=True)
    error[np.arange(len(poses)), poses] -= 1
    error /= len(poses)
    back = (error @ out.T) * (active > 0)
    return [x.T @ back, back.sum(axis=0), active.T @ error, error.sum(axis=0)]


class _Adam:
    """AdamW (Loshchilov and Hutter, arXiv 1711.05101); biases do not decay."""

    def __init__(self, weights: list[NDArray[np.float32]]) -> None:
        self.weights = weights
        self._first = [np.zeros_like(one) for one in weights]
        self._second = [np.zeros_like(one) for one in weights]
        self._steps = 0

    def step(self, gradients: list[NDArray[np.float32]], rate: float) -> None:
        self._steps += 1
        unbiased = 1 - 0.9**self._steps, 1 - 0.999**self._steps
        for n, gradient in enumerate(gradients):
            self._first[n] = 0.9 * self._first[n] + 0.1 * gradient
            self._second[n] = 0.999 * self._second[n] + 0.001 * gradient**2
            change = self._first[n] / unbiased[0] / (np.sqrt(self._second[n] / unbiased[1]) + 1e-8)
            decay = _DECAY * self.weights[n] if self.weights[n].ndim == 2 else 0.0
            self.weights[n] = np.asarray(self.weights[n] - rate * (change + decay), np.float32)
