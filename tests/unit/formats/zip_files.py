"""ZIP files for tests, and how they are refused."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from lungdesk.core.errors import ErrorCode, LungDeskError


def zipped(path: Path, content: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, data in content.items():
            archive.writestr(zipfile.ZipInfo(name), data, compress_type=method)
    return path


def code_of(ask: Callable[[], object]) -> ErrorCode:
    with pytest.raises(LungDeskError) as caught:
        ask()
    assert caught.value.message.isprintable()
    return caught.value.code
