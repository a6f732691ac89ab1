"""What the window remembers of its own arrangement."""

from __future__ import annotations

import base64
import json
from dataclasses import asdict, dataclass
from typing import Self

from PySide6.QtCore import QByteArray

from lungdesk.core.json_text import parsed


@dataclass(frozen=True, slots=True)
class WindowMemory:
    """Where the dividers stood (base64), which panels were shown, and how films were hung."""

    splitter: str = ""
    shows_studies: bool = True
    shows_findings: bool = True
    layout: str = ""
    has_prior_beside: bool = False

    def packed(self) -> str:
        """One opaque text for the settings."""
        return base64.b64encode(json.dumps(asdict(self)).encode()).decode()

    @classmethod
    def unpacked(cls, text: str) -> Self:
        """What was packed; the defaults where the text is none of ours."""
        try:
            parts = parsed(base64.b64decode(text.encode()))
            splitter, studies, findings = (
                parts[name] for name in ("splitter", "shows_studies", "shows_findings")
            )
        except (ValueError, KeyError, TypeError):
            return cls()
        layout, prior = str(parts.get("layout", "")), bool(parts.get("has_prior_beside"))
        return cls(str(splitter), bool(studies), bool(findings), layout, prior)


def to_base64(data: QByteArray) -> str:
    """Bytes of Qt's as text for the settings."""
    return bytes(data.toBase64().data()).decode()


def from_base64(text: str) -> QByteArray:
    """The bytes that ``to_base64`` made text of."""
    return QByteArray.fromBase64(text.encode())
