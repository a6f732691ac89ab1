"""Films that somebody wants to see in the viewer, and why."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lungdesk.core.prediction import ModelRef


@dataclass(frozen=True, slots=True)
class FilmsWanted:
    """Films to list in this order, alone, with their heatmaps.

    Attributes
    ----------
    first
        The film to show first, one of ``paths``.
    title
        What they are, in a sentence.
    explained
        Id of the class whose heatmap is to show of each film; None for the leading class of it.
    model
        The model whose reading is meant, and its name.
    """

    paths: tuple[Path, ...]
    first: Path
    title: str
    explained: str | None
    model: ModelRef
    model_name: str
