"""What a training needs to be gone on with: written whole after each epoch, or not at all."""

from __future__ import annotations

import hashlib
import json
import logging
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.files import atomic_write
from lungdesk.core.json_text import parsed

_log = logging.getLogger(__name__)

_FACTS = "facts"
#: What another version of LungDesk has written in another form is not gone on with.
_FORM = 2


@dataclass(frozen=True, slots=True, eq=False)
class Checkpoint:
    """Arrays by name, and plain facts beside them."""

    arrays: dict[str, NDArray[Any]]
    facts: dict[str, Any]

    def listed(self, prefix: str) -> list[NDArray[Any]]:
        """Arrays ``prefix0``, ``prefix1``, … in order."""
        count = sum(name.startswith(prefix) for name in self.arrays)
        return [self.arrays[f"{prefix}{number}"] for number in range(count)]


def numbered(prefix: str, arrays: list[NDArray[Any]]) -> dict[str, NDArray[Any]]:
    """Counterpart of `Checkpoint.listed`."""
    return {f"{prefix}{number}": array for number, array in enumerate(arrays)}


class Checkpoints:
    """Checkpoints of one training, one file a phase.

    Parameters
    ----------
    folder
        Where they are kept; None to keep none.
    identity
        All that decides how the training goes: what was begun otherwise is not gone on with.
    """

    def __init__(self, folder: Path | None, identity: str = "") -> None:
        self._folder = folder
        self._identity = hashlib.sha256(f"{_FORM}|{identity}".encode()).hexdigest()

    def require_own(self) -> None:
        """Refuse a folder in which another training has been begun: it would be written over.

        Raises
        ------
        LungDeskError
            ``TRAINING_OUTPUT_EXISTS``.
        """
        if self._folder is None:
            return
        begun = {facts["identity"] for facts in stored_facts(self._folder)}
        if begun and self._identity not in begun:
            raise LungDeskError(
                f"{self._folder.parent} holds a training that was begun with other films or"
                " settings, or by another version of LungDesk.",
                hint=f"Go on with those, or choose another folder. To give up what was trained,"
                f" remove {self._folder}.",
                code=ErrorCode.TRAINING_OUTPUT_EXISTS,
            )

    def save(self, phase: str, checkpoint: Checkpoint) -> None:
        """Replace the checkpoint of a phase; raises LungDeskError (`not_writable`)."""
        if self._folder is None:
            return
        facts = json.dumps({**checkpoint.facts, "identity": self._identity})
        text = np.frombuffer(facts.encode(), np.uint8)
        with atomic_write(self._folder / f"{phase}.npz") as stream:
            np.savez(stream, allow_pickle=False, **checkpoint.arrays, **{_FACTS: text})

    def load(self, phase: str) -> Checkpoint | None:
        """The checkpoint of a phase; None where there is none, or one of another training."""
        if self._folder is None:
            return None
        path = self._folder / f"{phase}.npz"
        try:
            with path.open("rb") as stream, np.load(stream, allow_pickle=False) as stored:
                arrays = {name: stored[name] for name in stored.files}
            facts = parsed(arrays.pop(_FACTS).tobytes())
        except FileNotFoundError:
            return None
        except (OSError, EOFError, ValueError, KeyError, zipfile.BadZipFile) as error:
            _log.warning("%s cannot be read, its phase begins anew: %s", path, error)
            return None
        return Checkpoint(arrays, facts) if facts.pop("identity") == self._identity else None


def stored_facts(folder: Path) -> tuple[dict[str, Any], ...]:
    """Facts of all checkpoints of a training, in the order of its phases, without their arrays."""
    found = []
    for path in folder.glob("*.npz"):
        try:
            with np.load(path, allow_pickle=False) as stored:
                found.append((path.stat().st_mtime_ns, parsed(stored[_FACTS].tobytes())))
        except (OSError, EOFError, ValueError, KeyError, zipfile.BadZipFile) as error:
            _log.warning("%s cannot be read: %s", path, error)
    return tuple(facts for _, facts in sorted(found, key=lambda item: item[0]))
