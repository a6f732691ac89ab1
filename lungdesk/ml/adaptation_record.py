"""Where an adapted model comes from and what adapting came to, as it stands in a manifest."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class BaseModelRef(_Record):
    """The model that was adapted; ``sha256`` is that of its manifest."""

    id: str
    name: str
    version: str
    sha256: str


class AdaptationRecord(_Record):
    """How a model was fitted to one hospital.

    Attributes
    ----------
    counts
        Local films of each class.
    patients
        How many patients, or groups of films that belong together.
    penalty, temperature
        As chosen by cross-validation; None of an ensemble, whose members each have their own.
    changes
        Figures before and after, as `FigureChange.as_plain` gives them.
    outcome, doubts
        In words.
    """

    base: BaseModelRef
    site: str
    data: str
    counts: dict[str, int]
    patients: int
    failed: int
    penalty: float | None
    temperature: float | None
    folds: int
    changes: tuple[dict[str, Any], ...]
    outcome: str
    doubts: tuple[str, ...]
    created: str
    seconds: float
