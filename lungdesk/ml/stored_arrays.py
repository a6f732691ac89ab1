"""Reads the arrays of ``.npz`` files, which may come from strangers: without pickle."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray


def stored_arrays(path: Path) -> dict[str, NDArray[Any]]:
    """All arrays of a file by their names; raises OSError, and ValueError for another file."""
    try:
        with np.load(path, allow_pickle=False) as stored:
            return {name: stored[name] for name in stored.files}
    except (TypeError, zipfile.BadZipFile) as error:
        raise ValueError(str(error)) from error
