"""Models that the user has removed: moved aside, so that they can be put back."""

from __future__ import annotations

import shutil
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.services.models.folders import not_writable, require_free

#: Days that a removed model can be put back.
KEPT_DAYS = 30

_DAY_S = 86_400.0


@dataclass(frozen=True, slots=True)
class RemovedModel:
    """A model that has been moved aside."""

    folder: Path

    @property
    def id(self) -> str:
        """What it was called, and will be again."""
        return self.folder.name


class RemovedModels:
    """``<trash>/<when>-<random>/<id>/``: each removal has a folder of its own.

    Parameters
    ----------
    models
        Where the user's models are.
    trash
        On the same disk, so that a removal is one rename: it happens or it does not.
    """

    def __init__(self, models: Path, trash: Path) -> None:
        self._models, self._trash = models, trash

    def list(self) -> tuple[RemovedModel, ...]:
        """What can be put back, the latest first."""
        found = [path for path in self._trash.glob("*/*") if path.is_dir()]
        return tuple(RemovedModel(path) for path in sorted(found, reverse=True))

    def remove(self, id_: str) -> RemovedModel:
        """Move a model of the user aside; what was removed long ago goes for good.

        Raises
        ------
        LungDeskError
            ``MODEL_NOT_REMOVABLE`` for one that is not the user's; those of `not_writable`.
        """
        folder = self._models / id_
        is_name = id_ not in ("", ".", "..") and Path(id_).name == id_
        if not is_name or not folder.is_dir():
            raise LungDeskError(
                f"The model {id_} is not among those that you have added.",
                hint="A model that ships with LungDesk stays; choose another one to read with.",
                code=ErrorCode.MODEL_NOT_REMOVABLE,
            )
        try:
            self._trash.mkdir(parents=True, exist_ok=True)
            self._empty_of_old()
            stamp = time.strftime("%Y%m%dT%H%M%S", time.gmtime())
            place = Path(tempfile.mkdtemp(prefix=f"{stamp}-", dir=self._trash)) / id_
            folder.rename(place)
        except OSError as error:
            raise not_writable(folder, error) from error
        return RemovedModel(place)

    def restore(self, removed: RemovedModel) -> None:
        """Put a model back.

        Raises
        ------
        LungDeskError
            ``MODEL_EXISTS`` when another one has its name now; ``MODEL_MISSING`` when it has gone
            for good; those of `not_writable`.
        """
        self._require_there(removed)
        place = self._models / removed.id
        require_free(place)
        try:
            self._models.mkdir(parents=True, exist_ok=True)
            removed.folder.rename(place)
        except OSError as error:
            raise not_writable(place, error) from error
        with suppress(OSError):
            removed.folder.parent.rmdir()

    def discard(self, removed: RemovedModel) -> None:
        """Delete a removed model for good; raises LungDeskError (`not_writable`)."""
        self._require_there(removed)
        try:
            shutil.rmtree(removed.folder.parent)
        except OSError as error:
            raise not_writable(removed.folder, error) from error

    def _require_there(self, removed: RemovedModel) -> None:
        if removed.folder.parent.parent != self._trash or not removed.folder.is_dir():
            raise LungDeskError(
                f"The model {removed.id} is not among those that were removed.",
                hint=f"Removed models are kept for {KEPT_DAYS} days.",
                code=ErrorCode.MODEL_MISSING,
            )

    def _empty_of_old(self) -> None:
        for path in self._trash.iterdir():
            with suppress(OSError):
                is_old = time.time() - path.stat().st_mtime > KEPT_DAYS * _DAY_S
                if is_old or not any(path.iterdir()):
                    shutil.rmtree(path, ignore_errors=True)
