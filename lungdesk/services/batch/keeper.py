"""What a batch tells of its rows, and asks, besides writing them into its folder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from lungdesk.core.prediction import ModelRef, Prediction
from lungdesk.core.study import Instance
from lungdesk.services.batch.row import BatchRow


@dataclass(frozen=True, slots=True)
class KeptRow:
    """A row with what its table does not say.

    Attributes
    ----------
    instance, prediction
        What the film's header and the model say; None when it was not read now.
    """

    row: BatchRow
    instance: Instance | None = None
    prediction: Prediction | None = None


class RowKeeper(Protocol):
    """Keeps rows of all batches; `find` is called from several threads."""

    def begin(self, model: ModelRef, precision: str, lungs: str) -> None:
        """Learn what reads, before anything else is asked.

        Parameters
        ----------
        lungs
            Digest of the network whose lungs its film check judges; empty for none.
        """

    def find(self, path: str, sha256: str) -> BatchRow | None:
        """Row of a content that the same has read, for this path; None when there is none."""

    def keep(self, rows: Sequence[KeptRow]) -> None:
        """Keep rows; they are on the disk when this returns. Some may be kept already."""

    def end(self) -> None:
        """Learn that every film has its row."""
