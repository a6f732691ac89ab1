"""What a network has come from, kept with its weights for a training that begins with them.

Without it, films that a network has learnt from could measure it, and what is wrong with the films
it comes from would be forgotten.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.json_text import parsed
from lungdesk.ml.datasets import Dataset

_GROUP, _FILMS, _SAID = "lungdesk", "films", "said"


@dataclass(frozen=True, slots=True)
class Lineage:
    """Of one network.

    Attributes
    ----------
    films
        SHA-256 of the files that it has learnt from.
    licence
        Of the weights that it began with.
    limits
        What is known to be wrong with the films, as in a model card.
    """

    films: frozenset[str]
    licence: str = ""
    limits: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """For the card of a model that begins with it."""
        return f"The network had learnt from {len(self.films)} films before this training began."


def write_lineage(path: Path, lineage: Lineage) -> None:
    """Put a lineage into a ``.weights.h5`` file of Keras, which leaves it alone."""
    import h5py  # noqa: PLC0415 - needed to train only

    with h5py.File(path, "r+") as file:
        group = file.create_group(_GROUP)
        group[_FILMS] = np.array(sorted(lineage.films), "S64")
        said = {"licence": lineage.licence, "limits": lineage.limits}
        group.attrs[_SAID] = json.dumps(said)


def read_lineage(path: Path) -> Lineage | None:
    """The lineage in a file of weights; None where it has none, or is no such file."""
    import h5py  # noqa: PLC0415 - needed to train only

    try:
        with h5py.File(path, "r") as file:
            group = file[_GROUP]
            films = frozenset(digest.decode() for digest in group[_FILMS][()].tolist())
            said = parsed(group.attrs[_SAID])
    except (OSError, KeyError, ValueError):
        return None
    return Lineage(films, said["licence"], tuple(said["limits"]))


def require_unlearnt(lineage: Lineage | None, dataset: Dataset, digests: Sequence[str]) -> None:
    """Raise LungDeskError (``DATASET_GROUP_LEAK``) when films would measure what has learnt them.

    Parameters
    ----------
    digests
        SHA-256 of the samples' files, in their order.
    """
    if lineage is None:
        return
    learnt = [
        sample
        for sample, digest in zip(dataset.samples, digests, strict=True)
        if sample.split != "train" and digest in lineage.films
    ]
    if learnt:
        splits = ", ".join(dict.fromkeys(sample.split for sample in learnt))
        raise LungDeskError(
            f"The weights have learnt from {len(learnt)} of the films of {splits}"
            f" (the first: {learnt[0].path.name}): their figures would flatter.",
            hint="Keep the splits of the training that the weights come from, or begin with"
            " ImageNet's.",
            code=ErrorCode.DATASET_GROUP_LEAK,
        )
