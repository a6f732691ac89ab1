"""What a model says of one film."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lungdesk.core.labels import Label, LabelSet

#: Below this probability of the leading class a reading is called uncertain.
UNCERTAIN_BELOW = 0.5


@dataclass(frozen=True, slots=True)
class ModelRef:
    """Which model said it: identifier, version, and SHA-256 of its manifest."""

    id: str
    version: str
    sha256: str


@dataclass(frozen=True, slots=True, eq=False)
class Prediction:
    """Logits and probabilities, both float32 of shape (C,), in the order of ``labels``."""

    labels: LabelSet
    logits: NDArray[np.float32]
    probabilities: NDArray[np.float32]
    model: ModelRef

    def __post_init__(self) -> None:
        expected = (len(self.labels),)
        if self.logits.shape != expected or self.probabilities.shape != expected:
            raise ValueError(
                f"expected {expected} logits and probabilities,"
                f" got {self.logits.shape} and {self.probabilities.shape}"
            )

    @property
    def class_index(self) -> int:
        """Index of the most probable class."""
        return int(np.argmax(self.probabilities))

    @property
    def predicted(self) -> Label:
        """The most probable class."""
        return self.labels.labels[self.class_index]

    @property
    def is_uncertain(self) -> bool:
        """Whether no class reaches `UNCERTAIN_BELOW`."""
        return bool(self.probabilities.max() < UNCERTAIN_BELOW)

    def by_label(self) -> dict[str, float]:
        """Probability of each label id."""
        return {i: float(p) for i, p in zip(self.labels.ids, self.probabilities, strict=True)}


def softmax(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    """Probabilities of logits along the last axis; same shape, float32."""
    shifted = np.asarray(logits, np.float64)
    shifted = shifted - shifted.max(axis=-1, keepdims=True)
    exponentials = np.exp(shifted)
    return np.asarray(exponentials / exponentials.sum(axis=-1, keepdims=True), np.float32)
