"""The sample study: real films of the package ``pydicom-data``."""

from __future__ import annotations

import importlib.util
from pathlib import Path

from lungdesk.core.errors import ErrorCode, LungDeskError

#: Chest film with masses in four encodings (15 bit, MONOCHROME1), and a leg.
_CHEST = ("RG1_UNCR.dcm", "RG1_UNCI.dcm", "RG1_J2KR.dcm", "RG1_J2KI.dcm")
_LEG = ("RG3_UNCR.dcm",)


def sample_films() -> tuple[Path, ...]:
    """Films of the sample study, the chest first.

    Raises
    ------
    LungDeskError
        ``FILE_MISSING`` when the package is not installed.
    """
    folder = _folder()
    if folder is None:
        raise LungDeskError(
            "The sample study is not installed.",
            hint="Install the package pydicom-data 1.0.0.",
            code=ErrorCode.FILE_MISSING,
        )
    return tuple(folder / name for name in (*_CHEST, *_LEG))


def is_sample(film: Path) -> bool:
    """Whether a film lies in the folder of the sample study."""
    return film.parent == _folder()


def _folder() -> Path | None:
    spec = importlib.util.find_spec("data_store")
    folders = spec.submodule_search_locations if spec else None
    return Path(folders[0]) / "data" if folders else None


def sample_film() -> Path:
    """The uncompressed chest film."""
    return sample_films()[0]
