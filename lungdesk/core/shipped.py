"""Where the files are that come with LungDesk: ``models/`` and ``resources/``."""

from __future__ import annotations

from pathlib import Path
from typing import Final

_PACKAGE: Final = Path(__file__).resolve().parents[1]


def shipped_folder(package: Path = _PACKAGE) -> Path:
    """Folder that holds ``models/`` and ``resources/``.

    An installed package carries them inside itself, where ``setup.py`` puts them; in a checkout
    and in a built program they lie beside it.
    """
    inside = package / "shipped"
    return inside if inside.is_dir() else package.parent
