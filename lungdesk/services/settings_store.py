"""Keeps `Settings` in a JSON file of the user's configuration folder."""

from __future__ import annotations

import json
import logging
from contextlib import suppress
from dataclasses import asdict, fields, replace
from pathlib import Path
from typing import Any

from lungdesk.core.files import write_text_atomically
from lungdesk.core.settings import Settings

_log = logging.getLogger(__name__)

SCHEMA_VERSION = 1


class SettingsStore:
    """Reads tolerantly, writes atomically."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def load(self) -> Settings:
        """Stored settings; the defaults for what is missing, unknown or not valid."""
        try:
            stored = json.loads(self._path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return Settings()
        except (OSError, ValueError) as error:
            _log.info("settings in %s cannot be read, defaults are used: %s", self._path, error)
            return Settings()
        return _from_plain(stored)

    def save(self, settings: Settings) -> None:
        """Replace the stored settings; raises LungDeskError (``FILE_NOT_WRITABLE``)."""
        plain = {"schema_version": SCHEMA_VERSION, **asdict(settings)}
        write_text_atomically(self._path, json.dumps(plain, indent=2) + "\n")


def _from_plain(stored: object) -> Settings:
    if not isinstance(stored, dict):
        return Settings()
    settings = Settings()
    for field in fields(Settings):
        default = getattr(settings, field.name)
        # One value that is not valid does not take the others with it.
        with suppress(ValueError, OverflowError):
            value = _converted(stored.get(field.name), default)
            settings = replace(settings, **{field.name: value})
    return settings


def _converted(value: Any, default: Any) -> Any:
    """``value`` in the type of ``default``; the default when it is of another kind."""
    if isinstance(default, tuple) and isinstance(value, list):
        return tuple(str(item) for item in value)
    if isinstance(default, float) and type(value) is int:
        return float(value)
    return value if type(value) is type(default) else default
