"""Keeps `Settings` in a JSON file of the user's configuration folder."""

from __future__ import annotations

import json
import logging
from dataclasses import asdict, fields
from pathlib import Path

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
    defaults = Settings()
    values: dict[str, object] = {}
    for field in fields(Settings):
        value = stored.get(field.name)
        default = getattr(defaults, field.name)
        if isinstance(default, tuple) and isinstance(value, list):
            values[field.name] = tuple(str(item) for item in value)
        elif isinstance(default, float) and isinstance(value, int | float):
            values[field.name] = float(value)
        elif type(value) is type(default):
            values[field.name] = value
    try:
        return Settings(**values)  # type: ignore[arg-type] # each was compared with its default's type
    except ValueError:
        return defaults
