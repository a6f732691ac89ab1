"""How folders of models come into the library and leave it: whole, by one rename."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import time
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from lungdesk.core import files
from lungdesk.core.errors import ErrorCode, LungDeskError

#: Letters of a model's id, which is the name of its folder on every system.
_ID = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
_LONGEST_ID = 64
#: Id of a model whose run folder has no letters that an id may have.
_UNNAMED = "model"
#: Windows gives files of these names to devices, whatever follows a dot.
_DEVICES = {"con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt") for n in range(10))}

_INCOMING = ".incoming-"
#: What stands this long was left by a process that has ended.
_LEFT_AFTER_S = 3600.0


def model_id_of(name: str) -> str:
    """Id of a model of the user's naming: ``Ward 7, second try`` becomes ``ward-7-second-try``.

    Raises
    ------
    LungDeskError
        ``MODEL_NAME_INVALID`` where nothing is left of it.
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    id_ = re.sub(r"[^a-z0-9._]+", "-", plain).strip("-._")[:_LONGEST_ID].rstrip("-._")
    if not name.strip() or not is_model_id(id_):
        raise LungDeskError(
            f"“{name.strip()}” cannot be the name of a model.",
            hint="Give it a name with some letters of A to Z or figures.",
            code=ErrorCode.MODEL_NAME_INVALID,
        )
    return id_


def is_model_id(text: str) -> bool:
    """Whether a folder may be called so on every system."""
    is_plain = _ID.fullmatch(text) is not None and not text.endswith(".")
    return is_plain and text.partition(".")[0] not in _DEVICES


@contextmanager
def incoming(roots: tuple[Path, ...], id_: str) -> Iterator[Path]:
    """Empty folder that becomes ``<id_>`` in the first root when the block ends without an error.

    No root may have a model of that name.

    A process that is killed in between leaves a hidden folder, which no library lists and a later
    import takes away.

    Raises
    ------
    LungDeskError
        ``MODEL_EXISTS``; those of `not_writable`.
    """
    models = roots[0]
    place = models / id_
    for root in roots:
        require_free(root / id_)
    staging: Path | None = None
    try:
        models.mkdir(parents=True, exist_ok=True)
        _take_away_leftovers(models)
        staging = Path(tempfile.mkdtemp(prefix=_INCOMING, dir=models))
        folder = staging / id_
        folder.mkdir()
        yield folder
        for path in folder.rglob("*"):
            if path.is_file():
                _flush(path)
        require_free(place)
        folder.rename(place)
    except OSError as error:
        raise not_writable(place, error) from error
    finally:
        if staging is not None:
            shutil.rmtree(staging, ignore_errors=True)


def require_free(place: Path) -> None:
    """Refuse a place where a model stands; raises LungDeskError (``MODEL_EXISTS``)."""
    if place.exists():
        raise LungDeskError(
            f"A model called {place.name} is installed already.",
            hint="Remove that one first, or choose another name.",
            code=ErrorCode.MODEL_EXISTS,
        )


def id_of_training(stated: str, run_folder: Path, parts: Sequence[str] = ()) -> str:
    """Id of the model that a training makes: as stated, or what its run folder is called.

    Parameters
    ----------
    parts
        Which of several trainings it is: the end of its id, however long the folder's name is.

    Raises
    ------
    LungDeskError
        ``MODEL_NAME_INVALID``: a stated id under which it could not be installed.
    """
    end = "".join(f"-{part}" for part in parts)
    if stated:
        require_model_id(stated + end)
        return stated + end
    id_ = _UNNAMED
    with suppress(LungDeskError):  # a folder may be called anything
        id_ = model_id_of(run_folder.resolve().name)
    return id_[: _LONGEST_ID - len(end)].rstrip("-._") + end


def require_model_id(text: str) -> None:
    """Refuse an id that no library takes; raises LungDeskError (``MODEL_NAME_INVALID``)."""
    if not is_model_id(text):
        raise LungDeskError(
            f"“{text}” cannot be the id of a model.",
            hint=f"Use small letters, figures and -, _ or .: {_LONGEST_ID} at most.",
            code=ErrorCode.MODEL_NAME_INVALID,
        )


def not_writable(place: Path, error: OSError) -> LungDeskError:
    """Why a model cannot be put somewhere or taken away."""
    if error.errno in files.NO_ROOM:
        return files.not_writable(place, error)
    return LungDeskError(
        f"The model {place.name} cannot be moved or written ({error.strerror or error}).",
        hint=f"Check the space and the permissions of {place.parent}.",
        code=ErrorCode.FILE_NOT_WRITABLE,
    )


def _flush(path: Path) -> None:
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())


def _take_away_leftovers(models: Path) -> None:
    for left in models.glob(f"{_INCOMING}*"):
        with suppress(OSError):
            if time.time() - left.stat().st_mtime > _LEFT_AFTER_S:
                shutil.rmtree(left, ignore_errors=True)
