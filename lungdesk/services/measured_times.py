"""Keeps how long things take on this computer, so that they are measured once."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from lungdesk.core.files import write_text_atomically
from lungdesk.core.json_text import parsed
from lungdesk.ml.openvino_runtime import processor_name

_log = logging.getLogger(__name__)

Figures = dict[str, float]


class MeasuredTimes:
    """Figures by what was measured, for the processor they were measured on.

    Parameters
    ----------
    file
        JSON: ``{processor: {what: {name: figure}}}``. A home folder may be used by several
        computers; those of the others stay.
    processor
        Name of this one; None to ask it, which loads OpenVINO.
    """

    def __init__(self, file: Path, processor: str | None = None) -> None:
        self._file = file
        self.processor = processor_name() if processor is None else processor

    def all(self) -> dict[str, Figures]:
        """What was measured on this processor; empty where the file cannot be understood."""
        return self._stored().get(self.processor, {})

    def keep(self, what: str, figures: Mapping[str, float]) -> None:
        """Add figures, in place of older ones; raises LungDeskError (`not_writable`)."""
        stored = self._stored()
        stored.setdefault(self.processor, {})[what] = dict(figures)
        write_text_atomically(self._file, json.dumps(stored, indent=2) + "\n")

    def _stored(self) -> dict[str, dict[str, Figures]]:
        try:
            plain = parsed(self._file.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError) as error:
            _log.warning("%s cannot be read, all is measured anew: %s", self._file, error)
            return {}
        return {name: _valid(kept) for name, kept in _items(plain)}


def _valid(plain: Any) -> dict[str, Figures]:
    """Figures by what was measured, without those that are none."""
    kept: dict[str, Figures] = {}
    for what, figures in _items(plain):
        with suppress(TypeError, ValueError):
            kept[what] = {name: float(value) for name, value in _items(figures)}
    return kept


def _items(plain: Any) -> list[tuple[str, Any]]:
    return list(plain.items()) if isinstance(plain, dict) else []
