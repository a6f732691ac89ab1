"""Keeps `Settings` in a JSON file of the user's configuration folder."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, fields, replace
from pathlib import Path
from typing import Any

from lungdesk.core.errors import LungDeskError
from lungdesk.core.files import write_text_atomically
from lungdesk.core.json_text import parsed
from lungdesk.core.settings import Settings
from lungdesk.services.writer_lock import WriterLock

_log = logging.getLogger(__name__)

SCHEMA_VERSION = 1
_VERSION = "schema_version"
#: Who saves has the lock for a moment: in seconds, how long to wait before each try to have it.
_TRIES = (0.0, 0.01, 0.05, 0.2)


class SettingsStore:
    """Reads tolerantly, writes atomically, and only what was changed here.

    What another process has saved since then stays, unless the same setting was changed.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known: Settings | None = None

    def load(self) -> Settings:
        """Stored settings; the defaults for what is missing, unknown or not valid."""
        settings = _from_plain(self._stored())
        self._known = self._known or settings
        return settings

    def _stored(self) -> dict[str, Any]:
        """What the file holds; nothing where it is lost, or is no settings."""
        try:
            stored = parsed(self._path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError) as error:
            _log.info("settings in %s cannot be read, defaults are used: %s", self._path, error)
            return {}
        return stored if isinstance(stored, dict) else {}

    def save(self, settings: Settings) -> None:
        """Store what differs from what was first loaded or last saved.

        Raises
        ------
        LungDeskError
            Those of `not_writable`.
        """
        with self._alone():
            kept, stored, known = settings, self._stored(), self._known
            if _VERSION in stored and known is not None:  # else others have saved nothing there
                kept = replace(_from_plain(stored), **_differing(settings, known))
            plain = {_VERSION: SCHEMA_VERSION, **asdict(kept)}
            write_text_atomically(self._path, json.dumps(plain, indent=2) + "\n")
            self._known = settings

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Nobody else saves meanwhile; but better so than not at all."""
        lock = WriterLock(self._path.with_suffix(".lock"), is_needed=False)
        with suppress(OSError, LungDeskError):  # writing says what is wrong
            self._path.parent.mkdir(parents=True, exist_ok=True)
            lock.take_soon(_TRIES)
        try:
            yield
        finally:
            lock.take_away()


def _differing(settings: Settings, known: Settings) -> dict[str, Any]:
    """What is set otherwise, by its name."""
    values = {field.name: getattr(settings, field.name) for field in fields(Settings)}
    return {name: value for name, value in values.items() if value != getattr(known, name)}


def _from_plain(stored: dict[str, Any]) -> Settings:
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
