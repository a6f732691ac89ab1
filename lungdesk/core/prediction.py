"""What a model says of one film."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lungdesk.core.assessment import Assessment
from lungdesk.core.labels import Label, LabelSet
from lungdesk.core.verdict import UNCHECKED, Decision, Verdict

#: Below this probability of the leading class a reading without operating points is uncertain.
UNCERTAIN_BELOW = 0.5


@dataclass(frozen=True, slots=True)
class ModelRef:
    """Which model said it: identifier, version, and SHA-256 of its manifest."""

    id: str
    version: str
    sha256: str


@dataclass(frozen=True, slots=True, eq=False)
class Prediction:
    """Logits and probabilities, both float32 of shape (C,), in the order of ``labels``.

    They are there for a refused film too, so that the reader can override: whoever shows them asks
    `is_withheld` first.

    Attributes
    ----------
    verdict
        What the gate says of the film.
    assessment
        What the probabilities are worth; None where the model is not calibrated.
    """

    labels: LabelSet
    logits: NDArray[np.float32]
    probabilities: NDArray[np.float32]
    model: ModelRef
    verdict: Verdict = UNCHECKED
    assessment: Assessment | None = None

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
    def is_withheld(self) -> bool:
        """Whether the film is refused, so that none of this may be shown."""
        return self.verdict.is_withheld

    @property
    def doubt(self) -> str:
        """Why the reading is uncertain, in a clause; empty when it is not."""
        if self.assessment is None:
            is_low = self.probabilities.max() < UNCERTAIN_BELOW
            return "no class reaches one half" if is_low else ""
        return self.assessment.doubt

    @property
    def is_uncertain(self) -> bool:
        """Whether not the leading class alone reaches its operating point, or views disagree."""
        return bool(self.doubt)

    @property
    def found(self) -> int | None:
        """Index of the class that counts as found; None in doubt, and of a refused film."""
        is_refused = self.verdict.decision is Decision.REFUSED
        return None if is_refused or self.is_uncertain else self.class_index

    @property
    def operating_points(self) -> tuple[float | None, ...]:
        """Probability that each class has to reach; None where nobody knows it."""
        if self.assessment is None:
            return (UNCERTAIN_BELOW,) * len(self.labels)
        return self.assessment.thresholds

    @property
    def prediction_set(self) -> tuple[Label, ...]:
        """Classes of which one is the true one at the stated coverage; empty when unknown."""
        indices = self.assessment.prediction_set if self.assessment else ()
        return tuple(self.labels.labels[i] for i in indices)

    def by_label(self) -> dict[str, float]:
        """Probability of each label id."""
        return {i: float(p) for i, p in zip(self.labels.ids, self.probabilities, strict=True)}


def softmax(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    """Probabilities of logits along the last axis; same shape, float32."""
    shifted = np.asarray(logits, np.float64)
    shifted = shifted - shifted.max(axis=-1, keepdims=True)
    exponentials = np.exp(shifted)
    return np.asarray(exponentials / exponentials.sum(axis=-1, keepdims=True), np.float32)
