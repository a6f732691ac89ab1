"""An epoch that has ended, as a training tells of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Epoch:
    """Figures of one epoch.

    Attributes
    ----------
    phase, variant
        Those of `lungdesk.ml.training.loop.Phase`.
    epoch, of
        Its number, counted from 1, and how many the phase has at most.
    loss, accuracy
        Mean over the films of train as they were shown; accuracy in [0, 1].
    val_loss, val_accuracy
        Of the films of val, before calibration.
    seconds
        How long it took.
    """

    phase: str
    variant: str
    epoch: int
    of: int
    loss: float
    accuracy: float
    val_loss: float
    val_accuracy: float
    seconds: float

    def as_plain(self) -> dict[str, Any]:
        """Values for JSON; counterpart of `epoch_of`."""
        return asdict(self)


_NAMES = tuple(field.name for field in fields(Epoch))


def epoch_of(plain: Mapping[str, Any]) -> Epoch:
    """Epoch of plain values; others beside its own are passed over."""
    return Epoch(**{name: plain[name] for name in _NAMES})


def epochs_kept(facts: Mapping[str, Any]) -> tuple[Epoch, ...]:
    """Epochs of which the facts of a phase's checkpoint tell (`lungdesk.ml.training.loop`)."""
    around = {"variant": facts["variant"], "of": facts["of"]}
    rows = zip(facts["history"], facts["epoch_seconds"], strict=True)
    return tuple(epoch_of({**row, **around, "seconds": seconds}) for row, seconds in rows)


class EpochListener(Protocol):
    """Is told of epochs when they are kept: what was told is never trained again."""

    def __call__(self, epochs: Sequence[Epoch], *, is_history: bool) -> None:
        """Hear of epochs that have ended.

        Parameters
        ----------
        is_history
            Whether these are all of a phase that an earlier attempt has done, not new ones.
        """


def tell_nobody(epochs: Sequence[Epoch], *, is_history: bool) -> None:
    """An `EpochListener` for a caller that does not listen."""
